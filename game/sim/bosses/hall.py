"""The shut hall as a boss sees it: its walls, its floor and its roof."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..level import CELL, VIEW_H, VIEW_W
from ..terrain import LIQUID, SOLID

if TYPE_CHECKING:
    from ..world import World


def bounds(w: World, y: int, half_width: int) -> tuple[int, int]:
    """The leftmost and rightmost x (1/256 px) of a body in the hall whose middle is at height y (1/256 px): between walls, in view."""
    left, row = w.camera[0], y >> 12
    first, last = left // CELL, (left + VIEW_W) // CELL - 1
    middle = (first + last) // 2
    at = w.terrain.at
    low = next((column + 1 for column in range(middle, first - 1, -1) if at(column, row) & SOLID), first)
    high = next((column for column in range(middle + 1, last + 1) if at(column, row) & SOLID), last + 1)
    return (max(left, low * CELL) + half_width) << 8, (min(left + VIEW_W, high * CELL) - half_width) << 8


def floor(w: World, x: int) -> int:
    """The y (1/256 px) of the top of the ground or water at the bottom of the view at x (1/256 px); a pit has it at the view's edge."""
    column, row = x >> 12, (w.camera[1] + VIEW_H) // CELL
    while w.terrain.at(column, row - 1) & (SOLID | LIQUID) and row * CELL > w.camera[1] + VIEW_H // 2:
        row -= 1
    return row << 12


def ground_below(w: World, x: int, y: int) -> int:
    """The y (1/256 px) of the first ground or water at or below a place; for whoever is not yet in view."""
    column, row = x >> 12, y >> 12
    while row < w.terrain.height and not w.terrain.at(column, row) & (SOLID | LIQUID):
        row += 1
    return row << 12


def roof(w: World, x: int) -> int:
    """The y (1/256 px) of the underside of what fills the top of the view at x (1/256 px); open sky has it at the view's edge."""
    column, row = x >> 12, w.camera[1] // CELL
    while w.terrain.at(column, row) & SOLID and row * CELL < w.camera[1] + VIEW_H // 2:
        row += 1
    return row << 12
