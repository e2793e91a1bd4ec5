"""Draws sprites at places of the level, as one frame's camera sees them."""

from __future__ import annotations

from dataclasses import dataclass

import pygame

from game.sim.level import VIEW_H, VIEW_W
from game.view.colours import RGB
from game.view.sprites import Sprites


@dataclass(frozen=True, slots=True)
class Pen:
    """view: a surface of 256 x 208 that shows the level from `camera` on."""

    view: pygame.Surface
    sprites: Sprites
    camera: tuple[int, int]

    def draw(self, name: str, x: int, y: int, facing: int = 1, tick: int = 0, outline: RGB | None = None) -> None:
        """Draw a sprite whose anchor is at level pixel (x, y), when it can be in sight."""
        x, y = x - self.camera[0], y - self.camera[1]
        if -64 < x < VIEW_W + 64 and -32 < y < VIEW_H + 64:
            self.sprites.draw(self.view, name, x, y, facing, tick, outline)
