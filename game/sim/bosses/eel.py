"""The bone eel lives under the floor. It peeps out, then leaps over the hero in an arc, or rears up, bows its neck and spits.

Where it flies it sheds bones, and those of its body hurt; but only its skull can be struck: where it comes out and goes in, and
while it hangs there after a burst. Wounded it spits a second time, at the feet, and leaps twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..actors import Actor
from ..level import VIEW_H
from ..shots import Shot
from . import hall, heavy, life
from .aim import length
from .life import OWN, wounded

if TYPE_CHECKING:
    from ..world import World

LURK, PEEP, ARC, RISE, BOW, REAR, DIVE, LIMB = range(OWN, OWN + 8)
_ORDER = (ARC, RISE, ARC, RISE, RISE)
"""What it does, over and over; turn: how many attacks it has begun. drift: 1 while an arc is to be followed by another.
span: frames of lurking, then the way of an arc to its end; vx, vy: where an arc began; aim: where it ends."""
KIND = "boss_eel"
_STEP = 4 << 8
"""Sub-pixels between two places of the trail."""


def _sleep(w: World, a: Actor) -> None:
    """A skull on the ground."""
    if a.timer == 1:
        a.y = hall.ground_below(w, a.x, a.y)
    life.sleep(w, a)


def _wake(w: World, a: Actor) -> None:
    """It sinks into the ground, and its bones gather there."""
    a.y += w.numbers.boss_eel.sink
    if life.awake(w, a):
        _grow(w, a)
        _lurk(w, a)


def _grow(w: World, a: Actor) -> None:
    n = w.numbers.boss_eel
    limbs = []
    for place in range(n.bones):
        limb = Actor(KIND, a.x >> 8, a.y >> 8, a.facing, n, a.home)
        limb.health = limb.max_health = 0
        limb.look("tail" if place == n.bones - 1 else "body")
        limb.begin(LIMB)
        limbs.append(limb)
    w.actors = [*reversed(limbs), *w.actors]  # drawn from the tail to the skull


def _limbs(w: World, a: Actor) -> list[Actor]:
    """From the neck to the tail."""
    return [other for other in reversed(w.actors) if other.kind == KIND and other.mode == LIMB and other.home == a.home]


def _lurk(w: World, a: Actor) -> None:
    n = w.numbers.boss_eel
    a.span = w.rng.between(*n.pause[wounded(a)])
    a.look("hidden")
    _hide(w, a)
    a.begin(LURK)


def _hide(w: World, a: Actor) -> None:
    """Below the picture, all of it."""
    _place(w, a, a.x, (w.camera[1] + VIEW_H + w.numbers.boss_eel.deep) << 8)


def _place(w: World, a: Actor, x: int, y: int) -> None:
    """Put the skull somewhere, its bones straight below it."""
    n = w.numbers.boss_eel
    a.x, a.y = x, y
    a.trail = tuple((x, y + step * _STEP) for step in range((n.bones * n.bone << 8) // _STEP + 2))
    _follow(w, a)


def _move(w: World, a: Actor, x: int, y: int) -> None:
    """Move the skull; its bones come after it on the way that it took."""
    a.x, a.y = x, y
    trail = list(a.trail)
    while True:
        (x0, y0), dx, dy = trail[0], x - trail[0][0], y - trail[0][1]
        way = length(dx, dy)
        if way < _STEP:
            break
        trail.insert(0, (x0 + dx * _STEP // way, y0 + dy * _STEP // way))
        trail.pop()
    a.trail = tuple(trail)
    _follow(w, a)


def _follow(w: World, a: Actor) -> None:
    """Bones hang on the trail at even distances."""
    n = w.numbers.boss_eel
    x0, y0 = a.trail[0]
    ahead = length(a.x - x0, a.y - y0)
    for place, limb in enumerate(_limbs(w, a)):
        way = max(0, ((place + 1) * n.bone << 8) - ahead)
        step, rest = divmod(way, _STEP)
        (x0, y0), (x1, y1) = a.trail[step], a.trail[step + 1]
        limb.facing = 1 if x0 > x1 else -1 if x0 < x1 else limb.facing
        limb.x, limb.y = x0 + (x1 - x0) * rest // _STEP, y0 + (y1 - y0) * rest // _STEP
        limb.mercy = a.mercy


def _wait(w: World, a: Actor) -> None:
    if a.timer < a.span:
        return
    n = w.numbers.boss_eel
    attack = ARC if a.drift else _ORDER[a.turn % len(_ORDER)]
    if attack == ARC:
        a.drift = 1 - a.drift if wounded(a) else 0
    a.turn += 1
    x = _hole(w, n.arc_from if attack == ARC else n.rear_from)
    a.turn_to(w.hero.x if abs(w.hero.x - x) > 256 else x)
    a.facing = 1 if w.hero.x > x else -1
    a.aim = attack
    _place(w, a, x, hall.floor(w, x) + (n.height << 8))
    w.emit("crumble", a.x, a.y - (n.height << 8))
    a.look("rise")
    a.begin(PEEP)


def _hole(w: World, away: int) -> int:
    """An x (1/256 px) so far from the hero, on either side of him where the hall has room."""
    low, high = hall.bounds(w, w.hero.y - 256, w.numbers.boss_eel.half_width)
    places = [x for x in (w.hero.x - (away << 8), w.hero.x + (away << 8)) if low <= x <= high]
    if not places:
        return low if w.hero.x - low > high - w.hero.x else high
    return places[w.rng.below(len(places))]


def _peep(w: World, a: Actor) -> None:
    """The tell: its skull comes up to the brow."""
    n = w.numbers.boss_eel
    bottom = hall.floor(w, a.x) + (n.height << 8)
    _move(w, a, a.x, max(bottom - (n.peep << 8), a.y - n.peep_rise))
    if a.timer < n.tell:
        return
    if a.aim == ARC:
        _leap(w, a)
    else:
        a.begin(RISE)


def _leap(w: World, a: Actor) -> None:
    low, high = hall.bounds(w, w.hero.y - 256, w.numbers.boss_eel.half_width)
    a.vx, a.vy = a.x, a.y
    a.aim = max(low, min(high, 2 * max(low, min(high, w.hero.x)) - a.x))
    a.span = a.aim - a.x
    a.facing = 1 if a.span > 0 else -1
    w.emit("leap", a.x, a.y)
    a.begin(ARC)


def _arc(w: World, a: Actor) -> None:
    """A parabola over t that begins and ends below the floor."""
    n = w.numbers.boss_eel
    frames = n.arc[wounded(a)]
    t = min(a.timer, frames)
    rise = (n.arc_height << 8) * 4 * t * (frames - t) // (frames * frames)
    _move(w, a, a.vx + a.span * t // frames, a.vy - rise)
    if t in n.shed[wounded(a)]:
        w.shots.append(Shot("bone", a.x, a.y, 0, 0, n.gravity // 2))
    a.look("rise" if t < frames // 3 else "move" if t < 2 * frames // 3 else "dive")
    if t == frames:
        a.begin(DIVE)


def _rise(w: World, a: Actor) -> None:
    """Straight up to the top of its neck's curve."""
    n = w.numbers.boss_eel
    top = hall.floor(w, a.x) - (n.neck << 8)
    _move(w, a, a.x, max(top, a.y - n.rise))
    if a.y == top:
        above = max(0, hall.floor(w, w.hero.x) - w.hero.y)
        a.aim = max(n.nod << 8, ((n.neck - n.hang) << 8) - above)
        a.turn_to(w.hero.x)
        a.look("move")
        a.begin(BOW)


def _bow(w: World, a: Actor) -> None:
    """Forwards and down in a curve, to where a lash reaches its skull: higher for a hero on a ledge."""
    n = w.numbers.boss_eel
    t = min(a.timer, n.bow)
    x = a.x + a.facing * (n.reach << 8) // n.bow
    depth = (a.aim * (2 * t - 1)) // (n.bow * n.bow)
    _move(w, a, x, a.y + depth)
    if t == n.bow:
        a.look("attack")
        a.begin(REAR)


def _rear(w: World, a: Actor) -> None:
    """Jaws open: the tell. Then the burst, wounded a second one, and it hangs there a while: the moment to strike."""
    n = w.numbers.boss_eel
    _follow(w, a)
    second = n.tell + n.again if wounded(a) else 0
    if a.timer == n.tell:
        _spit(w, a, n.high)
    elif second and a.timer == second:
        _spit(w, a, n.low)
    elif a.timer == max(n.tell, second) + n.shut:
        a.look("idle")
    elif a.timer >= max(n.tell, second) + n.rest[wounded(a)]:
        a.look("dive")
        a.begin(DIVE)


def _spit(w: World, a: Actor, speeds: tuple[int, ...]) -> None:
    """Level and above, so that crouching helps; or at the feet, so that only a leap does."""
    n = w.numbers.boss_eel
    x, y = a.x + a.facing * (n.half_width << 8), a.y - (n.mouth << 8)
    for vy in speeds:
        w.shots.append(Shot("spit", x, y, a.facing * n.spit_speed, vy))
    w.emit("spit", x, y)


def _dive(w: World, a: Actor) -> None:
    """Down, and all its bones after it."""
    n = w.numbers.boss_eel
    _move(w, a, a.x, a.y + n.dive)
    if a.y >= (w.camera[1] + VIEW_H + n.bones * n.bone + n.height) << 8:
        _lurk(w, a)


def _limb(w: World, a: Actor) -> None:
    """Goes where the skull pulls it."""


def _dying(w: World, a: Actor) -> None:
    """Bone by bone it falls to pieces, from the tail on; the skull last."""
    n = w.numbers.boss_eel
    limbs = _limbs(w, a)
    for limb in limbs:
        limb.mercy = 2  # dead bones hurt nobody
    if limbs and a.timer % n.burst == 0:
        w.emit("kill", limbs[-1].x, limbs[-1].y)
        w.actors = [other for other in w.actors if other is not limbs[-1]]
    if a.y < hall.floor(w, a.x):
        heavy.land(w, a, n.gravity, n.half_width)
    if not limbs:
        life.pass_away(w, a)


MODES = (_sleep, _wake, _dying, _wait, _peep, _arc, _rise, _bow, _rear, _dive, _limb)
AWAY = frozenset({LURK})
