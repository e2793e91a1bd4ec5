"""Hound: lies in wait, then runs at the hero, leaps where the ground ends, turns when it lands behind him."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..actors import Actor, stands, walk
from .moves import spring

if TYPE_CHECKING:
    from ..world import World

LIE, RUN, LEAP = 0, 1, 2


def _lie(w: World, a: Actor) -> None:
    n = w.numbers.hound
    if abs(w.hero.x - a.x) >> 8 <= n.sight and abs(w.hero.y - a.y) >> 8 <= n.sight_rows:
        a.turn_to(w.hero.x)
        a.begin(RUN)


def _run(w: World, a: Actor) -> None:
    n = w.numbers.hound
    a.look("move")
    if walk(w, a, a.facing * n.speed, n):
        a.facing = -a.facing
    if not stands(w, a, n):
        a.vy = n.leap
        a.look("attack")
        a.begin(LEAP)


def _leap(w: World, a: Actor) -> None:
    n = w.numbers.hound
    a.vx = a.facing * n.speed
    if spring(w, a, n.gravity, n.max_fall, n):
        a.turn_to(w.hero.x)
        a.begin(RUN)


MODES = (_lie, _run, _leap)
"""The function of each mode."""
