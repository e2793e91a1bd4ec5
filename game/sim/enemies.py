"""How the lesser enemies behave. One table of behaviours; a behaviour is one function for each mode that it can be in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from .actors import Actor, bob, fall, stands, walk
from .boss import BOSSES
from .collide import carried
from .shots import Shot

if TYPE_CHECKING:
    from .world import World

Behaviour = Callable[["World", Actor], None]


# Shambler: rises from the ground, or walks in from the side, and just goes on.
RISE, SHAMBLE = 0, 1


def _shambler_rise(w: World, a: Actor) -> None:
    if a.timer >= w.numbers.shambler.rise:
        a.begin(SHAMBLE)


def _shambler_walk(w: World, a: Actor) -> None:
    n = w.numbers.shambler
    a.look("move")
    if not stands(w, a, n):
        a.vy = n.fall
        fall(w, a, 0, n.fall, n)
    elif walk(w, a, a.facing * n.speed, n):
        a.facing = -a.facing


# Hound: lies in wait, then runs at the hero, leaps where the ground ends, turns when it lands behind him.
LIE, RUN, LEAP = 0, 1, 2


def _hound_lie(w: World, a: Actor) -> None:
    n = w.numbers.hound
    if abs(w.hero.x - a.x) >> 8 <= n.sight and abs(w.hero.y - a.y) >> 8 <= n.sight_rows:
        a.turn_to(w.hero.x)
        a.begin(RUN)


def _hound_run(w: World, a: Actor) -> None:
    n = w.numbers.hound
    a.look("move")
    if walk(w, a, a.facing * n.speed, n):
        a.facing = -a.facing
    if not stands(w, a, n):
        a.vy = n.leap
        a.look("attack")
        a.begin(LEAP)


def _hound_leap(w: World, a: Actor) -> None:
    n = w.numbers.hound
    walk(w, a, a.facing * n.speed, n)
    if fall(w, a, n.gravity, n.max_fall, n):
        a.turn_to(w.hero.x)
        a.begin(RUN)


# Bat: hangs, drops to the hero's height when he comes near, and sails through in a sine.
HANG, DIVE, SAIL = 0, 1, 2


def _bat_hang(w: World, a: Actor) -> None:
    n = w.numbers.bat
    if abs(w.hero.x - a.x) >> 8 <= n.sight:
        a.turn_to(w.hero.x)
        a.aim = w.hero.y - n.aim
        a.begin(DIVE)


def _bat_dive(w: World, a: Actor) -> None:
    n = w.numbers.bat
    a.look("move")
    a.x += a.facing * n.speed
    away = a.y - a.aim
    if abs(away) <= n.amplitude:
        a.vy = 0
        a.begin(SAIL)
    else:
        a.y -= min(n.dive, abs(away)) * (1 if away > 0 else -1)


def _bat_sail(w: World, a: Actor) -> None:
    a.x += a.facing * w.numbers.bat.speed
    bob(a)


# Thrower: hops to keep its distance and throws bones that come down where the hero stands.
STAND, HOP = 0, 1


def _thrower_stand(w: World, a: Actor) -> None:
    n = w.numbers.thrower
    a.turn_to(w.hero.x)
    _thrower_arm(w, a)
    if not stands(w, a, n):
        a.vx = a.vy = 0
        a.begin(HOP)
    elif a.timer >= a.span:
        _thrower_hop(w, a)


def _thrower_hop(w: World, a: Actor) -> None:
    """Away from a hero too close, towards one too far, else on the spot; never off its ledge."""
    n = w.numbers.thrower
    distance = abs(w.hero.x - a.x) >> 8
    near, far = n.keep
    way = -a.facing if distance < near else a.facing if distance > far else w.rng.between(-1, 1)
    ahead = a.x + way * n.hop_x * (2 * -n.hop_y // n.gravity)
    a.vx = way * n.hop_x if carried(w.terrain, ahead, a.y, n.half_width // 2) else 0
    a.vy = n.hop_y
    a.span = w.rng.between(*n.hop_every)
    a.begin(HOP)


def _thrower_air(w: World, a: Actor) -> None:
    n = w.numbers.thrower
    _thrower_arm(w, a)
    walk(w, a, a.vx, n)
    if fall(w, a, n.gravity, n.max_fall, n):
        a.begin(STAND)


def _thrower_arm(w: World, a: Actor) -> None:
    """drift counts down to the next bone; the last frames of it show the wind-up."""
    n = w.numbers.thrower
    if abs(w.hero.x - a.x) >> 8 > n.sight:
        return
    a.drift -= 1
    if a.drift > 0:
        a.look("attack" if a.drift <= n.wind_up else "move")
        return
    vx = max(-n.bone_max, min(n.bone_max, (w.hero.x - a.x) // n.bone_flight))
    w.shots.append(Shot("bone", a.x, a.y - n.hand, vx, n.bone_y, n.bone_gravity))
    w.emit("throw", a.x, a.y)
    a.drift = n.wind_up + w.rng.between(*n.throw_every)


BEHAVIOURS: dict[str, tuple[Behaviour, ...]] = {
    "shambler": (_shambler_rise, _shambler_walk),
    "hound": (_hound_lie, _hound_run, _hound_leap),
    "bat": (_bat_hang, _bat_dive, _bat_sail),
    "thrower": (_thrower_stand, _thrower_air),
    **BOSSES,
}
"""Kind -> the function of each mode."""


def think(w: World) -> None:
    """A frame of every actor."""
    for a in w.actors:
        a.timer += 1
        a.pose_frame += 1
        if a.mercy:
            a.mercy -= 1
        BEHAVIOURS[a.kind][a.mode](w, a)
