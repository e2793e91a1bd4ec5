"""The foes of the air: heads, that keep coming, and ghosts."""

from __future__ import annotations

from itertools import pairwise

import pytest
from foe_kit import beat, lash, meet, only
from sim_levels import FLOOR, draw, flat, hold, until

from game.sim.actors import Actor
from game.sim.buttons import Button
from game.sim.foes import ghost
from game.sim.level import VIEW_W, Section, Thing
from game.sim.numbers import numbers
from game.sim.shots import Shot
from game.sim.world import Rules, World

A, B, DOWN, LEFT, RIGHT = Button.A, Button.B, Button.DOWN, Button.LEFT, Button.RIGHT


@pytest.mark.parametrize(("kind", "y"), [("head", FLOOR), ("ghost", FLOOR - 50)])
@pytest.mark.parametrize("seed", [0, 1])
def test_a_patient_player_beats_it_with_the_first_whip_unhurt(kind: str, y: int, seed: int) -> None:
    beat(meet(kind, 200, y, hero=100, width=32, safe=False, seed=seed))


# Heads


def first_head(facing: int, hero: int = 500, seed: int = 0) -> tuple[World, Actor]:
    world = meet("head", hero + 60, hero=hero, seed=seed)
    world.hero.facing = facing
    until(world, 0, lambda w: w.actors)
    return world, only(world)


@pytest.mark.parametrize("facing", [-1, 1])
def test_heads_come_from_the_edge_of_the_view_that_the_hero_faces(facing: int) -> None:
    world, head = first_head(facing)
    edge = world.camera[0] + (VIEW_W if facing > 0 else 0)
    assert abs((head.x >> 8) - edge) <= 9
    assert head.facing == -facing


def test_no_head_comes_out_of_an_edge_that_the_hero_stands_at() -> None:
    world, head = first_head(-1, hero=60)
    assert head.x >> 8 > world.camera[0] + VIEW_W - 4


def test_a_head_sails_1_25_pixels_a_frame_in_a_sine_34_high_with_100_frames_a_period() -> None:
    _, head = first_head(1)
    world = World(flat(width=64, x=500))
    world.actors = [head]
    world.hero.invulnerable = 10**6
    head.vy = -abs(numbers().head.sweep)
    head.y = head.aim
    x, line = head.x, head.aim
    track = {}
    for frame in range(1, 101):
        world.step(0)
        track[frame] = (head.y - line) / 256
        assert head.x == x - 320 * frame
    assert [round(track[frame]) for frame in (12, 25, 38, 50, 62, 75, 88, 100)] == [-23, -34, -24, -1, 23, 34, 24, 1]


def test_a_head_comes_at_the_height_that_the_hero_has_then_and_keeps_to_it() -> None:
    world, head = first_head(1)
    assert head.aim == (FLOOR - 7) << 8
    hold(world, A, 20)
    assert head.aim == (FLOOR - 7) << 8


def test_heads_come_every_two_and_a_half_to_three_seconds_and_go_out_on_the_other_side() -> None:
    world = meet("head", 500, hero=500)
    came: list[int] = []
    known: list[Actor] = []
    for frame in range(6000):
        world.step(0)
        for head in world.actors:
            if head not in known:
                known.append(head)
                came.append(frame)
        assert len(world.actors) <= 3
    gaps = {b - a for a, b in pairwise(came)}
    assert min(gaps) >= 150
    assert max(gaps) <= 181
    assert len(gaps) > 10
    assert not set(known[:5]) & set(world.actors)


def test_heads_begin_upwards_or_downwards_by_chance() -> None:
    assert {first_head(1, seed=seed)[1].vy > 0 for seed in range(8)} == {True, False}


def test_walls_do_not_stop_a_head() -> None:
    rows = ["....................#.................."] * 13
    world = World(draw([*rows[:-1], "#" * 40], x=200, things=[Thing("head", 200, FLOOR)]))
    world.hero.invulnerable = 10**6
    until(world, 0, lambda w: w.actors)
    head = only(world)
    until(world, 0, lambda w: head.x >> 8 < 200, limit=400)


def test_no_head_comes_when_its_place_is_far_or_a_hall_is_shut() -> None:
    world = meet("head", 900, hero=60)
    hold(world, 0, 600)
    assert not world.actors
    world = meet("head", 500, hero=500)
    world.arena = world.camera[0]
    hold(world, 0, 600)
    assert not world.actors


def test_heads_and_shamblers_keep_their_own_time() -> None:
    world = World(flat(width=64, x=500, things=[Thing("head", 500, FLOOR), Thing("shambler", 480, FLOOR)]))
    world.hero.invulnerable = 10**6
    seen = set()
    for _ in range(400):
        world.step(0)
        seen |= {a.kind for a in world.actors}
    assert seen == {"head", "shambler"}


def test_a_head_is_lashed_where_its_wave_crosses_the_hero() -> None:
    world, head = first_head(1)
    head.y = head.aim
    head.x, head.vy = world.hero.x + (50 << 8), 0
    assert "kill" in lash(world, low=True)
    assert world.hero.score == 300


# Ghosts


def test_a_ghost_is_nowhere_to_be_seen_until_the_hero_is_near_then_takes_shape_and_does_no_harm_meanwhile() -> None:
    world = meet("ghost", 270, hero=100, safe=False)
    a = only(world)
    hold(world, 0, 100)
    assert a.pose == "hidden"
    until(world, RIGHT, lambda w: any(event.kind == "appear" for event in w.events))
    assert (a.x - world.hero.x) >> 8 == 112
    assert a.pose == "idle"
    world.hero.x = a.x
    hold(world, 0, 47)
    assert (a.mode, world.hero.health) == (ghost.APPEAR, 16)
    hold(world, 0, 2)
    assert (a.mode, world.hero.health) == (ghost.HAUNT, 14)


def test_an_unseen_ghost_cannot_be_struck() -> None:
    world = meet("ghost", 230, hero=100)
    dagger = Shot("dagger", 220 << 8, (FLOOR - 10) << 8, 256, 0, mine=True)
    world.shots.append(dagger)
    assert "hit" not in hold(world, 0, 20)
    assert dagger in world.shots
    only(world).begin(ghost.HAUNT)
    dagger.x = 220 << 8
    assert "hit" in hold(world, 0, 20)


def test_a_ghost_homes_in_at_0_4_pixels_a_frame_through_walls_and_floors() -> None:
    rows = ["#####...........", "#####...........", "#...#...........", "#...#...........", "################"]
    world = World(draw(rows, x=200, things=[Thing("ghost", 32, FLOOR - 16)]))
    world.hero.invulnerable = 10**6
    a = only(world)
    a.begin(ghost.HAUNT)
    a.shown = "move"
    x, y = a.x, a.y
    for frame in range(1, 101):
        world.step(0)
        assert a.x == x + 102 * frame
        assert a.y == min(y + 102 * frame, FLOOR << 8)
    until(world, 0, lambda w: a.x == w.hero.x, limit=500)
    assert a.y == world.hero.y


def test_a_blow_throws_a_ghost_back_and_three_end_it() -> None:
    world = meet("ghost", 130, hero=100)
    a = only(world)
    a.begin(ghost.HAUNT)
    for left in (2, 1, 0):
        a.x = 130 << 8
        hold(world, 0, 1)
        seen = lash(world)
        assert a.health == left
        assert ("kill" in seen) == (left == 0)
        assert a.x >> 8 > 130 or not left
        until(world, 0, lambda w: not a.mercy or not w.actors)


def test_the_hero_can_walk_away_from_a_ghost() -> None:
    world = meet("ghost", 60, hero=100)
    a = only(world)
    a.begin(ghost.HAUNT)
    hold(world, RIGHT, 200)
    assert (world.hero.x - a.x) >> 8 > 140


def test_the_watch_holds_heads_and_ghosts() -> None:
    world = World(flat(width=64, x=500, things=[Thing("head", 500, FLOOR), Thing("ghost", 560, FLOOR)]), rules=Rules(damage_percent=0))
    until(world, 0, lambda w: any(a.kind == "head" for a in w.actors))
    world.stopped = 50
    places = [(a.x, a.y) for a in world.actors]
    hold(world, 0, 40)
    assert [(a.x, a.y) for a in world.actors][: len(places)] == places


def test_what_comes_is_the_matter_of_the_section_in_view() -> None:
    """A head's place in a section below sends none into this one."""
    rows = ["." * 16] * 11 + ["#" * 16] + ["." * 16] * 13 + ["#" * 16]
    world = World(draw(rows, y=11 * 16, sections=(Section(0, 0, 16), Section(0, 13, 16)), things=[Thing("head", 100, 25 * 16)]))
    hold(world, 0, 400)
    assert not world.actors
