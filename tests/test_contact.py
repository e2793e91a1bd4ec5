"""The contact sheets: every frame is on them, in order, on one floor, on every ground."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from game.view.sheet import Anim, Frame, Sheet, load_sheet
from generator.palette import MASTER
from tools.contact import FONT, GAP, GROUNDS, LABEL, WIDTH, Strip, contact_sheet, main, panel, shelves, strips

RED, GREEN = (255, 0, 0, 255), (0, 255, 0, 255)


@pytest.fixture
def imp() -> Sheet:
    """Two steps of a walk, 4x6 red and 4x2 green, and a green frame that no animation names."""
    pixels = np.zeros((6, 8, 4), np.uint8)
    pixels[:, :4], pixels[:2, 4:] = RED, GREEN
    frames = {
        "imp.0": Frame("imp.0", 0, 0, 4, 6, 2, 6),
        "imp.1": Frame("imp.1", 4, 0, 4, 2, 2, 2),
        "imp.hurt": Frame("imp.hurt", 4, 0, 4, 2, 2, 2),
    }
    return Sheet(pixels, frames, {"imp.move": Anim("imp.move", 4, True, ("imp.0", "imp.1", "imp.0"))})


@pytest.fixture(scope="module")
def font() -> Sheet:
    return load_sheet(FONT.with_suffix(".png"), FONT)


def test_an_animation_is_a_strip_of_its_frames_each_once_and_what_is_in_none_stands_alone(imp: Sheet) -> None:
    assert [(strip.name, [frame.name for _, frame in strip.frames]) for strip in strips(imp)] == [
        ("imp.move", ["imp.0", "imp.1"]),
        ("imp.hurt", ["imp.hurt"]),
    ]


def test_strips_that_do_not_fit_beside_each_other_go_to_the_next_line(imp: Sheet) -> None:
    walk, hurt = strips(imp)
    assert shelves([walk, hurt], walk.width + hurt.width) == [[walk, hurt]]
    assert shelves([walk, hurt], walk.width + hurt.width - 1) == [[walk], [hurt]]
    assert shelves([walk], 1) == [[walk]]


def test_frames_stand_on_one_floor(imp: Sheet, font: Sheet) -> None:
    picture = panel([[strips(imp)[0]]], font, GROUNDS[0])
    floor = LABEL + 6
    assert (picture[floor - 6 : floor, GAP : GAP + 4] == RED[:3]).all()
    assert (picture[floor - 2 : floor, 2 * GAP + 4 : 2 * GAP + 8] == GREEN[:3]).all()
    assert (picture[floor:] == MASTER.rgb[GROUNDS[0]]).all()


def test_a_contact_sheet_shows_the_same_on_every_ground_and_on_a_picture(imp: Sheet, font: Sheet) -> None:
    yardstick = Strip("hero", ((imp, imp.frames["imp.0"]),))
    over = np.full((3, 5, 3), 77, np.uint8)
    picture = contact_sheet(imp, yardstick, font, over, scale=2)
    panels = np.split(picture, len(GROUNDS) + 1)
    assert picture.shape[1] == 2 * WIDTH
    assert [tuple(part[-1, -1]) for part in panels] == [*(tuple(MASTER.rgb[ground]) for ground in GROUNDS), (77, 77, 77)]
    assert len({(part == RED[:3]).all(-1).tobytes() for part in panels}) == 1
    assert (panels[0] == RED[:3]).all(-1).sum() == 2 * 4 * 6 * 4, "the yardstick and the first step, twice as large"


def test_the_tool_writes_a_picture_for_each_stem_that_is_named(tmp_path: Path) -> None:
    assert main(["--out", str(tmp_path / "new"), "--scale", "1", "bat", "ghost"]) == 0
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["bat.png", "ghost.png"]
    with Image.open(tmp_path / "new" / "bat.png") as picture:
        assert picture.width >= WIDTH


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [(["nobody"], "nobody: no such sheet in assets/sprites\n"), (["--over", "none.png", "bat"], "none.png: not a readable picture\n")],
)
def test_a_mistake_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], reason: str) -> None:
    assert main(["--out", str(tmp_path), *arguments]) == 2
    assert capsys.readouterr().err == reason
