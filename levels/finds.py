"""What is to be found in a stage: candles and what they hold, and what is walled in off the way."""

from __future__ import annotations

from game.sim.level import Thing
from levels.layout import Layout, Mark, section_at
from levels.lot import Lot
from levels.spots import Ground
from levels.stages import Stage
from levels.templates import SCREEN_H, SCREEN_W

CANDLES = 2
"""A screen has at least so many."""
CANDLES_APART = 4
"""Cells between one that a room names and one that is added."""
LARGE_HEART_EVERY = 4
"""Candles; a hero who throws what he has is paid for it."""


def candles(lot: Lot, stage: Stage, layout: Layout) -> list[Thing]:
    """All candles in the order they are met: the whip's next level first, the stage's sub-weapons, large hearts, treats late."""
    marks = sorted(_all_candles(layout), key=lambda mark: mark.order)
    holds = _holdings(lot, stage, len(marks))
    return [Thing("candle", *mark.feet, holds=held) for mark, held in zip(marks, holds, strict=True)]


def _holdings(lot: Lot, stage: Stage, count: int) -> list[str]:
    """What each of so many candles holds; the empty string: drawn when it falls."""
    holds = ["heart_large" if i % LARGE_HEART_EVERY == LARGE_HEART_EVERY - 1 else "" for i in range(count)]
    holds[0], holds[-1] = "whip_up", "heart_large"
    gifts = [*stage.finds.arms, *stage.finds.treats]
    stretch = (count - 2) // max(1, len(gifts))
    for i, held in enumerate(gifts):
        holds[1 + i * stretch + lot.below(max(1, stretch))] = held
    return holds


def _all_candles(layout: Layout) -> list[Mark]:
    """Those that the rooms name, and more on screens that have too few."""
    found = [mark for mark in layout.marks if mark.what == "c"]
    for order, (x0, y0, w, h) in enumerate(layout.rooms):
        for x in range(x0, x0 + w, SCREEN_W):
            for y in range(y0, y0 + h, SCREEN_H):
                here = [mark for mark in found if x <= mark.x < x + SCREEN_W and y <= mark.y < y + SCREEN_H]
                found += _more_candles(layout, order, x, y, here)
    return found


def _more_candles(layout: Layout, order: int, x0: int, y0: int, here: list[Mark]) -> list[Mark]:
    """Candles a cell above plain floor, as far from the others as the screen allows."""
    ground = Ground(layout)
    added: list[Mark] = []
    while len(here) + len(added) < CANDLES:
        best: tuple[int, Mark] | None = None
        for y in range(y0 + 3, y0 + SCREEN_H - 1):
            for x in range(x0 + 2, x0 + SCREEN_W - 2):
                plain = all(ground.at(x + dx, y + 2) == "#" and ground.free(x + dx, y + 1) for dx in (-1, 0, 1))
                if plain and ground.free(x, y) and ground.free(x, y - 1):
                    near = min((abs(x - mark.x) + abs(y - mark.y) for mark in (*here, *added)), default=SCREEN_W)
                    if near >= CANDLES_APART and (best is None or near > best[0]):
                        best = near, Mark("c", x, y, section_at(layout.sections, x, y), order)
        if best is None:
            break
        added.append(best[1])
    return added


def wall_in(lot: Lot, stage: Stage, layout: Layout) -> Layout:
    """Some rock turned into blocks that hold something: in faces beside floors, rock all around, so no way leads through.

    The rooms' own blocks hold meat; these come on top.
    """
    chosen: dict[int, Mark] = {}
    for mark in lot.shuffled(_faces(layout)):
        if len(chosen) < len(stage.finds.walls):
            chosen.setdefault(mark.order, mark)
    return layout.with_blocks(tuple((mark.x, mark.y, held) for mark, held in zip(chosen.values(), stage.finds.walls, strict=False)))


def _faces(layout: Layout) -> list[Mark]:
    ground = Ground(layout)
    found = []
    for order, (x0, y0, w, h) in enumerate(layout.rooms):
        if layout.kinds[order] in ("arena", "ante", "door"):
            continue
        for y in range(y0 + 3, y0 + h - 1):
            for x in range(x0, x0 + w):
                if _is_face(ground, x, y):
                    found.append(Mark("B", x, y, section_at(layout.sections, x, y), order))
    return found


def _is_face(ground: Ground, x: int, y: int) -> bool:
    """Rock above, below and behind; a place to stand before it."""
    if any(ground.at(x, y + dy) != "#" for dy in (-1, 0, 1)):
        return False
    return any(
        ground.at(x - way, y) == "#"
        and all(ground.stands(x + way * step, y) and ground.at(x + way * step, y + 1) == "#" for step in (1, 2))
        for way in (-1, 1)
    )
