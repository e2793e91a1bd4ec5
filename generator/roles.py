"""What a 16x16 cell *is*: its role, and the canonical slots of a tile set.

A role is what a cell means to the player (stand on it, die on it, look past it). A slot is one place in the
canonical tile sheet: a role plus the shape it has there (which neighbours are solid, which part of a column).
Slot ids mean the same in every tile set, so a level that stores slot ids can wear any pack, and its collision
never depends on the art.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

TILE = 16
"""Edge of a cell in pixels."""


class Role(IntEnum):
    """The role of a cell. The order is part of the file formats: append, never reorder."""

    SOLID = 0
    SURFACE = 1
    PLATFORM = 2
    STAIRS = 3
    WALL = 4
    WINDOW = 5
    COLUMN = 6
    DOOR = 7
    LIQUID = 8
    SPIKES = 9
    FOLIAGE = 10
    FENCE = 11
    SKY = 12
    DECOR = 13
    BREAKABLE = 14
    UNKNOWN = 15

    @property
    def label(self) -> str:
        """The lower-case name used in label files, Tiled classes and messages."""
        return self.name.lower()


ROLE_BY_LABEL = {role.label: role for role in Role}

NORTH, EAST, SOUTH, WEST = 1, 2, 4, 8
"""Bits of a terrain mask: set where that neighbour is solid ground too."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of the canonical sheet.

    name: unique, dotted (``terrain.14``, ``column.mid``, ``liquid.top.1``).
    variant_of: the slot whose meaning this one repeats with other art (a variant or an animation frame),
        or the empty string. A pack may leave a variant out; the loader then uses the main slot.
    """

    id: int
    name: str
    role: Role
    variant_of: str = ""


def _make_slots() -> tuple[Slot, ...]:
    rows: list[tuple[str, Role, str]] = []

    def add(name: str, role: Role, variant_of: str = "") -> None:
        rows.append((name, role, variant_of))

    for mask in range(16):
        add(f"terrain.{mask}", Role.SOLID if mask & NORTH else Role.SURFACE)
    for n in range(1, 4):
        add(f"terrain.15.v{n}", Role.SOLID, "terrain.15")
    for n in range(1, 3):
        add(f"terrain.14.v{n}", Role.SURFACE, "terrain.14")
    for part in ("left", "mid", "right", "single"):
        add(f"platform.{part}", Role.PLATFORM)
    add("breakable.0", Role.BREAKABLE)
    add("breakable.1", Role.BREAKABLE, "breakable.0")
    add("spikes.0", Role.SPIKES)
    add("spikes.1", Role.SPIKES, "spikes.0")
    add("stairs.up", Role.STAIRS)
    add("stairs.down", Role.STAIRS)
    add("wall.0", Role.WALL)
    for n in range(1, 8):
        add(f"wall.{n}", Role.WALL, "wall.0")
    for part in ("top", "bottom", "single"):
        add(f"window.{part}", Role.WINDOW)
    for part in ("top", "mid", "bottom"):
        add(f"column.{part}", Role.COLUMN)
    for part in ("nw", "ne", "sw", "se"):
        add(f"door.{part}", Role.DOOR)
    for part in ("top", "body"):
        add(f"liquid.{part}", Role.LIQUID)
        for n in range(1, 4):
            add(f"liquid.{part}.{n}", Role.LIQUID, f"liquid.{part}")
    add("sky.0", Role.SKY)
    for n in range(1, 4):
        add(f"sky.{n}", Role.SKY, "sky.0")
    add("foliage.0", Role.FOLIAGE)
    for n in range(1, 4):
        add(f"foliage.{n}", Role.FOLIAGE, "foliage.0")
    for part in ("left", "mid", "right"):
        add(f"fence.{part}", Role.FENCE)
    add("decor.0", Role.DECOR)
    for n in range(1, 6):
        add(f"decor.{n}", Role.DECOR, "decor.0")
    return tuple(Slot(i, name, role, main) for i, (name, role, main) in enumerate(rows))


SLOTS = _make_slots()
SLOT_BY_NAME = {slot.name: slot for slot in SLOTS}
SHEET_COLUMNS = 16
"""Slots a row in the canonical sheet: slot ``i`` lies at column ``i % 16``, row ``i // 16``."""
