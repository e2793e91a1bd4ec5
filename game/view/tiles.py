"""The level's cells: a coat's tiles by slot, or a foreign map's own pictures."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pygame
from numpy.typing import NDArray

from game.sim.level import CELL, VIEW_H, VIEW_W
from game.view.colours import BLACK
from generator.pack_model import MISSING, Pack
from generator.palette import MASTER
from generator.roles import SLOTS, Role
from levels.model import ForeignArt, LevelMap

_STEP_MS = 1000 / 60
_BACKDROPS = frozenset({Role.WALL, Role.SKY, Role.WINDOW, Role.DECOR})
_PLAIN = {
    Role.SOLID: 0x00,
    Role.SURFACE: 0x10,
    Role.PLATFORM: 0x17,
    Role.STAIRS: 0x27,
    Role.LIQUID: 0x11,
    Role.SPIKES: 0x16,
    Role.BREAKABLE: 0x08,
}
"""Master indices of the plain coat, which the game wears when no tile set can be read at all; the rest is black."""


@dataclass(frozen=True, slots=True)
class Moving:
    """A tile that changes: its pictures and how many steps each is shown."""

    pictures: tuple[pygame.Surface, ...]
    steps: tuple[int, ...]

    def at(self, tick: int) -> pygame.Surface:
        """The picture at a step."""
        left = tick % sum(self.steps)
        for picture, steps in zip(self.pictures, self.steps, strict=True):
            if left < steps:
                return picture
            left -= steps
        return self.pictures[-1]


@dataclass(frozen=True, slots=True)
class Coat:
    """Pictures for all slots: one for each, and the moving ones besides."""

    still: tuple[pygame.Surface, ...]
    moving: dict[int, Moving]


def coat_of(pack: Pack | None) -> Coat:
    """The pictures of a tile set; None is the plain coat."""
    if pack is None:
        colours = np.array([_PLAIN.get(slot.role, 0x0F) for slot in SLOTS])
        flat = np.broadcast_to(MASTER.rgb[colours][:, None, None, :], (len(SLOTS), CELL, CELL, 3))
        return Coat(tuple(surface(image) for image in flat), {})
    still = tuple(surface(image) for image in pack.images())
    moving: dict[int, Moving] = {}
    for slot, tile in enumerate(pack.resolved):
        frames = pack.animations.get(tile, ()) if tile != MISSING else ()
        if len(frames) > 1:
            pictures = tuple(surface(_tile_rgb(pack, frame)) for frame, _ in frames)
            moving[slot] = Moving(pictures, tuple(max(1, round(ms / _STEP_MS)) for _, ms in frames))
    return Coat(still, moving)


def surface(rgb: NDArray[np.uint8]) -> pygame.Surface:
    """A picture (h, w, 3 or 4) uint8 as a surface."""
    height, width, channels = rgb.shape
    raw = np.ascontiguousarray(rgb).tobytes()
    return pygame.image.frombuffer(raw, (width, height), "RGBA" if channels == 4 else "RGB").convert(_like(channels))


def _like(channels: int) -> pygame.Surface:
    """A surface of the canvas's format, with alpha where the picture has it: converting by it needs no display."""
    return pygame.Surface((1, 1), pygame.SRCALPHA, 32) if channels == 4 else pygame.Surface((1, 1), depth=32)


def _tile_rgb(pack: Pack, tile: int) -> NDArray[np.uint8]:
    rgb: NDArray[np.uint8] = MASTER.rgb[pack.colours[pack.cells[tile]][pack.pattern[tile]]]
    return rgb


class TilesView:
    """Draws the cells that the camera sees. Around 220 blits a frame: cheaper than keeping a picture of a large level."""

    def __init__(self, level_map: LevelMap, coat: Coat) -> None:
        self._level = level_map.level
        self._slots = level_map.slots
        self._art = level_map.art
        self._coat = coat
        self._pictures = _art_pictures(level_map.art)

    def wear(self, coat: Coat) -> None:
        """Change the coat; what is broken stays broken."""
        self._coat = coat

    def picture(self, cx: int, cy: int) -> pygame.Surface | None:
        """What a cell shows, for rubble made of it; None where a foreign map has nothing."""
        if self._slots is not None:
            return self._coat.still[int(self._slots[cy, cx])]
        if self._art is None:
            return None
        tiles = [int(layer[cy, cx]) for layer in self._art.layers if layer[cy, cx] >= 0]
        return self._pictures[tiles[-1]] if tiles else None

    def draw(self, view: pygame.Surface, camera: tuple[int, int], broken: Collection[int], tick: int) -> None:
        """Draw on a surface that shows the level from `camera` on. broken: indices of cells that are gone."""
        left, top = camera
        columns = range(max(0, left // CELL), min(self._level.width, (left + VIEW_W - 1) // CELL + 1))
        rows = range(max(0, top // CELL), min(self._level.height, (top + VIEW_H - 1) // CELL + 1))
        if self._slots is not None:
            view.blits(self._slot_blits(self._slots, columns, rows, camera, broken, tick), doreturn=False)
        elif self._art is not None:
            view.fill(BLACK)
            for layer in self._art.layers:
                view.blits(self._layer_blits(layer, columns, rows, camera, broken), doreturn=False)

    def _slot_blits(
        self, slots: NDArray[np.uint8], columns: range, rows: range, camera: tuple[int, int], broken: Collection[int], tick: int
    ) -> list[tuple[pygame.Surface, tuple[int, int]]]:
        coat = self._coat
        now = {slot: moving.at(tick) for slot, moving in coat.moving.items()}
        blits = []
        width = self._level.width
        for cy in rows:
            y = cy * CELL - camera[1]
            for cx, slot in zip(columns, slots[cy, columns.start : columns.stop].tolist(), strict=True):
                if broken and cy * width + cx in broken:
                    slot = self._behind(slots, cx, cy)
                blits.append((now.get(slot) or coat.still[slot], (cx * CELL - camera[0], y)))
        return blits

    def _layer_blits(
        self, layer: NDArray[np.int32], columns: range, rows: range, camera: tuple[int, int], broken: Collection[int]
    ) -> list[tuple[pygame.Surface, tuple[int, int]]]:
        blits = []
        for cy in rows:
            for cx in columns:
                tile = int(layer[cy, cx])
                if tile >= 0 and cy * self._level.width + cx not in broken:
                    blits.append((self._pictures[tile], (cx * CELL - camera[0], cy * CELL - camera[1])))
        return blits

    def _behind(self, slots: NDArray[np.uint8], cx: int, cy: int) -> int:
        """What a broken block hid: the nearest backdrop in its row, else above it, else plain wall."""
        height, width = slots.shape
        around = [(cx + side * n, cy) for n in range(1, 6) for side in (-1, 1)] + [(cx, cy - n) for n in range(1, 6)]
        for x, y in around:
            if 0 <= x < width and 0 <= y < height and SLOTS[slots[y, x]].role in _BACKDROPS:
                return int(slots[y, x])
        return next(slot.id for slot in SLOTS if slot.role is Role.WALL)


def _art_pictures(art: ForeignArt | None) -> list[pygame.Surface]:
    return [] if art is None else [surface(tile) for tile in art.tiles]
