"""Stairs: 8 px steps of 16 frames along the run's line, from foot to top and back, across floors and sections."""

from __future__ import annotations

import pytest
from sim_levels import FLOOR, at, draw, hold, until

from game.sim.buttons import Button
from game.sim.hero import State
from game.sim.level import Section
from game.sim.world import World

A, B, UP, DOWN, LEFT, RIGHT = Button.A, Button.B, Button.UP, Button.DOWN, Button.LEFT, Button.RIGHT

UPWARDS = draw(["........./######", "......../.......", "......./........", "#" * 16], x=7 * 16)
"""A '/' of 3 cells: foot at column 7's left edge on the floor, top at column 10's, 48 px higher."""
DOWNWARDS = draw(["######\\.........", ".......\\........", "........\\.......", "#" * 16], x=9 * 16)
"""Its mirror image."""


def on_stairs(world: World) -> bool:
    return bool(world.hero.state == State.STAIRS)


@pytest.mark.parametrize(("level", "right"), [(UPWARDS, 1), (DOWNWARDS, -1)])
def test_climbing_follows_the_line_from_corner_to_corner(level: object, right: int) -> None:
    world = World(level)  # type: ignore[arg-type]
    x, y = at(world)
    for frame in range(1, 96):
        world.step(UP)
        assert at(world) == (x + right * frame / 2, y - frame / 2)
        assert on_stairs(world)
    world.step(UP)
    assert at(world) == (x + right * 48, y - 48)
    assert world.hero.state == State.GROUND
    hold(world, 0, 10)
    assert at(world) == (x + right * 48, y - 48)


@pytest.mark.parametrize("level", [UPWARDS, DOWNWARDS])
def test_going_down_again_ends_where_it_began(level: object) -> None:
    world = World(level)  # type: ignore[arg-type]
    start = at(world)
    hold(world, UP, 96)
    hold(world, DOWN, 96)
    assert at(world) == start
    assert world.hero.state == State.GROUND


def test_a_step_takes_sixteen_frames_and_is_finished_before_the_next_input() -> None:
    world = World(UPWARDS)
    world.step(UP)
    hold(world, DOWN, 14)
    assert at(world)[1] == FLOOR - 7.5
    hold(world, DOWN, 1)
    assert at(world)[1] == FLOOR - 8
    hold(world, 0, 40)
    assert at(world)[1] == FLOOR - 8
    assert world.hero.pose == "stairs_idle"
    assert hold(world, UP, 16).count("step") == 1


def test_the_sides_climb_too() -> None:
    world = World(UPWARDS)
    hold(world, UP, 16)
    hold(world, RIGHT, 16)
    assert at(world)[1] == FLOOR - 16
    hold(world, LEFT, 16)
    assert at(world)[1] == FLOOR - 8


@pytest.mark.parametrize("away", [-32, -20, -1, 1, 20, 32])
def test_up_walks_the_hero_to_a_foot_within_two_tiles(away: int) -> None:
    level = draw(["........./######", "......../.......", "......./........", "#" * 16], x=7 * 16 + away)
    world = World(level)
    hold(world, UP, abs(away))
    assert at(world) == (7 * 16, FLOOR)
    hold(world, UP, 16)
    assert at(world) == (7 * 16 + 8, FLOOR - 8)


def test_a_foot_further_off_is_out_of_reach() -> None:
    world = World(draw(["........./######", "......../.......", "......./........", "#" * 16], x=7 * 16 - 33))
    hold(world, UP, 100)
    assert at(world) == (7 * 16 - 33, FLOOR)


def test_down_near_a_top_descends_and_further_off_crouches() -> None:
    world = World(UPWARDS)
    hold(world, UP, 96)
    hold(world, RIGHT, 16)
    hold(world, DOWN, 16 + 96)
    assert at(world) == (7 * 16, FLOOR)
    hold(world, UP, 96)
    hold(world, RIGHT, 17)
    hold(world, DOWN, 10)
    assert world.hero.pose == "crouch"


def test_there_is_no_jump_on_stairs_but_there_is_a_whip() -> None:
    world = World(UPWARDS)
    hold(world, UP, 32)
    x, y = at(world)
    assert "jump" not in hold(world, A, 20)
    hold(world, 0, 5)
    hold(world, B, 1)
    assert world.hero.pose == "whip_stairs"
    hold(world, UP, 22)
    assert at(world) == (x, y)
    hold(world, UP, 2)
    assert at(world) != (x, y)


def test_a_press_in_the_middle_of_a_step_whips_at_its_end() -> None:
    world = World(UPWARDS)
    hold(world, UP, 17)
    hold(world, B, 1)
    assert not world.hero.act
    hold(world, 0, 15)
    assert world.hero.act
    assert at(world)[1] == FLOOR - 16


def test_the_top_cell_carries_so_that_a_hole_in_the_floor_can_be_walked_over() -> None:
    level = draw(["#####/##########", "..../...........", ".../............", "#" * 16], x=20, y=FLOOR - 48)
    world = World(level)
    hold(world, RIGHT, 100)
    assert at(world) == (120, FLOOR - 48)


def test_a_climber_passes_through_the_floor_he_climbs_to() -> None:
    level = draw(["#####/##########", "####/###########", ".../............", "../.............", "./..............", "#" * 16], x=16)
    world = World(level)
    hold(world, UP, 16 * 10)
    assert at(world) == (6 * 16, FLOOR - 80)
    assert world.hero.state == State.GROUND


def test_a_top_with_no_room_to_stand_is_never_reached() -> None:
    level = draw(["..........######", "..........######", "........./######", "......../.......", "......./........", "#" * 16], x=7 * 16)
    world = World(level)
    hold(world, UP, 300)
    assert at(world) == (10 * 16 - 8, FLOOR - 40)
    hold(world, DOWN, 300)
    assert at(world) == (7 * 16, FLOOR)


def test_a_zigzag_is_climbed_by_holding_up() -> None:
    level = draw(
        [
            "....###\\........",
            "........\\.......",
            ".........\\......",
            "......../###....",
            "......./........",
            "#" * 16,
        ],
        x=7 * 16,
    )
    world = World(level)
    frames = until(world, UP, lambda w: w.hero.state == State.GROUND and at(w) == (7 * 16, FLOOR - 80), limit=200)
    assert frames == 64 + 16 + 96  # up, along the landing, up


def tower() -> World:
    """Two sections, one above the other; stairs lead through the floor between them."""
    above = [*["................"] * 12, "#####/##########"]
    below = ["..../...........", ".../............", "../.............", "./..............", "#" * 16, *["................"] * 8]
    return World(draw([*above, *below], x=16, y=17 * 16, sections=(Section(0, 0, 16), Section(0, 13, 16))))


def test_stairs_lead_from_one_section_into_the_one_above_and_the_camera_follows() -> None:
    world = tower()
    assert world.camera == (0, 13 * 16)
    assert world.hero.section == 1
    frames = until(world, UP, lambda w: w.hero.section == 0)
    assert at(world)[1] - 14 < 13 * 16
    assert world.camera == (0, 0)
    hold(world, UP, 160 - frames)
    assert at(world) == (6 * 16, 12 * 16)
    assert world.status == "play"
    until(world, DOWN, lambda w: w.hero.section == 1)
    assert world.camera == (0, 13 * 16)
