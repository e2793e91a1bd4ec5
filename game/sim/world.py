"""The whole state of a stage in play, and the one way it changes: `World.step`."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from .control import control
from .events import Event
from .hero import Hero, State
from .level import CELL, VIEW_H, VIEW_W, Level
from .numbers import Numbers, numbers
from .rng import Rng
from .terrain import LIQUID, SPIKES, prepare

FPS = 60


@dataclass(frozen=True, slots=True)
class Rules:
    """What counts in this run. enemies: without them there are no actors, candles or items, only the hero and the level."""

    enemies: bool = True


@dataclass(frozen=True, slots=True)
class Carry:
    """What the hero takes from one stage to the next."""

    score: int = 0
    lives: int = 3
    hearts: int = 5
    health: int = 16
    whip_level: int = 1
    subweapon: str = ""
    next_life: int = 30000


class World:
    """One attempt at a level: the hero, everything that moves, the clock.

    status: "play", "dying" (the fall), "lost" (dead), "cleared". frame: steps taken. timer: frames left on the clock.
    camera: x, y of the view's top left in level px. Same level, seed, rules, carry and buttons give the same run everywhere.
    """

    __slots__ = ("camera", "events", "frame", "hero", "level", "numbers", "rng", "rules", "status", "terrain", "timer")

    def __init__(
        self, level: Level, seed: int = 0, rules: Rules | None = None, carry: Carry | None = None, *, at_checkpoint: int = -1
    ) -> None:
        self.level = level
        self.rules = rules or Rules()
        self.numbers: Numbers = numbers()
        n = self.numbers.hero
        self.terrain = prepare(level, n.half_width, n.height)
        self.rng = Rng(seed)
        self.frame = 0
        self.timer = level.seconds * FPS
        self.status = "play"
        self.events: list[Event] = []
        x, y, facing = level.start
        if at_checkpoint >= 0:
            x, y = level.checkpoints[at_checkpoint]
        self.hero = Hero(x, y, facing, n)
        self.hero.checkpoint = at_checkpoint
        if carry is not None:
            self._wear(carry)
        self.hero.section = max(0, self.terrain.section_at(x, y - n.height // 2))
        self.camera = self._aim()

    def _wear(self, carry: Carry) -> None:
        hero = self.hero
        hero.score, hero.lives, hero.hearts, hero.health = carry.score, carry.lives, carry.hearts, carry.health
        hero.whip_level, hero.subweapon, hero.next_life = carry.whip_level, carry.subweapon, carry.next_life

    @property
    def time_left(self) -> int:
        """Whole seconds left, counting down to 0."""
        return -(-self.timer // FPS)

    def step(self, buttons: int) -> tuple[Event, ...]:
        """Advance one frame with these buttons held. Once lost or cleared nothing changes any more."""
        if self.status in ("lost", "cleared"):
            return ()
        self.events = []
        self.frame += 1
        if self.status == "dying":
            self._die_on()
        else:
            self._play(int(buttons))
        return tuple(self.events)

    def _play(self, pad: int) -> None:
        before = self.hero.x
        control(self, pad)
        self._keep_in_section(before)
        self._suffer_ground()
        if self.status != "play":
            return
        self._pass_checkpoints()
        self._tick()
        self.camera = self._aim()
        if self._at_exit():
            self.clear()

    def emit(self, kind: str, x: int, y: int, value: int = 0) -> None:
        """Note an event at a place in sub-pixels."""
        self.events.append(Event(kind, x >> 8, y >> 8, value))

    def can_throw(self) -> bool:
        return bool(self.hero.subweapon) and self.hero.hearts > 0

    def die(self) -> None:
        """The hero's end: he falls over (or on, out of the picture), and then the attempt is lost."""
        hero = self.hero
        self.status = "dying"
        hero.health = 0
        hero.enter(State.DEAD)
        self.emit("die", hero.x, hero.y)

    def clear(self) -> None:
        self.status = "cleared"
        self.emit("clear", self.hero.x, self.hero.y)

    def _die_on(self) -> None:
        hero = self.hero
        hero.timer += 1
        if hero.timer >= self.numbers.hero.dying:
            self.status = "lost"

    def _keep_in_section(self, before: int) -> None:
        """Follow the hero into the section he has walked or climbed to; where there is none, its edge is a wall."""
        hero = self.hero
        middle = (hero.y >> 8) - self.numbers.hero.height // 2
        s = self.terrain.sections[hero.section]
        px = hero.x >> 8
        grounded = hero.state != State.AIR and hero.state != State.HURT
        if s.x * CELL <= px < (s.x + s.w) * CELL and (s.y * CELL <= middle < (s.y + s.h) * CELL or not grounded):
            return
        there = self.terrain.section_at(px, middle)
        if there >= 0 and (grounded or self.terrain.sections[there].y == s.y):
            hero.section = there
            self.emit("door", hero.x, hero.y, there)
        elif not s.x * CELL <= px < (s.x + s.w) * CELL:
            hero.x = before

    def _suffer_ground(self) -> None:
        """Pits, liquids and spikes."""
        hero, n = self.hero, self.numbers.hero
        px, py = hero.x >> 8, hero.y >> 8
        s = self.terrain.sections[hero.section]
        if hero.state == State.STAIRS:
            return
        if py >= (s.y + s.h) * CELL and hero.state in (State.AIR, State.HURT):
            self.die()
        elif self.terrain.at(px >> 4, (py - n.liquid_depth) >> 4) & LIQUID:
            self.emit("splash", hero.x, hero.y)
            self.die()
        elif not hero.invulnerable and (
            self.terrain.at(px >> 4, (py - 1) >> 4) & SPIKES or self.terrain.at(px >> 4, (py - n.height) >> 4) & SPIKES
        ):
            self.hurt(n.spikes_damage, -hero.facing)

    def hurt(self, bars: int, away: int) -> None:
        """Take bars of health from the hero and throw him away (-1 or +1) from what hit him."""
        from .control import knock_back

        hero = self.hero
        hero.health = max(0, hero.health - bars)
        self.emit("hurt", hero.x, hero.y, bars)
        if hero.health:
            knock_back(self, hero, away)
        else:
            self.die()

    def _pass_checkpoints(self) -> None:
        hero, n = self.hero, self.numbers.hero
        px, py = hero.x >> 8, hero.y >> 8
        for i in range(hero.checkpoint + 1, len(self.level.checkpoints)):
            x, y = self.level.checkpoints[i]
            if abs(px - x) <= n.checkpoint_half_width and y - n.checkpoint_height < py <= y:
                hero.checkpoint = i

    def _tick(self) -> None:
        self.timer -= 1
        if self.timer % FPS:
            return
        if self.timer <= 0:
            self.die()
        elif self.time_left <= self.numbers.hero.tick_below:
            self.emit("tick", self.hero.x, self.hero.y, self.time_left)

    def _at_exit(self) -> bool:
        hero, n = self.hero, self.numbers.hero
        x, y, w, h = self.level.exit
        px, py = hero.x >> 8, hero.y >> 8
        return px + n.half_width > x and px - n.half_width < x + w and py > y and py - n.height < y + h

    def _aim(self) -> tuple[int, int]:
        """The view's place: the hero in the middle, as far as his section allows."""
        s = self.terrain.sections[self.hero.section]
        left, top = s.x * CELL, s.y * CELL
        x = (self.hero.x >> 8) - VIEW_W // 2
        y = (self.hero.y >> 8) - VIEW_H // 2
        return max(left, min(left + s.w * CELL - VIEW_W, x)), max(top, min(top + s.h * CELL - VIEW_H, y))

    def clone(self) -> World:
        """An independent twin; the level and its terrain are shared."""
        twin = object.__new__(World)
        for name in World.__slots__:
            setattr(twin, name, getattr(self, name))
        twin.hero = self.hero.copy()
        twin.rng = self.rng.copy()
        return twin

    def state(self) -> tuple[Any, ...]:
        """Everything that can differ between two runs of one level, as nested tuples of ints and strings."""
        return (self.frame, self.timer, self.status, self.rng.word, self.hero.values())

    def digest(self) -> int:
        """A 64-bit hash of the state, the same on every machine."""
        return int.from_bytes(hashlib.blake2b(repr(self.state()).encode(), digest_size=8).digest(), "big")

    def carry(self) -> Carry:
        """What goes on to the next stage."""
        h = self.hero
        return Carry(h.score, h.lives, h.hearts, h.health, h.whip_level, h.subweapon, h.next_life)
