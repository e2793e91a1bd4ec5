"""Scenes in letters: previews, and the surroundings that the painter is shown."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from generator.canvas import slot_contexts
from generator.gallery import write_gallery
from generator.layout import read_layout, slot_roles
from generator.pack import load_pack
from generator.preview import preview
from generator.roles import SLOTS, Role

BASE = Path(__file__).parent.parent / "assets" / "tilesets" / "base"


def names(text: str) -> list[list[str]]:
    return [[SLOTS[slot].name for slot in row] for row in read_layout(text)]


def test_ground_takes_its_slot_from_its_neighbours_and_goes_on_beyond_the_edge() -> None:
    scene = """
||||
|##|
####
"""
    assert names(scene) == [
        ["wall.0"] * 4,
        ["wall.0", "terrain.6", "terrain.12", "wall.0"],
        ["terrain.14", "terrain.15", "terrain.15", "terrain.14"],
    ]


def test_a_ragged_scene_is_refused_with_its_line() -> None:
    with pytest.raises(ValueError, match="line 2 of the layout has 1 cells, the first has 2"):
        read_layout("||\n|")


def test_every_slot_has_surroundings_with_its_own_role_in_the_middle() -> None:
    contexts = slot_contexts()
    assert contexts.keys() == set(range(len(SLOTS)))
    for slot in SLOTS:
        patches = contexts[slot.id]
        assert patches.shape[1:] == (5, 5) and 1 <= len(patches) <= 3
        assert (patches[:, 2, 2] == slot.role).all(), slot.name


@pytest.mark.parametrize("mask", range(16))
def test_the_surroundings_of_terrain_are_solid_exactly_where_its_mask_says(mask: int) -> None:
    ground = (Role.SOLID, Role.SURFACE, Role.BREAKABLE)
    for patch in slot_contexts()[mask]:
        sides = (patch[1, 2], patch[2, 3], patch[3, 2], patch[2, 1])
        assert [side in ground for side in sides] == [bool(mask >> n & 1) for n in range(4)]


def test_a_preview_is_a_picture_in_the_packs_own_colours() -> None:
    pack = load_pack(BASE)
    picture = preview(pack)
    assert picture.shape == (160, 320)
    assert set(np.unique(picture)) <= set(pack.colours.reshape(-1).tolist())


def test_roles_follow_slots() -> None:
    assert slot_roles(read_layout("~|/")).tolist() == [[Role.LIQUID, Role.WALL, Role.STAIRS]]


def test_a_gallery_shows_all_packs(tmp_path: Path) -> None:
    pack = load_pack(BASE)
    with Image.open(write_gallery([pack] * 4, tmp_path / "g.png", columns=3, scale=2)) as image:
        assert image.size == (2 * (3 * 328 + 8), 2 * (2 * 180 + 8))
