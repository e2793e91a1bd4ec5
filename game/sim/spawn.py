"""What comes to life when, and what is forgotten: things wake just outside the view, and sleep again far from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .actors import Actor
from .collide import carried, fits
from .level import CELL, VIEW_H, VIEW_W, Thing
from .terrain import LIQUID, SPIKES

if TYPE_CHECKING:
    from .world import World

RENEWED = frozenset({"bat"})
"""Kinds that come back after being killed, once their place has been out of view."""
SHAMBLER = "shambler"
"""The kind whose Thing is no creature but a grave: as long as it is near the view, shamblers keep coming."""


def spawn(w: World) -> None:
    """Wake the things near the view, let shamblers in, forget whoever is far away."""
    _forget(w)
    n = w.numbers.spawn
    for home, thing in w.foes:
        if thing.kind == SHAMBLER:
            if w.grave_timer <= 0 and _near(w, thing, n.near):
                _let_in_shambler(w, thing)
        elif _near(w, thing, n.margin):
            if home not in w.out and home not in w.slain:
                _wake(w, home, thing)
        elif home in w.out and all(a.home != home for a in w.actors):
            w.out -= {home}
    w.grave_timer -= 1


def _near(w: World, thing: Thing, margin: int) -> bool:
    left, top = w.camera
    return left - margin <= thing.x <= left + VIEW_W + margin and top <= thing.y <= top + VIEW_H


def _wake(w: World, home: int, thing: Thing) -> None:
    a = Actor(thing.kind, thing.x, thing.y, thing.facing, w.numbers.body(thing.kind), home)
    if thing.kind == "thrower":
        a.span, a.drift = w.numbers.thrower.hop_every[1], w.rng.between(*w.numbers.thrower.throw_every)
    w.actors.append(a)
    w.out |= {home}


def _let_in_shambler(w: World, grave: Thing) -> None:
    """From behind the hero's or the other edge of the view, wherever there is ground; in a closed room out of the grave itself."""
    n, body = w.numbers.spawn, w.numbers.shambler
    w.grave_timer = w.rng.between(*n.every)
    if sum(a.kind == SHAMBLER for a in w.actors) >= n.alive:
        return
    left = w.camera[0]
    edges = [left - body.half_width * 2, left + VIEW_W + body.half_width * 2]
    if w.rng.below(2):
        edges.reverse()
    for x in edges:
        y = _ground_near(w, x, grave.y)
        if y is not None:
            a = Actor(SHAMBLER, x, y, 1 if x < left else -1, body)
            a.mode = 1  # already walking
            w.actors.append(a)
            return
    if abs((w.hero.x >> 8) - grave.x) >= n.safe:
        a = Actor(SHAMBLER, grave.x, grave.y, -1, body)
        a.turn_to(w.hero.x)
        w.actors.append(a)


def _ground_near(w: World, x: int, y: int) -> int | None:
    """The y in px nearest to this one at which a shambler can stand at x, or None."""
    if not 0 <= x < w.terrain.width * CELL:
        return None
    for rows in range(w.numbers.spawn.rows + 1):
        for there in (y + rows * CELL, y - rows * CELL):
            if _standable(w, x << 8, there << 8):
                return there
    return None


def _standable(w: World, x: int, y: int) -> bool:
    body, t = w.numbers.shambler, w.terrain
    wet = t.at(x >> 12, (y - 1) >> 12) & (LIQUID | SPIKES)
    return not wet and carried(t, x, y, body.half_width) and fits(t, x, y, body.half_width, body.height)


def _forget(w: World) -> None:
    """Drop whoever is far outside the view or has fallen out of its section. Bosses stay."""
    left, top = w.camera
    gone = w.numbers.spawn.gone
    low, high = left - gone, left + VIEW_W + gone
    kept = [a for a in w.actors if (low <= a.x >> 8 <= high and top - gone <= a.y >> 8 <= top + VIEW_H + CELL) or a.home in w.bosses]
    if len(kept) != len(w.actors):
        w.actors = kept


def bury(w: World, a: Actor) -> None:
    """Take a killed actor out of the world; most stay dead."""
    w.actors = [other for other in w.actors if other is not a]
    if a.home >= 0 and a.kind not in RENEWED:
        w.slain |= {a.home}
