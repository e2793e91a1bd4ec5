"""What a cartridge of ours shows: stretches of a level, each under a plate of 32 lines that stands still."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from generator.errors import UserError
from generator.ppu import CELL, Screen, violations
from nes.screens import COLUMNS, ROWS
from nes.table import PatternTable, Planes

PLATE_ROWS = 2
FIELD_ROWS = ROWS - PLATE_ROWS
BLANK_LINES = 5
"""The plate's last lines, in which the scroll changes."""


@dataclass(frozen=True, eq=False)
class Stretch:
    """One stretch to scroll through.

    plate: 16 x 2 cells, its last five lines blank. field: 13 rows of at least 16 columns.
    later: the field's pattern plane half a cycle of its moving tiles later; the same where nothing moves.
    Backdrop and sub-palettes of all are the same. Raises ValueError for what no cartridge could show.
    """

    plate: Screen
    field: Screen
    later: np.ndarray

    def __post_init__(self) -> None:
        if self.plate.cells.shape != (PLATE_ROWS, COLUMNS) or self.field.rows != FIELD_ROWS or self.field.cols < COLUMNS:
            raise ValueError(f"a plate of {self.plate.cells.shape} cells over a field of {self.field.cells.shape}")
        if self.later.shape != self.field.pattern.shape:
            raise ValueError("the moving tiles' other look has another shape than the field")
        if self.plate.pattern[-BLANK_LINES:].any():
            raise ValueError(f"the plate's last {BLANK_LINES} lines are not blank")
        faults = [*violations(self.plate), *violations(self.field, max_patterns=None)]
        if faults:
            raise ValueError(str(faults[0]))
        if not np.array_equal(self.plate.colours, self.field.colours):
            raise ValueError("plate and field have different colours")

    @property
    def pictures(self) -> tuple[Planes, Planes]:
        """What the pattern table must hold: plate and field."""
        return (self.plate.pattern, self.plate.pattern), (self.field.pattern, self.later)

    @property
    def widest(self) -> int:
        """The furthest scroll in pixels."""
        return (self.field.cols - COLUMNS) * CELL

    def planes_at(self, scroll: int) -> tuple[Screen, Screen]:
        """The picture of 256x240 at a scroll that is whole cells, now and later; beyond the right end it is blank."""
        return self._screen(scroll, self.field.pattern), self._screen(scroll, self.later)

    def _screen(self, scroll: int, plane: np.ndarray) -> Screen:
        first = scroll // CELL
        cells = np.zeros((ROWS, COLUMNS), dtype=np.uint8)
        pattern = np.zeros((ROWS * CELL, COLUMNS * CELL), dtype=np.uint8)
        cells[:PLATE_ROWS], pattern[: PLATE_ROWS * CELL] = self.plate.cells, self.plate.pattern
        shown = self.field.cells[:, first : first + COLUMNS]
        cells[PLATE_ROWS:, : shown.shape[1]] = shown
        pattern[PLATE_ROWS * CELL :, : shown.shape[1] * CELL] = plane[:, scroll : scroll + COLUMNS * CELL]
        return Screen(self.field.backdrop, self.field.palettes, cells, pattern)


def fits_one_table(stretches: Sequence[Stretch]) -> bool:
    """Whether all stretches' patterns fit into one table."""
    try:
        table_of(stretches)
    except UserError:
        return False
    return True


def table_of(stretches: Sequence[Stretch]) -> PatternTable:
    """The pattern table that all stretches share. Raises UserError if they need more than 256 patterns, ValueError for unlike colours."""
    if any(not np.array_equal(one.field.colours, stretches[0].field.colours) for one in stretches):
        raise ValueError("the stretches of one cartridge have different colours")
    return PatternTable(picture for stretch in stretches for picture in stretch.pictures)
