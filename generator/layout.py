"""Little scenes drawn in letters, read as canonical slots: for previews, and for what the painter is shown."""

from __future__ import annotations

import numpy as np

from generator.roles import EAST, NORTH, SLOT_BY_NAME, SLOTS, SOUTH, WEST

LETTERS = {
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
    "_": "platform.single",
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
"""One letter, one slot. Ground is ``#``: its slots follow from its neighbours."""

_GROUND = "#Bb"
_SIDES = ((NORTH, -1, 0), (EAST, 0, 1), (SOUTH, 1, 0), (WEST, 0, -1))


def read_layout(text: str) -> np.ndarray:
    """The slots of a scene: (rows, cols) uint8. Lines must be of one length; beyond the edge the ground goes on."""
    rows = text.strip("\n").split("\n")
    slots = np.zeros((len(rows), len(rows[0])), dtype=np.uint8)
    for y, row in enumerate(rows):
        if len(row) != len(rows[0]):
            raise ValueError(f"line {y + 1} of the layout has {len(row)} cells, the first has {len(rows[0])}")
        for x, letter in enumerate(row):
            slots[y, x] = SLOT_BY_NAME[f"terrain.{_mask(rows, y, x)}" if letter == "#" else LETTERS[letter]].id
    return slots


def _mask(rows: list[str], y: int, x: int) -> int:
    """Which neighbours of a cell are ground too."""
    mask = 0
    for side, dy, dx in _SIDES:
        inside = 0 <= y + dy < len(rows) and 0 <= x + dx < len(rows[0])
        if not inside or rows[y + dy][x + dx] in _GROUND:
            mask |= side
    return mask


def slot_roles(slots: np.ndarray) -> np.ndarray:
    """(rows, cols) slot ids -> (rows, cols) uint8 roles."""
    return np.array([slot.role for slot in SLOTS], dtype=np.uint8)[slots]
