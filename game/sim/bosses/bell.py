"""The bell-jacks, sun and moon: clock figures that hop about, hammer the floor and throw gears.

The nearer one hammers, the other throws, and never both at once. A blow of the hammer leaves it stuck for a while.
They share one bar: when one falls its bars count as lost, so that the other is wounded, and does both jobs faster.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..actors import Actor
from ..level import CELL
from . import aim, hall, heavy, life
from .life import OWN, wounded

if TYPE_CHECKING:
    from ..world import World

STAND, CROUCH, HOP, RAISE, STUCK, WIND_UP = range(OWN, OWN + 6)
_BUSY = (CROUCH, RAISE, WIND_UP)
_MOON = "moon."
KIND = "boss_bell"


def _look(a: Actor, pose: str) -> None:
    """The moon's poses have names of their own. drift: 1 for the moon."""
    a.look(_MOON + pose if a.drift else pose)


def _sleep(w: World, a: Actor) -> None:
    """They stand and wait; the first of them in the level is the sun, and a sun placed alone brings its moon."""
    if a.timer == 1:
        a.y = hall.ground_below(w, a.x, a.y)
        homes = [home for home, thing in w.foes if thing.kind == KIND]
        if a.home != homes[0]:
            a.drift = 1
            _look(a, "idle")
        elif len(homes) == 1 and not a.drift:
            _double(w, a)
    life.sleep(w, a)


def _double(w: World, a: Actor) -> None:
    """The moon stands opposite, on the other side of the middle of their section."""
    n = w.numbers.boss_bell
    s = w.terrain.sections[max(0, w.terrain.section_at(a.x >> 8, (a.y >> 8) - 1))]
    apart = (2 * s.x + s.w) * CELL - 2 * (a.x >> 8)
    apart = max(n.apart[0], min(n.apart[1], abs(apart))) * (1 if apart > 0 else -1)
    moon = Actor(KIND, (a.x >> 8) + apart, a.y >> 8, -a.facing, n, a.home)
    moon.drift = 1
    _look(moon, "idle")
    w.actors.append(moon)


def _others(w: World, a: Actor) -> list[Actor]:
    return [other for other in w.actors if other.kind == KIND and other is not a]


def _wake(w: World, a: Actor) -> None:
    if life.awake(w, a):
        _stand(w, a)


def _stand(w: World, a: Actor) -> None:
    n = w.numbers.boss_bell
    a.span = w.rng.between(*n.pause[wounded(a)])
    _look(a, "idle")
    a.begin(STAND)


def _wait(w: World, a: Actor) -> None:
    a.turn_to(w.hero.x)
    if a.timer >= a.span and not any(other.mode in _BUSY for other in _others(w, a)):
        _decide(w, a)


def _decide(w: World, a: Actor) -> None:
    """Hop into place; then what befits it there, in turn with leaps over the hero."""
    n = w.numbers.boss_bell
    away = abs(w.hero.x - a.x)
    near = all(away <= abs(w.hero.x - other.x) for other in _others(w, a) if other.health)
    place = heavy.beside(w, a, n.near if near else n.far, n.half_width)
    a.turn += 1
    if abs(a.x - place) > n.slack << 8 and a.turn % 2:
        a.aim, a.vy = place, n.hop
        _take_off(w, a)
    elif near and a.turn % n.vault_every == 0:
        _look(a, "idle")
        a.begin(CROUCH)
    else:
        alone = all(not other.health for other in _others(w, a))
        throws = not near or (alone and a.turn % 3 == 1)
        _look(a, "idle")
        a.begin(WIND_UP if throws else RAISE)


def _take_off(w: World, a: Actor) -> None:
    n = w.numbers.boss_bell
    heavy.leap_to(a, a.aim, a.vy, n.gravity)
    a.vx = max(-n.hop_most, min(n.hop_most, a.vx)) if a.vy == n.hop else a.vx
    w.emit("leap", a.x, a.y)
    _look(a, "move")
    a.begin(HOP)


def _crouch(w: World, a: Actor) -> None:
    """The tell of the leap over the hero to his other side."""
    n = w.numbers.boss_bell
    a.turn_to(w.hero.x)
    if a.timer >= n.crouch:
        low, high = hall.bounds(w, a.y - 1, n.half_width)
        a.aim = max(low, min(high, w.hero.x + a.facing * (n.near << 8)))
        a.vy = n.vault
        _take_off(w, a)


def _hop(w: World, a: Actor) -> None:
    n = w.numbers.boss_bell
    if heavy.land(w, a, n.gravity, n.half_width):
        _stand(w, a)


def _raise(w: World, a: Actor) -> None:
    """The tell of the hammer: it stops dead, lifts it, and down it comes."""
    n = w.numbers.boss_bell
    if a.timer == n.lift:
        _look(a, "slam")
    if a.timer >= n.blow:
        ways = (-1, 1) if wounded(a) else (a.facing,)
        aim.waves(w, a, ways, n.wave_speed)
        a.begin(STUCK)


def _stuck(w: World, a: Actor) -> None:
    """The hammer sits in the floor: the moment to strike."""
    if a.timer >= w.numbers.boss_bell.stuck[wounded(a)]:
        _stand(w, a)


def _wind_up(w: World, a: Actor) -> None:
    """The tell of a throw; wounded, a second gear follows, further or nearer."""
    n = w.numbers.boss_bell
    a.turn_to(w.hero.x)
    if a.timer == n.lift:
        _look(a, "attack")
    if a.timer < n.throw:
        return
    flights = (n.gear_flight, n.gear_flight * 2)[: 1 + wounded(a)]
    aim.volley(w, "gear", a.x, a.y - (n.height << 8), flights, n.gear_most, n.gear_up, n.gear_gravity)
    _stand(w, a)


def _dying(w: World, a: Actor) -> None:
    """The shared bar: what the fallen one had stays in it, lost."""
    n = w.numbers.boss_bell
    if a.y < hall.floor(w, a.x):
        heavy.land(w, a, n.gravity, n.half_width)
    if a.timer == n.dying:
        for other in _others(w, a):
            other.max_health += a.max_health
    life.pass_away(w, a)


MODES = (_sleep, _wake, _dying, _wait, _crouch, _hop, _raise, _stuck, _wind_up)
