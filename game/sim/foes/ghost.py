"""Ghost: unseen until the hero is near, takes shape harmlessly, then homes in on him through everything.

Slower than he walks, and a blow throws it back: turn, lash, walk on, turn again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..actors import Actor
from .moves import near
from .nature import Nature

if TYPE_CHECKING:
    from ..world import World

WAIT, APPEAR, HAUNT = 0, 1, 2


def _hide(w: World, a: Actor) -> None:
    a.look("hidden")


def _wait(w: World, a: Actor) -> None:
    n = w.numbers.ghost
    if near(w, a, n.sight, n.sight_rows):
        a.turn_to(w.hero.x)
        a.look("idle")
        a.begin(APPEAR)
        w.emit("appear", a.x, a.y)


def _appear(w: World, a: Actor) -> None:
    if a.timer >= w.numbers.ghost.appear:
        a.look("move")
        a.begin(HAUNT)


def _haunt(w: World, a: Actor) -> None:
    n = w.numbers.ghost
    away = w.hero.x - a.x, w.hero.y - a.y
    if a.mercy:
        a.x -= a.facing * n.recoil
        return
    if away[0]:
        a.turn_to(w.hero.x)
    a.x += max(-n.speed, min(n.speed, away[0]))
    a.y += max(-n.speed, min(n.speed, away[1]))


MODES = (_wait, _appear, _haunt)
"""The function of each mode."""
NATURE = Nature(harmless=frozenset({WAIT, APPEAR}), untouchable=frozenset({WAIT}), wake=_hide, airborne=True)
