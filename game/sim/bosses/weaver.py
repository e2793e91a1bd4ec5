"""The weaver creeps along the roof. It spits webs, lets spiderlings down, and drops on whoever is below.

On the floor it needs a while before it climbs again: that is the time to lash it. Wounded it spits fans and drops twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..actors import Actor
from ..shots import Shot
from . import aim, hall, heavy, life
from .life import OWN, wounded

if TYPE_CHECKING:
    from ..world import World

CREEP, GATHER, DROP, REST, CLIMB, SPIT, LAY = range(OWN, OWN + 7)
_ORDER = (SPIT, GATHER, LAY, GATHER)
"""What it does, over and over; aim: y it climbs to, turn: how many attacks it has begun, drift: drops in a row."""
LING = "spiderling"


def _sleep(w: World, a: Actor) -> None:
    """It hangs below the roof."""
    a.look("move")
    a.y = _line(w, a) if a.timer > 1 else a.y
    life.sleep(w, a)


def _line(w: World, a: Actor) -> int:
    """The y at which it hangs from the roof."""
    return hall.roof(w, a.x) + (w.numbers.boss_weaver.hang << 8)


def _wake(w: World, a: Actor) -> None:
    if life.awake(w, a):
        _creep(w, a)


def _creep(w: World, a: Actor) -> None:
    n = w.numbers.boss_weaver
    a.span = w.rng.between(*n.pause[wounded(a)])
    a.look("move")
    a.begin(CREEP)


def _creep_on(w: World, a: Actor) -> None:
    """After the hero, along the roof; a drop wants him below, but not for ever."""
    n = w.numbers.boss_weaver
    a.turn_to(w.hero.x)
    heavy.walk_to(w, a, w.hero.x, n.creep[wounded(a)], n.half_width)
    a.y = _line(w, a)
    attack = _ORDER[a.turn % len(_ORDER)]
    if a.timer < a.span or (attack == GATHER and abs(w.hero.x - a.x) >> 8 > n.above and a.timer < a.span + n.patience):
        return
    a.turn += 1
    if attack == LAY and sum(other.kind == LING for other in w.actors) >= n.brood:
        attack = SPIT
    a.look("drop" if attack == GATHER else "attack.0")
    a.begin(attack)


def _gather(w: World, a: Actor) -> None:
    """The tell of a drop: it draws its legs in."""
    n = w.numbers.boss_weaver
    if a.timer >= n.tell:
        w.emit("leap", a.x, a.y)
        a.vx = a.vy = 0
        a.begin(DROP)


def _drop(w: World, a: Actor) -> None:
    n = w.numbers.boss_weaver
    if heavy.land(w, a, n.gravity, n.half_width):
        w.emit("slam", a.x, a.y)
        a.look("idle")
        a.begin(REST)


def _rest(w: World, a: Actor) -> None:
    """Winded: the moment to strike."""
    n = w.numbers.boss_weaver
    a.turn_to(w.hero.x)
    if a.timer < n.rest[wounded(a)]:
        return
    a.drift = (a.drift + 1) % 2 if wounded(a) else 0
    a.aim = a.y - (n.half_way << 8) if a.drift else _line(w, a)
    a.look("drop")
    a.begin(CLIMB)


def _climb(w: World, a: Actor) -> None:
    """Up its thread: all the way, or half of it and down again where the hero is by then."""
    n = w.numbers.boss_weaver
    a.y = max(a.aim, a.y - n.climb)
    if a.drift:
        heavy.walk_to(w, a, w.hero.x, n.swing, n.half_width)
    if a.y > a.aim:
        return
    if a.drift:
        a.begin(GATHER)
    else:
        _creep(w, a)


def _spit(w: World, a: Actor) -> None:
    """Webs at where the hero is when it lets go: one, or a fan of three."""
    n = w.numbers.boss_weaver
    a.turn_to(w.hero.x)
    if a.timer < n.tell:
        return
    y = a.y - (n.height << 7)
    vx, vy = aim.aimed(w.hero.x - a.x, w.hero.y - (w.numbers.hero.height << 7) - y, n.web_speed)
    for side in (-1, 0, 1) if wounded(a) else (0,):
        w.shots.append(Shot("web", a.x, y, vx + side * vy * n.fan // 16, vy - side * vx * n.fan // 16))
    w.emit("spit", a.x, y)
    _creep(w, a)


def _lay(w: World, a: Actor) -> None:
    """It lets a spiderling down."""
    n = w.numbers.boss_weaver
    if a.timer < n.tell:
        return
    ling = Actor(LING, a.x >> 8, a.y >> 8, a.facing, w.numbers.spiderling)
    ling.turn_to(w.hero.x)
    w.actors.append(ling)
    w.emit("spit", a.x, a.y)
    _creep(w, a)


def _dying(w: World, a: Actor) -> None:
    """The thread tears."""
    n = w.numbers.boss_weaver
    if a.y < hall.floor(w, a.x):
        heavy.land(w, a, n.gravity, n.half_width)
    life.pass_away(w, a)


MODES = (_sleep, _wake, _dying, _creep_on, _gather, _drop, _rest, _climb, _spit, _lay)
