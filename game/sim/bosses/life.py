"""The life that all bosses share: asleep until seen, awake in a shut hall, and in the end an orb.

A boss's modes begin with SLEEP, WAKE and DYING; its own count from OWN. Asleep and dying it neither hurts nor can be hurt.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..actors import Actor
from ..boss_numbers import Boss
from ..items import let_fall
from ..level import CELL, VIEW_H, VIEW_W
from ..spawn import bury
from ..terrain import SOLID

if TYPE_CHECKING:
    from ..world import World

SLEEP, WAKE, DYING, OWN = 0, 1, 2, 3
_ORB_ASIDE = 24
"""px that the orb stays away from the hall's sides."""


def is_boss(kind: str) -> bool:
    """Whether a kind of actor is a boss: all of their names begin alike, and no other's."""
    return kind.startswith("boss_")


def about(w: World) -> list[Actor]:
    """The bosses that still fight."""
    return [a for a in w.actors if a.health and is_boss(a.kind)]


def wounded(a: Actor) -> bool:
    """Half its health is gone."""
    return 2 * a.health <= a.max_health


def sleep(w: World, a: Actor) -> None:
    """Until the hero is near and the view shows it whole; then the view stays where it is and the hall is shut."""
    n = _numbers(w, a)
    left, top = w.camera
    shown = left + n.half_width < a.x >> 8 < left + VIEW_W - n.half_width and top < a.y >> 8 < top + VIEW_H
    if shown and (w.arena >= 0 or abs(w.hero.x - a.x) >> 8 <= n.sight):
        w.arena = left
        a.begin(WAKE)


def awake(w: World, a: Actor) -> bool:
    """It has stirred long enough to begin."""
    return a.timer >= _numbers(w, a).wake


def fell(w: World, a: Actor) -> None:
    """Begin its end: its shots go out, and when none is left to fight for so do its helpers."""
    w.shots = [shot for shot in w.shots if shot.mine]
    a.look(a.likewise("dead"))
    a.vx = a.vy = 0
    a.begin(DYING)
    w.emit("boss_dead", a.x, a.y)
    if not about(w):
        for helper in [other for other in w.actors if not is_boss(other.kind)]:
            helper.health = 0  # the blow that ended the boss may be about to meet it
            w.emit("kill", helper.x, helper.y)
            bury(w, helper)


def pass_away(w: World, a: Actor) -> None:
    """Once it has lain long enough: take it out of the world; the last of them leaves the orb."""
    if a.timer < _numbers(w, a).dying:
        return
    others = [other for other in w.actors if other is not a and other.max_health and is_boss(other.kind)]
    if any(other.home == a.home for other in others):
        w.actors = [other for other in w.actors if other is not a]
    else:
        bury(w, a)
    if not others:
        let_fall(w, "orb", *_orb_place(w, a))


def _orb_place(w: World, a: Actor) -> tuple[int, int]:
    """Where the boss was, in px, or over the hero if that is inside a wall."""
    left, top = w.camera
    x = max(left + _ORB_ASIDE, min(left + VIEW_W - _ORB_ASIDE, a.x >> 8))
    y = max(top + CELL, (a.y >> 8) - (_numbers(w, a).height >> 1))
    if w.terrain.at(x // CELL, (y - 1) // CELL) & SOLID:
        return w.hero.x >> 8, top + CELL
    return x, y


def _numbers(w: World, a: Actor) -> Boss:
    n = w.numbers.body(a.kind)
    assert isinstance(n, Boss)
    return n
