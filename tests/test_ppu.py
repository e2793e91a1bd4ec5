"""The PPU: exact pictures, and a checker that names every fault with its place."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.fitter import fit, in_order
from generator.palette import USABLE
from generator.ppu import CELL, Screen, distinct_patterns, legal_violations, render, to_rgb, violations


@st.composite
def screens(draw):
    """Any legal screen of up to 4x4 cells."""
    rows, cols = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    levels = draw(st.integers(1, 4))
    return Screen(
        backdrop=int(rng.choice(USABLE)),
        palettes=rng.choice(USABLE, (4, 3)).astype(np.uint8),
        cells=rng.integers(0, 4, (rows, cols), dtype=np.uint8),
        pattern=rng.integers(0, levels, (rows * CELL, cols * CELL), dtype=np.uint8),
    )


def flat(rows=2, cols=2, colour=0x21):
    return np.full((rows * CELL, cols * CELL), colour, dtype=np.uint8)


@settings(deadline=None)
@given(screens())
def test_any_legal_screen_has_no_violations_and_neither_has_its_picture(screen):
    assert violations(screen) == []
    assert legal_violations(render(screen)) == []


@settings(deadline=None)
@given(screens())
def test_fitting_a_legal_picture_reproduces_it(screen):
    picture = render(screen)
    fitted, error = fit(picture)
    assert (render(fitted) == picture).all()
    assert error == 0


@settings(deadline=None)
@given(screens())
def test_ordering_the_palettes_changes_no_pixel(screen):
    ordered = in_order(screen)
    assert (render(ordered) == render(screen)).all()
    assert violations(ordered) == []


def test_a_pixel_shows_its_cells_colour_or_the_backdrop():
    pattern = np.zeros((16, 32), dtype=np.uint8)
    pattern[3, 4], pattern[3, 20] = 2, 2
    palettes = np.array([[1, 2, 3], [4, 5, 6], [7, 8, 9], [10, 11, 12]], dtype=np.uint8)
    picture = render(Screen(0x21, palettes, np.array([[0, 3]], dtype=np.uint8), pattern))
    assert (picture[3, 4], picture[3, 20], picture[0, 0]) == (2, 11, 0x21)
    assert to_rgb(picture).shape == (16, 32, 3)


def test_all_faults_of_a_screen_are_listed_with_their_places():
    pattern = np.zeros((16, 32), dtype=np.uint8)
    pattern[5, 30] = 4
    palettes = np.array([[1, 2, 3], [4, 0x0D, 6], [7, 8, 9], [10, 11, 64]], dtype=np.uint8)
    faults = violations(Screen(0x1D, palettes, np.array([[0, 7]], dtype=np.uint8), pattern))
    assert [fault.where for fault in faults] == ["backdrop", "sub-palette 1 colour 2", "sub-palette 3 colour 3", "cell 1,0", "pixel 30,5"]
    assert [fault.colours for fault in faults[:3]] == [(0x1D,), (0x0D,), (64,)]
    assert (faults[3].x, faults[3].y, faults[4].x, faults[4].y) == (16, 0, 30, 5)


def test_planes_that_do_not_fit_each_other_are_a_fault():
    screen = Screen(0x0F, np.zeros((4, 3), np.uint8), np.zeros((2, 2), np.uint8), np.zeros((32, 16), np.uint8))
    assert [fault.kind for fault in violations(screen)] == ["shape"]
    screen = Screen(0x0F, np.zeros((3, 3), np.uint8), np.zeros((1, 1), np.uint8), np.zeros((16, 16), np.uint8))
    assert [fault.where for fault in violations(screen)] == ["palettes"]


def test_more_than_256_patterns_are_a_fault_unless_tables_are_switched():
    pattern = np.random.default_rng(1).integers(0, 4, (144, 144), dtype=np.uint8)
    screen = Screen(0x0F, np.full((4, 3), 0x21, np.uint8), np.zeros((9, 9), np.uint8), pattern)
    assert [str(fault) for fault in violations(screen)] == ["whole screen: 324 distinct 8x8 patterns, 256 fit"]
    assert violations(screen, max_patterns=None) == []


def test_distinct_patterns_counts_a_stack_of_tiles_as_one_table():
    tiles = np.zeros((5, 16, 16), dtype=np.uint8)
    tiles[1:, 0, 0] = 1
    assert distinct_patterns(tiles) == 2
    assert distinct_patterns(tiles[0]) == 1


def test_a_cell_with_five_colours_is_named_with_them():
    picture = flat()
    picture[20, 16:20] = [0x01, 0x02, 0x03, 0x04]
    (fault,) = legal_violations(picture)
    assert (fault.kind, fault.where, fault.colours) == ("cell", "cell 1,1", (0x01, 0x02, 0x03, 0x04, 0x21))


def test_0d_is_named_once_for_each_cell_it_stands_in():
    picture = flat()
    picture[2, 3] = picture[2, 9] = picture[18, 3] = 0x0D
    assert [(fault.x, fault.y) for fault in legal_violations(picture) if fault.kind == "colour"] == [(3, 2), (3, 18)]


def test_a_fifth_sub_palette_is_a_fault_at_the_cell_that_needs_it():
    picture = flat(1, 5, 0x0F)
    for cell in range(5):
        picture[0, cell * CELL : cell * CELL + 3] = np.array([0x01, 0x11, 0x21]) + cell
    faults = legal_violations(picture)
    assert [fault.kind for fault in faults] == ["palettes"]
    assert legal_violations(picture[:, : 4 * CELL]) == []


def test_full_cells_without_a_common_colour_have_no_backdrop():
    picture = flat(1, 2)
    picture[:, :CELL] = np.arange(1, 5).repeat(4)
    picture[:, CELL:] = np.arange(5, 9).repeat(4)
    assert {fault.kind for fault in legal_violations(picture)} == {"backdrop"}


def test_a_picture_that_is_not_whole_cells_is_a_fault():
    assert [fault.kind for fault in legal_violations(np.zeros((16, 17), np.uint8))] == ["shape"]
