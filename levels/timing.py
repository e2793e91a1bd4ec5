"""When time matters: what the hero stands on, where machines make the moment count, and for which moments a jump meets a lift."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from game.sim.collide import carried
from game.sim.devices import lift_at
from game.sim.hero import State
from game.sim.level import CELL
from game.sim.machinery import Crusher, Lift, Machinery
from game.sim.terrain import CARRY
from game.sim.tracks import FALL
from game.sim.world import World

SPARE_FRAMES = 4
"""Frames that whatever waits for a machine may come too early or too late."""
TICK = 8
"""Frames that count as one moment where the moment tells places apart."""
NEAR = 3
"""Cells within which cracked ground tells places apart."""
BELT_NEAR = 2
"""Cells from a crusher within which the moment counts on a conveyor, where nobody can wait."""
GROUND, EXIT = "ground", "exit"
CRACKED = "cracked"
"""That some ground near has been stepped on and is not yet back, in a place where one can wait until it is."""
Footing = tuple[str, int]
"""What carries the hero: ("lift", its index), ("ground", the y of his feet in px) or ("exit", 0) once he is through."""


def footing(world: World) -> Footing:
    lift = lift_index(world)
    if world.status == "cleared":
        return EXIT, 0
    return (GROUND, world.hero.y >> 8) if lift is None else ("lift", lift)


def lift_index(world: World) -> int | None:
    """The lift that takes the hero along: his middle is over it, or nothing else carries him."""
    m, hero = world.machinery, world.hero
    if m is None or not m.lifts or hero.state == State.STAIRS:
        return None
    lift = lift_at(world, m, hero.x, hero.y)
    if lift is None:
        return None
    over = lift.under(hero.x, lift.at(world.frame)[0], 0)
    if not over and carried(world.terrain, hero.x, hero.y, world.numbers.hero.half_width):
        return None
    return m.lifts.index(lift)


def aside(world: World, lift: Lift) -> int:
    """Px from the lift's middle to the hero's."""
    return (world.hero.x >> 8) - (lift.at(world.frame)[0] >> 8)


def strides_aside(world: World, lift: Lift, stride: int) -> int:
    """The same in whole strides of so many px: places on a lift are told apart by them."""
    return (aside(world, lift) + stride // 2) // stride


def moment(world: World, m: Machinery) -> frozenset[Hashable]:
    """What besides the place makes a difference to one who stands on the ground.

    Hurried: the way he faces, the time near a crusher, how long the ground under him and ahead has been cracked. Else only
    whether any ground near is cracked: he can wait until it is whole.
    """
    if not hurried(world, m):
        return frozenset({CRACKED}) if any(_close(world, index) for index, _ in world.cracks) else frozenset()
    facing = onward_only(world, m)
    found: set[Hashable] = {("facing", facing)}
    for index, since in world.cracks:
        if _close(world, index) and (index % world.level.width * CELL + CELL // 2 - (world.hero.x >> 8)) * (facing or 1) > -CELL:
            age = min(world.frame - since, world.numbers.crumble.tremble)
            found.add((index, age // TICK))
    for crusher in m.crushers:
        if near_crusher(world, crusher, BELT_NEAR):
            found.add(("at", (world.frame + crusher.phase) % len(crusher.track) // (2 * TICK)))
    return frozenset(found)


def _close(world: World, index: int) -> bool:
    row, column = divmod(index, world.level.width)
    return abs(column - (world.hero.x >> 12)) <= NEAR and abs(row - (world.hero.y >> 12)) <= NEAR


def hurried(world: World, m: Machinery) -> bool:
    """He cannot wait here: the ground gives way, a crusher comes down, or a conveyor takes him to one."""
    if onward_only(world, m):
        return True
    return on_belt(world, m) and any(near_crusher(world, crusher, BELT_NEAR) for crusher in m.crushers)


def onward_only(world: World, m: Machinery) -> int:
    """The way he faces, where he has no time to turn back: on ground that gives way and under a crusher; else 0."""
    return world.hero.facing if on_cracking(world, m) or threatened(world) else 0


def on_cracking(world: World, m: Machinery) -> bool:
    """He stands on ground that gives way, and on no other."""
    if not m.crumbles:
        return False
    hero, half = world.hero, world.numbers.hero.half_width
    px, row = hero.x >> 8, (hero.y >> 12) * world.level.width
    under = [row + column for column in ((px - half) >> 4, (px + half - 1) >> 4)]
    carrying = [index for index in under if index < len(m.flags) and m.flags[index] & CARRY]
    return bool(carrying) and all(index in m.crumbles for index in carrying)


def on_belt(world: World, m: Machinery) -> bool:
    hero = world.hero
    return any(belt.y == hero.y and belt.left <= hero.x < belt.right for belt in m.belts)


def in_danger(world: World, crusher: Crusher) -> bool:
    """Some part of him is where the crusher comes down."""
    n, hero = world.numbers, world.hero
    if abs((hero.x >> 8) - crusher.x) >= n.crusher.half_width + n.hero.half_width:
        return False
    py = hero.y >> 8
    return crusher.y < py and py - n.hero.height < crusher.lowest


def threatened(world: World) -> bool:
    """Staying where he is means death."""
    m = world.machinery
    return m is not None and any(in_danger(world, crusher) for crusher in m.crushers)


def nothing_moves(world: World) -> bool:
    """He stands idle on ground that stays, out of reach of all machines: as long as no button is pressed nothing happens to him."""
    m, hero = world.machinery, world.hero
    if hero.state != State.GROUND or hero.act or hero.act_buffer or hero.jump_buffer or hero.invulnerable or hero.crouching:
        return False
    half = world.numbers.hero.half_width
    if not carried(world.terrain, hero.x, hero.y, half):
        return False
    if m is None:
        return True
    px, row = hero.x >> 8, (hero.y >> 12) * world.level.width
    treads = any(row + column in m.crumbles for column in ((px - half) >> 4, (px + half - 1) >> 4))
    belted = any(belt.y == hero.y and belt.left - (half << 8) < hero.x < belt.right + (half << 8) for belt in m.belts)
    return not (treads or belted or threatened(world) or any(lift.near(hero.x, hero.y, CELL) for lift in m.lifts))


def near_crusher(world: World, crusher: Crusher, cells: int) -> bool:
    """He stands beside its way, at a height that it reaches."""
    px, py = world.hero.x >> 8, world.hero.y >> 8
    return abs(px - crusher.x) <= cells * CELL and crusher.y < py <= crusher.y + 12 * CELL


def cuts_it_fine(world: World) -> bool:
    """A crusher comes down on him in the next few frames."""
    m = world.machinery
    if m is None:
        return False
    return any(in_danger(world, crusher) and crusher.at(world.frame + SPARE_FRAMES)[1] == FALL for crusher in m.crushers)


def way_is_free(world: World, crusher: Crusher, frame: int) -> bool:
    """On a frame he could walk under it."""
    wall = crusher.y + crusher.rows(frame) * CELL
    return crusher.at(frame)[1] != FALL and wall <= (world.hero.y >> 8) - world.numbers.hero.height


def until_free(world: World, crusher: Crusher) -> int | None:
    """Frames to wait until a crusher that was in the way no longer is; None if it is never in the way."""
    blocked = False
    for wait in range(2 * len(crusher.track)):
        free = way_is_free(world, crusher, world.frame + wait)
        if free and blocked:
            return wait + SPARE_FRAMES
        blocked = blocked or not free
    return None


Path = Sequence[tuple[int, int]]
"""Feet, 1/256 px: on the frame before a body leaves the ground, and after each frame in the air."""


def without_lifts(world: World) -> World:
    """A clone in which there are no lifts, to see where a move would lead that met none."""
    twin = world.clone()
    assert twin.machinery is not None
    twin.machinery = replace(twin.machinery, lifts=())
    return twin


def meetings(world: World, lift: Lift, path: Path, first: int, spare: int) -> list[int]:
    """Frames to wait, one for each stretch of moments in which whoever sets off comes down on the lift, safely within it.

    path: after the frames first - 1, first ... of the move. spare: px by which he must be within its ends.
    """
    xs, ys = np.array(lift.track, np.int32).T
    period, half = len(lift.track), world.numbers.hero.half_width
    now = np.arange(period) + world.frame + lift.phase
    good, decided = np.zeros(period, bool), np.zeros(period, bool)
    for i in range(1, len(path)):
        (_, before), (x, y) = path[i - 1], path[i]
        if y < before or not lift.near(x, y, CELL):
            continue
        at = (now + first + i - 1) % period
        height = ys[at]
        contact = (ys[at - 1] >= before) & (height <= y) & ~decided
        if contact.any():
            off = np.abs((xs[at] >> 8) - (x >> 8))
            contact &= off < lift.half + half
            good |= contact & (off < lift.half + half - spare)
            decided |= contact
    return _starts(good)


def _starts(good: NDArray[np.bool_]) -> list[int]:
    """For each run of True (the table goes round) the first moment with SPARE_FRAMES of the run on either side."""
    period, need = len(good), 2 * SPARE_FRAMES + 1
    if good.all():
        return [SPARE_FRAMES]
    twice = np.concatenate([good, good])
    edges = np.flatnonzero(np.diff(np.concatenate([[False], twice, [False]]).astype(np.int8)))
    found = []
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if end - start >= need and start < period:
            found.append(start + SPARE_FRAMES)
    return found
