"""Enemies: when they come to life, how each of them moves, what they do and what is done to them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from sim_levels import FLOOR, draw, flat, hold, until

from game.sim import comers
from game.sim.actors import Actor, bob
from game.sim.buttons import Button
from game.sim.foes import moves
from game.sim.level import VIEW_W, Section, Thing
from game.sim.numbers import numbers
from game.sim.world import Carry, World

A, B, DOWN, LEFT, RIGHT = Button.A, Button.B, Button.DOWN, Button.LEFT, Button.RIGHT


def meet(kind: str, x: int, y: int = FLOOR, width: int = 64, hero: int = 40, stage: int = 1) -> World:
    """A flat level with one thing in it."""
    return World(flat(width=width, x=hero, things=[Thing(kind, x, y)], stage=stage))


def only(world: World) -> Actor:
    (actor,) = world.actors
    return actor


# Waking and forgetting


def test_things_wake_just_outside_the_view() -> None:
    world = meet("hound", 500)
    until(world, RIGHT, lambda w: w.actors)
    assert 500 <= world.camera[0] + VIEW_W + 24 <= 501


def test_things_in_the_first_view_are_there_at_once() -> None:
    assert only(meet("hound", 200)).kind == "hound"


def test_what_is_left_behind_is_forgotten_and_waits_in_its_place_again() -> None:
    world = World(flat(width=64, x=30, things=[Thing("thrower", 200, FLOOR)]))
    world.hero.x = 600 << 8
    hold(world, 0, 3)
    assert world.actors == []
    world.hero.x = 300 << 8
    hold(world, 0, 3)
    assert only(world).kind == "thrower"


def test_the_killed_stay_dead() -> None:
    world = meet("hound", 110)
    assert "kill" in hold(world, B | DOWN, 22)
    world.hero.x = 600 << 8
    hold(world, 0, 3)
    world.hero.x = 100 << 8
    hold(world, 0, 3)
    assert world.actors == []


def test_bats_come_again_once_their_place_was_out_of_view() -> None:
    world = meet("bat", 66, FLOOR - 10)
    hold(world, B, 16)
    assert world.actors == []
    hold(world, 0, 200)
    assert world.actors == []
    world.hero.x = 600 << 8
    hold(world, 0, 3)
    world.hero.x = 200 << 8
    hold(world, 0, 3)
    assert only(world).kind == "bat"


def test_unknown_kinds_are_left_alone() -> None:
    world = meet("chandelier", 100)
    hold(world, RIGHT, 100)
    assert world.actors == []


# Shamblers


def test_shamblers_walk_in_from_the_edges_of_the_view_and_are_never_more_than_three() -> None:
    world = meet("shambler", 500, hero=500)
    world.hero.invulnerable = 10**6
    most = 0
    known: list[Actor] = []
    for _ in range(3000):
        world.step(0)
        for actor in world.actors:
            if actor not in known:
                known.append(actor)
                assert actor.x >> 8 <= world.camera[0] or actor.x >> 8 >= world.camera[0] + VIEW_W
                assert actor.y >> 8 == FLOOR
        most = max(most, len(world.actors))
    assert most == 3
    assert len(known) > 10


def test_shamblers_come_every_third_of_a_second_to_three_and_a_half_seconds() -> None:
    world = meet("shambler", 500, hero=500)
    world.hero.invulnerable = 10**6
    came = []
    for frame in range(6000):
        before = len(world.actors)
        world.step(0)
        if len(world.actors) > before:
            came.append(frame)
            world.actors.clear()
    gaps = [b - a for a, b in pairwise(came)]
    assert min(gaps) >= 18
    assert max(gaps) <= 211
    assert max(gaps) - min(gaps) > 100


def test_a_shambler_walks_a_pixel_a_frame() -> None:
    world = meet("shambler", 500, hero=500)
    until(world, 0, lambda w: w.actors)
    actor = only(world)
    x = actor.x
    hold(world, 0, 50)
    assert abs(actor.x - x) == 50 * 256


def test_in_a_closed_room_shamblers_rise_from_their_grave_and_do_no_harm_meanwhile() -> None:
    world = meet("shambler", 200, width=16)
    until(world, 0, lambda w: w.actors)
    actor = only(world)
    assert actor.x >> 8 == 200
    assert actor.pose == "idle"
    world.hero.x = actor.x
    hold(world, 0, 20)
    assert world.hero.health == 16
    hold(world, 0, 30)
    assert world.hero.health == 14


def test_no_shambler_comes_when_its_grave_is_far() -> None:
    world = meet("shambler", 900)
    hold(world, 0, 600)
    assert world.actors == []


# Falling out

_PIT = draw(
    [*["." * 22] * 11, *["##########..##########"] * 3, "#" * 22, *["." * 22] * 10, "#" * 22],
    y=FLOOR - 16,
    sections=(Section(0, 0, 22), Section(0, 13, 22)),
    things=[Thing("shambler", 260, FLOOR - 16), Thing("bat", 300, 40)],
)
"""A storey with a pit in its floor that is a cell deep in the rock under it, and a storey below."""
_BRINK, _BOTTOM = 150, 13 * 16


def at_the_brink(kind: str, hero: int = 40, home: int = -1) -> tuple[World, Actor]:
    """One that walks to the right into the pit."""
    world = World(_PIT)
    world.hero.x, world.hero.invulnerable = hero << 8, 10**6
    world.waits = (10**6,) * 2
    actor = Actor(kind, _BRINK, FLOOR - 16, 1, world.numbers.body(kind), home)
    actor.mode = 1
    world.actors = [actor]
    return world, actor


def test_a_shambler_that_walks_into_a_pit_is_gone_though_rock_lies_under_it() -> None:
    world, actor = at_the_brink("shambler")
    assert world.terrain.at(10, 13) == 0 and world.terrain.at(10, 14)
    deepest = 0
    for _ in range(120):
        seen = world.step(0)
        assert not {event.kind for event in seen} & {"kill", "points"}
        if actor in world.actors:
            deepest = max(deepest, actor.y >> 8)
    assert actor not in world.actors
    assert FLOOR <= deepest < _BOTTOM
    assert world.hero.score == 0


def test_those_who_fell_leave_room_for_others() -> None:
    world, _ = at_the_brink("shambler")
    world.actors += [actor.copy() for actor in world.actors * 2]
    assert len(world.actors) == 3
    hold(world, 0, 120)
    assert world.actors == []
    world.waits = (0, 0)
    hold(world, 0, 1)
    assert only(world).kind == "shambler"


def test_a_foe_that_fell_is_not_slain_and_waits_in_its_place_once_that_was_out_of_view() -> None:
    world, actor = at_the_brink("riser", home=0)
    world.out = frozenset({0})
    actor.x = 176 << 8
    actor.mode = 0
    hold(world, 0, 60)
    assert actor not in world.actors
    assert world.slain == frozenset()


def test_no_shambler_comes_up_out_of_a_pit() -> None:
    world = World(_PIT)
    world.hero.x = 40 << 8
    for x in range(160, 192):
        y = comers._ground_near(world, x, FLOOR - 16)
        assert y is None or y < _BOTTOM


def test_no_leap_is_planned_into_a_pit_though_rock_lies_under_it() -> None:
    world, actor = at_the_brink("flea")
    n = world.numbers.flea
    leaps = {moves.landing(world, actor, vx, -512, n.gravity, n.max_fall, n) for vx in range(-512, 513, 32)}
    assert None in leaps
    assert all(x is None or not 160 + n.half_width <= x >> 8 <= 192 - n.half_width for x in leaps)


def test_whoever_flies_may_cross_into_the_storey_below() -> None:
    world, actor = at_the_brink("bat")
    actor.mode, actor.x, actor.y, actor.aim = 2, 160 << 8, (_BOTTOM - 2) << 8, (_BOTTOM + 20) << 8
    until(world, 0, lambda w: actor.y >> 8 > _BOTTOM, 60)
    assert actor in world.actors


# Hounds


def test_a_hound_lies_until_the_hero_is_near_then_runs_at_2_7_pixels_a_frame() -> None:
    world = meet("hound", 300, hero=180)
    actor = only(world)
    hold(world, 0, 50)
    assert (actor.x >> 8, actor.pose) == (300, "idle")
    until(world, RIGHT, lambda w: actor.mode)
    assert (actor.x >> 8) - (world.hero.x >> 8) == 96
    x = actor.x
    hold(world, 0, 10)
    assert actor.x == x - 10 * 691


def test_a_hound_leaps_where_the_ground_ends_and_turns_on_landing() -> None:
    level = draw(["#########....#######"], x=250, things=[Thing("hound", 100, FLOOR)])
    world = World(level)
    actor = only(world)
    world.hero.invulnerable = 10**6
    world.hero.x = 190 << 8
    world.hero.y = (FLOOR - 30) << 8
    hold(world, 0, 1)
    world.hero.x = 30 << 8
    actor.facing = 1
    highest = FLOOR
    for _ in range(200):
        world.step(0)
        highest = min(highest, actor.y >> 8)
        if actor.mode == 1 and actor.x >> 8 > 200:
            break
    assert highest < FLOOR - 16
    assert actor.facing == -1


# Bats


@pytest.mark.parametrize(("start", "amplitude"), [(0.5625, 9), (2.125, 34)])
def test_the_sine_rule_has_a_period_of_100_frames_and_16_times_the_speed_as_amplitude(start: float, amplitude: int) -> None:
    bat = Actor("bat", 0, 100, 1, numbers().bat)
    bat.aim, bat.vy = bat.y, int(start * 256)
    track = []
    for _ in range(1000):
        bob(bat)
        track.append((bat.y - bat.aim) / 256)
    assert max(track) == pytest.approx(amplitude, abs=0.7)
    assert min(track) == pytest.approx(-amplitude, abs=0.7)
    crossings = [frame for frame in range(1, 1000) if track[frame - 1] < 0 <= track[frame]]
    assert {b - a for a, b in pairwise(crossings)} <= {100, 101}


def test_a_bat_hangs_then_dives_to_the_hero_and_sails_through_about_nine_pixels_up_and_down() -> None:
    world = meet("bat", 300, 80, hero=170)
    world.hero.invulnerable = 10**6
    bat = only(world)
    hold(world, 0, 30)
    assert (bat.x >> 8, bat.y >> 8, bat.pose) == (300, 80, "idle")
    until(world, RIGHT, lambda w: bat.mode == 1)
    until(world, 0, lambda w: bat.mode == 2)
    x, ys = bat.x, []
    for _ in range(100):
        world.step(0)
        ys.append(bat.y >> 8)
    assert x - bat.x == 100 * 287
    line = FLOOR - 10
    assert line + 7 <= max(ys) <= line + 10
    assert line - 10 <= min(ys) <= line - 7


# Throwers


def test_a_thrower_keeps_its_distance() -> None:
    world = meet("thrower", 340, hero=200)
    world.hero.invulnerable = 10**6
    distances = []
    for frame in range(1500):
        world.step(0)
        if frame > 500:
            distances.append(abs(only(world).x - world.hero.x) >> 8)
    inside = sum(40 <= distance <= 140 for distance in distances)
    assert inside > 0.9 * len(distances)


def test_a_thrower_does_not_hop_off_its_ledge() -> None:
    level = draw(
        ["..........####......", "....................", "....................", "#" * 20], x=20, things=[Thing("thrower", 190, FLOOR - 48)]
    )
    world = World(level)
    world.hero.invulnerable = 10**6
    for _ in range(1000):
        world.step(0)
        assert only(world).y >> 8 <= FLOOR - 48


def test_bones_fly_in_arcs_to_where_the_hero_stands() -> None:
    world = meet("thrower", 120)
    until(world, 0, lambda w: w.shots)
    (bone,) = world.shots
    ys = []
    while world.hero.health == 16 and bone in world.shots:
        world.step(0)
        ys.append(bone.y >> 8)
    assert bone.kind == "bone"
    assert min(ys) < ys[0] - 20
    assert world.hero.health == 14


# Harm both ways


@pytest.mark.parametrize(("stage", "bars"), [(1, 2), (2, 2), (3, 3), (4, 3), (5, 4), (6, 4), (9, 4)])
def test_touch_costs_more_the_later_the_stage(stage: int, bars: int) -> None:
    world = meet("hound", 60, stage=stage)
    until(world, 0, lambda w: w.hero.health < 16)
    assert world.hero.health == 16 - bars


def test_a_crouching_hero_lets_a_high_bat_pass() -> None:
    for pad, health in ((DOWN, 16), (0, 14)):
        world = meet("bat", 200, FLOOR - 100)
        bat = only(world)
        bat.mode, bat.facing, bat.aim = 2, -1, (FLOOR - 22) << 8
        bat.y, bat.vy = bat.aim, 0
        hold(world, pad, 200)
        assert world.hero.health == health


@pytest.mark.parametrize(("kind", "points"), [("hound", 200), ("thrower", 300)])
def test_the_whip_kills_and_pays(kind: str, points: int) -> None:
    world = meet(kind, 110 if kind == "hound" else 70)
    seen = hold(world, B | DOWN, 24)
    assert seen.count("kill") == 1
    assert world.hero.score == points


def test_a_dagger_kills_the_first_it_meets() -> None:
    world = World(flat(width=20, things=[Thing("bat", 180, FLOOR - 12), Thing("bat", 220, FLOOR - 12)]), carry=Carry(subweapon="dagger"))
    seen = hold(world, Button.UP | B, 60)
    assert seen.count("kill") == 1
    assert not world.shots


def test_bones_can_be_whipped_away() -> None:
    world = meet("thrower", 120)
    until(world, 0, lambda w: w.shots)
    (bone,) = world.shots
    bone.x, bone.y, bone.vx, bone.vy, bone.gravity = (70 << 8), (FLOOR - 14) << 8, 0, 0, 0
    assert "hit" in hold(world, B, 14)
    assert bone not in world.shots


def test_a_hit_is_reported_where_the_weapon_meets_the_body() -> None:
    world = meet("thrower", 70)
    for _ in range(13):
        events = world.step(B)
    (hit,) = (event for event in events if event.kind == "hit")
    assert (hit.x, hit.y) == ((64 + 76) // 2, FLOOR - 18)
