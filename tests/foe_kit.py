"""A hero and one enemy in a small level, and what a player does about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sim_levels import FLOOR, draw, flat, hold

from game.sim.actors import Actor
from game.sim.buttons import Button
from game.sim.level import Thing
from game.sim.numbers import numbers
from game.sim.world import World

NEVER_HURT = 10**6
LEDGE = [
    "........................",
    ".....----........##.....",
    ".....#.............#....",
    "....##..........####....",
    "........................",
    "......##########........",
    "........................",
    "#####..............#####",
]
"""A ledge from x = 96 to 256, 32 px above the floor, with pits to both sides of what lies below it."""
LEDGE_Y = 11 * 16 - 16


def meet(kind: str, x: int, y: int = FLOOR, *, hero: int = 40, width: int = 64, safe: bool = True, seed: int = 0, **more: Any) -> World:
    """A flat level with one thing in it; safe: the hero can't be hurt."""
    world = World(flat(width=width, x=hero, things=[Thing(kind, x, y)], **more), seed)
    if safe:
        world.hero.invulnerable = NEVER_HURT
    return world


def on_ledge(kind: str, x: int = 176, *, hero: int = 40, seed: int = 0) -> World:
    """The thing on a ledge in the air; the hero, unhurt, on the ground before it."""
    world = World(draw(LEDGE, x=hero, things=[Thing(kind, x, LEDGE_Y)]), seed)
    world.hero.invulnerable = NEVER_HURT
    return world


def only(world: World) -> Actor:
    (actor,) = world.actors
    return actor


def distance(world: World) -> int:
    """px from the hero to the one enemy, to the side."""
    return abs(only(world).x - world.hero.x) >> 8


def lash(world: World, *, low: bool = False) -> list[str]:
    """One whole lash, standing or crouching; what happened."""
    down = Button.DOWN if low else 0
    return [*hold(world, Button.B | down, 1), *hold(world, down, numbers().whip.lock_ground)]


def duel(world: World, pad: Callable[[World], int], frames: int = 60 * 60) -> int:
    """Play by a plan until nobody is left; the frames that took. Fails when the hero is hurt or time runs out."""
    for frame in range(frames):
        if not world.actors and not any(not shot.mine for shot in world.shots):
            return frame
        kinds = [event.kind for event in world.step(pad(world))]
        assert "hurt" not in kinds, f"hurt on frame {frame}"
    raise AssertionError("nobody won")


def towards(world: World) -> int:
    """The button that walks to the one enemy."""
    return Button.RIGHT if only(world).x > world.hero.x else Button.LEFT
