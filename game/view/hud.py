"""The three lines above the picture: score, time and stage; the player; the enemy."""

from __future__ import annotations

from dataclasses import dataclass

import pygame

from game.sim.world import World
from game.view.colours import BLACK
from game.view.font import GLYPH, Font
from game.view.sprites import Sprites

HUD_HEIGHT = 32
BARS = 16
LEFT = 4
LINES = (3, 13, 22)
"""Top of each text line, in canvas pixels."""
_BAR_X = LEFT + 7 * GLYPH
_BAR_PITCH = 4
_FRAME = pygame.Rect(132, 12, 30, 19)
_COUNT_X = 176
_TIMES_X = 216


@dataclass(frozen=True, slots=True)
class HudState:
    """What the HUD shows. player, enemy: bars 0..16."""

    score: int
    time: int
    stage: int
    player: int
    enemy: int
    hearts: int
    lives: int
    subweapon: str = ""
    multiplier: int = 1


def hud_state(world: World) -> HudState:
    """Read the numbers off the rules. Before the boss is met the enemy's bars are full; when it has fallen they are empty."""
    hero = world.hero
    bosses = [actor for actor in world.actors if actor.kind.startswith("boss_")]
    fallen = world.bosses and not world.bosses - world.slain
    enemy = bars(sum(boss.health for boss in bosses), sum(boss.max_health for boss in bosses)) if bosses else 0 if fallen else BARS
    return HudState(
        hero.score, world.time_left, world.level.stage, hero.health, enemy, hero.hearts, hero.lives, hero.subweapon, hero.multiplier
    )


def bars(health: int, most: int) -> int:
    """Health as bars 0..16, rounded up: whoever lives shows at least one."""
    return max(0, min(BARS, -(-health * BARS // max(1, most))))


def draw_hud(canvas: pygame.Surface, font: Font, sprites: Sprites, state: HudState) -> None:
    """Draw the HUD over the top 32 lines of the canvas."""
    canvas.fill(BLACK, (0, 0, canvas.get_width(), HUD_HEIGHT))
    font.draw(canvas, f"SCORE-{state.score % 1000000:06} TIME {state.time:04} STAGE {state.stage:02}", LEFT, LINES[0])
    font.draw(canvas, "PLAYER", LEFT, LINES[1])
    font.draw(canvas, "ENEMY", LEFT, LINES[2])
    _draw_bars(canvas, sprites, LINES[1], state.player, "hud.bar.full")
    _draw_bars(canvas, sprites, LINES[2], state.enemy, "hud.bar.foe")
    sprites.draw(canvas, "hud.frame", *_FRAME.topleft)
    if state.subweapon:
        cut = sprites.cut(f"item.{state.subweapon}")
        canvas.blit(cut.right, cut.right.get_rect(center=_FRAME.center))
    if state.multiplier > 1:
        sprites.draw(canvas, f"hud.{state.multiplier}", _TIMES_X, LINES[1])
    _draw_count(canvas, font, sprites, "hud.heart", LINES[1], state.hearts)
    _draw_count(canvas, font, sprites, "hud.life", LINES[2], state.lives)


def _draw_bars(canvas: pygame.Surface, sprites: Sprites, y: int, filled: int, full: str) -> None:
    for n in range(BARS):
        sprites.draw(canvas, full if n < filled else "hud.bar.empty", _BAR_X + n * _BAR_PITCH, y)


def _draw_count(canvas: pygame.Surface, font: Font, sprites: Sprites, icon: str, y: int, count: int) -> None:
    picture = sprites.cut(icon).right
    canvas.blit(picture, (_COUNT_X - 10, y + (GLYPH - picture.get_height()) // 2))
    font.draw(canvas, f"-{count:02}", _COUNT_X, y)
