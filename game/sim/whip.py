"""The whip and thrown weapons: when they are out, where they reach, what they hit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import weapons
from .hero import Act, Hero

if TYPE_CHECKING:
    from .world import World

Box = tuple[int, int, int, int]
"""left, top, right, bottom in px; right and bottom lie outside."""


def begin(w: World, hero: Hero, lock: int) -> None:
    """Start a lash, or a throw if it was asked for and can be paid; this is frame 1."""
    hero.act = int(Act.THROW if hero.throw_buffer and weapons.can_throw(w) else Act.WHIP)
    hero.act_buffer = hero.throw_buffer = 0
    hero.act_frame, hero.act_lock = 1, lock
    w.emit("whip" if hero.act == Act.WHIP else "throw", hero.x, hero.y)


def advance(w: World, hero: Hero) -> None:
    """One frame on; after the last locked frame the hero is free."""
    hero.act_frame += 1
    if hero.act_frame > hero.act_lock:
        hero.act = int(Act.NONE)
        hero.act_frame = 0
        hero.timer = 0


def lash(w: World, hero: Hero) -> Box | None:
    """Where the whip hurts on this frame, or None while it is not out."""
    n = w.numbers.whip
    if hero.act != Act.WHIP or not n.out_from <= hero.act_frame <= n.out_to:
        return None
    level = hero.whip_level - 1
    px, py = hero.x >> 8, (hero.y >> 8) + (n.crouch_lower if hero.crouching else 0)
    near, far = px + hero.facing * n.near, px + hero.facing * n.far[level]
    return min(near, far), py - n.high[level], max(near, far), py - n.low[level]
