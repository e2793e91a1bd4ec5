"""Reading maps of ours: slots, objects and properties come back as they were written; what is wrong is told."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tmx_files import csv, ground, layer, sheet, write_map

from game.sim.level import Cell, Level, Section, Thing
from generator.errors import UserError
from generator.roles import SLOT_BY_NAME
from levels.collision import cells_from_slots
from levels.load import check_map, load_map
from levels.model import LevelMap
from levels.save import save_map

WALL, FLOOR = SLOT_BY_NAME["wall.0"].id, SLOT_BY_NAME["terrain.14"].id
START = '<object type="start" x="24" y="192"><point/></object>'
EXIT = '<object type="exit" x="288" y="160" width="16" height="32"/>'
PACK = '<properties><property name="pack" value="base"/></properties>'


def small_level() -> LevelMap:
    slots = np.full((26, 32), WALL, np.uint8)
    slots[12::13] = FLOOR
    slots[5, 3:8] = [SLOT_BY_NAME[name].id for name in ("platform.left", "stairs.up", "stairs.down", "spikes.0", "liquid.top")]
    level = Level(
        width=32,
        height=26,
        cells=cells_from_slots(slots),
        start=(24, 192, 1),
        exit=(480, 160, 16, 32),
        sections=(Section(0, 0, 32), Section(0, 13, 20)),
        things=(Thing("candle", 100, 160, 1, "meat"), Thing("bat", 200, 150, -1)),
        checkpoints=((256, 192), (32, 400)),
        seconds=345,
        stage=2,
        title='Hall & <"Cellar">',
        boss="boss_bat",
    )
    return LevelMap(level, slots, pack="base", seed="velvet-12")


def write_own(path: Path, objects: str = START + EXIT, *, layers: str = "", properties: str = PACK, tilesets: str = "") -> Path:
    """A map of slots as a modder might make it, without help from save_map."""
    shipped = '<tileset firstgid="1" source="../../assets/tilesets/base/tiles.tsx"/>'
    plain = layer(csv([WALL + 1] * 240 + [FLOOR + 1] * 20), "tiles")
    group = f'<objectgroup name="things">{objects}</objectgroup>'
    return write_map(path, properties=properties, tilesets=tilesets or shipped, layers=layers or plain, objects=group)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "game" / "maps").mkdir(parents=True)
    return tmp_path / "game" / "maps" / "stage.tmx"


def faults(path: Path) -> str:
    with pytest.raises(UserError) as caught:
        load_map(path)
    return str(caught.value)


def test_what_is_saved_is_read_back(path: Path) -> None:
    saved = small_level()
    save_map(saved, path)
    found = load_map(path)
    assert found.level == saved.level
    assert found.slots is not None and saved.slots is not None
    assert (found.slots == saved.slots).all()
    assert (found.pack, found.seed, found.path, found.art) == ("base", "velvet-12", path, None)
    assert check_map(path) == []


def test_collision_comes_from_the_slots(path: Path) -> None:
    save_map(small_level(), path)
    level = load_map(path).level
    row = [level.cell(x, 5) for x in range(3, 8)]
    assert row == [Cell.PLATFORM, Cell.STAIRS_UP, Cell.STAIRS_DOWN, Cell.SPIKES, Cell.LIQUID]


def test_a_map_by_hand_needs_only_tiles_a_start_and_an_exit(path: Path) -> None:
    level = load_map(write_own(path)).level
    assert level.start == (24, 192, 1)
    assert level.sections == (Section(0, 0, 20),)
    assert (level.seconds, level.stage, level.title) == (300, 1, "stage")


def test_slots_go_by_their_names_where_the_tileset_has_names(path: Path) -> None:
    tiles = "".join(
        f'<tile id="{n}"><properties><property name="slot" value="{name}"/></properties></tile>'
        for n, name in enumerate(("wall.0", "terrain.14"))
    )
    tileset = f'<tileset firstgid="1" name="own" tilewidth="16" tileheight="16"><image source="set.png"/>{tiles}</tileset>'
    layers = layer(csv([1] * 240 + [2] * 20), "tiles")
    found = load_map(write_own(path, tilesets=tileset, layers=layers, properties=""))
    assert found.slots is not None
    assert set(np.unique(found.slots)) == {WALL, FLOOR}
    assert found.pack == "own"


def test_empty_cells_are_sky(path: Path) -> None:
    found = load_map(write_own(path, layers=layer(csv([0] * 240 + [FLOOR + 1] * 20), "tiles")))
    assert found.slots is not None and found.slots[0, 0] == SLOT_BY_NAME["sky.0"].id


def test_a_missing_tileset_is_replaced_by_the_pack_that_the_map_names(path: Path) -> None:
    write_own(path, tilesets='<tileset firstgid="1" source="lost.tsx"/>')
    assert load_map(path).pack == "base"
    assert [problem.fatal for problem in check_map(path)] == [False]
    assert "the pack 'base' is used in its place" in str(check_map(path)[0])


def test_a_tileset_that_leads_out_of_the_folder_is_refused_even_if_the_pack_could_stand_in(path: Path) -> None:
    write_own(path, tilesets='<tileset firstgid="1" source="../../../../etc/passwd"/>')
    with pytest.raises(UserError, match="leads out of the allowed folder"):
        load_map(path)


def test_a_map_that_was_moved_still_finds_the_pack_that_it_names(path: Path) -> None:
    write_own(path, tilesets='<tileset firstgid="1" source="../../../../gone/assets/tilesets/base/tiles.tsx"/>')
    assert load_map(path).pack == "base"


def test_our_way_of_naming_a_pack_works_from_any_folder(path: Path) -> None:
    write_own(path, properties=PACK.replace("base", "not made yet"))
    assert load_map(path).level.start == (24, 192, 1)
    assert check_map(path) == []


def test_a_players_own_pack_is_found_beside_his_maps(path: Path) -> None:
    pack = path.parent.parent / "packs" / "mine"
    sheet(pack / "tiles.png", ["#123"] * 80)
    (pack / "tiles.tsx").write_text('<tileset name="mine" tilewidth="16" tileheight="16"><image source="tiles.png"/></tileset>')
    write_own(
        path, tilesets='<tileset firstgid="1" source="../../assets/tilesets/mine/tiles.tsx"/>', properties=PACK.replace("base", "mine")
    )
    assert load_map(path).pack == "mine"
    assert check_map(path) == []


def test_a_missing_tileset_is_told_once_and_not_for_every_tile(path: Path) -> None:
    write_own(path, tilesets='<tileset firstgid="1" source="lost.tsx"/>', properties="")
    assert [problem.what for problem in check_map(path)] == ["tile set: 'lost.tsx' does not exist"]


def test_a_missing_tileset_and_an_unknown_pack(path: Path) -> None:
    write_own(path, tilesets='<tileset firstgid="1" source="lost.tsx"/>', properties=PACK.replace("base", "nowhere"))
    assert "tile set: 'lost.tsx' does not exist" in faults(path)


@pytest.mark.parametrize("pack", ["../base", "a/b", "..", "", "x" * 100])
def test_a_pack_is_a_name_and_not_a_path(path: Path, pack: str) -> None:
    write_own(path, tilesets='<tileset firstgid="1" source="lost.tsx"/>', properties=PACK.replace("base", pack))
    assert "'lost.tsx' does not exist" in faults(path)


@pytest.mark.parametrize(
    ("objects", "said"),
    [
        (EXIT, "0 objects of class 'start'; a level has exactly one, a point"),
        (START + START + EXIT, "2 objects of class 'start'"),
        (START, "0 objects of class 'exit'; a level has exactly one, a rectangle"),
        (START + EXIT + '<object type="shamblr" x="99" y="192"/>', 'of an unknown class; did you mean "shambler"?'),
        (START + EXIT + '<object type="bat" x="9999" y="9"/>', "object 'bat' at (9999, 9) lies outside of the map"),
        (START + EXIT + '<object type="section" x="8" y="0" width="256" height="208"/>', "is off the grid"),
        (START + EXIT + '<object type="section" x="0" y="0" width="128" height="208"/>', "is 8 x 13 cells; a section is 13 high"),
        (START + EXIT + '<object type="section" x="256" y="0" width="256" height="208"/>', "reaches out of the map"),
        (START.replace('x="24"', 'x="300"') + EXIT + '<object type="section" x="0" y="0" width="256" height="208"/>', "is in no section"),
        (START.replace("192", "202") + EXIT, "the start at (24, 202) is inside solid ground"),
        (
            f'{START}{EXIT}<object type="candle" x="9" y="9"><properties><property name="holds" value="meet"/></properties></object>',
            "holds the unknown item 'meet'; did you mean \"meat\"?",
        ),
    ],
)
def test_objects_that_are_wrong(path: Path, objects: str, said: str) -> None:
    assert said in faults(write_own(path, objects))


def test_class_may_be_written_as_in_tiled_1_9(path: Path) -> None:
    assert load_map(write_own(path, (START + EXIT).replace("type=", "class="))).level.start == (24, 192, 1)


def test_facing_may_be_a_number_or_a_word(path: Path) -> None:
    bats = "".join(
        f'<object type="bat" x="{x}" y="99"><properties><property name="facing" {value}/></properties></object>'
        for x, value in ((50, 'value="right"'), (60, 'type="int" value="1"'), (70, 'value="left"'), (80, 'value="upwards"'))
    )
    assert [bat.facing for bat in load_map(write_own(path, START + EXIT + bats)).level.things] == [1, 1, -1, -1]


def test_templates_fill_in_what_an_object_leaves_out(path: Path) -> None:
    holds = '<properties><property name="holds" value="meat"/><property name="facing" type="int" value="1"/></properties>'
    (path.parent / "candle.tx").write_text(f'<template><object type="candle" width="0">{holds}</object></template>')
    plain = '<object template="candle.tx" x="40" y="100"/>'
    own = '<object template="candle.tx" x="60" y="100"><properties><property name="holds" value="bag"/></properties></object>'
    things = load_map(write_own(path, START + EXIT + plain + own)).level.things
    assert things == (Thing("candle", 40, 100, 1, "meat"), Thing("candle", 60, 100, 1, "bag"))


@pytest.mark.parametrize(("key", "value"), [("seconds", "0"), ("seconds", "soon"), ("stage", "-1")])
def test_properties_out_of_range(path: Path, key: str, value: str) -> None:
    properties = PACK.replace("</properties>", f'<property name="{key}" value="{value}"/></properties>')
    assert f"map property {key!r} is {value!r}; it should be a whole number from 1" in faults(write_own(path, properties=properties))


def test_an_unknown_slot_name(path: Path) -> None:
    tile = '<tile id="0"><properties><property name="slot" value="terain.15"/></properties></tile>'
    tileset = f'<tileset firstgid="1" name="own" tilewidth="16" tileheight="16"><image source="set.png"/>{tile}</tileset>'
    message = faults(write_own(path, tilesets=tileset, layers=layer(csv(ground(tile=1)), "tiles")))
    assert "stands for the unknown slot 'terain.15'; did you mean" in message


def test_a_map_too_small_for_the_view(path: Path) -> None:
    body = layer(csv([FLOOR + 1] * 80), "tiles", 'width="8" height="10"')
    write_own(path, layers=body)
    path.write_text(path.read_text().replace('width="20" height="13"', 'width="8" height="10"'))
    assert "8 x 10 cells; a level has at least 16 x 13" in faults(path)


def test_layers_besides_the_tiles_are_left_out_and_told(path: Path) -> None:
    tiles = layer(csv([WALL + 1] * 240 + [FLOOR + 1] * 20), "tiles")
    write_own(path, layers=layer(csv(ground()), "extra") + tiles)
    assert load_map(path).level.cell(0, 12) == Cell.SOLID
    assert ["layer 'extra' is left out" in str(problem) for problem in check_map(path)] == [True]


def test_the_shipped_maps_are_all_right() -> None:
    folder = Path(__file__).parent.parent / "levels" / "maps"
    for found in folder.glob("*.tmx"):
        assert [str(problem) for problem in check_map(found)] == []


def test_reading_needs_no_display(path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("SDL_VIDEODRIVER", "nonsense")
    sheet(path.parent / "set.png")
    load_map(write_own(path))
    assert capsys.readouterr().out == ""
