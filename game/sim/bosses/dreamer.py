"""The dreamer appears now here, now there; it casts fire three ways, or calls sickles that come home to the hero.

It can be struck while it lingers after a spell. Wounded it flees from every blow. When it falls the nightmare comes in its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..actors import Actor
from ..items import let_fall
from ..level import CELL
from ..shots import Shot
from . import aim, hall, heavy, life
from .life import OWN, WAKE, wounded

if TYPE_CHECKING:
    from ..world import World

GONE, APPEAR, CAST, CALL, LINGER, FADE = range(OWN, OWN + 6)
_ORDER = (CAST, CAST, CALL)
"""What it does, over and over; turn: how many spells it has begun. aim: the height it hovers at; drift: fires cast in a row."""
NEXT = "boss_nightmare"


def _wake(w: World, a: Actor) -> None:
    if life.awake(w, a):
        _fade(a)


def _fade(a: Actor) -> None:
    a.look("appear")
    a.begin(FADE)


def _fade_away(w: World, a: Actor) -> None:
    """The picture of its coming, backwards."""
    n = w.numbers.boss_dreamer
    a.pose_frame = max(0, n.appear - a.timer)
    if a.timer >= n.fade:
        a.span = w.rng.between(*n.pause[wounded(a)])
        a.y = (w.camera[1] - n.away) << 8
        a.look("hidden")
        a.begin(GONE)


def _gone(w: World, a: Actor) -> None:
    """Out of this world; then beside the hero, low for fire, high for the sickles."""
    n = w.numbers.boss_dreamer
    if a.timer < a.span:
        return
    high = _ORDER[a.turn % len(_ORDER)] == CALL
    a.x = _beside_hero(w, w.rng.between(*n.distance))
    a.y = a.aim = hall.floor(w, a.x) - ((n.high if high else n.low) << 8)
    a.turn_to(w.hero.x)
    a.pose_frame = 0
    a.look("appear")
    w.emit("appear", a.x, a.y)
    a.begin(APPEAR)


def _beside_hero(w: World, away: int) -> int:
    low, high = hall.bounds(w, w.hero.y - 256, w.numbers.boss_dreamer.half_width)
    side = away << 8 if w.rng.below(2) else -(away << 8)
    return next((x for x in (w.hero.x + side, w.hero.x - side) if low <= x <= high), (low + high) // 2)


def _appear(w: World, a: Actor) -> None:
    n = w.numbers.boss_dreamer
    if a.timer < n.appear:
        return
    a.drift = 0
    a.look("cast")
    a.begin(_ORDER[a.turn % len(_ORDER)])
    a.turn += 1


def _cast(w: World, a: Actor) -> None:
    """The tell: arms wide; then fire three ways, the middle one at the hero's head; wounded, once more."""
    n = w.numbers.boss_dreamer
    a.turn_to(w.hero.x)
    if a.timer < n.tell:
        return
    x, y = a.x, a.y - (n.hand << 8)
    vx, vy = aim.aimed(w.hero.x - x, w.hero.y - (n.at << 8) - y, n.fire_speed)
    for side in (-1, 0, 1):
        w.shots.append(Shot("fire", x, y, vx + side * vy * n.fan // 16, vy - side * vx * n.fan // 16))
    w.emit("throw", x, y)
    a.drift += 1
    if wounded(a) and a.drift < n.casts:
        a.timer = n.tell - n.again
    else:
        _linger(a)


def _call(w: World, a: Actor) -> None:
    """The tell: arms wide, high up; then sickles, to both sides."""
    n = w.numbers.boss_dreamer
    if a.timer < n.tell:
        return
    y = a.y - (n.height << 7)
    for side in (-1, 1):
        w.shots.append(Shot("sickle", a.x, y, side * n.sickle_out, -n.sickle_up))
    w.emit("throw", a.x, y)
    _linger(a)


def _linger(a: Actor) -> None:
    a.look("idle")
    a.begin(LINGER)


def _linger_on(w: World, a: Actor) -> None:
    """The moment to strike."""
    if a.timer >= w.numbers.boss_dreamer.linger[wounded(a)]:
        _fade(a)


def flinch(w: World, a: Actor) -> None:
    """Wounded, it flees from a blow."""
    if wounded(a) and a.mode not in (FADE, GONE):
        _fade(a)


def _dying(w: World, a: Actor) -> None:
    """It sinks to the floor, and what it dreamt gets up in its place."""
    n = w.numbers.boss_dreamer
    a.y = min(hall.floor(w, a.x), a.y + n.sink)
    if a.timer < n.dying:
        return
    beast = Actor(NEXT, a.x >> 8, hall.floor(w, a.x) >> 8, a.facing, w.numbers.boss_nightmare, a.home)
    heavy.keep_in(w, beast, w.numbers.boss_nightmare.half_width)
    beast.begin(WAKE)
    w.actors = [*(other for other in w.actors if other is not a), beast]
    let_fall(w, "meat", a.x >> 8, (a.y >> 8) - CELL)
    w.emit("roar", beast.x, beast.y)


MODES = (life.sleep, _wake, _dying, _gone, _appear, _cast, _call, _linger_on, _fade_away)
AWAY = frozenset({GONE, APPEAR, FADE})
