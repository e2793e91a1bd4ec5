"""Who touches whom: the lash, thrown weapons, enemies, their shots, candles, blocks and items."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import items, pickups, spawn, weapons, whip
from .actors import Actor
from .bosses import life
from .bosses.table import flinch, untouchable
from .flights import UNBROKEN
from .foes.kinds import nature
from .hero import Act, Hero
from .level import CELL
from .shots import Shot
from .terrain import BREAKABLE, SOLID
from .whip import Box

if TYPE_CHECKING:
    from .world import World


def box_of(x: int, y: int, half_width: int, height: int) -> Box:
    """The box in px of a body whose feet's middle is at (x, y) in 1/256 px."""
    px, py = x >> 8, y >> 8
    return px - half_width, py - height, px + half_width, py


def overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def contact(a: Box, b: Box) -> tuple[int, int]:
    """The middle of what two overlapping boxes share, in 1/256 px: where the sparks fly."""
    return (max(a[0], b[0]) + min(a[2], b[2])) << 7, (max(a[1], b[1]) + min(a[3], b[3])) << 7


def hero_box(w: World) -> Box:
    """Where the hero can be hit; lower while he crouches."""
    hero, n = w.hero, w.numbers.hero
    return box_of(hero.x, hero.y, n.half_width, n.crouch_height if hero.crouching else n.height)


def shot_box(w: World, shot: Shot) -> Box:
    """Where a shot hits and can be hit."""
    return box_of(shot.x, shot.y, *w.numbers.shot.size(shot.kind))


def strike(w: World) -> None:
    """What the hero's weapons hit on this frame."""
    hero = w.hero
    lash = whip.lash(w, hero)
    if lash is not None:
        _break_blocks(w, lash)
        if w.rules.enemies:
            _lash_all(w, hero, lash)
    elif hero.act == Act.THROW and hero.act_frame == w.numbers.whip.release:
        weapons.throw(w)
    if w.shots:
        _land_weapons(w)


def _lash_all(w: World, hero: Hero, lash: Box) -> None:
    _hit_candles(w, lash)
    damage = w.numbers.whip.damage[hero.whip_level - 1]
    for a in tuple(w.actors):
        _hit(w, a, lash, damage)
    struck = [s for s in w.shots if not s.mine and s.kind not in UNBROKEN and overlap(lash, shot_box(w, s))]
    for shot in struck:
        w.emit("hit", shot.x, shot.y)
        w.shots.remove(shot)


def _land_weapons(w: World) -> None:
    for shot in tuple(w.shots):
        if shot.mine and _strikes(w, shot):
            weapons.landed(w, shot)


def _strikes(w: World, shot: Shot) -> bool:
    """Whether a shot of the hero's hurts somebody or puts out a candle; one that stops there hits one thing only."""
    box = shot_box(w, shot)
    if _hit_candles(w, box):
        return True
    damage = weapons.damage(w, shot)
    hits = (_hit(w, a, box, damage) for a in tuple(w.actors))
    return any(hits) if shot.kind == "dagger" else any(list(hits))


def _hit(w: World, a: Actor, box: Box, damage: int) -> bool:
    """Hurt an actor if the box touches it and it can be hurt now."""
    body = w.numbers.body(a.kind)
    where = box_of(a.x, a.y, body.half_width, body.height)
    hidden = a.mode in nature(a.kind).untouchable or untouchable(a)
    if a.mercy or not a.health or hidden or not overlap(box, where):
        return False
    a.health = max(0, a.health - damage)
    a.mercy = w.numbers.whip.mercy
    is_boss = life.is_boss(a.kind)
    w.emit("boss_hit" if is_boss else "hit", *contact(box, where), damage)
    if a.health:
        if is_boss:
            flinch(w, a)
    elif is_boss:
        w.score(body.points, a.x, a.y - (body.height << 8))
        life.fell(w, a)
    else:
        spawn.slay(w, a)
    return True


def _hit_candles(w: World, box: Box) -> bool:
    n = w.numbers.candle
    struck = [c for c in w.candles if overlap(box, (c.x - n.half_width, c.y - n.height, c.x + n.half_width, c.y))]
    for candle in struck:
        w.candles = tuple(c for c in w.candles if c is not candle)
        w.emit("candle", candle.x << 8, candle.y << 8)
        items.let_fall(w, items.drop_of(w, candle.holds), candle.x, candle.y)
    return bool(struck)


def _break_blocks(w: World, lash: Box) -> None:
    left, top, right, bottom = lash
    for cy in range(top // CELL, (bottom - 1) // CELL + 1):
        for cx in range(left // CELL, (right - 1) // CELL + 1):
            if w.terrain.at(cx, cy) & BREAKABLE:
                _break(w, cx, cy)


def _break(w: World, cx: int, cy: int) -> None:
    index = cy * w.terrain.width + cx
    w.broken |= {index}
    w.terrain = w.terrain.changed([(index, 0)])
    x, y = cx * CELL + CELL // 2, (cy + 1) * CELL
    w.emit("break", x << 8, (y - CELL // 2) << 8)
    if not w.rules.enemies:
        return
    items.loosen(w, cx, cy)
    for thing in w.level.things:
        here = thing.kind == "block" and (thing.x // CELL, (thing.y - 1) // CELL) == (cx, cy)
        if here and thing.holds and thing.loop <= w.rules.loop:
            items.let_fall(w, thing.holds, _before(w, cx, cy), y)


def _before(w: World, cx: int, cy: int) -> int:
    """Where what a block held falls: on the hero's side of it, if there is room, for he can't follow into a hole one cell high."""
    middle = cx * CELL + CELL // 2
    side = 1 if w.hero.x >> 8 > middle else -1
    return middle if w.terrain.at(cx + side, cy) & SOLID else middle + side * CELL


def touch(w: World) -> None:
    """What touches the hero on this frame: items always, enemies and their shots while he can be hurt."""
    box = hero_box(w)
    n = w.numbers.item
    for item in tuple(w.items):
        if overlap(box, box_of(item.x, item.y, n.half_width, n.height)):
            w.items.remove(item)
            pickups.pick_up(w, item)
    if w.hero.invulnerable or w.hero.veiled or w.status != "play":
        return
    for a in w.actors:
        if not _harmless(a) and _touches(w, a, box):
            w.hurt(w.touch_damage, 1 if w.hero.x >= a.x else -1)
            return
    for shot in w.shots:
        if not shot.mine and overlap(box, shot_box(w, shot)):
            w.shots.remove(shot)
            w.hurt(w.touch_damage, shot.facing)
            return


def _touches(w: World, a: Actor, box: Box) -> bool:
    """Its body, or what it holds out, is where the box is."""
    body, reach = w.numbers.body(a.kind), nature(a.kind).reach
    if overlap(box, box_of(a.x, a.y, body.half_width, body.height)):
        return True
    further = reach(w, a) if reach is not None else None
    return further is not None and overlap(box, further)


def _harmless(a: Actor) -> bool:
    """Still rising from its grave, hidden, not yet awake, just hit, or dead."""
    return a.mercy > 0 or (not a.health and a.max_health > 0) or a.mode in nature(a.kind).harmless or untouchable(a)
