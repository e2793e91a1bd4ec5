"""A level in play, drawn: cells, chains, candles, items, bodies, whip, shots, sparks and rubble, in this order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pygame

from game.look import Comfort
from game.sim.events import Event
from game.sim.level import CELL, VIEW_H, VIEW_W
from game.sim.world import World
from game.view.bodies import WHIP_POSES, draw_actors, draw_hero, draw_shots
from game.view.contrast import GOODS, mark_dangers, round_it
from game.view.effects import Effects
from game.view.fixtures import draw_fixtures
from game.view.font import Font
from game.view.hud import HUD_HEIGHT, draw_hud, hud_state
from game.view.pen import Pen
from game.view.sprites import Sprites
from game.view.tiles import Coat, TilesView
from levels.model import LevelMap

if TYPE_CHECKING:
    from game.view.debris import Debris

_BONY = frozenset({"shambler", "thrower", "hound", "pillar"})
"""Enemies that leave bones."""


class LevelView:
    """Draws one `World`. It is told of every step; drawing changes nothing."""

    def __init__(self, sprites: Sprites, font: Font, level_map: LevelMap, coat: Coat, comfort: Comfort | None = None) -> None:
        self._comfort = comfort or Comfort()
        self._sprites = sprites
        self._font = font
        self._level_map = level_map
        self.tiles = TilesView(level_map, coat)
        self._effects = Effects(sprites, font, self._comfort)
        self._debris: Debris | None = None
        self._bodies: list[tuple[str, int, int]] = []
        self._tick = 0

    def wear(self, coat: Coat) -> None:
        """Change the coat in the middle of play."""
        self.tiles.wear(coat)

    def update(self, world: World, events: Sequence[Event]) -> None:
        """Follow one step of the rules."""
        self._tick += 1
        self._effects.update(events)
        debris = self._physics()
        debris.open(world.crumbled)
        for event in events:
            if event.kind == "break":
                cx, cy = event.x // CELL, event.y // CELL
                debris.rubble(cx * CELL, cy * CELL, self.tiles.picture(cx, cy))
            elif event.kind == "crumble":
                cx, cy = event.x // CELL, event.y // CELL - 1
                debris.rubble(cx * CELL, cy * CELL, self._sprites.cut("device.crumble.0").right)
            elif event.kind == "kill" and self._kind_at(event.x, event.y) in _BONY:
                debris.bones(event.x, event.y)
        debris.update(world.camera, hero_box(world), world.hero.vx / 256, whip_box(world), world.hero.facing)
        self._bodies = [(actor.kind, actor.x >> 8, actor.y >> 8) for actor in world.actors]

    def draw(self, canvas: pygame.Surface, world: World) -> None:
        """Draw HUD and level on a canvas of 256 x 240."""
        draw_hud(canvas, self._font, self._sprites, hud_state(world))
        self.draw_level(canvas.subsurface((0, HUD_HEIGHT, VIEW_W, VIEW_H)), world)

    def draw_level(self, view: pygame.Surface, world: World) -> None:
        """Draw what the camera sees on a surface of 256 x 208."""
        camera, comfort = world.camera, self._comfort
        pen = Pen(view, self._sprites, camera)
        self.tiles.draw(view, camera, world.broken | world.crumbled, self._tick)
        if comfort.high_contrast:
            mark_dangers(view, world.level, camera)
        if self._debris is not None:
            self._debris.draw_chains(view, camera)
        draw_fixtures(pen, world, self._tick, contrast=comfort.high_contrast)
        for candle in world.candles:
            pen.draw("candle", candle.x, candle.y, 1, self._tick + candle.x)
        for item in world.items:
            pen.draw(f"item.{item.kind}", item.x >> 8, item.y >> 8, 1, self._tick, round_it(GOODS, comfort.high_contrast))
        draw_actors(pen, world, comfort)
        draw_hero(pen, world, self._tick, comfort)
        draw_shots(pen, world, self._tick, comfort)
        self._effects.draw(view, camera)
        if self._debris is not None:
            self._debris.draw_pieces(view, camera)

    def _physics(self) -> Debris:
        """Made when play begins, so that menus never load the physics library."""
        if self._debris is None:
            from game.view.debris import Debris

            self._debris = Debris(self._level_map, self._sprites)
        return self._debris

    def _kind_at(self, x: int, y: int) -> str:
        """Who stood nearest to a place in the step before: the slain are no longer listed."""
        if not self._bodies:
            return ""
        return min(self._bodies, key=lambda body: abs(body[1] - x) + abs(body[2] - y))[0]


def hero_box(world: World) -> pygame.Rect:
    """The hero's body in level pixels."""
    n = world.numbers.hero
    return pygame.Rect((world.hero.x >> 8) - n.half_width, (world.hero.y >> 8) - n.height, 2 * n.half_width, n.height)


def whip_box(world: World) -> pygame.Rect | None:
    """The lash in level pixels while it is out, else None."""
    hero, n = world.hero, world.numbers.whip
    if hero.pose not in WHIP_POSES or not n.out_from <= hero.pose_frame + 1 <= n.out_to:
        return None
    level = hero.whip_level - 1
    x, y = hero.x >> 8, (hero.y >> 8) + (n.crouch_lower if hero.pose == "whip_crouch" else 0)
    left = x + n.near if hero.facing > 0 else x - n.far[level]
    return pygame.Rect(left, y - n.high[level], n.far[level] - n.near, n.high[level] - n.low[level])
