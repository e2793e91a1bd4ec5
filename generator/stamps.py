"""Stamps: pieces of tile sheets, whole cells each, from which screens are composed.

A sheet's art hangs together: bricks join across cells, a column has a top and a foot. So a stamp is never a bag of
single tiles but a rectangle of neighbouring cells as they lie in the sheet, and where it has to repeat, the rectangle is
chosen whose opposite edges match best.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator.palette import oklab
from generator.roles import TILE, Role
from generator.windows import Cells

_TRIALS = 10
"""Rectangles looked at before the one that repeats best is taken."""
_FLAT_CHANCE = 0.08
"""Chance weight of a flat cell against a drawn one."""
_FLAT_COST = 0.3
"""What flat cells count for against a seam: a flat colour repeats perfectly and shows nothing."""
_REACH = 9.0
"""How far (cells) from the anchor a stamp is likely to be taken: sheets keep what belongs together together."""


_DARKEST = 0.45
"""No stamp is dimmed below this share of its brightness: its drawing has to survive."""


@dataclass(frozen=True, eq=False)
class Stamp:
    """rgb: (h*16, w*16, 3) uint8. opaque: (h*16, w*16) bool. roles: (h, w) uint8."""

    rgb: np.ndarray
    opaque: np.ndarray
    roles: np.ndarray

    @property
    def rows(self) -> int:
        return int(self.roles.shape[0])

    @property
    def cols(self) -> int:
        return int(self.roles.shape[1])

    def cell(self, row: int, col: int) -> tuple[np.ndarray, np.ndarray]:
        """The pixels (16, 16, 3) and opacity (16, 16) of one cell."""
        area = (slice(row * TILE, row * TILE + TILE), slice(col * TILE, col * TILE + TILE))
        return self.rgb[area], self.opaque[area]


@dataclass(frozen=True, slots=True)
class Rect:
    """Cells [row, row+rows) x [col, col+cols) of a sheet."""

    row: int
    col: int
    rows: int
    cols: int


def stamp(cells: Cells, rect: Rect) -> Stamp:
    """The stamp of a rectangle of cells."""
    grid = (slice(rect.row, rect.row + rect.rows), slice(rect.col, rect.col + rect.cols))
    pixels = tuple(slice(part.start * TILE, part.stop * TILE) for part in grid)
    return Stamp(cells.rgb[pixels], cells.opaque[pixels], cells.roles[grid])


def seed_cell(cells: Cells, role: Role, anchor: tuple[int, int] | None, rng: np.random.Generator) -> tuple[int, int] | None:
    """A random cell of a role, drawn cells and cells near the anchor likelier; None when the sheet has none."""
    places = np.argwhere(cells.roles == role)
    if not len(places):
        return None
    weights = np.where(cells.flat[places[:, 0], places[:, 1]], _FLAT_CHANCE, 1.0)
    if anchor is not None:
        weights = weights * np.exp(-np.abs(places - np.array(anchor)).max(axis=1) / _REACH) + 1e-12
    row, col = places[rng.choice(len(places), p=weights / weights.sum())]
    return int(row), int(col)


def grow(cells: Cells, seed: tuple[int, int], max_rows: int, max_cols: int, rng: np.random.Generator) -> Rect:
    """Grows a rectangle of the seed's role from it, side by side in random order, up to a size."""
    role = cells.roles[seed]
    top, left = seed
    bottom, right = top, left
    open_sides = ["up", "down", "left", "right"]
    while open_sides:
        side = open_sides[int(rng.integers(len(open_sides)))]
        tall, wide = bottom - top + 1 >= max_rows, right - left + 1 >= max_cols
        new = {
            "up": (top - 1, bottom, left, right),
            "down": (top, bottom + 1, left, right),
            "left": (top, bottom, left - 1, right),
            "right": (top, bottom, left, right + 1),
        }[side]
        if (side in ("up", "down") and tall) or (side in ("left", "right") and wide) or not _all_of(cells, role, *new):
            open_sides.remove(side)
        else:
            top, bottom, left, right = new
    return Rect(top, left, bottom - top + 1, right - left + 1)


def repeating(cells: Cells, seed: tuple[int, int], max_rows: int, max_cols: int, rng: np.random.Generator) -> Rect:
    """A rectangle of the seed's role around it that repeats well in both directions."""
    best: tuple[float, Rect] | None = None
    for _ in range(_TRIALS):
        rows, cols = int(rng.integers(1, max_rows + 1)), int(rng.integers(1, max_cols + 1))
        rect = grow(cells, seed, rows, cols, rng)
        cost = wrap_cost(cells, rect, rows=max_rows > 1) - 0.012 * rect.rows * rect.cols + _FLAT_COST * flat_share(cells, rect)
        if best is None or cost < best[0]:
            best = (cost, rect)
    assert best is not None
    return best[1]


def wrap_cost(cells: Cells, rect: Rect, rows: bool = True) -> float:
    """How badly a rectangle's opposite edges meet when it repeats: 0 (seamless) .. 1; columns, and rows if asked."""
    area = stamp(cells, rect).rgb.astype(np.float64) / 255.0
    across = float(np.abs(area[:, 0] - area[:, -1]).mean())
    down = float(np.abs(area[0] - area[-1]).mean()) if rows else across
    return (across + down) / 2


def flat_share(cells: Cells, rect: Rect) -> float:
    """The share of a rectangle's cells that are one flat colour."""
    return float(cells.flat[rect.row : rect.row + rect.rows, rect.col : rect.col + rect.cols].mean())


def dimmed(one: Stamp, luminance: float) -> Stamp:
    """The same stamp, darkened so that its mean OKLab luminance is at most this."""
    mean = mean_luminance(one)
    if mean <= luminance:
        return one
    factor = max(_DARKEST, luminance / mean)
    return Stamp(np.rint(one.rgb * factor).astype(np.uint8), one.opaque, one.roles)


def mean_luminance(one: Stamp) -> float:
    """Mean OKLab luminance over what is drawn; 0 when nothing is."""
    return float(oklab(one.rgb[one.opaque])[:, 0].mean()) if one.opaque.any() else 0.0


def _all_of(cells: Cells, role: int, top: int, bottom: int, left: int, right: int) -> bool:
    rows, cols = cells.roles.shape
    if top < 0 or left < 0 or bottom >= rows or right >= cols:
        return False
    return bool((cells.roles[top : bottom + 1, left : right + 1] == role).all())
