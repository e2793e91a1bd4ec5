"""The eight foes as drawn: their poses, their sub-palettes, an outline that reads on any ground, feet and steps."""

from __future__ import annotations

import importlib
import inspect
import re

import numpy as np
import numpy.typing as npt
import pytest

from game.sim.numbers import numbers
from game.view.sheet import Sheet, load_sheets
from tools.draw import DRAWINGS, ROOT
from tools.pixelgrid import parse_source

FOES = {
    "fishman": ("move", "attack", "leap", "hurt"),
    "head": ("move", "hurt"),
    "ghost": ("idle", "move", "hurt"),
    "spear": ("move", "idle", "attack", "hurt"),
    "riser": ("move", "idle", "heap", "rise", "hurt"),
    "pillar": ("idle", "attack", "attack_low", "hurt"),
    "flea": ("idle", "move", "attack", "hurt"),
    "knight": ("move", "idle", "attack", "attack_low", "hurt"),
}
WALKERS = ("fishman", "spear", "riser", "knight")
OUTLINE = 0x0F


@pytest.fixture(scope="module")
def sheets() -> dict[str, Sheet]:
    return load_sheets(ROOT / "assets" / "sprites")


def _frames(sheet: Sheet, name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(sheet.anims[name].frames)) if name in sheet.anims else (name,)


@pytest.mark.parametrize("kind", FOES)
def test_a_foe_has_all_its_poses(sheets: dict[str, Sheet], kind: str) -> None:
    sheet = sheets[kind]
    assert [pose for pose in FOES[kind] if f"{kind}.{pose}" not in {*sheet.frames, *sheet.anims}] == []


@pytest.mark.parametrize("kind", FOES)
def test_a_foe_needs_no_more_than_two_sub_palettes_that_share_the_outline(kind: str) -> None:
    source = parse_source((DRAWINGS / f"{kind}.txt").read_text("utf-8"), kind)
    assert len(source.palettes) <= 2
    assert all(OUTLINE in palette.colours.values() for palette in source.palettes)


@pytest.mark.parametrize("kind", FOES)
def test_a_foe_is_outlined_all_round_so_that_it_reads_on_any_ground(kind: str) -> None:
    source = parse_source((DRAWINGS / f"{kind}.txt").read_text("utf-8"), kind)
    outline = source.colours.index(OUTLINE)
    for picture in source.pictures:
        padded = np.pad(picture.pixels, 1)
        nothing = padded == 0
        beside = np.logical_or.reduce([np.roll(nothing, step, axis) for step in (1, -1) for axis in (0, 1)])
        assert set(padded[beside & ~nothing]) == {outline}, picture.name


@pytest.mark.parametrize(
    "name", [f"{kind}.move" for kind in WALKERS] + ["spear.idle", "knight.idle", "pillar.idle", "flea.idle", "riser.heap"]
)
def test_on_the_ground_a_foe_stands_on_its_anchor(sheets: dict[str, Sheet], name: str) -> None:
    sheet = sheets[name.split(".")[0]]
    assert {sheet.frames[frame].h - sheet.frames[frame].oy for frame in _frames(sheet, name)} == {0}


@pytest.mark.parametrize("kind", WALKERS)
def test_a_walk_goes_from_contact_through_passing_to_contact(sheets: dict[str, Sheet], kind: str) -> None:
    """The feet are further apart in the contact poses than in the passing pose between them, and the body rises over the straight leg."""
    sheet = sheets[kind]
    first, passing, second = _frames(sheet, f"{kind}.move")
    stance = {name: np.ptp(np.nonzero(_body(sheet, name)[-3:].any(0))[0]) for name in (first, passing, second)}
    assert stance[passing] < min(stance[first], stance[second])
    assert sheet.frames[passing].h == sheet.frames[first].h + 1


def _body(sheet: Sheet, name: str) -> npt.NDArray[np.bool_]:
    """What is opaque near the body (a shaft held upright before it is none of the feet)."""
    frame = sheet.frames[name]
    return np.asarray(sheet.image(name)[:, : frame.ox + 5, 3] > 0)


@pytest.mark.parametrize("kind", FOES)
def test_every_pose_that_the_rules_give_a_foe_is_drawn(sheets: dict[str, Sheet], kind: str) -> None:
    rules = inspect.getsource(importlib.import_module(f"game.sim.foes.{kind}"))
    poses = {pose for call in re.findall(r"\.look\((.+?)\)\n", rules) for pose in re.findall(r'"(\w+)"', call)} - {"hidden"}
    drawn = {*sheets[kind].frames, *sheets[kind].anims}
    assert [pose for pose in sorted(poses) if f"{kind}.{pose}" not in drawn] == []


@pytest.mark.parametrize("kind", FOES)
def test_a_foe_fills_its_box(sheets: dict[str, Sheet], kind: str) -> None:
    """What hurts is drawn: the first picture is as high and as wide as the box, and little higher (a shaft or a crown apart)."""
    body, sheet = numbers().body(kind), sheets[kind]
    frame = sheet.frames[_frames(sheet, f"{kind}.idle" if kind in ("pillar", "flea") else f"{kind}.move")[0]]
    assert body.height - 1 <= frame.oy <= body.height + 8
    assert frame.w >= 2 * body.half_width


def test_the_drawn_thrust_ends_where_the_rules_stop_hurting(sheets: dict[str, Sheet]) -> None:
    spear, sheet = numbers().spear, sheets["spear"]
    frame = sheet.frames["spear.attack"]
    assert spear.reach - 2 <= frame.w - frame.ox <= spear.reach + 2
    tip = frame.oy - np.flatnonzero(sheet.image("spear.attack")[:, -2, 3])
    assert spear.reach_low <= tip.min() and tip.max() <= spear.reach_high


@pytest.mark.parametrize(
    ("name", "steps"),
    [
        ("fishman.attack", numbers().fishman.wind_up + numbers().fishman.breath),
        ("ghost.idle", numbers().ghost.appear),
        ("riser.rise", numbers().riser.rise),
        ("knight.attack", numbers().knight.wind_up),
        ("knight.attack_low", numbers().knight.wind_up),
        ("pillar.attack", numbers().pillar.wind_up),
        ("pillar.attack_low", numbers().pillar.wind_up),
    ],
)
def test_a_pose_that_ends_is_drawn_for_as_long_as_the_rules_hold_it(sheets: dict[str, Sheet], name: str, steps: int) -> None:
    anim = sheets[name.split(".")[0]].anims[name]
    assert not anim.loops and anim.length == steps


def test_a_fishman_opens_its_mouth_when_it_spits(sheets: dict[str, Sheet]) -> None:
    anim = sheets["fishman"].anims["fishman.attack"]
    wind_up = numbers().fishman.wind_up
    assert anim.at(wind_up - 1) != anim.at(wind_up) == anim.at(anim.length)
