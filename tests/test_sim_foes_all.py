"""What holds for every kind of enemy: its worth, what it stands, that it never breaks out, that runs repeat."""

from __future__ import annotations

import pytest
from foe_kit import NEVER_HURT
from hypothesis import given, settings
from hypothesis import strategies as st
from sim_levels import FLOOR, draw, flat, play

from game.sim.actors import Actor, walk
from game.sim.collide import fits
from game.sim.foes import ghost
from game.sim.foes.kinds import FOES, nature
from game.sim.foes.moves import wet
from game.sim.items import Item
from game.sim.level import Thing
from game.sim.numbers import numbers
from game.sim.rng import Rng
from game.sim.world import Rules, World
from levels.kinds import thing_kinds

KINDS = tuple(FOES)
AWAKE = {"shambler": 1, "hound": 1, "bat": 2, "fishman": 3, "ghost": 2}
"""A mode in which each can be struck, where it is not the first."""
GROUND = ("shambler", "hound", "thrower", "fishman", "spear", "riser", "pillar", "flea", "knight")
"""Those that walls and floors stop."""
GALLERY = draw(
    [
        "................................................................",
        "..........-----.............####....................----........",
        "..............................................................##",
        "...#.....##.............---..../###.####......................##",
        "..##.....##...--.............../..............#..........##...##",
        "............................./....................---.........##",
        "##########~~############~~~~#####~~~~##########...##############",
    ],
    x=400,
    things=[
        *(Thing(kind, x, FLOOR) for kind, x in zip(KINDS, (88, 120, 200, 230, 300, 340, 480, 500, 600, 620, 690, 780), strict=True)),
        *(Thing("fishman", 16 * column, FLOOR + 16) for column in (11, 26, 35)),
        *(Thing(kind, 16 * 12 + 8, FLOOR - 80) for kind in ("spear", "riser", "flea", "knight", "pillar")),
    ],
)
"""All kinds in one level of steps, pits, pools, stairs, platforms and a gap without a floor."""
PADS = (0x80, 0x40, 0x81, 0x41, 0x02, 0x22, 0x20, 0x12, 0x10, 0x00)
"""Walking, jumping, lashing, crouching, climbing."""


@pytest.mark.parametrize(
    ("kind", "points", "lashes"),
    [
        ("shambler", 100, 1),
        ("hound", 200, 1),
        ("bat", 200, 1),
        ("thrower", 300, 1),
        ("fishman", 300, 1),
        ("head", 300, 1),
        ("ghost", 300, 3),
        ("spear", 400, 3),
        ("riser", 400, 1),
        ("pillar", 400, 7),
        ("flea", 500, 1),
        ("knight", 1400, 9),
    ],
)
def test_each_kind_has_its_worth_and_stands_so_many_lashes(kind: str, points: int, lashes: int) -> None:
    world = World(flat(x=100))
    world.hero.invulnerable = NEVER_HURT
    a = Actor(kind, 125, FLOOR, -1, numbers().body(kind))
    a.mode = AWAKE.get(kind, 0)
    world.actors = [a]
    seen: list[str] = []
    for struck in range(1, lashes + 1):
        assert world.hero.score == 0
        for frame in range(30):
            a.x, a.y = 125 << 8, FLOOR << 8
            seen += [event.kind for event in world.step(0x22 if frame == 0 else 0x20)]
        assert seen.count("hit") == struck
        assert a.health == lashes - struck or kind == "riser"
    assert seen.count("points") == 1
    assert world.hero.score == points


def test_whoever_is_struck_shows_it_and_has_a_moment_of_mercy() -> None:
    world = World(flat(x=100, things=[Thing("knight", 130, FLOOR)]))
    (a,) = world.actors
    until_hit = next(frame for frame in range(30) if "hit" in [event.kind for event in world.step(2)])
    assert until_hit == numbers().whip.out_from - 1
    assert (a.pose, a.mercy) == ("hurt", numbers().whip.mercy)
    for _ in range(numbers().whip.mercy):
        assert a.pose == "hurt"
        world.step(0)
    assert a.pose != "hurt"


def test_the_files_and_checks_of_levels_know_every_kind() -> None:
    assert set(KINDS) <= set(thing_kinds())


def run(world: World, seed: int, frames: int) -> None:
    """Random pads, held for a while each."""
    rng = Rng(seed)
    while world.frame < frames and world.status == "play":
        pad = PADS[rng.below(len(PADS))]
        for _ in range(rng.between(1, 40)):
            world.step(pad)


@pytest.mark.parametrize("seed", range(20))
def test_play_at_random_among_all_of_them_goes_on_with_few_about(seed: int) -> None:
    """Every kind on one map, the hero dropped anywhere: no step fails, and nobody piles up."""
    world = World(GALLERY, seed, Rules(damage_percent=0))
    world.hero.x = (32 + 48 * seed) << 8
    world.hero.y = (FLOOR - 100) << 8
    rng = Rng(seed)
    for _ in range(60):
        pad = PADS[rng.below(len(PADS))]
        for _ in range(rng.between(1, 40)):
            world.step(pad)
            assert len(world.actors) <= len(GALLERY.things) + 3
            assert len(world.shots) <= 40
            for a in world.actors:
                assert 0 <= a.mode < len(FOES[a.kind])
                assert 0 <= a.health <= a.max_health
                assert abs(a.vy) < 16 * 256


@pytest.mark.parametrize("seed", range(6))
def test_those_on_the_ground_are_never_inside_a_wall_or_standing_in_water(seed: int) -> None:
    world = World(GALLERY, seed, Rules(damage_percent=0))
    rng = Rng(seed)
    for _ in range(40):
        world.hero.x, world.hero.y = rng.between(20, 1000) << 8, (FLOOR - 60) << 8
        for _ in range(60):
            world.step(PADS[rng.below(len(PADS))])
            world.status = "play"
            for a in world.actors:
                n = numbers().body(a.kind)
                if a.kind not in GROUND or a.mode in nature(a.kind).untouchable:
                    continue
                assert fits(world.terrain, a.x, a.y, n.half_width, n.height), (a.kind, a.x >> 8, a.y >> 8, a.mode)
                if a.kind in ("spear", "riser", "pillar", "flea", "knight"):
                    assert not wet(world, a), (a.kind, a.x >> 8, a.y >> 8)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PADS), st.integers(1, 60)), min_size=3, max_size=20), st.integers(0, 2**32), st.integers(1, 60))
def test_a_clone_taken_among_them_plays_on_as_the_original_does(runs: list[tuple[int, int]], seed: int, start: int) -> None:
    world = World(GALLERY, seed, Rules(damage_percent=0))
    world.hero.x = (start * 16) << 8
    play(world, runs[: len(runs) // 2])
    clone = world.clone()
    assert clone.digest() == world.digest()
    assert play(clone, runs) == play(world, runs)


def test_the_seed_decides_what_those_who_choose_do() -> None:
    for kind in ("flea", "knight", "pillar", "thrower"):
        ends = set()
        for seed in range(4):
            world = World(flat(width=32, x=60, things=[Thing(kind, 160, FLOOR)]), seed, Rules(damage_percent=0))
            ends.add(play(world, [(0, 600)])[0])
        assert len(ends) == 4, kind


def test_without_enemies_there_are_none() -> None:
    world = World(GALLERY, rules=Rules(enemies=False))
    run(world, 1, 300)
    assert not world.actors
    assert not world.shots


def test_modes_that_are_not_of_this_world_are_known_to_the_rules() -> None:
    """Hidden things can't be struck, and what can't be struck does no harm."""
    for kind in KINDS:
        assert nature(kind).untouchable <= nature(kind).harmless
    assert ghost.WAIT in nature("ghost").untouchable


def test_feet_a_part_of_a_pixel_below_an_edge_are_stopped_by_its_side() -> None:
    world = World(draw(["####............", "################"], x=200))
    a = Actor("thrower", 64 + 6, FLOOR - 16, -1, numbers().thrower)
    a.y += 64
    assert walk(world, a, -256, numbers().thrower)
    assert a.x == 70 << 8
    a.y -= 64
    assert not walk(world, a, -256, numbers().thrower)


def test_the_rosary_fells_a_riser_to_a_heap_and_leaves_what_is_hidden() -> None:
    world = World(flat(width=32, x=100, things=[Thing("riser", 160, FLOOR), Thing("ghost", 250, FLOOR), Thing("spear", 200, FLOOR)]))
    world.items.append(Item("rosary", 100 << 8, FLOOR << 8))
    world.step(0)
    assert [(a.kind, a.pose) for a in world.actors] == [("riser", "heap"), ("ghost", "hidden")]
    assert world.hero.score == 800
    world.items.append(Item("rosary", 100 << 8, FLOOR << 8))
    world.step(0)
    assert world.hero.score == 800
