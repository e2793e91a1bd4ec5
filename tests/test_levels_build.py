"""What `build` promises: the same level for the same seed, sound as a building, fair as a game, and finished before it is handed out."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import combinations, pairwise

import level_kit
import numpy as np
import pytest
from level_kit import SOME_SEEDS, TWO_SEEDS, furnished, searched

from game.sim.level import CELL, VIEW_W, Cell, Level, Section, Thing
from game.sim.numbers import numbers
from game.sim.world import Rules, World
from generator.errors import UserError
from generator.roles import EAST, NORTH, SLOT_BY_NAME, SLOTS, SOUTH, WEST, Role
from levels import build as build_module
from levels.build import Built, build, build_proved
from levels.collision import cells_from_slots
from levels.dwellers import ONE_IN_THE_SKY
from levels.kinds import ITEM_KINDS, thing_kinds
from levels.layout import section_at
from levels.lot import Lot
from levels.machines import calm_around
from levels.plan import NoPlan, Plan, draw_plan
from levels.prove import replay
from levels.save import tmx_text
from levels.search import EXIT, Graph
from levels.stages import STAGES, Stage

STAGE_NUMBERS = range(1, 7)


@cache
def built(stage: int) -> Built:
    return build_proved("a test's seed", stage)


def slots_of(stage: int) -> np.ndarray:
    slots = built(stage).level_map.slots
    assert slots is not None
    return slots


def names_of(stage: int) -> list[list[str]]:
    return [[SLOTS[slot].name for slot in row] for row in slots_of(stage)]


@pytest.mark.parametrize("stage", STAGE_NUMBERS)
def test_a_stage_is_proved(stage: int) -> None:
    assert built(stage).draws >= 1
    assert replay(built(stage).level_map.level, built(stage).proof)


def test_the_same_seed_gives_the_same_bytes_and_another_one_another_level() -> None:
    again = tmx_text(build("a test's seed", 2), "tiles.tsx")
    other = tmx_text(build("another", 2), "tiles.tsx")
    assert tmx_text(built(2).level_map, "tiles.tsx") == again
    assert other != again


def test_lots_are_drawn_the_same_for_ever() -> None:
    lot = Lot("dreamkeep")
    assert [lot.below(1000) for _ in range(6)] == [48, 788, 380, 382, 352, 740]
    assert Lot("dreamkeep").shuffled("abcdefgh") == list("egbfchda")


def test_the_coat_never_changes_the_level() -> None:
    plain, dressed = built(4), build_proved("a test's seed", 4, pack="somebodys-own")
    assert dressed.level_map.pack == "somebodys-own"
    assert plain.level_map.pack == "crypt"
    assert plain.level_map.level == dressed.level_map.level
    assert plain.proof == dressed.proof


def test_what_a_slot_does_depends_on_its_role_alone() -> None:
    for slot in SLOTS:
        cell = Cell(cells_from_slots(np.array([[slot.id]], np.uint8))[0])
        if slot.role == Role.STAIRS:
            assert cell == {"stairs.up": Cell.STAIRS_UP, "stairs.down": Cell.STAIRS_DOWN}[slot.name]
        else:
            same_role = [other.id for other in SLOTS if other.role == slot.role]
            assert set(cells_from_slots(np.array([same_role], np.uint8))) == {cell}


@pytest.mark.parametrize("stage", STAGE_NUMBERS)
def test_sections_are_screens_on_one_grid_and_the_last_is_an_arena(stage: int) -> None:
    level = built(stage).level_map.level
    taken: set[tuple[int, int]] = set()
    for s in level.sections:
        cells = {(x, y) for x in range(s.x, s.x + s.w) for y in range(s.y, s.y + s.h)}
        assert s.h == 13
        assert s.w >= 16
        assert not cells & taken
        taken |= cells
    assert level.sections[-1].w == 16
    fewest, most = STAGES[stage - 1].screens
    forks = STAGES[stage - 1].forks
    assert fewest <= sum(s.w for s in level.sections) // 16 <= most + 2 + 6 * forks
    assert len(level.checkpoints) == len(level.sections) - 1


@pytest.mark.parametrize("stage", STAGE_NUMBERS)
def test_everything_stands_where_it_can(stage: int) -> None:
    level = built(stage).level_map.level
    for x, y, *_ in (level.start, *level.checkpoints):
        assert standing(level, x, y)
    for thing in (*foes_of(stage), *things_of(stage, "candle", "block", "door", level.boss)):
        here = level.cell(thing.x // CELL, thing.y // CELL - 1)
        if thing.kind == "block":
            assert here == Cell.BREAKABLE
        elif thing.kind == "fishman":
            assert here == Cell.LIQUID
        elif thing.kind in ("candle", *AIRBORNE):
            assert here == Cell.EMPTY
        else:
            assert standing(level, thing.x, thing.y), thing


def standing(level: Level, x: int, y: int) -> bool:
    body = [level.cell(x // CELL, y // CELL - up) for up in (1, 2)]
    return y % CELL == 0 and level.cell(x // CELL, y // CELL) in (Cell.SOLID, Cell.PLATFORM) and body == [Cell.EMPTY, Cell.EMPTY]


AIRBORNE = ("bat", "ghost", "head", "boss_bat", "boss_weaver")


def things_of(stage: int, *kinds: str) -> list[Thing]:
    return [thing for thing in built(stage).level_map.level.things if thing.kind in kinds]


def foes_of(stage: int, *loops: int) -> list[Thing]:
    """All foes but the boss; of some loops only, if any are named."""
    return [thing for thing in things_of(stage, *known(stage)) if not loops or thing.loop in loops]


@pytest.mark.parametrize("stage", STAGE_NUMBERS)
def test_a_jump_over_a_deadly_gap_comes_down_beside_nobody(stage: int) -> None:
    level = built(stage).level_map.level
    for thing in foes_of(stage):
        if thing.kind not in (*AIRBORNE, "fishman"):
            column, row = thing.x // CELL, thing.y // CELL
            for x in range(column - 2, column + 3):
                assert not deadly(level, x, row), thing


def deadly(level: Level, x: int, row: int) -> bool:
    """From here one falls into something deadly."""
    bottom = next(s.y + s.h for s in level.sections if s.x <= x < s.x + s.w and s.y <= row < s.y + s.h)
    ground = next((c for y in range(row - 1, bottom) if (c := level.cell(x, y)) != Cell.EMPTY), Cell.LIQUID)
    return ground in (Cell.LIQUID, Cell.SPIKES)


@pytest.mark.parametrize("stage", STAGE_NUMBERS)
def test_each_kind_that_lives_in_a_stage_is_met_over_some_seeds(stage: int) -> None:
    met = {thing.kind for seed in SOME_SEEDS for thing in furnished(seed, stage).things}
    assert known(stage) <= met


def known(stage: int) -> set[str]:
    """The kinds that live in a stage."""
    return {dweller.kind for dweller in STAGES[stage - 1].dwellers}


@pytest.mark.parametrize("stage", (3, 6))
def test_heads_are_first_met_over_firm_ground(stage: int) -> None:
    for seed in SOME_SEEDS:
        layout, things, *_ = furnished(seed, stage)
        first = next((thing for thing in things if thing.kind == "head"), None)
        if first:
            x, y = first.x // CELL, first.y // CELL - 1
            section = layout.sections[section_at(layout.sections, x, y)]
            for column in range(max(section.x, x - 10), min(section.x + section.w, x + 11)):
                floors = [layout.rows[row][column] for row in range(section.y, section.y + section.h)]
                assert floors[-1] in "#/\\" or floors[-2] in "-/\\"
                assert not set(floors) & set("~^")


@pytest.mark.parametrize("stage", STAGE_NUMBERS)
@pytest.mark.parametrize("seed", TWO_SEEDS)
def test_almost_every_seed_is_proved_at_the_first_draw(stage: int, seed: str) -> None:
    found = level_kit.built(seed, stage)
    assert 1 <= found.draws <= 2
    assert replay(found.level_map.level, found.proof)


@pytest.mark.parametrize("stage", STAGE_NUMBERS)
@pytest.mark.parametrize("seed", TWO_SEEDS)
def test_whoever_comes_back_at_a_checkpoint_can_reach_the_exit(seed: str, stage: int) -> None:
    """Nowhere is anybody held for ever, and the search gets to each checkpoint and from there on."""
    level, graph = searched(seed, stage)
    assert graph.stuck() == []
    stranded = set(replace(graph, deadly=set()).stuck())  # a death is no way out here
    leads_on = {place[:2] for place in graph.visits if place != EXIT and place not in stranded}
    for x, y in level.checkpoints:
        assert any(fy == y and abs(fx - x) < CELL // 2 for fx, fy in leads_on), (x, y)


@pytest.mark.parametrize("stage", STAGE_NUMBERS)
def test_the_second_time_two_in_five_more_are_waiting(stage: int) -> None:
    loops = [thing.loop for seed in SOME_SEEDS for thing in furnished(seed, stage).things if thing.kind in known(stage)]
    assert 0.27 < loops.count(2) / loops.count(1) < 0.5
    assert set(loops) == {1, 2}


@pytest.mark.parametrize("stage", STAGE_NUMBERS)
def test_hearts_pay_for_a_style_that_throws(stage: int) -> None:
    """Two candles a screen (one where there is hardly any ground), worth three hearts and more a screen on average."""
    level = built(stage).level_map.level
    screens = sum(s.w for s in level.sections) / 16
    candles = things_of(stage, "candle")
    drops = dict(numbers().candle.drops)
    drawn_hearts = (drops["heart_small"] + 5 * drops["heart_large"]) / sum(drops.values())
    hearts = sum({"heart_large": 5.0, "": drawn_hearts}.get(candle.holds, 0.0) for candle in candles)
    assert len(candles) >= 1.7 * screens
    assert hearts >= 3 * screens


def test_the_castle_holds_each_weapon_and_each_treat() -> None:
    holds = {thing.holds for stage in STAGE_NUMBERS for thing in things_of(stage, "candle", "block")}
    assert {"axe", "flask", "crescent", "watch", "dagger", "rosary", "veil", "life", "meat", "whip_up", "heart_large"} <= holds
    assert not holds & {"double", "triple", "orb"}


@pytest.mark.parametrize("stage", STAGE_NUMBERS)
def test_something_is_walled_in_off_the_way(stage: int) -> None:
    """Meat and more behind rock, and the proof leaves it where it is."""
    hidden = [thing for thing in things_of(stage, "block") if thing.holds]
    assert hidden
    world = World(built(stage).level_map.level, 0, Rules(enemies=False))
    for byte in built(stage).proof.buttons:
        world.step(byte)
    assert not {thing.y // CELL * world.level.width - world.level.width + thing.x // CELL for thing in hidden} & world.broken


@pytest.mark.parametrize("stage", STAGE_NUMBERS)
def test_sections_side_by_side_are_parted_by_a_wall_with_a_door(stage: int) -> None:
    level = built(stage).level_map.level
    doors = {(thing.x, thing.y): thing.facing for thing in things_of(stage, "door")}
    pairs = [(a, b) for a, b in combinations(level.sections, 2) if a.y == b.y and (a.x + a.w == b.x or b.x + b.w == a.x)]
    borders = [(a, b) for a, b in pairs if open_between(level, a, b)]
    assert len(doors) == len(borders) >= 2
    for old, new in borders:
        way = 1 if new.x > old.x else -1
        behind = new.x if way > 0 else new.x + new.w - 1
        floor = new.y + 11
        assert doors[behind * CELL + CELL // 2, floor * CELL] == way
        for column in (behind - way, behind):
            cells = [level.cell(column, y) for y in range(new.y, new.y + new.h)]
            assert cells == [Cell.SOLID] * 8 + [Cell.EMPTY] * 3 + [Cell.SOLID] * 2


def open_between(level: Level, one: Section, other: Section) -> bool:
    """Somewhere along the border of two sections side by side one could go through."""
    left = max(one.x, other.x) - 1
    return any(level.cell(left, y) == level.cell(left + 1, y) == Cell.EMPTY for y in range(one.y, one.y + one.h))


@pytest.mark.parametrize("stage", STAGE_NUMBERS)
def test_the_proof_walks_through_every_door_once(stage: int) -> None:
    world = World(built(stage).level_map.level, 0, Rules(enemies=False))
    passed = 0
    for byte in built(stage).proof.buttons:
        before = world.passage
        world.step(byte)
        passed += world.passage > before
    assert passed == len(things_of(stage, "door"))


@pytest.mark.parametrize("stage", STAGE_NUMBERS)
def test_the_boss_waits_in_an_arena_with_a_flat_floor_and_the_exit_behind_it(stage: int) -> None:
    level = built(stage).level_map.level
    arena = level.sections[-1]
    bosses = things_of(stage, level.boss)
    assert level.boss == STAGES[stage - 1].boss
    assert len(bosses) == 1
    inside = (thing for thing in things_of(stage, "door") if arena.x <= thing.x // CELL < arena.x + arena.w)
    door = next(thing for thing in inside if arena.y < thing.y // CELL <= arena.y + arena.h)
    way = door.facing
    for thing in bosses:
        assert arena.x < thing.x // CELL < arena.x + arena.w and arena.y < thing.y // CELL < arena.y + 12
        assert (thing.x - door.x) * way > 5 * CELL
        assert (level.exit[0] - thing.x) * way > 0
    floor = [level.cell(x, arena.y + 11) for x in range(arena.x, arena.x + arena.w)]
    above = [level.cell(x, y) for x in range(arena.x + 1, arena.x + arena.w - 1) for y in (arena.y + 10, arena.y + 8)]
    assert set(floor) == {Cell.SOLID}
    assert set(above) == {Cell.EMPTY}


@pytest.mark.parametrize("stage", STAGE_NUMBERS)
def test_ground_has_the_shape_of_its_neighbours(stage: int) -> None:
    """Water's bed and what lies under a pit count as the inside of the rock: they have no lit edge."""
    names = names_of(stage)
    height, width = len(names), len(names[0])
    sections = built(stage).level_map.level.sections

    def under_a_pit(x: int, y: int) -> bool:
        return names[y][x] == "sky.0" == names[y - 1][x] and any(s.y + s.h == y and s.x <= x < s.x + s.w for s in sections)

    def solid(x: int, y: int) -> bool:
        return not (0 <= x < width and 0 <= y < height) or names[y][x].startswith("terrain") or under_a_pit(x, y)

    for y, row in enumerate(names):
        for x, name in enumerate(row):
            if name.startswith("terrain"):
                near = ((NORTH, x, y - 1), (EAST, x + 1, y), (SOUTH, x, y + 1), (WEST, x - 1, y))
                assert int(name.split(".")[1]) == sum(
                    bit for bit, nx, ny in near if solid(nx, ny) or (bit == NORTH and names[ny][nx].startswith("liquid"))
                )


@pytest.mark.parametrize("stage", STAGE_NUMBERS)
def test_it_looks_built(stage: int) -> None:
    """Floors are two thick; columns stand on something (trunks bear crowns, plinths stones); windows and doors are whole."""
    names = names_of(stage)
    for y, row in enumerate(names):
        for x, name in enumerate(row):
            above = names[y - 1][x] if y else "terrain"
            below = names[y + 1][x] if y + 1 < len(names) else "terrain"
            if name.startswith("column"):
                assert below.startswith(("column", "terrain", "platform", "liquid", "stairs", "fence")) and above.startswith(
                    ("column", "terrain", "platform", "wall", "sky", "foliage", "decor")
                )
                assert (name == "column.bottom") == (not below.startswith("column"))
            elif name == "window.top":
                assert below == "window.bottom"
            elif name == "door.nw":
                assert [row[x + 1], below, names[y + 1][x + 1]] == ["door.ne", "door.sw", "door.se"]
            elif name in ("spikes.0", "spikes.1"):
                assert below.startswith("terrain")


@pytest.mark.parametrize("stage", STAGE_NUMBERS)
def test_the_walls_are_calm(stage: int) -> None:
    walls = [name for row in names_of(stage) for name in row if name.startswith("wall")]
    assert not walls or sum(name in ("wall.0", "wall.4") for name in walls) > 0.85 * len(walls)


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name)
def test_a_stage_asks_for_nothing_that_the_rules_do_not_know(stage: Stage) -> None:
    assert {stage.boss, *(dweller.kind for dweller in stage.dwellers)} <= set(thing_kinds())
    assert {*stage.finds.arms, *stage.finds.treats, *stage.finds.walls} <= set(ITEM_KINDS)
    assert {letter for dweller in stage.dwellers for letter in dweller.at} <= set("egpvrw")


def test_a_stage_that_is_not_there_is_told() -> None:
    with pytest.raises(UserError, match="no stage 7; the castle has 1 to 6"):
        build("x", 7)


def test_a_draw_that_cannot_be_laid_out_is_made_again_and_it_is_said_why(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[Lot] = []

    def crossed_at_first(lot: Lot, stage: Stage) -> Plan:
        drawn.append(lot)
        if len(drawn) == 1:
            raise NoPlan("the way crosses itself")
        return draw_plan(lot, stage)

    monkeypatch.setattr(build_module, "draw_plan", crossed_at_first)
    said: list[str] = []
    found = build_proved("moth", 1, progress=said.append)
    assert said == ["draw 1: the way crosses itself"]
    assert found.draws == len(drawn) == 2
    assert found.level_map.seed == "moth"
    assert replay(found.level_map.level, found.proof)


def test_a_level_that_is_not_proved_or_holds_somebody_for_ever_is_not_handed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without end it would be drawn again; here the shipped one steps in after one draw."""
    monkeypatch.setattr(build_module, "DRAWS", 1)
    said: list[str] = []
    with monkeypatch.context() as hurried:
        hurried.setattr(build_module, "STEPS", 30)
        assert build_proved("moth", 1, progress=said.append).draws == 0
    with monkeypatch.context() as held:
        held.setattr(Graph, "stuck", lambda graph: [next(iter(graph.visits))])
        assert build_proved("moth", 1, progress=said.append).draws == 0
    start = furnished("moth", 1).plan.rooms[0].room.name
    assert said[0].startswith(f"draw 1: {start}: no way found within the search's budget")
    assert said[2].startswith(f"draw 1: {start}: there are places that cannot be left")
    assert said[1] == said[3] == "no luck in 1 draws; taking the shipped stage 1"


def test_without_luck_the_shipped_level_steps_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_module, "DRAWS", 0)
    said: list[str] = []
    found = build_proved("x", 3, progress=said.append)
    assert found.draws == 0
    assert found.level_map.level.title == STAGES[2].title
    assert replay(found.level_map.level, found.proof)
    assert said == ["no luck in 0 draws; taking the shipped stage 3"]
    assert SLOT_BY_NAME["door.nw"].id in slots_of(3)
    assert [build_proved("x", 3, pack=pack).level_map.pack for pack in ("", "crypt")] == ["chapel", "crypt"]


@pytest.mark.parametrize("stage", [number for number in STAGE_NUMBERS if number != 2])
def test_a_stage_has_the_machines_that_belong_there_the_easy_ones_first(stage: int) -> None:
    wanted = {1: {"crumble"}, 3: {"lift", "crumble"}, 4: {"lift", "crumble"}, 5: {"crusher", "conveyor"}, 6: {"lift", "crumble"}}[stage]
    met: set[str] = set()
    for seed in SOME_SEEDS:
        plan = furnished(seed, stage).plan
        easy: set[str] = set()
        for placed in plan.rooms:
            assert placed.room.moving <= wanted
            assert not placed.room.hard or placed.room.moving <= easy, placed.room.name
            easy |= set() if placed.room.hard else placed.room.moving
            met |= placed.room.moving
    assert met == wanted


@pytest.mark.parametrize("stage", STAGE_NUMBERS)
def test_nobody_lies_in_wait_at_a_machine(stage: int) -> None:
    for seed in SOME_SEEDS:
        layout, things, *_ = furnished(seed, stage)
        for column, row, around in calm_around(layout.machines):
            for thing in things:
                if thing.kind in known(stage):
                    assert abs(thing.x // CELL - column) >= around or abs(thing.y // CELL - 1 - row) >= around


@pytest.mark.parametrize("stage", [3, 6])
def test_no_two_send_heads_at_once_and_none_does_where_the_hero_rides_a_lift(stage: int) -> None:
    seen = 0
    for seed in SOME_SEEDS:
        layout, things, *_ = furnished(seed, stage)
        heads = sorted(thing.x for thing in things if thing.kind == "head")
        lifts = [thing for thing in layout.machines if thing.kind == "lift"]
        seen += len(heads) * len(lifts)
        assert all(after - before >= ONE_IN_THE_SKY for before, after in pairwise(heads))
        assert all(abs(x - lift.x) > VIEW_W for x in heads for lift in lifts)
    assert seen
