"""The sub-weapons: what each costs, how it flies, what it hits; and the multipliers."""

from __future__ import annotations

import pytest
from sim_levels import FLOOR, draw, flat, hold, until

from game.sim.buttons import Button
from game.sim.items import drop_of, let_fall
from game.sim.level import Level, Thing
from game.sim.numbers import numbers
from game.sim.shots import Shot
from game.sim.weapons import WEAPONS
from game.sim.world import Carry, World

B, UP, RIGHT = Button.B, Button.UP, Button.RIGHT
HAND = numbers().shot.hand >> 8


def armed(kind: str, hearts: int = 9, level: Level | None = None, **carry: int) -> World:
    return World(level or flat(width=40), carry=Carry(hearts=hearts, subweapon=kind, **carry))  # type: ignore[arg-type]


def thrown(world: World) -> Shot:
    until(world, UP | B, lambda w: w.shots, 14)
    return world.shots[0]


@pytest.mark.parametrize("kind", WEAPONS)
def test_a_throw_is_paid_in_hearts_and_is_none_without_them(kind: str) -> None:
    cost = numbers().weapon(kind).cost
    assert cost == (5 if kind == "watch" else 1)
    world = armed(kind, hearts=cost)
    assert "throw" in hold(world, UP | B, 23)
    assert world.hero.hearts == 0
    assert "whip" in hold(armed(kind, hearts=cost - 1), UP | B, 23)


def test_a_throw_looks_like_what_the_legs_do() -> None:
    world = armed("dagger")
    hold(world, UP | B, 2)
    assert world.hero.pose == "throw"
    world = armed("dagger")
    hold(world, Button.A, 6)
    hold(world, UP | B, 2)
    assert world.hero.pose == "throw_air"


@pytest.mark.parametrize("kind", WEAPONS)
def test_picking_one_up_arms_the_hero(kind: str) -> None:
    world = World(flat())
    let_fall(world, kind, 40, FLOOR - 30)
    hold(world, 0, 60)
    assert world.hero.subweapon == kind
    assert all(drop_of(world, "") != kind for _ in range(300))


def test_the_axe_flies_in_an_arc_of_82_px() -> None:
    world = armed("axe")
    axe = thrown(world)
    x, y, highest = axe.x, axe.y, axe.y
    for _ in range(60):
        world.step(0)
        highest = min(highest, axe.y)
    assert axe.x - x == 60 * 2 * 256
    assert 80 <= (y - highest) / 256 <= 84


def test_the_axe_goes_through_what_it_hits_and_hits_each_once() -> None:
    world = World(flat(things=[Thing("boss_bat", 120, 60), Thing("bat", 190, 60)]))
    boss, health = world.actors[0], world.actors[0].health
    axe = Shot("axe", 90 << 8, 58 << 8, 512, 0, mine=True)
    world.shots.append(axe)
    hits = hold(world, 0, 56)
    assert axe in world.shots
    assert hits.count("boss_hit") == 1
    assert hits.count("kill") == 1
    assert health - boss.health == numbers().axe.damage


def test_the_flask_breaks_on_the_ground_and_burns_there() -> None:
    world = armed("flask")
    shot = thrown(world)
    seen = []
    until(world, 0, lambda w: shot.kind == "flame" or seen.extend(e.kind for e in w.step(0)))
    assert shot.y >> 8 == FLOOR
    assert 30 < (shot.x >> 8) - 40 < 80
    where, burning = shot.x, 0
    while shot in world.shots:
        world.step(0)
        burning += 1
    assert shot.x == where
    assert burning == numbers().flask.burn


def test_a_flame_hits_again_and_again() -> None:
    world = World(flat(things=[Thing("boss_bat", 120, 40)]))
    (bat,) = world.actors
    bat.mode, bat.x, bat.y = 3, 120 << 8, FLOOR << 8
    health = bat.health
    world.hero.subweapon = "flask"
    flame = Shot("flame", bat.x, bat.y, 0, 0, mine=True)
    world.shots.append(flame)
    for _ in range(numbers().flask.burn):
        world.step(0)
        bat.x, bat.y = 120 << 8, FLOOR << 8
    assert health - bat.health == 3
    assert world.hero.weapon_hits == 3


def test_a_flask_that_hits_a_foe_breaks_on_it() -> None:
    world = armed("flask", level=flat(width=40, things=[Thing("thrower", 80, FLOOR)]))
    shot = thrown(world)
    until(world, 0, lambda w: shot.kind == "flame", 60)
    assert world.hero.score == 300


def test_the_crescent_turns_back_and_is_caught() -> None:
    world = armed("crescent")
    blade = thrown(world)
    farthest, caught = 0, False
    while blade in world.shots:
        caught = any(event.kind == "catch" for event in world.step(0))
        farthest = max(farthest, (blade.x >> 8) - 40)
    assert caught
    assert 88 <= farthest <= 120


def test_a_crescent_nobody_catches_flies_out_of_the_picture() -> None:
    world = armed("crescent", level=draw(["#" * 40], x=300))
    blade = thrown(world)
    for _ in range(240):
        world.hero.y = 60 << 8
        world.step(0)
    assert blade not in world.shots
    assert blade.x < 200 << 8


def test_the_watch_holds_the_foes_but_not_the_hero_nor_bosses() -> None:
    world = armed("watch", level=flat(width=40, things=[Thing("thrower", 200, FLOOR), Thing("boss_bat", 160, 60)]))
    hold(world, UP | B, 13)
    assert world.stopped == numbers().watch.frames == 150
    thrower, bat = world.actors
    before, hung = (thrower.x, thrower.y, thrower.timer), bat.timer
    hold(world, RIGHT, 100)
    hold(world, 0, 50)
    assert (thrower.x, thrower.y, thrower.timer) == before
    assert bat.timer != hung
    assert world.hero.x >> 8 > 100
    hold(world, 0, 1)
    assert thrower.timer == before[2] + 1


def test_the_watch_is_not_wound_again_while_it_runs() -> None:
    world = armed("watch", hearts=20)
    hold(world, UP | B, 23)
    hold(world, 0, 1)
    assert "whip" in hold(world, UP | B, 23)
    assert world.hero.hearts == 15


@pytest.mark.parametrize("times", [1, 2, 3])
def test_the_multiplier_is_how_many_may_be_in_the_air(times: int) -> None:
    world = armed("axe", multiplier=times)
    most = 0
    for frame in range(4 * 24):
        world.step(UP | B if frame % 24 == 0 else 0)
        most = max(most, sum(shot.mine for shot in world.shots))
    assert most == times


def test_multipliers_come_after_ten_and_after_twenty_hits_with_a_sub_weapon() -> None:
    world = armed("dagger", hearts=0)
    hero = world.hero
    given = []
    for hits in (9, 10, 19, 20):
        hero.weapon_hits = hits
        given.append(drop_of(world, "heart_small"))
        if given[-1] == "double":
            let_fall(world, "double", hero.x >> 8, FLOOR - 16)
            hold(world, 0, 20)
    assert given == ["heart_small", "double", "heart_small", "triple"]
    assert hero.multiplier == 2
