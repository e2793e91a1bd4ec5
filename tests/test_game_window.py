"""The window's arithmetic and the clock that makes steps of passing time."""

from __future__ import annotations

import numpy as np
import pygame
import pytest

from game.app import MAX_STEPS, STEP, Clock
from game.look import Look
from game.present import HEIGHT, WIDTH, Presenter, letterbox
from game.window import window_scale


@pytest.mark.parametrize(
    ("size", "scale", "rect"),
    [
        ((256, 240), 1, (0, 0, 256, 240)),
        ((768, 720), 3, (0, 0, 768, 720)),
        ((1920, 1080), 4, (448, 60, 1024, 960)),
        ((800, 720), 3, (16, 0, 768, 720)),
        ((1023, 959), 3, (127, 119, 768, 720)),
        ((200, 100), 1, (-28, -70, 256, 240)),
    ],
)
def test_the_picture_is_scaled_by_a_whole_number_and_centred(size: tuple[int, int], scale: int, rect: tuple[int, int, int, int]) -> None:
    box = letterbox(*size)
    assert (box.scale, box.rect) == (scale, rect)


def test_the_picture_never_gets_larger_than_the_window_unless_it_is_tiny() -> None:
    for width in range(WIDTH, 1200, 37):
        for height in range(HEIGHT, 1200, 41):
            box = letterbox(width, height)
            x, y, w, h = box.rect
            assert x >= 0 and y >= 0 and x + w <= width and y + h <= height
            assert w + WIDTH > width or h + HEIGHT > height


def test_pixels_of_8_to_7_make_a_wider_picture_of_whole_lines() -> None:
    box = letterbox(1920, 1080, aspect87=True)
    assert (box.scale, box.w, box.h) == (4, round(1024 * 8 / 7), 960)
    assert letterbox(768, 720, aspect87=True).scale == 2


def random_canvas() -> pygame.Surface:
    canvas = pygame.Surface((WIDTH, HEIGHT), depth=32)
    pygame.surfarray.blit_array(canvas, np.random.default_rng(1).integers(0, 256, (WIDTH, HEIGHT, 3)))
    return canvas


def shown(canvas: pygame.Surface, size: tuple[int, int], look: Look) -> np.ndarray:
    target = pygame.Surface(size, depth=32)
    Presenter().show(canvas, target, look)
    return pygame.surfarray.array3d(target).astype(int)


def test_without_a_tube_every_pixel_is_a_square_of_its_own_colour() -> None:
    canvas = random_canvas()
    picture = shown(canvas, (800, 720), Look())
    assert (picture[16:784] == np.repeat(np.repeat(pygame.surfarray.array3d(canvas), 3, 0), 3, 1)).all()
    assert not picture[:16].any() and not picture[784:].any()


def test_the_tube_darkens_the_gaps_between_lines_and_leaves_black_black() -> None:
    canvas = pygame.Surface((WIDTH, HEIGHT), depth=32)
    canvas.fill((120, 120, 120), (0, 0, WIDTH, HEIGHT // 2))
    picture = shown(canvas, (768, 720), Look(crt=True)).mean((0, 2))
    lines = picture[30:330].reshape(-1, 3)
    assert (lines[:, 2] < 0.7 * lines[:, 0]).all()
    assert not picture[400:].any()


def test_bright_parts_shine_on_what_is_beside_them() -> None:
    canvas = pygame.Surface((WIDTH, HEIGHT), depth=32)
    canvas.fill((255, 255, 255), (100, 100, 20, 20))
    picture = shown(canvas, (768, 720), Look(crt=True)).sum(2)
    assert picture[98 * 3, 330] > 0
    assert picture[60 * 3, 330] == 0


@pytest.mark.parametrize("crt", [False, True])
@pytest.mark.parametrize("aspect87", [False, True])
@pytest.mark.parametrize("size", [(100, 80), (256, 240), (293, 240), (512, 480), (1920, 1080), (2600, 1500)])
def test_every_look_fits_every_window(crt: bool, aspect87: bool, size: tuple[int, int]) -> None:
    assert shown(random_canvas(), size, Look(crt, aspect87)).any()


def test_a_new_window_fits_the_desktop() -> None:
    assert window_scale(0, (1920, 1080)) == 3
    assert window_scale(0, (800, 600)) == 2
    assert window_scale(9, (1920, 1080)) == 4
    assert window_scale(2, (1920, 1080)) == 2
    assert window_scale(5, (200, 100)) == 1


@pytest.mark.parametrize("rate", [30, 60, 75, 144, 240])
def test_steps_keep_pace_with_time_at_any_frame_rate(rate: int) -> None:
    clock = Clock(0.0)
    total = sum(clock.steps((n + 1) / rate) for n in range(rate * 4))
    assert abs(total - 240) <= 1


def test_a_long_hang_is_not_made_up_for() -> None:
    clock = Clock(0.0)
    assert clock.steps(3.0) == MAX_STEPS
    assert clock.steps(3.0) == 0
    assert clock.steps(3.0 + 1.5 * STEP) == 1


def test_the_clock_says_how_long_nothing_is_due() -> None:
    clock = Clock(0.0)
    clock.steps(STEP * 1.25)
    assert clock.wait(STEP * 1.25) == pytest.approx(STEP * 0.75)
