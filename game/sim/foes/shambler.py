"""Shambler: rises from the ground, or walks in from the side, and just goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..actors import Actor, fall, stands, walk
from .nature import Nature

if TYPE_CHECKING:
    from ..world import World

RISE, SHAMBLE = 0, 1


def _rise(w: World, a: Actor) -> None:
    if a.timer >= w.numbers.shambler.rise:
        a.begin(SHAMBLE)


def _shamble(w: World, a: Actor) -> None:
    n = w.numbers.shambler
    a.look("move")
    if not stands(w, a, n):
        a.vy = n.fall
        fall(w, a, 0, n.fall, n)
    elif walk(w, a, a.facing * n.speed, n):
        a.facing = -a.facing


MODES = (_rise, _shamble)
"""The function of each mode."""
NATURE = Nature(harmless=frozenset({RISE}))
