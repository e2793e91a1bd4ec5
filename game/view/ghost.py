"""The hero of another run, seen through."""

from __future__ import annotations

import pygame

from game.sim.level import VIEW_H, VIEW_W
from game.sim.world import World
from game.view.sprites import Sprites

_ALPHA = 112
_PALE = (70, 90, 140)
"""Added to its colours: moonlight."""


def draw_ghost(view: pygame.Surface, sprites: Sprites, ghost: World, camera: tuple[int, int]) -> None:
    """Draw the ghost world's hero on a surface of 256 x 208, as the player's camera sees the place where he is."""
    hero = ghost.hero
    x, y = (hero.x >> 8) - camera[0], (hero.y >> 8) - camera[1]
    if not (-32 < x < VIEW_W + 32 and -32 < y < VIEW_H + 64):
        return
    cut = sprites.cut(f"hero.{hero.pose}", hero.pose_frame)
    picture = (cut.left if hero.facing < 0 else cut.right).copy()
    picture.fill(_PALE, special_flags=pygame.BLEND_RGB_ADD)
    picture.set_alpha(_ALPHA)
    left = x - picture.get_width() + cut.ox if hero.facing < 0 else x - cut.ox
    view.blit(picture, (left, y - cut.oy))
