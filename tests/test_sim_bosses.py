"""What holds of every boss: it sleeps, keeps to its hall, tells what it is about to do, can be reached, falls, and leaves the orb."""

from __future__ import annotations

from random import Random

import pytest
from boss_kit import DOWN, FLOOR, HALL, KINDS, LEFT, LEVELS, RIGHT, A, B, bosses, fight, stays, strike_down, wound
from sim_levels import hold, until

from game.sim.actors import Actor
from game.sim.bosses import bat, bell, dreamer, eel, golem, nightmare, weaver
from game.sim.bosses.life import DYING, SLEEP, about, is_boss
from game.sim.bosses.table import untouchable
from game.sim.level import VIEW_W
from game.sim.numbers import numbers
from game.sim.shots import Shot
from game.sim.world import Rules, World


@pytest.mark.parametrize("kind", KINDS)
def test_a_boss_sleeps_unhurt_until_it_is_seen_and_then_the_hall_is_shut(kind: str) -> None:
    world = World(LEVELS[kind])
    until(world, RIGHT, lambda w: any(is_boss(a.kind) for a in w.actors))
    (boss, *_) = bosses(world)
    world.shots.append(Shot("dagger", boss.x, boss.y - 8, 0, 0, mine=True))
    hold(world, 0, 60)
    assert boss.mode == SLEEP
    assert boss.health == boss.max_health
    world.shots.clear()
    until(world, RIGHT, lambda w: w.arena >= 0)
    world.step(0)
    assert world.arena == HALL
    assert boss.mode != SLEEP


@pytest.mark.parametrize("kind", KINDS)
def test_no_boss_ever_leaves_its_hall_whatever_the_hero_does(kind: str) -> None:
    body = numbers().body(kind)
    for seed in range(20):
        random, world = Random(seed), fight(kind, seed=seed, whip_level=1 + seed % 3)
        for _ in range(60):
            pad = random.choice((0, LEFT, RIGHT, A, A | LEFT, A | RIGHT, B, B | DOWN, DOWN))
            for frame in range(20):
                world.step(pad if frame else 0)
                for boss in about(world):
                    if untouchable(boss) or boss.kind != kind:
                        continue
                    assert HALL + body.half_width <= boss.x >> 8 <= HALL + VIEW_W - body.half_width, (seed, boss.mode)
                    assert 0 < boss.y >> 8 <= FLOOR or kind == "boss_eel", (seed, boss.mode)


@pytest.mark.parametrize("kind", KINDS)
def test_a_boss_fights_on_for_five_minutes_against_a_hero_who_does_nothing(kind: str) -> None:
    world = fight(kind)
    attacks: dict[int, int] = {}
    half = 60 * 150
    for part in range(2):
        for _, mode, frames in stays(world, half):
            assert frames <= 180
            attacks[mode] = attacks.get(mode, 0) + 1
        if part == 0:
            wound(world)
    assert world.status == "play"
    assert min(attacks[mode] for mode in ATTACKS[kind]) >= 10
    assert len(world.actors) < 12


@pytest.mark.parametrize("kind", KINDS)
def test_the_shortest_whip_reaches_every_boss_from_the_floor_at_times(kind: str) -> None:
    world, n = fight(kind), numbers()
    highest = FLOOR - n.hero.jump[20] - n.whip.high[0]
    reached = 0
    for _ in range(3000):
        world.step(0)
        for boss in bosses(world):
            top, bottom = (boss.y >> 8) - n.body(kind).height, boss.y >> 8
            reached += not untouchable(boss) and bottom > highest and top < FLOOR
    assert reached > 300


ATTACKS = {
    "boss_bat": (bat.POISE,),
    "boss_weaver": (weaver.GATHER, weaver.SPIT),
    "boss_bell": (bell.CROUCH, bell.RAISE, bell.WIND_UP),
    "boss_eel": (eel.PEEP, eel.ARC, eel.REAR),
    "boss_golem": (golem.STOMP, golem.WIND_UP, golem.BEND),
    "boss_dreamer": (dreamer.CAST, dreamer.CALL),
    "boss_nightmare": (nightmare.CROUCH, nightmare.INHALE, nightmare.ROAR),
}
"""The modes in which each shows what it is about to do."""


@pytest.mark.parametrize("kind", KINDS)
def test_every_attack_is_announced_for_a_third_of_a_second(kind: str) -> None:
    world = fight(kind)
    for _ in range(2):
        told = [(mode, frames) for boss, mode, frames in stays(world, 3600) if boss.kind == kind and mode in ATTACKS[kind]]
        assert told
        assert min(frames for _, frames in told) >= 20
        wound(world)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_thrown_before_its_pose_could_be_seen(kind: str) -> None:
    """However it is thrown: whoever throws has stood in one pose for 20 frames, or goes on throwing."""
    world = fight(kind)
    wound(world)
    known: set[int] = set()
    lately: dict[int, int] = {}
    for frame in range(3600):
        poses = [(boss.pose_frame + 1, boss.mode) for boss in bosses(world)]
        if max(since for since, _ in poses) >= 20:
            lately[0] = frame
        world.step(0)
        new = [shot for shot in world.shots if id(shot) not in known and not shot.mine and shot.kind not in ("blaze", "bone", "wave")]
        known = {id(shot) for shot in world.shots}
        if new:
            assert frame - lately[0] <= numbers().boss_nightmare.fire_every * 5


HITS = {"boss_bat": 12, "boss_weaver": 14, "boss_bell": 20, "boss_eel": 12, "boss_golem": 22, "boss_dreamer": 10, "boss_nightmare": 14}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("whip_level", [1, 2, 3])
def test_a_boss_falls_after_so_many_hits_and_leaves_the_orb_where_the_hero_can_take_it(kind: str, whip_level: int) -> None:
    world = fight(kind, whip_level=whip_level)
    hits = strike_down(world, kind)
    damage = numbers().whip.damage[whip_level - 1]
    alike = 2 if kind == "boss_bell" else 1
    assert hits == alike * -(-HITS[kind] // alike // damage)
    if kind == "boss_dreamer":
        return
    aside = 30 if bosses(world)[0].x >> 8 > HALL + 128 else 226
    world.hero.x, world.hero.y, world.hero.state = (HALL + aside) << 8, FLOOR << 8, 0
    world.hero.invulnerable = 10**6
    until(world, 0, lambda w: w.items)
    (orb,) = world.items
    assert orb.kind == "orb"
    assert HALL + 16 <= orb.x >> 8 <= HALL + VIEW_W - 16
    assert world.slain == {0}
    assert not world.actors
    hold(world, 0, 120)
    world.hero.x, world.hero.y = orb.x, orb.y
    hold(world, 0, 2)
    assert world.status == "cleared"


def test_points_lie_between_three_and_ten_thousand_and_grow() -> None:
    n = numbers()
    points = [n.boss_bat.points, n.boss_weaver.points, 2 * n.boss_bell.points, n.boss_eel.points, n.boss_golem.points]
    points.append(n.boss_dreamer.points + n.boss_nightmare.points)
    assert points == sorted(points)
    assert points[0] == 3000
    assert points[-1] == 10000


def test_a_helper_dies_once_where_the_last_blow_meets_it_too() -> None:
    world = fight("boss_weaver")
    (boss,) = bosses(world)
    boss.mode, boss.health = weaver.REST, 1
    world.actors.append(Actor("spiderling", boss.x >> 8, boss.y >> 8, 1, numbers().spiderling))
    world.shots.append(Shot("axe", boss.x, boss.y, 0, 0, mine=True))
    assert hold(world, 0, 1).count("kill") == 1
    assert world.hero.score == numbers().boss_weaver.points


def test_helpers_and_shots_end_with_their_boss() -> None:
    world = fight("boss_golem")
    until(world, 0, lambda w: any(a.kind == "homunculus" for a in w.actors))
    (boss,) = bosses(world)
    boss.health = 1
    world.shots = [Shot("vial", 0, 0, 0, 0), Shot("dagger", boss.x, boss.y - (16 << 8), 0, 0, mine=True)]
    world.step(0)
    assert boss.mode == DYING
    assert world.actors == [boss]
    assert not [shot for shot in world.shots if not shot.mine]


@pytest.mark.parametrize("kind", KINDS)
def test_without_enemies_there_is_no_boss_and_the_exit_is_open(kind: str) -> None:
    world = World(LEVELS[kind], rules=Rules(enemies=False))
    until(world, RIGHT, lambda w: w.status == "cleared", limit=400)
