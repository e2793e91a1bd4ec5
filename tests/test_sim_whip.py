"""The whip and the dagger: when they are out, where they reach, how long they lock the hero."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sim_levels import FLOOR, at, draw, flat, hold, until

from game.sim.buttons import Button
from game.sim.level import Thing
from game.sim.whip import lash
from game.sim.world import Carry, World

A, B, UP, DOWN, RIGHT, LEFT = Button.A, Button.B, Button.UP, Button.DOWN, Button.RIGHT, Button.LEFT


def out_frames(world: World, buttons: int, frames: int = 40) -> list[int]:
    """The frames, counted from 1 for the press, on which the lash is out."""
    seen = []
    for frame in range(1, frames + 1):
        world.step(buttons if frame == 1 else 0)
        if lash(world, world.hero) is not None:
            seen.append(frame)
    return seen


def test_the_lash_is_out_from_frame_13_to_22() -> None:
    assert out_frames(World(flat()), B) == list(range(13, 23))


def test_the_lash_is_out_on_the_same_frames_in_the_air() -> None:
    world = World(flat())
    world.step(A)
    assert out_frames(world, B) == list(range(13, 23))


def test_on_the_ground_the_hero_is_locked_for_23_frames() -> None:
    world = World(flat())
    world.step(B)
    assert 1 + until(world, RIGHT, lambda w: at(w)[0] > 40) == 24


def test_in_the_air_the_lock_lasts_22_frames_and_the_jump_goes_on() -> None:
    world = World(flat(width=20))
    world.step(A | RIGHT)
    world.step(B)
    assert world.hero.pose == "whip_air"
    hold(world, 0, 21)
    assert world.hero.act
    hold(world, 0, 1)
    assert not world.hero.act
    hold(world, 0, 16)
    assert at(world) == (80, FLOOR)


def test_landing_in_the_middle_of_a_lash_keeps_the_hero_where_he_is() -> None:
    world = World(flat(width=20))
    world.step(A | RIGHT)
    hold(world, 0, 33)
    hold(world, B, 1)
    hold(world, RIGHT, 21)
    assert at(world) == (80, FLOOR)
    hold(world, RIGHT, 1)
    assert at(world) == (81, FLOOR)


@pytest.mark.parametrize(("level", "far", "low", "high"), [(1, 40, 12, 24), (2, 44, 10, 26), (3, 60, 10, 26)])
@pytest.mark.parametrize("facing", [-1, 1])
@pytest.mark.parametrize("crouching", [False, True])
def test_the_box_of_each_whip_level(level: int, far: int, low: int, high: int, facing: int, crouching: bool) -> None:
    world = World(flat(facing=facing, x=128), carry=Carry(whip_level=level))
    hold(world, B | (DOWN if crouching else 0), 13)
    lower = 9 if crouching else 0
    left, right = (128 + 8, 128 + far) if facing > 0 else (128 - far, 128 - 8)
    assert lash(world, world.hero) == (left, FLOOR - high + lower, right, FLOOR - low + lower)


def test_a_press_during_the_lash_is_kept_for_its_end_if_it_comes_late_enough() -> None:
    for wait, again in ((21, True), (8, False)):
        world = World(flat())
        world.step(B)
        hold(world, 0, wait)
        world.step(B)
        assert ("whip" in hold(world, 0, 10)) is again


def test_the_whip_breaks_blocks_and_what_they_hold_falls_out() -> None:
    level = draw(["....B...........", "....B...........", "#" * 16], things=[Thing("block", 4 * 16 + 8, 12 * 16, holds="meat")])
    world = World(level)
    cells = {10 * 16 + 4, 11 * 16 + 4}
    assert "break" in hold(world, B, 13)
    assert world.broken <= cells
    hold(world, 0, 20)
    hold(world, B | DOWN, 13)
    assert world.broken == cells
    assert [item.kind for item in world.items] == ["meat"]
    hold(world, RIGHT, 60)
    assert at(world)[0] > 5 * 16


@pytest.mark.parametrize("facing", [1, -1])
def test_what_was_walled_in_under_rock_falls_before_the_hero_who_cannot_creep_in_after_it(facing: int) -> None:
    rows = ["....####........", "....B##B........", "#" * 16]
    x = 3 * 16 if facing > 0 else 9 * 16
    block = (4 if facing > 0 else 7) * 16 + 8
    world = World(replace(draw(rows, things=[Thing("block", block, 12 * 16, holds="meat")]), start=(x, 12 * 16, facing)))
    events = hold(world, B | DOWN, 13) + hold(world, 0, 20) + hold(world, RIGHT if facing > 0 else LEFT, 30)
    assert "break" in events
    assert "item" in events
    assert not world.items


def test_walls_stand_until_they_are_broken() -> None:
    world = World(draw(["....B...........", "....B...........", "#" * 16]))
    hold(world, RIGHT, 60)
    assert at(world)[0] == 4 * 16 - 6


def armed(hearts: int) -> World:
    return World(flat(width=40), carry=Carry(hearts=hearts, subweapon="dagger"))


def test_up_and_the_whip_button_throw_a_dagger_for_a_heart() -> None:
    world = armed(2)
    events = hold(world, UP | B, 13)
    assert "throw" in events
    assert "whip" not in events
    assert world.hero.hearts == 1
    (dagger,) = world.shots
    x, y = dagger.x, dagger.y
    hold(world, 0, 10)
    assert (dagger.x - x, dagger.y - y) == (10 * 4 * 256, 0)


def test_only_one_dagger_is_in_the_air() -> None:
    world = armed(9)
    hold(world, UP | B, 23)
    hold(world, 0, 1)
    assert "whip" in hold(world, UP | B, 13)
    assert len(world.shots) == 1
    hold(world, 0, 80)
    assert not world.shots
    assert "throw" in hold(world, UP | B, 13)
