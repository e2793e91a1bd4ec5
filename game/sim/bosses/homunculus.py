"""The homunculus bounces about the hall: a low hop, a low hop, a high one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..actors import Actor
from . import heavy

if TYPE_CHECKING:
    from ..world import World


def _bounce(w: World, a: Actor) -> None:
    """turn: hops so far; walls turn it back, and so does the hero once he is behind it."""
    n = w.numbers.homunculus
    a.look("move")
    x, vx = a.x + a.vx, a.vx
    landed = heavy.land(w, a, n.gravity, n.half_width)
    if a.x != x and not landed:
        a.vx = -vx
        a.facing = -a.facing
    if landed:
        a.turn += 1
        if a.turn % n.high_every == 0:
            a.turn_to(w.hero.x)
        a.vx, a.vy = a.facing * n.speed, n.high if a.turn % n.high_every == 0 else n.low
        w.emit("land", a.x, a.y)


MODES = (_bounce,)
