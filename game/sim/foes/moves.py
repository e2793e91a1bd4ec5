"""Moves and looks that several kinds share. They never lead into a wall, and on the ground never over a ledge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..actors import Actor, fall, stands, walk
from ..body import Body
from ..collide import ceiling_above
from ..level import CELL
from ..terrain import CARRY, LIQUID, SPIKES

if TYPE_CHECKING:
    from ..world import World


def apart(w: World, a: Actor) -> int:
    """How far the hero is to its side, px."""
    return abs(w.hero.x - a.x) >> 8


def near(w: World, a: Actor, sight: int, rows: int) -> bool:
    """The hero is within so many px to the side, and so many up or down."""
    return apart(w, a) <= sight and abs(w.hero.y - a.y) >> 8 <= rows


def footing(w: World, x: int, y: int, way: int, body: Body) -> bool:
    """A body standing at x, y has ground under the foot that leads this way, and neither water nor spikes before its shin."""
    px = (x >> 8) + (body.half_width - 1 if way > 0 else -body.half_width)
    column, row = px // CELL, (y >> 8) // CELL
    return bool(w.terrain.at(column, row) & CARRY) and not w.terrain.at(column, row - 1) & (LIQUID | SPIKES)


def pace(w: World, a: Actor, dx: int, body: Body) -> bool:
    """Walk on the ground by dx; True if a wall or a ledge stopped it."""
    return not footing(w, a.x + dx, a.y, dx, body) or walk(w, a, dx, body)


def sink(w: World, a: Actor, speed: int, body: Body) -> bool:
    """Fall straight down if nothing carries it; True while in the air."""
    if stands(w, a, body):
        return False
    a.vy = speed
    fall(w, a, 0, speed, body)
    return True


def spring(w: World, a: Actor, gravity: int, fastest: int, body: Body) -> bool:
    """A frame of a leap with vx, vy; walls and ceilings stop it. True once it stands."""
    walk(w, a, a.vx, body)
    if a.vy < 0:
        flush = ceiling_above(w.terrain, a.x, a.y + a.vy, body.half_width, body.height)
        if flush is not None:
            a.y, a.vy = flush, 0
    return fall(w, a, gravity, fastest, body)


def wet(w: World, a: Actor) -> bool:
    """Its feet are in a liquid."""
    return bool(w.terrain.at(a.x >> 12, (a.y - 1) >> 12) & LIQUID)


def landing(w: World, a: Actor, vx: int, vy: int, gravity: int, fastest: int, body: Body) -> int | None:
    """The x at which a leap would come down on dry ground of its section, or None."""
    twin = a.copy()
    twin.vx, twin.vy = vx, vy
    end = w.terrain.bottom_at(a.x >> 8, (a.y >> 8) - 1)
    bottom = (w.terrain.height * CELL if end is None else end) << 8
    while twin.y < bottom:
        if spring(w, twin, gravity, fastest, body):
            return None if twin.y >= bottom or wet(w, twin) else twin.x
        if twin.vy > 0 and wet(w, twin):
            return None
    return None
