"""Chooses the rooms of a stage and lays them on a grid of screens: legs of rooms side by side, joined by staircases and doors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

from levels.lot import Lot
from levels.stages import DOOR, DOWN, Look, Stage
from levels.templates import Room, stock

MOVING = 80
"""The chance in 100 that a leg without a room in which something moves tries one first."""

TRIES = 12
"""Plans are cheap: so many are begun before a draw counts as failed."""

FORK_LEG = 4
"""Screens of passages that a leg with a fork has at least."""

GREAT = 50
"""The chance in 100 that a great room is tried first where there is none yet on this side of the door."""


Choice = tuple[Room, bool]
"""A room and whether it is met from its right side."""


class NoPlan(Exception):
    """This draw leads nowhere (rooms that do not fit, legs that run into each other); another one will."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A room, as it stands in the stage (mirrored or not), and the screen its upper left corner lies on."""

    room: Room
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Leg:
    """One section to be: the screens x .. x + w - 1 of row y, walked through to the right (+1) or to the left (-1).

    side: the storey of a fork that one need not walk through; it comes after the leg that the fork belongs to.
    """

    x: int
    y: int
    w: int
    way: int
    look: Look
    side: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """Rooms in the order they are met, and the sections in the same order, the arena last. Screens count from 0, 0."""

    rooms: tuple[Placed, ...]
    legs: tuple[Leg, ...]


def draw_plan(lot: Lot, stage: Stage) -> Plan:
    """One draw. Raises NoPlan where it cannot be laid out, however often one begins anew."""
    for _ in range(TRIES - 1):
        try:
            return _try(lot, stage)
        except NoPlan:
            continue
    return _try(lot, stage)


def _try(lot: Lot, stage: Stage) -> Plan:
    route = lot.choice(stage.routes)
    fixed = 3 + 2 * len(route)  # the start, the screen before the arena and the arena; two for each staircase or door
    walks = len(route) + 1
    lengths = _share(lot, max(walks, lot.between(*stage.screens) - fixed), walks)
    forks = lot.shuffled(range(walks))[: stage.forks]
    table = _Table(lot, stage)
    table.put(table.pick("start"), turned=False)
    for leg, (joint, length) in enumerate(zip((*route, ""), lengths, strict=True)):
        table.walk(max(FORK_LEG, length + 1) if leg in forks else length, fork=leg in forks)
        if joint == DOOR:
            table.door()
        elif joint:
            table.climb(joint)
    table.put(table.pick("ante"), turned=False)
    table.close_leg()
    table.put(table.pick("arena"), turned=False)
    table.close_leg(arena=True)
    return _normal(table)


def _share(lot: Lot, screens: int, legs: int) -> list[int]:
    """Deals screens out over legs as evenly as they go; of the odd ones the last leg has the first, and the first the second."""
    shares = [screens // legs] * legs
    for leg in [legs - 1, 0, *lot.shuffled(range(1, legs - 1))][: screens % legs]:
        shares[leg] += 1
    return shares


class _Table:
    """The plan while it is being laid: where the next screen goes, and what has been used."""

    def __init__(self, lot: Lot, stage: Stage) -> None:
        self.lot, self.stage = lot, stage
        self.doors = 0
        self.landmarks: set[int] = set()
        self.rooms = [room for room in stock() if stage.number in room.stages]
        self.placed: list[Placed] = []
        self.legs: list[Leg] = []
        self.taken: set[tuple[int, int]] = set()
        self.used: set[str] = set()
        self.x, self.y, self.way = 0, 0, 1
        self.leg_screens: list[int] = []
        self.sides: list[tuple[int, int, int]] = []

    def pick(self, kind: str) -> Room:
        return self.lot.choice([room for room in self.rooms if room.kind == kind])

    def put(self, room: Room, *, turned: bool) -> None:
        """The next room on the way, entered from the side it was drawn for unless turned."""
        seen = room.mirrored() if (self.way < 0) != turned else room
        self.leg_screens += self._lay(room, seen)

    def _lay(self, room: Room, seen: Room) -> list[int]:
        """Puts a room on the table; the columns of screens it takes, in the order they are walked through."""
        columns = self._columns(room)
        top = self.y - room.walk
        self._take([(x, top + storey) for x in columns for storey in range(room.storeys)])
        self.placed.append(Placed(seen, min(columns), top))
        self.used.add(room.name)
        if room.kind == "fork":
            self.sides.append((min(columns), top + 1 - room.walk, len(columns)))
        self.x = columns[-1] + self.way
        return columns

    def _columns(self, room: Room) -> list[int]:
        return [self.x + self.way * i for i in range(room.screens)]

    def door(self) -> None:
        """A room of two screens with a door between them: the first ends this leg, the second begins the next."""
        room = self.pick("door")
        before, behind = self._lay(room, room.mirrored() if self.way < 0 else room)
        self.leg_screens.append(before)
        self.close_leg()
        self.doors += 1
        self.leg_screens.append(behind)

    def climb(self, direction: str) -> None:
        """A staircase: ends this leg in one of its storeys and begins the next in the other; the middle of a shaft is a leg of its own."""
        choices = [room for room in self.rooms if room.kind == "stairs" and room.name not in self.used]
        if not choices:
            raise NoPlan("no staircase left")
        room = self.lot.choice(choices)
        down = direction == DOWN
        opens = -1 if room.exit_left else 1  # the side its upper screen opens to, as drawn
        mirror = self.way == opens if down else self.way < 0
        seen = room.mirrored() if mirror else room
        columns, rise = self._columns(room), room.storeys - 1
        top = self.y if down else self.y - rise
        self._take([(x, top + storey) for x in columns for storey in range(room.storeys)])
        self.placed.append(Placed(seen, min(columns), top))
        self.used.add(room.name)
        for last in (*[False] * rise, True):
            self.leg_screens += columns
            if not last:
                self.close_leg()
                self.y += 1 if down else -1
        self.way *= opens
        self.x = (columns[-1] if opens > 0 else columns[0]) + self.way

    def close_leg(self, *, arena: bool = False) -> None:
        look = self.stage.look(self.doors, arena=arena)
        self.legs.append(Leg(min(self.leg_screens), self.y, len(self.leg_screens), self.way, look))
        self.legs += [Leg(x, y, w, self.way, look, side=True) for x, y, w in self.sides]
        self.leg_screens, self.sides = [], []

    def walk(self, screens: int, *, fork: bool) -> None:
        """Passages that fit each other from low floor to low floor and fill so many screens, none of them twice; a fork among them."""
        used = frozenset(self.used)
        forked = self._forked(screens, used) if fork else iter(())
        for found in chain(forked, self._chains("low", "low", screens, used)):
            for room, turned in found:
                self.put(room, turned=turned)
                if room.landmark:
                    self.landmarks.add(self.doors)
            return
        raise NoPlan("no passages fit")

    def _forked(self, screens: int, used: frozenset[str]) -> Iterator[list[Choice]]:
        """Chains with a fork in them, wherever there is room for its side storey."""
        places = [(choice, before) for choice in self._choices("fork") for before in range(screens - choice[0].screens + 1)]
        for (room, turned), before in self.lot.shuffled(places):
            entry, leave = _edges(room, turned)
            here = self.x + self.way * before
            beside = {(here + self.way * i, self.y + (1 if room.side == "down" else -1)) for i in range(room.screens)}
            if room.name in used or beside & self.taken or not self._prepared(room, used):
                continue
            for first in self._chains("low", entry, before, used | {room.name}):
                known = used | {room.name} | {earlier.name for earlier, _ in first}
                for second in self._chains(leave, "low", screens - before - room.screens, known):
                    yield [*first, (room, turned), *second]

    def _chains(self, edge: str, goal: str, screens: int, used: frozenset[str]) -> Iterator[list[Choice]]:
        if screens == 0:
            if edge == goal:
                yield []
            return
        choices = self._choices("passage")
        if any(room.moving for room, _ in choices) and self._still(used) and self.lot.percent(MOVING):
            choices.sort(key=lambda choice: not choice[0].moving)
        if self.doors not in self.landmarks and self.lot.percent(GREAT):
            choices.sort(key=lambda choice: not choice[0].landmark)
        for room, turned in choices:
            entry, leave = _edges(room, turned)
            if entry == edge and room.screens <= screens and room.name not in used and self._prepared(room, used):
                for rest in self._chains(leave, goal, screens - room.screens, used | {room.name}):
                    yield [(room, turned), *rest]

    def _choices(self, kind: str) -> list[Choice]:
        """Rooms of a kind that fit under this sky or roof, and whether turned round, in a fair order."""
        roof = "in" if self.stage.look(self.doors, arena=False).ceiling else "out"
        rooms = [room for room in self.rooms if room.kind == kind and room.place in (roof, "any")]
        return self.lot.shuffled((room, turned) for room in rooms for turned in ((False, True) if room.turn else (False,)))

    def _still(self, used: frozenset[str]) -> bool:
        """There have been fewer rooms with machines than legs of the way."""
        return sum(bool(room.moving) for room in self.rooms if room.name in used) <= len(self.legs)

    def _prepared(self, room: Room, used: frozenset[str]) -> bool:
        """A hard room comes after an easier one for each kind of machine in it."""
        if not room.hard:
            return True
        met = {kind for earlier in self.rooms if earlier.name in used and not earlier.hard for kind in earlier.moving}
        return room.moving <= met

    def _take(self, screens: list[tuple[int, int]]) -> None:
        if self.taken & set(screens):
            raise NoPlan("the way crosses itself")
        self.taken |= set(screens)


def _edges(room: Room, turned: bool) -> tuple[str, str]:
    return (room.right, room.left) if turned else (room.left, room.right)


def _normal(table: _Table) -> Plan:
    """The plan moved so that its upper left screen is 0, 0."""
    left, top = min(x for x, _ in table.taken), min(y for _, y in table.taken)
    rooms = tuple(Placed(p.room, p.x - left, p.y - top) for p in table.placed)
    legs = tuple(replace(leg, x=leg.x - left, y=leg.y - top) for leg in table.legs)
    return Plan(rooms, legs)
