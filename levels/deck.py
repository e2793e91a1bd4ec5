"""The rooms of a stage in the order in which one seed likes them, and chains of them that fill a walk.

Every castle shuffles anew, and what lies on top comes first: so each has its own few rooms of the many there are, and none is
always there. A walk has one chief room (a fork, a great room, one in which something moves, or just the next of the deck), put
where it fits; the rest is filled up around it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain

from levels.lot import Lot
from levels.stages import Stage
from levels.templates import Room, stock

MOVING, MOVING_AT_MOST = 8, 40
"""The chance in 100 that the chief room of a walk is one in which something moves: so much for each that the stage has."""
NEEDY = 25
"""The chance in 100 that it is one of those that need the longest walk that can be had; they would not be met otherwise."""
PLENTY = 8
"""Rooms with machines that make a stage one of machines."""
GREAT = 30
"""The chance in 100 that it is a great room, where there is none yet on this side of the door."""
FORK_SPARE = 2
"""Screens by which a walk with a fork may be longer than any other."""
BEAT, BEAT_AT_MOST = 20, 60
"""The chance in 100 that the last walk ends with a gauntlet, and that it begins with a breather: so much for each the stage has."""

Choice = tuple[Room, bool]
"""A room and whether it is met from its right side."""


@dataclass(frozen=True, slots=True)
class Walk:
    """What is asked of a walk. screens: how long it should be; most: how long it may be if its chief room needs that.

    roof: "in" or "out", what is over it. fork: whether it has a choice of ways. last: whether it is the one before the arena.
    great, moving: whether a great room, or one with machines, would be welcome.
    """

    screens: int
    most: int
    roof: str
    fork: bool
    last: bool
    great: bool
    moving: bool


class Deck:
    """A stage's rooms, shuffled."""

    def __init__(self, lot: Lot, stage: Stage) -> None:
        self.lot = lot
        self.rooms = lot.shuffled(room for room in stock() if stage.number in room.stages)
        self._moving = sum(bool(room.moving) for room in self.rooms)

    def pick(self, kind: str, used: frozenset[str]) -> Room | None:
        """The topmost room of a kind that has not been used; None if there is none."""
        return next((room for room in self.rooms if room.kind == kind and room.name not in used), None)

    def count(self, kind: str) -> int:
        """How many rooms of a kind there are."""
        return sum(room.kind == kind for room in self.rooms)

    def machines(self) -> int:
        """How many rooms with machines are welcome on one side of the door: two in a stage that has plenty of them."""
        return 1 + (self._moving >= PLENTY)

    def chains(self, walk: Walk, used: frozenset[str], free: Callable[[Room, int], bool]) -> Iterator[list[Choice]]:
        """Rooms that fill a walk, no room twice and none of those used; the best liked first.

        They fit each other from low floor to low floor. Where a fork is asked for, chains with one come first; free: whether the
        side storey of a fork has room after so many screens.
        """
        forks = self._choices("fork", walk) if walk.fork else []
        for chief in chain(forks, self._chiefs(walk)):
            if chief[0].name in used:
                continue
            for before, after in self._seats(chief, walk):
                if not chief[0].side or free(chief[0], before):
                    yield from self._around(chief, before, after, walk, used)

    def _seats(self, chief: Choice, walk: Walk) -> Iterator[tuple[int, int]]:
        """(screens before it, screens behind it) wherever a chief room may lie in a walk, the shortest walk first."""
        longest = max(walk.screens, walk.most + FORK_SPARE * bool(chief[0].side))
        for screens in range(max(walk.screens, _need(chief)), longest + 1):
            spare = screens - chief[0].screens
            for before in range(spare, -1, -1) if walk.last else self.lot.shuffled(range(spare + 1)):
                yield before, spare - before

    def _chiefs(self, walk: Walk) -> list[Choice]:
        """Passages in the order in which they are tried as a walk's chief room: the wish that is sorted by last counts most."""
        choices = self._choices("passage", walk)
        if self.lot.percent(NEEDY):
            choices.sort(key=lambda choice: -_need(choice))
        if walk.moving and self.lot.percent(min(MOVING_AT_MOST, MOVING * self._moving)):
            choices.sort(key=lambda choice: not choice[0].moving)
        if walk.great and self.lot.percent(GREAT):
            choices.sort(key=lambda choice: not choice[0].landmark)
        if walk.last and self._wants("gauntlet"):
            choices.sort(key=lambda choice: choice[0].beat != "gauntlet")
        return choices

    def _wants(self, beat: str) -> bool:
        return self.lot.percent(min(BEAT_AT_MOST, BEAT * sum(room.beat == beat for room in self.rooms)))

    def _around(self, chief: Choice, before: int, after: int, walk: Walk, used: frozenset[str]) -> Iterator[list[Choice]]:
        """Chains with this room in them between so many screens."""
        room = chief[0]
        entry, leave = _edges(chief)
        fillers = self._choices("passage", walk)
        if walk.last and self._wants("calm"):
            fillers.sort(key=lambda choice: choice[0].beat != "calm")
        fillers = [choice for choice in fillers if choice[0].name != room.name]
        for first in self._fill(fillers, "low", entry, before, used):
            known = used | {earlier.name for earlier, _ in first}
            if self._prepared(room, known):
                for second in self._fill(fillers, leave, "low", after, known | {room.name}):
                    yield [*first, chief, *second]

    def _fill(self, fillers: list[Choice], edge: str, goal: str, screens: int, used: frozenset[str]) -> Iterator[list[Choice]]:
        if screens == 0:
            if edge == goal:
                yield []
            return
        for choice in fillers:
            room = choice[0]
            entry, leave = _edges(choice)
            if entry == edge and room.screens <= screens and room.name not in used and self._prepared(room, used):
                for rest in self._fill(fillers, leave, goal, screens - room.screens, used | {room.name}):
                    yield [choice, *rest]

    def _choices(self, kind: str, walk: Walk) -> list[Choice]:
        """Rooms of a kind that suit a walk, in the deck's order, each from the sides it can be met from."""
        found: list[Choice] = []
        for room in self.rooms:
            if room.kind == kind and room.place in (walk.roof, "any") and (walk.last or room.beat != "gauntlet"):
                found += [(room, turned) for turned in self.lot.shuffled((False, True) if room.turn else (False,))]
        return found

    def _prepared(self, room: Room, used: frozenset[str]) -> bool:
        """A hard room comes after an easier one for each kind of machine in it."""
        if not room.hard:
            return True
        met = {kind for earlier in self.rooms if earlier.name in used and not earlier.hard for kind in earlier.moving}
        return room.moving <= met


def _edges(choice: Choice) -> tuple[str, str]:
    room, turned = choice
    return (room.right, room.left) if turned else (room.left, room.right)


def _need(choice: Choice) -> int:
    """The screens of the shortest walk that such a room could be in: what leads up to it and down again has one at least."""
    return choice[0].screens + sum(edge != "low" for edge in _edges(choice)) + bool(choice[0].side)
