"""Riser: a skeleton that comes towards the hero as far as its ledge goes, falls to a heap when struck, and rises again.

It can't be killed, so fell it and be past before it stands; its bones tremble half a second before they are whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..actors import Actor
from .moves import apart, near, pace, sink
from .nature import Nature

if TYPE_CHECKING:
    from ..world import World

WALK, HEAP, RISE = 0, 1, 2


def _walk(w: World, a: Actor) -> None:
    n = w.numbers.riser
    if sink(w, a, n.fall, n) or not near(w, a, n.sight, n.sight_rows):
        a.look("idle")
        return
    blocked = apart(w, a) <= n.half_width
    if not blocked:
        a.turn_to(w.hero.x)
        blocked = pace(w, a, a.facing * n.speed, n)
    a.look("idle" if blocked else "move")


def _collapse(w: World, a: Actor) -> None:
    """In place of death. span: its points are paid, which happens once."""
    if not a.span:
        a.span = 1
        n = w.numbers.riser
        w.score(n.points, a.x, a.y - (n.height << 8))
    a.look("heap")
    a.begin(HEAP)
    w.emit("heap", a.x, a.y)


def _heap(w: World, a: Actor) -> None:
    n = w.numbers.riser
    sink(w, a, n.fall, n)
    if a.timer >= n.heap:
        a.look("rise")
        a.begin(RISE)
        w.emit("rise", a.x, a.y)


def _rise(w: World, a: Actor) -> None:
    if a.timer >= w.numbers.riser.rise:
        a.health = a.max_health
        a.begin(WALK)


MODES = (_walk, _heap, _rise)
"""The function of each mode."""
NATURE = Nature(struck_down=_collapse, kept=True)
