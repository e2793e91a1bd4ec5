"""Puts the things into a layout: where the hero starts and comes back, the exit, candles, blocks with meat, and who lives there."""

from __future__ import annotations

from dataclasses import dataclass

from game.sim.level import CELL, VIEW_W, Thing
from levels.layout import Layout, Mark, section_at
from levels.lot import Lot
from levels.stages import Stage
from levels.templates import BACKDROP, SCREEN_H, SCREEN_W

CALM = 7
"""Cells around a start, a checkpoint or an entry in which nobody lies in wait: the hero never lands blind."""
APART = 6
"""Cells between two enemies."""
GRAVE = "shambler"
"""The kind that keeps coming; one in view at a time is enough."""
DOORWAY = 12
"""Width of the exit in px, in the middle of the door: the hero stands before it when it takes him."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a level holds besides its cells; the fields are those of game.sim.level.Level."""

    start: tuple[int, int, int]
    exit: tuple[int, int, int, int]
    checkpoints: tuple[tuple[int, int], ...]
    things: tuple[Thing, ...]


def place(lot: Lot, stage: Stage, layout: Layout) -> Contents:
    """Chooses among the places that the rooms name. The same lot, stage and layout give the same contents."""
    start = next(mark for mark in layout.marks if mark.what == "@")
    checkpoints = _checkpoints(layout)
    calm = [start, *checkpoints]
    things = [*_candles(lot, layout), *_meat(layout), *_enemies(lot, stage, layout, calm), *_boss(stage, layout)]
    return Contents(
        start=(*start.feet, layout.ways[start.section]),
        exit=_exit(layout),
        checkpoints=tuple(mark.feet for mark in checkpoints),
        things=tuple(things),
    )


def _checkpoints(layout: Layout) -> list[Mark]:
    """One for each section after the first, in the order they are met: the mark in the room by which it is entered."""
    found = []
    for section in range(1, len(layout.sections)):
        marks = [mark for mark in layout.marks if mark.what == "+" and mark.section == section]
        found.append(min(marks, key=lambda mark: mark.order))
    return found


def _exit(layout: Layout) -> tuple[int, int, int, int]:
    door = [mark for mark in layout.marks if mark.what == "D"]
    x, y = min(mark.x for mark in door) * CELL, min(mark.y for mark in door) * CELL
    return x + CELL - DOORWAY // 2, y, DOORWAY, 2 * CELL


def _candles(lot: Lot, layout: Layout) -> list[Thing]:
    """All candles. One holds the dagger; those by the exit's room hold a large heart and the whip; the rest are drawn in play."""
    marks = sorted((mark for mark in layout.marks if mark.what == "c"), key=lambda mark: mark.order)
    holds = {0: "whip_up", lot.between(2, max(2, len(marks) // 2)): "dagger", len(marks) - 1: "heart_large"}
    return [Thing("candle", *mark.feet, holds=holds.get(i, "")) for i, mark in enumerate(marks)]


def _meat(layout: Layout) -> list[Thing]:
    return [Thing("block", x * CELL + CELL // 2, (y + 1) * CELL, holds="meat") for x, y in layout.meat]


def _enemies(lot: Lot, stage: Stage, layout: Layout, calm: list[Mark]) -> list[Thing]:
    """Enemies along a rising curve: so many a screen at the start of the stage, more towards its end."""
    first, last = stage.threat
    rooms = len(layout.rooms)
    found: list[Mark] = []
    things: list[Thing] = []
    due = 0.0
    for order in range(1, rooms - 1):
        _, _, w, h = layout.rooms[order]
        due += (w // SCREEN_W) * (h // SCREEN_H) * (first + (last - first) * order / (rooms - 2))
        for mark in [*lot.shuffled(_drawn_spots(layout, order)), *lot.shuffled(_flat_spots(layout, order))]:
            if due < 1 or _is_calm(mark, calm) or any(_apart(mark, other) < APART for other in found):
                continue
            kind = lot.choice(stage.air if mark.what == "v" else stage.ground)
            if kind == GRAVE and any(thing.kind == GRAVE and abs(thing.x - mark.feet[0]) < VIEW_W for thing in things):
                continue
            due -= 1
            found.append(mark)
            things.append(Thing(kind, *mark.feet, facing=-layout.ways[mark.section]))
        due = min(due, 1.0)  # what found no place here does not crowd into the next room
    return things


def _drawn_spots(layout: Layout, order: int) -> list[Mark]:
    return [mark for mark in layout.marks if mark.order == order and mark.what in "ev"]


def _flat_spots(layout: Layout, order: int) -> list[Mark]:
    """Where a room leaves room for one more: solid ground, two cells of it to either side, and the air above it free."""
    x0, y0, w, h = layout.rooms[order]
    spots = []
    for y in range(y0 + 3, y0 + h - 1):
        for x in range(x0 + 2, x0 + w - 2):
            floor = layout.rows[y + 1][x - 2 : x + 3]
            air = layout.rows[y][x - 2 : x + 3] + layout.rows[y - 1][x - 2 : x + 3]
            if set(floor) == {"#"} and set(air) <= BACKDROP:
                spots.append(Mark("e", x, y, section_at(layout.sections, x, y), order))
    return spots


def _is_calm(mark: Mark, calm: list[Mark]) -> bool:
    return any(abs(mark.x - other.x) < CALM and abs(mark.y - other.y) < CALM for other in calm)


def _apart(one: Mark, other: Mark) -> int:
    return max(abs(one.x - other.x), abs(one.y - other.y))


def _boss(stage: Stage, layout: Layout) -> list[Thing]:
    """The boss hangs in the far half of the arena, five cells up."""
    if not stage.boss:
        return []
    arena, way = layout.sections[-1], layout.ways[-1]
    return [Thing(stage.boss, (arena.x * 2 + arena.w) * CELL // 2 + way * 3 * CELL, (arena.y + 5) * CELL, facing=-way)]
