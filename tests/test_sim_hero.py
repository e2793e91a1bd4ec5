"""Walking, jumping and falling, against the table of numbers that the feel of the genre rests on."""

from __future__ import annotations

from itertools import pairwise

import pytest
from sim_levels import FLOOR, at, draw, flat, hold, until

from game.sim.buttons import Button
from game.sim.hero import State
from game.sim.world import Rules, World

A, UP, DOWN, LEFT, RIGHT = Button.A, Button.UP, Button.DOWN, Button.LEFT, Button.RIGHT
RISE = [0, 5, 10, 13, 16, 19, 22, 25, 27, 29, 31, 32, 33, 34, 35, 35]
JUMP = [*RISE, *[36] * 9, *reversed(RISE)]
"""Height above the ground on each frame of a jump, measured in the original."""


def heights(world: World, first: int, rest: int, frames: int) -> list[float]:
    ground = world.hero.y
    seen = [0.0]
    for frame in range(frames):
        world.step(rest if frame else first)
        seen.append((ground - world.hero.y) / 256)
    return seen


def test_walking_is_one_pixel_a_frame_from_the_first_frame_to_the_last() -> None:
    world = World(flat())
    hold(world, RIGHT, 50)
    assert at(world) == (90, FLOOR)
    hold(world, 0, 10)
    assert at(world) == (90, FLOOR)
    hold(world, LEFT, 20)
    assert at(world) == (70, FLOOR)
    assert world.hero.facing == -1


def test_both_directions_at_once_cancel() -> None:
    world = World(flat())
    hold(world, LEFT | RIGHT, 20)
    assert at(world) == (40, FLOOR)


def test_a_wall_stops_the_hero_flush() -> None:
    world = World(draw(["......#.........", "......#.........", "#" * 16]))
    hold(world, RIGHT, 100)
    assert at(world) == (6 * 16 - 6, FLOOR)


def test_a_jump_follows_the_table_frame_by_frame() -> None:
    assert len(JUMP) == 41
    assert heights(World(flat()), A, 0, 40) == JUMP


def test_holding_or_releasing_the_button_changes_nothing() -> None:
    assert heights(World(flat()), A, A, 40) == JUMP


def test_direction_and_speed_are_fixed_at_take_off() -> None:
    world = World(flat(width=20))
    world.step(A | RIGHT)
    hold(world, LEFT, 39)
    assert at(world) == (80, FLOOR)
    assert world.hero.state == State.GROUND


def test_a_jump_from_a_stand_cannot_be_steered() -> None:
    world = World(flat())
    world.step(A)
    hold(world, RIGHT, 39)
    assert at(world) == (40, FLOOR)


def test_air_control_is_an_option_only() -> None:
    world = World(flat(width=20), rules=Rules(air_control=True))
    world.step(A)
    hold(world, RIGHT, 39)
    assert at(world) == (40 + 39, FLOOR)


@pytest.mark.parametrize(("late", "allowed", "jumps"), [(3, False, False), (3, True, True), (8, True, False)])
def test_coyote_time_is_an_option_only(late: int, allowed: bool, jumps: bool) -> None:
    world = World(draw(["###.............", "................", "#" * 16], y=FLOOR - 32), rules=Rules(coyote=allowed))
    until(world, RIGHT, lambda w: w.hero.state == State.AIR)
    hold(world, 0, late - 1)
    assert ("jump" in hold(world, A, 1)) is jumps


@pytest.mark.parametrize(("up", "reach"), [(0, 40), (16, 36), (32, 29)])
def test_how_far_a_jump_carries_onto_higher_ground(up: int, reach: int) -> None:
    """The feet come down on ground `up` px higher after `reach` frames, a pixel each."""
    world = World(flat(width=30))
    seen = heights(world, A | RIGHT, 0, 40)
    assert max(frame for frame, height in enumerate(seen) if height >= up) == reach


def step_up(tiles: int) -> World:
    return World(draw([*["........########"] * tiles, "#" * 16], x=8 * 16 - 6))


@pytest.mark.parametrize(("tiles", "possible"), [(1, True), (2, True), (3, False)])
def test_two_tiles_can_be_jumped_up_and_three_cannot(tiles: int, possible: bool) -> None:
    best = FLOOR
    for away in range(48):
        world = step_up(tiles)
        hold(world, LEFT, away)
        world.step(A | RIGHT)
        until(world, 0, lambda w: w.hero.state == State.GROUND)
        best = min(best, int(at(world)[1]))
    assert (best == FLOOR - 16 * tiles) is possible


@pytest.mark.parametrize(("tiles", "places"), [(2, 20), (3, 4), (4, 0)])
def test_a_gap_of_two_tiles_is_comfortable_and_three_are_edge_to_edge(tiles: int, places: int) -> None:
    """`places` is the number of take-off places (whole px) from which the far side is reached: the last ones before the edge."""
    row = "#####" + "." * tiles + "#" * 8
    last = 5 * 16 + 5
    good = []
    for x in range(30, last + 1):
        world = World(draw([row], x=x))
        world.step(A | RIGHT)
        until(world, 0, lambda w: w.hero.state != State.AIR or w.status != "play")
        if world.status == "play" and at(world)[0] > last:
            good.append(x)
    assert good == list(range(last + 1 - places, last + 1))


def test_walking_off_a_ledge_falls_straight_down_on_the_mirrored_table() -> None:
    level = draw(["###.............", *["................"] * 9, "#" * 16], y=13 * 16 - 11 * 16)
    world = World(level)
    until(world, RIGHT, lambda w: w.hero.state == State.AIR)
    x, top = at(world)
    assert x == 3 * 16 + 6
    fallen = []
    while world.hero.state == State.AIR:
        world.step(RIGHT)
        fallen.append(at(world)[1] - top)
        assert at(world)[0] == x
    table = [36 - height for height in JUMP[25:]]
    assert fallen[:16] == table
    assert {b - a for a, b in pairwise(fallen[15:-1])} == {8}


@pytest.mark.parametrize(("tiles", "locked"), [(3, False), (4, True), (6, True)])
def test_a_fall_of_four_tiles_locks_the_hero_for_sixteen_frames(tiles: int, locked: bool) -> None:
    world = World(draw(["###.............", *["................"] * (tiles - 1), "#" * 16], y=FLOOR - 16 * tiles))
    until(world, RIGHT, lambda w: w.hero.state == State.AIR)
    until(world, 0, lambda w: w.hero.state != State.AIR)
    assert world.hero.pose == ("land" if locked else "idle")
    x = at(world)[0]
    frames = until(world, RIGHT, lambda w: at(w)[0] != x)
    assert frames == (17 if locked else 1)


def test_a_jump_on_the_flat_never_lands_hard() -> None:
    world = World(flat())
    world.step(A)
    hold(world, 0, 39)
    assert world.hero.state == State.GROUND


def test_a_platform_is_passed_from_below_and_carries_from_above() -> None:
    world = World(draw(["..----..........", "................", "#" * 16], x=56))
    world.step(A)
    frames = 1 + until(world, 0, lambda w: w.hero.state == State.GROUND)
    assert at(world) == (56, FLOOR - 32)
    assert frames == 29  # on which the table comes down through 32 px
    hold(world, LEFT, 60)
    assert at(world)[1] == FLOOR


def test_a_low_ceiling_ends_the_rise() -> None:
    world = World(draw(["#" * 16, "................", "................", "#" * 16]))
    seen = heights(world, A, 0, 30)
    assert max(seen) == 4
    assert seen[-1] == 0


@pytest.mark.parametrize(("past", "passes"), [(1, True), (3, True), (4, False)])
def test_a_head_corner_is_nudged_past_by_up_to_three_pixels(past: int, passes: bool) -> None:
    """The hero's head would hit the corner with `past` px of its width."""
    world = World(draw(["######..........", "................", "................", "#" * 16], x=6 * 16 + 6 - past))
    seen = heights(world, A, 0, 40)
    assert (max(seen) == 36) is passes
    assert at(world)[0] == 6 * 16 + 6 - (0 if passes else past)


@pytest.mark.parametrize(("early", "jumps"), [(1, True), (5, True), (6, False), (12, False)])
def test_a_press_up_to_five_frames_before_landing_still_jumps(early: int, jumps: bool) -> None:
    world = World(flat())
    world.step(A)
    hold(world, 0, 40 - 1 - early)
    world.step(A)
    hold(world, 0, early - 1)
    assert at(world)[1] == FLOOR
    assert ("jump" in hold(world, 0, 1)) is jumps


def test_crouching_stops_the_walk_and_forbids_the_jump() -> None:
    world = World(flat())
    hold(world, DOWN | RIGHT, 10)
    assert at(world) == (40, FLOOR)
    assert world.hero.pose == "crouch"
    hold(world, DOWN | A, 5)
    assert at(world) == (40, FLOOR)


def test_the_pose_tells_what_is_going_on() -> None:
    world = World(flat())
    assert (world.hero.pose, world.hero.pose_frame) == ("idle", 0)
    hold(world, RIGHT, 3)
    assert (world.hero.pose, world.hero.pose_frame) == ("walk", 2)
    hold(world, A, 1)
    assert (world.hero.pose, world.hero.pose_frame) == ("jump", 0)
