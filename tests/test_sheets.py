"""From pictures to cells: grids, tones, labels, fill colours, windows."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.grid import find_grid
from generator.labels import read_labels
from generator.palette import MASTER, USABLE, oklab
from generator.pictures import Picture
from generator.roles import TILE, Role
from generator.tone import from_oklab, stretch
from generator.windows import cut, cut_cells, repeated, useful_places, without_fill

HEADER = "file\ttile_px\tox\toy\tcol\trow\tncols\tnrows\trole\n"


def picture(rgb, opaque=None):
    rgb = np.asarray(rgb, dtype=np.uint8)
    return Picture(rgb, np.ones(rgb.shape[:2], dtype=bool) if opaque is None else opaque)


def tiled_screen(seed, rows=10, cols=12, kinds=5):
    """A screen of few different tiles, as a game shows it."""
    rng = np.random.default_rng(seed)
    tiles = rng.integers(0, 256, (kinds, TILE, TILE, 3))
    screen = tiles[rng.integers(0, kinds, (rows, cols))]
    return screen.swapaxes(1, 2).reshape(rows * TILE, cols * TILE, 3).astype(np.uint8)


@settings(deadline=None, max_examples=12)
@given(st.integers(0, 99), st.integers(0, 15), st.integers(0, 15))
def test_the_grid_of_a_cropped_screen_is_found(seed, left, top):
    assert find_grid(picture(tiled_screen(seed)[top:, left:])) == (-left % TILE, -top % TILE)


def test_a_picture_without_repeats_has_its_grid_at_the_corner():
    assert find_grid(picture(np.random.default_rng(0).integers(0, 256, (100, 130, 3)))) == (0, 0)
    assert find_grid(picture(np.zeros((20, 400, 3)))) == (0, 0)


def test_dark_pictures_get_the_contrast_of_a_cartridge():
    rng = np.random.default_rng(1)
    toned = stretch(picture(rng.integers(20, 70, (64, 64, 3))))
    before, after = (oklab(rgb)[..., 0] for rgb in (rng.integers(20, 70, (64, 64, 3)), toned.rgb))
    assert after.max() > 0.7 > 0.45 > before.max()
    assert after.min() < 0.2


def test_a_console_picture_keeps_its_colours():
    rgb = MASTER.rgb[np.random.default_rng(2).choice(USABLE, (64, 64))]
    assert (stretch(picture(rgb)).rgb == rgb).all()


def test_what_is_not_drawn_is_left_alone_by_the_toning():
    rgb = np.random.default_rng(3).integers(20, 70, (32, 32, 3))
    nothing = picture(rgb, np.zeros((32, 32), dtype=bool))
    assert (stretch(nothing).rgb == rgb).all()


@given(st.lists(st.tuples(*[st.integers(0, 255)] * 3), min_size=1, max_size=20))
def test_oklab_comes_back(colours):
    rgb = np.array(colours, dtype=np.uint8)
    assert np.abs(from_oklab(oklab(rgb)).astype(int) - rgb).max() <= 1


def labels_of(tmp_path, *lines):
    path = tmp_path / "pack.tsv"
    path.write_text(HEADER + "\n".join(lines))
    return read_labels(path)


def test_labels_by_file_and_grid(tmp_path):
    labels = labels_of(
        tmp_path, "a.png\t16\t0\t0\t1\t0\t2\t1\twall", "a.png\t16\t8\t0\t0\t0\t1\t1\tdoor", "b.png\t16\t0\t0\t0\t0\t1\t1\tsky"
    )
    assert labels.grids("a.png") == [(0, 0), (8, 0)]
    assert labels.role_map("a.png", (0, 0), 2, 3).tolist() == [[15, Role.WALL, Role.WALL], [15, 15, 15]]
    assert (labels.role_map("none.png", (0, 0), 1, 1) == Role.UNKNOWN).all()


def test_a_cell_that_two_labels_disagree_on_is_unknown(tmp_path):
    labels = labels_of(tmp_path, "a.png\t16\t0\t0\t0\t0\t2\t1\twall", "a.png\t16\t0\t0\t1\t0\t1\t1\tdoor")
    assert labels.role_map("a.png", (0, 0), 1, 2).tolist() == [[Role.WALL, Role.UNKNOWN]]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("a.png\t8\t0\t0\t0\t0\t1\t1\twall", "tile_px 8"),
        ("a.png\t16\t0\t0\t0\t0\t1\t1\tlava", "unknown role 'lava'"),
        ("a.png\t16\t0\t0\t-1\t0\t1\t1\twall", "outside"),
        ("a.png\t16\t0\t0\t0\t0\t999999\t1\twall", "outside"),
        ("a.png\t16\t-9\t0\t0\t0\t1\t1\twall", "origin"),
        ("a.png\t16", "not a label"),
    ],
)
def test_a_label_that_makes_no_sense_is_a_problem_with_its_line(tmp_path, line, reason):
    (problem,) = labels_of(tmp_path, line).problems
    assert str(problem).startswith("pack.tsv:2: ")
    assert reason in str(problem)


def test_a_file_that_is_no_label_file_says_so(tmp_path):
    (tmp_path / "x.tsv").write_bytes(b"\xff\xfe\x00")
    assert "cannot be read" in str(read_labels(tmp_path / "x.tsv").problems[0])
    (tmp_path / "y.tsv").write_text("name\trole\n")
    assert "no column 'file'" in str(read_labels(tmp_path / "y.tsv").problems[0])


def test_an_unlabelled_fill_colour_becomes_transparent_but_a_labelled_sky_does_not():
    rgb = np.full((64, 64, 3), (90, 82, 104))
    rgb[:16] = np.random.default_rng(0).integers(0, 99, (16, 64, 3))
    roles = np.full((4, 4), Role.UNKNOWN, dtype=np.uint8)
    roles[0] = Role.WALL
    assert without_fill(picture(rgb), {(0, 0): roles}).opaque.mean() == 0.25
    roles[1:] = Role.SKY
    assert without_fill(picture(rgb), {(0, 0): roles}).opaque.all()


def test_windows_lie_on_the_grid_and_carry_its_roles():
    rgb = np.random.default_rng(0).integers(0, 256, (96, 112, 3))
    roles = np.arange(30, dtype=np.uint8).reshape(5, 6) % 15
    cells = cut_cells(picture(rgb), (8, 10), roles)
    places = useful_places(cells, 64)
    assert places.tolist() == [[row, col] for row in range(2) for col in range(3)]
    window = cut(cells, 1, 2, 64)
    assert (window.rgb == rgb[26:90, 40:104]).all()
    assert (window.roles == roles[1:5, 2:6]).all()


def test_flat_empty_and_unlabelled_windows_are_useless():
    rgb = np.random.default_rng(0).integers(0, 256, (64, 64, 3))
    assert len(useful_places(cut_cells(picture(rgb), (0, 0)), 64)) == 1
    flat = rgb.copy()
    flat[:48] = 7
    assert len(useful_places(cut_cells(picture(flat), (0, 0)), 64)) == 0
    empty = np.zeros((64, 64), dtype=bool)
    empty[:20] = True
    assert len(useful_places(cut_cells(picture(rgb, empty), (0, 0)), 64)) == 0
    roles = np.full((4, 4), Role.UNKNOWN, dtype=np.uint8)
    roles[0, 0] = Role.WALL
    assert len(useful_places(cut_cells(picture(rgb), (0, 0), roles), 64)) == 0


def test_a_picture_smaller_than_a_cell_is_padded_before_it_repeats():
    small = repeated(picture(np.full((10, 20, 3), 9)), 64)
    assert (small.height, small.width) == (64, 64)
    assert small.opaque[:10, :20].all()
    assert not small.opaque[10:16].any()
    assert (small.opaque[16:26] == small.opaque[:10]).all()
