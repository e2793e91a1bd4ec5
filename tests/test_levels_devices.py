"""Devices in levels: in the file, in the proof's hash, and in the search for a way."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.sim.level import Thing
from levels.build import shipped_path
from levels.load import check_map, load_map
from levels.model import LevelMap
from levels.prove import level_hash, load_proof, proof_path
from levels.save import save_map, tmx_text
from levels.stages import STAGES

SHIPPED = shipped_path(STAGES[0])
whole = st.integers
LIFTS = st.builds(
    Thing, kind=st.just("lift"), x=whole(0, 255), y=whole(0, 207), span=st.sampled_from((32, 48)), dx=whole(-128, 128), dy=whole(-96, 96),
    period=whole(32, 3600), phase=whole(0, 3600), loop=whole(1, 9),
)  # fmt: skip
CRUSHERS = st.builds(
    Thing, kind=st.just("crusher"), x=whole(0, 255), y=whole(0, 207), dy=whole(16, 192), period=whole(32, 3600), phase=whole(0, 3600)
)
CONVEYORS = st.builds(
    Thing, kind=st.just("conveyor"), x=whole(0, 255), y=whole(0, 207), span=whole(16, 1024), facing=st.sampled_from((-1, 1))
)
OTHERS = st.builds(Thing, kind=st.sampled_from(("crumble", "door", "candle", "bat")), x=whole(0, 255), y=whole(0, 207), loop=whole(1, 9))


def shipped() -> LevelMap:
    return load_map(SHIPPED)


def with_things(*things: Thing) -> LevelMap:
    level_map = shipped()
    return replace(level_map, level=replace(level_map.level, things=things))


@settings(max_examples=15, deadline=None)
@given(st.lists(st.one_of(LIFTS, CRUSHERS, CONVEYORS, OTHERS), max_size=12).map(tuple))
def test_devices_come_back_from_the_file_as_they_went_in(things: tuple[Thing, ...]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.tmx"
        save_map(with_things(*things), path)
        assert load_map(path).level.things == things
        assert [problem for problem in check_map(path) if problem.fatal] == []


def test_a_plain_thing_is_written_without_the_fields_of_devices() -> None:
    text = tmx_text(with_things(Thing("candle", 40, 96, 1), Thing("lift", 60, 96, 1, span=32, dx=64, period=200)), "x.tsx")
    assert text.count('"span"') == text.count('"dx"') == text.count('"period"') == 1
    assert not any(f'"{field}"' in text for field in ("dy", "phase", "loop"))


@pytest.mark.parametrize(
    ("thing", "complaint"),
    [
        (Thing("lift", 60, 96, span=32, dx=64), "'lift' at (60, 96) has period '0': it should be a whole number from 32 to 3600"),
        (Thing("lift", 60, 96, period=99), "has span '0'"),
        (Thing("crusher", 60, 96, dy=-16, period=99), "has dy '-16'"),
        (Thing("conveyor", 60, 96), "has span '0'"),
        (Thing("candle", 60, 96, loop=0), "has loop '0': it should be a whole number from 1 to 9"),
        (Thing("bat", 60, 96, phase=-1), "has phase '-1'"),
    ],
)
def test_senseless_values_are_told(tmp_path: Path, thing: Thing, complaint: str) -> None:
    path = tmp_path / "x.tmx"
    save_map(with_things(thing), path)
    told = [f"{problem.what}: {problem.hint}" for problem in check_map(path) if problem.fatal]
    assert len(told) == 1
    assert complaint in told[0]


@pytest.mark.parametrize("value", ['type="float" value="40.5"', 'value="soon"', 'type="bool" value="maybe"'])
def test_what_is_no_whole_number_is_told(tmp_path: Path, value: str) -> None:
    path = tmp_path / "x.tmx"
    save_map(with_things(Thing("lift", 60, 96, span=32, period=200)), path)
    path.write_text(path.read_text().replace('type="int" value="200"', value))
    assert [problem.fatal for problem in check_map(path)] == [True]


def test_the_hash_of_a_level_tells_devices_apart_and_leaves_old_proofs_valid() -> None:
    plain = shipped().level
    assert load_proof(proof_path(SHIPPED)).level == level_hash(plain)

    def hashed(**fields: int) -> str:
        return level_hash(replace(plain, things=(replace(Thing("lift", 60, 96), **fields),)))

    assert len({hashed(), *(hashed(**{field: 7}) for field in ("span", "dx", "dy", "period", "phase", "loop"))}) == 7
