"""Sprites by name: all that the rules can show is drawn, what is missing is stood in for."""

from __future__ import annotations

import numpy as np
import pygame
import pytest
from view_kit import pixels

from game.sim.foes.table import BEHAVIOURS
from game.sim.numbers import numbers
from game.sim.pickups import ITEM_KINDS
from game.view.sprites import Sprites

UNMOVED = frozenset({"pillar"})
"""Kinds that never walk: they have no pose for it."""


def kinds_of_rules() -> list[str]:
    """Every sprite that the rules can ask for."""
    hero = "idle walk jump fall crouch land whip whip_crouch whip_air whip_stairs stairs_up stairs_down stairs_idle throw hurt dead"
    names = [f"hero.{pose}" for pose in hero.split()]
    names += [f"whip.{level}" for level in (1, 2, 3)]
    names += [f"item.{kind}" for kind in ITEM_KINDS]
    names += [f"shot.{kind}" for kind in numbers().shot.sizes]
    names += [f"{kind}.{'idle' if kind in UNMOVED else 'move'}" for kind in BEHAVIOURS]
    return [*names, "candle", "fx.hit", "fx.flame", "fx.splash", "fx.link", "fx.chandelier", "hud.heart", "hud.life", "title"]


@pytest.mark.parametrize("name", kinds_of_rules())
def test_everything_the_rules_can_show_has_been_drawn(sprites: Sprites, name: str) -> None:
    assert sprites.has(name)


def test_what_nobody_has_drawn_is_a_box_and_no_crash(sprites: Sprites, canvas: pygame.Surface) -> None:
    sprites.draw(canvas, "dragon.sneeze", 100, 100)
    assert pixels(canvas).any()
    assert not sprites.has("dragon.sneeze")


def test_a_missing_pose_is_stood_in_for_by_the_same_body(sprites: Sprites) -> None:
    assert sprites.cut("hero.yawn") is sprites.cut("hero.idle")


def test_facing_left_mirrors_about_the_anchor(sprites: Sprites, canvas: pygame.Surface) -> None:
    sprites.draw(canvas, "hero.walk", 128, 100, 1)
    right = pixels(canvas).copy()
    canvas.fill(0)
    sprites.draw(canvas, "hero.walk", 128, 100, -1)
    assert np.array_equal(pixels(canvas)[:, 64:192], right[:, 64:192][:, ::-1])
