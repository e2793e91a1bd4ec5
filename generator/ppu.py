"""What an NES can show: the memory of one background screen, its exact picture, and a checker that lists every fault.

A screen has one backdrop colour, four sub-palettes of three colours, one sub-palette choice per 16x16 cell and two
bits per pixel (0 is the backdrop, 1..3 a colour of the cell's sub-palette). Any size that is whole cells is a screen.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator.exact import cell_colours, cover
from generator.palette import BLACK, BLACK_ALIASES, FORBIDDEN, MASTER, Palette

CELL = 16
PATTERN = 8
MAX_PATTERNS = 256
"""8x8 patterns in one pattern table."""


@dataclass(frozen=True, eq=False)
class Screen:
    """The memory behind a picture.

    backdrop: master index. palettes: (4, 3) uint8 master indices. cells: (rows, cols) uint8 0..3.
    pattern: (rows*16, cols*16) uint8 0..3.
    """

    backdrop: int
    palettes: np.ndarray
    cells: np.ndarray
    pattern: np.ndarray

    @property
    def rows(self) -> int:
        return int(self.cells.shape[0])

    @property
    def cols(self) -> int:
        return int(self.cells.shape[1])

    @property
    def colours(self) -> np.ndarray:
        """(4, 4) uint8: the colour of each value in each sub-palette; column 0 is the backdrop."""
        table = np.empty((4, 4), dtype=np.uint8)
        table[:, 0] = self.backdrop
        table[:, 1:] = self.palettes
        return table


@dataclass(frozen=True, slots=True)
class Violation:
    """One fault of a screen or picture.

    kind: ``shape``, ``value``, ``colour``, ``patterns``, ``cell``, ``backdrop`` or ``palettes``.
    where: the place in words. x, y: its left top pixel, -1 where the fault has no one place.
    reason: what is wrong. colours: the master indices at fault.
    """

    kind: str
    where: str
    reason: str
    x: int = -1
    y: int = -1
    colours: tuple[int, ...] = ()

    def __str__(self) -> str:
        return f"{self.where}: {self.reason}"


def render(screen: Screen) -> np.ndarray:
    """The exact picture of a screen: (H, W) uint8 master indices."""
    cell_of_pixel = screen.cells.repeat(CELL, axis=0).repeat(CELL, axis=1)
    return screen.colours[cell_of_pixel, screen.pattern]


def to_rgb(indices: np.ndarray, palette: Palette = MASTER) -> np.ndarray:
    """What master indices look like: (...) uint8 -> (..., 3) uint8."""
    return palette.rgb[indices]


def pattern_tiles(pattern: np.ndarray) -> np.ndarray:
    """A pattern plane cut into 8x8 tiles in reading order: (H, W) -> (H/8 * W/8, 8, 8)."""
    rows, cols = pattern.shape[0] // PATTERN, pattern.shape[1] // PATTERN
    tiles = pattern.reshape(rows, PATTERN, cols, PATTERN).swapaxes(1, 2)
    return tiles.reshape(rows * cols, PATTERN, PATTERN)


def distinct_patterns(pattern: np.ndarray) -> int:
    """How many different 8x8 patterns a plane needs; background patterns cannot be flipped: (..., H, W) -> count.

    A stack of tiles (n, 16, 16) is counted over the whole stack.
    """
    planes = pattern.reshape(-1, *pattern.shape[-2:])
    tiles = np.concatenate([pattern_tiles(plane) for plane in planes]).reshape(-1, PATTERN * PATTERN)
    return len({row.tobytes() for row in tiles.astype(np.uint8)})


def violations(screen: Screen, max_patterns: int | None = MAX_PATTERNS) -> list[Violation]:
    """Every fault of a screen's memory, in the order shape, colours, cells, pixels, patterns.

    max_patterns: how many distinct 8x8 patterns may be used; None when the tables may be switched.
    """
    faults = _shape_faults(screen)
    if faults:
        return faults
    faults += _colour_fault(screen.backdrop, "backdrop")
    for row, palette in enumerate(screen.palettes):
        for column, colour in enumerate(palette):
            faults += _colour_fault(int(colour), f"sub-palette {row} colour {column + 1}")
    for row, col in np.argwhere(screen.cells > 3):
        reason = f"sub-palette {screen.cells[row, col]} does not exist, 0..3 do"
        faults.append(Violation("value", f"cell {col},{row}", reason, int(col) * CELL, int(row) * CELL))
    for y, x in np.argwhere(screen.pattern > 3):
        reason = f"value {screen.pattern[y, x]} needs more than two bits"
        faults.append(Violation("value", f"pixel {x},{y}", reason, int(x), int(y)))
    used = distinct_patterns(screen.pattern)
    if max_patterns is not None and used > max_patterns:
        faults.append(Violation("patterns", "whole screen", f"{used} distinct 8x8 patterns, {max_patterns} fit"))
    return faults


def legal_violations(indices: np.ndarray) -> list[Violation]:
    """Every reason why an index picture is not what an NES background can show: (H, W) uint8 -> faults.

    Looks at colours and the 16x16 rule; an empty list means that some Screen renders to exactly this picture.
    """
    if indices.ndim != 2 or not indices.size or indices.shape[0] % CELL or indices.shape[1] % CELL:
        return [Violation("shape", "whole picture", f"shape {indices.shape} is not whole 16x16 cells")]
    faults = [fault for colour in np.unique(indices) for fault in _picture_colour_faults(indices, int(colour))]
    cells = cell_colours(indices)
    for (row, col), used in cells.items():
        if len(used) > 4:
            faults.append(_cell_fault(row, col, used))
    if any(fault.kind == "cell" for fault in faults):
        return faults
    return faults + _cover_faults(indices, cells)


def _shape_faults(screen: Screen) -> list[Violation]:
    faults = []
    if screen.palettes.shape != (4, 3):
        faults.append(Violation("shape", "palettes", f"shape {screen.palettes.shape}, not (4, 3)"))
    if screen.cells.ndim != 2 or not screen.cells.size:
        faults.append(Violation("shape", "cells", f"shape {screen.cells.shape}, not (rows, cols)"))
    elif screen.pattern.shape != (screen.rows * CELL, screen.cols * CELL):
        expected = (screen.rows * CELL, screen.cols * CELL)
        faults.append(Violation("shape", "pattern", f"shape {screen.pattern.shape}, not {expected}"))
    return faults


def _colour_fault(colour: int, where: str, x: int = -1, y: int = -1) -> list[Violation]:
    if not 0 <= colour < 64:
        reason = f"{colour} is no master-palette index (0..63)"
    elif colour == FORBIDDEN:
        reason = "$0D is blacker than black and must never be written; black is $0F"
    elif colour in BLACK_ALIASES:
        reason = f"${colour:02X} is black, which is written ${BLACK:02X}"
    else:
        return []
    return [Violation("colour", where, reason, x, y, (colour,))]


def _picture_colour_faults(indices: np.ndarray, colour: int) -> list[Violation]:
    """A fault for each cell in which a forbidden colour stands, placed at its first pixel there."""
    if not _colour_fault(colour, ""):
        return []
    ys, xs = np.nonzero(indices == colour)
    first: dict[tuple[int, int], tuple[int, int]] = {}
    for y, x in zip(ys.tolist(), xs.tolist(), strict=True):
        first.setdefault((y // CELL, x // CELL), (x, y))
    return [fault for x, y in first.values() for fault in _colour_fault(colour, f"pixel {x},{y}", x, y)]


def _names(colours: frozenset[int] | set[int]) -> str:
    return " ".join(f"${colour:02X}" for colour in sorted(colours))


def _cell_fault(row: int, col: int, used: frozenset[int]) -> Violation:
    reason = f"{len(used)} colours ({_names(used)}), a cell can show four"
    return Violation("cell", f"cell {col},{row}", reason, col * CELL, row * CELL, tuple(sorted(used)))


def _cover_faults(indices: np.ndarray, cells: dict[tuple[int, int], frozenset[int]]) -> list[Violation]:
    """Faults of the picture as a whole: no common backdrop, or more than four sub-palettes needed."""
    answer = cover(cells.values(), np.bincount(indices.reshape(-1), minlength=64))
    if answer.complete:
        return []
    faults = []
    for (row, col), used in cells.items():
        needed = used - {answer.backdrop}
        if any(needed <= palette for palette in answer.palettes):
            continue
        if len(needed) > 3:
            kind, reason = "backdrop", f"four colours ({_names(used)}) without the backdrop ${answer.backdrop:02X}"
        else:
            kind, reason = "palettes", f"colours {_names(needed)} fit none of the four sub-palettes the other cells need"
        faults.append(Violation(kind, f"cell {col},{row}", reason, col * CELL, row * CELL, tuple(sorted(used))))
    return faults
