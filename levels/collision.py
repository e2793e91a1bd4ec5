"""What a slot does to a body. The only way from a picture's cell to the rules: no pack, no pixel comes into it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from game.sim.level import Cell
from generator.roles import SLOT_BY_NAME, SLOTS, Role

CELL_OF_ROLE = {
    Role.SOLID: Cell.SOLID,
    Role.SURFACE: Cell.SOLID,
    Role.PLATFORM: Cell.PLATFORM,
    Role.LIQUID: Cell.LIQUID,
    Role.SPIKES: Cell.SPIKES,
    Role.BREAKABLE: Cell.BREAKABLE,
}
"""Roles that are not here are looked past, but for the stairs, whose two slots lean two ways."""


def cell_of_slot(slot: int) -> Cell:
    """The Cell of one slot id (0..len(SLOTS)-1)."""
    if slot == SLOT_BY_NAME["stairs.up"].id:
        return Cell.STAIRS_UP
    if slot == SLOT_BY_NAME["stairs.down"].id:
        return Cell.STAIRS_DOWN
    return CELL_OF_ROLE.get(SLOTS[slot].role, Cell.EMPTY)


def cells_from_slots(slots: NDArray[np.uint8]) -> bytes:
    """(h, w) uint8 slot ids -> h * w Cell values, row by row, as Level.cells wants them."""
    table = np.array([cell_of_slot(slot.id) for slot in SLOTS], dtype=np.uint8)
    return table[slots].tobytes()
