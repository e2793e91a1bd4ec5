"""The golem, a stitched engine: it walks after the hero, stomps so that shocks run along the floor, throws vials that burn.

Whoever comes close it lunges at; step back in time. After a stomp or a lunge it is stuck: the time to strike.
Now and then it lets a homunculus out. Wounded it stomps twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..actors import Actor
from . import aim, hall, heavy, life
from .life import OWN, wounded

if TYPE_CHECKING:
    from ..world import World

WALK, STOMP, STUCK, WIND_UP, OPEN, BEND, LUNGE = range(OWN, OWN + 7)
_ORDER = (STOMP, OPEN, WIND_UP, STOMP, WIND_UP)
"""What it does, over and over; turn: how many attacks it has begun. drift: stomps of this attack so far."""
HELPER = "homunculus"


def _sleep(w: World, a: Actor) -> None:
    """It stands there, cold."""
    if a.timer == 1:
        a.y = hall.ground_below(w, a.x, a.y)
    life.sleep(w, a)


def _wake(w: World, a: Actor) -> None:
    if life.awake(w, a):
        _walk(w, a)


def _walk(w: World, a: Actor) -> None:
    n = w.numbers.boss_golem
    a.span = w.rng.between(*n.pause[wounded(a)])
    a.look("move")
    a.begin(WALK)


def _walk_on(w: World, a: Actor) -> None:
    """To its distance from the hero, never into him."""
    n = w.numbers.boss_golem
    a.turn_to(w.hero.x)
    goal = heavy.beside(w, a, n.keep[wounded(a)], n.half_width)
    if heavy.walk_to(w, a, goal, n.speed[wounded(a)], n.half_width):
        a.look("idle")
    if a.timer < a.span:
        return
    attack = _ORDER[a.turn % len(_ORDER)]
    if attack == OPEN and any(other.kind == HELPER for other in w.actors):
        attack = STOMP
    if attack == STOMP and w.hero.y < a.y - (n.raised << 8):
        attack = WIND_UP
    a.turn += 1
    if a.turn % 2 and abs(w.hero.x - a.x) >> 8 < n.close:
        attack = BEND
    a.drift = 0
    a.look("slam.1" if attack == BEND else "idle")
    a.begin(attack)


def _stomp(w: World, a: Actor) -> None:
    """The tell: it stops, lifts its foot, and down it comes."""
    n = w.numbers.boss_golem
    if a.timer == n.lift:
        a.look("slam")
    if a.timer >= n.blow:
        a.drift += 1
        aim.waves(w, a, (-1, 1), n.wave_speed)
        a.begin(STUCK)


def _stuck(w: World, a: Actor) -> None:
    n = w.numbers.boss_golem
    again = wounded(a) and a.drift < n.stomps
    if a.timer < (n.again if again else n.stuck[wounded(a)]):
        return
    if again:
        a.look("idle")
        a.begin(STOMP)
    else:
        _walk(w, a)


def _wind_up(w: World, a: Actor) -> None:
    """The tell of a throw: a vial held high; wounded it throws a second one, short."""
    n = w.numbers.boss_golem
    a.turn_to(w.hero.x)
    if a.timer == n.lift:
        a.look("attack")
    if a.timer < n.throw:
        return
    flights = (n.vial_flight, n.vial_flight * 2)[: 1 + wounded(a)]
    aim.volley(w, "vial", a.x, a.y - (n.hand << 8), flights, n.vial_most, n.vial_up, n.vial_gravity)
    _walk(w, a)


def _open(w: World, a: Actor) -> None:
    """The tell: its chest rattles; then out comes the homunculus, over the hero's head."""
    n = w.numbers.boss_golem
    if a.timer == n.lift:
        a.look("open")
    if a.timer < n.throw:
        return
    helper = Actor(HELPER, a.x >> 8, (a.y >> 8) - n.hand, a.facing, w.numbers.homunculus)
    helper.vx, helper.vy = a.facing * w.numbers.homunculus.speed, w.numbers.homunculus.high
    w.actors.append(helper)
    w.emit("leap", helper.x, helper.y)
    _walk(w, a)


def _bend(w: World, a: Actor) -> None:
    """The tell of a lunge: it bends low."""
    if a.timer >= w.numbers.boss_golem.tell:
        a.look("attack.1")
        w.emit("leap", a.x, a.y)
        a.begin(LUNGE)


def _lunge(w: World, a: Actor) -> None:
    """Arm first, no further than that a hero in a corner is safe from it where it walks up to him."""
    n = w.numbers.boss_golem
    a.x += a.facing * n.lunge
    heavy.keep_in(w, a, n.half_width)
    if a.timer >= n.lunges[wounded(a)]:
        a.drift = n.stomps
        a.begin(STUCK)


def _dying(w: World, a: Actor) -> None:
    life.pass_away(w, a)


MODES = (_sleep, _wake, _dying, _walk_on, _stomp, _stuck, _wind_up, _open, _bend, _lunge)
