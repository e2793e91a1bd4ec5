"""The great bat hangs until the hero is in its hall, then hovers, draws back, swoops through him in an arc, and spits when wounded.

A lash in time breaks the swoop off; that, or stepping aside, is how it is beaten.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..actors import Actor, bob
from ..shots import Shot
from . import hall, life
from .life import OWN, wounded

if TYPE_CHECKING:
    from ..world import World

WAIT, POISE, SWOOP = OWN, OWN + 1, OWN + 2


def _wake(w: World, a: Actor) -> None:
    a.look("move")
    if life.awake(w, a):
        _hover(w, a)


def _hover(w: World, a: Actor) -> None:
    n = w.numbers.boss_bat
    a.aim = (w.camera[1] + n.roof) << 8
    a.vy = 0
    a.span = w.rng.between(*n.wait)
    a.look("move")
    a.begin(WAIT)


def _wait(w: World, a: Actor) -> None:
    """Hover to the hero's side, where a swoop can start from."""
    n = w.numbers.boss_bat
    a.turn_to(w.hero.x)
    _drift_aside(w, a)
    if abs(a.y - a.aim) > n.rise * 8:
        a.y += n.rise if a.y < a.aim else -n.rise
    else:
        bob(a)
    if wounded(a):
        _prepare_fire(w, a)
    if a.timer >= a.span and abs(a.x - w.hero.x) >> 8 >= n.run_up // 2:
        a.look("attack")
        a.begin(POISE)


def _bounds(w: World) -> tuple[int, int]:
    n = w.numbers.boss_bat
    return hall.bounds(w, (w.camera[1] + n.roof) << 8, n.half_width)


def _drift_aside(w: World, a: Actor) -> None:
    """Towards a place `run_up` px from the hero, on this side of him if the hall has room there."""
    n = w.numbers.boss_bat
    low, high = _bounds(w)
    side = 1 if a.x >= w.hero.x else -1
    goal = w.hero.x + side * (n.run_up << 8)
    if not low <= goal <= high:
        goal = w.hero.x - side * (n.run_up << 8)
    a.x = max(low, min(high, a.x + max(-n.drift, min(n.drift, goal - a.x))))


def _prepare_fire(w: World, a: Actor) -> None:
    """Wounded, it opens its mouth while it hovers, and then spits."""
    n = w.numbers.boss_bat
    if a.timer == n.fire_at - n.fire_tell:
        a.look("attack")
    elif a.timer == n.fire_at:
        _spit(w, a)
        a.look("move")


def _spit(w: World, a: Actor) -> None:
    n = w.numbers.boss_bat
    vx = n.fire_speed * a.facing
    for vy in (-n.fan, 0, n.fan):
        w.shots.append(Shot("fire", a.x, a.y - (n.height << 7), vx, vy + n.fan))
    w.emit("spit", a.x, a.y)


def _poise(w: World, a: Actor) -> None:
    """The tell: it draws up and back before it comes."""
    n = w.numbers.boss_bat
    a.turn_to(w.hero.x)
    a.y -= n.poise_rise
    if a.timer >= n.poise:
        _begin_swoop(w, a)


def _begin_swoop(w: World, a: Actor) -> None:
    """Aim an arc that touches bottom where the hero is now and ends as far behind him as the hall allows.

    drift, vy: where it starts (x, y); span: from there to the hero; vx: from the hero to its end; aim: its depth.
    """
    n = w.numbers.boss_bat
    low, high = _bounds(w)
    hero = max(low, min(high, w.hero.x))
    a.drift, a.vy = a.x, a.y
    a.span = hero - a.x
    a.vx = max(low, min(high, hero + a.span)) - hero
    a.aim = max(0, w.hero.y - n.depth - a.y)
    a.facing = 1 if a.span > 0 else -1
    w.emit("leap", a.x, a.y)
    a.begin(SWOOP)


def _swoop(w: World, a: Actor) -> None:
    """A parabola over t: 4 t (T - t) / T^2 of the depth in y; straight in x, on either side of its bottom."""
    frames = w.numbers.boss_bat.swoop[wounded(a)]
    half = frames // 2
    t = min(a.timer, frames)
    a.x = a.drift + (a.span * t // half if t <= half else a.span + a.vx * (t - half) // half)
    a.y = a.vy + a.aim * 4 * t * (frames - t) // (frames * frames)
    if t == frames:
        _hover(w, a)


def flinch(w: World, a: Actor) -> None:
    """A blow breaks off its swoop."""
    if a.mode in (POISE, SWOOP):
        _hover(w, a)


def _dying(w: World, a: Actor) -> None:
    """It drops away."""
    a.y = min(a.y + w.numbers.boss_bat.fall_dead, hall.floor(w, a.x))
    life.pass_away(w, a)


MODES = (life.sleep, _wake, _dying, _wait, _poise, _swoop)
