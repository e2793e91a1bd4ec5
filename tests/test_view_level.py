"""A level in its coat: every shipped one from end to end, broken blocks, liquid, foreign maps; watching changes nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pygame
import pytest
from game_kit import FLOOR, level_map
from view_kit import BASE, pixels

from game.files import ROOT
from game.sim.buttons import Button
from game.sim.events import Event
from game.sim.level import Thing
from game.sim.world import World
from game.view.debris import PIECE_STEPS
from game.view.dissolve import DISSOLVE_STEPS, Dissolve
from game.view.font import Font
from game.view.level_view import LevelView
from game.view.sprites import Sprites
from game.view.tiles import TilesView, coat_of, surface
from levels.load import load_map
from levels.model import ForeignArt, LevelMap

MAPS = sorted((ROOT / "levels" / "maps").glob("*.tmx"))


@pytest.mark.parametrize("path", MAPS, ids=lambda path: path.stem)
def test_every_shipped_level_can_be_drawn_from_end_to_end(path: Path, sprites: Sprites, font: Font, canvas: pygame.Surface) -> None:
    level_map = load_map(path)
    view, world = LevelView(sprites, font, level_map, coat_of(BASE)), World(level_map.level)
    for section in level_map.level.sections:
        for x in range(section.x * 16, (section.x + section.w - 16) * 16 + 1, 192):
            world.camera = (x, section.y * 16)
            view.update(world, ())
            view.draw(canvas, world)
            assert len(np.unique(pygame.surfarray.array2d(canvas)[:, 32:])) > 3


def busy_hall() -> LevelMap:
    things = (Thing("bat", 200, 100), Thing("shambler", 150, FLOOR), Thing("candle", 90, 150), Thing("thrower", 260, FLOOR))
    return level_map(60, exit_x=50, things=things)


def test_watching_never_changes_what_happens(sprites: Sprites, font: Font, canvas: pygame.Surface) -> None:
    watched, alone = World(busy_hall().level, 3), World(busy_hall().level, 3)
    view = LevelView(sprites, font, busy_hall(), coat_of(BASE))
    for frame in range(300):
        buttons = int(Button.RIGHT) | (int(Button.B) if frame % 40 < 3 else 0)
        view.update(watched, watched.step(buttons))
        alone.step(buttons)
        view.draw(canvas, watched)
    assert watched.digest() == alone.digest()


def test_a_coat_can_be_changed_in_the_middle_of_play(sprites: Sprites, font: Font, canvas: pygame.Surface) -> None:
    view, world = LevelView(sprites, font, busy_hall(), coat_of(BASE)), World(busy_hall().level)
    view.draw(canvas, world)
    before = pixels(canvas).copy()
    view.wear(coat_of(None))
    view.draw(canvas, world)
    assert not np.array_equal(pixels(canvas)[32:], before[32:])
    assert np.array_equal(pixels(canvas)[:32], before[:32])


def test_a_broken_block_shows_what_is_behind_it() -> None:
    hall = level_map()
    assert hall.slots is not None
    slots = hall.slots.copy()
    slots[9, 5] = 25
    tiles = TilesView(LevelMap(hall.level, slots), coat_of(BASE))
    view = pygame.Surface((256, 208), depth=32)
    tiles.draw(view, (0, 0), (), 0)
    whole = pixels(view).copy()
    tiles.draw(view, (0, 0), {9 * hall.level.width + 5}, 0)
    place = (slice(144, 160), slice(80, 96))
    assert not np.array_equal(pixels(view)[place], whole[place])
    assert np.array_equal(pixels(view)[place], pixels(view)[144:160, 96:112])


def test_liquid_moves() -> None:
    hall = level_map()
    assert hall.slots is not None
    slots = hall.slots.copy()
    slots[11] = next(slot for slot, moving in coat_of(BASE).moving.items())
    tiles = TilesView(LevelMap(hall.level, slots), coat_of(BASE))
    shown = set()
    for tick in range(0, 120, 4):
        view = pygame.Surface((256, 208), depth=32)
        tiles.draw(view, (0, 0), (), tick)
        shown.add(view.get_view("2").raw)
    assert len(shown) > 1


def test_a_foreign_map_is_drawn_with_its_own_pictures_back_to_front() -> None:
    hall = level_map(16)
    art_tiles = np.zeros((2, 16, 16, 4), np.uint8)
    art_tiles[0] = (255, 0, 0, 255)
    art_tiles[1, :8] = (0, 255, 0, 255)
    back, front = np.zeros((13, 16), np.int32), np.full((13, 16), -1, np.int32)
    front[0, 1] = 1
    tiles = TilesView(LevelMap(hall.level, None, ForeignArt(art_tiles, (back, front))), coat_of(None))
    view = pygame.Surface((256, 208), depth=32)
    tiles.draw(view, (0, 0), (), 0)
    assert view.get_at((0, 0))[:3] == (255, 0, 0)
    assert (view.get_at((16, 0))[:3], view.get_at((16, 12))[:3]) == ((0, 255, 0), (255, 0, 0))


def test_events_leave_effects_that_end(sprites: Sprites, font: Font, canvas: pygame.Surface) -> None:
    world = World(level_map().level)
    quiet, busy = (LevelView(sprites, font, level_map(), coat_of(BASE)) for _ in range(2))
    events = (Event("hit", 100, 100), Event("kill", 60, 150, 100), Event("points", 200, 90, 700), Event("boss_dead", 150, 90))

    def alike() -> bool:
        pictures = []
        for view in (quiet, busy):
            view.draw(canvas, world)
            pictures.append(pixels(canvas).copy())
        return np.array_equal(*pictures)

    quiet.update(world, ())
    busy.update(world, events)
    assert not alike()
    for _ in range(PIECE_STEPS + 40):
        quiet.update(world, ())
        busy.update(world, ())
    assert alike()


def test_a_dissolve_mixes_whole_pixels_of_two_pictures() -> None:
    canvas = pygame.Surface((32, 24), depth=32)
    red, blue = (surface(np.full((24, 32, 3), colour, np.uint8)) for colour in ((255, 0, 0), (0, 0, 255)))
    dissolve = Dissolve()
    dissolve.show(red)
    dissolve.show(blue)
    shares = []
    for _ in range(DISSOLVE_STEPS + 1):
        dissolve.update()
        dissolve.draw(canvas)
        seen = pixels(canvas).reshape(-1, 3)
        assert set(map(tuple, np.unique(seen, axis=0).tolist())) <= {(255, 0, 0), (0, 0, 255)}
        shares.append(float((seen[:, 2] == 255).mean()))
    assert shares == sorted(shares) and shares[-1] == 1.0 and 0.4 < shares[7] < 0.6
