"""The plate of 32 lines above the field: a line of text in the game's font, and a rule under it."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from generator.palette import MASTER
from generator.ppu import CELL, PATTERN, Screen
from nes.screens import COLUMNS
from nes.show import PLATE_ROWS

FONT = Path(__file__).resolve().parents[1] / "assets" / "fonts" / "dreamkeep.png"
_FIRST, _LAST, _PER_ROW = 32, 126, 16
_INDENT = 2
"""Patterns left free at both ends of a line: a television hides them."""
TEXT_COLUMNS = 2 * COLUMNS - 2 * _INDENT
_TEXT_LINE, _RULE_LINE = 16, 25
"""Many televisions hide the first 8 lines, some 12."""


def load_glyphs(path: Path = FONT) -> np.ndarray:
    """(95, 8, 8) uint8 0 or 1: the characters 32..126."""
    from PIL import Image

    with Image.open(path) as picture:
        sheet = np.asarray(picture, dtype=np.uint8)
    rows = sheet.shape[0] // PATTERN
    grid = sheet.reshape(rows, PATTERN, _PER_ROW, PATTERN).swapaxes(1, 2).reshape(-1, PATTERN, PATTERN)
    return (grid[: _LAST - _FIRST + 1] != 0).astype(np.uint8)


def blank_plate(colours: np.ndarray) -> Screen:
    """Nothing but the backdrop. colours: (4, 4) uint8, the backdrop in column 0."""
    cells = np.zeros((PLATE_ROWS, COLUMNS), dtype=np.uint8)
    return Screen(int(colours[0, 0]), colours[:, 1:].copy(), cells, np.zeros((PLATE_ROWS * CELL, COLUMNS * CELL), dtype=np.uint8))


def make_plate(colours: np.ndarray, left: str, right: str, glyphs: np.ndarray) -> Screen:
    """A plate with a text at the left and one at the right over the rule; what is too long for both is cut at the left one's end.

    Drawn in the colour that stands out most from the backdrop. Characters that the font lacks are question marks.
    """
    plate = blank_plate(colours)
    palette, value = _clearest(colours)
    plate.cells[:] = palette
    plate.pattern[_RULE_LINE] = value
    text = left[: TEXT_COLUMNS - len(right) - bool(right)].ljust(TEXT_COLUMNS - len(right)) + right
    for column, character in enumerate(text, _INDENT):
        glyph = glyphs[ord(character) - _FIRST if _FIRST <= ord(character) <= _LAST else ord("?") - _FIRST]
        plate.pattern[_TEXT_LINE : _TEXT_LINE + PATTERN, column * PATTERN : (column + 1) * PATTERN] = glyph * value
    return plate


def _clearest(colours: np.ndarray) -> tuple[int, int]:
    """The sub-palette and value whose colour differs most in luminance from the backdrop."""
    contrast = np.abs(MASTER.luminance[colours] - MASTER.luminance[colours[0, 0]])
    palette, value = np.unravel_index(contrast[:, 1:].argmax(), (4, 3))
    return int(palette), int(value) + 1
