"""Playing a level with all the lives there are, and what that came to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from game.bot.goal import bosses
from game.bot.player import Bot
from game.bot.way import FAR, Way
from game.sim.hero import State
from game.sim.world import Carry, Rules, World

PATIENCE = 90 * 60
"""Frames without getting nearer to the end after which a run is given up."""


class Watcher(Protocol):
    """Told of each frame after it was played (`game.replay.Recorder` is one)."""

    def note(self, buttons: int, /) -> None: ...


Watch = Callable[[World], Watcher]
"""Called with the world in which an attempt begins."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a level was played.

    finished: to the orb or exit. stuck: given up. deaths: where (px), and what was near. damage: bars lost by hits.
    frames: played. steps: simulated, thinking included.
    """

    finished: bool
    stuck: bool
    deaths: tuple[tuple[int, int, str], ...]
    damage: int
    frames: int
    steps: int
    whip_level: int


class _Progress:
    """Notices when nothing gets better any more."""

    def __init__(self, way: Way) -> None:
        self.way = way
        self.best = FAR
        self.idle = 0

    def hopeless(self, world: World) -> bool:
        self.idle += 1
        if self.idle % 30 == 0:
            left = self._left(world)
            if left < self.best:
                self.best, self.idle = left, 0
        return self.idle > PATIENCE

    def _left(self, world: World) -> int:
        if world.arena >= 0:  # from now on it is the boss that gets less
            return sum(a.health for a in bosses(world)) - FAR
        if world.hero.state not in (State.GROUND, State.STAIRS) or world.passage:
            return FAR
        return self.way.left(world, self.way.to_exit)


class _Count:
    def __init__(self) -> None:
        self.deaths: list[tuple[int, int, str]] = []
        self.damage = self.frames = self.steps = 0


def play(
    way: Way, seed: int = 0, *, reaction: int = 0, rules: Rules | None = None, carry: Carry | None = None, watch: Watch | None = None
) -> Outcome:
    """Play the way's level with the bot until it is finished, no life is left, or nothing gets better any more."""
    world: World | None = World(way.level, seed, rules, carry)
    count = _Count()
    while world is not None:
        last = world
        stuck = _attempt(way, world, reaction, watch(world) if watch else None, count)
        world = None if stuck or world.status == "cleared" else world.respawn()
    return Outcome(
        last.status == "cleared", stuck, tuple(count.deaths), count.damage, count.frames, count.frames + count.steps, last.hero.whip_level
    )


def _attempt(way: Way, world: World, reaction: int, watcher: Watcher | None, count: _Count) -> bool:
    """One life; True if it was given up."""
    bot, progress = Bot(way, reaction), _Progress(way)
    stuck = False
    while world.status not in ("lost", "cleared") and not stuck:
        byte = bot.buttons(world) if world.status == "play" else 0
        for event in world.step(byte):
            if event.kind == "hurt":
                count.damage += event.value
            elif event.kind == "die":
                count.deaths.append((event.x, event.y, _near(world)))
        if watcher:
            watcher.note(byte)
        count.frames += 1
        stuck = progress.hopeless(world)
    count.steps += bot.planner.steps
    return stuck


def _near(world: World) -> str:
    """What may have killed the hero, for the table: the nearest foe or shot, or the ground."""
    hero = world.hero
    if world.timer <= 0:
        return "time"
    near = [(abs(a.x - hero.x) + abs(a.y - hero.y), a.kind) for a in world.actors]
    near += [(abs(s.x - hero.x) + abs(s.y - hero.y), s.kind) for s in world.shots if not s.mine]
    distance, kind = min(near, default=(FAR << 8, ""))
    return kind if distance >> 8 < 64 else "ground"
