"""Shapes that the rules give and only the stuff of which is dreamt: a stair's steps, the points of spikes, the waves of a liquid.

Pictures show few stairs, spikes and liquids, and a network that has seen few draws blots; but to take any of them for something
else is death. So the choosing also gets them cut out of the dreamt ground, or in its colours, and takes these where no painting
reads better.
"""

from __future__ import annotations

import numpy as np

from generator.brush import Tiles
from generator.roles import TILE

Array = np.ndarray

_STEP = 8
"""Width and height of a step in pixels."""
_TOOTH = 8
"""Width of a point."""
_TIP = 3
"""Rows above the points."""
_SWELL = (1, 1, 0, 0, 0, 1, 1, 2, 2, 3, 3, 3, 3, 2, 2, 1)
"""How far the surface of a liquid lies under its highest line, pixel by pixel."""
_RIPPLES = ((7, 2, 5), (7, 11, 2), (12, 7, 6))
"""Row, column and length of the dark strokes within a liquid."""
LIGHT, LINE = 3, 1
"""The values of an edge in the light, and of one in the shade."""


def stairs_up(stone: Tiles) -> Tiles:
    """Two steps that rise to the right, of the stone of tiles (n), and the backdrop above them."""
    y, x = np.mgrid[:TILE, :TILE]
    top = TILE - _STEP * (x // _STEP + 1)
    body = np.maximum(stone.pattern, LINE)
    body = np.where((x % _STEP == 0) & (y > top), LIGHT - 1, body)
    body = np.where((y - top < 2) & (y >= top), LIGHT, body)
    body = np.where(y - top == 2, LINE, body)
    return Tiles(np.where(y >= top, body, 0).astype(np.uint8), stone.cells)


def stairs_down(stone: Tiles) -> Tiles:
    """The same to the left."""
    up = stairs_up(stone)
    return Tiles(up.pattern[:, :, ::-1], up.cells)


def spikes(stone: Tiles) -> Tiles:
    """Two points of the stone of tiles (n), lit from the left, and the backdrop between them."""
    y, x = np.mgrid[:TILE, :TILE]
    side = np.where(x % _TOOTH < _TOOTH // 2, x % _TOOTH, _TOOTH - 1 - x % _TOOTH)
    inside = 4 * side + 3 >= TILE - _TIP - (y - _TIP)
    left = x % _TOOTH < _TOOTH // 2
    body = np.where(left, np.clip(stone.pattern + 1, LIGHT - 1, LIGHT), np.clip(stone.pattern, LINE, LINE + 1))
    return Tiles(np.where(inside, body, 0).astype(np.uint8), stone.cells)


def liquid_top(stone: Tiles) -> Tiles:
    """A liquid's surface in the sub-palettes of tiles (n): a swell in the light, the backdrop above it."""
    under = np.arange(TILE)[:, None] - np.array(_SWELL)
    surface = np.where(under < 0, 0, np.where(under < 2, LIGHT, _depths(stone)))
    return Tiles(surface.astype(np.uint8), stone.cells)


def liquid_body(stone: Tiles) -> Tiles:
    """What lies under it: one colour with a few strokes."""
    return Tiles(_depths(stone), stone.cells)


def _depths(stone: Tiles) -> Array:
    depths = np.full_like(stone.pattern, LIGHT - 1)
    for row, column, length in _RIPPLES:
        depths[:, row, column : column + length] = LINE
    return depths
