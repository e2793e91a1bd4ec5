"""How bosses with weight move: on the hall's floor and in leaps. Platforms don't hold them, so that none is ever out of reach on one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..actors import Actor
from . import hall

if TYPE_CHECKING:
    from ..world import World


def keep_in(w: World, a: Actor, half_width: int) -> None:
    """Between the hall's walls."""
    low, high = hall.bounds(w, a.y - 1, half_width)
    a.x = max(low, min(high, a.x))


def walk_to(w: World, a: Actor, goal: int, speed: int, half_width: int) -> bool:
    """A step towards x = goal (1/256 px); True once it is there, or as near as the hall allows."""
    before = a.x
    a.x += max(-speed, min(speed, goal - a.x))
    keep_in(w, a, half_width)
    return a.x == goal or a.x == before


def beside(w: World, a: Actor, distance: int, half_width: int) -> int:
    """The x (1/256 px) so many px from the hero, on this side of him, as far as the hall allows."""
    low, high = hall.bounds(w, a.y - 1, half_width)
    side = 1 if a.x >= w.hero.x else -1
    return max(low, min(high, w.hero.x + side * (distance << 8)))


def land(w: World, a: Actor, gravity: int, half_width: int) -> bool:
    """A frame of a leap or a fall; True when its feet reach the floor, where it then stands."""
    a.x += a.vx
    keep_in(w, a, half_width)
    a.y += a.vy
    a.vy += gravity
    bottom = hall.floor(w, a.x)
    if a.vy <= 0 or a.y < bottom:
        return False
    a.y, a.vx, a.vy = bottom, 0, 0
    return True


def leap_to(a: Actor, goal: int, vy: int, gravity: int) -> None:
    """Set off so that the leap comes down at x = goal (1/256 px)."""
    a.vx, a.vy = (goal - a.x) * gravity // (2 * -vy), vy
