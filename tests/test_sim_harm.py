"""What hurts and kills: touch, spikes, pits, liquids, the clock; and how an attempt ends and begins again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sim_levels import FLOOR, at, draw, flat, hold, until

from game.sim.buttons import Button
from game.sim.hero import State
from game.sim.level import Thing
from game.sim.world import Carry, Rules, World

A, UP, DOWN, LEFT, RIGHT = Button.A, Button.UP, Button.DOWN, Button.LEFT, Button.RIGHT
STAIRS = draw(["........./######", "......../.......", "......./........", "#" * 16], x=7 * 16)


def test_a_hit_throws_the_hero_back_in_an_arc() -> None:
    """1 px a frame away, up at 2 px a frame, pulled down by 1/8 px a frame each frame: 17 px up, 33 frames, as far back."""
    world = World(flat(x=128))
    world.hurt(2, away=-1)
    assert world.hero.health == 14
    xs, ys = [], []
    while world.hero.state == State.HURT:
        world.step(RIGHT | A)
        xs.append(at(world)[0])
        ys.append(at(world)[1])
    expected, y, vy = [], FLOOR * 256, -512
    while y < FLOOR * 256 or not expected:
        y = min(FLOOR * 256, y + vy)
        vy += 32
        expected.append(y / 256)
    assert ys == expected
    assert FLOOR - min(ys) == 17
    assert len(ys) == 33
    assert xs == [128 - frame for frame in range(1, 34)]
    assert world.hero.facing == 1


def test_a_wall_stops_the_knock_back() -> None:
    world = World(draw(["....#...........", "....#...........", "#" * 16], x=90))
    world.hurt(2, away=-1)
    until(world, 0, lambda w: w.hero.state == State.GROUND)
    assert at(world) == (5 * 16 + 6, FLOOR)


def test_on_stairs_the_hero_only_freezes_for_32_frames() -> None:
    world = World(STAIRS)
    hold(world, UP, 32)
    world.hurt(2, away=-1)
    x, y = at(world)
    assert world.hero.pose == "hurt"
    hold(world, UP, 32)
    assert at(world) == (x, y)
    hold(world, UP, 1)
    assert at(world) == (x + 0.5, y - 0.5)


def test_a_hit_makes_untouchable_for_120_frames() -> None:
    """Standing in spikes, the next hit comes 120 frames after the first."""
    world = World(draw(["...^^^^^^^^^^^^^", "#" * 16], x=20), rules=Rules(no_knockback=True))
    until(world, RIGHT, lambda w: w.hero.health < 16)
    assert until(world, 0, lambda w: w.hero.health < 12) == 120


def test_spikes_are_a_hit_of_the_heaviest_kind() -> None:
    world = World(draw(["......^.........", "#" * 16], x=60))
    until(world, RIGHT, lambda w: w.hero.health < 16)
    assert world.hero.health == 12
    assert world.hero.state == State.HURT


@pytest.mark.parametrize("row", ["####....########", "####~~~~########"])
def test_pits_and_liquids_kill(row: str) -> None:
    world = World(draw([row, row], y=FLOOR - 16))
    seen = hold(world, RIGHT, 120)
    assert "die" in seen
    assert ("splash" in seen) is ("~" in row)
    assert world.status == "dying"
    assert world.hero.pose == "dead"
    hold(world, 0, 96)
    assert world.status == "lost"
    assert world.step(RIGHT) == ()


def test_the_last_bar_lost_is_death() -> None:
    world = World(flat(), carry=Carry(health=2))
    world.hurt(2, away=1)
    assert world.status == "dying"
    assert hold(world, RIGHT, 200) == []
    assert world.status == "lost"
    assert at(world) == (40, FLOOR)


def test_the_clock_counts_seconds_down_and_kills_at_nought() -> None:
    world = World(flat(seconds=3))
    left = [world.time_left]
    seen = []
    for _ in range(180):
        seen += [event.kind for event in world.step(0)]
        left.append(world.time_left)
    assert left == [3] * 60 + [2] * 60 + [1] * 60 + [0]
    assert seen == ["tick", "tick", "time_up", "die"]


def test_options_soften_hits() -> None:
    world = World(flat(x=100), rules=Rules(damage_percent=50, no_knockback=True))
    world.hurt(3, away=-1)
    assert world.hero.health == 14  # half of 3, rounded up
    hold(world, RIGHT, 10)
    assert at(world) == (110, FLOOR)


def test_a_new_attempt_begins_at_the_last_checkpoint_with_a_life_less_and_no_power_ups() -> None:
    level = flat(width=32, checkpoints=((120, FLOOR), (200, FLOOR), (400, FLOOR)))
    world = World(level, carry=Carry(score=700, lives=1, hearts=30, whip_level=3, subweapon="dagger"))
    hold(world, RIGHT, 170)
    assert world.hero.checkpoint == 1
    again = world.respawn()
    assert again is not None
    assert at(again) == (200, FLOOR)
    assert again.carry() == Carry(score=700, lives=0, hearts=5, health=16, whip_level=1, subweapon="")
    assert again.respawn() is None


def test_he_comes_back_looking_towards_the_next_checkpoint_or_the_exit() -> None:
    exit_left = (32, FLOOR - 32, 16, 32)
    level = flat(width=32, x=100, checkpoints=((120, FLOOR), (400, FLOOR), (400, 48), (200, FLOOR)), exit=exit_left)
    for start in (-1, 1):
        turned = replace(level, start=(100, FLOOR, start))
        facing = [World(turned, at_checkpoint=i).hero.facing for i in range(-1, 4)]
        assert facing == [start, 1, start, -1, -1], "right above or below he looks as at the start"


def test_endless_lives_are_an_option() -> None:
    world = World(flat(), rules=Rules(endless_lives=True), carry=Carry(lives=0))
    again = world.respawn()
    assert again is not None
    assert again.hero.lives == 0


def test_a_stage_cleared_refills_health_and_turns_time_and_hearts_into_points() -> None:
    world = World(flat(exit=(100, FLOOR - 32, 16, 32), seconds=50), carry=Carry(score=29000, hearts=7, health=3, whip_level=2))
    assert "clear" in hold(world, RIGHT, 60)
    assert world.status == "cleared"
    assert world.tally() == (500, 700)
    assert world.carry() == Carry(score=30200, lives=4, hearts=5, health=16, whip_level=2, next_life=80000)


def test_with_endless_time_the_clock_stands() -> None:
    world = World(flat(seconds=3), rules=Rules(endless_time=True))
    hold(world, 0, 400)
    assert (world.time_left, world.status) == (3, "play")


def test_the_second_loop_has_more_foes_and_harder_hits() -> None:
    level = flat(things=[Thing("thrower", 150, FLOOR), Thing("thrower", 200, FLOOR, loop=2)])
    first, second = World(level), World(level, rules=Rules(loop=2))
    assert (len(first.actors), len(second.actors)) == (1, 2)
    assert second.touch_damage == first.touch_damage + 1


def test_assists_are_told_apart_from_the_default_game() -> None:
    assert not Rules().assisted
    assert not Rules(loop=2).assisted
    assert not Rules(enemies=False).assisted
    for eased in (Rules(coyote=True), Rules(air_control=True), Rules(no_knockback=True), Rules(endless_lives=True)):
        assert eased.assisted
    assert Rules(endless_time=True).assisted
    assert Rules(damage_percent=50).assisted
