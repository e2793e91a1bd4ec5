"""Kinds that keep coming: their Thing is no creature but the place that sends them, for as long as it is near the view."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from .actors import Actor
from .collide import carried, fits
from .level import CELL, VIEW_W, Thing
from .terrain import LIQUID, SPIKES

if TYPE_CHECKING:
    from .world import World

Comer = Callable[["World", Thing], int]
"""Lets one in, if it has a place and not too many are about; the frames until the next."""


def come(w: World, source: Thing) -> None:
    """Let another one in when it is due."""
    which = KINDS.index(source.kind)
    if w.waits[which] <= 0:
        wait = COMERS[source.kind](w, source)
        w.waits = (*w.waits[:which], wait, *w.waits[which + 1 :])


def tick(w: World) -> None:
    """A frame off every wait."""
    w.waits = tuple([wait - 1 for wait in w.waits])


def _about(w: World, kind: str) -> int:
    return sum(a.kind == kind for a in w.actors)


def _shambler(w: World, grave: Thing) -> int:
    """From behind the hero's or the other edge of the view, wherever there is ground; in a closed room out of the grave itself."""
    n, body = w.numbers.spawn, w.numbers.shambler
    wait = w.rng.between(*n.every)
    if _about(w, "shambler") >= n.alive:
        return wait
    left = w.camera[0]
    edges = [left - body.half_width * 2, left + VIEW_W + body.half_width * 2]
    if w.rng.below(2):
        edges.reverse()
    for x in edges:
        y = _ground_near(w, x, grave.y)
        if y is not None:
            a = Actor("shambler", x, y, 1 if x < left else -1, body)
            a.mode = 1  # already walking
            w.actors.append(a)
            return wait
    if abs((w.hero.x >> 8) - grave.x) >= n.safe:
        a = Actor("shambler", grave.x, grave.y, -1, body)
        a.turn_to(w.hero.x)
        w.actors.append(a)
    return wait


def _ground_near(w: World, x: int, y: int) -> int | None:
    """The y in px nearest to this one at which a shambler can stand at x in the hero's storey, or None."""
    s = w.terrain.sections[w.hero.section]
    if not 0 <= x < w.terrain.width * CELL:
        return None
    for rows in range(w.numbers.spawn.rows + 1):
        for there in (y + rows * CELL, y - rows * CELL):
            if s.y * CELL < there < (s.y + s.h) * CELL and _standable(w, x << 8, there << 8):
                return there
    return None


def _standable(w: World, x: int, y: int) -> bool:
    body, t = w.numbers.shambler, w.terrain
    wet = t.at(x >> 12, (y - 1) >> 12) & (LIQUID | SPIKES)
    return not wet and carried(t, x, y, body.half_width) and fits(t, x, y, body.half_width, body.height)


def _head(w: World, source: Thing) -> int:
    """From the edge of the view that the hero faces, unless he stands too near to it; at his height, up or down first."""
    n = w.numbers.head
    wait = w.rng.between(*n.every)
    if _about(w, "head") >= n.alive:
        return wait
    left, px = w.camera[0], w.hero.x >> 8
    edges = {-1: left - n.half_width, 1: left + VIEW_W + n.half_width}
    side = w.hero.facing if abs(edges[w.hero.facing] - px) >= n.safe else -w.hero.facing
    a = Actor("head", edges[side], (w.hero.y >> 8) - n.aim, -side, n)
    a.aim, a.vy = a.y, n.sweep * (1 - 2 * w.rng.below(2))
    a.look("move")
    w.actors.append(a)
    return wait


COMERS: dict[str, Comer] = {"shambler": _shambler, "head": _head}
"""Kind -> how one is let in."""
KINDS = tuple(COMERS)
"""Their order in World.waits."""
