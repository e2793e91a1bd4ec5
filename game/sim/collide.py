"""Boxes against cells. A body is its feet's middle (x, y in 1/256 px), half its width and its height in whole px.

The box covers the pixels [x - half, x + half) and [y - tall, y). Moves are shorter than a cell, so looking at the
cells of the leading edge is a full sweep.
"""

from __future__ import annotations

from .terrain import CARRY, SOLID, Terrain

_CELL_SUB = 4096  # sub-pixels in a cell


def slide(t: Terrain, x: int, y: int, dx: int, half: int, tall: int) -> int:
    """The x after moving by dx, stopped flush at a solid cell."""
    px = (x + dx) >> 8
    column = (px + half - 1 if dx > 0 else px - half) >> 4
    py = y >> 8
    for row in range((py - tall) >> 4, ((py - 1) >> 4) + 1):
        if t.at(column, row) & SOLID:
            return (column * 16 - half if dx > 0 else column * 16 + 16 + half) << 8
    return x + dx


def fits(t: Terrain, x: int, y: int, half: int, tall: int) -> bool:
    """No solid cell lies under the box."""
    px, py = x >> 8, y >> 8
    columns = range((px - half) >> 4, ((px + half - 1) >> 4) + 1)
    return not any(t.at(column, row) & SOLID for row in range((py - tall) >> 4, ((py - 1) >> 4) + 1) for column in columns)


def carried(t: Terrain, x: int, y: int, half: int) -> bool:
    """The feet stand on the top edge of a cell that carries."""
    if y & (_CELL_SUB - 1):
        return False
    px = x >> 8
    row = y >> 12
    left, right = (px - half) >> 4, (px + half - 1) >> 4
    return bool(t.at(left, row) & CARRY or (right != left and t.at(right, row) & CARRY))


def floor_between(t: Terrain, x: int, y: int, dy: int, half: int) -> int | None:
    """Where feet falling from y by dy (at least 0, less than a cell) come to stand, or None if nothing carries them."""
    edge = -(-y >> 12) << 12
    return edge if edge <= y + dy and carried(t, x, edge, half) else None


def ceiling_above(t: Terrain, x: int, y: int, half: int, tall: int) -> int | None:
    """If the head of a body standing at y is inside a solid cell: the y that puts it flush below, else None."""
    row = ((y >> 8) - tall) >> 4
    px = x >> 8
    for column in range((px - half) >> 4, ((px + half - 1) >> 4) + 1):
        if t.at(column, row) & SOLID:
            return ((row + 1) * 16 + tall) << 8
    return None
