"""The picture of a stage for people: what is drawn over it, and that it says what the marks mean."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from game.sim.level import CELL, Section, Thing
from generator.pack import load_pack
from levels.model import LevelMap
from levels.picture import draw
from levels.picture_notes import BLOCK, CANDLE, CHECKPOINT, FOE, LEGEND, MACHINE, SECTION, START, WAY, Colour, note, with_legend
from levels.sandbox import SHIPPED_TILESETS
from tests.level_text import ground

LEVEL = replace(
    ground("@" + "." * 30 + "X", "#" * 32),
    sections=(Section(0, 0, 16), Section(16, 0, 16)),
    checkpoints=((280, 176),),
    things=(
        Thing("hound", 100, 176),
        Thing("candle", 150, 176, holds="axe"),
        Thing("block", 200, 176, holds="meat"),
        Thing("lift", 350, 120, span=32, dx=64, period=200),
    ),
)
FEET = [(20, 170), (60, 140), (100, 170)]


def where(picture: Image.Image, colour: Colour) -> NDArray[np.bool_]:
    return (np.asarray(picture) == colour).all(axis=2)


@pytest.fixture
def drawn() -> Image.Image:
    slots = np.zeros((LEVEL.height, LEVEL.width), np.uint8)
    return draw(LevelMap(LEVEL, slots), load_pack(SHIPPED_TILESETS / "base").images(), path=FEET)


@pytest.mark.parametrize(
    ("colour", "x", "y"),
    [
        (SECTION, 255, 100),
        (SECTION, 256, 100),
        (CHECKPOINT, 280 - 6, 160),
        (FOE, 100 - 6, 160),
        (CANDLE, 150, 170),
        (BLOCK, 200 - 8, 175),
        (MACHINE, 350 + 32, 120),
        (START, LEVEL.start[0] - 6, 160),
        (WAY, 60, 140),
    ],
)
def test_each_mark_is_where_its_thing_is(colour: Colour, x: int, y: int, drawn: Image.Image) -> None:
    assert where(drawn, colour)[y, x]


def test_foes_and_what_candles_hold_are_named() -> None:
    def written(*things: Thing) -> int:
        picture = Image.new("RGB", (LEVEL.width * CELL, LEVEL.height * CELL), (0, 0, 0))
        note(picture, replace(LEVEL, things=things))
        return int(np.count_nonzero(np.asarray(picture)[..., 0] > 100))

    assert written(Thing("candle", 150, 176, holds="axe")) > written(Thing("candle", 150, 176)) + 10
    assert written(Thing("shambler", 150, 176)) > written(Thing("bat", 150, 176)) + 10


def test_what_no_section_shows_is_dark() -> None:
    picture = Image.new("RGB", (LEVEL.width * CELL, LEVEL.height * CELL), (200, 200, 200))
    note(picture, replace(LEVEL, sections=LEVEL.sections[:1]))
    light = np.asarray(picture).sum(axis=2)
    assert light[20, 128] == 600 and light[20, 400] < 300


def test_the_legend_shows_each_mark_below_the_picture_and_takes_more_lines_where_it_is_narrow() -> None:
    picture = Image.new("RGB", (900, 50))
    whole = with_legend(picture, LEGEND)
    assert whole.crop((0, 0, 900, 50)).tobytes() == picture.tobytes()
    for colour, _ in LEGEND:
        assert where(whole, colour)[50:].any()
    assert with_legend(Image.new("RGB", (300, 50)), LEGEND).height > whole.height
