"""A brush without a network: simple drawings by role, so that the choosing can be tested in milliseconds."""

from __future__ import annotations

import numpy as np

from generator.brush import Tiles
from generator.noise import normal
from generator.roles import Role

THEMES = (
    (0x0F, ((0x0C, 0x1C, 0x2C), (0x07, 0x17, 0x27), (0x00, 0x10, 0x30), (0x0B, 0x1A, 0x2A))),
    (0x30, ((0x30, 0x30, 0x30), (0x30, 0x30, 0x30), (0x30, 0x30, 0x30), (0x30, 0x30, 0x30))),
)
"""A theme with everything, and a hopeless one: all white."""

CELL_OF = {Role.WALL: 0, Role.SKY: 0, Role.LIQUID: 0, Role.WINDOW: 0, Role.FOLIAGE: 3, Role.DOOR: 1, Role.PLATFORM: 1, Role.FENCE: 1}


class FakeBrush:
    """Draws bands for ground, a triangle for stairs, and noise by texture over all. Even themes are good, odd ones white."""

    model = "fake"

    def __init__(self, good: int = 0) -> None:
        self.good = good
        self.painted = 0

    def theme(self, label: str) -> np.ndarray:
        return np.array([int(label.rsplit("/", 1)[1])])

    def textures(self, label: str, count: int) -> np.ndarray:
        return np.stack([normal(f"{label}/{n}", 4) for n in range(count)])

    def colours(self, theme: np.ndarray) -> tuple[int, np.ndarray]:
        backdrop, palettes = THEMES[(int(theme[0]) + self.good) % 2]
        return backdrop, np.array(palettes, dtype=np.uint8)

    def tiles(self, patches: np.ndarray, theme: np.ndarray, textures: np.ndarray) -> Tiles:
        self.painted += len(patches)
        middle = patches[:, 2, 2]
        pattern = np.stack([self._tile(patch, texture) for patch, texture in zip(patches, textures, strict=True)])
        return Tiles(pattern, np.array([CELL_OF.get(Role(role), 2) for role in middle], dtype=np.uint8))

    def _tile(self, patch: np.ndarray, texture: np.ndarray) -> np.ndarray:
        role = Role(patch[2, 2])
        y, x = np.mgrid[:16, :16]
        if role == Role.STAIRS:
            return np.where(x + y >= 15, 2 + (x + y) % 2, 0).astype(np.uint8)
        if role in (Role.WALL, Role.SKY):
            tile = np.zeros((16, 16), dtype=np.uint8)
        elif role == Role.PLATFORM:
            tile = np.where(y < 5, 3, 0).astype(np.uint8)
        else:
            tile = np.where((y % 8 < 6) & ((x + y // 8 * 4) % 8 < 7), 2, 0).astype(np.uint8)
        dots = np.random.default_rng(abs(int(texture[0])) + 7 * abs(int(texture[1])) // 160 + role)
        rows, cols = dots.integers(0, 16, (2, 6))
        tile[rows, cols] = dots.integers(0, 4, 6) if role != Role.WALL else 1
        return tile
