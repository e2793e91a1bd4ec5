"""The great bat: its hall, its attacks, and that it can be beaten."""

from __future__ import annotations

from dataclasses import replace

from sim_levels import FLOOR, flat, hold, until

from game.sim.bosses.bat import POISE, SWOOP, WAIT
from game.sim.bosses.life import SLEEP, fell, wounded
from game.sim.buttons import Button
from game.sim.level import Section, Thing
from game.sim.world import Carry, Rules, World
from game.view.fixtures import door_picture, near_leaf

A, B, DOWN, LEFT, RIGHT = Button.A, Button.B, Button.DOWN, Button.LEFT, Button.RIGHT
HALL = flat(
    width=48,
    x=16 * 30,
    sections=(Section(0, 0, 32), Section(32, 0, 16)),
    things=[Thing("boss_bat", 42 * 16, 60)],
    exit=(45 * 16, FLOOR - 32, 32, 32),
    boss="boss_bat",
)


def in_the_hall(rules: Rules | None = None, **carry: int) -> World:
    world = World(HALL, rules=rules, carry=Carry(**carry))  # type: ignore[arg-type]
    until(world, RIGHT, lambda w: w.arena >= 0)
    return world


def fight(world: World, limit: int = 60 * 200) -> None:
    """A plain player: faces the bat, lashes half a second before a swoop reaches him, and fetches the orb."""
    for _ in range(limit):
        if world.status != "play":
            return
        goal = world.items[0].x if world.items else world.actors[0].x
        ahead = goal - world.hero.x
        towards = RIGHT if ahead > 0 else LEFT
        pad: int = towards if world.items or (ahead > 0) != (world.hero.facing > 0) else 0
        for bat in world.actors:
            if bat.mode == SWOOP and bat.timer == world.numbers.boss_bat.swoop[wounded(bat)] // 2 - 28:
                pad = B
        world.step(pad)


def test_the_bat_sleeps_until_the_hero_is_in_its_hall() -> None:
    world = World(HALL)
    until(world, RIGHT, lambda w: w.actors)
    (bat,) = world.actors
    hold(world, 0, 300)
    assert bat.mode == SLEEP
    assert world.arena == -1
    until(world, RIGHT, lambda w: w.arena >= 0)
    assert bat.mode != SLEEP
    assert (bat.x - world.hero.x) >> 8 == 112


def test_the_hall_is_shut_while_the_bat_lives() -> None:
    world = in_the_hall()
    assert world.camera == (32 * 16, 0)
    world.hero.invulnerable = 10**6
    hold(world, LEFT, 300)
    assert world.hero.x >> 8 == 32 * 16 + 6
    assert world.camera == (32 * 16, 0)


def test_the_door_of_the_hall_stays_shut_once_the_fight_has_begun() -> None:
    for facing, left in ((1, 32 * 16), (-1, 32 * 16 + 240)):
        level = replace(HALL, things=(*HALL.things, Thing("door", left + 8, FLOOR, facing=facing)))
        world = World(level)
        until(world, RIGHT, lambda w: w.arena >= 0)
        world.hero.invulnerable = 10**6
        hold(world, LEFT if facing > 0 else RIGHT, 300)
        assert world.hero.x >> 8 == (left + 16 + 6 if facing > 0 else left - 6)
        world.hurt(1, -facing)
        for _ in range(60):
            world.step(0)
            assert door_picture(world, left + 8) == near_leaf(world, left + 8 - facing * 16, left + 8) == 0


def test_whoever_stands_in_the_door_when_the_hall_is_shut_comes_out_but_not_in_again() -> None:
    world = World(replace(HALL, things=(*HALL.things, Thing("door", 32 * 16 + 8, FLOOR, facing=1))))
    until(world, RIGHT, lambda w: w.hero.section == 1 and not w.passage)
    world.hero.x, world.arena = (32 * 16 + 8) << 8, 32 * 16
    hold(world, 0, 2)
    assert world.hero.x >> 8 == 32 * 16 + 8
    hold(world, RIGHT, 40)
    world.hero.invulnerable = 10**6
    hold(world, LEFT, 100)
    assert world.hero.x >> 8 == 32 * 16 + 16 + 6


def test_the_exit_is_barred_while_the_bat_lives() -> None:
    world = in_the_hall(rules=Rules(damage_percent=0, no_knockback=True))
    hold(world, RIGHT, 400)
    assert world.hero.x >> 8 == 48 * 16 - 6
    assert world.status == "play"


def test_it_hovers_then_swoops_through_the_hero_and_up_again() -> None:
    world = in_the_hall()
    (bat,) = world.actors
    until(world, 0, lambda w: bat.mode == WAIT)
    until(world, 0, lambda w: bat.mode == SWOOP)
    world.hero.invulnerable = 10**6
    top, lowest = bat.y >> 8, 0
    while bat.mode == SWOOP:
        world.step(0)
        lowest = max(lowest, bat.y >> 8)
    assert abs(lowest - (FLOOR - 20)) <= 1
    assert abs((bat.y >> 8) - top) <= 1


def test_its_swoop_passes_over_a_crouching_hero() -> None:
    for pad, hurt in ((DOWN, False), (0, True)):
        world = in_the_hall()
        (bat,) = world.actors
        until(world, pad, lambda w: bat.mode == SWOOP)  # noqa: B023
        until(world, pad, lambda w: bat.mode == WAIT)  # noqa: B023
        assert (world.hero.health < 16) == hurt


def test_it_draws_back_before_it_swoops() -> None:
    world = in_the_hall()
    (bat,) = world.actors
    until(world, 0, lambda w: bat.mode == POISE)
    top = bat.y
    assert until(world, 0, lambda w: bat.mode == SWOOP) >= 20
    assert bat.y < top


def test_it_spits_three_flames_only_once_it_is_wounded() -> None:
    world = in_the_hall()
    (bat,) = world.actors
    world.hero.invulnerable = 10**6
    for _ in range(600):
        world.step(0)
        assert not world.shots
    bat.health = 6
    until(world, 0, lambda w: w.shots)
    assert [shot.kind for shot in world.shots] == ["fire"] * 3
    assert len({shot.vy for shot in world.shots}) == 3


def test_a_scripted_player_beats_it_and_the_orb_ends_the_stage() -> None:
    world = in_the_hall(whip_level=2)
    fight(world)
    assert world.status == "cleared"
    assert world.hero.score >= 3000
    assert world.slain == {0}


def test_without_enemies_the_exit_is_open() -> None:
    world = World(HALL, rules=Rules(enemies=False))
    until(world, RIGHT, lambda w: w.status == "cleared", limit=400)


def test_an_orb_lost_in_a_pit_comes_back() -> None:
    world = in_the_hall()
    (bat,) = world.actors
    world.hero.invulnerable = 10**6
    bat.health = 0
    fell(world, bat)
    until(world, 0, lambda w: w.items)
    (orb,) = world.items
    orb.y, orb.resting = 300 << 8, False
    assert "orb" in hold(world, 0, 200)
    assert world.status == "cleared"
