"""Flea: a small jumper that nobody can quite foresee: small hops and large ones, mostly towards the hero, never into an abyss.

It sits still for a moment after each hop: that is when a low lash gets it. A large hop goes over a hero who walks on under it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..actors import Actor
from .moves import landing, near, spring

if TYPE_CHECKING:
    from ..world import World

WAIT, SIT, HOP = 0, 1, 2


def _wait(w: World, a: Actor) -> None:
    n = w.numbers.flea
    if near(w, a, n.sight, n.sight_rows):
        _land(w, a)


def _land(w: World, a: Actor) -> None:
    """span: how long it will sit."""
    a.turn_to(w.hero.x)
    a.span = w.rng.between(*w.numbers.flea.sit)
    a.look("idle")
    a.begin(SIT)


def _sit(w: World, a: Actor) -> None:
    if a.timer < a.span:
        return
    n = w.numbers.flea
    which = 1 if w.rng.below(n.large_one_in) == 0 else 0
    if w.rng.below(n.away_one_in) == 0:
        a.facing = -a.facing
    a.vx, a.vy = a.facing * n.hop_x[which], n.hop_y[which]
    if landing(w, a, a.vx, a.vy, n.gravity, n.max_fall, n) is None:
        a.vx = 0
    a.look("move")
    a.begin(HOP)


def _hop(w: World, a: Actor) -> None:
    n = w.numbers.flea
    if spring(w, a, n.gravity, n.max_fall, n):
        _land(w, a)


MODES = (_wait, _sit, _hop)
"""The function of each mode."""
