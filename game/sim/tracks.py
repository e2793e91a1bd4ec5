"""Where a machine is on each frame of its period, as whole tables: motion is then one look-up, and the same for ever."""

from __future__ import annotations

from .device_numbers import CrusherNumbers
from .level import Thing

UP, WARN, FALL, DOWN, RISE = "up", "warn", "fall", "down", "rise"
"""What a crusher is doing. It kills while it falls; down and rising it is a wall."""
_WHOLE = 1 << 16


def lift_track(thing: Thing, rest: int) -> tuple[tuple[int, int], ...]:
    """x, y in 1/256 px of the middle of its top edge for each frame: it rests, goes there, rests, comes back.

    rest: frames at either end, or a quarter of the way's frames where those are few. A lift without a period stands still.
    """
    if thing.period < 2:
        return ((thing.x << 8, thing.y << 8),)
    out = thing.period // 2
    parts = [_eased(i, out, rest) for i in range(out)]
    parts += [_WHOLE - _eased(i, thing.period - out, rest) for i in range(thing.period - out)]
    return tuple(((thing.x << 8) + (thing.dx * part >> 8), (thing.y << 8) + (thing.dy * part >> 8)) for part in parts)


def _eased(i: int, frames: int, rest: int) -> int:
    """How much of the way lies behind on frame i of so many, 0.._WHOLE: nothing while it rests, then 3s^2 - 2s^3."""
    rest = min(rest, frames // 4)
    moving = frames - rest
    s = max(0, i - rest)
    return int(s * s * (3 * moving - 2 * s) * _WHOLE // moving**3)


def crusher_track(thing: Thing, n: CrusherNumbers) -> tuple[tuple[int, str], ...]:
    """For each frame how far (1/256 px) it hangs down, and what it does: up, warn, fall, down, rise.

    A period too short for all of it cuts the winding first; one too short even then is made longer.
    """
    deep = max(1, thing.dy) << 8
    falling = _fall(deep, n)
    left = thing.period - len(falling) - n.rest - n.least_up
    winding = max(1, min(left, -(-deep // n.wind)))
    waiting = n.least_up + max(0, left - winding)
    track = [(0, UP)] * (waiting - n.warn) + [(0, WARN)] * n.warn
    track += [(depth, FALL) for depth in falling] + [(deep, DOWN)] * n.rest
    track += [(deep - deep * i // winding, RISE) for i in range(1, winding + 1)]
    return tuple(track)


def _fall(deep: int, n: CrusherNumbers) -> list[int]:
    depths, depth, speed = [], 0, 0
    while depth < deep:
        speed = min(speed + n.gravity, n.fall)
        depth = min(deep, depth + speed)
        depths.append(depth)
    return depths
