"""How the bosses' shots fly; see ..flights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..collide import carried, floor_between
from ..terrain import SOLID

if TYPE_CHECKING:
    from ..shots import Shot
    from ..world import World

_HALF = 4
"""Half the width, px, of what finds the ground below a shot."""


def wave(w: World, shot: Shot) -> bool:
    """A shock runs along the ground until a wall stops it; where the ground ends it falls."""
    shot.x += shot.vx
    if w.terrain.at(shot.x >> 12, (shot.y - 1) >> 12) & SOLID:
        return False
    if not carried(w.terrain, shot.x, shot.y, _HALF):
        fall = w.numbers.boss_shot.wave_fall
        edge = floor_between(w.terrain, shot.x, shot.y, fall, _HALF)
        shot.y = shot.y + fall if edge is None else edge
    return True


def _sink(w: World, shot: Shot) -> bool:
    """A frame of an arc; True when it comes down on something."""
    n = w.numbers.boss_shot
    shot.vy = min(shot.vy + shot.gravity, n.fastest)
    shot.x += shot.vx
    edge = floor_between(w.terrain, shot.x, shot.y, shot.vy, _HALF) if shot.vy > 0 else None
    if edge is None:
        shot.y += shot.vy
        return False
    shot.y = edge
    return True


def gear(w: World, shot: Shot) -> bool:
    """Bounces lower each time, until it falls over."""
    if _sink(w, shot):
        shot.vy = -shot.vy * 5 // 8
        return shot.vy < -w.numbers.boss_shot.gear_spent
    return True


def vial(w: World, shot: Shot) -> bool:
    """Breaks where it lands, and the ground burns there for a while."""
    if not _sink(w, shot):
        return True
    w.emit("burn", shot.x, shot.y)
    w.shots.append(type(shot)("blaze", shot.x, shot.y, 0, 0))
    return False


def blaze(w: World, shot: Shot) -> bool:
    """Burns out."""
    return shot.age < w.numbers.boss_shot.blaze


def sickle(w: World, shot: Shot) -> bool:
    """Bends towards the hero, no faster than it can; after a while it fades."""
    n = w.numbers.boss_shot
    hero = w.hero
    chest = hero.y - (w.numbers.hero.height << 7)
    shot.vx = max(-n.sickle_speed, min(n.sickle_speed, shot.vx + (n.sickle_turn if hero.x > shot.x else -n.sickle_turn)))
    shot.vy = max(-n.sickle_speed, min(n.sickle_speed, shot.vy + (n.sickle_turn if chest > shot.y else -n.sickle_turn)))
    shot.x += shot.vx
    shot.y += shot.vy
    return shot.age < n.sickle
