"""The window's arithmetic and the clock that makes steps of passing time."""

from __future__ import annotations

import pytest

from game.app import MAX_STEPS, STEP, Clock
from game.window import HEIGHT, WIDTH, letterbox, window_scale


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
