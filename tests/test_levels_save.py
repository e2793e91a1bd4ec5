"""The map file: what Tiled expects, whole or not at all, and never a path of this machine in it."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest

from game.sim.level import Thing
from levels.build import build
from levels.model import LevelMap
from levels.save import save_map, tileset_source, tmx_text


@pytest.fixture(scope="module")
def level_map() -> LevelMap:
    return build("a <\"&'> seed", 1)


@pytest.fixture
def root(level_map: LevelMap) -> Element:
    return fromstring(tmx_text(level_map, "../../assets/tilesets/gate/tiles.tsx"))


def properties(element: Element) -> dict[str, str]:
    return {found.attrib["name"]: found.attrib["value"] for found in element.findall("properties/property")}


def test_it_is_a_finite_orthogonal_map_with_one_layer_of_csv(root: Element, level_map: LevelMap) -> None:
    assert (root.attrib["version"], root.attrib["orientation"], root.attrib["infinite"]) == ("1.10", "orthogonal", "0")
    assert [child.tag for child in root] == ["properties", "tileset", "layer", "objectgroup"]
    data = root.find("layer/data")
    assert data is not None and data.text is not None and level_map.slots is not None
    assert [int(gid) - 1 for gid in data.text.split(",")] == level_map.slots.flatten().tolist()


def test_the_properties_are_those_of_the_contract(root: Element) -> None:
    found = properties(root)
    assert sorted(found) == ["boss", "pack", "seconds", "seed", "stage", "title", "version"]
    assert found["seed"] == "a <\"&'> seed"
    assert found["pack"] == "gate"


def test_things_are_points_with_a_class_and_unique_ids(root: Element, level_map: LevelMap) -> None:
    objects = root.findall("objectgroup/object")
    assert sorted(int(found.attrib["id"]) for found in objects) == list(range(1, len(objects) + 1))
    assert int(root.attrib["nextobjectid"]) == len(objects) + 1
    for found in objects:
        rectangle = found.attrib["type"] in ("section", "exit")
        assert rectangle == ("width" in found.attrib)
        assert rectangle == (found.find("point") is None)
    level = level_map.level
    assert len(objects) == 2 + len(level.sections) + len(level.checkpoints) + len(level.things)


def test_what_a_thing_holds_is_kept(level_map: LevelMap) -> None:
    level = replace(level_map.level, things=(Thing("candle", 40, 96, 1, "dagger"),))
    root = fromstring(tmx_text(replace(level_map, level=level), "x.tsx"))
    candle = next(found for found in root.iter("object") if found.attrib["type"] == "candle")
    assert properties(candle) == {"facing": "1", "holds": "dagger"}
    assert (candle.attrib["x"], candle.attrib["y"]) == ("40", "96")


def test_a_write_that_fails_leaves_the_old_file_and_no_rubbish(
    tmp_path: Path, level_map: LevelMap, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "level.tmx"
    path.write_text("old")

    def refuse(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(OSError, match="disk full"):
        save_map(level_map, path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_the_tile_set_is_named_in_the_layout_of_the_project_where_there_is_one(tmp_path: Path) -> None:
    folder = tmp_path / "levels" / "maps"
    folder.mkdir(parents=True)
    tsx = tmp_path / "assets" / "tilesets" / "mine" / "tiles.tsx"
    tsx.parent.mkdir(parents=True)
    tsx.write_text("<tileset/>")
    assert tileset_source("mine", folder) == "../../assets/tilesets/mine/tiles.tsx"


def test_elsewhere_the_shipped_one_stands_in(tmp_path: Path) -> None:
    source = tileset_source("nowhere-to-be-found", tmp_path)
    assert not Path(source).is_absolute()
    assert (tmp_path / source).resolve().is_file()
    assert source.endswith("assets/tilesets/base/tiles.tsx")


def test_a_foreign_map_is_not_rewritten(tmp_path: Path, level_map: LevelMap) -> None:
    with pytest.raises(ValueError, match="without slots"):
        save_map(replace(level_map, slots=None), tmp_path / "x.tmx")
