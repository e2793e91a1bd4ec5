"""The door between two sections side by side: the view glides, the hero walks, and there is no way back."""

from __future__ import annotations

from sim_levels import FLOOR, at, draw, flat, hold, until

from game.sim.buttons import Button
from game.sim.level import Section, Thing
from game.sim.numbers import numbers
from game.sim.world import World

A, B, LEFT, RIGHT = Button.A, Button.B, Button.LEFT, Button.RIGHT
SIDE_BY_SIDE = (Section(0, 0, 20), Section(20, 0, 20))
BORDER = 20 * 16
FRAMES = numbers().passage.frames


def before_the_door(**more: object) -> World:
    return World(flat(width=40, x=300, sections=SIDE_BY_SIDE, **more))


def in_the_door(**more: object) -> World:
    world = before_the_door(**more)
    until(world, RIGHT, lambda w: w.passage)
    return world


def test_at_the_border_the_walk_through_the_door_begins_and_tells_so() -> None:
    world = before_the_door()
    assert hold(world, RIGHT, 30).count("door") == 1
    assert world.hero.section == 1
    assert at(world)[0] == BORDER


def test_the_view_glides_half_the_hero_walks_it_glides_on() -> None:
    world = in_the_door()
    cameras, places = [world.camera[0]], [at(world)[0]]
    while world.passage:
        world.step(0)
        cameras.append(world.camera[0])
        places.append(at(world)[0])
    glide, walk = numbers().passage.glide, numbers().passage.walk
    assert len(cameras) == FRAMES + 1
    assert cameras[:: glide // 2][:3] == [BORDER - 256, BORDER - 192, BORDER - 128]
    assert set(cameras[glide : glide + walk]) == {BORDER - 128}
    assert cameras[-1] == BORDER
    assert places[: glide + 1] == [BORDER] * (glide + 1)
    assert set(places[glide + walk :]) == {BORDER + walk}


def test_meanwhile_the_clock_stands_and_buttons_do_nothing() -> None:
    one, other = in_the_door(), in_the_door()
    clock = one.timer
    hold(one, 0, FRAMES)
    hold(other, LEFT | A, FRAMES)
    assert (one.timer, other.timer) == (clock, clock)
    assert at(one) == at(other)
    assert one.passage == other.passage == 0


def test_behind_him_is_a_wall() -> None:
    world = in_the_door()
    hold(world, 0, FRAMES)
    assert "door" not in hold(world, LEFT, 200)
    assert world.hero.section == 1
    assert BORDER <= at(world)[0] < BORDER + 1


def test_it_works_to_the_left_too() -> None:
    world = World(flat(width=40, x=340, facing=-1, sections=SIDE_BY_SIDE[::-1]))
    until(world, LEFT, lambda w: w.passage)
    hold(world, 0, FRAMES)
    assert world.hero.section == 1
    assert BORDER - 1 - 28 <= at(world)[0] <= BORDER - 28
    assert world.camera[0] == BORDER - 256
    assert "door" not in hold(world, RIGHT, 200)


def test_a_leap_ends_at_the_door_and_a_step_goes_through() -> None:
    world = before_the_door()
    hold(world, RIGHT | A, 39)
    assert world.hero.section == 0
    assert at(world)[0] < BORDER
    hold(world, RIGHT, 40)
    assert world.hero.section == 1


def test_the_earlier_section_is_never_entered_through_a_door() -> None:
    world = World(flat(width=40, x=340, facing=-1, sections=SIDE_BY_SIDE))
    assert "door" not in hold(world, LEFT, 100)
    assert world.hero.section == 1


def test_what_lived_on_the_other_side_is_forgotten_and_what_lives_here_wakes() -> None:
    world = in_the_door(things=[Thing("thrower", 260, FLOOR), Thing("thrower", 500, FLOOR)])
    assert not world.actors
    hold(world, 0, FRAMES + 60)
    assert [a.home for a in world.actors] == [1]


def test_a_door_in_a_wall_lets_him_through() -> None:
    wall = "." * 19 + "##" + "." * 19
    opening = "." * 40
    world = World(draw([wall] * 9 + [opening] * 3 + ["#" * 40], x=300, sections=SIDE_BY_SIDE))
    hold(world, RIGHT, 40 + FRAMES)
    assert world.hero.section == 1
    hold(world, RIGHT, 20)
    assert at(world)[0] > BORDER + 28
