"""A look at a tile set, below the list that it stands in."""

from __future__ import annotations

from pathlib import Path

import pygame

from game.context import Context
from game.view.colours import DARK, GREY

_PLACE = pygame.Rect(24, 126, 208, 80)
_GROUND = 32
"""Lines at a preview's bottom that show nothing but ground."""


class Previews:
    """The middle of packs' preview.png, in their own pixels; each read once."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self._pictures: dict[Path, pygame.Surface | None] = {}

    def draw(self, canvas: pygame.Surface, folder: Path | None) -> None:
        """Draw the preview of the pack in a folder, or say that there is none."""
        picture = self._picture(folder) if folder is not None else None
        if picture is None:
            self.context.font.centre(canvas, "no preview", _PLACE.centery, GREY)
            return
        pygame.draw.rect(canvas, DARK, _PLACE.inflate(4, 4), 1)
        canvas.blit(picture, picture.get_rect(center=_PLACE.center))

    def _picture(self, folder: Path) -> pygame.Surface | None:
        if folder not in self._pictures:
            try:
                picture = pygame.image.load(str(folder / "preview.png")).convert(pygame.Surface((1, 1), depth=32))
                visible = picture.get_rect().clip(_PLACE.move(-_PLACE.x, -_PLACE.y))
                visible.bottomright = picture.get_width(), max(visible.h, picture.get_height() - _GROUND)
                self._pictures[folder] = picture.subsurface(visible)
            except (pygame.error, OSError, ValueError):
                self._pictures[folder] = None
        return self._pictures[folder]
