"""The hero's sub-weapons: what a throw costs, and what becomes of it when it hits. How they fly: `weapon_flights`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from .shots import Shot
from .weapon_flights import FLAME, burst

if TYPE_CHECKING:
    from .world import World


def can_throw(w: World) -> bool:
    """The hero has a sub-weapon, the hearts to pay for it, and not too many in the air; or the watch, which nobody winds twice."""
    hero = w.hero
    if not hero.subweapon or hero.hearts < w.numbers.weapon(hero.subweapon).cost:
        return False
    if hero.subweapon == "watch":
        return not w.stopped
    return sum(shot.mine and shot.kind != FLAME for shot in w.shots) < hero.multiplier


def throw(w: World) -> None:
    """The sub-weapon leaves the hero's hand. He pays now, and nothing happens if he can't any more."""
    hero = w.hero
    if not can_throw(w):
        return
    hero.hearts -= w.numbers.weapon(hero.subweapon).cost
    if hero.subweapon == "watch":
        w.stopped = w.numbers.watch.frames
        w.emit("stop", hero.x, hero.y, w.stopped)
    else:
        vx, vy, gravity = _LAUNCHES[hero.subweapon](w)
        w.shots.append(Shot(hero.subweapon, hero.x, hero.y - w.numbers.shot.hand, hero.facing * vx, vy, gravity, mine=True))


_LAUNCHES: dict[str, Callable[[World], tuple[int, int, int]]] = {
    "dagger": lambda w: (w.numbers.dagger.speed, 0, 0),
    "axe": lambda w: (w.numbers.axe.speed, w.numbers.axe.up, w.numbers.axe.gravity),
    "flask": lambda w: (w.numbers.flask.speed, w.numbers.flask.up, w.numbers.flask.gravity),
    "crescent": lambda w: (w.numbers.crescent.speed, 0, 0),
}
"""Kind -> its speed forwards, its speed down, and gravity, all 1/256 px a frame."""

WEAPONS = (*_LAUNCHES, "watch")
"""All there are, as the names of items, shots and `Hero.subweapon`."""


def landed(w: World, shot: Shot) -> None:
    """It hit something: count the hit, and end it if it is of the kind that sticks or breaks."""
    w.hero.weapon_hits += 1
    if shot.kind == "dagger":
        w.shots.remove(shot)
    elif shot.kind == "flask":
        burst(w, shot)


def damage(w: World, shot: Shot) -> int:
    """Bars that a hit with it takes."""
    return w.numbers.weapon("flask" if shot.kind == FLAME else shot.kind).damage
