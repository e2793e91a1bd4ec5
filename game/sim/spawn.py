"""What comes to life when, and what is forgotten: things wake just outside the view, and sleep again far from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import comers
from .actors import Actor
from .foes.kinds import nature
from .level import CELL, VIEW_H, VIEW_W, Thing

if TYPE_CHECKING:
    from .world import World


def spawn(w: World) -> None:
    """Wake the things near the view, let in those that keep coming, forget whoever is far away."""
    if w.actors:
        _forget(w)
    n = w.numbers.spawn
    left, top = w.camera
    right, bottom, near, margin = left + VIEW_W, top + VIEW_H, n.near, n.margin
    for home, thing in w.foes:
        in_rows = top <= thing.y <= bottom
        if thing.kind in comers.COMERS:
            if in_rows and w.arena < 0 and left - near <= thing.x <= right + near:
                comers.come(w, thing)
        elif in_rows and left - margin <= thing.x <= right + margin:
            if home not in w.out and home not in w.slain:
                _wake(w, home, thing)
        elif home in w.out and all(a.home != home for a in w.actors):
            w.out -= {home}
    comers.tick(w)


def _wake(w: World, home: int, thing: Thing) -> None:
    a = Actor(thing.kind, thing.x, thing.y, thing.facing, w.numbers.body(thing.kind), home)
    wake = nature(a.kind).wake
    if wake is not None:
        wake(w, a)
    w.actors.append(a)
    w.out |= {home}


def _forget(w: World) -> None:
    """Drop whoever is far outside the view or has fallen out of it. Bosses stay, and so do those that must not be met anew."""
    kept = [a for a in w.actors if _is_about(w, a)]
    if len(kept) != len(w.actors):
        w.actors = kept


def _is_about(w: World, a: Actor) -> bool:
    if a.home in w.bosses:
        return True
    px, py = a.x >> 8, a.y >> 8
    if nature(a.kind).kept:
        return py <= w.terrain.height * CELL
    (left, top), gone = w.camera, w.numbers.spawn.gone
    return left - gone <= px <= left + VIEW_W + gone and top - gone <= py <= top + VIEW_H + CELL


def slay(w: World, a: Actor) -> None:
    """The end of a lesser foe and the points for it, or what its kind does in place of dying."""
    a.health = 0
    struck_down = nature(a.kind).struck_down
    if struck_down is not None:
        struck_down(w, a)
        return
    body = w.numbers.body(a.kind)
    w.score(body.points, a.x, a.y - (body.height << 8))
    w.emit("kill", a.x, a.y)
    bury(w, a)


def bury(w: World, a: Actor) -> None:
    """Take a killed actor out of the world; most stay dead."""
    w.actors = [other for other in w.actors if other is not a]
    if a.home >= 0 and not nature(a.kind).renewed:
        w.slain |= {a.home}
