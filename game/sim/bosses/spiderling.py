"""A spiderling falls from the weaver and crawls at the hero, too low for a lash that is not crouched for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..actors import Actor, fall, stands, walk

if TYPE_CHECKING:
    from ..world import World

FALL, CRAWL = 0, 1


def _fall(w: World, a: Actor) -> None:
    n = w.numbers.spiderling
    a.look("move")
    if fall(w, a, n.gravity, n.max_fall, n):
        a.turn_to(w.hero.x)
        a.begin(CRAWL)


def _crawl(w: World, a: Actor) -> None:
    """Straight on, and back from the walls of the hall."""
    n = w.numbers.spiderling
    if walk(w, a, a.facing * n.speed, n) or not 0 <= (a.x >> 8) - w.camera[0] + a.facing * n.half_width < n.hall:
        a.facing = -a.facing
    if not stands(w, a, n):
        a.vy = 0
        a.begin(FALL)


MODES = (_fall, _crawl)
