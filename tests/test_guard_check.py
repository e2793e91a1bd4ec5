"""`check PATH`: what each kind of path is checked for, and which paths it does not know."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tmx_files import sheet, write_map

from game.sim.level import Level, Section
from generator.errors import UserError
from generator.roles import SLOT_BY_NAME
from levels.check import check_path
from levels.collision import cells_from_slots
from levels.model import LevelMap
from levels.prove import Proof, proof_path, prove, save_proof
from levels.save import save_map


def hall() -> LevelMap:
    slots = np.full((13, 16), SLOT_BY_NAME["wall.0"].id, np.uint8)
    slots[12] = SLOT_BY_NAME["terrain.14"].id
    level = Level(16, 13, cells_from_slots(slots), (24, 192, 1), (120, 160, 16, 32), (Section(0, 0, 16),), title="Hall")
    return LevelMap(level, slots, pack="base", seed="s")


@pytest.fixture
def proven(tmp_path: Path) -> Path:
    """A map with its proof beside it; the path of the proof."""
    (tmp_path / "a" / "maps").mkdir(parents=True)
    path = tmp_path / "a" / "maps" / "hall.tmx"
    save_map(hall(), path)
    proof = prove(hall().level)
    assert isinstance(proof, Proof)
    save_proof(proof, proof_path(path))
    return proof_path(path)


def test_a_good_map_and_its_proof(proven: Path) -> None:
    assert check_path(proven) == []
    assert check_path(proven.with_name("hall.tmx")) == []


def test_a_folder_of_maps_is_checked_map_by_map(proven: Path) -> None:
    write_map(proven.with_name("broken.tmx"), layers="")
    proven.with_name("gone.proof.json").write_text("{}")
    assert [problem.where for problem in check_path(proven.parent) if problem.fatal] == ["broken.tmx:2", "gone.proof.json"]


def test_a_proof_of_another_map(proven: Path) -> None:
    path = proven.with_name("hall.tmx")
    path.write_text(path.read_text().replace('value="300"', 'value="299"'))
    [problem] = check_path(proven)
    assert "does not belong to 'hall.tmx' as it is now; the map has changed since; prove it again" in str(problem)


def test_a_proof_that_does_not_reach_the_exit(proven: Path) -> None:
    from levels.prove import level_hash

    save_proof(Proof(level_hash(hall().level), bytes(10), 0), proven)
    [problem] = check_path(proven)
    assert "its buttons do not lead to the exit" in str(problem)


def test_a_proof_without_its_map(proven: Path) -> None:
    proven.with_name("hall.tmx").unlink()
    assert "the map 'hall.tmx' is not beside it" in str(check_path(proven)[0])


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"version": 1}', '{"version": 99, "level": "", "digest": "0", "frames": 0, "buttons": []}']
)
def test_proofs_that_are_none(proven: Path, text: str) -> None:
    proven.write_text(text)
    assert "not a proof" in str(check_path(proven)[0])


def test_a_pack_by_its_folder_or_a_file_in_it() -> None:
    base = Path(__file__).parent.parent / "assets" / "tilesets" / "base"
    assert check_path(base) == check_path(base / "pack.toml") == check_path(base / "tiles.tsx") == []


def test_a_folder_without_anything_in_it(tmp_path: Path) -> None:
    assert any(problem.fatal for problem in check_path(tmp_path))


def test_a_model_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "m.safetensors").write_bytes(b"\x08\0\0\0\0\0\0\0{}      ")
    [problem] = check_path(tmp_path / "m.safetensors")
    assert problem.fatal


def test_paths_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no such file or folder"):
        check_path(tmp_path / "gone.tmx")


def test_files_that_nobody_knows(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"neither a pack's folder nor a \.tmx"):
        check_path(sheet(tmp_path / "tile.png"))


@pytest.mark.parametrize("name", ["dreamer", "roles"])
def test_the_shipped_models_are_all_right(name: str) -> None:
    assert check_path(Path(__file__).parents[1] / "assets" / "models" / f"{name}.safetensors") == []
