"""A level prepared for fast questions: what each cell does as bit flags, and the stairs as lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from .level import CELL, Cell, Level, Section

SOLID, CARRY, LIQUID, SPIKES, BREAKABLE = 1, 2, 4, 8, 16
"""Flags of a cell: stops from all sides; carries what falls on its top edge; drowns; pricks; breaks."""

_FLAGS = {
    Cell.EMPTY: 0,
    Cell.SOLID: SOLID | CARRY,
    Cell.PLATFORM: CARRY,
    Cell.STAIRS_UP: 0,
    Cell.STAIRS_DOWN: 0,
    Cell.LIQUID: LIQUID,
    Cell.SPIKES: SPIKES,
    Cell.BREAKABLE: SOLID | CARRY | BREAKABLE,
}


@dataclass(frozen=True, slots=True)
class Stairs:
    """One diagonal run, from its foot (x0, y0) to its top (x1, y1), feet positions in px.

    right: +1 for '/' (up is to the right), -1 for '\\'. steps: its length in steps of 8 px.
    foot_open, top_open: the hero has room to stand there, so he can leave the stairs at that end.
    """

    x0: int
    y0: int
    x1: int
    y1: int
    right: int
    steps: int
    foot_open: bool
    top_open: bool


@dataclass(frozen=True, slots=True)
class Terrain:
    """The cells as flags (row by row), the runs of stairs, and the sections; unchanging: breaking a block makes a new one."""

    width: int
    height: int
    flags: bytes
    stairs: tuple[Stairs, ...]
    sections: tuple[Section, ...]

    def at(self, cx: int, cy: int) -> int:
        """Flags of the cell; left and right of the level is solid, above and below empty."""
        if 0 <= cx < self.width:
            return self.flags[cy * self.width + cx] if 0 <= cy < self.height else 0
        return SOLID | CARRY

    def changed(self, changes: Iterable[tuple[int, int]]) -> Terrain:
        """The same terrain with other flags in some cells: (index, flags)."""
        flags = bytearray(self.flags)
        for index, value in changes:
            flags[index] = value
        return replace(self, flags=bytes(flags))

    def section_at(self, x: int, y: int) -> int:
        """The index of the section that holds the point (px), or -1."""
        cx, cy = x // CELL, y // CELL
        for i, s in enumerate(self.sections):
            if s.x <= cx < s.x + s.w and s.y <= cy < s.y + s.h:
                return i
        return -1

    def bottom_at(self, x: int, y: int) -> int | None:
        """The y in px at which the section that holds the point (px) ends, or None outside of all."""
        there = self.section_at(x, y)
        return (self.sections[there].y + self.sections[there].h) * CELL if there >= 0 else None


def prepare(level: Level, half_width: int, height: int) -> Terrain:
    """The terrain of a level for a hero of this size (px). Levels without sections get one that covers everything."""
    table = bytes(_FLAGS[cell] for cell in Cell)
    flags = bytearray(level.cells.translate(table.ljust(256, b"\0")))
    runs = list(_runs(level))
    for cx, cy, right, n in runs:  # the highest cell carries, so that its hole in the floor above can be walked over
        flags[(cy - n + 1) * level.width + cx + right * (n - 1)] |= CARRY
    sections = level.sections or (Section(0, 0, level.width, level.height),)
    bare = Terrain(level.width, level.height, bytes(flags), (), sections)
    return replace(bare, stairs=tuple(_line(bare, run, half_width, height) for run in runs))


def _runs(level: Level) -> list[tuple[int, int, int, int]]:
    """(column and row of the lowest cell, right, number of cells) of every diagonal run."""
    found = []
    for index, cell in enumerate(level.cells):
        if cell not in (Cell.STAIRS_UP, Cell.STAIRS_DOWN):
            continue
        cy, cx = divmod(index, level.width)
        right = 1 if cell == Cell.STAIRS_UP else -1
        if level.cell(cx - right, cy + 1) == cell:
            continue
        n = 1
        while level.cell(cx + right * n, cy - n) == cell:
            n += 1
        found.append((cx, cy, right, n))
    return found


def _line(terrain: Terrain, run: tuple[int, int, int, int], half_width: int, height: int) -> Stairs:
    cx, cy, right, n = run
    x0 = (cx if right > 0 else cx + 1) * CELL
    y0 = (cy + 1) * CELL
    x1, y1 = x0 + right * n * CELL, y0 - n * CELL

    def room(x: int, y: int) -> bool:
        columns = range((x - half_width) // CELL, (x + half_width - 1) // CELL + 1)
        rows = range((y - height) // CELL, (y - 1) // CELL + 1)
        free = not any(terrain.at(c, r) & SOLID for c in columns for r in rows)
        return free and any(terrain.at(c, y // CELL) & CARRY for c in columns)

    return Stairs(x0, y0, x1, y1, right, 2 * n, room(x0, y0), room(x1, y1))
