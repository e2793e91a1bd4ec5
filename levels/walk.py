"""Where a hero could get to in a map nobody built for him: a coarse model in whole cells, for placing a start and an exit.

It knows walking, falling and comfortable jumps (two cells up, or two cells of gap) of a body two cells high. The real
rules decide what is really possible; this only has to find a place to begin and one to aim for.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from game.sim.level import Cell

JUMPS = ((0, 3), (1, 3), (2, 2))
"""(cells up, columns across): the farthest jumps asked for; a gap of two columns is three across."""
MAX_PLACES = 20_000
"""Places that a search looks at: four times the biggest map it was tried on, a second or so."""
_HEADROOM = 3  # free cells above the feet's cell while jumping

Place = tuple[int, int]
"""Column and row of the cell that the feet are in; its floor is the row below."""


class Walk:
    """cells: (h, w) uint8 of Cell."""

    def __init__(self, cells: NDArray[np.uint8]) -> None:
        self.height, self.width = cells.shape
        solid = np.isin(cells, (Cell.SOLID, Cell.BREAKABLE))
        carries = solid | (cells == Cell.PLATFORM)
        body = ~solid & ~np.isin(cells, (Cell.LIQUID, Cell.SPIKES))
        body[1:] &= ~solid[:-1]  # above the top row there is only sky
        stand = np.zeros_like(body)
        stand[:-1] = body[:-1] & carries[1:]
        self._solid, self._body, self._stand = _columns(solid), _columns(body), _columns(stand)
        self._places = sorted(((int(c), int(r)) for r, c in np.argwhere(stand)), key=lambda place: (place[0], -place[1]))

    def places(self) -> list[Place]:
        """Every place to stand, from the left, and from the bottom in each column."""
        return self._places

    def settle(self, column: int, row: int) -> Place | None:
        """The place to stand at or below a cell (or just above, if that is in the ground)."""
        column = min(max(column, 0), self.width - 1)
        row = min(max(row, 0), self.height - 1)
        for r in (*range(row, self.height), *range(row - 1, max(-1, row - 4), -1)):
            if self._stand[column] >> r & 1:
                return column, r
        return None

    def reach(self, start: Place, *, limit: int = MAX_PLACES) -> dict[Place, int]:
        """Every place that can be got to, with the number of moves it takes; when ``limit`` are found it looks no further."""
        found: dict[Place, int] = {}
        self.spread(start, found, limit=limit)
        return found

    def spread(self, start: Place, found: dict[Place, int], *, limit: int = MAX_PLACES) -> None:
        """Add to ``found`` what can be got to; ways that come to a place in it are not followed again."""
        found[start] = 0
        queue = deque([start])
        while queue and len(found) < limit:
            place = queue.popleft()
            for after in self._moves(place):
                if after not in found:
                    found[after] = found[place] + 1
                    queue.append(after)

    def _moves(self, place: Place) -> Iterator[Place]:
        column, row = place
        for side in (-1, 1):
            if 0 <= column + side < self.width and self._body[column + side] >> row & 1:
                landing = self._fall(column + side, row)
                if landing is not None:
                    yield landing
            for up, across in JUMPS:
                for steps in range(1, across + 1):
                    target = column + side * steps
                    inside = 0 <= target < self.width and row >= up
                    if inside and self._stand[target] >> row - up & 1 and self._clear(column, row, side, steps, up):
                        yield target, row - up

    def _clear(self, column: int, row: int, side: int, steps: int, up: int) -> bool:
        """Whether nothing is in the way of a jump: the body's cells and some headroom, in every column that it passes."""
        passed = _rows(max(0, row - _HEADROOM), row)
        landed = _rows(max(0, row - _HEADROOM), row - up)
        way = (self._solid[column + side * step] & passed for step in range(steps))
        return not any(way) and not self._solid[column + side * steps] & landed

    def _fall(self, column: int, row: int) -> Place | None:
        """Where a body comes to stand that falls down a column; None in a pit, in water or on spikes."""
        below = self._stand[column] >> row
        if not below:
            return None
        landing = row + (below & -below).bit_length() - 1
        free = _rows(row, landing)
        return (column, landing) if self._body[column] & free == free else None


def _columns(mask: NDArray[np.bool_]) -> list[int]:
    """(h, w) to one number a column, whose bit r is the cell in row r."""
    packed = np.packbits(mask, axis=0, bitorder="little")
    return [int.from_bytes(packed[:, column].tobytes(), "little") for column in range(mask.shape[1])]


def _rows(first: int, last: int) -> int:
    """The bits of rows first..last."""
    return (1 << last + 1) - (1 << first)
