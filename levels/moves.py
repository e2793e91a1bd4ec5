"""What a player does at a time, as strings of buttons in the real rules: walk a little, jump, take the stairs, whip a block.

Every move starts and ends with the hero free to act, so moves can be strung together in any order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from game.sim import devices
from game.sim.buttons import Button
from game.sim.hero import State
from game.sim.level import CELL
from game.sim.machinery import Machinery
from game.sim.terrain import BREAKABLE, CARRY
from game.sim.world import World
from levels.timing import aside, cuts_it_fine, lift_index, threatened

STRIDE = 8
"""Pixels of a walking move; the hero comes to rest on multiples of it, which leaves 5 px of ground before every take-off."""
SPARE = 4
"""Pixels by which a jump may fall short and still land."""
MAX_FRAMES = 240
"""No move takes longer: a fall through eight screens is over by then."""
MAX_CLIMB = 4 * MAX_FRAMES
"""Nor a way along stairs."""
_A, _B, _UP, _DOWN = int(Button.A), int(Button.B), int(Button.UP), int(Button.DOWN)
SIDE = {-1: int(Button.LEFT), 0: 0, 1: int(Button.RIGHT)}


@dataclass(frozen=True, slots=True)
class Moved:
    """A move's outcome. world: after it. buttons: a byte for each frame. jumps: how often it left the ground on purpose."""

    world: World
    buttons: bytes
    jumps: int = 0


class Died(Exception):
    """The move ends in death."""


Move = Callable[[World], Moved | None]
"""Plays on a clone. None if it does nothing, costs health, or leaves too little to spare. Raises Died."""


class Act(Protocol):
    """A move to a side: -1, 0 or 1."""

    def __call__(self, world: World, way: int) -> Moved | None: ...


class Climb(Protocol):
    """Stairs, with UP or DOWN held."""

    def __call__(self, world: World, button: int) -> Moved | None: ...


@dataclass(frozen=True, slots=True)
class Acts:
    """How to walk, to jump and to take the stairs: the functions below, or what remembers their outcomes."""

    walk: Act
    jump: Act
    climb: Climb


def moves(world: World, ways: tuple[int, ...] = (1, -1), acts: Acts | None = None) -> Iterator[Move]:
    """All that is worth trying from here towards these sides."""
    acts = acts or PLAYED
    for way in ways:
        yield partial(acts.walk, way=way)
    if (world.hero.x >> 8) % STRIDE == 0:
        for way in (*ways, 0) if _board_above(world) else ways:
            yield partial(acts.jump, way=way)
    for button in (_UP, _DOWN):
        if _stairs_near(world, button):
            yield partial(acts.climb, button=button)
    for way in ways:
        if _block_ahead(world, way):
            yield partial(whip, way=way)


def _stairs_near(world: World, button: int) -> bool:
    """Stairs begin within reach, or where a machine may take him meanwhile."""
    n, m, hero = world.numbers.stairs, world.machinery, world.hero
    reach = (n.pull_up if button == _UP else n.pull_down) << 8
    if button == _UP:
        ends = [run.x0 << 8 for run in world.terrain.stairs if run.y0 << 8 == hero.y and run.foot_open]
    else:
        ends = [run.x1 << 8 for run in world.terrain.stairs if run.y1 << 8 == hero.y and run.top_open]
    return any(abs(x - hero.x) <= reach for x in ends) or (m is not None and bool(ends) and _taken_near(world, m, ends, reach))


def _taken_near(world: World, m: Machinery, ends: list[int], reach: int) -> bool:
    """A conveyor runs to one of these ends of stairs, or a lift or a crusher moves him who knows where."""
    hero = world.hero
    reach += CELL << 8
    if any(belt.y == hero.y and belt.left - reach <= x <= belt.right + reach for belt in m.belts for x in ends):
        return True
    return threatened(world) or any(lift.near(hero.x, hero.y, CELL) for lift in m.lifts)


def _board_above(world: World) -> bool:
    """Something to land on within a jump straight up; where there is nothing, such a jump comes down where it began."""
    x, row, half = world.hero.x >> 8, world.hero.y >> 12, world.numbers.hero.half_width
    columns = ((x - half) >> 4, (x + half - 1) >> 4)
    return any(world.terrain.at(column, row - up) & CARRY for column in columns for up in (1, 2, 3))


class Take:
    """A clone being played, and the buttons pressed so far."""

    def __init__(self, world: World) -> None:
        self.world = world.clone()
        self.health = world.hero.health
        self.pressed = bytearray()
        self.crushers = world.machinery is not None and bool(world.machinery.crushers)
        self.narrow = False  # a crusher only just missed him

    def press(self, buttons: int) -> None:
        self.pressed.append(buttons)
        self.world.step(buttons)
        if self.world.status in ("dying", "lost"):
            raise Died
        if self.crushers and cuts_it_fine(self.world):
            self.narrow = True

    def rest(self, frames: int) -> bool:
        """Hands off for so many frames; False if the hero is not free to act then."""
        for _ in range(frames):
            self.press(0)
        return self.free

    def stand(self, frames: int) -> bool:
        """Like rest, for one whom nothing can move where he stands, so that only time and the machines go on."""
        w = self.world
        w.events, w.hero.held = [], 0
        for _ in range(frames):
            w.frame += 1
            w.timer -= not w.rules.endless_time
            if w.machinery is not None and w.machinery.alters:
                devices.turn(w, w.machinery)
        self.pressed += bytes(frames)
        return self.free

    @property
    def free(self) -> bool:
        """The hero stands and may act, or the level is done."""
        return is_free(self.world)

    def settle(self) -> bool:
        """Hands off until the hero is free again; False if that takes too long."""
        while not self.free:
            if len(self.pressed) >= MAX_FRAMES:
                return False
            self.press(0)
        return True

    def done(self, jumps: int = 0) -> Moved | None:
        return None if self.narrow or self.world.hero.health < self.health else Moved(self.world, bytes(self.pressed), jumps)


def is_free(world: World) -> bool:
    """The hero stands and may act, or the level is done."""
    hero = world.hero
    return world.status == "cleared" or (hero.state == State.GROUND and not hero.act and not world.passage)


def walk(world: World, way: int) -> Moved | None:
    """To the next multiple of STRIDE, or off the edge and down."""
    take = Take(world)
    start = world.hero.x >> 8
    while True:
        before = take.world.hero.x
        take.press(SIDE[way])
        x = take.world.hero.x
        if not take.free or take.world.status == "cleared":
            return take.done() if take.settle() else None
        if x == before:
            return take.done() if len(take.pressed) > 1 else None
        if (x >> 8) % STRIDE == 0 and x >> 8 != start:
            return take.done()


def jump(world: World, way: int) -> Moved | None:
    """One jump, to the side or straight up, that lands with SPARE px of ground to spare."""
    take = Take(world)
    take.press(_A | SIDE[way])
    if not take.settle():
        return None
    hero = take.world.hero
    same_place = hero.x == world.hero.x and hero.y == world.hero.y
    if take.world.status != "cleared" and (same_place or not _lands_safely(take.world, way)):
        return None
    return take.done(jumps=1)


def _lands_safely(world: World, way: int) -> bool:
    """Had the jump been SPARE px shorter, the same ground would carry the hero."""
    hero, t = world.hero, world.terrain
    lift = lift_index(world)
    if lift is not None and world.machinery is not None:
        found = world.machinery.lifts[lift]
        return abs(aside(world, found) - way * SPARE) < found.half + world.numbers.hero.half_width
    x, row = (hero.x >> 8) - way * SPARE, hero.y >> 12
    half = world.numbers.hero.half_width
    return bool((t.at((x - half) >> 4, row) | t.at((x + half - 1) >> 4, row)) & CARRY)


def climb(world: World, button: int) -> Moved | None:
    """To the nearest end of stairs and along them to the other end."""
    take = Take(world)
    return take.done() if mount(take, button) and ride(take, button) else None


def mount(take: Take, button: int) -> bool:
    """To the nearest end of stairs, until the hero is on them."""
    while take.world.hero.state != State.STAIRS:
        if not approach(take, button):
            return False
    return True


def approach(take: Take, button: int) -> bool:
    """A frame on the way to stairs; False if he is neither on his way nor on them after it."""
    x = take.world.hero.x
    if len(take.pressed) >= MAX_CLIMB:
        return False
    take.press(button)
    hero = take.world.hero
    return hero.state == State.STAIRS or (hero.state == State.GROUND and hero.x != x)


def ride(take: Take, button: int) -> bool:
    """Along the stairs, until the hero is off them."""
    while take.world.hero.state == State.STAIRS:
        if len(take.pressed) >= MAX_CLIMB:
            return False
        take.press(button)
    return True


PLAYED = Acts(walk, jump, climb)


def whip(world: World, way: int) -> Moved | None:
    """Turn and lash; worth it only if a block breaks."""
    take = Take(world)
    if take.world.hero.facing != way:
        take.press(SIDE[way])
    take.press(_B)
    if not take.settle() or take.world.broken == world.broken:
        return None
    return take.done()


def _block_ahead(world: World, way: int) -> bool:
    """A block that breaks stands next to the hero, at the height of his body."""
    hero = world.hero
    column = ((hero.x >> 8) + way * CELL) >> 4
    feet = (hero.y >> 8) - 1
    return any(world.terrain.at(column, row) & BREAKABLE for row in (feet >> 4, (feet - CELL) >> 4))
