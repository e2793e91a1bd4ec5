"""The foes of the ground: spear, riser, pillar, flea and knight. How each moves, when it strikes, what it can't reach."""

from __future__ import annotations

from itertools import pairwise

import pytest
from foe_kit import LEDGE_Y, beat, distance, lash, meet, on_ledge, only
from sim_levels import FLOOR, draw, flat, hold, until

from game.sim.actors import Actor
from game.sim.buttons import Button
from game.sim.foes import flea, knight, pillar, riser, spear
from game.sim.level import Thing
from game.sim.numbers import numbers
from game.sim.shots import Shot
from game.sim.world import World

A, B, DOWN, LEFT, RIGHT = Button.A, Button.B, Button.DOWN, Button.LEFT, Button.RIGHT
LEFT_END, RIGHT_END = 96, 256
"""The ends of the ledge that on_ledge() puts things on, px."""


@pytest.mark.parametrize("kind", ["spear", "riser", "pillar", "flea", "knight"])
@pytest.mark.parametrize("seed", [0, 1])
def test_a_patient_player_beats_it_with_the_first_whip_unhurt(kind: str, seed: int) -> None:
    beat(meet(kind, 200, hero=60, width=32, safe=False, seed=seed))


@pytest.mark.parametrize("kind", ["spear", "riser", "pillar", "knight"])
@pytest.mark.parametrize("hero", [LEFT_END + 20, RIGHT_END - 20])
def test_it_never_leaves_its_ledge(kind: str, hero: int) -> None:
    world = on_ledge(kind)
    half = numbers().body(kind).half_width
    for frame in range(1500):
        world.hero.x, world.hero.y = (hero if frame < 700 else 2 * 176 - hero) << 8, LEDGE_Y << 8
        world.step(0)
        a = only(world)
        assert a.y == LEDGE_Y << 8
        assert LEFT_END + half <= a.x >> 8 <= RIGHT_END - half


@pytest.mark.parametrize("kind", ["spear", "riser", "knight"])
def test_walls_stop_it(kind: str) -> None:
    level = draw(["....#..........#", "....#..........#", "################"], x=200, things=[Thing(kind, 150, FLOOR)])
    for hero in (30, 200, 230):
        world = World(level)
        world.hero.invulnerable = 10**6
        for _ in range(800):
            world.hero.x = hero << 8
            world.step(0)
            assert 80 <= only(world).x >> 8 <= 240


@pytest.mark.parametrize("kind", ["spear", "riser", "pillar", "flea", "knight"])
def test_it_falls_when_its_ground_is_gone(kind: str) -> None:
    level = draw(
        ["...BBBBBBBBBB...", "................", "................", "################"], x=20, things=[Thing(kind, 128, FLOOR - 48)]
    )
    world = World(level)
    world.hero.invulnerable = 10**6
    for cell in [i for i, kind_of in enumerate(level.cells) if kind_of == 7]:
        world.terrain = world.terrain.changed([(cell, 0)])
    hold(world, 0, 20)
    if kind == "flea":
        world.hero.x = 100 << 8
    until(world, 0, lambda w: only(w).y >> 8 == FLOOR, limit=200)


# Spear


def test_a_spear_walks_half_a_pixel_a_frame_and_turns_at_the_ends_of_its_ledge() -> None:
    world = on_ledge("spear", 150)
    guard = only(world)
    track = []
    for frame in range(1, 701):
        world.step(0)
        if frame % 100 == 0:
            track.append((guard.x >> 8, guard.facing))
    assert track == [(103, 1), (153, 1), (203, 1), (248, -1), (198, -1), (148, -1), (105, 1)]


def test_a_spear_stops_and_takes_aim_before_it_thrusts() -> None:
    world = meet("spear", 200, hero=100)
    guard = only(world)
    until(world, 0, lambda w: guard.mode == spear.AIM)
    assert distance(world) == numbers().spear.sight
    x = guard.x
    assert until(world, 0, lambda w: guard.mode == spear.THRUST) == 24
    assert (guard.x, guard.pose) == (x, "attack")
    assert until(world, 0, lambda w: guard.mode == spear.PATROL) == 14


def test_a_spear_looks_round_at_a_hero_behind_it() -> None:
    world = meet("spear", 200, hero=230)
    guard = only(world)
    guard.facing = -1
    hold(world, 0, 2)
    assert (guard.mode, guard.facing) == (spear.AIM, 1)


def thrust_at(feet: int, pad: int) -> int:
    """The hero's health after a thrust at him from so many px away."""
    world = meet("spear", 100 + feet, hero=100, safe=False)
    hold(world, pad, 2)
    guard = only(world)
    guard.begin(spear.THRUST)
    hold(world, pad, 10)
    return world.hero.health


def test_the_thrust_reaches_further_than_the_body_but_less_far_than_the_whip() -> None:
    n = numbers()
    assert thrust_at(36, 0) < 16
    assert thrust_at(40, 0) == 16
    assert n.spear.half_width + n.hero.half_width < 36
    assert n.whip.far[0] + n.spear.half_width > 40


def test_the_thrust_goes_over_a_crouching_hero() -> None:
    assert thrust_at(30, 0) < 16
    assert thrust_at(30, DOWN) == 16


# Riser


def test_a_riser_comes_towards_the_hero_half_a_pixel_a_frame_and_stops_at_its_ledge() -> None:
    world = on_ledge("riser")
    world.hero.x, world.hero.y = 60 << 8, (LEDGE_Y + 32) << 8
    bones = only(world)
    x = bones.x
    hold(world, 0, 100)
    assert x - bones.x == 50 * 256
    hold(world, 0, 200)
    assert (bones.x >> 8, bones.facing, bones.pose) == (LEFT_END + 6, -1, "idle")


def test_a_riser_struck_is_a_harmless_heap_for_a_second_and_a_half_then_rises_within_two() -> None:
    world = meet("riser", 130, hero=100)
    bones = only(world)
    assert "heap" in lash(world)
    assert (bones.pose, bones.mode, bones.health) == ("heap", riser.HEAP, 0)
    world.hero.invulnerable = 0
    world.hero.x = bones.x
    fell = bones.timer
    seen: list[str] = []
    while bones.mode == riser.HEAP:
        seen += [event.kind for event in world.step(0)]
        fell += 1
    assert (fell, seen.count("rise"), bones.pose) == (90, 1, "rise")
    hold(world, 0, 29)
    assert (bones.mode, bones.health, world.hero.health) == (riser.RISE, 0, 16)
    world.step(0)
    assert (bones.mode, bones.health, world.hero.health) == (riser.WALK, 1, 14)


def test_a_riser_pays_once_and_is_never_killed() -> None:
    world = meet("riser", 130, hero=100)
    bones = only(world)
    for _ in range(3):
        assert lash(world).count("heap") == 1
        until(world, 0, lambda w: bones.mode == riser.WALK)
        bones.x = 130 << 8
    assert world.hero.score == 400
    assert only(world) is bones


def test_a_heap_cannot_be_struck() -> None:
    world = meet("riser", 130, hero=100)
    lash(world)
    assert "hit" not in lash(world, low=True)


def test_a_riser_left_behind_is_not_met_anew_so_it_never_pays_again() -> None:
    world = meet("riser", 130, hero=100)
    lash(world)
    world.hero.x = 900 << 8
    hold(world, 0, 200)
    world.hero.x = 60 << 8
    hold(world, 0, 200)
    until(world, 0, lambda w: only(w).mode == riser.WALK)
    only(world).x = (world.hero.x >> 8) + 30 << 8
    only(world).facing = -1
    world.hero.facing = 1
    assert lash(world).count("heap") == 1
    assert world.hero.score == 400


# Pillar


def flames(frames: int, seed: int = 0) -> list[tuple[int, Shot]]:
    """(frame, flame) of what a pillar breathes at a hero on its left."""
    world = meet("pillar", 200, hero=60, seed=seed)
    found: list[tuple[int, Shot]] = []
    for frame in range(frames):
        world.step(0)
        found += [(frame, shot) for shot in world.shots if shot.age == 1]
    return found


def test_a_pillar_breathes_high_and_low_in_turn_every_one_to_three_seconds() -> None:
    found = flames(6000)
    heights = [FLOOR - (shot.y >> 8) for _, shot in found]
    assert heights[:4] == [20, 4, 20, 4]
    gaps = [b - a for (a, _), (b, _) in pairwise(found)]
    assert min(gaps) >= 60
    assert max(gaps) <= 181
    assert max(gaps) - min(gaps) > 60
    assert all(shot.vx == -384 and shot.vy == 0 for _, shot in found)


def test_a_pillar_opens_its_mouth_before_it_breathes_and_stands_where_it_stood() -> None:
    world = meet("pillar", 200, hero=60)
    skulls = only(world)
    until(world, 0, lambda w: skulls.pose == "attack")
    assert skulls.mode == pillar.BREATHE
    assert until(world, 0, lambda w: w.shots) == 24
    assert skulls.x == 200 << 8


def test_a_pillar_turns_to_the_hero_and_leaves_one_far_off_in_peace() -> None:
    world = meet("pillar", 200, hero=60)
    hold(world, 0, 2)
    assert only(world).facing == -1
    world.hero.x = 260 << 8
    hold(world, 0, 2)
    assert only(world).facing == 1
    world.hero.x = (200 - 180) << 8
    hold(world, 0, 400)
    assert not world.shots


@pytest.mark.parametrize(("kind", "height", "stand", "crouch", "jump"), [("fire", 20, False, True, False), ("fire", 4, False, False, True)])
def test_the_high_flame_is_crouched_under_and_the_low_one_jumped(kind: str, height: int, stand: bool, crouch: bool, jump: bool) -> None:
    assert [passes(kind, height, -384, pads) for pads in ([0] * 60, [DOWN] * 60, [A] + [0] * 59)] == [stand, crouch, jump]


@pytest.mark.parametrize(("height", "low"), [(20, False), (4, True)])
def test_flames_can_be_lashed_away_at_their_height(height: int, low: bool) -> None:
    world = World(flat(x=100))
    flame = Shot("fire", 130 << 8, (FLOOR - height) << 8, 0, 0)
    world.shots.append(flame)
    assert "hit" in lash(world, low=low)
    assert flame not in world.shots


def passes(kind: str, height: int, vx: int, pads: list[int]) -> bool:
    """Whether a hero who does this is not hurt by a shot that comes at him from 40 px away, so high above the ground."""
    world = World(flat(x=100))
    world.shots.append(Shot(kind, 140 << 8, (FLOOR - height) << 8, vx, 0))
    for pad in pads:
        world.step(pad)
    return world.hero.health == 16


# Flea


def test_a_flea_waits_for_the_hero() -> None:
    world = meet("flea", 240, hero=60)
    hold(world, 0, 300)
    assert (only(world).mode, only(world).x >> 8, only(world).pose) == (flea.WAIT, 240, "idle")
    until(world, RIGHT, lambda w: only(w).mode)
    assert distance(world) == 112


def hops(seed: int) -> list[tuple[int, int, int]]:
    """(frames sat, px far, px high) of a flea's hops about a hero who stays."""
    world = meet("flea", 480, hero=500, seed=seed)
    jumper = only(world)
    until(world, 0, lambda w: jumper.mode == flea.SIT)
    found = []
    for _ in range(40):
        x, sat = jumper.x, until(world, 0, lambda w: jumper.mode == flea.HOP)
        top = jumper.y
        while jumper.mode == flea.HOP:
            world.step(0)
            top = min(top, jumper.y)
        found.append((sat, (jumper.x - x) >> 8, FLOOR - (top >> 8)))
    return found


def test_fleas_hop_small_and_large_after_sitting_still_long_enough_to_be_struck() -> None:
    found = hops(0) + hops(1)
    heights = {high for _, _, high in found}
    assert len(heights) == 2
    assert max(heights) > 36 > min(heights) > 8
    assert {abs(far) for _, far, high in found if high == min(heights)} <= {20, 21, 22}
    assert min(sat for sat, _, _ in found) >= 12


def test_fleas_come_nearer_more_often_than_not() -> None:
    world = meet("flea", 400, hero=500, seed=3)
    until(world, 0, lambda w: distance(w) < 30, limit=600)


def test_fleas_do_not_hop_into_an_abyss() -> None:
    level = draw(["..............................", "###########.....##############"], x=220, things=[Thing("flea", 150, FLOOR)])
    for seed in range(5):
        world = World(level, seed)
        world.hero.invulnerable = 10**6
        world.hero.x = 260 << 8
        for _ in range(1200):
            world.step(0)
            world.hero.x, world.hero.y = 270 << 8, FLOOR << 8
        assert only(world).y >> 8 <= FLOOR


def test_a_flea_in_the_air_under_a_roof_bumps_its_head() -> None:
    level = draw(["################", "................", "................", "################"], x=60, things=[Thing("flea", 120, FLOOR)])
    world = World(level)
    world.hero.invulnerable = 10**6
    lowest = FLOOR
    for _ in range(600):
        world.step(0)
        lowest = min(lowest, only(world).y >> 8)
    assert lowest - 14 == FLOOR - 32


# Knight


def test_a_knight_keeps_its_distance_in_short_bursts_of_steps() -> None:
    world = meet("knight", 340, hero=200)
    a = only(world)
    near = 0
    steps, still = [], []
    mode, since = a.mode, 0
    for frame in range(3000):
        world.step(0)
        near += 40 <= distance(world) <= 128
        if a.mode != mode:
            {knight.STEP: steps, knight.STAND: still, knight.THROW: []}[mode].append(frame - since)
            mode, since = a.mode, frame
    assert near > 2700
    assert max(steps) <= 20
    assert max(still) <= 45


def thrown(seed: int) -> tuple[World, Actor, Shot]:
    world = meet("knight", 160, hero=60, seed=seed)
    until(world, 0, lambda w: w.shots)
    return world, only(world), world.shots[0]


def test_a_knight_raises_its_arm_before_it_throws() -> None:
    world = meet("knight", 160, hero=60)
    a = only(world)
    until(world, 0, lambda w: a.mode == knight.THROW)
    assert until(world, 0, lambda w: w.shots) == 28


def test_the_arm_of_a_knight_tells_whether_the_axe_will_be_high_or_low() -> None:
    told = set()
    for seed in range(12):
        world = meet("knight", 160, hero=60, seed=seed)
        until(world, 0, lambda w: only(w).mode == knight.THROW)
        pose = only(world).pose
        until(world, 0, lambda w: w.shots)
        told.add((pose, FLOOR - (world.shots[0].y >> 8)))
    assert told == {("attack", 20), ("attack_low", 2)}


def test_the_axe_flies_128_pixels_out_and_comes_back_into_the_hand() -> None:
    world, a, axe = thrown(0)
    start, y = axe.x, axe.y
    a.begin(knight.STAND)
    a.span = a.drift = 10**6
    reach = 0
    frames = 0
    while axe in world.shots:
        world.step(0)
        frames += 1
        reach = max(reach, (start - axe.x) >> 8)
        assert axe.y == y
    assert (axe.kind, reach) == ("axe_thrown", 126)
    assert 120 <= frames <= 128
    assert abs(axe.x - a.x) >> 8 <= 10


def test_an_axe_whose_knight_is_dead_flies_out_of_the_picture() -> None:
    world, _, axe = thrown(0)
    world.actors.clear()
    hold(world, 0, 63)
    assert axe.vx > 0
    until(world, 0, lambda w: axe not in w.shots, limit=200)
    assert axe.x >> 8 >= world.camera[0] + 256


def test_axes_come_high_and_low_and_never_more_than_two_at_a_time() -> None:
    heights = {FLOOR - (thrown(seed)[2].y >> 8) for seed in range(12)}
    assert heights == {20, 2}
    world = World(flat(width=32, x=200, things=[Thing("knight", x, FLOOR) for x in (100, 120, 290)]))
    world.hero.invulnerable = 10**6
    most = 0
    for _ in range(2000):
        world.step(0)
        most = max(most, len(world.shots))
    assert most == 2


def test_the_high_axe_is_crouched_under_and_the_low_one_jumped() -> None:
    for height, expected in ((20, [False, True]), (2, [False, False])):
        assert [passes("axe_thrown", height, -512, pads) for pads in ([0] * 40, [DOWN] * 40)] == expected
    assert passes("axe_thrown", 2, -512, [A] + [0] * 39)


@pytest.mark.parametrize(("height", "low"), [(20, False), (2, True)])
def test_axes_can_be_struck_away(height: int, low: bool) -> None:
    world = World(flat(x=100))
    axe = Shot("axe_thrown", 140 << 8, (FLOOR - height) << 8, -128, 0)
    world.shots.append(axe)
    assert "hit" in lash(world, low=low)
    assert not world.shots


def test_the_hero_can_walk_up_to_a_knight_between_two_axes() -> None:
    world = meet("knight", 200, hero=60)
    until(world, RIGHT, lambda w: distance(w) <= 40, limit=400)
