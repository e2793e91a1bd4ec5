"""Who lives where: foes along a curve from calm to gauntlet, each kind where it belongs and never where the hero lands blind."""

from __future__ import annotations

from game.sim.level import VIEW_W, Thing
from levels.layout import Layout, Mark
from levels.lot import Lot
from levels.spots import Ground, Spot, apart, calm_places, is_calm, near_a_gap, spots
from levels.stages import Dweller, Stage
from levels.templates import SCREEN_H, SCREEN_W

APART = {1: 4, 2: 3}
"""Cells between two foes, by the loop they are there from."""
OWN_KIND = 9
"""Cells between two of a kind the first time, so that one meets a company and not a swarm."""
SPAWNERS = frozenset({"shambler", "head"})
"""Kinds whose thing is no creature but a place they keep coming from; one in view at a time is enough."""
FLIERS = frozenset({"head"})
"""Spawners that knock a hero into pits: they are first met where there is none."""
SAFE_SKY = 14
"""Cells to either side of the first of them without one."""
ONE_IN_THE_SKY = VIEW_W + 2 * 64
"""Pixels between two that send fliers, who work a little beyond the view's edge: never two at once."""
QUIET_ROOMS = frozenset({"calm", "start", "door", "ante", "arena"})
"""Kinds of rooms to draw breath in."""
STAIRS_SHARE = 0.5
"""Of the foes that a screen would have, if it is one of a staircase."""
SECOND_LOOP = 0.4
"""Of the foes of the first time through the castle, so many more are there from the second on."""
MORE = 2
"""Of each kind there may be so many more then."""


def settle(lot: Lot, stage: Stage, layout: Layout) -> list[Thing]:
    """The foes of a stage, those of the second loop last."""
    town = _Town(lot, stage, layout)
    town.fill()
    town.fill_again()
    return town.things


class _Town:
    """A stage while foes move in."""

    def __init__(self, lot: Lot, stage: Stage, layout: Layout) -> None:
        self.lot, self.stage, self.layout = lot, stage, layout
        self.ground = Ground(layout)
        self.calm = calm_places(layout)
        self.fights = [order for order, kind in enumerate(layout.kinds) if kind not in QUIET_ROOMS]
        self.places = {order: spots(layout, order) for order in self.fights}
        self.taken: list[Mark] = []
        self.people = dict.fromkeys(self.fights, 0)
        self.homes: dict[str, list[Mark]] = {}
        self.things: list[Thing] = []

    def fill(self) -> None:
        """Goes through the rooms as the hero does. What finds no place in one does not crowd into the next."""
        first, last = self.stage.threat
        due = 0.0
        for step, order in enumerate(self.fights):
            due = min(due, 1.0) + self._screens(order) * (first + (last - first) * step / max(1, len(self.fights) - 1))
            while due >= 1 and self._move_in(order, loop=1):
                due -= 1

    def fill_again(self) -> None:
        """The second loop's, room by room as there are foes already; what finds no place in one moves on, if need be around again."""
        due = 0.0
        for order, new in (*((order, SECOND_LOOP * self.people[order]) for order in self.fights), *((order, 0.0) for order in self.fights)):
            due += new
            while due >= 1 and self._move_in(order, loop=2):
                due -= 1

    def _screens(self, order: int) -> float:
        """The size of a room; stairs count for less."""
        _, _, w, h = self.layout.rooms[order]
        size = (w // SCREEN_W) * (h // SCREEN_H)
        return size * STAIRS_SHARE if self.layout.kinds[order] == "stairs" else size

    def _move_in(self, order: int, loop: int) -> bool:
        """One more foe in this room: the kind of which there are fewest, as its weight goes, that finds a place."""
        percent = 100 * self.fights.index(order) // max(1, len(self.fights) - 1)
        named, found = self.places[order]
        places = [*self.lot.shuffled(named), *self.lot.shuffled(found)]
        for dweller in sorted(self._due_kinds(percent, loop), key=self._crowding):
            spot = next((spot for spot in places if self._suits(dweller, spot, loop)), None)
            if spot:
                self.people[order] += loop == 1
                self.taken.append(spot.mark)
                self.homes.setdefault(dweller.kind, []).append(spot.mark)
                self.things.append(Thing(dweller.kind, *spot.mark.feet, facing=-self.layout.ways[spot.mark.section], loop=loop))
                return True
        return False

    def _due_kinds(self, percent: int, loop: int) -> list[Dweller]:
        more = MORE if loop > 1 else 0
        return [one for one in self.stage.dwellers if one.since <= percent and self._count(one.kind) < one.most + more]

    def _crowding(self, dweller: Dweller) -> int:
        return (self._count(dweller.kind) + 1) * 60 // dweller.weight + self.lot.below(25)

    def _count(self, kind: str) -> int:
        return sum(thing.kind == kind for thing in self.things)

    def _suits(self, dweller: Dweller, spot: Spot, loop: int) -> bool:
        mark = spot.mark
        if not set(dweller.at) & set(spot.fits) or is_calm(mark, self.calm):
            return False
        if any(apart(mark, other) < APART[loop] for other in self.taken):
            return False
        if loop == 1 and any(apart(mark, other) < OWN_KIND for other in self.homes.get(dweller.kind, ())):
            return False
        if set(spot.fits) & set("egp") and self.ground.by_a_gap(mark.x, mark.y):
            return False
        return dweller.kind not in SPAWNERS or self._may_spawn(dweller.kind, mark)

    def _may_spawn(self, kind: str, mark: Mark) -> bool:
        x = mark.feet[0]
        if kind in FLIERS and (self._over_a_lift(x) or (not self._count(kind) and near_a_gap(self.layout, mark, SAFE_SKY))):
            return False
        distance = ONE_IN_THE_SKY if kind in FLIERS else VIEW_W
        return all(thing.kind != kind or abs(thing.x - x) >= distance for thing in self.things)

    def _over_a_lift(self, x: int) -> bool:
        """Who rides a lift has nowhere to step aside to."""
        lifts = [thing for thing in self.layout.machines if thing.kind == "lift"]
        return any(min(lift.x, lift.x + lift.dx) - VIEW_W <= x <= max(lift.x, lift.x + lift.dx) + VIEW_W for lift in lifts)
