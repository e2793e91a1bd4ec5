"""Where chains hang: chosen from the layout alone, so a level has the same chains on every machine and in every coat."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from game.sim.level import CELL, Cell, Level, Section
from generator.roles import SLOTS, Role
from levels.model import LevelMap

_APART = 5
_ROOM = range(6, 11)
"""Cells of air that the place needs between ceiling and floor."""
_WIDTH = 4
"""Cells of air on both sides that make it a wide room."""
_HEAD = 46
"""Pixels between the end of a lamp's chain and the floor: the hero brushes the lamp with his hair."""
_BARE = 80
"""The same for a chain without a lamp, which only a leap can reach."""
_MOST = 40
_TAKEN = frozenset({Role.COLUMN, Role.DECOR, Role.DOOR, Role.WINDOW})


@dataclass(frozen=True, slots=True)
class Anchor:
    """A chain's upper end in level pixels, its length in pixels, and whether a lamp hangs from it."""

    x: int
    y: int
    length: int
    lamp: bool


def find_anchors(level_map: LevelMap) -> tuple[Anchor, ...]:
    """The places for chains in a level, at most 40."""
    level = level_map.level
    occupied = {thing.x // CELL + side for thing in level.things if thing.kind == "candle" for side in (-1, 0, 1)}
    anchors: list[Anchor] = []
    for section in level.sections:
        last = section.x - _APART
        for cx in range(section.x + 2, section.x + section.w - 2):
            anchor = None if cx - last < _APART or cx in occupied else _anchor_in(level, section, cx)
            if anchor is not None and not _is_hidden(level_map, anchor):
                anchors.append(anchor)
                last = cx
    return tuple(anchors[:_MOST])


def _anchor_in(level: Level, section: Section, cx: int) -> Anchor | None:
    """A chain in the topmost room of a column, for about two of three columns that could have one."""
    rows = range(section.y, section.y + section.h)
    ceiling = next((cy for cy in rows if level.cell(cx, cy) == Cell.EMPTY), section.y)
    if ceiling == section.y or level.cell(cx, ceiling - 1) != Cell.SOLID:
        return None
    floor = next((cy for cy in range(ceiling, section.y + section.h) if level.cell(cx, cy) != Cell.EMPTY), None)
    if floor is None or level.cell(cx, floor) not in (Cell.SOLID, Cell.PLATFORM) or floor - ceiling not in _ROOM:
        return None
    chance = hashlib.blake2b(f"{level.title} {cx} {ceiling}".encode(), digest_size=2).digest()
    if chance[0] >= 170 or not _is_wide(level, cx, ceiling, floor):
        return None
    lamp = chance[1] >= 100
    length = (floor - ceiling) * CELL - (_HEAD if lamp else _BARE) - (chance[1] % 3) * 6
    return Anchor(cx * CELL + CELL // 2, ceiling * CELL, length, lamp)


def _is_hidden(level_map: LevelMap, anchor: Anchor) -> bool:
    """Before a column or something else that hangs there a chain would only be a tangle."""
    if level_map.slots is None:
        return False
    cx, top = anchor.x // CELL, anchor.y // CELL
    rows = level_map.slots[top : top + (anchor.length + CELL) // CELL + 1, max(0, cx - 1) : cx + 2]
    return any(SLOTS[slot].role in _TAKEN for slot in rows.flat)


def _is_wide(level: Level, cx: int, ceiling: int, floor: int) -> bool:
    return all(
        level.cell(x, y) == Cell.EMPTY
        for x in range(cx - _WIDTH // 2, cx + _WIDTH // 2 + 1)
        for y in range(ceiling, min(floor - 1, ceiling + 4))
    )
