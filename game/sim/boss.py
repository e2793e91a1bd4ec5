"""Bosses. The great bat hangs until the hero is in its hall, then hovers, swoops through him in an arc, and spits when wounded.

A lash in time breaks the swoop off; that, or stepping aside, is how it is beaten.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from .actors import Actor, bob
from .items import let_fall
from .level import VIEW_H, VIEW_W
from .shots import Shot
from .spawn import bury

if TYPE_CHECKING:
    from .world import World

SLEEP, WAKE, WAIT, SWOOP, DYING = 0, 1, 2, 3, 4


def _sleep(w: World, a: Actor) -> None:
    """Until the hero is near and the view shows the bat whole; then the view stays where it is and the hall is shut."""
    n = w.numbers.boss_bat
    left, top = w.camera
    shown = left + n.half_width < a.x >> 8 < left + VIEW_W - n.half_width and top < a.y >> 8 < top + VIEW_H
    if shown and abs(w.hero.x - a.x) >> 8 <= n.sight:
        w.arena = left
        a.begin(WAKE)


def _wake(w: World, a: Actor) -> None:
    n = w.numbers.boss_bat
    a.look("move")
    if a.timer >= n.wake:
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
    if a.timer == n.fire_at and wounded(a):
        _spit(w, a)
    if a.timer >= a.span and abs(a.x - w.hero.x) >> 8 >= n.run_up // 2:
        _begin_swoop(w, a)


def _bounds(w: World) -> tuple[int, int]:
    """The leftmost and rightmost x (1/256 px) that the bat may have in its hall."""
    half = w.numbers.boss_bat.half_width
    return (w.camera[0] + half) << 8, (w.camera[0] + VIEW_W - half) << 8


def _drift_aside(w: World, a: Actor) -> None:
    """Towards a place `run_up` px from the hero, on this side of him if the hall has room there."""
    n = w.numbers.boss_bat
    low, high = _bounds(w)
    side = 1 if a.x >= w.hero.x else -1
    goal = w.hero.x + side * (n.run_up << 8)
    if not low <= goal <= high:
        goal = w.hero.x - side * (n.run_up << 8)
    a.x += max(-n.drift, min(n.drift, goal - a.x))


def wounded(a: Actor) -> bool:
    """Half its health is gone."""
    return 2 * a.health <= a.max_health


def _spit(w: World, a: Actor) -> None:
    n = w.numbers.boss_bat
    a.look("attack")
    vx = n.fire_speed * a.facing
    for vy in (-n.fan, 0, n.fan):
        w.shots.append(Shot("fire", a.x, a.y - (n.height << 7), vx, vy + n.fan))
    w.emit("throw", a.x, a.y)


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
    a.look("attack")
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
    if a.mode == SWOOP:
        _hover(w, a)


def fell(w: World, a: Actor) -> None:
    """Begin its end: it drops away, and its flames go out."""
    w.shots = [shot for shot in w.shots if shot.mine]
    a.look("dead")
    a.begin(DYING)
    w.emit("boss_dead", a.x, a.y)


def _dying(w: World, a: Actor) -> None:
    n = w.numbers.boss_bat
    a.y += n.fall_dead
    if a.timer < n.dying:
        return
    left = w.camera[0]
    let_fall(w, "orb", max(left + 24, min(left + VIEW_W - 24, a.x >> 8)), w.camera[1] + n.roof)
    bury(w, a)


BOSSES: dict[str, tuple[Callable[[World, Actor], None], ...]] = {"boss_bat": (_sleep, _wake, _wait, _swoop, _dying)}
"""Kind -> the function of each mode."""
