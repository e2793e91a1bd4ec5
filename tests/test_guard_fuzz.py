"""Whatever is done to a map: loading it gives a level or a UserError of one line, and soon."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tmx_files import csv, ground, layer, packed, write_map

from generator.errors import UserError
from levels.load import check_map, load_map

SECONDS = 3.0
"""Far more than a map of this size needs, far less than a bomb would take."""

TILESETS = """<tileset firstgid="1" name="set" tilewidth="16" tileheight="16" spacing="0" margin="0" tilecount="4" columns="4">
  <image source="set.png" trans="ff00ff" width="64" height="16"/>
  <tile id="1" type="solid"><properties><property name="collides" type="bool" value="true"/></properties>
   <objectgroup><object id="1" x="0" y="0" width="16" height="8"/></objectgroup></tile>
  <tile id="2"><animation><frame tileid="1" duration="100"/><frame tileid="2" duration="100"/></animation></tile>
  <wangsets><wangset name="w" type="edge" tile="0"><wangtile tileid="3" wangid="1,0,1,0,1,0,1,0"/></wangset></wangsets>
 </tileset>"""
OBJECTS = """<objectgroup name="things">
  <object id="1" type="start" x="24" y="192"><properties><property name="facing" type="int" value="1"/></properties><point/></object>
  <object id="2" type="exit" x="288" y="160" width="16" height="32" rotation="0" gid="3" visible="1"/>
  <object id="3" type="section" x="0" y="0" width="320" height="208"/>
  <object id="4" type="bat" x="100" y="100"><polygon points="0,0 16,0 16.5,-16"/></object>
 </objectgroup>"""
PROPERTIES = '<properties><property name="pack" value="base"/><property name="seconds" type="int" value="300"/></properties>'


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[bytes]]:
    """A place to write to, with a sheet beside it, and correct maps to spoil: one of ours and one of a stranger's."""
    path = tmp_path_factory.mktemp("fuzz") / "maps" / "stage.tmx"
    path.parent.mkdir()
    group = f'<group name="g" visible="1">{layer(packed(ground(), "zlib"), "ground")}</group>'
    ours = write_map(path, tilesets=TILESETS, layers=layer(csv(ground()), "tiles"), objects=OBJECTS, properties=PROPERTIES).read_bytes()
    strangers = write_map(path, tilesets=TILESETS, layers=layer(csv(ground()), "back") + group, objects=OBJECTS).read_bytes()
    return path, [ours, strangers]


def survives(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    started = time.process_time()
    try:
        level = load_map(path).level
        assert len(level.cells) == level.width * level.height
    except UserError as error:
        assert "\n" not in str(error)
    assert check_map(path) is not None
    assert time.process_time() - started < SECONDS


def fuzz(examples: int) -> Callable[..., Callable[..., None]]:
    return settings(max_examples=examples, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])


def test_the_seeds_are_correct(seeds: tuple[Path, list[bytes]]) -> None:
    path, maps = seeds
    for data in maps:
        path.write_bytes(data)
        assert load_map(path).level.start


@fuzz(100)
@given(which=st.integers(0, 1), edits=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=6))
def test_bytes_changed(seeds: tuple[Path, list[bytes]], which: int, edits: list[tuple[float, int]]) -> None:
    path, maps = seeds
    data = bytearray(maps[which])
    for place, value in edits:
        data[int(place * (len(data) - 1))] = value
    survives(path, bytes(data))


@fuzz(40)
@given(which=st.integers(0, 1), start=st.floats(0, 1), length=st.integers(0, 400))
def test_a_piece_cut_out(seeds: tuple[Path, list[bytes]], which: int, start: float, length: int) -> None:
    path, maps = seeds
    at = int(start * len(maps[which]))
    survives(path, maps[which][:at] + maps[which][at + length :])


VALUES = st.one_of(
    st.sampled_from(
        ["", "0", "-1", "1", "2", "1e9", "nan", "2147483648", "4294967295", "99999999999999999999", "true", "../x.png", "None"]
    ),
    st.integers(-(2**40), 2**40).map(str),
    st.text(st.characters(exclude_characters='<&"', exclude_categories=["Cs", "Cc"]), max_size=20),
)


@fuzz(150)
@given(which=st.integers(0, 1), changes=st.lists(st.tuples(st.integers(0, 200), VALUES), min_size=1, max_size=4))
def test_attributes_changed(seeds: tuple[Path, list[bytes]], which: int, changes: list[tuple[int, str]]) -> None:
    path, maps = seeds
    text = maps[which].decode()
    for number, value in changes:
        spots = list(re.finditer(r'(?<==")[^"]*(?=")', text))
        spot = spots[number % len(spots)]
        text = text[: spot.start()] + value + text[spot.end() :]
    survives(path, text.encode())


NAMES = st.one_of(
    st.sampled_from(["parent", "properties", "name", "type", "class", "width", "x", "id", "gid", "source", "trans", "visible", "data"]),
    st.sampled_from(["layers", "tilesets", "parse_xml", "images", "points", "columns", "margin", "spacing", "infinite", "template"]),
    st.sampled_from(["orientation", "rotation", "opacity", "firstgid", "tilecount", "__dict__", "filename", "allow_duplicate_names"]),
)


@fuzz(100)
@given(which=st.integers(0, 1), additions=st.lists(st.tuples(st.integers(0, 60), NAMES, VALUES), min_size=1, max_size=3))
def test_attributes_added(seeds: tuple[Path, list[bytes]], which: int, additions: list[tuple[int, str, str]]) -> None:
    path, maps = seeds
    text = maps[which].decode()
    for number, name, value in additions:
        tags = list(re.finditer(r"<(?!\?|/)[a-z]+", text))
        at = tags[number % len(tags)].end()
        text = f'{text[:at]} {name}="{value}"{text[at:]}'
    survives(path, text.encode())


@fuzz(60)
@given(which=st.integers(0, 1), picks=st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=1, max_size=4))
def test_lines_moved_and_doubled(seeds: tuple[Path, list[bytes]], which: int, picks: list[tuple[int, int]]) -> None:
    path, maps = seeds
    lines = maps[which].split(b"\n")
    for source, target in picks:
        lines.insert(target % len(lines), lines[source % len(lines)])
    survives(path, b"\n".join(lines))
