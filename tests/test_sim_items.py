"""Candles, what falls from them, and what picking it up does."""

from __future__ import annotations

from collections import Counter

import pytest
from sim_levels import FLOOR, draw, flat, hold, until

from game.sim.buttons import Button
from game.sim.items import drop_of, let_fall
from game.sim.level import Thing
from game.sim.numbers import numbers
from game.sim.pickups import ITEM_KINDS
from game.sim.shots import Shot
from game.sim.world import Carry, Rules, World

B, RIGHT = Button.B, Button.RIGHT


def beside_a_candle(holds: str = "", **carry: int) -> World:
    return World(flat(things=[Thing("candle", 64, FLOOR - 8, holds=holds)]), carry=Carry(**carry))  # type: ignore[arg-type]


def test_a_whipped_candle_goes_out_and_lets_fall_what_it_holds() -> None:
    world = beside_a_candle("meat")
    assert "candle" in hold(world, B, 13)
    assert world.candles == ()
    (item,) = world.items
    assert (item.kind, item.x >> 8) == ("meat", 64)


@pytest.mark.parametrize(
    ("level", "hearts", "given"),
    [(1, 3, "heart_small"), (1, 4, "whip_up"), (2, 7, "heart_small"), (2, 8, "whip_up"), (3, 99, "heart_small")],
)
def test_the_whip_grows_at_four_and_at_eight_hearts(level: int, hearts: int, given: str) -> None:
    assert drop_of(beside_a_candle(whip_level=level, hearts=hearts), "heart_small") == given


def test_the_whip_upgrade_replaces_hearts_only_and_is_offered_once_at_a_time() -> None:
    world = beside_a_candle(hearts=9)
    assert drop_of(world, "meat") == "meat"
    let_fall(world, "whip_up", 64, 100)
    assert drop_of(world, "heart_large") == "heart_large"


def test_the_usual_draw_is_mostly_small_hearts() -> None:
    world = beside_a_candle(hearts=0)
    drawn = Counter(drop_of(world, "") for _ in range(1000))
    weights = dict(numbers().candle.drops)
    assert set(drawn) == set(weights)
    for kind, weight in weights.items():
        assert abs(drawn[kind] / 1000 - weight / sum(weights.values())) < 0.04


def test_a_hero_with_a_dagger_finds_no_other() -> None:
    world = beside_a_candle(hearts=0)
    world.hero.subweapon = "dagger"
    assert all(drop_of(world, "") != "dagger" for _ in range(200))


def picked_up(kind: str, **carry: int) -> World:
    world = World(flat(), carry=Carry(**carry))  # type: ignore[arg-type]
    let_fall(world, kind, 40, FLOOR - 30)
    hold(world, 0, 60)
    assert not world.items
    return world


def test_what_items_give() -> None:
    assert picked_up("heart_small").hero.hearts == 6
    assert picked_up("heart_large").hero.hearts == 10
    assert picked_up("heart_large", hearts=97).hero.hearts == 99
    assert picked_up("whip_up").hero.whip_level == 2
    assert picked_up("whip_up", whip_level=3).hero.whip_level == 3
    assert picked_up("dagger").hero.subweapon == "dagger"
    assert picked_up("meat", health=5).hero.health == 11
    assert picked_up("meat", health=12).hero.health == 16
    assert picked_up("bag").hero.score in numbers().item.bag


def test_items_fall_onto_platforms_and_vanish_after_six_seconds() -> None:
    world = World(draw(["........----....", "................", "................", "#" * 16]))
    let_fall(world, "heart_large", 160, 100)
    (item,) = world.items
    until(world, 0, lambda w: item.resting)
    assert item.y >> 8 == FLOOR - 48
    until(world, 0, lambda w: not w.items)
    assert item.age == world.frame == 360


def test_small_hearts_sail_down_within_a_few_pixels_of_where_they_began() -> None:
    world = World(flat())
    let_fall(world, "heart_small", 160, 100)
    (item,) = world.items
    seen = []
    while not item.resting:
        world.step(0)
        seen.append(item.x >> 8)
    assert len(seen) > 150
    assert 12 <= max(seen) - min(seen) <= 32


def test_lives_come_at_thirty_thousand_points_and_every_fifty_thousand_after() -> None:
    world = World(flat())
    lives = []
    for _ in range(14):
        world.score(10000, 0, 0)
        lives.append(world.hero.lives)
    assert lives == [3, 3, 4, 4, 4, 4, 4, 5, 5, 5, 5, 5, 6, 6]


def test_the_bare_level_has_no_candles() -> None:
    world = World(flat(things=[Thing("candle", 64, FLOOR - 8)]), rules=Rules(enemies=False))
    hold(world, B, 30)
    assert world.candles == ()
    assert world.items == []


def test_a_veiled_hero_walks_through_foes_and_spikes_unharmed() -> None:
    world = World(draw(["....^^..........", "#" * 16], things=[Thing("thrower", 140, FLOOR)]))
    let_fall(world, "veil", 40, FLOOR - 30)
    hold(world, 0, 30)
    assert world.hero.veiled > 200
    assert "hurt" not in hold(world, RIGHT, 150)
    hold(world, 0, 200)
    assert world.hero.veiled == 0


def test_the_rosary_clears_the_view_of_lesser_foes_and_of_what_they_threw() -> None:
    level = flat(width=40, things=[Thing("thrower", 150, FLOOR), Thing("bat", 200, 60), Thing("boss_bat", 220, 60)])
    world = World(level)
    world.shots.append(Shot("bone", 100 << 8, 60 << 8, 0, 0))
    let_fall(world, "rosary", 40, FLOOR - 30)
    seen = hold(world, 0, 30)
    assert [a.kind for a in world.actors] == ["boss_bat"]
    assert not world.shots
    assert seen.count("kill") == 2
    assert world.hero.score == 500


def test_an_item_on_a_block_falls_when_the_block_is_broken() -> None:
    world = World(draw(["....B...........", "#" * 16]))
    let_fall(world, "heart_large", 72, FLOOR - 40)
    (item,) = world.items
    until(world, 0, lambda w: item.resting)
    assert item.y >> 8 == FLOOR - 16
    assert "break" in hold(world, B, 13)
    hold(world, 0, 20)
    assert item.y >> 8 == FLOOR


def test_what_is_walled_in_for_a_later_round_is_not_there_in_the_first() -> None:
    level = draw(["....B...........", "#" * 16], things=[Thing("block", 72, FLOOR, holds="meat", loop=2)])
    for loop, found in ((1, 0), (2, 1)):
        world = World(level, rules=Rules(loop=loop))
        assert "break" in hold(world, B, 13)
        assert len(world.items) == found


def test_a_double_found_late_takes_no_triple_away() -> None:
    assert picked_up("double", multiplier=3).hero.multiplier == 3
    assert picked_up("triple", multiplier=1).hero.multiplier == 3


def test_a_life_is_a_life() -> None:
    assert picked_up("life").hero.lives == 4


def test_every_item_does_something() -> None:
    for kind in ITEM_KINDS:
        world = World(flat(things=[Thing("bat", 100, FLOOR - 60)]), carry=Carry(health=5))
        other = world.clone()
        let_fall(world, kind, 40, FLOOR - 30)
        hold(world, 0, 30)
        hold(other, 0, 30)
        assert not world.items
        assert world.digest() != other.digest(), kind
