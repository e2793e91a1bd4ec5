"""What the tests of the picture share: a coat, pixels as an array, a scene and how it looks."""

from __future__ import annotations

import numpy as np
import pygame
from game_kit import level_map

from game.files import ROOT
from game.look import Comfort
from game.sim.world import World
from game.view.font import Font
from game.view.level_view import LevelView
from game.view.sprites import Sprites
from game.view.tiles import coat_of
from generator.pack import load_pack
from levels.model import LevelMap

BASE = load_pack(ROOT / "assets" / "tilesets" / "base")


def pixels(canvas: pygame.Surface) -> np.ndarray:
    return pygame.surfarray.array3d(canvas).swapaxes(0, 1)


def scene(**changes: object) -> tuple[LevelMap, World]:
    made = level_map(**changes)  # type: ignore[arg-type]
    return made, World(made.level)


def drawn(sprites: Sprites, font: Font, world: World, made: LevelMap, comfort: Comfort, steps: int = 1) -> np.ndarray:
    view = LevelView(sprites, font, made, coat_of(BASE), comfort)
    for _ in range(steps):
        view.update(world, ())
    canvas = pygame.Surface((256, 240), depth=32)
    view.draw(canvas, world)
    return pixels(canvas)
