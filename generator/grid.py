"""Where does a picture's tile grid start? Tiles end at their borders, so edges gather there."""

from __future__ import annotations

import numpy as np

from generator.pictures import Picture
from generator.roles import TILE

_CLEARLY = 1.35
"""How much more edge energy another offset must carry than offset 0 before it is believed."""


def find_grid(picture: Picture, tile: int = TILE) -> tuple[int, int]:
    """The grid's origin (ox, oy) in pixels, 0..tile-1 each.

    Sums the colour steps across each candidate line. An offset other than 0 must win clearly: sheets mostly start at
    the corner, and smooth pictures have no grid at all. Screenshots of 224 rows were cut from 240 by whole cells less
    eight pixels on top and bottom; their grid shows up as oy = 8.
    """
    pixels = picture.rgb.astype(np.int16) * picture.opaque[..., None]
    across = np.minimum(np.abs(np.diff(pixels, axis=1)).sum(axis=2), 255).sum(axis=0)
    down = np.minimum(np.abs(np.diff(pixels, axis=0)).sum(axis=2), 255).sum(axis=1)
    return _best_offset(across, tile), _best_offset(down, tile)


def _best_offset(steps: np.ndarray, tile: int) -> int:
    """steps[i] is the energy between line i and i+1, so a border at offset o shows at o-1, o-1+tile, ..."""
    if len(steps) < 2 * tile:
        return 0
    energy = np.array([steps[(offset - 1) % tile :: tile].mean() for offset in range(tile)])
    best = int(energy.argmax())
    return best if energy[best] > _CLEARLY * max(float(energy[0]), 1e-9) else 0
