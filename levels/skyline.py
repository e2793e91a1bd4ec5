"""What stands far behind where there is no roof: towers and a parapet, or hedges, of other heights for each seed."""

from __future__ import annotations

from collections.abc import Iterator

from levels.lot import Lot

FLOOR = 11
"""The row, counted in the section, that everything far behind ends above."""
WALL, WINDOW = ":", "W"


def towers(lot: Lot, width: int) -> Iterator[tuple[int, int, str]]:
    """(column, row, character) of a rampart: a parapet with merlons, and towers of three to six cells with gaps that differ."""
    parapet = lot.between(8, 9)
    x = -lot.below(4)
    while x < width:
        broad, top = lot.between(1, 3) * 2 + 1, lot.between(2, 6)
        yield from _block(x, broad, top, width)
        if broad >= 5 and 0 <= x + broad // 2 < width and lot.percent(60):
            yield from ((x + broad // 2, row, WINDOW) for row in (top + 2, top + 3))
        gap = lot.choice((5, 7, 9, 13, 17))
        if lot.percent(75):
            yield from _block(x + broad, gap, parapet, width)
        x += broad + gap


def _block(x: int, broad: int, top: int, width: int) -> Iterator[tuple[int, int, str]]:
    """Masonry down to the floor with a merlon on every other cell, at both ends too where it is odd."""
    for step in range(broad):
        if 0 <= x + step < width:
            yield from ((x + step, row, WALL) for row in range(top - (step % 2 == 0), FLOOR))


def hedges(lot: Lot, width: int) -> Iterator[tuple[int, int, str]]:
    """(column, row, character) of clipped hedges far off: long low ones, tall ones stepped at both ends, and gaps between."""
    x = -lot.below(6)
    while x < width:
        broad, tall = lot.between(4, 11), lot.between(2, 5)
        for step in range(broad):
            high = min(tall, 1 + 2 * min(step, broad - 1 - step))
            if 0 <= x + step < width:
                yield from ((x + step, row, WALL) for row in range(FLOOR - high, FLOOR))
        x += broad + lot.choice((0, 0, 2, 3, 6))
