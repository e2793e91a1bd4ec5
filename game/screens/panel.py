"""Boxes that lie over the picture."""

from __future__ import annotations

import pygame

from game.view.colours import BLACK, GREY, WHITE
from game.view.sprites import Sprites

_CANDLES = (22, 234)
"""Where their feet's middles are, px from the left."""


def panel(canvas: pygame.Surface, rect: pygame.Rect) -> None:
    """A black box with the double line of the time."""
    canvas.fill(BLACK, rect)
    pygame.draw.rect(canvas, WHITE, rect.inflate(-4, -4), 1)
    pygame.draw.rect(canvas, GREY, rect.inflate(-8, -8), 1)


def page(canvas: pygame.Surface, sprites: Sprites, tick: int) -> None:
    """A whole screen to write on: a frame, and two candles beside where the heading stands."""
    panel(canvas, canvas.get_rect())
    for x in _CANDLES:
        sprites.draw(canvas, "candle", x, 27, 1, tick + x)


def veil(canvas: pygame.Surface) -> None:
    """Darken the picture: every other line goes black."""
    for y in range(1, canvas.get_height(), 2):
        canvas.fill(BLACK, (0, y, canvas.get_width(), 1))
