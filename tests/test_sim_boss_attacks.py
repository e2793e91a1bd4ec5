"""What each of the bosses does, one after the other: the weaver, the bell-jacks, the bone eel, the golem, the dreamer and its nightmare."""

from __future__ import annotations

from itertools import pairwise

from boss_kit import DOWN, FLOOR, HALL, LEFT, RIGHT, SAFE, A, B, bosses, fight, hall_of, strike_down, wound
from sim_levels import hold, until

from game.sim.bosses import bell, dreamer, eel, golem, nightmare, weaver
from game.sim.bosses.aim import length
from game.sim.bosses.life import is_boss, wounded
from game.sim.bosses.table import untouchable
from game.sim.level import VIEW_W, Level, Thing
from game.sim.numbers import numbers
from game.sim.shots import Shot
from game.sim.world import Rules, World
from game.view.hud import hud_state


def test_the_weaver_spits_one_web_and_wounded_a_fan_of_three() -> None:
    world = fight("boss_weaver")
    for webs in (1, 3):
        world.shots.clear()
        until(world, 0, lambda w: w.shots)
        assert [shot.kind for shot in world.shots] == ["web"] * webs
        wound(world)


def test_the_weaver_creeps_along_the_roof_drops_on_the_hero_and_rests_on_the_floor() -> None:
    world = fight("boss_weaver")
    (boss,) = bosses(world)
    until(world, 0, lambda w: boss.mode == weaver.CREEP)
    hold(world, 0, 5)
    assert boss.y >> 8 == numbers().boss_weaver.hang
    until(world, 0, lambda w: boss.mode == weaver.GATHER)
    assert abs(boss.x - world.hero.x) >> 8 <= numbers().boss_weaver.above
    until(world, 0, lambda w: boss.mode == weaver.REST)
    assert (boss.y >> 8, boss.pose) == (FLOOR, "idle")


def test_the_weaver_lets_down_spiderlings_which_crawl_and_are_only_hit_by_who_crouches() -> None:
    world = fight("boss_weaver")
    until(world, 0, lambda w: any(a.kind == "spiderling" for a in w.actors))
    ling = next(a for a in world.actors if a.kind == "spiderling")
    until(world, 0, lambda w: ling.mode == 1)
    for pad, killed in ((B, False), (B | DOWN, True)):
        world.shots.clear()
        world.actors = [ling]
        world.hero.x, world.hero.facing, world.hero.act = HALL + 60 << 8, 1, 0
        ling.x, ling.y, ling.facing = world.hero.x + (50 << 8), FLOOR << 8, -1
        hold(world, 0, 2)
        assert ("kill" in hold(world, pad, 22)) == killed


def test_only_one_bell_jack_attacks_at_a_time() -> None:
    world = fight("boss_bell")
    for _ in range(3600):
        world.step(0)
        assert sum(boss.mode in (bell.CROUCH, bell.RAISE, bell.WIND_UP) for boss in bosses(world)) <= 1


def test_a_hammer_sends_a_shock_along_the_floor_that_no_lash_stops_and_a_leap_clears() -> None:
    world = fight("boss_bell", rules=Rules())
    world.actors.clear()
    hero = world.hero
    hero.x = (HALL + 24) << 8
    for leap, health in ((True, 16), (False, 13)):
        world.shots = [Shot("wave", hero.x + (70 << 8), FLOOR << 8, -448, 0)]
        hold(world, B | DOWN, 23)
        assert [shot.kind for shot in world.shots] == ["wave"]
        hold(world, A if leap else 0, 40)
        assert hero.health == health
        hold(world, 0, 60)


def test_a_lone_bell_jack_strikes_to_both_sides() -> None:
    world = fight("boss_bell")
    until(world, 0, lambda w: any(shot.kind == "wave" for shot in w.shots), limit=4000)
    assert sum(shot.kind == "wave" for shot in world.shots) == 1
    world.shots.clear()
    wound(world)
    until(world, 0, lambda w: any(shot.kind == "wave" for shot in w.shots), limit=4000)
    assert {shot.facing for shot in world.shots if shot.kind == "wave"} == {-1, 1}


def test_a_gear_bounces_lower_and_lower_until_it_is_spent() -> None:
    world = fight("boss_bell")
    world.actors.clear()
    gear = Shot("gear", (HALL + 100) << 8, (FLOOR - 60) << 8, 64, 0, 48)
    world.shots = [gear]
    tops, rising = [], False
    for _ in range(400):
        before = gear.vy
        world.step(0)
        if before < 0 <= gear.vy:
            tops.append(gear.y >> 8)
        rising = rising or gear.vy < 0
    assert tops == sorted(tops) and len(tops) >= 2
    assert gear not in world.shots


def test_the_eels_bones_follow_the_way_of_its_skull() -> None:
    world = fight("boss_eel")
    (head,) = bosses(world)
    n = numbers().boss_eel
    way: list[tuple[int, int]] = []
    for _ in range(3000):
        world.step(0)
        limbs = [a for a in reversed(world.actors) if is_boss(a.kind) and not a.max_health]
        if head.mode == eel.PEEP and head.timer == 0:
            way.clear()
        way.append((head.x, head.y))
        if head.mode not in (eel.ARC, eel.BOW, eel.REAR):
            continue
        assert [limb.pose for limb in limbs] == ["body"] * (n.bones - 1) + ["tail"]
        chain = [(head.x, head.y), *((limb.x, limb.y) for limb in limbs)]
        for (x0, y0), (x1, y1) in pairwise(chain):
            assert n.bone / 2 <= length(x1 - x0, y1 - y0) / 256 <= n.bone + 1
        for limb in limbs:
            if limb.y >> 8 < FLOOR:
                assert min(length(limb.x - x, limb.y - y) for x, y in way) >> 8 <= 5


def test_bones_hurt_and_cannot_be_hurt() -> None:
    world = fight("boss_eel", rules=Rules())
    (head,) = bosses(world)
    until(world, 0, lambda w: head.mode == eel.ARC and head.timer > 40)
    limb = next(a for a in world.actors if not a.max_health)
    world.shots = [Shot("dagger", limb.x, limb.y, 0, 0, mine=True)]
    world.hero.x, world.hero.y, world.hero.invulnerable = limb.x, limb.y, 0
    before, bars = world.hero.health, head.health
    world.step(0)
    assert world.hero.health < before
    assert head.health == bars
    assert any(shot.mine for shot in world.shots)


def test_the_eel_spits_over_a_crouching_hero_and_wounded_also_at_his_feet() -> None:
    for hurt in (False, True):
        world = fight("boss_eel", rules=Rules())
        (head,) = bosses(world)
        if hurt:
            wound(world)
        until(world, 0, lambda w: w.hero.invulnerable == 0 and head.mode == eel.REAR, limit=6000)  # noqa: B023
        world.hero.health = 16
        until(world, DOWN, lambda w: head.mode != eel.REAR)  # noqa: B023
        hold(world, DOWN, 30)
        assert world.hero.health == (13 if hurt else 16)


def test_a_vial_breaks_and_the_ground_burns_for_a_while() -> None:
    world = fight("boss_golem")
    world.actors.clear()
    world.hero.x = (HALL + 30) << 8
    world.shots = [Shot("vial", (HALL + 150) << 8, (FLOOR - 40) << 8, 0, 0, 48)]
    assert "burn" in hold(world, 0, 40)
    (blaze,) = world.shots
    assert (blaze.kind, blaze.y >> 8) == ("blaze", FLOOR)
    hold(world, 0, numbers().boss_shot.blaze)
    assert not world.shots


def test_the_golem_lunges_at_whoever_stands_close_and_a_step_back_is_enough() -> None:
    for step_back, hit in ((0, True), (LEFT, False)):
        world = fight("boss_golem", rules=Rules())
        (boss,) = bosses(world)
        until(world, 0, lambda w: boss.mode == golem.WALK)  # noqa: B023
        boss.turn, boss.span = 0, 1
        boss.x, world.hero.x = (HALL + 180) << 8, (HALL + 132) << 8
        world.step(0)
        assert boss.mode == golem.BEND
        until(world, step_back, lambda w: boss.mode == golem.STUCK)  # noqa: B023
        assert (world.hero.health < 16) == hit


def test_the_golem_never_has_more_than_one_homunculus_and_it_bounces_within_the_hall() -> None:
    world = fight("boss_golem")
    seen = 0
    for _ in range(6000):
        world.step(0)
        helpers = [a for a in world.actors if a.kind == "homunculus"]
        seen = max(seen, len(helpers))
        assert all(HALL < a.x >> 8 < HALL + VIEW_W and a.y >> 8 <= FLOOR for a in helpers)
    assert seen == 1


def test_the_golem_stomps_twice_when_wounded() -> None:
    world = fight("boss_golem")
    (boss,) = bosses(world)
    world.hero.invulnerable = 10**6
    for stomps in (1, 2):
        boss.mode, boss.timer, boss.drift = golem.STOMP, 0, 0
        seen = [event.kind for _ in range(200) if boss.mode != golem.WALK for event in world.step(0)]
        assert seen.count("slam") == stomps
        wound(world)


def test_the_dreamer_cannot_be_touched_while_it_comes_and_goes_and_appears_beside_the_hero() -> None:
    world = fight("boss_dreamer")
    (boss,) = bosses(world)
    near, far = numbers().boss_dreamer.distance
    for _ in range(20):
        until(world, 0, lambda w: boss.mode == dreamer.APPEAR)
        assert near <= abs(boss.x - world.hero.x) >> 8 <= far
        assert untouchable(boss)
        until(world, 0, lambda w: boss.mode == dreamer.GONE)
        assert boss.pose == "hidden"
        assert untouchable(boss)


def test_the_dreamer_casts_three_ways_twice_when_wounded_and_calls_sickles() -> None:
    world = fight("boss_dreamer")
    (boss,) = bosses(world)
    for casts in (1, 2):
        for spell, kinds in ((dreamer.CAST, ["fire"] * 3 * casts), (dreamer.CALL, ["sickle"] * 2)):
            until(world, 0, lambda w: boss.mode == spell)  # noqa: B023
            world.shots.clear()
            thrown = []
            while boss.mode == spell:
                before = list(world.shots)
                world.step(0)
                thrown += [shot.kind for shot in world.shots if shot not in before]
            assert thrown == kinds
        wound(world)


def test_a_sickle_comes_home_to_the_hero_and_fades_in_time() -> None:
    world = fight("boss_dreamer", rules=Rules())
    world.actors.clear()
    world.hero.x = (HALL + 120) << 8
    world.shots = [Shot("sickle", (HALL + 180) << 8, (FLOOR - 60) << 8, 256, -128)]
    until(world, 0, lambda w: w.hero.health < 16, limit=200)
    sickle = Shot("sickle", HALL << 8, (FLOOR - 60) << 8, 256, -128)
    world.hero.invulnerable = 10**6
    world.shots = [sickle]
    hold(world, 0, numbers().boss_shot.sickle)
    assert sickle not in world.shots


def test_a_wounded_dreamer_flees_from_a_blow() -> None:
    world = fight("boss_dreamer")
    (boss,) = bosses(world)
    boss.health = 5
    until(world, 0, lambda w: boss.mode == dreamer.LINGER)
    world.shots = [Shot("dagger", boss.x, boss.y - (20 << 8), 0, 0, mine=True)]
    world.step(0)
    assert (boss.health, boss.mode) == (4, dreamer.FADE)


def test_the_nightmare_leaps_onto_the_hero_and_lies_winded() -> None:
    world = fight("boss_nightmare")
    (boss,) = bosses(world)
    until(world, 0, lambda w: boss.mode == nightmare.LEAP)
    assert boss.pose == "leap"
    until(world, 0, lambda w: boss.mode == nightmare.WINDED)
    assert abs(boss.x - world.hero.x) >> 8 <= numbers().boss_nightmare.beyond + 4


def test_the_nightmare_breathes_from_the_feet_upwards() -> None:
    world = fight("boss_nightmare")
    (boss,) = bosses(world)
    until(world, 0, lambda w: boss.mode == nightmare.BREATHE)
    slopes = []
    while boss.mode == nightmare.BREATHE:
        before = list(world.shots)
        world.step(0)
        slopes += [shot.vy for shot in world.shots if shot not in before]
    assert len(slopes) == 3
    assert slopes == sorted(slopes, reverse=True)


def test_a_wounded_nightmare_makes_fire_rain_with_room_between() -> None:
    world = fight("boss_nightmare")
    (boss,) = bosses(world)
    wound(world)
    until(world, 0, lambda w: boss.mode == nightmare.ROAR)
    world.shots.clear()
    until(world, 0, lambda w: w.shots)
    places = sorted(shot.x >> 8 for shot in world.shots)
    assert len(places) >= 4
    assert min(b - a for a, b in pairwise(places)) >= 48


def test_the_bell_jacks_share_one_bar_and_the_survivor_is_angry() -> None:
    world = fight("boss_bell")
    assert hud_state(world).enemy == 16
    sun, moon = bosses(world)
    assert {sun.pose, moon.pose} == {"idle", "moon.idle"}
    world.shots = [Shot("dagger", sun.x, sun.y - (16 << 8), 0, 0, mine=True)]
    sun.health = 1
    world.step(0)
    assert sun.health == 0
    for _ in range(200):
        assert hud_state(world).enemy == 8
        assert not world.items
        world.step(0)
    assert bosses(world) == [moon]
    assert wounded(moon)
    assert world.bosses - world.slain


def test_bell_jacks_placed_as_two_are_two() -> None:
    level = hall_of("boss_bell")
    pair = Level(
        **{name: getattr(level, name) for name in Level.__slots__ if name != "things"},
        things=(Thing("boss_bell", HALL + 100, FLOOR), Thing("boss_bell", HALL + 176, FLOOR)),
    )
    world = World(pair, rules=SAFE)
    until(world, RIGHT, lambda w: w.arena >= 0)
    assert sorted(boss.pose for boss in bosses(world)) == ["idle", "moon.idle"]
    strike_down(world, "boss_bell")
    until(world, 0, lambda w: w.items)
    assert world.slain == {0, 1}


def test_the_nightmare_comes_where_the_dreamer_fell_and_only_it_leaves_the_orb() -> None:
    world = fight("boss_dreamer", whip_level=3)
    (boss,) = bosses(world)
    strike_down(world, "boss_dreamer")
    world.hero.x = (HALL + 30) << 8
    until(world, 0, lambda w: not any(a.kind == "boss_dreamer" for a in w.actors))
    (beast,) = world.actors
    assert beast.kind == "boss_nightmare"
    assert abs(beast.x - boss.x) >> 8 <= 32
    assert hud_state(world).enemy == 16
    assert world.bosses - world.slain
    assert [item.kind for item in world.items] == ["meat"]
    strike_down(world, "boss_nightmare")
    until(world, 0, lambda w: any(item.kind == "orb" for item in w.items))
    assert world.slain == {0}
