"""Fishman: waits under water, leaps out beside the hero, walks about, stops to spit fire.

The water bubbles before it leaps. Its fire flies at a standing man's breast: crouch, or lash it away; one blow fells it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..actors import Actor, stands, walk
from ..level import CELL
from ..shots import Shot
from ..terrain import LIQUID
from .moves import apart, landing, spring, wet
from .nature import Nature

if TYPE_CHECKING:
    from ..world import World

LURK, BUBBLE, LEAP, WALK, SPIT = 0, 1, 2, 3, 4


def _surface(w: World, x: int, y: int) -> int:
    """The y in px of the surface of the water that a thing at (x, y), px, was put in or above; its own where there is none."""
    column, row = x // CELL, (y - 1) // CELL
    while row < w.terrain.height and not w.terrain.at(column, row) & LIQUID:
        row += 1
    if row == w.terrain.height:
        return y
    while w.terrain.at(column, row - 1) & LIQUID:
        row -= 1
    return row * CELL


def _dive(w: World, a: Actor) -> None:
    """Hide a cell deep in the water. aim: the surface."""
    a.y = a.aim = _surface(w, a.x >> 8, a.y >> 8) << 8
    if w.terrain.at(a.x >> 12, a.y >> 12) & LIQUID:
        a.y += CELL << 8
    a.vx = a.vy = 0
    a.look("hidden")
    a.begin(LURK)


def _lurk(w: World, a: Actor) -> None:
    n = w.numbers.fishman
    nearest, furthest = n.trigger
    about = sum(other.kind == a.kind and other.mode != LURK for other in w.actors)
    if a.timer >= n.rest and nearest <= apart(w, a) <= furthest and about < n.alive:
        w.emit("splash", a.x, a.aim)
        a.begin(BUBBLE)


def _bubble(w: World, a: Actor) -> None:
    n = w.numbers.fishman
    if a.timer < n.bubble:
        if a.timer == n.bubble // 2:
            w.emit("splash", a.x, a.aim)
        return
    a.turn_to(w.hero.x)
    a.vx, a.vy = _leap_x(w, a), n.leap
    w.emit("splash", a.x, a.aim)
    w.emit("leap", a.x, a.aim)
    a.look("leap")
    a.begin(LEAP)


def _leap_x(w: World, a: Actor) -> int:
    """A sideways speed that brings it to dry ground, towards the hero if there is any, but not on top of him; else straight up."""
    n = w.numbers.fishman
    for way in (a.facing, -a.facing):
        for speed in n.leap_x:
            x = landing(w, a, way * speed, n.leap, n.gravity, n.max_fall, n)
            if x is not None and abs(x - w.hero.x) >> 8 >= n.berth:
                return way * speed
    return 0


def _leap(w: World, a: Actor) -> None:
    n = w.numbers.fishman
    if spring(w, a, n.gravity, n.max_fall, n):
        a.turn_to(w.hero.x)
        a.drift = n.first_spit
        a.look("move")
        a.begin(WALK)
    elif a.vy > 0 and wet(w, a):
        w.emit("splash", a.x, a.y)
        _dive(w, a)


def _walk(w: World, a: Actor) -> None:
    n = w.numbers.fishman
    if walk(w, a, a.facing * n.speed, n):
        a.facing = -a.facing
    a.drift -= 1
    if not stands(w, a, n):
        a.vx, a.vy = a.facing * n.speed, 0
        a.look("leap")
        a.begin(LEAP)
    elif a.drift <= 0:
        a.turn_to(w.hero.x)
        a.look("attack")
        a.begin(SPIT)


def _spit(w: World, a: Actor) -> None:
    n = w.numbers.fishman
    if a.timer == n.wind_up:
        w.shots.append(Shot("fire", a.x + a.facing * (n.half_width << 8), a.y - n.mouth, a.facing * n.fire_speed, 0))
        w.emit("spit", a.x, a.y - n.mouth)
    elif a.timer >= n.wind_up + n.breath:
        a.drift = w.rng.between(*n.spit_every)
        a.look("move")
        a.begin(WALK)


MODES = (_lurk, _bubble, _leap, _walk, _spit)
"""The function of each mode."""
_UNDER = frozenset({LURK, BUBBLE})
NATURE = Nature(harmless=_UNDER, untouchable=_UNDER, wake=_dive, renewed=True)
