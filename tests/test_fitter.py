"""The fitter: any picture becomes a legal screen, ordered, repeatable and close."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import UserError
from generator.fitter import fit, fit_to, order_palettes
from generator.palette import MASTER, USABLE
from generator.patterns import merge_patterns
from generator.ppu import MAX_PATTERNS, Screen, distinct_patterns, legal_violations, render, violations


def noisy(seed, rows=4, cols=4):
    """A picture of smooth blobs with noise: many colours in every cell."""
    rng = np.random.default_rng(seed)
    coarse = rng.integers(0, 256, (rows * 2, cols * 2, 3))
    return np.clip(coarse.repeat(8, 0).repeat(8, 1) + rng.normal(0, 25, (rows * 16, cols * 16, 3)), 0, 255).astype(np.uint8)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000))
def test_any_picture_becomes_a_legal_screen(seed):
    screen, error = fit(noisy(seed))
    assert violations(screen) == []
    assert legal_violations(render(screen)) == []
    assert 0 < error < 0.35


def test_the_same_picture_gives_the_same_screen():
    one, other = fit(noisy(3))[0], fit(noisy(3))[0]
    assert one.backdrop == other.backdrop
    assert all((getattr(one, name) == getattr(other, name)).all() for name in ("palettes", "cells", "pattern"))


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000))
def test_colours_and_sub_palettes_ascend_in_luminance(seed):
    luminance = MASTER.luminance[fit(noisy(seed))[0].palettes]
    assert (np.diff(luminance, axis=1) >= 0).all()
    assert (np.diff(luminance.mean(axis=1)) >= -1e-12).all()


def test_order_palettes_fills_up_with_the_darkest():
    ordered = order_palettes([(0x30, 0x01), (0x16,)])
    assert ordered.tolist() == [[0x16] * 3, [0x01, 0x01, 0x30], [0x01, 0x01, 0x30], [0x01, 0x01, 0x30]]


def test_a_fit_is_better_than_four_random_sub_palettes():
    picture = noisy(7)
    rng = np.random.default_rng(0)
    from generator.palette import nearest

    indices = nearest(picture)

    def loss(screen):
        return np.sqrt(MASTER.distance[render(screen), indices]).mean()

    best_random = min(loss(fit_to(indices, 0x0F, order_palettes([tuple(rng.choice(USABLE, 3)) for _ in range(4)]))) for _ in range(30))
    assert loss(fit(picture)[0]) < 0.9 * best_random


def test_black_is_the_backdrop_where_it_can_be():
    picture = np.full((32, 32), 0x21, dtype=np.uint8)
    picture[4, 4] = 0x0F
    assert fit(picture)[0].backdrop == 0x0F


def test_given_palettes_are_kept():
    palettes = order_palettes([(0x01, 0x11, 0x21), (0x06, 0x16, 0x26)])
    screen = fit_to(np.full((16, 32), 0x27, dtype=np.uint8), 0x0F, palettes)
    assert (screen.palettes == palettes).all()
    assert set(np.unique(render(screen))) == {0x26}


def test_a_whole_screen_fits_the_pattern_table_within_seconds_of_computing():
    picture = noisy(1, 12, 10)
    start = time.process_time()
    screen, error = fit(picture)
    assert time.process_time() - start < 4.0
    assert (screen.rows, screen.cols) == (12, 10)
    assert distinct_patterns(screen.pattern) == MAX_PATTERNS
    loose, loose_error = fit(picture, max_patterns=None)
    assert distinct_patterns(loose.pattern) > MAX_PATTERNS
    assert loose_error < error < 0.35


def test_patterns_that_hardly_differ_are_merged_first():
    pattern = np.zeros((16, 32), dtype=np.uint8)
    pattern[:8, 8:16], pattern[:8, 16:24] = 3, 3
    pattern[0, 16] = 2
    palettes = order_palettes([(0x01, 0x11, 0x21)])
    screen = merge_patterns(Screen(0x0F, palettes, np.zeros((1, 2), np.uint8), pattern), 2)
    assert (screen.pattern[:8, 8:24] == screen.pattern[0, 8]).sum() >= 126
    assert distinct_patterns(screen.pattern) == 2
    assert (screen.pattern[8:] == 0).all()


def test_shades_that_share_a_master_colour_can_still_be_told_apart():
    rgb = np.full((16, 16, 3), 10, dtype=np.uint8)
    for column, shade in enumerate([60, 90, 120, 150, 190, 230]):
        rgb[:, column * 2 : column * 2 + 2] = shade
    shown = render(fit(rgb)[0])
    assert (np.diff(MASTER.luminance[shown[0, :12].astype(int)]) >= 0).all()
    assert len(np.unique(shown)) == 4


@pytest.mark.parametrize("shape", [(0, 16, 3), (17, 16, 3), (16, 20), (16,)])
def test_a_picture_that_is_not_whole_cells_is_refused(shape):
    with pytest.raises(UserError, match="not whole 16x16 cells"):
        fit(np.zeros(shape, dtype=np.uint8))
