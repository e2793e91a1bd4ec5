"""Pictures of the game as files."""

from __future__ import annotations

import io
from pathlib import Path

import pygame

from generator.errors import UserError
from generator.files import write_whole


def save_picture(canvas: pygame.Surface, path: Path) -> None:
    """Write a canvas as PNG, atomically. Raises UserError when the file cannot be written."""
    content = io.BytesIO()
    pygame.image.save(canvas, content, "picture.png")
    try:
        write_whole(path, content.getvalue())
    except OSError as error:
        raise UserError(f"{path}: cannot be written: {error.strerror or error}") from None
