"""Devices in levels: in the file, in the proof's hash, and in the search for a way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.sim.hero import State
from game.sim.level import CELL, Level, Thing
from game.sim.world import Rules, World
from levels.build import shipped_path
from levels.load import check_map, load_map
from levels.model import LevelMap
from levels.moves import Died
from levels.prove import NoProof, Proof, level_hash, load_proof, proof_path, prove, replay
from levels.save import save_map, tmx_text
from levels.search import ON_LIFT, explore
from levels.stages import STAGES
from levels.timing import cuts_it_fine, footing
from levels.waiting import Stay
from tests.level_text import ground

SHIPPED = shipped_path(STAGES[0])
whole = st.integers
LIFTS = st.builds(
    Thing, kind=st.just("lift"), x=whole(0, 255), y=whole(0, 207), span=st.sampled_from((32, 48)), dx=whole(-128, 128), dy=whole(-96, 96),
    period=whole(206, 3600), phase=whole(0, 3600), loop=whole(1, 9),
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
        (Thing("lift", 60, 96, span=32, dx=160, period=120), "has period '120': a way of 160 px needs at least 256 frames"),
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


def test_more_machines_than_anybody_needs_are_told(tmp_path: Path) -> None:
    path = tmp_path / "x.tmx"
    save_map(with_things(*[Thing("crumble", 60, 96)] * 129), path)
    assert [problem.what for problem in check_map(path)] == ["129 lifts, crushers, conveyors and crumbling cells"]


@pytest.mark.parametrize("value", ['type="float" value="40.5"', 'value="soon"', 'type="bool" value="maybe"'])
def test_what_is_no_whole_number_is_told(tmp_path: Path, value: str) -> None:
    path = tmp_path / "x.tmx"
    save_map(with_things(Thing("lift", 60, 96, span=32, period=200)), path)
    path.write_text(path.read_text().replace('type="int" value="200"', value))
    assert [problem.fatal for problem in check_map(path)] == [True]


def test_the_hash_of_a_level_tells_devices_apart_and_leaves_old_proofs_valid() -> None:
    plain = shipped().level
    assert load_proof(proof_path(SHIPPED)).level == level_hash(plain)

    def hashed(**fields: Any) -> str:
        return level_hash(replace(plain, things=(replace(Thing("lift", 60, 96), **fields),)))

    assert len({hashed(), *(hashed(**{field: 7}) for field in ("span", "dx", "dy", "period", "phase", "loop"))}) == 7


# ---- the search

OVER = "@......................X"
GAP = "####.........###########"
FLAT = "########################"
LIFT = Thing("lift", 88, 176, span=48, dx=96, period=256)
CRUSHER = Thing("crusher", 128, 176 - 96, dy=96, period=320)


def crumbling(first: int, last: int) -> list[Thing]:
    return [Thing("crumble", column * CELL + 8, 192) for column in range(first, last + 1)]


def level(rows: tuple[str, ...], things: Iterable[Thing]) -> Level:
    return replace(ground(*rows), things=tuple(things))


def proved(rows: tuple[str, ...], *things: Thing) -> Proof:
    found = prove(level(rows, things))
    assert isinstance(found, Proof), str(found)
    assert replay(level(rows, things), found)
    return found


def refused(rows: tuple[str, ...], *things: Thing) -> NoProof:
    found = prove(level(rows, things))
    assert isinstance(found, NoProof)
    assert not found.gave_up
    return found


@pytest.mark.parametrize(
    "lift",
    [
        LIFT,
        replace(LIFT, phase=100),
        replace(LIFT, x=80, span=32, dx=112),
        replace(LIFT, x=104, y=160, span=32, dx=64),
        replace(LIFT, x=104, y=192, span=32, dx=64),
        replace(LIFT, x=136, y=96, span=80, dx=0, dy=80),
    ],
    ids=["flush", "away at first", "narrow", "higher", "lower", "up and down"],
)
def test_a_lift_takes_the_hero_over_a_pit(lift: Thing) -> None:
    refused((OVER, GAP))
    proved((OVER, GAP), lift)


@pytest.mark.parametrize(
    "lift",
    [
        replace(LIFT, x=136, y=80, dx=0, dy=16),
        replace(LIFT, x=104, dx=0),
        replace(LIFT, x=120, span=32, dx=0),
    ],
    ids=["too high", "not far enough", "out of reach"],
)
def test_a_lift_that_does_not_serve_is_no_way(lift: Thing) -> None:
    assert refused((OVER, GAP), lift).furthest[0] < 13 * CELL


def test_from_lift_to_lift() -> None:
    rows = "@..............................X", "####.................###########"
    first = Thing("lift", 88, 176, span=48, dx=80, period=256)
    refused(rows, first)
    proved(rows, first, replace(first, x=232, phase=128))


def test_a_lift_lifts_to_where_no_jump_leads() -> None:
    rows = (".......................X", *[".........###############"] * 6, "@........###############", "####.....###############")
    refused(rows)
    proved(rows, Thing("lift", 104, 176, span=48, dy=-112, period=300))


@pytest.mark.parametrize("lift", [LIFT, replace(LIFT, x=104, y=160, span=32, dx=64), replace(LIFT, x=136, y=96, span=80, dx=0, dy=80)])
def test_whatever_waits_for_a_lift_may_come_four_frames_early_or_late(lift: Thing) -> None:
    """Each time the proof sets off after a wait, it might as well have done so 4 frames earlier or later."""
    buttons = proved((OVER, GAP), lift).buttons
    worlds = [World(level((OVER, GAP), [lift]), 0, Rules(enemies=False))]
    for held in buttons:
        worlds.append(worlds[-1].clone())
        worlds[-1].step(held)
    on_feet = [world.hero.state == State.GROUND for world in worlds]
    setting_off = [i for i in range(9, len(buttons)) if buttons[i] and not any(buttons[i - 9 : i]) and all(on_feet[i - 9 : i])]
    assert setting_off
    for i in setting_off:
        late = worlds[i].clone()
        for _ in range(4):
            late.step(0)
        ends = {next_footing(world, buttons[i:]) for world in (worlds[i - 4].clone(), worlds[i].clone(), late)}
        assert len(ends) == 1
        assert ends != {"dead"}


def next_footing(world: World, buttons: bytes) -> str:
    """What the hero stands on next, other than now; the exit is on the ground."""
    before = footing(world)
    for held in buttons:
        world.step(held)
        if world.status == "dying":
            return "dead"
        if world.hero.state == State.GROUND and footing(world) != before:
            break
    return "ground" if world.status == "cleared" else footing(world)[0]


def test_a_crusher_is_passed_when_it_is_up() -> None:
    proved((OVER, FLAT), CRUSHER)
    proved((OVER, FLAT), CRUSHER, replace(CRUSHER, x=192, phase=100))
    proved((OVER, FLAT), *(replace(CRUSHER, x=x, period=200) for x in (128, 160, 192)))


def test_a_crusher_that_never_gives_time_is_no_way() -> None:
    """Five side by side that are up for 64 frames: 160 px cannot be walked in that."""
    refused((OVER, FLAT), *(replace(CRUSHER, x=x, period=32) for x in range(96, 256, 32)))
    proved((OVER, FLAT), *(replace(CRUSHER, x=x, period=320) for x in range(96, 256, 32)))


def test_no_proof_is_crushed_by_a_hair() -> None:
    """Four frames longer under way, and it would still have been in time."""
    things = [CRUSHER, replace(CRUSHER, x=192, phase=100)]
    world = World(level((OVER, FLAT), things), 0, Rules(enemies=False))
    for held in proved((OVER, FLAT), *things).buttons:
        world.step(held)
        assert not cuts_it_fine(world)


def test_a_crumbling_bridge_is_crossed_without_a_stop() -> None:
    rows = OVER, "####---------###########"
    proof = proved(rows, *crumbling(4, 12))
    assert proof.frames == proved(rows).frames


def test_a_crumbling_bridge_over_a_cellar_is_waited_for() -> None:
    """Whoever falls can climb out, and go when it is whole again: nobody is stuck."""
    rows = OVER, "####---------###########", "####.........###########", FLAT
    graph = explore(level(rows, crumbling(4, 12)), everywhere=True)
    assert graph.goal
    assert graph.stuck() == []


def test_conveyors_are_walked_with_and_against() -> None:
    for facing in (1, -1):
        assert proved((OVER, FLAT), Thing("conveyor", 192, 176, facing, span=128)).frames != proved((OVER, FLAT)).frames
    wide = "@..............................X", "#########..#########..##########"
    proved(wide, Thing("conveyor", 104, 176, -1, span=80), Thing("conveyor", 240, 176, 1, span=128))


def test_nobody_is_stuck_where_machines_are() -> None:
    for rows, things in (
        ((OVER, GAP), [LIFT]),
        ((OVER, FLAT), [CRUSHER, replace(CRUSHER, x=192, phase=60)]),
        ((OVER, "####---------###########"), crumbling(4, 12)),
        ((OVER, FLAT), [Thing("conveyor", 128, 176, -1, span=32), CRUSHER]),
    ):
        graph = explore(level(rows, things), everywhere=True)
        assert graph.goal
        assert graph.stuck() == []


def test_a_lift_that_sinks_into_a_trough_without_a_way_out_is_told() -> None:
    """It goes down once and for all it can do; here a trough four cells deep that the lift stops short of leaving."""
    rows = (OVER, "####....################", *["####....################"] * 3, FLAT)
    lift = Thing("lift", 96, 176 + 3 * CELL, span=48, dy=16, period=200)
    graph = explore(level(rows, [lift]), everywhere=True)
    assert graph.stuck() != []


def test_a_lift_that_goes_under_water_drowns_whoever_stays_on_it() -> None:
    level = ground("@......................X", *["#########~~~~~##########"] * 2)
    diving = replace(level, things=(Thing("lift", 184, 152, span=48, dy=40, period=240),))
    seen = explore(diving, everywhere=True)
    assert seen.goal and any(ON_LIFT in place[2] for place in seen.deadly)


def test_of_one_stay_all_moments_after_a_death_end_in_death() -> None:
    bed = replace(ground("@......X", "########"), things=(Thing("crusher", 24, 144, dy=32, period=100),))
    stay = Stay(World(bed, 0, Rules(enemies=False)), range(200))
    assert stay.lasts(4) and not stay.lasts(150)
    with pytest.raises(Died):
        stay.goes_on(150)
    assert stay.lasts(4)


def test_the_same_level_has_the_same_proof_each_time() -> None:
    assert proved((OVER, GAP), LIFT) == proved((OVER, GAP), LIFT)
