"""The habits of artists: what they often draw surprises little, and a drawing is tidied towards it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from brushes import FakeBrush
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.brush import TidyBrush
from generator.choose import habit_score
from generator.dream import dream_with
from generator.errors import UserError
from generator.habits import MOST, Habits, is_rarity
from generator.originality import Judge, Prints, load_prints, make_prints


def bricks(shift: int = 0) -> np.ndarray:
    """Courses of bricks, (64, 64): mortar of value 1 round stones of value 2."""
    y, x = np.mgrid[:64, :64]
    mortar = (y % 8 == 7) | ((x + y // 8 * 8 + shift) % 16 == 15)
    return np.where(mortar, 1, 2).astype(np.uint8)


@pytest.fixture(scope="module")
def habits() -> Habits:
    return Habits.of(np.stack([bricks(shift) for shift in range(16)]))


def tiles(picture: np.ndarray) -> np.ndarray:
    return picture.reshape(4, 16, 4, 16).swapaxes(1, 2).reshape(-1, 16, 16)


class TestSurprise:
    def test_what_was_seen_surprises_less_than_noise(self, habits: Habits) -> None:
        noise = np.random.default_rng(0).integers(0, 4, (16, 16, 16), dtype=np.uint8)
        assert habits.surprise(tiles(bricks(3))).max() + 8 < habits.surprise(noise).min()

    def test_it_is_the_mean_of_the_bits_of_patches_that_show_something(self, habits: Habits) -> None:
        tile = tiles(bricks())[:1]
        patches = np.lib.stride_tricks.sliding_window_view(tile[0], (3, 3)).reshape(-1, 9)
        telling = [patch for patch in patches if len(set(patch.tolist())) > 1]
        bits = [habits.rarity[int("".join(map(str, patch.tolist())), 4)] / 8 for patch in telling]
        assert habits.surprise(tile)[0] == pytest.approx(np.mean(bits))

    def test_plain_tiles_say_nothing_and_count_nothing(self, habits: Habits) -> None:
        plain = np.full((1, 16, 16), 3, np.uint8)
        assert np.isnan(habits.surprise(plain)[0])
        assert habit_score(habits.surprise(plain)).tolist() == [0.0]

    def test_the_usual_counts_for_a_tile_and_the_odd_against_it_up_to_a_bound(self) -> None:
        usual, even_more, odd = habit_score(np.array([10.5, 8.0, 15.0]))
        assert usual == even_more > 0 > odd

    def test_mirrored_pictures_are_as_usual(self, habits: Habits) -> None:
        tile = tiles(bricks(5))
        np.testing.assert_allclose(habits.surprise(tile[:, :, ::-1]), habits.surprise(tile), atol=0.3)


class TestTidying:
    def test_orphan_pixels_go_and_the_drawing_stays(self, habits: Habits) -> None:
        clean = tiles(bricks(3))
        odd = clean.copy()
        odd[:, 3, 5], odd[:, 12, 10] = 3, 0
        np.testing.assert_array_equal(habits.tidy(odd), clean)

    def test_a_gap_in_a_line_is_closed(self, habits: Habits) -> None:
        clean = tiles(bricks())[:1]
        broken = clean.copy()
        assert broken[0, 7, 4] == 1
        broken[0, 7, 4] = 2
        np.testing.assert_array_equal(habits.tidy(broken), clean)

    def test_what_is_usual_is_left_as_it_is_and_nothing_is_changed_in_place(self, habits: Habits) -> None:
        clean = tiles(bricks(7))
        given_ = clean.copy()
        np.testing.assert_array_equal(habits.tidy(given_), clean)
        np.testing.assert_array_equal(given_, clean)

    @settings(max_examples=20, deadline=None)
    @given(st.integers(0, 2**32 - 1))
    def test_whatever_comes_out_is_legal_and_never_odder(self, habits: Habits, seed: int) -> None:
        noise = np.random.default_rng(seed).integers(0, 4, (3, 16, 16), dtype=np.uint8)
        tidied = habits.tidy(noise)
        assert tidied.shape == noise.shape and tidied.dtype == np.uint8 and tidied.max() <= 3
        assert (total(habits, tidied) <= total(habits, noise)).all()

    def test_a_tidy_brush_paints_what_the_brush_paints_but_tidied(self, habits: Habits) -> None:
        brush = FakeBrush()
        tidy = TidyBrush(brush, habits)
        patches, theme, textures = np.full((4, 5, 5), 1, np.uint8), brush.theme("x/0"), brush.textures("x/wall", 4)
        painted, tidied = brush.tiles(patches, theme, textures), tidy.tiles(patches, theme, textures)
        np.testing.assert_array_equal(tidied.pattern, habits.tidy(painted.pattern))
        np.testing.assert_array_equal(tidied.cells, painted.cells)
        assert tidy.model == brush.model


def total(habits: Habits, pattern: np.ndarray) -> np.ndarray:
    """The surprise of all patches of tiles, those beyond the border included: what tidying brings down."""
    padded = np.pad(pattern, ((0, 0), (2, 2), (2, 2)), mode="edge").astype(int)
    codes = sum(padded[:, y : y + 18, x : x + 18] * 4 ** (8 - 3 * y - x) for y in range(3) for x in range(3))
    return habits.rarity[codes].sum(axis=(1, 2), dtype=np.int64)


class TestKeeping:
    def test_habits_are_kept_with_the_prints_and_come_back(self, tmp_path: Path, habits: Habits) -> None:
        windows = np.zeros(16, dtype=[("pattern", "u1", (64, 64))])
        windows["pattern"] = [bricks(shift) for shift in range(16)]
        make_prints(windows, tmp_path / "p.npz")
        kept = load_prints(tmp_path / "p.npz").habits
        assert kept is not None
        np.testing.assert_array_equal(kept.rarity, habits.rarity)

    def test_prints_from_before_there_were_habits_still_serve(self, tmp_path: Path) -> None:
        np.savez_compressed(tmp_path / "old.npz", words=np.zeros((1, 4), np.uint64))
        prints = load_prints(tmp_path / "old.npz")
        assert prints.habits is None and Judge(prints).habits is None

    @pytest.mark.parametrize("rarity", [np.zeros(9, np.uint8), np.zeros(4**9, np.float64), np.full(4**9, MOST + 1, np.uint8)])
    def test_what_can_be_no_habits_is_refused(self, tmp_path: Path, rarity: np.ndarray) -> None:
        assert not is_rarity(rarity)
        np.savez_compressed(tmp_path / "p.npz", words=np.zeros((1, 4), np.uint64), rarity=rarity)
        with pytest.raises(UserError, match="no habits of artists"):
            load_prints(tmp_path / "p.npz")

    def test_sheets_are_dreamt_tidied_where_habits_are_known(self) -> None:
        rough = dream_with(FakeBrush(), "moon", None, lambda done, what: None)
        habits = Habits.of(rough.pattern)
        prints = Prints(np.zeros((0, 4), np.uint64), habits)
        tidied = dream_with(FakeBrush(), "moon", prints, lambda done, what: None)
        assert np.nanmean(habits.surprise(tidied.pattern)) + 0.5 < np.nanmean(habits.surprise(rough.pattern))
