"""What players can ask for: high contrast, less flashing; and a hero who is seen faintly."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pygame
from view_kit import BASE, drawn, pixels, scene

from game.look import Comfort
from game.sim.events import Event
from game.view.contrast import HERO
from game.view.font import Font
from game.view.level_view import LevelView
from game.view.sprites import Sprites, outlined
from game.view.tiles import coat_of


def test_high_contrast_draws_a_line_round_a_shape_and_changes_nothing_in_it(sprites: Sprites) -> None:
    cut = sprites.cut("hero.idle")
    lined = outlined(cut, HERO)
    inner = pygame.surfarray.array_alpha(cut.right) > 0
    outer = pygame.surfarray.array_alpha(lined.right) > 0
    assert (outer[1:-1, 1:-1] | ~inner).all()
    assert np.array_equal(pygame.surfarray.array3d(lined.right)[1:-1, 1:-1][inner], pygame.surfarray.array3d(cut.right)[inner])
    grown = np.zeros_like(outer)
    for dx, dy in ((0, 1), (2, 1), (1, 0), (1, 2), (1, 1)):
        grown[dx : dx + inner.shape[0], dy : dy + inner.shape[1]] |= inner
    assert np.array_equal(outer, grown)
    assert (lined.ox, lined.oy) == (cut.ox + 1, cut.oy + 1)


def test_where_flashing_is_reduced_nothing_differs_from_step_to_step(sprites: Sprites, font: Font) -> None:
    made, world = scene()
    world.hero.invulnerable = 60
    seen = {
        flashing: [drawn(sprites, font, world, made, Comfort(reduced_flashing=not flashing), n).tobytes() for n in (1, 2, 3, 4)]
        for flashing in (True, False)
    }
    assert len(set(seen[True])) == 2
    assert len(set(seen[False])) == 1


def test_a_veiled_hero_is_seen_faintly(sprites: Sprites, font: Font) -> None:
    made, world = scene()
    plain = drawn(sprites, font, world, made, Comfort())
    world.hero.veiled = 60
    veiled = drawn(sprites, font, world, made, Comfort())
    world.hero.x = -500 << 8
    gone = drawn(sprites, font, world, made, Comfort())
    changed = (plain != gone).any(2)
    assert (veiled[changed] != gone[changed]).any()
    assert (veiled[changed] != plain[changed]).any()


def test_the_rosary_flashes_and_where_flashing_is_reduced_only_glows(sprites: Sprites, font: Font) -> None:
    made, world = scene()
    brightest = {}
    for reduced in (False, True):
        view = LevelView(sprites, font, made, coat_of(BASE), Comfort(reduced_flashing=reduced))
        canvas = pygame.Surface((256, 240), depth=32)
        view.update(world, (Event("rosary", 40, 40),))
        shares = []
        for _ in range(26):
            view.draw(canvas, world)
            shares.append(pixels(canvas)[32:].mean())
            view.update(world, ())
        brightest[reduced] = shares
    jumps = {reduced: max(abs(a - b) for a, b in pairwise(shares)) for reduced, shares in brightest.items()}
    assert jumps[False] > 100
    assert jumps[True] < 12
    assert brightest[True][0] > brightest[True][-1]
