"""The way through a level: every place that the hero can come to, the moves between them, and how far each is from the exit.

The places are those of `levels.search`, found by the moves of `levels.moves` in the real rules with enemies off. A blow may
throw the hero to a place that no move leads to, or a lash may break a block that the search left whole: then the search is
taken up again from there (`Way.locate`).
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from game.sim.hero import Act, State
from game.sim.level import Level
from game.sim.world import Rules, World
from levels.moves import Acts, Died
from levels.recall import Memory
from levels.search import EXIT, ON_LIFT, Place, all_moves, place_of

FAR = 100_000
"""Frames: the distance of what can't be reached."""
MAX_PLACES = 20_000
SIDE = 12
"""Pixels from a place at which the hero still counts as being there."""
STEP = 16
"""Frames of a step on stairs."""
JUMP_COST = 8
"""Frames a jump is dearer than it is long: in the air nobody can step back."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A move: where it leads, and its buttons, a byte a frame. timed: it waits for a machine, so they are good for one moment only."""

    to: Place
    buttons: bytes
    timed: bool = False

    @property
    def cost(self) -> int:
        return len(self.buttons) + (JUMP_COST if self.buttons[0] & 1 else 0)


Field = dict[Place, int]
"""Frames from each place to a goal; places that have no way to it are left out."""


class Way:
    """edges: the moves from each place. to_exit: frames from each place to the exit. loop: the round whose machines there are."""

    def __init__(self, level: Level, loop: int = 1) -> None:
        self.level = level
        self._acts = Memory().acts
        self.edges: dict[Place, tuple[Edge, ...]] = {}
        self._rows: dict[int, dict[int, list[Place]]] = {}
        self._fields: dict[tuple[int, int], Field] = {}
        self.to_exit: Field = {}
        self._flood(World(level, 0, Rules(enemies=False, loop=loop)))

    def _flood(self, start: World) -> None:
        """Every place that can be come to from a bare world, and the fields anew."""
        queue = deque([(place_of(start), start)])
        while queue and len(self.edges) < MAX_PLACES:
            place, world = queue.popleft()
            if place in self.edges or place == EXIT:
                continue
            found = _edges(place, world, self._acts)
            queue += [(edge.to, after) for edge, after in found]
            self.edges[place] = tuple(edge for edge, _ in found)
            self._rows.setdefault(place[1], {}).setdefault(place[0], []).append(place)
        self._fields.clear()
        self.to_exit = self._distances({EXIT: 0})

    def _distances(self, goals: Field) -> Field:
        """Frames from each place to the nearest goal (Dijkstra, backwards)."""
        back: dict[Place, list[tuple[Place, int]]] = {}
        for place, edges in self.edges.items():
            for edge in edges:
                back.setdefault(edge.to, []).append((place, edge.cost))
        found: Field = {}
        queue = [(cost, n, place) for n, (place, cost) in enumerate(goals.items())]
        heapq.heapify(queue)
        count = len(queue)
        while queue:
            cost, _, place = heapq.heappop(queue)
            if place in found:
                continue
            found[place] = cost
            for there, more in back.get(place, ()):
                if there not in found:
                    count += 1
                    heapq.heappush(queue, (cost + more, count, there))
        return found

    def to_point(self, x: int, y: int) -> Field:
        """Frames from each place to the places nearest to a point (px): those on its height, or below it."""
        key = (x >> 4, y >> 4)
        if key not in self._fields:
            self._fields[key] = self._distances(self._around((key[0] << 4) + 8, (key[1] << 4) + 16))
        return self._fields[key]

    def _around(self, x: int, y: int) -> Field:
        away = {place: abs(place[0] - x) + 2 * abs(place[1] - y) for place in self.edges}
        least = min(away.values(), default=0)
        return {place: distance for place, distance in away.items() if distance <= least + 16}

    def locate(self, world: World) -> Place | None:
        """The place at or beside the hero, who stands; None if there is none even after looking on from here."""
        place = self._nearest(world)
        if place is None:
            self._flood(bare(world))
            place = self._nearest(world)
        return place

    def _nearest(self, world: World) -> Place | None:
        there = place_of(world)
        if there in self.edges:
            return there
        row = self._rows.get(there[1])
        if row is None:
            return None
        x = there[0]
        near = [(abs(dx), place) for dx in range(-SIDE, SIDE + 1) for place in row.get(x + dx, ()) if place[2] == there[2]]
        return min(near, key=lambda pair: (pair[0] + self.to_exit.get(pair[1], FAR), pair[1][0]))[1] if near else None

    def now(self, world: World, field: Field) -> list[Edge]:
        """The moves that wait for machines as they are at this moment, the quickest to the goal first."""
        if world.machinery is None:
            return []
        place = self.locate(world)
        if place is None or not any(edge.timed for edge in self.edges[place]):
            return []
        found = [edge for edge, _ in _edges(place, bare(world), self._acts) if edge.timed and edge.to in field]
        return sorted(found, key=lambda edge: edge.cost + field[edge.to])

    def left(self, world: World, field: Field) -> int:
        """Frames from the hero's place to the field's goal, FAR if there is no way."""
        hero = world.hero
        if hero.state == State.STAIRS:
            return min(cost for cost, _ in self.stair_ends(world, field))
        if hero.state != State.GROUND:
            return FAR
        place = self.locate(world)
        if place is None:
            return FAR
        return field.get(place, FAR) + (0 if on_lift(place) else abs(place[0] - (hero.x >> 8)))

    def stair_ends(self, world: World, field: Field) -> tuple[tuple[int, int], tuple[int, int]]:
        """(frames to the goal, +1 up or -1 down) by way of the top and of the foot of the stairs the hero is on."""
        hero = world.hero
        run = world.terrain.stairs[hero.run]
        climbed = hero.step * STEP + hero.step_dir * hero.step_frame
        top = self._end(world, run.x1, run.y1, field) if run.top_open else FAR
        foot = self._end(world, run.x0, run.y0, field) if run.foot_open else FAR
        return (top + run.steps * STEP - climbed, 1), (foot + climbed, -1)

    def _end(self, world: World, x: int, y: int, field: Field) -> int:
        places = self._rows.get(y, {}).get(x, ())
        return min((field.get(place, FAR) for place in places), default=FAR)

    def onward(self, place: Place, field: Field) -> Edge | None:
        """The best move from a place."""
        edges: Iterable[Edge] = self.edges.get(place, ())
        best = min(edges, key=lambda edge: edge.cost + field.get(edge.to, FAR), default=None)
        return best if best is not None and best.to in field else None


def on_lift(place: Place) -> bool:
    """A place on a lift: its x is a count of strides from the lift's middle, its y the lift's number."""
    return ON_LIFT in place[2]


def _edges(place: Place, world: World, acts: Acts) -> list[tuple[Edge, World]]:
    """The moves from where a bare world's hero stands, each with the world after it."""
    found = []
    for move in all_moves(world, acts):
        try:
            moved = move(world)
        except Died:
            continue
        if moved is not None:
            there = place_of(moved.world)
            timed = on_lift(place) or on_lift(there) or (moved.buttons[0] == 0 and world.machinery is not None)
            found.append((Edge(there, moved.buttons, timed), moved.world))
    return found


def bare(world: World) -> World:
    """A twin without enemies and clock, in which the hero is free to act where he stands."""
    twin = world.clone()
    twin.rules = Rules(enemies=False, endless_time=True, loop=world.rules.loop)
    twin.actors, twin.shots, twin.items, twin.candles, twin.foes = [], [], [], (), ()
    twin.bosses, twin.arena = frozenset(), -1
    hero = twin.hero
    hero.state, hero.act, hero.invulnerable, hero.held = int(State.GROUND), int(Act.NONE), 0, 0
    hero.jump_buffer = hero.act_buffer = 0
    return twin
