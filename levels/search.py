"""Looks for the way through a level by playing it: A* over the moves of `levels.moves`, in the real rules, enemies off.

A place is where a move leaves the hero standing: a walk on multiples of 8 px, a jump or a fall anywhere. With `everywhere`
the search goes on until no new place is found, and what comes out is the whole graph of places: the level's reach, by the
rules themselves and not by a model of them.
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import count

from game.sim.level import CELL, Cell, Level
from game.sim.world import Rules, World
from levels.moves import STRIDE, Acts, Died, Move, Moved, moves
from levels.recall import Memory
from levels.timing import CRACKED, hurried, lift_index, moment, onward_only, strides_aside, threatened
from levels.waiting import hasty, until_whole, waits

Place = tuple[int, int, frozenset[Hashable]]
"""x and y of the feet in px, and what else makes a difference here: broken blocks close by, and of machines what `moment` says.

On a lift it is how far along it, the lift's number, and ON_LIFT: where the lift is makes none, for one can wait on it.
"""
EXIT: Place = (-1, -1, frozenset())
"""The place that stands for having finished."""
ON_LIFT = "on a lift"
NEAR = 3
"""Cells within which broken blocks tell places apart."""
JUMP_COST = 24
"""Frames a jump is dearer than it is long, so that a proof walks where it can."""


@dataclass(slots=True)
class Visit:
    """A place that was reached: the world there, from which place, by which buttons, after how many frames."""

    world: World
    parent: Place | None
    buttons: bytes
    frames: int


@dataclass(slots=True)
class Graph:
    """What the search saw.

    visits: every place reached. onward: the places that a move leads to from each. deadly: places with a move into death.
    goal: whether the exit was reached; it is the place EXIT then. steps: frames simulated.
    """

    visits: dict[Place, Visit] = field(default_factory=dict)
    onward: dict[Place, set[Place]] = field(default_factory=dict)
    deadly: set[Place] = field(default_factory=set)
    steps: int = 0

    @property
    def goal(self) -> bool:
        return EXIT in self.visits

    def buttons(self) -> bytes:
        """The whole input from the start to the exit. Only with a goal."""
        parts = []
        at: Place | None = EXIT
        while at is not None:
            visit = self.visits[at]
            parts.append(visit.buttons)
            at = visit.parent
        return b"".join(reversed(parts))

    def stuck(self) -> list[Place]:
        """Places from which neither the exit nor a death can be reached. Means what it says after a search everywhere."""
        back: dict[Place, list[Place]] = {}
        for place, ahead in self.onward.items():
            for there in ahead:
                back.setdefault(there, []).append(place)
        good = {EXIT} | self.deadly
        queue = deque(good)
        while queue:
            for place in back.get(queue.popleft(), ()):
                if place not in good:
                    good.add(place)
                    queue.append(place)
        return [place for place in self.visits if place not in good]


def explore(level: Level, *, everywhere: bool = False, max_steps: int = 600_000, acts: Acts | None = None) -> Graph:
    """Searches from the level's start. Stops at the exit, or with `everywhere` when all is seen, or after max_steps frames.

    acts: how to walk and to jump; by default what is played once is remembered.
    """
    acts = acts or Memory().acts
    distance = exit_distance(level)
    graph = Graph()
    start = World(level, 0, Rules(enemies=False))
    first = place_of(start)
    best = {first: 0}
    order = count()
    queue = [(0, next(order), first, Visit(start, None, b"", 0))]
    while queue and graph.steps < max_steps:
        _, _, place, visit = heapq.heappop(queue)
        if place in graph.visits:
            continue
        graph.visits[place] = visit
        if place == EXIT:
            if everywhere:
                continue
            break
        for there, reached, cost in _moves_from(graph, place, visit, acts):
            if cost < best.get(there, 1 << 30):
                best[there] = cost
                heapq.heappush(queue, (cost + _guess(distance, level, reached.world), next(order), there, reached))
    return graph


def _moves_from(graph: Graph, place: Place, visit: Visit, acts: Acts) -> list[tuple[Place, Visit, int]]:
    found = []
    onward = graph.onward.setdefault(place, set())
    if threatened(visit.world):
        graph.deadly.add(place)
    for move in all_moves(visit.world, acts):
        if move is until_whole and (whole := (*place[:2], place[2] - {CRACKED})) in graph.visits:
            onward.add(whole)
            continue
        try:
            moved = move(visit.world)
        except Died:
            graph.deadly.add(place)
            continue
        if moved is None:
            continue
        graph.steps += len(moved.buttons)
        there = place_of(moved.world)
        onward.add(there)
        if there not in graph.visits:
            cost = visit.frames + len(moved.buttons) + JUMP_COST * moved.jumps
            found.append((there, Visit(moved.world, place, moved.buttons, cost), cost))
    return found


def all_moves(world: World, acts: Acts | None = None) -> Iterator[Move]:
    """All that is worth trying from here, machines in mind.

    What ends on a lift or under a crusher must have waited for it, and so must what begins on a lift. Waits are counted from the
    world's frame: a place may be the same at another time, but its moves of waiting are then to be asked for anew.
    """
    m = world.machinery
    if m is None:
        yield from moves(world, acts=acts)
        return
    if lift_index(world) is None:
        onward, free = onward_only(world, m), not hurried(world, m)
        for move in hasty(world, onward, acts) if onward else moves(world, acts=acts):
            yield partial(_unhurried, move=move, free=free)
    yield from waits(world, m)


def _unhurried(world: World, move: Move, free: bool) -> Moved | None:
    """A move, if it does not end on a lift, nor (of one who might wait: `free`) under a crusher."""
    moved = move(world)
    if moved is None or moved.world.status == "cleared":
        return moved
    return None if lift_index(moved.world) is not None or (free and threatened(moved.world)) else moved


def place_of(world: World) -> Place:
    """Where the hero stands; EXIT once he has touched it."""
    if world.status == "cleared":
        return EXIT
    x, y = world.hero.x >> 8, world.hero.y >> 8
    cx, cy, w = x // CELL, y // CELL, world.level.width
    near: frozenset[Hashable] = frozenset(i for i in world.broken if abs(i % w - cx) <= NEAR and abs(i // w - cy) <= NEAR)
    if world.machinery is None:
        return x, y, near
    index = lift_index(world)
    if index is not None:
        return strides_aside(world, world.machinery.lifts[index], STRIDE), index, near | {ON_LIFT}
    return x, y, near | moment(world, world.machinery)


def exit_cells(level: Level) -> list[tuple[int, int]]:
    """Column and row of the cells of the level that the exit covers."""
    x, y, w, h = level.exit
    columns = range(max(0, x // CELL), min(level.width, (x + w - 1) // CELL + 1))
    rows = range(max(0, y // CELL), min(level.height, (y + h - 1) // CELL + 1))
    return [(cx, cy) for cy in rows for cx in columns]


def exit_distance(level: Level) -> list[int]:
    """For each cell the fewest steps (of 8 directions, as stairs lean) to the exit past solid cells, gravity forgotten; -1: no way."""
    far = [-1] * (level.width * level.height)
    queue = deque(exit_cells(level))
    for cx, cy in queue:
        far[cy * level.width + cx] = 0
    while queue:
        cx, cy = queue.popleft()
        for nx, ny in ((cx + dx, cy + dy) for dy in (-1, 0, 1) for dx in (-1, 0, 1)):
            at = ny * level.width + nx
            if 0 <= nx < level.width and 0 <= ny < level.height and far[at] < 0 and level.cells[at] != Cell.SOLID:
                far[at] = far[cy * level.width + cx] + 1
                queue.append((nx, ny))
    return far


def _guess(distance: list[int], level: Level, world: World) -> int:
    """Frames still needed, roughly: 16 for each cell of the way."""
    return CELL * max(0, cells_left(distance, level, world.hero.x >> 8, world.hero.y >> 8))


def cells_left(distance: list[int], level: Level, x: int, y: int) -> int:
    """exit_distance of the cell that feet at (x, y) px are in, -1 if there is no way."""
    cx = min(max(x // CELL, 0), level.width - 1)
    cy = min(max((y - 1) // CELL, 0), level.height - 1)
    return distance[cy * level.width + cx]
