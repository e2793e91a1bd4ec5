"""Thrower: hops to keep its distance and throws bones that come down where the hero stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..actors import Actor, stands
from ..collide import carried
from ..shots import Shot
from .moves import spring
from .nature import Nature

if TYPE_CHECKING:
    from ..world import World

STAND, HOP = 0, 1


def _wake(w: World, a: Actor) -> None:
    n = w.numbers.thrower
    a.span, a.drift = n.hop_every[1], w.rng.between(*n.throw_every)


def _stand(w: World, a: Actor) -> None:
    n = w.numbers.thrower
    a.turn_to(w.hero.x)
    _arm(w, a)
    if not stands(w, a, n):
        a.vx = a.vy = 0
        a.begin(HOP)
    elif a.timer >= a.span:
        _hop(w, a)


def _hop(w: World, a: Actor) -> None:
    """Away from a hero too close, towards one too far, else on the spot; never off its ledge."""
    n = w.numbers.thrower
    distance = abs(w.hero.x - a.x) >> 8
    near, far = n.keep
    way = -a.facing if distance < near else a.facing if distance > far else w.rng.between(-1, 1)
    ahead = a.x + way * n.hop_x * (2 * -n.hop_y // n.gravity)
    a.vx = way * n.hop_x if carried(w.terrain, ahead, a.y, n.half_width // 2) else 0
    a.vy = n.hop_y
    a.span = w.rng.between(*n.hop_every)
    a.begin(HOP)


def _air(w: World, a: Actor) -> None:
    n = w.numbers.thrower
    _arm(w, a)
    if spring(w, a, n.gravity, n.max_fall, n):
        a.begin(STAND)


def _arm(w: World, a: Actor) -> None:
    """drift counts down to the next bone; the last frames of it show the wind-up."""
    n = w.numbers.thrower
    if abs(w.hero.x - a.x) >> 8 > n.sight:
        return
    a.drift -= 1
    if a.drift > 0:
        a.look("attack" if a.drift <= n.wind_up else "move")
        return
    vx = max(-n.bone_max, min(n.bone_max, (w.hero.x - a.x) // n.bone_flight))
    w.shots.append(Shot("bone", a.x, a.y - n.hand, vx, n.bone_y, n.bone_gravity))
    w.emit("throw", a.x, a.y)
    a.drift = n.wind_up + w.rng.between(*n.throw_every)


MODES = (_stand, _air)
"""The function of each mode."""
NATURE = Nature(wake=_wake)
