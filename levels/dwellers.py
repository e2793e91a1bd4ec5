"""Who lives where: foes along a curve from calm to gauntlet, each kind where it belongs and never where the hero lands blind."""

from __future__ import annotations

from collections.abc import Sequence

from game.sim.level import VIEW_W, Thing
from levels.layout import Layout, Mark
from levels.lot import Lot
from levels.pace import BREATHER, Beat, beats
from levels.reach import Reach
from levels.spots import Ground, Spot, apart, arrivals, calm_places, is_calm, spots, to_meet
from levels.stages import Dweller, Stage
from levels.templates import SCREEN_W

APART = {1: 4, 2: 3}
"""Cells between two foes, by the loop they are there from."""
OWN_KIND = 9
"""Cells between two of a kind the first time, so that one meets a company and not a swarm."""
CLOSE = 6, 3
"""In the gauntlet, where there is a swarm: cells between two of a kind, and between any two."""
KEPT = 60
"""Percent of the most of a kind that may be met before the last part of the way: the others wait there."""
SPAWNERS = frozenset({"shambler", "head"})
"""Kinds whose thing is no creature but a place they keep coming from; one in view at a time is enough."""
FLIERS = frozenset({"head"})
"""Spawners that knock a hero into pits: they are first met where there is none."""
SAFE_SKY = 14
"""Cells to either side of the first of them without one."""
ONE_IN_THE_SKY = VIEW_W + 2 * 64
"""Pixels between two that send fliers, who work a little beyond the view's edge: never two at once."""
STIRRED = {"bat": 9, "flea": 9, "thrower": 10, "knight": 13, "head": 21, "shambler": 21}
"""Columns to either side of where the hero arrives within which these would wake, however high they are, and be at him before he has
looked around: bats dive from any height, knights throw far, and spawners send somebody in from a view that may be all to one side."""
DUELLISTS = frozenset({"knight", "pillar"})
"""Kinds that fill a view by themselves: in no loop are there two of one kind within a screen."""
COMPANY = (2, 3)
"""Fewest and most kinds that a night favours."""
FAVOUR = 3
"""How often they come for once of the others; those come no more than half as often as they could while there is anybody else."""
TURN, WHIM = 60, 25
"""Next is the kind with the fewest points: TURN over its weight for each there is, less than WHIM by chance, so the order varies."""
SECOND_LOOP = 40
"""Percent of the foes of the first time through the castle, so many more are there from the second on."""
MORE = 2
"""Of each kind there may be so many more then."""


def settle(lot: Lot, stage: Stage, layout: Layout, reach: Reach, treats: Sequence[Mark]) -> list[Thing]:
    """The foes of a stage, those of the second loop last. treats: what there is to be found."""
    town = _Town(lot, stage, layout, reach, treats)
    town.fill()
    town.fill_again()
    return town.things


class _Town:
    """A stage while foes move in."""

    def __init__(self, lot: Lot, stage: Stage, layout: Layout, reach: Reach, treats: Sequence[Mark]) -> None:
        self.lot, self.stage, self.layout = lot, stage, layout
        self.ground = Ground(layout)
        self.calm = calm_places(layout, reach)
        self.arrivals = arrivals(layout)
        self.company = _company(lot, stage)
        self.beats = beats(lot, stage, layout)
        self.places = [self._spots(beat, reach, treats) for beat in self.beats]
        self.taken: list[Mark] = []
        self.people = [0] * len(self.beats)
        self.homes: dict[str, list[Mark]] = {}
        self.things: list[Thing] = []

    def _spots(self, beat: Beat, reach: Reach, treats: Sequence[Mark]) -> tuple[list[Spot], list[Spot]]:
        named, found = (
            [spot for old in kind if not is_calm(old.mark, self.calm) and (spot := to_meet(old, reach, treats))]
            for kind in spots(self.layout, beat.stretch)
        )
        return named, found

    def fill(self) -> None:
        """Goes through the rooms as the hero does. What finds no place in one does not crowd into the next, but late in the stage.

        due: hundredths of foes; of those left over from earlier rooms at most one foe's worth is kept.
        """
        due = 0
        for step, beat in enumerate(self.beats):
            if beat.stretch.side:
                self._crowd(step, (beat.due + 50) // 100)
                continue
            due = (due if beat.late and step and self.beats[step - 1].late else min(due, 100)) + beat.due
            due -= 100 * self._crowd(step, BREATHER if beat.breather else due // 100)
        for step in self._late():
            due -= 100 * self._crowd(step, self.people[step] + due // 100)

    def _crowd(self, step: int, most: int) -> int:
        """Foes move into a room until there are so many or no place is left. How many came."""
        before = self.people[step]
        while self.people[step] < most and self._move_in(step, loop=1):
            pass
        return self.people[step] - before

    def _late(self) -> list[int]:
        """The rooms that take in who found no place in the end, the last first."""
        return [step for step, beat in reversed(list(enumerate(self.beats))) if beat.late and not beat.breather and not beat.stretch.side]

    def fill_again(self) -> None:
        """The second loop's, room by room as there are foes already; what finds no place in one moves on, if need be around again."""
        due = 0
        full = [step for step, beat in enumerate(self.beats) if not beat.breather]
        for step, new in (*((step, SECOND_LOOP * self.people[step]) for step in range(len(self.beats))), *((step, 0) for step in full)):
            due += new
            while due >= 100 and step in full and self._move_in(step, loop=2):
                due -= 100

    def _move_in(self, step: int, loop: int) -> bool:
        """One more foe in this room: the kind of which there are fewest, as its weight goes, that finds a place."""
        percent = 100 * step // max(1, len(self.beats) - 1)
        named, found = self.places[step]
        places = [*self.lot.shuffled(named), *self.lot.shuffled(found)]
        kept = loop == 1 and not self.beats[step].late
        for dweller in sorted(self._due_kinds(percent, loop, kept=kept), key=self._crowding):
            spot = next((spot for spot in places if self._suits(dweller, spot, loop, close=self.beats[step].gauntlet)), None)
            if spot:
                self.people[step] += loop == 1
                self.taken.append(spot.mark)
                self.homes.setdefault(dweller.kind, []).append(spot.mark)
                self.things.append(Thing(dweller.kind, *spot.mark.feet, facing=-self.layout.ways[spot.mark.section], loop=loop))
                return True
        return False

    def _due_kinds(self, percent: int, loop: int, *, kept: bool) -> list[Dweller]:
        """Those that are met by now. kept: some of each kind wait for the last part of the way."""
        more = MORE if loop > 1 else 0
        return [
            one
            for one in self.stage.dwellers
            if one.since <= percent and self._count(one.kind) < (-(-one.most * KEPT // 100) if kept else one.most + more)
        ]

    def _crowding(self, dweller: Dweller) -> tuple[bool, int]:
        """Sorts kinds by whose turn it is; draws a lot, so it is asked once for each."""
        count, out = self._count(dweller.kind), dweller.kind in self.company
        weight = dweller.weight * (FAVOUR if out else 1)
        return not out and 2 * count >= dweller.most, (count + 1) * TURN // weight + self.lot.below(WHIM)

    def _count(self, kind: str) -> int:
        return sum(thing.kind == kind for thing in self.things)

    def _suits(self, dweller: Dweller, spot: Spot, loop: int, *, close: bool) -> bool:
        mark = spot.mark
        if not set(dweller.at) & set(spot.fits):
            return False
        if self._stirs(dweller.kind, mark):
            return False
        own, any_kind = CLOSE if close else (OWN_KIND, APART[1])
        if loop > 1:
            own, any_kind = 0, APART[loop]
        own = SCREEN_W if dweller.kind in DUELLISTS else own
        if any(apart(mark, other) < any_kind for other in self.taken):
            return False
        if any(apart(mark, other) < own for other in self.homes.get(dweller.kind, ())):
            return False
        if set(spot.fits) & set("egp") and self.ground.by_a_gap(mark.x, mark.y):
            return False
        return dweller.kind not in SPAWNERS or self._may_spawn(dweller.kind, mark)

    def _stirs(self, kind: str, mark: Mark) -> bool:
        """Whoever arrives in this section has it upon him before he has seen the place."""
        berth = STIRRED.get(kind, 0)
        return any(place.section == mark.section and abs(place.x - mark.x) < berth for place in self.arrivals)

    def _may_spawn(self, kind: str, mark: Mark) -> bool:
        x = mark.feet[0]
        if kind in FLIERS and (self._over_a_lift(x) or (not self._count(kind) and self.ground.near_a_gap(mark, SAFE_SKY))):
            return False
        distance = ONE_IN_THE_SKY if kind in FLIERS else VIEW_W
        return all(thing.kind != kind or abs(thing.x - x) >= distance for thing in self.things)

    def _over_a_lift(self, x: int) -> bool:
        """Who rides a lift has nowhere to step aside to."""
        lifts = [thing for thing in self.layout.machines if thing.kind == "lift"]
        return any(min(lift.x, lift.x + lift.dx) - VIEW_W <= x <= max(lift.x, lift.x + lift.dx) + VIEW_W for lift in lifts)


def _company(lot: Lot, stage: Stage) -> frozenset[str]:
    """The kinds that are out in numbers tonight."""
    kinds = [dweller.kind for dweller in stage.dwellers]
    return frozenset(lot.shuffled(kinds)[: lot.between(*COMPANY)])
