"""Shapes that the rules give and only the stuff of which is dreamt: a stair's steps, the points of spikes.

Pictures show few stairs and spikes, and a network that has seen few draws blots; but to take either for something else is
death. So the choosing also gets them cut out of the dreamt ground, and takes these where no painting reads better.
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
