"""Lifts, crushers, conveyors and crumbling ground: where they are on each frame, and what they do to the hero."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from game.sim.buttons import Button
from game.sim.hero import State
from game.sim.items import Item
from game.sim.level import CELL, Level, Thing
from game.sim.numbers import numbers
from game.sim.terrain import CARRY, SOLID
from game.sim.tracks import crusher_track, lift_track
from game.sim.world import Rules, World
from tests.sim_levels import FLOOR, draw, flat, hold, play, until

A, B, LEFT, RIGHT, UP, DOWN = (int(button) for button in (Button.A, Button.B, Button.LEFT, Button.RIGHT, Button.UP, Button.DOWN))
ACROSS = Thing("lift", 88, FLOOR, span=48, dx=96, period=256)
"""Rests at the left ledge of a pit from x = 64 to 208, then goes over to the right one."""
PIT = "####" + "." * 9 + "#" * 11


def bare(level: Level) -> World:
    return World(level, 0, Rules(enemies=False))


def pit(lift: Thing = ACROSS, **more: Any) -> World:
    return bare(draw([PIT], things=[lift], **more))


def shaft(dy: int, *rows: str, x: int = 104, y: int = FLOOR, **more: Any) -> World:
    """The hero on a lift in the middle of the level that goes so many px down (or up)."""
    lift = Thing("lift", 104, y, span=48, dy=dy, period=256)
    return bare(draw(rows or ["." * 24], things=[lift], x=x, y=y, **more))


def above_lift(world: World) -> tuple[int, int]:
    """The hero's place, 1/256 px, as the lift sees it."""
    lift = next(device for device in world.devices if device.kind == "lift")
    return world.hero.x - lift.x, world.hero.y - lift.y


# ---- lifts


def test_the_way_of_a_lift_is_a_fixed_table() -> None:
    track = lift_track(ACROSS, rest=32)
    assert len(track) == 256
    assert set(track[:33]) == {(88 << 8, FLOOR << 8)}
    assert [x / 256 - 88 for x, _ in track[32:129:12]] == pytest.approx([0, 4.125, 15, 30.375, 48, 65.625, 81, 91.875, 96], abs=0.02)
    assert set(track[128:161]) == {(184 << 8, FLOOR << 8)}
    assert max(abs(a - b) for (a, _), (b, _) in pairwise(track)) <= 1.51 * 256


def test_there_and_back_are_mirror_images() -> None:
    track = lift_track(replace(ACROSS, dx=-40, dy=24), rest=32)
    for (ax, ay), (bx, by) in zip(track[:128], track[128:], strict=True):
        assert abs(ax + bx - (2 * 88 - 40 << 8)) <= 1
        assert abs(ay + by - (2 * FLOOR + 24 << 8)) <= 1


def test_a_lift_without_a_period_stands_still() -> None:
    assert lift_track(replace(ACROSS, period=0), rest=32) == ((88 << 8, FLOOR << 8),)


def test_where_a_lift_is_depends_on_the_frame_and_its_phase_alone() -> None:
    late, early = pit(), pit(replace(ACROSS, phase=40))
    hold(late, 0, 40)
    assert late.devices == early.devices


def test_the_hero_walks_on_and_rides_over_and_off() -> None:
    world = pit()
    hold(world, RIGHT, 40)
    rides: list[tuple[int, int]] = []
    for _ in range(95):
        world.step(0)
        rides.append(above_lift(world))
    assert len(set(rides)) == 1
    assert rides[0][1] == 0
    assert world.hero.state == State.GROUND
    hold(world, RIGHT, 40)
    assert world.hero.x >> 8 > 208
    assert (world.hero.y >> 8, world.status) == (FLOOR, "play")


def test_who_stands_with_his_middle_on_the_ground_is_left_behind() -> None:
    world = pit(x=62)
    hold(world, 0, 100)
    assert (world.hero.x >> 8, world.hero.state) == (62, State.GROUND)


@pytest.mark.parametrize("buttons", [DOWN, B, LEFT | DOWN])
def test_crouching_and_whipping_on_a_lift_change_nothing_about_the_ride(buttons: int) -> None:
    world = pit(x=90)
    hold(world, 0, 4)
    start = above_lift(world)
    hold(world, buttons, 100)
    assert above_lift(world) == start


def test_walking_adds_to_the_ride() -> None:
    world = pit(x=70)
    hold(world, 0, 60)
    before = above_lift(world)
    hold(world, RIGHT, 10)
    assert above_lift(world) == (before[0] + 10 * 256, 0)


def test_a_jump_keeps_its_own_speed_whatever_the_lift_does() -> None:
    world = pit(x=88, y=FLOOR)
    hold(world, 0, 70)
    before = world.hero.x
    world.step(A)
    hold(world, 0, 20)
    assert world.hero.x == pytest.approx(before + 256 * 1.5, abs=200)  # the lift's last frame, no more
    assert world.hero.state == State.AIR


def test_a_jump_lands_on_a_lift_and_on_no_lift_from_below() -> None:
    world = shaft(-8, PIT, y=FLOOR - 24, x=104)
    hold(world, 0, 2)
    assert "land" in hold(world, A, 60)
    assert above_lift(world) == (0, 0)
    below = bare(draw(["#" * 24], x=104, things=[Thing("lift", 104, FLOOR - 30, span=48, period=64)]))
    below.step(A)
    hold(below, 0, 12)
    assert below.hero.y >> 8 < FLOOR - 30  # up through it
    hold(below, 0, 40)
    assert below.hero.y >> 8 == FLOOR - 30


def test_up_and_down_the_feet_stay_on_the_lift() -> None:
    world = shaft(96, y=64)
    for _ in range(600):
        world.step(0)
        assert above_lift(world) == (0, 0)
        assert world.hero.state == State.GROUND


def test_a_lift_comes_up_under_who_stands_in_its_way() -> None:
    world = bare(draw(["#" * 24], x=104, things=[Thing("lift", 104, FLOOR + 40, span=48, dy=-120, period=256)]))
    hold(world, 0, 128)
    assert world.hero.y >> 8 == FLOOR - 80


def test_a_lift_catches_who_falls_while_it_rises() -> None:
    world = bare(draw(["." * 24], x=104, y=40, things=[Thing("lift", 104, 150, span=48, dy=-60, period=128, phase=20)]))
    assert "land" in hold(world, 0, 60)
    assert above_lift(world) == (0, 0)


def test_a_lift_puts_the_hero_down_on_the_floor_it_sinks_into() -> None:
    world = shaft(60, "#" * 24, y=FLOOR - 40)
    hold(world, 0, 128)
    assert (world.hero.y >> 8, world.hero.state) == (FLOOR, State.GROUND)


def test_a_lift_leaves_the_hero_under_a_ceiling_and_never_in_it() -> None:
    ceiling = ["......########", *["."] * 3, "." * 24]
    world = bare(draw(ceiling, x=104, y=FLOOR + 8, things=[Thing("lift", 104, FLOOR + 8, span=48, dy=-60, period=256)]))
    lowest = 9 * CELL - 3 * CELL  # below the ceiling's row
    heights = []
    for _ in range(140):
        world.step(0)
        heights.append(world.hero.y >> 8)
    assert min(heights) - 28 >= lowest - CELL
    assert heights[-1] > FLOOR + 8 or world.status == "dying"  # it has gone on without him


def test_a_wall_pushes_the_hero_off_a_lift_and_never_lets_him_in() -> None:
    rows = [".....######", "..........." + "." * 13, PIT]
    world = bare(draw(rows, x=72, things=[ACROSS]))
    wall = 5 * CELL
    for _ in range(130):
        world.step(0)
        assert world.hero.x >> 8 <= wall - 6 or world.hero.y >> 8 > FLOOR
    assert world.hero.state == State.AIR or world.status == "dying"


def test_a_lift_a_little_lower_is_stepped_on_without_a_fall() -> None:
    world = pit(replace(ACROSS, y=FLOOR + 3, dx=0))
    assert hold(world, RIGHT, 60) == []
    assert world.hero.state == State.GROUND
    assert world.hero.y >> 8 == FLOOR + 3
    deeper = pit(replace(ACROSS, y=FLOOR + 6, dx=0))
    assert "land" in hold(deeper, RIGHT, 60)


def test_a_long_way_down_onto_a_lift_is_a_hard_landing_and_it_goes_on() -> None:
    world = bare(draw(["." * 24], x=104, y=60, things=[Thing("lift", 104, 160, span=48, dx=40, period=128)]))
    until(world, 0, lambda w: w.hero.state == State.LAND)
    hold(world, RIGHT, 10)
    assert world.hero.state == State.LAND
    assert above_lift(world)[1] == 0


def test_the_dead_ride_on() -> None:
    world = shaft(64, y=64)
    hold(world, 0, 30)
    world.die(0)
    for _ in range(60):
        world.step(0)
        assert above_lift(world) == (0, 0)


# ---- conveyors


@pytest.mark.parametrize(("facing", "buttons", "moved"), [(1, 0, 10), (-1, 0, -10), (1, RIGHT, 30), (1, LEFT, -10), (-1, DOWN, -10)])
def test_a_conveyor_moves_who_stands_on_it_by_half_a_pixel(facing: int, buttons: int, moved: int) -> None:
    world = bare(flat(24, x=120, things=[Thing("conveyor", 128, FLOOR, facing, span=128)]))
    hold(world, buttons, 20)
    assert world.hero.x == (120 + moved) << 8


def test_beside_a_conveyor_and_in_the_air_over_it_nothing_moves() -> None:
    belt = Thing("conveyor", 160, FLOOR, 1, span=32)
    beside = bare(flat(24, x=140, things=[belt]))
    hold(beside, 0, 20)
    assert beside.hero.x == 140 << 8
    over = bare(flat(24, x=150, things=[belt]))
    over.step(A)
    taken_off_at = over.hero.x
    hold(over, 0, 30)
    assert over.hero.x == taken_off_at


def test_a_conveyor_stops_at_a_wall_and_runs_off_an_edge() -> None:
    wall = bare(draw([".........###", "#" * 24], x=120, things=[Thing("conveyor", 112, FLOOR, 1, span=64)]))
    hold(wall, 0, 60)
    assert wall.hero.x >> 8 == 9 * CELL - 6
    edge = bare(draw(["#########" + "." * 15], x=130, things=[Thing("conveyor", 112, FLOOR, 1, span=64)]))
    hold(edge, 0, 90)
    assert edge.status == "dying"


# ---- crumbling ground


def bridge(**more: Any) -> World:
    things = [Thing("crumble", column * CELL + 8, FLOOR + CELL) for column in range(4, 9)]
    return bare(draw(["####-----" + "#" * 15], things=things, **more))


def test_a_crumbling_cell_trembles_falls_and_comes_back() -> None:
    world = bridge(x=88)
    assert world.machinery is not None
    states: list[str] = []
    for _ in range(240):
        world.step(LEFT if len(states) > 4 else 0)
        states.append(next(device.state for device in world.devices if device.x >> 8 == 88))
    runs = [(state, states.count(state)) for state in dict.fromkeys(states)]
    assert runs == [("tremble", 24), ("gone", 180), ("whole", 36)]
    hold(world, 0, 300)
    assert world.crumbled == frozenset()
    assert world.terrain.flags == world.machinery.flags


def test_who_runs_gets_over_and_who_lingers_falls() -> None:
    runner, idler = bridge(x=40), bridge(x=88)
    hold(runner, RIGHT, 130)
    assert (runner.hero.y >> 8, runner.status) == (FLOOR, "play")
    assert len(runner.crumbled) == 5
    events = hold(idler, 0, 60)
    assert events.count("crumble") == 1
    assert idler.status == "dying"


def test_a_bridge_crumbles_only_where_it_is_stepped_on_and_stands_under_who_jumps() -> None:
    world = bridge(x=88)
    for _ in range(3):
        world.step(0)
    assert [index % 24 for index, _ in world.cracks] == [5]
    jumper = bridge(x=88)
    jumper.step(A)
    assert [index for index, _ in jumper.cracks] == []


def test_solid_ground_comes_back_when_nobody_is_in_the_way() -> None:
    world = bare(draw(["#########" + "#" * 15, "#" * 24], x=88, y=FLOOR - CELL, things=[Thing("crumble", 88, FLOOR)]))
    hold(world, 0, 400)
    assert world.hero.y >> 8 == FLOOR
    assert len(world.crumbled) == 1
    hold(world, A, 1)
    hold(world, A | RIGHT, 1)
    world.hero.x += 40 << 8
    world.hero.y = (FLOOR - CELL) << 8
    hold(world, 0, 2)
    assert world.crumbled == frozenset()
    assert world.terrain.at(5, 11) & SOLID


def test_an_item_falls_with_the_ground_it_lies_on() -> None:
    world = World(draw(["####-----" + "#" * 15], x=40, things=[Thing("crumble", 72, FLOOR + CELL)]))
    world.cracks = ((12 * 24 + 4, 0),)
    item = Item("orb", 72 << 8, FLOOR << 8)
    item.resting = True
    world.items.append(item)
    hold(world, 0, 23)
    assert item.resting
    hold(world, 0, 3)
    assert not item.resting


# ---- crushers

CRUSHER = Thing("crusher", 128, FLOOR - 96, dy=96, period=320)


def press(x: int, **more: Any) -> World:
    return bare(draw(["#" * 24], x=x, things=[CRUSHER], **more))


def test_the_stroke_of_a_crusher_is_a_fixed_table() -> None:
    track = crusher_track(CRUSHER, numbers().crusher)
    assert len(track) == 320
    states = [state for _, state in track]
    assert [(state, states.count(state)) for state in dict.fromkeys(states)] == [
        ("up", 112), ("warn", 24), ("fall", 20), ("down", 36), ("rise", 128),
    ]  # fmt: skip
    falling = [depth / 256 for depth, state in track if state == "fall"]
    assert falling[:6] == [0.5, 1.5, 3.0, 5.0, 7.5, 10.5]
    assert falling[-1] == 96
    assert track[-1] == (0, "rise")


def test_a_period_too_short_hastens_the_winding_and_is_else_made_longer() -> None:
    table = numbers().crusher
    assert len(crusher_track(replace(CRUSHER, period=200), table)) == 200
    assert len(crusher_track(replace(CRUSHER, period=32), table)) == 20 + 36 + 64 + 1


@pytest.mark.parametrize("x", [115, 128, 141])
def test_under_it_is_death(x: int) -> None:
    world = press(x)
    assert "die" in hold(world, 0, 160)


def test_nobody_dies_under_two_at_once() -> None:
    world = bare(draw(["#" * 24], x=144, things=[CRUSHER, replace(CRUSHER, x=160)]))
    assert hold(world, 0, 160).count("die") == 1


def test_a_block_broken_under_a_crusher_stays_broken() -> None:
    world = bare(draw(["........B", "#" * 24], x=104, things=[CRUSHER]))
    assert "break" in hold(world, B, 13)
    hold(world, 0, 320)
    assert world.terrain.at(8, 11) == 0


@pytest.mark.parametrize(("x", "left"), [(107, 106), (108, 106), (149, 150)])
def test_a_hair_under_its_edge_is_a_push(x: int, left: int) -> None:
    world = press(x)
    hold(world, 0, 160)
    assert (world.status, world.hero.x >> 8) == ("play", left)


def test_beside_it_is_safe_and_its_side_is_a_wall_while_it_is_down() -> None:
    world = press(40)
    hold(world, 0, 100)
    assert "crush" in hold(world, RIGHT, 80)
    assert world.hero.x >> 8 == 128 - 16 - 6
    until(world, RIGHT, lambda w: w.hero.x >> 8 > 170)
    assert world.status == "play"


def test_the_ground_is_as_before_when_it_is_up() -> None:
    world = press(40)
    before = world.terrain.flags
    hold(world, 0, 160)
    assert world.terrain.flags != before
    assert world.terrain.at(8, 11) & SOLID and world.terrain.at(8, 6) & SOLID
    assert not world.terrain.at(8, 5) & SOLID
    hold(world, 0, 160)
    assert world.terrain.flags == before


def test_one_that_is_down_at_the_start_is_a_wall_from_the_start() -> None:
    world = bare(draw(["#" * 24], x=60, things=[replace(CRUSHER, phase=170)]))
    assert world.terrain.at(8, 11) & SOLID


def test_one_that_stops_above_the_head_hurts_nobody() -> None:
    world = bare(draw(["#" * 24], x=128, things=[replace(CRUSHER, dy=64)]))
    hold(world, 0, 330)
    assert world.status == "play"


# ---- all of them

YARD = draw(
    [
        "................................................",
        "................................................",
        "####.........########-----######......##########",
        "####.........########-----######......##########",
    ],
    y=FLOOR - CELL,
    things=[
        Thing("lift", 88, FLOOR - CELL, span=48, dx=96, period=256),
        Thing("conveyor", 288, FLOOR - CELL, 1, span=64),
        *[Thing("crumble", column * CELL + 8, FLOOR) for column in range(21, 26)],
        Thing("crusher", 480, FLOOR - 7 * CELL, dy=96, period=300, phase=90),
        Thing("lift", 560, FLOOR - CELL, span=32, dx=32, dy=-48, period=160, phase=33),
        Thing("shambler", 320, FLOOR - CELL),
        Thing("candle", 250, FLOOR - 2 * CELL),
    ],
    exit=(46 * CELL, FLOOR - 3 * CELL, CELL, CELL),
)


def scramble(seed: int) -> list[tuple[int, int]]:
    dice = random.Random(seed)
    return [(dice.choice((RIGHT, RIGHT, RIGHT | A, LEFT, 0, B, DOWN, UP)), dice.randrange(1, 30)) for _ in range(60)]


@pytest.mark.parametrize("seed", range(4))
def test_the_same_buttons_give_the_same_run_and_a_clone_goes_the_same_way(seed: int) -> None:
    one, other = World(YARD, 7), World(YARD, 7)
    assert play(one, scramble(seed)) == play(other, scramble(seed))
    twin = one.clone()
    assert twin.values() == one.values()
    assert play(twin, scramble(seed + 9)) == play(one, scramble(seed + 9))


def test_a_clone_shares_nothing_that_changes() -> None:
    world = bridge(x=88)
    hold(world, 0, 10)
    twin = world.clone()
    hold(twin, 0, 60)
    assert len(world.cracks) == 1
    assert world.crumbled == frozenset()
    assert world.terrain.at(5, 12) & CARRY


def test_the_digest_knows_which_cells_crumble() -> None:
    world = bridge(x=88)
    hold(world, 0, 10)
    twin = world.clone()
    twin.cracks = ()
    assert twin.digest() != world.digest()


def test_the_hero_is_never_inside_a_wall_whatever_he_presses() -> None:
    for seed in range(6):
        world = bare(YARD)
        for buttons, frames in scramble(100 + seed):
            for _ in range(frames):
                world.step(buttons)
                if world.status != "play":
                    world = bare(YARD)
                px, py = world.hero.x >> 8, world.hero.y >> 8
                cells = {world.terrain.at((px + dx) // CELL, (py - up) // CELL) for dx in (-6, 5) for up in (1, 14, 28)}
                assert not any(flags & SOLID for flags in cells), (seed, world.frame, px, py)


def test_a_level_without_machines_carries_nothing_of_them() -> None:
    world = World(flat(24))
    assert (world.machinery, world.devices, world.crumbled, world.cracks) == (None, (), frozenset(), ())
    assert len(world.values()) + 1 == len(World(YARD).values())
