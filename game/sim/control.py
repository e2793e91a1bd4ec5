"""What a frame of buttons makes of the hero: one small function for each state, and the order they run in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import devices, stairs, whip
from .buttons import Button
from .collide import carried, ceiling_above, fits, floor_between, slide
from .hero import Act, Hero, State
from .numbers import SUB

if TYPE_CHECKING:
    from .world import World

_A, _B, _UP, _DOWN = int(Button.A), int(Button.B), int(Button.UP), int(Button.DOWN)
_LEFT, _RIGHT = int(Button.LEFT), int(Button.RIGHT)


def control(w: World, pad: int) -> None:
    """Move the hero by one frame."""
    hero = w.hero
    if w.machinery is not None and w.machinery.carries and devices.carry(w, w.machinery):
        _touch_down(w, hero)
    _remember(w, hero, pad)
    hero.timer += 1
    if hero.invulnerable:
        hero.invulnerable -= 1
    if hero.veiled:
        hero.veiled -= 1
    if hero.act:
        whip.advance(w, hero)
    state = hero.state
    if state == State.GROUND:
        _ground(w, hero, pad)
    elif state == State.AIR:
        _air(w, hero, pad)
    elif state == State.STAIRS:
        stairs.climb(w, hero, pad)
    elif state == State.HURT:
        _hurt(w, hero)
    elif state == State.LAND:
        _land(w, hero)


def direction(pad: int) -> int:
    """-1 left, +1 right, 0 for neither or both."""
    return (1 if pad & _RIGHT else 0) - (1 if pad & _LEFT else 0)


def _remember(w: World, hero: Hero, pad: int) -> None:
    """A press stays good for a few frames, so that one made just before a landing is not lost."""
    pressed = pad & ~hero.held
    hero.held = pad
    if hero.jump_buffer:
        hero.jump_buffer -= 1
    if hero.act_buffer:
        hero.act_buffer -= 1
    if pressed & _A:
        hero.jump_buffer = w.numbers.hero.buffer
    if pressed & _B:
        hero.act_buffer = w.numbers.hero.buffer
        hero.throw_buffer = 1 if pad & _UP else 0


def _ground(w: World, hero: Hero, pad: int) -> None:
    if hero.act:
        hero.walked = 0
    elif hero.act_buffer:
        hero.walked = 0
        hero.crouching = bool(pad & _DOWN)
        whip.begin(w, hero, w.numbers.whip.lock_ground)
    elif hero.jump_buffer and not pad & _DOWN:
        jump(w, hero, pad)
        return
    elif pad & (_UP | _DOWN) and stairs.seek(w, hero, pad):
        return
    else:
        _walk(w, hero, pad)
    if not _stands(w, hero):
        drop(w, hero)


def _stands(w: World, hero: Hero) -> bool:
    if carried(w.terrain, hero.x, hero.y, w.numbers.hero.half_width):
        return True
    return w.machinery is not None and devices.borne(w, w.machinery)


def _walk(w: World, hero: Hero, pad: int) -> None:
    way = direction(pad)
    crouching = bool(pad & _DOWN)
    if crouching != hero.crouching or (hero.walked and not way):
        hero.timer = 0
    hero.crouching = crouching
    if way:
        hero.facing = way
    if crouching or not way:
        hero.walked = 0
        return
    hero.walked += 1
    n = w.numbers.hero
    hero.x = slide(w.terrain, hero.x, hero.y, way * n.walk, n.half_width, n.height)


def jump(w: World, hero: Hero, pad: int) -> None:
    """Take off: direction and speed are fixed here for the whole jump."""
    way = direction(pad)
    if way:
        hero.facing = way
    _leave(hero, way * w.numbers.hero.walk, 0, jumped=True)
    hero.jump_buffer = 0
    w.emit("jump", hero.x, hero.y)
    _air(w, hero, pad)


def drop(w: World, hero: Hero) -> None:
    """Lose the ground: straight down, from the top of the jump's curve."""
    _leave(hero, 0, w.numbers.hero.fall_from, jumped=False)


def _leave(hero: Hero, vx: int, air_frame: int, *, jumped: bool) -> None:
    hero.enter(State.AIR)
    hero.vx, hero.air_frame, hero.jumped = vx, air_frame, jumped
    hero.left_y = hero.y
    hero.walked, hero.crouching = 0, False


def _air(w: World, hero: Hero, pad: int) -> None:
    n = w.numbers.hero
    if w.rules.coyote and hero.jump_buffer and not hero.jumped and hero.air_frame - n.fall_from < n.coyote:
        jump(w, hero, pad)
        return
    if w.rules.air_control:
        hero.vx = direction(pad) * n.walk
    if hero.act_buffer and not hero.act:
        whip.begin(w, hero, w.numbers.whip.lock_air)
    dy = n.drop(hero.air_frame)
    hero.air_frame += 1
    if hero.vx:
        hero.x = slide(w.terrain, hero.x, hero.y, hero.vx, n.half_width, n.height)
    if dy < 0:
        if _rise(w, hero, dy):
            hero.air_frame = n.fall_from
    elif _fall(w, hero, dy):
        _touch_down(w, hero)


def _rise(w: World, hero: Hero, dy: int) -> bool:
    """Move up; True if the head hit something. A head that would pass by moving a few px aside is moved there instead."""
    n = w.numbers.hero
    y = hero.y + dy
    stop = ceiling_above(w.terrain, hero.x, y, n.half_width, n.height)
    if stop is None:
        hero.y = y
        return False
    for aside in range(1, n.corner_nudge + 1):
        for x in (hero.x - aside * SUB, hero.x + aside * SUB):
            if fits(w.terrain, x, y, n.half_width, n.height):
                hero.x, hero.y = x, y
                return False
    hero.y = min(stop, hero.y)
    return True


def _fall(w: World, hero: Hero, dy: int) -> bool:
    """Move down; True if the feet found ground."""
    edge = floor_between(w.terrain, hero.x, hero.y, dy, w.numbers.hero.half_width)
    lift = devices.landing(w, w.machinery, dy) if w.machinery is not None else None
    if lift is not None and (edge is None or lift < edge):
        edge = lift
    hero.y = hero.y + dy if edge is None else edge
    return edge is not None


def _touch_down(w: World, hero: Hero) -> None:
    hard = hero.y - hero.left_y >= w.numbers.hero.hard_drop
    hero.enter(State.LAND if hard else State.GROUND)
    hero.crouching = False
    w.emit("land", hero.x, hero.y, 1 if hard else 0)


def _land(w: World, hero: Hero) -> None:
    if not _stands(w, hero):
        drop(w, hero)
    elif hero.timer >= w.numbers.hero.hard_landing:
        hero.enter(State.GROUND)


def knock_back(w: World, hero: Hero, away: int) -> None:
    """Throw the hero off his feet, away (-1 or +1) from what hit him; on stairs he only freezes."""
    n = w.numbers.hero
    hero.act = int(Act.NONE)
    hero.invulnerable = n.invulnerable
    if w.rules.no_knockback:
        return
    if hero.state == State.STAIRS:
        hero.frozen = n.frozen_on_stairs
        hero.timer = 0
        return
    _leave(hero, away * n.knock_x, 0, jumped=False)
    hero.enter(State.HURT)
    hero.facing = -away
    hero.vy = n.knock_y


def _hurt(w: World, hero: Hero) -> None:
    n = w.numbers.hero
    hero.x = slide(w.terrain, hero.x, hero.y, hero.vx, n.half_width, n.height)
    vy = hero.vy
    hero.vy = min(vy + n.knock_gravity, n.fall)
    if vy < 0:
        if _rise(w, hero, vy):
            hero.vy = 0
    elif _fall(w, hero, vy):
        _touch_down(w, hero)


def perish(w: World, hero: Hero) -> None:
    """A frame of dying: fall on until something carries the body, unless it has left the picture or sinks."""
    hero.timer += 1
    if w.machinery is not None:
        devices.carry(w, w.machinery)
    if hero.vy:
        hero.y += hero.vy
        return
    _fall(w, hero, w.numbers.hero.fall // 2)
