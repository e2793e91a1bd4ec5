"""Knight: keeps its distance in short bursts of steps, and throws axes, high or low, that come back to it.

Crouch under the high axe, jump the low one, there and back, or lash either away; then step in for a blow or two. It takes many.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..actors import Actor
from ..foe_flights import AXE
from ..shots import Shot
from .moves import apart, pace, sink
from .nature import Nature

if TYPE_CHECKING:
    from ..world import World

STAND, STEP, THROW = 0, 1, 2


def _wake(w: World, a: Actor) -> None:
    n = w.numbers.knight
    a.span, a.drift = n.stand[1], n.throw_every[0]


def _stand(w: World, a: Actor) -> None:
    """drift: frames until the next axe. aim: 0 for a high one, 1 for a low one, which its arm tells."""
    n = w.numbers.knight
    a.turn_to(w.hero.x)
    if sink(w, a, n.fall, n) or apart(w, a) > n.sight:
        return
    a.drift -= 1
    if a.drift <= 0 and _axes(w) < n.axes:
        a.aim = w.rng.below(len(n.hands))
        a.look("attack_low" if a.aim else "attack")
        a.begin(THROW)
    elif a.timer >= a.span:
        _begin_steps(w, a)


def _axes(w: World) -> int:
    """In the air, or about to be."""
    return sum(shot.kind == AXE for shot in w.shots) + sum(a.kind == "knight" and a.mode == THROW for a in w.actors)


def _begin_steps(w: World, a: Actor) -> None:
    """Away from a hero too close, towards one too far, else either way. vx: their speed; span: how many frames of them."""
    n = w.numbers.knight
    close, far = n.keep
    distance = apart(w, a)
    way = -a.facing if distance < close else a.facing if distance > far else 1 - 2 * w.rng.below(2)
    a.vx = way * n.speed
    a.span = w.rng.between(*n.burst)
    a.look("move")
    a.begin(STEP)


def _step(w: World, a: Actor) -> None:
    n = w.numbers.knight
    a.turn_to(w.hero.x)
    a.drift -= 1
    if sink(w, a, n.fall, n) or pace(w, a, a.vx, n) or a.timer >= a.span:
        _rest(w, a)


def _rest(w: World, a: Actor) -> None:
    a.span = w.rng.between(*w.numbers.knight.stand)
    a.look("idle")
    a.begin(STAND)


def _throw(w: World, a: Actor) -> None:
    n = w.numbers.knight
    if a.timer < n.wind_up:
        return
    y = a.y - n.hands[a.aim]
    w.shots.append(Shot(AXE, a.x + a.facing * (n.half_width << 8), y, a.facing * n.axe_speed, 0))
    w.emit("throw", a.x, y)
    a.drift = w.rng.between(*n.throw_every)
    _rest(w, a)


MODES = (_stand, _step, _throw)
"""The function of each mode."""
NATURE = Nature(wake=_wake)
