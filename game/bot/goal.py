"""What the hero is after just now: the exit, a boss that has shut its hall, or the orb."""

from __future__ import annotations

from dataclasses import dataclass

from game.bot.way import FAR, Field, Way
from game.sim.actors import Actor
from game.sim.hero import State
from game.sim.world import World

KEEPS = (44, 84, 20, 116)
"""Pixels from a boss at which the hero likes to stand: first where the shortest whip just fails to reach; each is tried for a while."""


@dataclass(frozen=True, slots=True)
class Goal:
    """field: frames to it from every place. fight: it is a boss; the places count for little then. keep: px to stay away from it."""

    field: Field
    fight: bool = False
    keep: int = KEEPS[0]

    def left(self, world: World, way: Way) -> int:
        """Frames that the hero is away from it."""
        if self.fight:
            return min((_aside(world, boss, self.keep) // 2 for boss in bosses(world)), default=0)
        left = way.left(world, self.field)
        return min(left, FAR)


def bosses(world: World) -> list[Actor]:
    """The bosses that are about and not beaten."""
    return [a for a in world.actors if a.kind.startswith("boss_") and a.health > 0]


def _aside(world: World, boss: Actor, keep: int) -> int:
    """Pixels that the hero is off the right distance to a boss."""
    return abs((abs(world.hero.x - boss.x) >> 8) - keep)


def goal_of(world: World, way: Way, tries: int = 0) -> Goal:
    """What to go for now. tries: how often the hero has tried in vain to hurt the boss from somewhere."""
    orb = next((item for item in world.items if item.kind == "orb"), None)
    if orb is not None:
        return Goal(way.to_point(orb.x >> 8, orb.y >> 8))
    if world.arena >= 0:
        return Goal(way.to_exit, fight=True, keep=KEEPS[tries % len(KEEPS)])
    return Goal(way.to_exit)


def is_standing(world: World) -> bool:
    """The hero is on his feet and not in the middle of a lash."""
    return world.hero.state == State.GROUND and not world.hero.act
