"""What the hero does without thinking far: he follows the way, and lashes at what comes into the whip's reach."""

from __future__ import annotations

from game.bot.goal import Goal, bosses
from game.bot.macros import DOWN, SIDES, UP, B
from game.bot.take import Take
from game.bot.way import Way, on_lift
from game.sim.actors import Actor
from game.sim.combat import box_of, overlap
from game.sim.hero import State
from game.sim.whip import Box
from game.sim.world import World

Seen = dict[int, tuple[Actor, int, int]]
"""By its identity each actor, kept so that no other takes on that identity, and where it was a frame ago."""


def follow(take: Take, way: Way, goal: Goal) -> None:
    """Play by reflexes until the take is over."""
    seen: Seen = {}
    edge: list[int] = []
    while take.going:
        world = take.world
        health = world.hero.health
        if not edge:
            edge = _next(take, way, goal, seen)
        seen = {id(a): (a, a.x, a.y) for a in world.actors}
        take.press(edge.pop(0))
        if world.hero.health < health:
            edge = []


def _next(take: Take, way: Way, goal: Goal, seen: Seen) -> list[int]:
    """The next buttons, at least one frame of them."""
    world = take.world
    if not take.free:
        return [0]
    blow = reflex(world, seen)
    if blow:
        return blow
    if world.hero.state == State.STAIRS:
        return [_climb(world, way, goal)]
    if goal.fight:
        return [_face(world)]
    return _onward(world, way, goal)


def _climb(world: World, way: Way, goal: Goal) -> int:
    _, up = min(way.stair_ends(world, goal.field))
    return UP if up > 0 else DOWN


def _onward(world: World, way: Way, goal: Goal) -> list[int]:
    """The move from here; from beside a place, a frame towards it."""
    place = way.locate(world)
    if place is None:
        return [0]
    off = 0 if on_lift(place) else place[0] - (world.hero.x >> 8)
    if off:
        return [SIDES[1 if off > 0 else -1]]
    edge = way.onward(place, goal.field)
    return list(edge.buttons) if edge and not edge.timed else [0]


def _face(world: World) -> int:
    """Turn to the nearest boss."""
    hero = world.hero
    nearest = min(bosses(world), key=lambda a: abs(a.x - hero.x), default=None)
    if nearest is None:
        return 0
    side = 1 if nearest.x > hero.x else -1
    return 0 if hero.facing == side else SIDES[side]


def reflex(world: World, seen: Seen) -> list[int]:
    """A lash that will meet an actor if it goes on as it did on the last frame; none if there is nobody to meet."""
    hero, n = world.hero, world.numbers.whip
    if hero.held & B or hero.state == State.AIR:
        return []
    level = hero.whip_level - 1
    for low in (False, True) if hero.state == State.GROUND else (False,):
        py = (hero.y >> 8) + (n.crouch_lower if low else 0)
        near, far = (hero.x >> 8) + hero.facing * n.near, (hero.x >> 8) + hero.facing * n.far[level]
        box = (min(near, far), py - n.high[level], max(near, far), py - n.low[level])
        if any(_meets(world, a, seen, box) for a in world.actors):
            return [B | DOWN, *[DOWN] * n.lock_ground] if low else [B]
    return []


def _meets(world: World, a: Actor, seen: Seen, box: Box) -> bool:
    _, x, y = seen.get(id(a), (a, a.x, a.y))
    body, n = world.numbers.body(a.kind), world.numbers.whip
    if not a.health or (a.kind.startswith("boss_") and a.mode == 0):
        return False
    for ahead in (n.out_from, (n.out_from + n.out_to) // 2):
        if a.mercy <= ahead and overlap(box, box_of(a.x + (a.x - x) * ahead, a.y + (a.y - y) * ahead, body.half_width, body.height)):
            return True
    return False
