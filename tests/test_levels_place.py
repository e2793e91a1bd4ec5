"""Who and what is put into a stage: within reach, along a curve that breathes, never where the hero arrives blind, worth the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations, pairwise

import pytest
from level_kit import TWO_SEEDS, furnished, searched

from game.sim.level import CELL, Level, Section, Thing
from game.sim.numbers import numbers
from game.sim.world import World
from generator.roles import SLOTS
from levels.collision import cells_from_slots
from levels.dress import dress
from levels.dwellers import DUELLISTS
from levels.finds import candles
from levels.layout import Layout, Mark
from levels.lot import Lot
from levels.pace import BREATHER, QUIET_ROOMS, Stretch, beats, stretches
from levels.plan import NoPlan
from levels.reach import Reach
from levels.search import ON_LIFT, Graph
from levels.spots import CALM, FALL_CALM, STAIR_CALM, Spot, to_meet
from levels.stages import HALL, STAGES
from levels.templates import MARKS, SCREEN_H, SCREEN_W

STAGE_NUMBERS = range(1, 7)
SEEDS = "abcdefgh"


def cell_of(thing: Thing) -> tuple[int, int]:
    return thing.x // CELL, thing.y // CELL - 1


def foes(things: tuple[Thing, ...], stage: int, loop: int = 1) -> list[Thing]:
    kinds = {dweller.kind for dweller in STAGES[stage - 1].dwellers}
    return [thing for thing in things if thing.kind in kinds and thing.loop <= loop]


def picture(*rows: str) -> Layout:
    """One section from its lowest rows, with the marks drawn in it."""
    width = max(len(row) for row in rows)
    grid = ["." * width] * (SCREEN_H - len(rows)) + list(rows)
    marks = [Mark(c, x, y, 0, 0) for y, row in enumerate(grid) for x, c in enumerate(row) if c in MARKS]
    bare = tuple("".join("." if c in MARKS else c for c in row) for row in grid)
    return Layout(bare, (Section(0, 0, width),), (HALL,), (1,), ((0, 0, width, SCREEN_H),), ("passage",), tuple(marks), (), ())


# What the hero gets to.


def test_a_candle_is_lashed_from_the_ground_or_in_a_jump_and_not_behind_a_wall_or_on_a_ledge_too_high() -> None:
    layout = picture(
        "..........---.....#",
        "..................#",
        "..............#####",
        "..............#...#",
        ".@............#...#",
        "###################",
    )
    reach = Reach(layout)
    floor = SCREEN_H - 2
    assert reach.lashes(6, floor) and reach.lashes(6, floor - 2)
    assert not reach.lashes(6, floor - 5)
    assert not reach.lashes(17, floor)
    assert not reach.lashes(11, floor - 5)


def test_what_falls_into_a_pit_is_not_caught() -> None:
    reach = Reach(picture(".@..........", "####....####", "####....####"))
    assert reach.catches(2, SCREEN_H - 4)
    assert not reach.catches(6, SCREEN_H - 4)


def test_a_ledge_that_one_can_walk_under_is_nobodys_way_but_the_only_floor_over_a_pit_is() -> None:
    layout = picture(
        "...---...........---..",
        ".@....................",
        "################......",
        "################......",
    )
    reach = Reach(layout)
    ledge, over_the_pit = (4, SCREEN_H - 5), (18, SCREEN_H - 5)
    assert {ledge, over_the_pit} <= reach.places
    assert not reach.on_the_way(*ledge)
    assert reach.on_the_way(2, SCREEN_H - 3)
    assert reach.on_the_way(*over_the_pit)


def test_a_guard_has_a_ledge_only_if_there_is_something_to_fetch() -> None:
    layout = picture("..-------..", ".@.........", "###########")
    reach = Reach(layout)
    ledge = Spot(Mark("", 5, SCREEN_H - 4, 0, 0), "eg")
    met = to_meet(ledge, reach, [])
    assert met is not None and met.fits == "e"
    assert to_meet(ledge, reach, [Mark("c", 4, SCREEN_H - 5, 0, 0)]) == ledge
    assert to_meet(Spot(Mark("", 5, 2, 0, 0), "eg"), reach, []) is None


def test_whoever_steps_off_a_high_edge_comes_down_stunned() -> None:
    tower = ["########..........", "########.........."] * 3
    reach = Reach(picture(".@................", *tower, "##################"))
    assert (8, SCREEN_H - 2) in reach.hard_landings()
    low = Reach(picture(".@................", "########..........", "########..........", "##################"))
    assert not low.hard_landings()


def within_lash(graph: Graph, thing: Thing) -> bool:
    """Some place that the search found is one from which the shortest whip strikes this, standing or in a jump straight up."""
    n = numbers()
    aside = range(n.whip.near - n.candle.half_width + 1, n.whip.far[0] + n.candle.half_width)
    highest, lowest = max(n.hero.jump) + n.whip.high[0], n.whip.low[0]
    return any(abs(x - thing.x) in aside and y - highest < thing.y < y - lowest + n.candle.height for x, y in standing(graph))


def standing(graph: Graph) -> Iterator[tuple[int, int]]:
    """Where the feet can be, px: the places of the search, and all along the lifts that it rode."""
    ridden = {}
    for (x, y, more), visit in graph.visits.items():
        if ON_LIFT in more and visit.world.machinery:
            ridden[y] = visit.world.machinery.lifts[y]
        else:
            yield x, y
    for lift in ridden.values():
        yield from (((x >> 8) + side * lift.half, y >> 8) for x, y in lift.track for side in (-1, 1))


@pytest.mark.parametrize("stage", STAGE_NUMBERS)
@pytest.mark.parametrize("seed", TWO_SEEDS)
def test_by_the_real_rules_each_candle_and_each_secret_can_be_struck(seed: str, stage: int) -> None:
    level, graph = searched(seed, stage)
    found = [thing for thing in level.things if thing.kind == "candle" or (thing.kind == "block" and thing.holds)]
    assert [thing for thing in found if not within_lash(graph, thing)] == []


@pytest.mark.parametrize("stage", STAGE_NUMBERS)
def test_whoever_guards_a_floor_stands_where_the_hero_walks_or_has_something_to_fetch(stage: int) -> None:
    for seed in SEEDS:
        layout, things, *_ = furnished(seed, stage)
        reach = Reach(layout)
        finds = [cell_of(thing) for thing in things if thing.kind in ("candle", "block")]
        for guard in foes(things, stage, loop=2):
            if guard.kind in ("spear", "knight"):
                x, y = cell_of(guard)
                floor = set(reach.floor(x, y))
                assert (x, y) in reach.places
                assert reach.on_the_way(x, y) or any((fx, y) in floor and 0 <= y - fy <= 3 for fx, fy in finds)


# Where nobody waits.


@pytest.mark.parametrize("stage", STAGE_NUMBERS)
def test_nobody_waits_where_the_hero_arrives_before_he_has_seen_the_place(stage: int) -> None:
    """Inside a section the view goes with him; it opens at once at starts, checkpoints, doors and stairs. Long falls stun."""
    for seed in SEEDS:
        layout, things, checkpoints, _ = furnished(seed, stage)
        start = next(mark for mark in layout.marks if mark.what == "@")
        sudden = [(start.x, start.y), *((x // CELL, y // CELL - 1) for x, y in checkpoints), *((door.x, door.y) for door in layout.doors)]
        ends, landings = stair_ends(layout), Reach(layout).hard_landings()
        for foe in foes(things, stage, loop=2):
            assert all(apart(foe, place) >= CALM for place in sudden)
            assert all(apart(foe, place) >= STAIR_CALM for place in ends)
            assert all(apart(foe, place) >= FALL_CALM for place in landings)


@pytest.mark.parametrize("stage", STAGE_NUMBERS)
def test_whoever_has_come_back_and_looks_around_for_two_seconds_and_a_half_is_harmed_by_nobody(stage: int) -> None:
    for seed in SEEDS:
        layout, things, checkpoints, _ = furnished(seed, stage)
        level = Level(
            width=layout.width,
            height=layout.height,
            cells=cells_from_slots(dress(layout, seed)),
            start=(*next(mark for mark in layout.marks if mark.what == "@").feet, layout.ways[0]),
            exit=(0, 0, 1, 1),
            sections=layout.sections,
            things=things,
            checkpoints=checkpoints,
            stage=stage,
        )
        for at in range(-1, len(checkpoints)):
            world = World(level, seed=7, at_checkpoint=at)
            whole = world.hero.health
            for _ in range(150):
                world.step(0)
            assert (world.status, world.hero.health) == ("play", whole), (seed, at)


def apart(thing: Thing, place: tuple[int, int]) -> int:
    x, y = cell_of(thing)
    return max(abs(x - place[0]), abs(y - place[1]))


def stair_ends(layout: Layout) -> list[tuple[int, int]]:
    """The first and last steps of stairs."""
    steps = {(x, y): c for y, row in enumerate(layout.rows) for x, c in enumerate(row) if c in "/\\"}
    lean = {"/": 1, "\\": -1}
    return [(x, y) for (x, y), c in steps.items() if any(steps.get((x + way * lean[c], y - way)) != c for way in (-1, 1))]


def test_two_who_fill_a_view_by_themselves_are_a_screen_apart_however_often_one_comes_by() -> None:
    for seed in SEEDS:
        for stage in (5, 6):
            for one, other in combinations(foes(furnished(seed, stage).things, stage, loop=9), 2):
                if one.kind == other.kind and one.kind in DUELLISTS:
                    assert apart(one, cell_of(other)) >= SCREEN_W


# The curve.


def crowd(stretch: Stretch, things: tuple[Thing, ...], stage: int) -> int:
    return sum(stretch.holds(*cell_of(foe)) for foe in foes(things, stage))


@pytest.mark.parametrize("stage", STAGE_NUMBERS)
def test_from_third_to_third_there_are_more_foes_a_screen(stage: int) -> None:
    count, screens = [0] * 3, [0] * 3
    for seed in SEEDS:
        layout, things, *_ = furnished(seed, stage)
        way = [stretch for stretch in stretches(layout) if not stretch.side and stretch.kind not in ("ante", "arena")]
        gone, whole = 0, sum(stretch.screens for stretch in way)
        for stretch in way:
            third = min(2, (2 * gone + stretch.screens) * 3 // (2 * whole))
            gone += stretch.screens
            count[third] += crowd(stretch, things, stage)
            screens[third] += stretch.screens
    calm, rising, late = (n / max(1, size) for n, size in zip(count, screens, strict=True))
    assert calm < rising < late
    assert late > 1.5 * calm


@pytest.mark.parametrize("stage", STAGE_NUMBERS)
def test_the_gauntlet_before_the_boss_is_the_densest_and_there_is_a_breath_before_it(stage: int) -> None:
    last, others, screens = 0, 0, [0, 0]
    for seed in SEEDS:
        layout, things, *_ = furnished(seed, stage)
        curve = beats(Lot("any"), STAGES[stage - 1], layout)
        gauntlet = {beat.stretch for beat in curve if beat.gauntlet}
        way = [stretch for stretch in stretches(layout) if not stretch.side]
        for stretch in way:
            if stretch in gauntlet:
                last += crowd(stretch, things, stage)
                screens[1] += stretch.screens
            elif stretch.kind not in QUIET_ROOMS:
                others += crowd(stretch, things, stage)
                screens[0] += stretch.screens
        before = next(earlier for earlier, later in pairwise(way) if later in gauntlet)
        assert before.screens > 1 or crowd(before, things, stage) <= BREATHER or before.kind == "fork"
    assert last / screens[1] > 1.3 * others / screens[0]


@pytest.mark.parametrize("stage", STAGE_NUMBERS)
def test_breathers_have_one_foe_at_most_and_quiet_rooms_none(stage: int) -> None:
    for seed in SEEDS:
        layout, things, *_ = furnished(seed, stage)
        for stretch in stretches(layout):
            if stretch.kind in QUIET_ROOMS:
                assert crowd(stretch, things, stage) == 0
            elif stretch.kind == "stairs":
                assert crowd(stretch, things, stage) <= BREATHER


@pytest.mark.parametrize("stage", STAGE_NUMBERS)
def test_each_night_favours_other_kinds(stage: int) -> None:
    counts = [Counter(foe.kind for foe in foes(furnished(seed, stage).things, stage)) for seed in SEEDS]
    shares = {dweller.kind: [count[dweller.kind] / count.total() for count in counts] for dweller in STAGES[stage - 1].dwellers}
    assert sum(max(share) > 1.5 * min(share) and max(share) - min(share) > 0.1 for share in shares.values()) >= 2


# What is to be found.


def test_a_stage_whose_candles_nobody_can_get_at_is_no_plan() -> None:
    layout = picture(".@...........", "######....###")
    reach = Reach(layout)
    on_the_way, over_a_pit = Mark("c", 4, SCREEN_H - 3, 0, 0), Mark("c", 7, SCREEN_H - 3, 0, 0)
    with pytest.raises(NoPlan, match="no candle on the way"):
        candles(Lot("x"), STAGES[0], layout, reach, [over_a_pit])
    few = [Mark("c", x, SCREEN_H - 3, 0, 0) for x in (3, 4, 5)]
    for marks in ([on_the_way], few):  # of three only the one in the middle is left for two gifts
        with pytest.raises(NoPlan, match="no candle for dagger, axe"):
            candles(Lot("x"), STAGES[0], layout, reach, marks)


@pytest.mark.parametrize("stage", STAGE_NUMBERS)
def test_the_first_candle_ahead_of_the_start_makes_the_whip_longer(stage: int) -> None:
    for seed in SEEDS:
        layout, things, *_ = furnished(seed, stage)
        start = next(mark for mark in layout.marks if mark.what == "@")
        longer = next(thing for thing in things if thing.holds == "whip_up")
        ahead = (longer.x // CELL - start.x) * layout.ways[0]
        assert layout.sections[0].y <= longer.y // CELL - 1 < layout.sections[0].y + SCREEN_H
        assert 2 <= ahead <= 2 * SCREEN_W


@pytest.mark.parametrize("stage", STAGE_NUMBERS)
def test_over_any_four_screens_a_hero_finds_hearts_for_two_throws_a_screen(stage: int) -> None:
    n = numbers()
    drops = dict(n.candle.drops)
    drawn = (n.item.heart_small * drops["heart_small"] + n.item.heart_large * drops["heart_large"]) / sum(drops.values())
    worth = {"": drawn, "heart_large": n.item.heart_large}
    for seed in SEEDS:
        layout, things, *_ = furnished(seed, stage)
        way = [
            Stretch(room.order, room.kind, x, y, SCREEN_W, SCREEN_H)
            for room in stretches(layout)
            if not room.side and room.kind != "arena"
            for x in range(room.x, room.x + room.w, SCREEN_W)
            for y in range(room.y, room.y + room.h, SCREEN_H)
        ]
        hearts = [sum(worth.get(thing.holds, 0) for thing in things if thing.kind == "candle" and at.holds(*cell_of(thing))) for at in way]
        assert min(sum(hearts[i : i + 4]) for i in range(len(hearts) - 3)) >= 4 * 2 * n.axe.cost


@pytest.mark.parametrize("stage", STAGE_NUMBERS)
def test_each_stage_hides_something_behind_rock_that_cracks(stage: int) -> None:
    for seed in SEEDS:
        layout, things, *_ = furnished(seed, stage)
        secrets = [thing for thing in things if thing.kind == "block" and thing.holds]
        walled = [thing.holds for thing in secrets]
        assert len(secrets) >= len(STAGES[stage - 1].finds.walls) >= 1
        assert not set(walled) & {"", "heart_small"}
        slots = dress(layout, seed)
        for x, y in map(cell_of, secrets):
            assert SLOTS[slots[y, x]].name == "breakable.1"


def test_of_a_forks_two_ways_one_has_more_foes_and_more_to_find() -> None:
    rich, poor = Counter[str](), Counter[str]()
    for seed in SEEDS:
        for stage in STAGE_NUMBERS:
            layout, things, *_ = furnished(seed, stage)
            for way in stretches(layout):
                if way.kind == "fork":
                    tally = rich if way.rich else poor
                    tally["foes"] += crowd(way, things, stage)
                    tally["finds"] += sum(thing.kind in ("candle", "block") and way.holds(*cell_of(thing)) for thing in things)
                    tally["worth"] += sum(thing.holds in ("heart_large", "bag") and way.holds(*cell_of(thing)) for thing in things)
    assert poor["foes"] and rich["foes"] > 1.2 * poor["foes"]
    assert rich["finds"] > 1.2 * poor["finds"]
    assert rich["worth"] > 1.5 * poor["worth"]


@pytest.mark.parametrize("stage", STAGE_NUMBERS)
def test_each_section_has_one_checkpoint(stage: int) -> None:
    for seed in SEEDS:
        layout, _, checkpoints, _ = furnished(seed, stage)
        homes = [
            index
            for x, y in checkpoints
            for index, s in enumerate(layout.sections)
            if s.x <= x // CELL < s.x + s.w and s.y <= y // CELL - 1 < s.y + s.h
        ]
        assert homes == list(range(1, len(layout.sections)))
