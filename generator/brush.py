"""What dreaming needs of a painter, and no more: so that it can be tested without a network."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from generator.habits import Habits


@dataclass(frozen=True, eq=False)
class Tiles:
    """Tiles in PPU memory. pattern: (n, 16, 16) uint8 0..3. cells: (n,) uint8 0..3."""

    pattern: np.ndarray
    cells: np.ndarray


class Brush(Protocol):
    """Paints single cells from the roles around them. Same arguments, same tiles, on any machine."""

    @property
    def model(self) -> str:
        """The name of the model."""

    def theme(self, label: str) -> np.ndarray:
        """The theme latent that a label stands for: (Zt,) integers."""

    def textures(self, label: str, count: int) -> np.ndarray:
        """The texture latents that a label stands for: (count, Zx) integers."""

    def colours(self, theme: np.ndarray) -> tuple[int, np.ndarray]:
        """Backdrop and (4, 3) sub-palettes of a theme."""

    def tiles(self, patches: np.ndarray, theme: np.ndarray, textures: np.ndarray) -> Tiles:
        """The middle cells of n patches of roles (n, 5, 5), each with its texture (n, Zx)."""


@dataclass(frozen=True, eq=False)
class TidyBrush:
    """A brush whose tiles are tidied by the habits of artists."""

    brush: Brush
    habits: Habits

    @property
    def model(self) -> str:
        return self.brush.model

    def theme(self, label: str) -> np.ndarray:
        return self.brush.theme(label)

    def textures(self, label: str, count: int) -> np.ndarray:
        return self.brush.textures(label, count)

    def colours(self, theme: np.ndarray) -> tuple[int, np.ndarray]:
        return self.brush.colours(theme)

    def tiles(self, patches: np.ndarray, theme: np.ndarray, textures: np.ndarray) -> Tiles:
        painted = self.brush.tiles(patches, theme, textures)
        return Tiles(self.habits.tidy(painted.pattern), painted.cells)


class PainterBrush:
    """The frozen network as a brush."""

    def __init__(self, path: Path | str) -> None:
        from generator.painter import Painter

        self._painter = Painter.load(path)
        self.model = Path(path).stem

    def theme(self, label: str) -> np.ndarray:
        return self._painter.theme(label)

    def textures(self, label: str, count: int) -> np.ndarray:
        return self._painter.texture(label, np.arange(count)[None])[0]

    def colours(self, theme: np.ndarray) -> tuple[int, np.ndarray]:
        return self._painter.palettes(theme)

    def tiles(self, patches: np.ndarray, theme: np.ndarray, textures: np.ndarray) -> Tiles:
        return Tiles(*self._painter.paint_cells(patches, theme, textures))
