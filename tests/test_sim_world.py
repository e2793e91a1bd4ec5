"""The world as a whole: the same buttons give the same run, a clone is a run of its own, the hero is never inside a wall."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sim_levels import FLOOR, ROOM, draw, flat, hold, play, until

from game.sim.buttons import Button
from game.sim.collide import fits
from game.sim.hero import State
from game.sim.level import Section, Thing
from game.sim.numbers import numbers
from game.sim.world import Rules, World

A, B, UP, DOWN, LEFT, RIGHT = Button.A, Button.B, Button.UP, Button.DOWN, Button.LEFT, Button.RIGHT

RUNS = st.lists(st.tuples(st.integers(0, 255), st.integers(1, 60)), max_size=30)
"""Input as a player makes it: buttons held for a while, then others."""


@settings(max_examples=25, deadline=None)
@given(RUNS, st.integers(0, 2**32))
def test_the_same_input_gives_the_same_run(runs: list[tuple[int, int]], seed: int) -> None:
    assert play(World(ROOM, seed), runs) == play(World(ROOM, seed), runs)


@settings(max_examples=25, deadline=None)
@given(RUNS, RUNS)
def test_a_clone_goes_its_own_way_and_leaves_the_original_alone(before: list[tuple[int, int]], after: list[tuple[int, int]]) -> None:
    world = World(ROOM)
    play(world, before)
    digest = world.digest()
    clone = world.clone()
    assert clone.digest() == digest
    seen = play(clone, after)
    assert world.digest() == digest
    assert play(world, after) == seen


@settings(max_examples=40, deadline=None)
@given(RUNS, st.booleans())
def test_whatever_is_pressed_the_hero_is_never_inside_a_wall(runs: list[tuple[int, int]], enemies: bool) -> None:
    world = World(ROOM, rules=Rules(enemies=enemies))
    n = numbers().hero
    for buttons, frames in runs:
        for _ in range(frames):
            world.step(buttons)
            hero = world.hero
            if hero.state not in (State.STAIRS, State.DEAD):
                assert fits(world.terrain, hero.x, hero.y, n.half_width, n.height)
            assert 0 <= hero.health <= 16
            assert 0 <= hero.hearts <= 99


CELLS = st.lists(st.text(alphabet="....##-/\\~^B", min_size=16, max_size=16), min_size=12, max_size=12)


@settings(max_examples=40, deadline=None)
@given(CELLS, RUNS)
def test_no_level_however_odd_makes_a_step_fail(rows: list[str], runs: list[tuple[int, int]]) -> None:
    play(World(draw([*rows, "#" * 16], y=16)), runs)


def test_one_bit_of_state_changes_the_digest() -> None:
    world = World(ROOM)
    digest = world.digest()
    for change in ("x", "health", "jump_buffer", "score"):
        twin = world.clone()
        setattr(twin.hero, change, getattr(twin.hero, change) + 1)
        assert twin.digest() != digest
    twin = world.clone()
    twin.rng.below(2)
    assert twin.digest() != digest


def test_the_digest_is_the_same_in_another_process() -> None:
    """Neither hash randomisation nor the order of sets may reach it."""
    script = "from test_sim_world import ROOM, World, play\nprint(play(World(ROOM, 7), [(128, 200), (129, 40), (130, 60), (144, 200)])[-1])"
    tests = Path(__file__).parent
    seen = set()
    for hash_seed in ("1", "2"):
        run = subprocess.run(
            [sys.executable, "-c", script],
            env={"PYTHONPATH": f"{tests}:{tests.parent}", "PYTHONHASHSEED": hash_seed},
            capture_output=True,
            text=True,
            check=True,
        )
        seen.add(run.stdout)
    assert len(seen) == 1


def test_the_seed_changes_what_comes() -> None:
    runs = [(0, 500)]
    level = flat(width=60, x=400, things=[Thing("shambler", 400, FLOOR)])
    assert play(World(level, 1), runs) != play(World(level, 2), runs)


# Camera and sections


def test_the_camera_keeps_the_hero_in_the_middle_and_inside_the_section() -> None:
    world = World(flat(width=40, x=20))
    assert world.camera == (0, 0)
    hold(world, RIGHT, 180)
    assert world.camera == (200 - 128, 0)
    hold(world, RIGHT, 500)
    assert world.camera == (40 * 16 - 256, 0)


def test_where_no_section_follows_the_border_is_a_wall() -> None:
    world = World(flat(width=40, x=300, sections=(Section(0, 0, 20),)))
    hold(world, RIGHT, 100)
    assert world.hero.x >> 8 == 20 * 16 - 1


def test_falling_out_of_a_section_is_death_even_with_another_below() -> None:
    rows = ["." * 16] * 12 + ["####....########"] + ["." * 16] * 12 + ["#" * 16]
    world = World(draw(rows, x=40, y=12 * 16, sections=(Section(0, 0, 16), Section(0, 13, 16))))
    until(world, RIGHT, lambda w: w.status == "dying", limit=120)
    assert world.hero.section == 0
    assert world.camera == (0, 0)


# The end


@pytest.mark.parametrize("enemies", [True, False])
def test_touching_the_exit_clears_the_stage(enemies: bool) -> None:
    world = World(flat(exit=(100, FLOOR - 32, 16, 32)), rules=Rules(enemies=enemies))
    frames = until(world, RIGHT, lambda w: w.status == "cleared")
    assert frames == 100 - 6 - 40 + 1
    digest = world.digest()
    assert world.step(LEFT) == ()
    assert world.digest() == digest
