"""Chooses the rooms of a stage and lays them on a grid of screens: legs of rooms side by side, joined by staircases and doors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from levels.lot import Lot
from levels.stages import DOOR, DOWN, Look, Stage
from levels.templates import Room, stock

MOVING = 80
"""The chance in 100 that a leg without a room in which something moves tries one first."""

GREAT = 50
"""The chance in 100 that a great room is tried first where there is none yet on this side of the door."""


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
    """One section to be: the screens x .. x + w - 1 of row y, walked through to the right (+1) or to the left (-1)."""

    x: int
    y: int
    w: int
    way: int
    look: Look


@dataclass(frozen=True, slots=True)
class Plan:
    """Rooms in the order they are met, and the sections in the same order, the arena last. Screens count from 0, 0."""

    rooms: tuple[Placed, ...]
    legs: tuple[Leg, ...]


def draw_plan(lot: Lot, stage: Stage) -> Plan:
    """One draw. Raises NoPlan where it cannot be laid out."""
    route = lot.choice(stage.routes)
    fixed = 3 + 2 * len(route)  # the start, the screen before the arena and the arena; two for each staircase or door
    walks = len(route) + 1
    lengths = _share(lot, max(walks, lot.between(*stage.screens) - fixed), walks)
    table = _Table(lot, stage)
    table.put(table.pick("start"), turned=False)
    for joint, length in zip((*route, ""), lengths, strict=True):
        table.walk(length)
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

    def pick(self, kind: str) -> Room:
        return self.lot.choice([room for room in self.rooms if room.kind == kind])

    def put(self, room: Room, *, turned: bool) -> None:
        """The next room on the way, entered from the side it was drawn for unless turned."""
        seen = room.mirrored() if (self.way < 0) != turned else room
        self.leg_screens += self._lay(room, seen)

    def _lay(self, room: Room, seen: Room) -> list[int]:
        """Puts a room on the table; the columns of screens it takes, in the order they are walked through."""
        columns = [self.x + self.way * i for i in range(room.screens)]
        self._take([(x, self.y) for x in columns])
        self.placed.append(Placed(seen, min(columns), self.y))
        self.used.add(room.name)
        self.x = columns[-1] + self.way
        return columns

    def door(self) -> None:
        """A room of two screens with a door between them: the first ends this leg, the second begins the next."""
        room = self.pick("door")
        before, behind = self._lay(room, room.mirrored() if self.way < 0 else room)
        self.leg_screens.append(before)
        self.close_leg()
        self.doors += 1
        self.leg_screens.append(behind)

    def climb(self, direction: str) -> None:
        """A staircase: ends this leg in one of its two screens and begins the next in the other."""
        choices = [room for room in self.rooms if room.kind == "stairs" and room.name not in self.used]
        if not choices:
            raise NoPlan("no staircase left")
        room = self.lot.choice(choices)
        down = direction == DOWN
        opens = -1 if room.exit_left else 1  # the side its upper screen opens to, as drawn
        mirror = self.way == opens if down else self.way < 0
        seen = room.mirrored() if mirror else room
        top = self.y if down else self.y - 1
        self._take([(self.x, top), (self.x, top + 1)])
        self.placed.append(Placed(seen, self.x, top))
        self.used.add(room.name)
        self.leg_screens.append(self.x)
        self.close_leg()
        self.leg_screens.append(self.x)
        self.y += 1 if down else -1
        self.way *= opens
        self.x += self.way

    def close_leg(self, *, arena: bool = False) -> None:
        look = self.stage.look(self.doors, arena=arena)
        self.legs.append(Leg(min(self.leg_screens), self.y, len(self.leg_screens), self.way, look))
        self.leg_screens = []

    def walk(self, screens: int) -> None:
        """Passages that fit each other from low floor to low floor and fill so many screens, none of them twice."""
        for chain in self._chains("low", screens, frozenset(self.used)):
            for room, turned in chain:
                self.put(room, turned=turned)
                if room.landmark:
                    self.landmarks.add(self.doors)
            return
        raise NoPlan("no passages fit")

    def _chains(self, edge: str, screens: int, used: frozenset[str]) -> Iterator[list[tuple[Room, bool]]]:
        if screens == 0:
            if edge == "low":
                yield []
            return
        roof = "in" if self.stage.look(self.doors, arena=False).ceiling else "out"
        rooms = [room for room in self.rooms if room.kind == "passage" and room.place in (roof, "any")]
        choices = self.lot.shuffled((room, turned) for room in rooms for turned in ((False, True) if room.turn else (False,)))
        if any(room.moving for room, _ in choices) and self._still(used) and self.lot.percent(MOVING):
            choices.sort(key=lambda choice: not choice[0].moving)
        if self.doors not in self.landmarks and self.lot.percent(GREAT):
            choices.sort(key=lambda choice: not choice[0].landmark)
        for room, turned in choices:
            entry, leave = (room.right, room.left) if turned else (room.left, room.right)
            if entry == edge and room.screens <= screens and room.name not in used and self._prepared(room, used):
                for rest in self._chains(leave, screens - room.screens, used | {room.name}):
                    yield [(room, turned), *rest]

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


def _normal(table: _Table) -> Plan:
    """The plan moved so that its upper left screen is 0, 0."""
    left, top = min(x for x, _ in table.taken), min(y for _, y in table.taken)
    rooms = tuple(Placed(p.room, p.x - left, p.y - top) for p in table.placed)
    legs = tuple(Leg(leg.x - left, leg.y - top, leg.w, leg.way, leg.look) for leg in table.legs)
    return Plan(rooms, legs)
