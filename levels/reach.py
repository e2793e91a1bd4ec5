"""Where in a layout the hero gets to, by a cheap and careful rule on cells: what is put down there can be met, lashed and picked up.

The search in the real rules comes later and sees more; this only has to be right about what it grants.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from game.sim.level import CELL, Cell, Thing
from levels.layout import Layout, section_at
from levels.templates import BACKDROP, LEANS
from levels.walk import Place, Walk

LASH_ASIDE = 2
"""Columns from where the hero stands to what the shortest lash still strikes."""
LASH_UP = 3
"""Rows that a jump and a lash reach over the feet's."""
DROP = 5
"""Rows of a fall from which on one comes down stunned, and too far from where one stood to have looked."""
_CELLS = {"#": Cell.SOLID, "b": Cell.BREAKABLE, "<": Cell.SOLID, ">": Cell.SOLID, "-": Cell.PLATFORM, "%": Cell.PLATFORM}
_CELLS |= {"~": Cell.LIQUID, "^": Cell.SPIKES}
TOP, FOOT = 1, -1
"""The two ends of a run of stairs."""


class Reach:
    """What can be got to in a layout. places: where one stands, in all sections. ends: where one enters or leaves sections and stairs."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.ends = frozenset(_ends(layout))
        self.places = frozenset(self._spread())
        self._deepest: dict[tuple[int, int], int] = {}
        for x, y in self.places:
            at = section_at(layout.sections, x, y), x
            self._deepest[at] = max(y, self._deepest.get(at, 0))

    def _spread(self) -> Iterator[Place]:
        cells = _cells(self.layout)
        for index, s in enumerate(self.layout.sections):
            walk = Walk(cells[s.y : s.y + s.h, s.x : s.x + s.w])
            stands = set(walk.places())
            found: dict[Place, int] = {}
            for x, y in sorted(self.ends):
                place = x - s.x, y - s.y
                if place in stands and place not in found and section_at(self.layout.sections, x, y) == index:
                    walk.spread(place, found)
            yield from ((s.x + x, s.y + y) for x, y in found)

    def lashes(self, x: int, y: int) -> bool:
        """The whip can strike what hangs in this cell, from the ground or in a jump straight up."""
        return any(
            (x + dx, y + up) in self.places and self._headroom(x + dx, y + up, up)
            for dx in range(-LASH_ASIDE, LASH_ASIDE + 1)
            for up in range(LASH_UP + 1)
        )

    def _headroom(self, x: int, y: int, up: int) -> bool:
        return all(self.layout.rows[row][x] not in "#b<>" for row in range(max(0, y - up), y))

    def catches(self, x: int, y: int) -> bool:
        """What falls from this cell comes to lie where the hero gets to."""
        below = next((row for row in range(y, self.layout.height - 1) if self.layout.rows[row + 1][x] not in BACKDROP | {"/", "\\"}), None)
        return below is not None and any((x + dx, below) in self.places for dx in (-1, 0, 1))

    def floor(self, x: int, y: int) -> Iterator[Place]:
        """The places on the level floor that this one is part of, itself included if the hero gets here."""
        for way in (-1, 1):
            at = x if way < 0 else x + 1
            while (at, y) in self.places:
                yield at, y
                at += way

    def on_the_way(self, x: int, y: int) -> bool:
        """The floor here is no ledge that the hero passes below: somewhere there is none under it, or it leads on."""
        return any(place in self.ends or self._is_lowest(*place) for place in self.floor(x, y))

    def _is_lowest(self, x: int, y: int) -> bool:
        return self._deepest[section_at(self.layout.sections, x, y), x] == y

    def hard_landings(self) -> frozenset[Place]:
        """Where somebody comes down who steps off an edge and falls so far that he is stunned."""
        return frozenset(
            landing for x, y in self.places for way in (-1, 1) if (x + way, y) not in self.places and (landing := self._fall(x + way, y))
        )

    def _fall(self, x: int, y: int) -> Place | None:
        """The place below this cell, if it is DROP rows or more."""
        if not 0 <= x < self.layout.width:
            return None
        below = y
        while below < self.layout.height and self.layout.rows[below][x] in BACKDROP:
            if (x, below) in self.places:
                return (x, below) if below - y >= DROP else None
            below += 1
        return None


def _cells(layout: Layout) -> NDArray[np.uint8]:
    """(h, w) uint8 of Cell. Of stairs the top step carries alone; a lift counts as a board wherever it comes by."""
    cells = np.array([[_CELLS.get(c, Cell.EMPTY) for c in row] for row in layout.rows], np.uint8)
    boards = [(x, y) for x, y, _ in stair_ends(layout, TOP)]
    boards += [cell for thing in layout.machines if thing.kind == "lift" for cell in _track(thing)]
    for x, y in boards:
        if 0 <= y < layout.height and 0 <= x < layout.width and cells[y, x] == Cell.EMPTY:
            cells[y, x] = Cell.PLATFORM
    return cells


def _track(lift: Thing) -> Iterator[Place]:
    """The cells that the board of a lift comes by."""
    steps = max(abs(lift.dx), abs(lift.dy)) // CELL
    for step in range(steps + 1):
        left = lift.x - lift.span // 2 + lift.dx * step // max(1, steps)
        for column in range(lift.span // CELL):
            yield left // CELL + column, (lift.y + lift.dy * step // max(1, steps)) // CELL


def stair_ends(layout: Layout, end: int) -> Iterator[tuple[int, int, int]]:
    """(column, row, side that up is at) of the last step of each run of stairs at its TOP or its FOOT."""
    steps = {(x, y): c for y, row in enumerate(layout.rows) for x, c in enumerate(row) if c in LEANS}
    for (x, y), c in steps.items():
        if steps.get((x + end * LEANS[c], y - end)) != c:
            yield x, y, LEANS[c]


def _ends(layout: Layout) -> Iterator[Place]:
    """Where the hero is certain to come by: where he starts and comes back, doors from both sides, both ends of stairs."""
    yield from ((mark.x, mark.y) for mark in layout.marks if mark.what in "@+D")
    for door in layout.doors:
        yield from ((door.x + dx, door.y) for dx in (-1, 0, 1))
    yield from ((x + dx, y - 1) for x, y, way in stair_ends(layout, TOP) for dx in (0, way))
    yield from ((x - dx, y) for x, y, way in stair_ends(layout, FOOT) for dx in (0, way))
