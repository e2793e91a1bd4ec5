"""Where a hero could get to in a map nobody built for him: a coarse model in whole cells, for placing a start and an exit.

It knows walking, falling and the jumps that `facts` call comfortable: two cells up, or two cells of gap. The real
rules decide what is really possible; this only has to find a place to begin and one to aim for.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from game.sim.level import Cell

BODY = 2
"""Cells of height that the hero needs (28 px)."""
JUMPS = ((0, 3), (1, 3), (2, 2))
"""(cells up, columns across): the farthest jumps asked for; a gap of two columns is three across."""
_HEADROOM = 3  # free cells above the feet's cell while jumping

Place = tuple[int, int]
"""Column and row of the cell that the feet are in; its floor is the row below."""


class Walk:
    """cells: (h, w) uint8 of Cell."""

    def __init__(self, cells: NDArray[np.uint8]) -> None:
        self.height, self.width = cells.shape
        self._solid = np.isin(cells, (Cell.SOLID, Cell.BREAKABLE))
        self._carries = self._solid | (cells == Cell.PLATFORM)
        self._deadly = np.isin(cells, (Cell.LIQUID, Cell.SPIKES))
        free = ~self._solid & ~self._deadly
        body = free.copy()
        body[1:] &= ~self._solid[:-1]  # above the top row there is only sky
        self._body = body
        self._stand = np.zeros_like(body)
        self._stand[:-1] = body[:-1] & self._carries[1:]

    def places(self) -> list[Place]:
        """Every place to stand, from the left, and from the bottom in each column."""
        rows, columns = np.nonzero(self._stand)
        return sorted(zip(columns.tolist(), rows.tolist(), strict=True), key=lambda place: (place[0], -place[1]))

    def settle(self, column: int, row: int) -> Place | None:
        """The place to stand at or below a cell (or just above, if that is in the ground)."""
        column = min(max(column, 0), self.width - 1)
        for r in (*range(max(0, min(row, self.height - 1)), self.height), *range(row, max(-1, row - 4), -1)):
            if 0 <= r < self.height and self._stand[r, column]:
                return column, r
        return None

    def reach(self, start: Place) -> dict[Place, int]:
        """Every place that can be got to, with the number of moves it takes."""
        found = {start: 0}
        queue = deque([start])
        while queue:
            place = queue.popleft()
            for after in self._moves(place):
                if after not in found:
                    found[after] = found[place] + 1
                    queue.append(after)
        return found

    def _moves(self, place: Place) -> Iterator[Place]:
        column, row = place
        for side in (-1, 1):
            if self._is_body(column + side, row):
                landing = self._fall(column + side, row)
                if landing is not None:
                    yield landing
            for up, across in JUMPS:
                for steps in range(1, across + 1):
                    target = (column + side * steps, row - up)
                    if self._is_stand(*target) and self._clear(column, row, side, steps, up):
                        yield target

    def _clear(self, column: int, row: int, side: int, steps: int, up: int) -> bool:
        top = max(0, row - _HEADROOM)
        for step in range(steps + 1):
            low = row + 1 if step < steps else row - up + 1
            if up and step == 0:
                low = row + 1
            if self._solid[top:low, column + side * step].any():
                return False
        return True

    def _fall(self, column: int, row: int) -> Place | None:
        for r in range(row, self.height):
            if self._stand[r, column]:
                return column, r
            if not self._body[r, column]:
                return None
        return None

    def _is_body(self, column: int, row: int) -> bool:
        return 0 <= column < self.width and 0 <= row < self.height and bool(self._body[row, column])

    def _is_stand(self, column: int, row: int) -> bool:
        return 0 <= column < self.width and 0 <= row < self.height and bool(self._stand[row, column])
