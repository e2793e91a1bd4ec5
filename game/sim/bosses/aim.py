"""How bosses let fly: straight at the hero, in arcs that come down on him, in shocks along the floor. And lengths, in integers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..actors import Actor
from ..shots import Shot

if TYPE_CHECKING:
    from ..world import World


def length(dx: int, dy: int) -> int:
    """The length of a line, rounded down: Newton's root, from above."""
    square = dx * dx + dy * dy
    guess = 1 << (square.bit_length() + 1) // 2
    while guess * guess > square:
        guess = (guess + square // guess) // 2
    return guess


def aimed(dx: int, dy: int, speed: int) -> tuple[int, int]:
    """A speed of this size (1/256 px a frame) in the direction dx, dy."""
    way = length(dx, dy) or 1
    return dx * speed // way, dy * speed // way


def throw(w: World, kind: str, x: int, y: int, flight: int, most: int, vy: int, gravity: int) -> None:
    """Throw something in an arc that comes down where the hero stands after `flight` frames, if it is not too far for `most`."""
    vx = max(-most, min(most, (w.hero.x - x) // flight))
    w.shots.append(Shot(kind, x, y, vx, vy, gravity))


def volley(w: World, kind: str, x: int, y: int, flights: tuple[int, ...], most: int, vy: int, gravity: int) -> None:
    """Throw one for each of the flights (frames), together: the hero stands where the one comes down and between the others."""
    for flight in flights:
        throw(w, kind, x, y, flight, most, vy, gravity)
    w.emit("throw", x, y)


def waves(w: World, a: Actor, ways: tuple[int, ...], speed: int) -> None:
    """Shocks that run along the floor from where it stands."""
    w.emit("slam", a.x, a.y)
    for way in ways:
        w.shots.append(Shot("wave", a.x, a.y, way * speed, 0))
