"""Who and what moves in the picture is where the rules have it: the lash, doors, machines, the weaver's thread."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pygame
import pytest
from game_kit import FLOOR, level_map
from view_kit import drawn, pixels, scene

from game.look import Comfort
from game.sim.actors import Actor
from game.sim.bosses.hall import roof
from game.sim.buttons import Button
from game.sim.level import Section, Thing
from game.sim.shots import Shot
from game.sim.world import World
from game.view.bodies import draw_actors
from game.view.fixtures import door_picture, near_leaf
from game.view.font import Font
from game.view.level_view import whip_box
from game.view.pen import Pen
from game.view.sprites import Sprites


def test_the_lash_is_where_the_rules_have_it() -> None:
    world = World(level_map().level)
    boxes = []
    for _ in range(23):
        world.step(Button.B)
        boxes.append(whip_box(world))
    out = [n for n, box in enumerate(boxes, 1) if box is not None]
    assert (out[0], out[-1]) == (world.numbers.whip.out_from, world.numbers.whip.out_to)
    assert boxes[out[0]] == pygame.Rect(24 + 8, FLOOR - 24, 32, 12)


def test_nothing_hangs_in_the_air_once_the_stage_is_cleared(sprites: Sprites, font: Font) -> None:
    def pictures(status: str) -> list[np.ndarray]:
        made, world = scene()
        for _ in range(world.numbers.whip.out_from):
            world.step(Button.B)
        bare, long, thrown = world, world.clone(), world.clone()
        assert whip_box(bare) is not None
        long.hero.whip_level = 3
        thrown.shots.append(Shot("axe", world.hero.x, world.hero.y - (64 << 8), 256, 0, mine=True))
        for one in (bare, long, thrown):
            one.status = status
        return [drawn(sprites, font, one, made, Comfort()) for one in (bare, long, thrown)]

    bare, long, thrown = pictures("play")
    assert not np.array_equal(bare, long) and not np.array_equal(bare, thrown)
    bare, long, thrown = pictures("cleared")
    assert np.array_equal(bare, long) and np.array_equal(bare, thrown)


def test_a_door_opens_before_the_hero_walks_and_is_shut_when_he_is_through() -> None:
    made = level_map(width=40, exit_x=30)
    level = replace(made.level, sections=(Section(0, 0, 20), Section(20, 0, 20)), start=(280, FLOOR, 1))
    world = World(level)
    pushed = []
    while not world.passage:
        pushed.append(near_leaf(world, 312, 328))
        world.step(int(Button.RIGHT))
    assert sorted(set(pushed)) == [0, 1, 2] and pushed == sorted(pushed)
    n, seen, leaves = world.numbers.passage, [], []
    while world.passage:
        seen.append(door_picture(world, 320))
        leaves.append(near_leaf(world, 312, 320))
        world.step(0)
    assert leaves == sorted(leaves, reverse=True) and (leaves[0], leaves[-1]) == (2, 0)
    assert seen[0] == 0
    assert set(seen[n.glide : n.glide + 8]) == {2}
    assert sorted(set(seen)) == [0, 1, 2]
    assert door_picture(world, 328) == 0
    assert door_picture(world, 900) == 0
    while world.hero.x >> 8 > 334:
        world.step(int(Button.LEFT))
    assert door_picture(world, 328) == 2


def test_every_fixture_is_drawn_where_it_is(sprites: Sprites, font: Font) -> None:
    things = [
        Thing("lift", 60, 100, span=48, dx=40, period=200),
        Thing("crusher", 150, 80, dy=60, period=180),
        Thing("conveyor", 200, FLOOR, span=32, facing=1),
        Thing("door", 100, FLOOR, facing=1),
    ]
    made = level_map(things=things)
    bare = drawn(sprites, font, World(level_map().level), level_map(), Comfort())
    full = drawn(sprites, font, World(made.level), made, Comfort())
    changed = (full != bare).any(2)[32:]
    for box in (
        (36, 100, 84, 104),
        (140, 60, 160, 80),
        (184, FLOOR, 216, FLOOR + 4),
        (94, FLOOR - 40, 106, FLOOR - 4),
        (78, FLOOR - 40, 90, FLOOR - 4),
    ):
        left, top, right, bottom = box
        assert changed[top:bottom, left:right].any(), box


@pytest.mark.parametrize(("pose", "strands"), [("drop", 1), ("move", 0), ("idle", 0)])
def test_the_weaver_drops_by_a_thread_from_the_roof(sprites: Sprites, pose: str, strands: int) -> None:
    world = World(level_map().level)
    body = world.numbers.body("boss_weaver")
    weaver = Actor("boss_weaver", 120, 160, 1, body)
    weaver.look(pose)
    world.actors = [weaver]
    view = pygame.Surface((256, 208), depth=32)
    draw_actors(Pen(view, sprites, world.camera), world, Comfort())
    column = pixels(view)[:100, 120 - world.camera[0]]
    above = roof(world, weaver.x) >> 8
    assert (column[above + 8 : 96].any(axis=-1)).mean() == strands
