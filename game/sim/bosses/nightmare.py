"""The nightmare, the dreamer's second form: a beast that stalks the hero, leaps on him and breathes fire.

A leap leaves it winded. Wounded it roars until fire rains from the roof, and the floor shakes where it lands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..actors import Actor
from ..shots import Shot
from . import aim, hall, heavy, life
from .life import OWN, WAKE, wounded

if TYPE_CHECKING:
    from ..world import World

STALK, CROUCH, LEAP, WINDED, INHALE, BREATHE, ROAR = range(OWN, OWN + 7)
_ORDERS = ((CROUCH, INHALE), (ROAR, CROUCH, INHALE, CROUCH))
"""What it does, over and over: healthy, wounded; turn: how many attacks it has begun."""


def _sleep(w: World, a: Actor) -> None:
    if a.timer == 1:
        a.y = hall.ground_below(w, a.x, a.y)
    life.sleep(w, a)


def _wake(w: World, a: Actor) -> None:
    """It gets up and roars; so long nothing can hurt it."""
    if a.timer == 1:
        a.look("attack")
    if life.awake(w, a):
        _stalk(w, a)


def _stalk(w: World, a: Actor) -> None:
    n = w.numbers.boss_nightmare
    a.span = w.rng.between(*n.pause[wounded(a)])
    a.look("move")
    a.begin(STALK)


def _stalk_on(w: World, a: Actor) -> None:
    """To its distance from the hero, never into him."""
    n = w.numbers.boss_nightmare
    a.turn_to(w.hero.x)
    heavy.walk_to(w, a, heavy.beside(w, a, n.keep, n.half_width), n.speed[wounded(a)], n.half_width)
    if a.timer < a.span:
        return
    order = _ORDERS[wounded(a)]
    attack = order[a.turn % len(order)]
    a.turn += 1
    a.look("idle" if attack == CROUCH else "attack")
    if attack == ROAR:
        w.emit("roar", a.x, a.y)
    a.begin(attack)


def _crouch(w: World, a: Actor) -> None:
    """The tell of the leap. It comes down where the hero stands when it takes off, or behind him, to get out of a corner."""
    n = w.numbers.boss_nightmare
    a.turn_to(w.hero.x)
    if a.timer < n.tell:
        return
    low, high = hall.bounds(w, a.y - 256, n.half_width)
    heavy.leap_to(a, max(low, min(high, w.hero.x + a.facing * (n.beyond << 8))), n.leap, n.gravity)
    a.look("leap")
    w.emit("leap", a.x, a.y)
    a.begin(LEAP)


def _leap(w: World, a: Actor) -> None:
    n = w.numbers.boss_nightmare
    if not heavy.land(w, a, n.gravity, n.half_width):
        return
    if wounded(a):
        aim.waves(w, a, (-1, 1), n.wave_speed)
    else:
        w.emit("slam", a.x, a.y)
    a.look("idle")
    a.begin(WINDED)


def _winded(w: World, a: Actor) -> None:
    """The moment to strike."""
    if a.timer >= w.numbers.boss_nightmare.winded[wounded(a)]:
        _stalk(w, a)


def _inhale(w: World, a: Actor) -> None:
    """The tell of its breath."""
    a.turn_to(w.hero.x)
    n = w.numbers.boss_nightmare
    if a.timer == n.tell - n.gape:
        a.look("breath")
    if a.timer >= n.tell:
        a.begin(BREATHE)


def _breathe(w: World, a: Actor) -> None:
    """Fire after fire, from the hero's feet upwards: leap the first, duck the last, or be behind it."""
    n = w.numbers.boss_nightmare
    fires = n.fires[wounded(a)]
    place, rest = divmod(a.timer - 1, n.fire_every)
    if rest == 0 and place < fires:
        x, y = a.x + a.facing * (n.half_width << 8), a.y - (n.mouth << 8)
        w.shots.append(Shot("fire", x, y, a.facing * n.fire_speed, n.fire_low - place * n.fire_step))
        w.emit("throw", x, y)
    if a.timer >= fires * n.fire_every + n.breathless:
        _stalk(w, a)


def _roar(w: World, a: Actor) -> None:
    """The tell is the roar; then fire falls from the roof in even distances, with room between."""
    n = w.numbers.boss_nightmare
    if a.timer < n.roar:
        return
    low, high = hall.bounds(w, a.y - 256, 0)
    shift = w.rng.below(n.rain_apart) << 8
    for x in range(low + shift, high, n.rain_apart << 8):
        w.shots.append(Shot("fire", x, hall.roof(w, x), 0, n.rain_speed))
    _stalk(w, a)


def _dying(w: World, a: Actor) -> None:
    n = w.numbers.boss_nightmare
    if a.y < hall.floor(w, a.x):
        heavy.land(w, a, n.gravity, n.half_width)
    life.pass_away(w, a)


MODES = (_sleep, _wake, _dying, _stalk_on, _crouch, _leap, _winded, _inhale, _breathe, _roar)
AWAY = frozenset({WAKE})
