"""A hero and one enemy in a small level, and what a player does about it."""

from __future__ import annotations

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


TRIES = (
    0,
    Button.DOWN,
    Button.B,
    Button.B | Button.DOWN,
    Button.LEFT,
    Button.RIGHT,
    Button.A,
    Button.A | Button.LEFT,
    Button.A | Button.RIGHT,
)
"""What the player of `beat` can think of; the whip is let go of after its first frames, a crouch is not."""


def beat(world: World, frames: int = 60 * 60) -> int:
    """Win by trying each move out on a clone, a second ahead; the frames until the first points. Fails once the hero is hurt."""
    while not world.hero.score:
        assert world.frame < frames, "nobody won"
        pad = max(TRIES, key=lambda pad: _worth(world, pad))
        for _ in range(6):
            world.step(pad)
            assert world.hero.health == numbers().hero.health, f"hurt on frame {world.frame}"
    return world.frame


def _worth(world: World, pad: int) -> int:
    """How good things look a second after six frames of this: unhurt, enemies hurt, and one of them before him in the whip's reach."""
    twin = world.clone()
    for frame in range(60):
        twin.step(pad if frame < 6 else pad & Button.DOWN if pad & Button.B else 0)
        if twin.hero.health < world.hero.health or twin.status != "play":
            return frame - 10**9
    hero = twin.hero
    away = min((abs((abs(a.x - hero.x) >> 8) - 40) + 40 * ((a.x > hero.x) != (hero.facing > 0)) for a in twin.actors), default=0)
    return hero.score - 1000 * sum(a.health for a in twin.actors) - away
