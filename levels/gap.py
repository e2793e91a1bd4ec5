"""Why the hero gets no further: the gap between where he can stand and the nearest ground from which the exit can be reached."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from game.sim.level import CELL, Cell, Level
from levels.search import cells_left, exit_cells, exit_distance, explore

Place = tuple[int, int]
"""Column and row of the cell that the feet are in."""
RISE, CROSS = 2, 2
"""Cells that a jump rises, and crosses, with 4 px to spare."""
TRIES, STEPS = 24, 150_000
"""Stretches of ground from which the way to the exit is looked for, and frames that each search may simulate."""
_HEAD = 3
"""Cells over the feet's cell that a jump rises through, the body included: 28 px of hero and 36 px of jump."""
_ROCK = (Cell.SOLID, Cell.BREAKABLE)
_CARRIES = (Cell.SOLID, Cell.BREAKABLE, Cell.PLATFORM)


@dataclass(frozen=True, slots=True)
class Gap:
    """here: the last place that he reaches. there: the ground beyond, or the exit. wide: px of nothing between them. high: px that it
    lies higher, negative if lower. reason: what is wrong with that. to_exit: it is the exit that lies beyond. whole: from there the exit
    can be reached; if not, there are more gaps behind this one."""

    here: Place
    there: Place
    wide: int
    high: int
    reason: str
    to_exit: bool
    whole: bool

    def __str__(self) -> str:
        goal = "the exit" if self.to_exit else f"the ground at column {self.there[0]}, row {self.there[1]}"
        size = " and ".join([f"{self.wide} px away"] * bool(self.wide or not self.high) + [_height(self.high)] * bool(self.high))
        more = "" if self.whole else "; there is more in the way behind it"
        return f"from column {self.here[0]}, row {self.here[1]}, {goal} is {size}: {self.reason}{more}"


def _height(high: int) -> str:
    return f"{abs(high)} px {'higher' if high > 0 else 'lower'}"


def find_gap(level: Level, reached: Collection[Place]) -> Gap | None:
    """reached: cells that the hero stands in. None if nothing that he does not reach could be stood on, and the exit is walled in.

    Nearest ground first, each stretch is tried in the real rules: the first from which the exit is reached lies behind the gap.
    """
    distance = exit_distance(level)
    nearest: Gap | None = None
    tried: set[Place] = set()
    goals = set(exit_cells(level))
    for there, here in _beyond(level, reached)[:TRIES]:
        if there in tried:
            continue
        if there in goals:
            return _gap(level, here, there, to_exit=True, whole=True)
        start = (there[0] * CELL + CELL // 2, (there[1] + 1) * CELL, level.start[2])
        graph = explore(replace(level, start=start), max_steps=STEPS)
        if graph.goal:
            on_the_way = nearest is not None and _far(there, tried) < _far(there, reached)
            return nearest if on_the_way else _gap(level, here, there, to_exit=False, whole=True)
        spots = [(visit.world.hero.x >> 8, visit.world.hero.y >> 8) for visit in graph.visits.values()]
        tried |= {(x // CELL, (y - 1) // CELL) for x, y in spots}
        ahead = cells_left(distance, level, *start[:2])
        if nearest is None and 0 <= ahead < min((cells_left(distance, level, c * CELL, (r + 1) * CELL) for c, r in reached), default=0):
            nearest = _gap(level, here, there, to_exit=False, whole=False)
    return nearest


def _far(place: Place, others: Collection[Place]) -> int:
    return min(max(abs(place[0] - x), abs(place[1] - y)) for x, y in others)


def _inside(level: Level, column: int, row: int) -> bool:
    return 0 <= column < level.width and 0 <= row < level.height


def stands(level: Level, column: int, row: int) -> bool:
    """Ground to stand on, and room for 28 px of hero."""
    free = level.cell(column, row) not in (*_ROCK, Cell.LIQUID, Cell.SPIKES) and level.cell(column, row - 1) not in _ROCK
    return _inside(level, column, row) and free and level.cell(column, row + 1) in _CARRIES


def _beyond(level: Level, reached: Collection[Place]) -> list[tuple[Place, Place]]:
    """For each stretch of ground that is not reached, and for the exit, the cell nearest through the air to one that is, and that one;
    the nearest first. What rock closes off comes last, by the distance through the rock."""
    found: dict[Place, Place] = {}
    done: set[Place] = set()
    goals = set(exit_cells(level))
    for rock in (False, True):
        for cell, origin in _spread(level, reached, rock):
            if cell in done or cell in reached or not (cell in goals or stands(level, *cell)):
                continue
            edge = [place for place in _stretch(level, origin) if place in reached] or [origin]
            found[cell] = min(edge, key=lambda place: (abs(place[0] - cell[0]), place))
            done |= goals if cell in goals else set(_stretch(level, cell))
    return list(found.items())


def _spread(level: Level, reached: Collection[Place], rock: bool) -> Iterator[tuple[Place, Place]]:
    """All cells, the nearest to a reached one first, with that one; through rock if it must be."""
    origin = {cell: cell for cell in sorted(reached) if stands(level, *cell)} or {cell: cell for cell in sorted(reached)}
    queue = deque(origin)
    while queue:
        x, y = queue.popleft()
        yield (x, y), origin[x, y]
        for dx, dy in ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1)):
            cell = x + dx, y + dy
            if cell not in origin and _inside(level, *cell) and (rock or level.cell(*cell) not in _ROCK):
                origin[cell] = origin[x, y]
                queue.append(cell)


def _stretch(level: Level, cell: Place) -> Iterator[Place]:
    """The ground to both sides without a step."""
    for way in (1, -1):
        x = cell[0]
        while stands(level, x, cell[1]):
            yield x, cell[1]
            x += way


def _gap(level: Level, here: Place, there: Place, *, to_exit: bool, whole: bool) -> Gap:
    wide = max(0, abs(there[0] - here[0]) - 1) * CELL
    high = (here[1] - there[1]) * CELL
    return Gap(here, there, wide, high, _reason(level, here, there), to_exit, whole)


def _reason(level: Level, here: Place, there: Place) -> str:
    """In the order in which a mapper would want to hear it."""
    across, up = max(0, abs(there[0] - here[0]) - 1), here[1] - there[1]
    if not _connected(level, here, there, tall=1):
        return "no room: rock closes the way"
    if not _connected(level, here, there, tall=2):
        return "no room: the opening is 16 px high, and he is 28 px tall"
    if _between(level, here, there, Cell.SPIKES):
        return "spikes lie in the way, and no way may cost health"
    if up > RISE:
        return f"too high: a jump rises {RISE * CELL} px with something to spare"
    if across > CROSS:
        return f"too wide: a jump crosses {CROSS * CELL} px with 4 px to spare"
    if any(level.cell(here[0], row) in _ROCK for row in range(here[1] - _HEAD, here[1])):
        return "no room to jump: the ceiling is too low"
    return "a jump there has less than 4 px to spare, or comes down on nothing"


def _connected(level: Level, here: Place, there: Place, tall: int) -> bool:
    """Whether a body so many cells tall gets from one to the other through the air."""
    seen, queue = {here}, deque([here])
    while queue:
        x, y = queue.popleft()
        if (x, y) == there:
            return True
        for cell in ((x + 1, y), (x - 1, y), (x, y - 1), (x, y + 1)):
            new = cell not in seen and _inside(level, *cell)
            if new and not any(level.cell(cell[0], cell[1] - k) in _ROCK for k in range(tall)):
                seen.add(cell)
                queue.append(cell)
    return False


def _between(level: Level, here: Place, there: Place, what: Cell) -> bool:
    columns = range(min(here[0], there[0]), max(here[0], there[0]) + 1)
    rows = range(min(here[1], there[1]), max(here[1], there[1]) + 2)
    return any(level.cell(x, y) == what for x in columns for y in rows)
