"""The master palette: which colours there are, and which index a colour is taken for."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import UserError
from generator.palette import BLACK, FORBIDDEN, MASTER, USABLE, canonical, load_pal, nearest, oklab, shift_hue

colours = st.tuples(*[st.integers(0, 255)] * 3)


def test_54_usable_indices_with_distinct_colours_and_never_0d():
    assert len(USABLE) == 54
    assert len({tuple(MASTER.rgb[i]) for i in USABLE}) == 54
    assert FORBIDDEN not in USABLE
    assert BLACK in USABLE


def test_the_table_is_the_one_of_the_nesdev_wiki():
    assert MASTER.rgb[0x16].tolist() == [0xA9, 0x27, 0x04]
    assert MASTER.rgb[0x2D].tolist() == [0x4E, 0x4E, 0x4E]
    assert MASTER.rgb[0x30].tolist() == [255, 255, 255]


def test_oklab_of_known_colours():
    lab = oklab(np.array([[255, 255, 255], [255, 0, 0], [0, 0, 0]]))
    assert np.allclose(lab, [[1, 0, 0], [0.62796, 0.22486, 0.12585], [0, 0, 0]], atol=1e-4)


def test_every_usable_colour_is_nearest_to_itself():
    indices = np.array(USABLE, dtype=np.uint8)
    assert (nearest(MASTER.rgb[indices]) == indices).all()


def test_every_black_is_0f():
    assert (nearest(np.zeros((3, 4, 3), dtype=np.uint8)) == BLACK).all()
    assert (canonical(np.array([0x0D, 0x0E, 0x1D, 0x3F])) == BLACK).all()


@settings(deadline=None, max_examples=40)
@given(st.lists(colours, min_size=1, max_size=30))
def test_nearest_agrees_with_a_search_of_the_whole_palette(given_colours):
    rgb = np.array(given_colours, dtype=np.uint8)
    weight = np.array([1, 2, 2])
    for one, index in zip(rgb, nearest(rgb), strict=True):
        distances = {i: np.linalg.norm((oklab(one) - MASTER.oklab[i]) * weight) for i in USABLE}
        assert distances[int(index)] <= min(distances.values()) + 1e-7


def test_a_dark_grey_is_grey_and_not_brown():
    assert nearest(np.array([[60, 60, 62]], dtype=np.uint8))[0] == 0x2D


@given(st.sampled_from(USABLE), st.integers(0, 11))
def test_a_hue_shift_keeps_greys_and_comes_back(index, steps):
    shifted = shift_hue(np.array([index]), steps)
    assert shifted[0] in USABLE
    assert shift_hue(shifted, 12 - steps)[0] == index
    if index & 15 in (0, 13, 15):
        assert shifted[0] == index


def test_another_pal_file_changes_the_look(tmp_path):
    table = np.roll(MASTER.rgb, 1, axis=1)
    for data in (table.tobytes(), table.tobytes() * 8):
        (tmp_path / "other.pal").write_bytes(data)
        other = load_pal(tmp_path / "other.pal")
        assert (other.rgb == table).all()
        assert nearest(other.rgb[[0x16]], other)[0] == 0x16


@pytest.mark.parametrize("data", [b"", b"x" * 191, b"x" * 193])
def test_a_pal_file_of_another_size_is_refused_in_one_line(tmp_path, data):
    (tmp_path / "bad.pal").write_bytes(data)
    with pytest.raises(UserError, match=f"this one has {len(data)}$") as caught:
        load_pal(tmp_path / "bad.pal")
    assert "\n" not in str(caught.value)


def test_a_missing_pal_file_is_a_user_error(tmp_path):
    with pytest.raises(UserError, match="cannot read"):
        load_pal(tmp_path / "none.pal")


@settings(deadline=None, max_examples=20)
@given(st.integers(1, 40), st.integers(1, 40))
def test_nearest_keeps_the_shape(height, width):
    assert nearest(np.full((height, width, 3), 255, dtype=np.uint8)).shape == (height, width)
