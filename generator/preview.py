"""A little scene composed of a pack's tiles: what a player sees of a pack before choosing it."""

from __future__ import annotations

import numpy as np

from generator.layout import read_layout
from generator.pack_model import Pack
from generator.roles import SLOTS, TILE

SCENE = """
*'******||||||||||||
***"****|C|a||C|d|a|
*'******|c|A||c|D|A|
*****'**|c||||c<=>||
"*******|c||||c|O|/#
***t****|c|nN|c||/##
*gfF[-]f|k|lL|kE/###
####\\***#####B#^####
#####~~~############
#####,,,####b#######
"""

_VARIED = ("terrain.15", "terrain.14", "wall.0")
_PLAIN = 5
"""Of eight cells that could show a variant, this many show the main tile."""


def preview(pack: Pack) -> np.ndarray:
    """The picture of the scene in a pack's tiles: (160, 320) uint8 master indices."""
    return picture(pack, varied(read_layout(SCENE)))


def picture(pack: Pack, slots: np.ndarray) -> np.ndarray:
    """(rows, cols) slot ids -> (rows*16, cols*16) uint8 master indices."""
    cells = pack.indices()[slots]
    rows, cols = cells.shape[:2]
    return cells.swapaxes(1, 2).reshape(rows * TILE, cols * TILE)


def varied(slots: np.ndarray) -> np.ndarray:
    """The same scene with variants of ground and wall strewn in; which and where depends on the place alone."""
    result = slots.copy()
    for name in _VARIED:
        main = next(slot.id for slot in SLOTS if slot.name == name)
        variants = [slot.id for slot in SLOTS if slot.variant_of == name]
        for y, x in np.argwhere(slots == main).tolist():
            if (x * 73 + y * 151 + x * y * 29) % 8 >= _PLAIN:
                result[y, x] = variants[(x * 5 + y * 3) % len(variants)]
    return result
