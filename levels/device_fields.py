"""The fields of a Thing that only devices have: what of them a file holds, and which values make sense."""

from __future__ import annotations

from collections.abc import Sequence

from game.sim.level import CELL, Thing
from levels.kinds import MACHINE_KINDS
from levels.report import Report
from levels.tiled import TiledObject

_USUAL = {"span": 0, "dx": 0, "dy": 0, "period": 0, "phase": 0, "loop": 1}
"""The fields, in the order they are written, with the values that are not written."""
FARTHEST = 1024
"""Pixels of the longest way or run."""
LONGEST = 3600
"""Frames of the longest period: a minute."""
FRAMES_TEN_PIXELS = 16
"""The shortest period of a lift for each ten px of its way: 2.5 px a frame in the middle of it."""
MAX_LOOP = 9
MAX_MACHINES = 128
"""Machines in one map: ten times what a stage has; each has a table of its way, and the search looks at all."""
_ANY = {"span": (0, FARTHEST), "dx": (-FARTHEST, FARTHEST), "dy": (-FARTHEST, FARTHEST), "period": (0, LONGEST), "phase": (0, LONGEST)}
_RANGES: dict[str, dict[str, tuple[int, int]]] = {
    "lift": {"span": (CELL, 8 * CELL), "period": (32, LONGEST)},
    "crusher": {"dy": (CELL, 12 * CELL), "period": (32, LONGEST)},
    "conveyor": {"span": (CELL, FARTHEST)},
}
"""By kind, where it asks for more than _ANY and a loop from 1."""


def device_values(thing: Thing) -> dict[str, int]:
    """The fields that say something, by name."""
    return {field: value for field, usual in _USUAL.items() if (value := getattr(thing, field)) != usual}


def read_device_fields(found: TiledObject) -> dict[str, int]:
    """The fields of an object, by name; what is left out or wrong as usual."""
    return {field: _whole(found, field, usual) or 0 for field, usual in _USUAL.items()}


def check_machine_count(found: Sequence[TiledObject], name: str, report: Report) -> None:
    """Tell if the objects of the map `name` are more machines than can be played and proved in good time."""
    machines = sum((one.kind or one.name) in MACHINE_KINDS for one in found)
    if machines > MAX_MACHINES:
        report.fatal(name, f"{machines} lifts, crushers, conveyors and crumbling cells", f"at most {MAX_MACHINES} are allowed")


def check_device_fields(found: TiledObject, name: str, report: Report) -> None:
    """Tell which fields of an object of the map `name` are no whole numbers in a sane range."""
    special = _RANGES.get(found.kind or found.name, {})
    for field, usual in _USUAL.items():
        value = _whole(found, field, usual)
        low, high = special.get(field) or _ANY.get(field, (1, MAX_LOOP))
        if value is None or not low <= value <= high:
            shown = str(found.properties.get(field, value))[:20]
            report.fatal(name, f"{found.label} has {field} {shown!r}", f"it should be a whole number from {low} to {high}")
    if (found.kind or found.name) == "lift":
        _check_speed(found, name, report)


def _check_speed(found: TiledObject, name: str, report: Report) -> None:
    """A lift so fast that nobody can follow it with his eyes is no lift."""
    way = max(abs(_whole(found, field, 0) or 0) for field in ("dx", "dy"))
    period = _whole(found, "period", 0) or 0
    least = FRAMES_TEN_PIXELS * way // 10
    if 32 <= period < least:
        report.fatal(name, f"{found.label} has period '{period}'", f"a way of {way} px needs at least {least} frames")


def _whole(found: TiledObject, field: str, usual: int) -> int | None:
    """The value of a field, None if it is no whole number."""
    value = found.properties.get(field, usual)
    try:
        number = int(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if not isinstance(value, float) or number == value else None
