"""Composed screens: plausible layouts, dressed with one pack's tiles, every role known."""

import numpy as np
import pytest

from generator.compose import compose, dress, good_places
from generator.cutting import _swapped
from generator.outfit import Wardrobe
from generator.pictures import Picture
from generator.ppu import Screen, render, violations
from generator.roles import TILE, Role
from generator.scenes import random_scene
from generator.sources import Sheet
from generator.stamps import Rect, dimmed, grow, mean_luminance, repeating, stamp, wrap_cost
from generator.windows import cut_cells

EVERY_ROLE = frozenset(Role) - {Role.UNKNOWN}


def sheet(roles, seed=0, rgb=None, opaque=None):
    """A sheet with noise in each cell, or the given pixels."""
    roles = np.array(roles, dtype=np.uint8)
    size = (roles.shape[0] * TILE, roles.shape[1] * TILE)
    rgb = np.random.default_rng(seed).integers(60, 256, (*size, 3)).astype(np.uint8) if rgb is None else rgb
    opaque = np.ones(size, dtype=bool) if opaque is None else opaque
    return Sheet("sheet.png", (0, 0), cut_cells(Picture(rgb, opaque), (0, 0), roles))


def full_sheet():
    """Every role in a block of 2x3 cells, surface over solid."""
    blocks = [np.full((2, 3), role) for role in sorted(EVERY_ROLE)]
    blocks[Role.SURFACE][1] = Role.SOLID
    return sheet(np.concatenate(blocks))


def things(seed, roles=EVERY_ROLE):
    return random_scene(10, 12, roles, np.random.default_rng(seed))


@pytest.mark.parametrize("seed", range(30))
def test_doors_stand_on_the_floor_and_floors_reach_the_ground(seed):
    scene = things(seed)
    floors = {
        col: thing.row
        for thing in scene.things
        if thing.role == Role.SURFACE and thing.row + thing.rows == scene.rows
        for col in range(thing.col, thing.col + thing.cols)
    }
    for thing in scene.things:
        assert thing.rows > 0
        assert thing.cols > 0
        if thing.role == Role.DOOR:
            assert {floors[col] for col in range(thing.col, thing.col + thing.cols)} == {thing.row + thing.rows}
        if thing.role in (Role.LIQUID, Role.SPIKES) and thing.row + thing.rows == scene.rows:
            assert not set(range(thing.col, thing.col + thing.cols)) & set(floors)


def test_a_scene_uses_only_the_roles_there_are():
    for seed in range(20):
        used = {thing.role for thing in things(seed, frozenset({Role.SURFACE, Role.SOLID, Role.WALL})).things}
        assert used <= {Role.SURFACE, Role.SOLID}
        assert things(seed, frozenset({Role.SURFACE, Role.SOLID})).backdrop == Role.SKY


def test_scenes_show_all_roles_in_time():
    shown = {thing.role for seed in range(60) for thing in things(seed).things}
    assert shown == EVERY_ROLE - {Role.WALL, Role.SKY}


def test_every_painted_cell_shows_a_tile_of_its_role():
    wardrobe = Wardrobe.of([full_sheet()])
    cells = wardrobe.sheets[0]
    tiles = {
        cells.rgb[row * TILE : row * TILE + TILE, col * TILE : col * TILE + TILE].tobytes(): role
        for (row, col), role in np.ndenumerate(cells.roles)
    }
    checked = 0
    for seed in range(6):
        screen = dress(wardrobe, 10, 12, np.random.default_rng(seed))
        for (row, col), role in np.ndenumerate(screen.roles):
            tile = screen.rgb[row * TILE : row * TILE + TILE, col * TILE : col * TILE + TILE].tobytes()
            if tile in tiles:  # dimmed walls and mirrored stairs are no tiles of the sheet
                checked += 1
                assert tiles[tile] == role
    assert checked > 200


def test_transparent_tiles_show_the_wall_behind_them():
    roles = np.concatenate([np.full((2, 3), role) for role in (Role.SURFACE, Role.SOLID, Role.WALL, Role.COLUMN)])
    opaque = np.ones((128, 48), dtype=bool)
    opaque[96:] = False
    rgb = np.full((128, 48, 3), 200, dtype=np.uint8)
    rgb[::5] = 90
    rgb[64:96] = 130
    rgb[64:96:4] = 100
    wardrobe = Wardrobe.of([sheet(roles, rgb=rgb, opaque=opaque)])
    screens = [dress(wardrobe, 10, 12, np.random.default_rng(seed)) for seed in range(12)]
    seen = [screen for screen in screens if (screen.roles == Role.COLUMN).any()]
    assert seen
    for screen in seen:
        where = (screen.roles == Role.COLUMN).repeat(TILE, 0).repeat(TILE, 1)
        assert screen.rgb[where].min() > 30


def test_the_same_seed_composes_the_same_screen():
    wardrobe = Wardrobe.of([full_sheet()])
    one, other = (next(compose(wardrobe, 64, np.random.default_rng(4))) for _ in range(2))
    assert (one[0].rgb == other[0].rgb).all()
    assert one[1] == other[1]


def test_windows_of_a_screen_hold_many_roles_and_hardly_overlap():
    roles = np.random.default_rng(0).integers(0, 15, (10, 12), dtype=np.uint8)
    places = good_places(roles, 4, np.random.default_rng(0))
    assert 2 <= len(places) <= 5
    for i, one in enumerate(places):
        assert all(max(abs(one[0] - other[0]), abs(one[1] - other[1])) >= 2 for other in places[:i])


def test_a_pack_with_nothing_to_stand_on_is_not_composed_from():
    assert Wardrobe.of([sheet(np.full((4, 4), Role.WALL))]).richness == 0
    assert 0 < Wardrobe.of([sheet(np.full((4, 4), Role.SOLID))]).richness < Wardrobe.of([full_sheet()]).richness <= 1.4


def test_a_stamp_grows_only_over_its_own_role():
    cells = full_sheet().cells
    rect = grow(cells, (Role.DOOR * 2, 1), 9, 9, np.random.default_rng(0))
    assert rect == Rect(Role.DOOR * 2, 0, 2, 3)
    assert (stamp(cells, rect).roles == Role.DOOR).all()


def test_of_many_rectangles_the_one_that_repeats_is_taken():
    wave = (np.cos(np.arange(96) * 2 * np.pi / 32) * 100 + 128).astype(np.uint8)
    rgb = np.broadcast_to(wave[None, :, None], (16, 96, 3)).copy()
    cells = sheet(np.full((1, 6), Role.WALL), rgb=rgb).cells
    rect = repeating(cells, (0, 2), 1, 3, np.random.default_rng(0))
    assert rect.cols == 2
    assert wrap_cost(cells, rect, rows=False) < 0.1


def test_a_dimmed_stamp_keeps_its_drawing():
    bright = stamp(full_sheet().cells, Rect(0, 0, 2, 3))
    dim = dimmed(bright, 0.4)
    assert mean_luminance(dim) < mean_luminance(bright)
    assert len(np.unique(dim.rgb)) > 50
    assert dimmed(dim, 0.9) is dim


def test_a_palette_swap_is_legal_and_keeps_the_shapes():
    rng = np.random.default_rng(0)
    palettes = np.array([[0x01, 0x11, 0x21], [0x06, 0x16, 0x26], [0x0A, 0x1A, 0x2A], [0x00, 0x10, 0x30]], dtype=np.uint8)
    screen = Screen(0x0F, palettes, rng.integers(0, 4, (4, 4), dtype=np.uint8), rng.integers(0, 4, (64, 64), dtype=np.uint8))
    swapped = [_swapped(screen, np.random.default_rng(seed)) for seed in range(12)]
    assert all(violations(one) == [] for one in swapped)
    assert any((render(one) != render(screen)).any() for one in swapped)
    for one in swapped:
        assert ((render(one) == 0x0F) == (render(screen) == 0x0F)).all()
