"""Pillar: two skulls, one on the other, that breathe fire at the hero in turn, the upper one high, the lower one low.

Crouch under the high flame, jump the low one or lash it crouching, and close in between; it takes many blows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..actors import Actor
from ..shots import Shot
from .moves import apart, sink
from .nature import Nature

if TYPE_CHECKING:
    from ..world import World

WAIT, BREATHE = 0, 1


def _wake(w: World, a: Actor) -> None:
    a.drift = w.numbers.pillar.breathe_every[0]


def _wait(w: World, a: Actor) -> None:
    """drift: frames until the next flame. span: 1 if the lower skull is next."""
    n = w.numbers.pillar
    a.turn_to(w.hero.x)
    if sink(w, a, n.fall, n) or apart(w, a) > n.sight:
        return
    a.drift -= 1
    if a.drift <= 0:
        a.look("attack_low" if a.span else "attack")
        a.begin(BREATHE)


def _breathe(w: World, a: Actor) -> None:
    n = w.numbers.pillar
    if a.timer < n.wind_up:
        return
    y = a.y - n.mouths[a.span]
    w.shots.append(Shot("fire", a.x + a.facing * (n.half_width << 8), y, a.facing * n.fire_speed, 0))
    w.emit("spit", a.x, y)
    a.span = 1 - a.span
    a.drift = w.rng.between(*n.breathe_every) - n.wind_up
    a.look("idle")
    a.begin(WAIT)


MODES = (_wait, _breathe)
"""The function of each mode."""
NATURE = Nature(wake=_wake)
