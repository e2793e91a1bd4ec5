"""A little scene composed of a pack's tiles: what a player sees of a pack before choosing it."""

from __future__ import annotations

import numpy as np

from generator.pack_model import Pack
from generator.roles import EAST, NORTH, SLOT_BY_NAME, SLOTS, SOUTH, TILE, WEST

SCENE = """
*'******||||||||||||
***"****|C|aa|C|d|aa
*'******|c|AA|c|D|AA
*****'**|c||||c<=>||
"*******|c||||c|O|/#
***t****|c|nN|c||/##
*gfF[-]f|k|lL|kE/###
####\\***#####B#^####
#####~~~############
#####,,,####b#######
"""
"""20 x 10 cells. Ground is ``#``, whose slots follow from its neighbours; each other letter is one slot (_LETTERS)."""

_LETTERS = {
    "*": "sky.0",
    "'": "sky.1",
    '"': "sky.2",
    "|": "wall.0",
    "a": "window.top",
    "A": "window.bottom",
    "O": "window.single",
    "C": "column.top",
    "c": "column.mid",
    "k": "column.bottom",
    "d": "decor.0",
    "D": "decor.2",
    "E": "decor.1",
    "<": "platform.left",
    "=": "platform.mid",
    ">": "platform.right",
    "n": "door.nw",
    "N": "door.ne",
    "l": "door.sw",
    "L": "door.se",
    "t": "foliage.2",
    "f": "foliage.0",
    "F": "foliage.1",
    "g": "foliage.3",
    "[": "fence.left",
    "-": "fence.mid",
    "]": "fence.right",
    "/": "stairs.up",
    "\\": "stairs.down",
    "~": "liquid.top",
    ",": "liquid.body",
    "^": "spikes.0",
    "B": "breakable.0",
    "b": "breakable.1",
}
_GROUND = "#Bb"
_SIDES = ((NORTH, -1, 0), (EAST, 0, 1), (SOUTH, 1, 0), (WEST, 0, -1))
_VARIED = ("terrain.15", "terrain.14", "wall.0")
_PLAIN = 5
"""Of eight cells that could show a variant, this many show the main tile."""


def scene_slots(scene: str = SCENE) -> np.ndarray:
    """The slots of a scene drawn in letters: (rows, cols) uint8. Beyond its edge the ground goes on."""
    rows = scene.strip("\n").split("\n")
    slots = np.zeros((len(rows), len(rows[0])), dtype=np.uint8)
    for y, row in enumerate(rows):
        for x, letter in enumerate(row):
            name = _LETTERS.get(letter) or f"terrain.{_mask(rows, y, x)}"
            slots[y, x] = _varied(name, y, x)
    return slots


def preview(pack: Pack, slots: np.ndarray | None = None) -> np.ndarray:
    """The picture of a scene in a pack's tiles: (rows*16, cols*16) uint8 master indices."""
    cells = pack.indices()[scene_slots() if slots is None else slots]
    rows, cols = cells.shape[:2]
    return cells.swapaxes(1, 2).reshape(rows * TILE, cols * TILE)


def _mask(rows: list[str], y: int, x: int) -> int:
    mask = 0
    for side, dy, dx in _SIDES:
        inside = 0 <= y + dy < len(rows) and 0 <= x + dx < len(rows[0])
        if not inside or rows[y + dy][x + dx] in _GROUND:
            mask |= side
    return mask


def _varied(name: str, y: int, x: int) -> int:
    """The slot, or now and then one of its variants, chosen by place."""
    main = SLOT_BY_NAME[name].id
    variants = [slot.id for slot in SLOTS if slot.variant_of == name] if name in _VARIED else []
    draw = (x * 73 + y * 151 + x * y * 29) % 8
    return variants[(x * 5 + y * 3) % len(variants)] if variants and draw >= _PLAIN else main
