"""Spear: walks its ledge up and down, stops when the hero is before it, and thrusts.

The whip reaches further than the spear; or crouch: the thrust goes over the hero's head, and the lash under it still hits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..actors import Actor
from .moves import near, pace, sink
from .nature import Nature

if TYPE_CHECKING:
    from ..whip import Box
    from ..world import World

PATROL, AIM, THRUST = 0, 1, 2


def _patrol(w: World, a: Actor) -> None:
    """drift: frames until it may thrust again."""
    n = w.numbers.spear
    a.look("move")
    a.drift = max(0, a.drift - 1)
    if sink(w, a, n.fall, n):
        return
    if not a.drift and near(w, a, n.sight, n.sight_rows):
        a.turn_to(w.hero.x)
        a.look("idle")
        a.begin(AIM)
    elif pace(w, a, a.facing * n.speed, n):
        a.facing = -a.facing


def _aim(w: World, a: Actor) -> None:
    if a.timer >= w.numbers.spear.wind_up:
        a.look("attack")
        a.begin(THRUST)
        w.emit("thrust", a.x, a.y)


def _thrust(w: World, a: Actor) -> None:
    n = w.numbers.spear
    if a.timer >= n.out:
        a.drift = n.pause
        a.begin(PATROL)


def _reach(w: World, a: Actor) -> Box | None:
    n = w.numbers.spear
    if a.mode != THRUST:
        return None
    px, py = a.x >> 8, a.y >> 8
    tip = px + a.facing * n.reach
    return min(px, tip), py - n.reach_high, max(px, tip), py - n.reach_low


MODES = (_patrol, _aim, _thrust)
"""The function of each mode."""
NATURE = Nature(reach=_reach)
