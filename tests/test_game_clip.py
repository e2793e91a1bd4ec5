"""The last seconds as a GIF: a ring that doesn't grow, and pictures whose colours stay what they were."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pygame
import pytest
from PIL import Image, ImageSequence

from game.clip import SECONDS, Clip, encode


def canvas(colour: tuple[int, int, int]) -> pygame.Surface:
    made = pygame.Surface((256, 240), depth=32)
    made.fill(colour)
    return made


def test_it_keeps_the_last_seconds_and_no_more() -> None:
    clip = Clip()
    for n in range(2000):
        clip.note(canvas((n % 256, 0, 0)), 1)
    assert len(clip) == SECONDS * 20


def test_slow_machines_fill_it_with_as_much_time() -> None:
    clip = Clip()
    for _ in range(200):
        clip.note(canvas((1, 2, 3)), 3)
    assert len(clip) == SECONDS * 20


def test_the_written_file_shows_the_pictures_in_order_and_twice_as_large(tmp_path: Path) -> None:
    clip, told = Clip(), []
    shades = [(n * 10, 255 - n, n) for n in range(20)]
    for shade in shades:
        clip.note(canvas(shade), 3)
    clip.write(tmp_path / "a.gif", told.append).join()
    assert told == ["clip: a.gif"]
    with Image.open(tmp_path / "a.gif") as image:
        assert image.size == (512, 480)
        assert image.info["duration"] == 50
        frames = [frame.convert("RGB").getpixel((7, 9)) for frame in ImageSequence.Iterator(image)]
    assert frames == shades


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    clip, told = Clip(), []
    clip.note(canvas((0, 0, 0)), 3)
    clip.write(tmp_path / "file" / "a.gif", told.append).join()
    assert told[0].startswith("no clip: ")


@pytest.mark.parametrize("colours", [64, 4000])
def test_many_colours_are_brought_down_and_few_are_kept(colours: int) -> None:
    frame = np.random.default_rng(1).integers(0, colours, (240, 256)).astype(np.int32) * 4099 & 0xFFFFFF
    with Image.open(io.BytesIO(encode([frame, frame[::-1]]))) as image:
        seen = np.array(image.convert("RGB"))[::2, ::2].astype(int)
    wanted = np.stack([frame >> 16, frame >> 8 & 255, frame & 255], axis=2)
    assert np.abs(seen - wanted).max() <= (0 if colours == 64 else 63)
