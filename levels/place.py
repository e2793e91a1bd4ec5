"""Puts the things into a layout: where the hero starts and comes back, doors, the exit, candles and blocks, foes and the boss."""

from __future__ import annotations

from dataclasses import dataclass

from game.sim.level import CELL, Thing
from levels.dwellers import settle
from levels.finds import candle_marks, candles
from levels.layout import Layout, Mark, section_at
from levels.lot import Lot
from levels.reach import Reach
from levels.stages import Stage

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
    """Chooses among the places that rooms name and those found between them. The same lot, stage and layout give the same contents.

    Raises NoPlan where there are too few candles that the hero can get at.
    """
    start = next(mark for mark in layout.marks if mark.what == "@")
    reach = Reach(layout)
    hung = candle_marks(lot, layout, reach)
    treats = [*hung, *(Mark("B", x, y, section_at(layout.sections, x, y), -1) for x, y, _ in layout.blocks)]
    things = [
        *layout.machines,
        *_doors(layout),
        *candles(lot, stage, layout, reach, hung),
        *_blocks(layout, reach),
        *settle(lot, stage, layout, reach, treats),
        *_boss(stage, layout),
    ]
    return Contents(
        start=(*start.feet, layout.ways[start.section]),
        exit=_exit(layout),
        checkpoints=tuple(mark.feet for mark in _checkpoints(layout)),
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


def _doors(layout: Layout) -> list[Thing]:
    """One in each opening, in the first cell of the section that it leads to."""
    return [Thing("door", *mark.feet, facing=layout.ways[mark.section]) for mark in layout.doors]


def _blocks(layout: Layout, reach: Reach) -> list[Thing]:
    """Those that the hero can strike from where he gets to; what lies deeper in the rock could not be picked up."""
    return [Thing("block", *Mark("B", x, y, 0, 0).feet, holds=held) for x, y, held in layout.blocks if reach.lashes(x, y)]


def _boss(stage: Stage, layout: Layout) -> list[Thing]:
    """One for each place that the arena was drawn with."""
    return [Thing(stage.boss, *mark.feet, facing=-layout.ways[-1]) for mark in layout.marks if mark.what == "M"]
