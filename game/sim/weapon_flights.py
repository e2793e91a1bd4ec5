"""How the sub-weapons fly that don't just go straight or in an arc."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .collide import floor_between

if TYPE_CHECKING:
    from .shots import Shot
    from .world import World

FLAME = "flame"
"""What a flask leaves where it breaks: it burns in one place, and doesn't count as being in the air."""


def fly_flask(w: World, shot: Shot) -> bool:
    """It falls; on the ground it breaks and burns."""
    shot.vy += shot.gravity
    shot.x += shot.vx
    edge = floor_between(w.terrain, shot.x, shot.y, shot.vy, w.numbers.item.half_width) if shot.vy >= 0 else None
    shot.y = shot.y + shot.vy if edge is None else edge
    if edge is not None:
        burst(w, shot)
    return True


def burst(w: World, shot: Shot) -> None:
    """The flask becomes a flame where it is."""
    shot.kind, shot.age = FLAME, 0
    shot.vx = shot.vy = shot.gravity = 0
    w.emit("burn", shot.x, shot.y)


def fly_flame(w: World, shot: Shot) -> bool:
    """It sinks to the ground, and burns down."""
    n = w.numbers.flask
    edge = floor_between(w.terrain, shot.x, shot.y, n.fall, w.numbers.item.half_width)
    shot.y = shot.y + n.fall if edge is None else edge
    return shot.age <= n.burn


def fly_crescent(w: World, shot: Shot) -> bool:
    """It slows down, turns back, and ends in the hand that threw it if that is still there."""
    n, hero = w.numbers.crescent, w.hero
    shot.gravity = shot.gravity or (1 if shot.vx > 0 else -1)  # remembers the way it was thrown
    shot.vx = max(-n.speed, min(n.speed, shot.vx - shot.gravity * n.turn))
    shot.x += shot.vx
    back = shot.vx * shot.gravity < 0
    if back and abs(shot.x - hero.x) <= n.speed + (w.numbers.hero.half_width << 8) and 0 <= hero.y - shot.y <= w.numbers.hero.height << 8:
        w.emit("catch", shot.x, shot.y)
        return False
    return True
