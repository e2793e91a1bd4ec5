"""Bat: hangs, drops to the hero's height when he comes near, and sails through in a sine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..actors import Actor, bob
from .nature import Nature

if TYPE_CHECKING:
    from ..world import World

HANG, DIVE, SAIL = 0, 1, 2


def _hang(w: World, a: Actor) -> None:
    n = w.numbers.bat
    if abs(w.hero.x - a.x) >> 8 <= n.sight:
        a.turn_to(w.hero.x)
        a.aim = w.hero.y - n.aim
        a.begin(DIVE)


def _dive(w: World, a: Actor) -> None:
    n = w.numbers.bat
    a.look("move")
    a.x += a.facing * n.speed
    away = a.y - a.aim
    if abs(away) <= n.amplitude:
        a.vy = 0
        a.begin(SAIL)
    else:
        a.y -= min(n.dive, abs(away)) * (1 if away > 0 else -1)


def _sail(w: World, a: Actor) -> None:
    a.x += a.facing * w.numbers.bat.speed
    bob(a)


MODES = (_hang, _dive, _sail)
"""The function of each mode."""
NATURE = Nature(renewed=True, airborne=True)
