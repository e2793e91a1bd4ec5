"""The drawn devices fit the sizes and speeds of the rules, so that pieces join and nothing seems to slip; and the effects of new events."""

from __future__ import annotations

import numpy as np
import pytest

from game.view.sheet import Sheet, load_sheets
from tools.draw import ROOT

EFFECTS = ("rise", "dust", "crumble", "appear", "burn", "shield")


@pytest.fixture(scope="module")
def sheets() -> dict[str, Sheet]:
    return load_sheets(ROOT / "assets" / "sprites")


@pytest.fixture(scope="module")
def devices(sheets: dict[str, Sheet]) -> Sheet:
    return sheets["devices"]


@pytest.mark.parametrize(
    ("name", "size", "anchor"),
    [
        ("device.lift", (16, 8), (8, 0)),
        ("device.lift.left", (16, 8), (8, 0)),
        ("device.lift.mid", (16, 8), (8, 0)),
        ("device.lift.right", (16, 8), (8, 0)),
        ("device.crusher", (32, 32), (16, 32)),
        ("device.chain", (6, 8), (3, 8)),
        ("device.crumble.0", (16, 16), (8, 16)),
        *((f"device.conveyor.{step}", (16, 16), (8, 0)) for step in range(4)),
        ("device.door.0", (16, 48), (8, 48)),
    ],
)
def test_a_device_has_the_size_of_the_rules_and_hangs_on_the_edge_that_moves(
    devices: Sheet, name: str, size: tuple[int, int], anchor: tuple[int, int]
) -> None:
    frame = devices.frames[name]
    assert ((frame.w, frame.h), (frame.ox, frame.oy)) == (size, anchor)


@pytest.mark.parametrize(("left", "right"), [("left", "mid"), ("mid", "mid"), ("mid", "right"), ("left", "right")])
def test_pieces_of_a_lift_join_without_an_edge_between_them(devices: Sheet, left: str, right: str) -> None:
    here, there = devices.image(f"device.lift.{left}")[:, -1], devices.image(f"device.lift.{right}")[:, 0]
    assert (here[..., 3] > 0).all() and (there[..., 3] > 0).all()
    outline_here, outline_there = (here[..., :3] == 0).all(-1), (there[..., :3] == 0).all(-1)
    assert np.array_equal(outline_here, outline_there) and not outline_here.all()


def test_a_belt_runs_as_fast_as_it_carries(devices: Sheet) -> None:
    """Half a pixel a step: two pixels a picture, a picture for four steps, and the last leads on to the first."""
    anim = devices.anims["device.conveyor"]
    assert anim.loops and anim.ticks == 4 and len(anim.frames) == 4
    belts = [devices.image(name)[1:3] for name in anim.frames]
    for belt, following in zip(belts, [*belts[1:], belts[0]], strict=True):
        assert np.array_equal(np.roll(belt, 2, axis=1), following)
        assert not np.array_equal(belt, following)


def test_a_crumbling_stone_trembles_to_both_sides_about_its_cell(devices: Sheet) -> None:
    anim = devices.anims["device.crumble"]
    assert {devices.frames[name].ox for name in anim.frames} == {7, 8, 9}
    assert {devices.frames[name].oy for name in anim.frames} == {16}


def test_a_door_opens_towards_its_hinge(devices: Sheet) -> None:
    anim = devices.anims["device.door"]
    closed, half, opened = (devices.frames[name] for name in anim.frames)
    assert not anim.loops
    assert closed.w > half.w > opened.w and closed.ox == half.ox == opened.ox == 8
    assert {frame.h for frame in (closed, half, opened)} == {48}


def test_a_crusher_ends_in_points_that_reach_its_killing_edge(devices: Sheet) -> None:
    opaque = devices.image("device.crusher")[..., 3] > 0
    starts = np.flatnonzero(np.diff(opaque[-1].astype(int), prepend=0) == 1)
    assert len(starts) == 4
    assert opaque[-1].sum() < opaque[-5].sum() < opaque[10].sum() == 32


def test_a_thrown_axe_spins_a_quarter_a_picture(sheets: dict[str, Sheet]) -> None:
    sheet = sheets["foe_shots"]
    up, right, down, left = (sheet.image(name) for name in sheet.anims["shot.axe_thrown"].frames)
    assert np.array_equal(up[::-1], down) and np.array_equal(right[:, ::-1], left)
    assert up.shape[:2] == right.shape[1::-1], "a quarter turn swaps width and height"


@pytest.mark.parametrize("name", EFFECTS)
def test_an_effect_plays_once_and_is_short(sheets: dict[str, Sheet], name: str) -> None:
    anim = sheets["fx"].anims[f"fx.{name}"]
    assert not anim.loops
    assert 8 <= anim.length <= 30
