"""The two lines over the picture, to the pixel, and the text that other screens write."""

from __future__ import annotations

import numpy as np
import pygame
import pytest
from game_kit import level_map
from view_kit import pixels

from game.sim.actors import Actor
from game.sim.level import Thing
from game.sim.world import World
from game.view.colours import WHITE
from game.view.font import Font, wrap
from game.view.hud import BARS, LINES, HudState, bars, draw_hud, hud_state
from game.view.sprites import Sprites


def state(**changes: int | str) -> HudState:
    fields = {"score": 12345, "time": 298, "stage": 3, "player": 16, "enemy": 16, "hearts": 5, "lives": 3, "subweapon": ""} | changes
    return HudState(**fields)  # type: ignore[arg-type]


def test_the_first_line_reads_score_time_and_stage(canvas: pygame.Surface, font: Font, sprites: Sprites) -> None:
    draw_hud(canvas, font, sprites, state())
    line = pixels(canvas)[LINES[0] : LINES[0] + 8]
    wanted = pygame.Surface((256, 240), depth=32)
    font.draw(wanted, "SCORE-012345 TIME 0298 STAGE 03", 4, LINES[0], WHITE)
    assert np.array_equal(line, pixels(wanted)[LINES[0] : LINES[0] + 8])


@pytest.mark.parametrize("player", [0, 1, 9, 16])
def test_as_many_bars_are_full_as_the_hero_has(canvas: pygame.Surface, font: Font, sprites: Sprites, player: int) -> None:
    draw_hud(canvas, font, sprites, state(player=0))
    empty = pixels(canvas).copy()
    draw_hud(canvas, font, sprites, state(player=player))
    changed = np.nonzero((pixels(canvas) != empty).any(axis=(0, 2)))[0]
    assert len({(x - 60) // 4 for x in changed}) == player
    assert BARS == 16


def test_hud_numbers_stay_inside_their_places(canvas: pygame.Surface, font: Font, sprites: Sprites) -> None:
    draw_hud(canvas, font, sprites, state(score=9_999_999, hearts=99, lives=99, subweapon="dagger"))
    assert not pixels(canvas)[32:].any()
    assert not pixels(canvas)[:, 252:].any()


def test_a_living_boss_shows_at_least_one_bar() -> None:
    assert [bars(health, 20) for health in (20, 11, 1, 0)] == [16, 9, 1, 0]


def test_the_hud_reads_the_rules() -> None:
    world = World(level_map(stage=4).level)
    shown = hud_state(world)
    assert (shown.stage, shown.player, shown.lives, shown.hearts, shown.time, shown.enemy) == (4, 16, 3, 5, 300, 16)
    boss = Actor("boss_bat", 200, 100, -1, world.numbers.body("boss_bat"))
    boss.health = boss.max_health // 2
    world.actors.append(boss)
    assert hud_state(world).enemy == 8


def test_the_enemys_bars_stay_empty_once_the_boss_has_fallen() -> None:
    world = World(level_map(things=[Thing("boss_bat", 300, 80)]).level)
    assert hud_state(world).enemy == 16
    world.slain = world.bosses
    assert hud_state(world).enemy == 0


def test_long_text_is_wrapped_and_cut() -> None:
    assert wrap("one two three", 7) == ["one two", "three"]
    assert wrap("one two three four", 7, 2) == ["one two", "..."]
    assert wrap("one two three four", 9, 2) == ["one two", "three..."]
