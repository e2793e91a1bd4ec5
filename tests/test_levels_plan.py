"""The plan of a stage: ways that branch and climb, laid on one grid of screens, each section with a place to come back to."""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import combinations, islice, pairwise

import numpy as np
import pytest
from level_kit import SOME_SEEDS, furnished

from game.sim.level import CELL, Level
from levels.collision import cells_from_slots
from levels.deck import Deck, Walk
from levels.dress import dress
from levels.layout import Layout, lay_out
from levels.likeness import edits
from levels.lot import Lot
from levels.place import place
from levels.plan import Leg, Placed, Plan, draw_plan
from levels.search import explore
from levels.stages import DOOR, DOWN, RAMPART, STAGES, UP, Stage
from levels.templates import Room, stock

STAGE_NUMBERS = range(1, 7)
MANY = 120


@cache
def plans(stage: int) -> tuple[Plan, ...]:
    """What many seeds draw first."""
    return tuple(draw_plan(Lot(f"plan {n}"), STAGES[stage - 1]) for n in range(MANY))


def rooms_of(plan: Plan) -> list[str]:
    return [placed.room.name for placed in plan.rooms]


@pytest.mark.parametrize("stage", STAGE_NUMBERS)
def test_rooms_and_sections_cover_the_same_screens_each_once(stage: int) -> None:
    for plan in plans(stage):
        by_room = [(p.x + dx, p.y + dy) for p in plan.rooms for dx in range(p.room.screens) for dy in range(p.room.storeys)]
        by_leg = [(leg.x + dx, leg.y) for leg in plan.legs for dx in range(leg.w)]
        assert len(set(by_room)) == len(by_room)
        assert sorted(by_room) == sorted(by_leg)


@pytest.mark.parametrize("stage", STAGE_NUMBERS)
def test_a_plan_begins_with_the_start_and_ends_with_the_arena_as_its_last_section(stage: int) -> None:
    for plan in plans(stage):
        assert plan.rooms[0].room.kind == "start"
        assert [placed.room.kind for placed in plan.rooms[-2:]] == ["ante", "arena"]
        assert (plan.legs[-1].x, plan.legs[-1].y, plan.legs[-1].w) == (plan.rooms[-1].x, plan.rooms[-1].y, 1)
        assert not plan.legs[-1].side


@pytest.mark.parametrize("stage", STAGE_NUMBERS)
def test_a_fork_has_a_section_beside_the_walk_and_right_after_it(stage: int) -> None:
    for plan in plans(stage):
        forks = [placed for placed in plan.rooms if placed.room.kind == "fork"]
        sides = [index for index, leg in enumerate(plan.legs) if leg.side]
        assert len(forks) == len(sides) <= STAGES[stage - 1].forks
        for fork, index in zip(forks, sides, strict=True):
            side = plan.legs[index]
            walk = next(leg for leg in reversed(plan.legs[:index]) if not leg.side)
            assert (side.x, side.w, side.y) == (fork.x, fork.room.screens, fork.y + 1 - fork.room.walk)
            assert walk.y == fork.y + fork.room.walk
            assert walk.x <= side.x and side.x + side.w <= walk.x + walk.w
            assert (side.way, side.look) == (walk.way, walk.look)


# ---- forks and shafts as they are played


def trial(room: Room, *, mirror: bool) -> Level:
    """A fork between a start and an arena of its stage, walked to the right or, in the mirror, to the left."""
    stage = STAGES[min(room.stages) - 1]
    named = {kind: next(r for r in stock() if r.kind == kind and stage.number in r.stages) for kind in ("start", "ante", "arena")}
    row, way, look = room.walk, -1 if mirror else 1, stage.looks[0][0]
    widths = [1, room.screens, 1, 1]
    total = sum(widths)
    placed, x = [], 0
    for found, w in zip((named["start"], room, named["ante"], named["arena"]), widths, strict=True):
        left = total - x - w if mirror else x
        placed.append(Placed(found.mirrored() if mirror else found, left, 0 if found is room else row))
        x += w
    legs = (
        Leg(1 if mirror else 0, row, total - 1, way, look),
        Leg(placed[1].x, 1 - row, room.screens, way, look, side=True),
        Leg(placed[3].x, row, 1, way, look),
    )
    return level_of(lay_out(Lot("trial"), stage, Plan(tuple(placed), legs)), stage)


def level_of(layout: Layout, stage: Stage) -> Level:
    contents = place(Lot("trial"), stage, layout)
    return Level(
        width=layout.width,
        height=layout.height,
        cells=cells_from_slots(dress(layout, "trial")),
        start=contents.start,
        exit=contents.exit,
        sections=layout.sections,
        things=contents.things,
        checkpoints=contents.checkpoints,
    )


@pytest.mark.parametrize("mirror", (False, True))
@pytest.mark.parametrize("room", [room for room in stock() if room.kind == "fork"], ids=lambda room: room.name)
def test_both_ways_of_a_fork_are_found_and_none_holds_anybody(room: Room, mirror: bool) -> None:
    level = trial(room, mirror=mirror)
    graph = explore(level, everywhere=True)
    assert graph.goal
    assert graph.stuck() == []
    assert {visit.world.hero.section for visit in graph.visits.values()} == {0, 1, 2}


def test_who_has_been_in_the_side_storey_comes_back_there_until_the_next_section() -> None:
    room = next(room for room in stock() if room.name == "fork-minstrels")
    level = trial(room, mirror=False)
    graph = explore(level, everywhere=True)
    aside = next(v.world for v in graph.visits.values() if v.world.hero.section == 1 and v.world.hero.checkpoint == 0)
    assert aside.level.checkpoints[0] == level.checkpoints[0]
    again = aside.respawn()
    assert again is not None
    assert again.hero.section == 1
    assert again.camera[1] == level.sections[1].y * CELL
    beyond = next(v.world for v in graph.visits.values() if v.world.hero.section == 2 and v.world.status == "play")
    beyond.hero.checkpoint = 0
    beyond.hero.x, beyond.hero.y = (value << 8 for value in level.checkpoints[1])
    beyond.step(0)
    assert beyond.hero.checkpoint == 1


def test_a_shaft_is_three_sections_one_over_the_other() -> None:
    found = 0
    for plan in plans(6):
        for shaft in (placed for placed in plan.rooms if placed.room.storeys == 3):
            found += 1
            middle = [leg for leg in plan.legs if (leg.x, leg.y, leg.w) == (shaft.x, shaft.y + 1, shaft.room.screens)]
            assert len(middle) == 1
            order = [plan.legs.index(leg) for leg in plan.legs if not leg.side and leg.x <= shaft.x < leg.x + leg.w]
            assert plan.legs.index(middle[0]) in order[1:]
    assert found


# ---- seeds


@pytest.mark.parametrize("stage", STAGE_NUMBERS)
def test_seeds_are_unlike_each_other(stage: int) -> None:
    """Over room names: half of two castles' ways differs, on average, and no pair has most rooms at the same places."""
    names = sorted({name for plan in plans(stage) for name in rooms_of(plan)})
    ways = [[names.index(name) for name in rooms_of(plan)] for plan in plans(stage)]
    apart = [far(one, other) for one, other in list(combinations(ways, 2))[::7]]
    assert sum(apart) / len(apart) >= 0.55
    assert min(apart) >= 0.15


def far(one: list[int], other: list[int]) -> float:
    costs = (np.array(one)[:, None] != np.array(other)[None]).astype(np.int32)[:, :, None]
    return float(edits(costs, np.array([len(one)]), np.array([len(other)]), 1)[0]) / max(len(one), len(other))


@pytest.mark.parametrize("stage", STAGE_NUMBERS)
def test_every_route_is_taken_and_hardly_a_room_is_never_met(stage: int) -> None:
    met = Counter(name for plan in plans(stage) for name in set(rooms_of(plan)))
    drawn = [room.name for room in stock() if stage in room.stages]
    assert sum(name in met for name in drawn) >= 0.9 * len(drawn)
    assert {route_of(plan) for plan in plans(stage)} == set(STAGES[stage - 1].routes)
    assert len(set(STAGES[stage - 1].routes)) >= 5


def route_of(plan: Plan) -> tuple[str, ...]:
    """What comes between the walks: doors, and staircases up or down."""
    joints = []
    for placed, after in pairwise(plan.rooms):
        if placed.room.kind == "door":
            joints.append(DOOR)
        elif placed.room.kind == "stairs":
            joints.append(UP if after.y + after.room.walk == placed.y else DOWN)
    return tuple(joints)


def test_the_story_is_kept() -> None:
    assert all(not look.ceiling for look in STAGES[0].looks[0])
    assert all(look.ceiling for look in (*STAGES[0].looks[1], *STAGES[0].looks[2]))
    assert set(STAGES[5].looks[1]) == set(STAGES[5].looks[2]) == {RAMPART}
    for stage in STAGES:
        for looks in stage.looks:
            assert len({bool(look.ceiling) for look in looks}) == 1
        for route in stage.routes:
            assert route.count(DOOR) == 1
    assert all(route.count(UP) >= 2 or route[0] == UP for route in STAGES[2].routes)


@pytest.mark.parametrize("stage", STAGE_NUMBERS)
def test_a_gauntlet_comes_last(stage: int) -> None:
    for plan in plans(stage):
        walks = [placed.room for placed in plan.rooms]
        joints = [index for index, room in enumerate(walks) if room.kind in ("stairs", "door")]
        assert all(index > joints[-1] for index, room in enumerate(walks) if room.beat == "gauntlet")
    met = any(placed.room.beat == "gauntlet" for plan in plans(stage) for placed in plan.rooms)
    assert met == (stage > 1)  # the first stage has none


def test_no_foe_lives_in_a_breather() -> None:
    met = 0
    for stage in STAGE_NUMBERS:
        for seed in SOME_SEEDS:
            layout, things, *_ = furnished(seed, stage)
            kinds = {dweller.kind for dweller in STAGES[stage - 1].dwellers}
            for kind, (x, y, w, h) in zip(layout.kinds, layout.rooms, strict=True):
                if kind == "calm":
                    met += 1
                    assert not [t for t in things if t.kind in kinds and x <= t.x // CELL < x + w and y < t.y // CELL <= y + h]
    assert met


def test_a_chain_fills_its_walk_from_low_floor_to_low_floor() -> None:
    deck = Deck(Lot("deck"), STAGES[5])
    asked = Walk(screens=4, most=5, roof="in", fork=False, last=False, great=True, moving=True)
    chains = list(islice(deck.chains(asked, frozenset(), lambda fork, before: True), 200))
    assert chains
    for found in chains:
        edge, at = "low", 0
        for room, turned in found:
            entry, leave = (room.right, room.left) if turned else (room.left, room.right)
            assert entry == edge
            edge, at = leave, at + room.screens
        assert edge == "low"
        assert 4 <= at <= 5
        assert len({room.name for room, _ in found}) == len(found)
