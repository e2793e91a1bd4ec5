"""Pictures of the game as files."""

from __future__ import annotations

import io
from pathlib import Path

import pygame

from generator.files import replace_file


def save_picture(canvas: pygame.Surface, path: Path) -> None:
    """Write a canvas as PNG, atomically. Raises UserError when the file cannot be written."""
    content = io.BytesIO()
    pygame.image.save(canvas, content, "picture.png")
    replace_file(path, content.getvalue())
