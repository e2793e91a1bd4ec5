"""High contrast: which line goes round what, and the lines along the cells that hurt."""

from __future__ import annotations

import pygame

from game.sim.level import CELL, VIEW_H, VIEW_W, Cell, Level
from game.view.colours import RGB, rgb

HERO = rgb(0x30)
FOE = rgb(0x25)
DANGER = rgb(0x28)
GOODS = rgb(0x2A)
"""White round the hero, pink round foes and what they throw, yellow along what hurts where it stands, green round what can be taken."""


def round_it(colour: RGB, wanted: bool) -> RGB | None:
    """The colour of the line, None where none is wanted."""
    return colour if wanted else None


def mark_dangers(view: pygame.Surface, level: Level, camera: tuple[int, int]) -> None:
    """Lines round spikes and along the surface of liquids."""
    left, top = camera
    for cy in range(top // CELL, (top + VIEW_H - 1) // CELL + 1):
        for cx in range(left // CELL, (left + VIEW_W - 1) // CELL + 1):
            cell, x, y = level.cell(cx, cy), cx * CELL - left, cy * CELL - top
            if cell == Cell.SPIKES:
                _frame_side(view, level, cx, cy, x, y)
            elif cell == Cell.LIQUID and level.cell(cx, cy - 1) != Cell.LIQUID:
                view.fill(DANGER, (x, y, CELL, 2))


def _frame_side(view: pygame.Surface, level: Level, cx: int, cy: int, x: int, y: int) -> None:
    """The sides of a cell of spikes that no other spikes share."""
    sides = (((0, -1), (x, y, CELL, 1)), ((-1, 0), (x, y, 1, CELL)), ((1, 0), (x + CELL - 1, y, 1, CELL)))
    for (dx, dy), line in sides:
        if level.cell(cx + dx, cy + dy) != Cell.SPIKES:
            view.fill(DANGER, line)
