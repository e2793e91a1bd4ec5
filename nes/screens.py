"""A screen as the three files that NES tools know: a name table with its attributes, a pattern table, a palette."""

from __future__ import annotations

import numpy as np

from generator.ppu import CELL, PATTERN, Screen
from nes.chr import decode_patterns

COLUMNS, ROWS = 16, 15
"""A screen in cells of 16x16."""
NAMES = 4 * COLUMNS * ROWS
ATTRIBUTES = 64
PALETTE_BYTES = 16


def encode_palette(screen: Screen) -> bytes:
    """The background's 16 bytes at $3F00: four times the backdrop and a sub-palette's three colours."""
    return screen.colours.astype(np.uint8).tobytes()


def encode_attributes(cells: np.ndarray) -> bytes:
    """The sub-palettes of 2x2 cells in a byte, top left in the low bits: (rows, 16) uint8 0..3 -> 8 bytes for two rows."""
    rows = cells.shape[0] + cells.shape[0] % 2
    whole = np.zeros((rows, COLUMNS), dtype=np.uint8)
    whole[: cells.shape[0]] = cells
    quads = whole[0::2, 0::2] | whole[0::2, 1::2] << 2 | whole[1::2, 0::2] << 4 | whole[1::2, 1::2] << 6
    return quads.tobytes()


def encode_names(numbers: np.ndarray, cells: np.ndarray) -> bytes:
    """A name table: (30, 32) pattern numbers and (15, 16) cells -> 960 bytes and 64 of attributes."""
    return numbers.astype(np.uint8).tobytes() + encode_attributes(cells)


def decode(chr_data: bytes, nam: bytes, pal: bytes, table: int = 0) -> Screen:
    """The screen that the files show. table: which of the pattern tables is used. Raises ValueError for broken lengths."""
    if len(nam) != NAMES + ATTRIBUTES or len(pal) != PALETTE_BYTES:
        raise ValueError(f"a name table has {NAMES + ATTRIBUTES} bytes and a palette {PALETTE_BYTES}, not {len(nam)} and {len(pal)}")
    patterns = decode_patterns(chr_data)[256 * table : 256 * (table + 1)]
    numbers = np.frombuffer(nam[:NAMES], dtype=np.uint8).reshape(2 * ROWS, 2 * COLUMNS)
    quads = np.frombuffer(nam[NAMES:], dtype=np.uint8).reshape(8, 8)
    cells = np.empty((16, COLUMNS), dtype=np.uint8)
    for shift, (y, x) in enumerate(((0, 0), (0, 1), (1, 0), (1, 1))):
        cells[y::2, x::2] = quads >> 2 * shift & 3
    plane = patterns[numbers].swapaxes(1, 2).reshape(ROWS * CELL, 2 * COLUMNS * PATTERN)
    colours = np.frombuffer(pal, dtype=np.uint8).reshape(4, 4)
    return Screen(int(colours[0, 0]), colours[:, 1:].copy(), cells[:ROWS], plane)
