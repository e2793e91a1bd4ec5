"""Chooses the rooms of a stage and lays them on a grid of screens: legs of rooms side by side, joined by staircases and doors."""

from __future__ import annotations

from dataclasses import dataclass, replace

from levels.deck import Choice, Deck, Walk
from levels.lot import Lot
from levels.stages import DOOR, DOWN, Look, Stage
from levels.templates import Room

TRIES = 40
"""Plans are cheap: so many are begun before a draw counts as failed."""
LONGEST = 4
"""Screens of the longest walk, but for one that has a wide fork."""
LONG = 60
"""The chance in 100 that a screen goes to the walk that is to be long."""
SPARE = 2
"""Screens by which all walks together may be longer than they should, where a room needs others to lead up to it and down again."""
FORKS = 40
"""The chance in 100, for each that a stage has drawn, that there is a fork: those of a stage that has few are not to be everywhere."""


class NoPlan(Exception):
    """This draw leads nowhere (rooms that do not fit, legs that run into each other, no place for what must be found); another will."""


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
    table = _Table(lot, stage)
    lengths = _share(lot, lot.between(*stage.screens) - fixed, len(route) + 1)
    forks = table.choose_forks(len(route) + 1)
    table.put((table.pick("start"), False))
    for number, (joint, length) in enumerate(zip((*route, ""), lengths, strict=True)):
        table.walk(length, fork=number in forks, last=not joint)
        if joint == DOOR:
            table.door()
        elif joint:
            table.climb(joint)
    table.put((table.pick("ante"), False))
    table.close_leg()
    table.put((table.pick("arena"), False))
    table.close_leg(arena=True)
    return table.plan()


def _share(lot: Lot, screens: int, walks: int) -> list[int]:
    """Deals screens out over walks: each has one, the last two, the others fall as they will, many of them on one."""
    shares = [1] * (walks - 1) + [2]
    long = lot.below(walks)
    for _ in range(screens - sum(shares)):
        walk = long if lot.percent(LONG) else lot.below(walks)
        shares[walk if shares[walk] < LONGEST else min(range(walks), key=shares.__getitem__)] += 1
    return shares


class _Table:
    """The plan while it is being laid: where the next screen goes, and what has been used."""

    def __init__(self, lot: Lot, stage: Stage) -> None:
        self.lot, self.stage = lot, stage
        self.deck = Deck(lot, stage)
        self.doors = 0
        self.great_behind = -1  # behind how many doors a great room was last met
        self.machines = [0, 0]  # rooms with machines before the door and behind it
        self.spare, self.owed = SPARE, 0  # screens that walks may still be longer; that they should be shorter as one with a fork was long
        self.placed: list[Placed] = []
        self.legs: list[Leg] = []
        self.taken: set[tuple[int, int]] = set()
        self.used: frozenset[str] = frozenset()
        self.x, self.y, self.way = 0, 0, 1
        self.leg_screens: list[int] = []
        self.sides: list[tuple[int, int, int]] = []

    def pick(self, kind: str) -> Room:
        """The next room of a kind. Raises NoPlan where all are used."""
        room = self.deck.pick(kind, self.used)
        if room is None:
            raise NoPlan(f"no {kind} left")
        return room

    def put(self, choice: Choice) -> None:
        """The next room on the way, entered from the side it was drawn for unless turned."""
        room, turned = choice
        columns = self._columns(room)
        self._lay(room, self.y - room.walk, mirror=(self.way < 0) != turned)
        if room.side:
            self.sides.append((min(columns), self.y + (1 if room.side == "down" else -1), len(columns)))
        self.leg_screens += columns
        self.x = columns[-1] + self.way

    def _columns(self, room: Room) -> list[int]:
        """The columns of screens that a room put down here takes, in the order they are walked through."""
        return [self.x + self.way * i for i in range(room.screens)]

    def _lay(self, room: Room, top: int, *, mirror: bool) -> None:
        columns = self._columns(room)
        screens = {(x, top + storey) for x in columns for storey in range(room.storeys)}
        if self.taken & screens:
            raise NoPlan("the way crosses itself")
        self.taken |= screens
        self.placed.append(Placed(room.mirrored() if mirror else room, min(columns), top))
        self.used |= {room.name}

    def door(self) -> None:
        """A room of two screens with a door between them: the first ends this leg, the second begins the next."""
        self.put((self.pick("door"), False))
        behind = self.leg_screens.pop()
        self.close_leg()
        self.doors += 1
        self.leg_screens.append(behind)

    def climb(self, direction: str) -> None:
        """A staircase: ends this leg in one of its storeys and begins the next in the other; the middle of a shaft is a leg of its own."""
        room = self.pick("stairs")
        down, rise, columns = direction == DOWN, room.storeys - 1, self._columns(room)
        opens = -1 if room.exit_left else 1  # the side its upper screen opens to, as drawn
        self._lay(room, self.y if down else self.y - rise, mirror=self.way == opens if down else self.way < 0)
        for _ in range(rise):
            self.leg_screens += columns
            self.close_leg()
            self.y += 1 if down else -1
        self.leg_screens += columns
        self.way *= opens
        self.x = (columns[-1] if opens > 0 else columns[0]) + self.way

    def close_leg(self, *, arena: bool = False) -> None:
        """What was put down since the last leg is one, with a look of its own; the side storeys of its forks come right after it."""
        look = self.lot.choice(self.stage.looks_of(self.doors, arena=arena))
        self.legs.append(Leg(min(self.leg_screens), self.y, len(self.leg_screens), self.way, look))
        self.legs += [Leg(x, y, w, self.way, look, side=True) for x, y, w in self.sides]
        self.leg_screens, self.sides = [], []

    def choose_forks(self, walks: int) -> list[int]:
        """In which walks there shall be a choice of ways."""
        if not self.lot.percent(FORKS * self.deck.count("fork")):
            return []
        return self.lot.shuffled(range(walks))[: self.lot.between(1, self.stage.forks)]

    def walk(self, screens: int, *, fork: bool, last: bool) -> None:
        """So many screens of passages, or a few more where the room that the walk is there for needs them.

        What a fork makes longer, later walks make up for; what another room does comes off the spare screens of all.
        """
        roof = "in" if self.stage.looks_of(self.doors, arena=False)[0].ceiling else "out"
        great, moving = self.great_behind < self.doors, self.machines[self.doors] < self.deck.machines()
        asked_for, screens = screens, max(1, screens - self.owed)
        asked = Walk(screens, screens + self.spare, roof, fork, last, great, moving)
        found = next(self.deck.chains(asked, self.used, self._has_room), None)
        if found is None:
            raise NoPlan("no passages fit")
        for choice in found:
            self.put(choice)
            self.great_behind = self.doors if choice[0].landmark else self.great_behind
            self.machines[self.doors] += bool(choice[0].moving)
        longer = sum(choice[0].screens for choice in found) - screens
        self.owed = max(0, self.owed - (asked_for - screens)) + (longer if fork else 0)
        self.spare -= 0 if fork else longer

    def _has_room(self, fork: Room, before: int) -> bool:
        """The side storey of a fork so many screens from here would lie where nothing is yet."""
        beside = self.y + (1 if fork.side == "down" else -1)
        return not any((self.x + self.way * (before + i), beside) in self.taken for i in range(fork.screens))

    def plan(self) -> Plan:
        """What was laid, moved so that its upper left screen is 0, 0."""
        left, top = min(x for x, _ in self.taken), min(y for _, y in self.taken)
        rooms = tuple(Placed(p.room, p.x - left, p.y - top) for p in self.placed)
        legs = tuple(replace(leg, x=leg.x - left, y=leg.y - top) for leg in self.legs)
        return Plan(rooms, legs)
