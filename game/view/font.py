"""The game's own 8 x 8 font, in any colour."""

from __future__ import annotations

from pathlib import Path

import pygame

from game.view.colours import RGB, WHITE
from game.view.sheet import load_sheet, surfaces

GLYPH = 8
"""Width and height of a character in pixels."""
_UNKNOWN = "?"


class Font:
    """Characters 32..126; what is not among them is shown as a question mark."""

    def __init__(self, text_path: Path) -> None:
        pictures = surfaces(load_sheet(text_path.with_suffix(".png"), text_path))
        self._masks = {chr(int(code)): pygame.mask.from_surface(picture) for code, picture in pictures.items()}
        self._tinted: dict[tuple[str, RGB], pygame.Surface] = {}

    def draw(self, canvas: pygame.Surface, text: str, x: int, y: int, colour: RGB = WHITE) -> None:
        """Draw one line of text with its top left corner at (x, y)."""
        canvas.blits([(self._glyph(c, colour), (x + i * GLYPH, y)) for i, c in enumerate(text) if c != " "])

    def centre(self, canvas: pygame.Surface, text: str, y: int, colour: RGB = WHITE) -> None:
        """Draw one line of text in the middle of the canvas."""
        self.draw(canvas, text, (canvas.get_width() - len(text) * GLYPH) // 2, y, colour)

    def _glyph(self, character: str, colour: RGB) -> pygame.Surface:
        key = (character, colour)
        if key not in self._tinted:
            mask = self._masks.get(character) or self._masks[_UNKNOWN]
            self._tinted[key] = mask.to_surface(setcolor=colour, unsetcolor=(0, 0, 0, 0))
        return self._tinted[key]


def wrap(text: str, columns: int, lines: int = 99) -> list[str]:
    """Break text into lines of at most `columns` characters; when it takes more than `lines`, the last one ends in dots."""
    import textwrap

    return textwrap.wrap(text, columns, max_lines=lines, placeholder="...")
