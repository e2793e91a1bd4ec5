"""A folder with nothing but a picture of tiles is a pack: roles are read off, colours fitted, faults told."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from generator import classifier
from generator.classifier import RoleClassifier
from generator.dropin import TILE_LIMIT, assign
from generator.pack import MISSING, check_pack, complete, load_pack
from generator.palette import MASTER
from generator.roles import SLOT_BY_NAME, Role

BASE = Path(__file__).parent.parent / "assets" / "tilesets" / "base"
COLOURS = {Role.SOLID: (150, 80, 10), Role.SURFACE: (240, 240, 240), Role.WALL: (0, 40, 100), Role.COLUMN: (0, 140, 50)}


class ByColour:
    """Instead of the network: the role whose colour in COLOURS is nearest to the tile's mean."""

    def chances(self, around: np.ndarray) -> np.ndarray:
        assert around.shape[1:] == (48, 48)
        means = MASTER.rgb[around[:, 16:32, 16:32]].mean(axis=(1, 2))
        chances = np.zeros((len(around), len(Role) - 1))
        for role, colour in COLOURS.items():
            chances[:, role] = np.exp(-np.abs(means - colour).sum(axis=1) / 60)
        return chances / chances.sum(axis=1, keepdims=True)


@pytest.fixture(autouse=True)
def by_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RoleClassifier, "load", lambda path=None: ByColour())


def slot(name: str) -> int:
    return SLOT_BY_NAME[name].id


def save_sheet(path: Path, *roles: Role, columns: int = 2) -> None:
    rows = -(-len(roles) // columns)
    picture = np.zeros((rows * 16, columns * 16, 4), dtype=np.uint8)
    rng = np.random.default_rng(1)
    for n, role in enumerate(roles):
        y, x = n // columns * 16, n % columns * 16
        picture[y : y + 16, x : x + 16, :3] = COLOURS[role]
        picture[y + rng.integers(0, 16, 5), x + rng.integers(0, 16, 5), :3] = 0
        picture[y : y + 16, x : x + 16, 3] = 255
    Image.fromarray(picture).save(path)


def test_roles_read_off_a_picture_fill_slots(tmp_path: Path) -> None:
    save_sheet(tmp_path / "tiles.png", Role.SOLID, Role.SURFACE, Role.WALL, Role.COLUMN, Role.WALL)
    pack = load_pack(tmp_path)
    assert check_pack(tmp_path) == []
    filled = {name for name in ("terrain.15", "terrain.14", "wall.0", "wall.1", "column.mid") if pack.slots[slot(name)] != MISSING}
    assert len(filled) == 5 and len(pack.pattern) == 5
    assert pack.roles[pack.slots[slot("column.mid")]] == Role.COLUMN
    brown = MASTER.rgb[pack.indices()[slot("terrain.15")]].reshape(-1, 3).mean(axis=0)
    assert np.abs(brown - COLOURS[Role.SOLID]).max() < 40


def test_see_through_places_and_repeats_are_no_tiles(tmp_path: Path) -> None:
    save_sheet(tmp_path / "a.png", Role.SOLID, Role.WALL, Role.SURFACE)
    save_sheet(tmp_path / "b.png", Role.SOLID, Role.WALL, Role.SURFACE)
    assert len(load_pack(tmp_path).pattern) == 3


def test_the_base_pack_fills_what_the_picture_lacks(tmp_path: Path) -> None:
    save_sheet(tmp_path / "tiles.png", Role.SOLID, Role.WALL)
    whole = complete(load_pack(tmp_path), load_pack(BASE))
    assert MISSING not in whole.resolved


def test_a_broken_picture_beside_a_good_one_is_only_told(tmp_path: Path) -> None:
    save_sheet(tmp_path / "good.png", Role.SOLID, Role.WALL)
    (tmp_path / "bad.png").write_bytes(b"no picture")
    problems = check_pack(tmp_path)
    assert [(problem.where, problem.fatal) for problem in problems] == [("bad.png", False)]
    load_pack(tmp_path)


def test_a_manifest_may_stand_beside_the_picture(tmp_path: Path) -> None:
    save_sheet(tmp_path / "tiles.png", Role.SOLID, Role.WALL)
    (tmp_path / "pack.toml").write_text('format = 1\nid = "mine"\ntitle = "Mine"\nversion = "1"\nauthor = "me"\nlicense = "MIT"\n')
    assert load_pack(tmp_path).title == "Mine" and check_pack(tmp_path) == []


@pytest.mark.parametrize(
    ("size", "message"),
    [((8, 8), "hold no tile of 16x16"), ((16, 16), "no picture holds a drawn 16x16 tile")],
)
def test_a_picture_without_tiles_is_refused(tmp_path: Path, size: tuple[int, int], message: str) -> None:
    Image.new("RGBA", size).save(tmp_path / "tiles.png")
    problems = check_pack(tmp_path)
    assert any(message in str(problem) for problem in problems) and any(problem.fatal for problem in problems)


def test_an_empty_folder_is_told_what_it_lacks(tmp_path: Path) -> None:
    (problem,) = check_pack(tmp_path)
    assert str(problem).endswith("no tileset (.tsx) and no picture of tiles; put in a tiles.png of 16x16 tiles")


def test_too_many_tiles_are_cut_off_and_told(tmp_path: Path) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (16 * 48, 16 * 48, 3), dtype=np.uint8)
    Image.fromarray(noise).save(tmp_path / "tiles.png")
    assert any(f"more than {TILE_LIMIT} tiles" in str(problem) for problem in check_pack(tmp_path))


def test_without_the_classifiers_weights_the_pack_is_refused_with_the_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(classifier, "default_weights", lambda: tmp_path / "nowhere.safetensors")
    save_sheet(tmp_path / "tiles.png", Role.SOLID)
    (problem,) = check_pack(tmp_path)
    assert problem.fatal and "roles cannot be read off tiles" in str(problem)


def test_the_surest_tile_comes_first_and_needed_roles_are_never_without_one() -> None:
    chances = np.full((4, len(Role) - 1), 0.01)
    chances[0, Role.WALL] = 0.6
    chances[1, Role.WALL] = 0.9
    chances[2, Role.DOOR] = 0.3
    chances[3, Role.SPIKES] = 0.5
    slots = assign(chances)
    assert slots[slot("wall.0")] == 1 and slots[slot("wall.1")] == 0
    assert slots[slot("spikes.0")] == 3
    assert slot("door.nw") not in slots, "nobody is sure that this is a door"
    assert {slot("terrain.14"), slot("terrain.15")} <= slots.keys(), "ground there must be"
