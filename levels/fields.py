"""Packs and levels as pictures in NES memory: stretches of 13 rows, each with its moving tiles as they look a little later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from game.sim.level import VIEW_H, Section
from generator.fitter import fit
from generator.layout import read_layout
from generator.pack_model import MISSING, Pack
from generator.ppu import CELL, MAX_PATTERNS, Screen
from generator.preview import SCENE, varied
from generator.roles import SHEET_COLUMNS, SLOTS
from levels.model import LevelMap
from levels.picture import draw

ROWS = VIEW_H // CELL
_COLUMNS = 16
_NOTHING = -1
_FOR_LETTERS = 40
"""Patterns that the fit of a foreign map leaves free for its title."""


@dataclass(frozen=True, eq=False)
class Field:
    """A picture, and its pattern plane half a cycle of its moving tiles later (the same where nothing moves)."""

    screen: Screen
    later: NDArray[np.uint8]


def wear(pack: Pack, slots: NDArray[np.int64]) -> Field:
    """(rows, cols) slot ids, -1 for nothing, in a pack's tiles."""
    tiles = np.array([*pack.resolved, MISSING])[slots]
    patterns = np.concatenate([pack.pattern, np.zeros((1, CELL, CELL), dtype=np.uint8)])
    cells = np.append(pack.cells, np.uint8(0)).astype(np.uint8)
    later = np.arange(len(patterns))
    for tile, frames in pack.animations.items():
        other = frames[len(frames) // 2][0]
        if cells[other] == cells[tile]:
            later[tile] = other
    screen = Screen(pack.backdrop, pack.palettes, cells[tiles], _plane(patterns[tiles]))
    return Field(screen, _plane(patterns[later[tiles]]))


def pack_field(pack: Pack) -> Field:
    """A pack as one wide picture: the little scene of its preview, and beside it every slot, in the sheet's order."""
    scene = varied(read_layout(SCENE)).astype(np.int64)
    width = scene.shape[1]
    slots = np.full((ROWS, width + SHEET_COLUMNS), _NOTHING, dtype=np.int64)
    slots[:, :width] = np.pad(scene, ((ROWS - len(scene), 0), (0, 0)), mode="edge")
    lines = -(-len(SLOTS) // SHEET_COLUMNS)
    pitch = 2 if 2 * lines <= ROWS else 1
    for slot in SLOTS:
        line, column = divmod(slot.id, SHEET_COLUMNS)
        slots[(ROWS - pitch * lines + 1) // 2 + pitch * line, width + column] = slot.id
    return wear(pack, slots)


def level_fields(level_map: LevelMap, pack: Pack) -> Iterator[Field]:
    """A level's sections in their order; one that is higher than 13 rows in bands from the top, the last at its bottom."""
    whole = _fitted(level_map, pack) if level_map.slots is None else wear(pack, level_map.slots.astype(np.int64))
    for section in level_map.level.sections:
        for top in [*range(0, section.h - ROWS, ROWS), max(0, section.h - ROWS)]:
            yield _cut(whole, section, top)


def _fitted(level_map: LevelMap, pack: Pack) -> Field:
    """A foreign map in the colours and patterns that come nearest to it."""
    picture = np.asarray(draw(level_map, pack.images(), things=False), dtype=np.uint8)
    screen, _ = fit(picture, max_patterns=MAX_PATTERNS - _FOR_LETTERS)
    return Field(screen, screen.pattern)


def _cut(whole: Field, section: Section, top: int) -> Field:
    """Thirteen rows of a section, at least a screen wide: what the section lacks is blank."""
    screen, first = whole.screen, section.y + top
    cells = _padded(screen.cells[first : first + ROWS, section.x : section.x + section.w], 1)
    part = slice(first * CELL, (first + ROWS) * CELL), slice(section.x * CELL, (section.x + section.w) * CELL)
    return Field(Screen(screen.backdrop, screen.palettes, cells, _padded(screen.pattern[part], CELL)), _padded(whole.later[part], CELL))


def _padded(plane: NDArray[np.uint8], unit: int) -> NDArray[np.uint8]:
    rows, columns = plane.shape
    return np.pad(plane, ((0, ROWS * unit - rows), (0, max(0, _COLUMNS * unit - columns))))


def _plane(tiles: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """(rows, cols, 16, 16) -> (rows*16, cols*16)."""
    rows, columns = tiles.shape[:2]
    return np.ascontiguousarray(tiles.swapaxes(1, 2).reshape(rows * CELL, columns * CELL))
