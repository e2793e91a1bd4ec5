"""The fishman: where it lurks, when it leaps, where it comes down, its fire, and that there are never many."""

from __future__ import annotations

from itertools import pairwise

import pytest
from foe_kit import beat, only
from sim_levels import FLOOR, draw, hold, until

from game.sim.buttons import Button
from game.sim.foes import fishman
from game.sim.level import Thing
from game.sim.shots import Shot
from game.sim.world import World

A, B, DOWN, LEFT, RIGHT = Button.A, Button.B, Button.DOWN, Button.LEFT, Button.RIGHT
POOL = [
    "................................",
    "................................",
    "##########~~~###################",
    "##########~~~###################",
]
"""Floor at y = 176, a pool from x = 160 to 208 with its surface at the same height."""
SHORE = 176


def by_the_pool(hero: int = 60, *, things: int = 1, seed: int = 0, safe: bool = True, y: int = SHORE + 32) -> World:
    world = World(draw(POOL, x=hero, y=SHORE, things=[Thing("fishman", 176 + 8 * i, y) for i in range(things)]), seed)
    if safe:
        world.hero.invulnerable = 10**6
    return world


def ashore(world: World) -> None:
    """Let the one fishman leap and land."""
    until(world, 0, lambda w: only(w).mode == fishman.WALK, limit=300)


@pytest.mark.parametrize("seed", [0, 1])
def test_a_patient_player_beats_it_with_the_first_whip_unhurt(seed: int) -> None:
    world = by_the_pool(100, seed=seed, safe=False)
    until(world, 0, lambda w: only(w).mode == fishman.LEAP)
    beat(world)


@pytest.mark.parametrize("y", [SHORE, SHORE + 1, SHORE + 16, SHORE + 32, 40])
def test_it_lurks_a_cell_below_the_surface_whether_put_in_the_water_on_it_or_above_it(y: int) -> None:
    world = by_the_pool(y=y)
    hold(world, 0, 20)
    fish = only(world)
    assert (fish.y >> 8, fish.aim >> 8, fish.pose) == (SHORE + 16, SHORE, "hidden")


def test_where_there_is_no_water_it_waits_where_it_was_put() -> None:
    world = World(draw(["#" * 16], x=20, things=[Thing("fishman", 200, FLOOR)]))
    hold(world, 0, 5)
    assert (only(world).y >> 8, only(world).pose) == (FLOOR, "hidden")


def test_in_the_water_it_neither_hurts_nor_is_hurt() -> None:
    world = by_the_pool(safe=False)
    fish = only(world)
    fish.x = world.hero.x + (30 << 8)
    fish.y = world.hero.y
    for frame in range(30):
        fish.begin(fishman.LURK)
        assert not set(hold(world, B if frame == 0 else 0, 1)) & {"hit", "hurt"}
        fish.x = world.hero.x + ((30 if frame < 20 else 0) << 8)


@pytest.mark.parametrize(("away", "leaps"), [(20, False), (31, False), (33, True), (127, True), (130, False)])
def test_it_leaps_when_the_hero_is_32_to_128_pixels_away(away: int, leaps: bool) -> None:
    world = by_the_pool()
    for _ in range(120):
        world.hero.x, world.hero.y = (176 - away) << 8, SHORE << 8
        world.step(0)
        if only(world).mode:
            break
    assert bool(only(world).mode) == leaps


def test_the_water_bubbles_before_it_leaps() -> None:
    world = by_the_pool(80)
    until(world, 0, lambda w: only(w).mode == fishman.BUBBLE)
    assert only(world).pose == "hidden"
    assert until(world, 0, lambda w: only(w).mode == fishman.LEAP) == 24
    assert only(world).pose == "leap"


def test_it_comes_down_on_dry_ground_beside_the_hero_not_on_him() -> None:
    for hero in range(60, 144, 6):
        world = by_the_pool(hero)
        ashore(world)
        fish = only(world)
        assert fish.y >> 8 == SHORE
        assert not 160 - 6 < fish.x >> 8 < 208 + 6
        assert abs(fish.x - world.hero.x) >> 8 >= 24


def test_its_leap_is_five_cells_high() -> None:
    world = by_the_pool(60)
    top = SHORE
    for _ in range(200):
        world.step(0)
        top = min(top, only(world).y >> 8)
    assert 64 <= SHORE - top <= 80


def test_under_a_low_roof_it_bumps_its_head_and_falls_back() -> None:
    rows = ["################", "................", "................", "......~~~~~~~~~~"]
    world = World(draw(rows, x=40, things=[Thing("fishman", 130, FLOOR + 10)]))
    world.hero.invulnerable = 10**6
    world.status = "play"
    highest = FLOOR
    for _ in range(300):
        world.hero.x, world.hero.y = 40 << 8, (FLOOR - 20) << 8
        world.step(0)
        for fish in world.actors:
            highest = min(highest, (fish.y >> 8) - 28)
    assert highest == FLOOR - 32


def test_where_there_is_no_shore_it_leaps_straight_up_and_dives_again() -> None:
    rows = ["..##............................", "...............................#", "~" * 31 + "#"]
    world = World(draw(rows, x=40, y=FLOOR - 32, things=[Thing("fishman", 130, FLOOR + 10)]))
    world.hero.invulnerable = 10**6
    fish = only(world)
    until(world, 0, lambda w: fish.mode == fishman.LEAP)
    seen = hold(world, 0, 100)
    assert "splash" in seen
    assert (fish.mode, fish.x >> 8) in [(fishman.LURK, 130), (fishman.BUBBLE, 130)]


def test_ashore_it_walks_and_spits_every_three_seconds_or_so() -> None:
    world = by_the_pool(60)
    ashore(world)
    fish = only(world)
    x = fish.x
    hold(world, 0, 20)
    assert abs(fish.x - x) == 20 * 192
    came, wound_up = [], []
    for frame in range(1500):
        fish.x = max(30 << 8, min(140 << 8, fish.x))
        world.hero.x = 90 << 8
        before = fish.mode
        seen = [event.kind for event in world.step(0)]
        if fish.mode == fishman.SPIT != before:
            wound_up.append(frame)
        if "spit" in seen:
            came.append(frame)
    gaps = [b - a for a, b in pairwise(came)]
    assert len(gaps) >= 5
    assert all(170 <= gap <= 260 for gap in gaps)
    assert all(spat - begun == 24 for begun, spat in zip(wound_up, came, strict=False))


@pytest.mark.parametrize(("pad", "unhurt"), [(0, False), (DOWN, True)])
def test_its_fire_goes_over_a_crouching_hero(pad: int, unhurt: bool) -> None:
    world = by_the_pool(100, safe=False)
    world.actors.clear()
    world.shots.append(Shot("fire", 50 << 8, (SHORE - 20) << 8, 384, 0))
    hold(world, pad, 90)
    assert (world.hero.health == 16) == unhurt


def test_never_more_than_two_are_about() -> None:
    world = by_the_pool(100, things=4)
    most = 0
    for _ in range(1500):
        world.step(0)
        most = max(most, sum(fish.mode != fishman.LURK for fish in world.actors))
    assert most == 2


def test_one_that_walks_into_the_water_lurks_there() -> None:
    world = by_the_pool(60)
    ashore(world)
    fish = only(world)
    fish.x, fish.facing, fish.drift = 150 << 8, 1, 10**6
    until(world, 0, lambda w: fish.mode == fishman.LURK, limit=200)
    assert (fish.y >> 8, fish.aim >> 8, fish.pose) == (SHORE + 16, SHORE, "hidden")
    assert 160 <= fish.x >> 8 <= 208


def test_a_killed_one_is_back_once_its_pool_was_out_of_view() -> None:
    level = draw([row + row[-1] * 60 for row in POOL], x=60, y=SHORE, things=[Thing("fishman", 176, SHORE + 32)])
    world = World(level)
    world.hero.invulnerable = 10**6
    ashore(world)
    fish = only(world)
    for _ in range(60):
        fish.x, fish.y = world.hero.x + (30 << 8), world.hero.y
        world.step(B)
        if not world.actors:
            break
    assert world.hero.score == 300
    hold(world, 0, 100)
    assert not world.actors
    world.hero.x = 900 << 8
    hold(world, 0, 3)
    world.hero.x = 60 << 8
    hold(world, 0, 3)
    assert only(world).mode == fishman.LURK
