"""The whole state of a stage in play, and the one way it changes: `World.step`."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

from . import combat, comers, items, passage, place, shots
from . import devices as moving
from .actors import Actor
from .bosses.table import BOSSES
from .control import control, knock_back, perish
from .devices import Device
from .events import Event
from .foes.table import BEHAVIOURS, think
from .hero import Hero, State
from .items import Item
from .level import Level, Thing
from .machinery import Machinery, machinery_of
from .numbers import Numbers, numbers
from .rng import Rng
from .shots import Shot
from .spawn import spawn
from .terrain import prepare

FPS = 60


@dataclass(frozen=True, slots=True)
class Rules:
    """What counts in this run. All but the first are options for players, off in the default game.

    enemies: without them there are no actors, candles or items, only the hero and the level. coyote: a jump is still good a few
    frames past a ledge. air_control: LEFT and RIGHT steer in the air. no_knockback: hits only hurt. endless_lives: dying costs none.
    endless_time: the clock stands. damage_percent: of the damage that counts; 0 makes hits harmless. loop: 1, or more on further
    ways through the castle: more foes, harder hits.
    """

    enemies: bool = True
    coyote: bool = False
    air_control: bool = False
    no_knockback: bool = False
    endless_lives: bool = False
    endless_time: bool = False
    damage_percent: int = 100
    loop: int = 1

    @property
    def assisted(self) -> bool:
        """Something makes it easier than the default game."""
        eased = self.coyote or self.air_control or self.no_knockback or self.endless_lives or self.endless_time
        return eased or self.damage_percent < 100


@dataclass(frozen=True, slots=True)
class Carry:
    """What the hero takes from one stage to the next; by default what he has at the start of the first."""

    score: int = 0
    lives: int = field(default_factory=lambda: numbers().hero.lives)
    hearts: int = field(default_factory=lambda: numbers().hero.hearts)
    health: int = field(default_factory=lambda: numbers().hero.health)
    whip_level: int = 1
    subweapon: str = ""
    multiplier: int = 1
    next_life: int = field(default_factory=lambda: numbers().hero.extra_life)


class World:
    """One attempt at a level: the hero, everything that moves, the clock.

    status: "play", "dying" (the fall), "lost" (dead), "cleared". frame: steps taken. timer: frames left on the clock.
    camera: x, y of the view's top left in level px; arena: its x once a boss has shut the hall, else -1.
    passage: frames left of a walk through a door; stopped: frames for which the watch still holds the foes.
    waits: frames until the next of each of comers.KINDS.
    doors: those of the level.
    actors, shots, items, candles: what moves, flies, lies and burns. broken: indices of cells that are no more.
    machinery: lifts and the like, None in a level without. cracks: (index, frame) of cells that were stepped on and crumble.
    pressed: rows of cells that each crusher is a wall in.
    Same level, seed, rules, carry and buttons give the same run everywhere.
    """

    __slots__ = (
        "actors",
        "arena",
        "bosses",
        "broken",
        "camera",
        "candles",
        "cracks",
        "doors",
        "events",
        "foes",
        "frame",
        "hero",
        "items",
        "level",
        "machinery",
        "numbers",
        "out",
        "passage",
        "pressed",
        "rng",
        "rules",
        "seed",
        "shots",
        "slain",
        "status",
        "stopped",
        "terrain",
        "timer",
        "touch_damage",
        "waits",
    )

    def __init__(
        self, level: Level, seed: int = 0, rules: Rules | None = None, carry: Carry | None = None, *, at_checkpoint: int = -1
    ) -> None:
        self.level, self.seed = level, seed
        self.rules = rules or Rules()
        self.numbers: Numbers = numbers()
        n = self.numbers.hero
        self.terrain = prepare(level, n.half_width, n.height)
        self.machinery: Machinery | None = machinery_of(level, self.numbers, self.terrain.flags, self.rules.loop)
        self.cracks: tuple[tuple[int, int], ...] = ()
        self.pressed = (0,) * len(self.machinery.crushers) if self.machinery else ()
        self.rng = Rng(seed)
        self.frame = 0
        self.timer = level.seconds * FPS
        self.status = "play"
        self.events: list[Event] = []
        self._populate()
        x, y, facing = level.entry(at_checkpoint)
        self.hero = Hero(x, y, facing, n)
        self.hero.checkpoint = at_checkpoint
        if carry is not None:
            self._wear(carry)
        if self.machinery is not None:
            moving.turn(self, self.machinery)
        self.hero.section = max(0, self.terrain.section_at(x, y - n.height // 2))
        self.camera = place.aim(self)
        spawn(self)

    def _populate(self) -> None:
        """The things of the level. out: homes whose creature is about; slain: those whose creature is dead for good."""
        things = tuple(thing for thing in self.level.things if thing.loop <= self.rules.loop) if self.rules.enemies else ()
        self.foes = tuple((home, thing) for home, thing in enumerate(things) if thing.kind in BEHAVIOURS)
        self.bosses = frozenset(home for home, thing in self.foes if thing.kind in BOSSES)
        self.candles: tuple[Thing, ...] = tuple(thing for thing in things if thing.kind == "candle")
        self.doors = tuple(thing for thing in self.level.things if thing.kind == "door")
        self.actors: list[Actor] = []
        self.shots: list[Shot] = []
        self.items: list[Item] = []
        self.broken: frozenset[int] = frozenset()
        self.out: frozenset[int] = frozenset()
        self.slain: frozenset[int] = frozenset()
        self.arena = -1
        self.passage = self.stopped = 0
        self.waits = (self.numbers.spawn.first,) * len(comers.KINDS)
        by_stage = self.numbers.hero.damage_by_stage
        self.touch_damage = by_stage[max(0, min(len(by_stage), self.level.stage) - 1)] + (self.rules.loop > 1)

    def _wear(self, carry: Carry) -> None:
        hero = self.hero
        hero.score, hero.lives, hero.hearts, hero.health = carry.score, carry.lives, carry.hearts, carry.health
        hero.whip_level, hero.subweapon, hero.multiplier = carry.whip_level, carry.subweapon, carry.multiplier
        hero.next_life = carry.next_life

    @property
    def time_left(self) -> int:
        """Whole seconds left, counting down to 0."""
        return -(-self.timer // FPS)

    @property
    def devices(self) -> tuple[Device, ...]:
        """The machines as they are now, for the view."""
        return moving.shown(self, self.machinery) if self.machinery is not None else ()

    @property
    def crumbled(self) -> frozenset[int]:
        """Indices of cells that have fallen and will be back."""
        return moving.crumbled(self)

    def step(self, buttons: int) -> tuple[Event, ...]:
        """Advance one frame with these buttons held. Once lost or cleared nothing changes any more."""
        if self.status in ("lost", "cleared"):
            return ()
        self.events = []
        self.frame += 1
        if self.machinery is not None and self.machinery.alters:
            moving.turn(self, self.machinery)
        if self.status == "dying":
            self._die_on()
        elif self.passage:
            passage.go_on(self)
        else:
            self._play(int(buttons))
        return tuple(self.events)

    def _play(self, pad: int) -> None:
        """A frame in its fixed order: the hero moves, then all others, then weapons, touch, ground and clock take effect."""
        before = self.hero.x
        control(self, pad)
        place.keep_in_section(self, before)
        if self.passage:
            return
        if self.rules.enemies:
            self._others()
        if self.hero.act or self.shots:
            combat.strike(self)
        if self.rules.enemies and (self.actors or self.items or self.shots):
            combat.touch(self)
        if self.status == "play":
            place.suffer_ground(self)
        if self.machinery is not None and self.machinery.alters and self.status == "play":
            moving.act(self, self.machinery)
        if self.status == "play":
            self._tick()
        if self.status == "play":
            place.pass_checkpoints(self)
            self.camera = place.aim(self)
            if place.at_exit(self):
                self.clear()

    def _others(self) -> None:
        """The frame of all that moves besides the hero."""
        if not self.stopped:
            spawn(self)
        if self.actors:
            think(self)
        if self.shots:
            shots.fly(self)
        if self.items:
            items.settle(self)
        if self.stopped:
            self.stopped -= 1

    def emit(self, kind: str, x: int, y: int, value: int = 0) -> None:
        """Note an event at a place in sub-pixels."""
        self.events.append(Event(kind, x >> 8, y >> 8, value))

    def score(self, points: int, x: int, y: int) -> None:
        """Add to the score; lives come at certain totals."""
        hero = self.hero
        hero.score += points
        self.emit("points", x, y, points)
        lives, hero.next_life = self._lives_earned(hero.score)
        for _ in range(lives):
            hero.lives += 1
            self.emit("life", hero.x, hero.y, hero.lives)

    def _lives_earned(self, score: int) -> tuple[int, int]:
        """How many lives come with this score that the hero has not had yet, and the score of the next."""
        step, due = self.numbers.hero.next_extra_life, self.hero.next_life
        lives = max(0, (score - due) // step + 1)
        return lives, due + lives * step

    def hurt(self, bars: int, away: int) -> None:
        """Take bars of health from the hero and throw him away (-1 or +1) from what hit him."""
        hero = self.hero
        bars = -(-bars * self.rules.damage_percent // 100)
        hero.health = max(0, hero.health - bars)
        self.emit("hurt", hero.x, hero.y, bars)
        if hero.health:
            knock_back(self, hero, away)
        else:
            self.die(0)

    def die(self, sinking: int) -> None:
        """The hero's end: he falls over, or sinks out of the picture at this speed (1/256 px a frame); then the attempt is lost."""
        hero = self.hero
        self.status = "dying"
        hero.health, hero.frozen, hero.act, hero.vy = 0, 0, 0, sinking
        hero.enter(State.DEAD)
        self.emit("die", hero.x, hero.y)

    def clear(self) -> None:
        """The stage is done."""
        self.status = "cleared"
        self.emit("clear", self.hero.x, self.hero.y)

    def _die_on(self) -> None:
        perish(self, self.hero)
        if self.hero.timer >= self.numbers.hero.dying:
            self.status = "lost"

    def _tick(self) -> None:
        if self.rules.endless_time:
            return
        self.timer -= 1
        if self.timer % FPS:
            return
        if self.timer <= 0:
            self.emit("time_up", self.hero.x, self.hero.y)
            self.die(0)
        elif self.time_left <= self.numbers.hero.tick_below:
            self.emit("tick", self.hero.x, self.hero.y, self.time_left)

    def clone(self) -> World:
        """An independent twin; the level and its terrain are shared."""
        twin = object.__new__(type(self))
        for name in World.__slots__:
            setattr(twin, name, getattr(self, name))
        twin.hero = self.hero.copy()
        twin.rng = self.rng.copy()
        twin.actors = [a.copy() for a in self.actors]
        twin.shots = [shot.copy() for shot in self.shots]
        twin.items = [item.copy() for item in self.items]
        return twin

    def values(self) -> tuple[Any, ...]:
        """Everything that can differ between two runs of one level under the same rules, as nested tuples of ints and strings."""
        cracks = (self.cracks,) if self.machinery is not None else ()  # all else that moves goes by the frame
        return (
            (self.frame, self.timer, self.status, self.rng.word, self.arena, *self.waits, self.passage, self.stopped),
            self.hero.values(),
            tuple(a.values() for a in self.actors),
            tuple(shot.values() for shot in self.shots),
            tuple(item.values() for item in self.items),
            tuple((candle.x, candle.y) for candle in self.candles),
            tuple(sorted(self.broken)),
            tuple(sorted(self.out)),
            tuple(sorted(self.slain)),
            *cracks,
        )

    def digest(self) -> int:
        """A 64-bit hash of the state, the same on every machine."""
        return int.from_bytes(hashlib.blake2b(repr(self.values()).encode(), digest_size=8).digest(), "big")

    def tally(self) -> tuple[int, int]:
        """Points that the time and the hearts left are worth at the stage's end."""
        n = self.numbers.hero
        return self.time_left * n.points_per_second, self.hero.hearts * n.points_per_heart

    def carry(self) -> Carry:
        """What goes on to the next stage: after a stage cleared health is full, and time and hearts have been turned into points."""
        h, n = self.hero, self.numbers.hero
        if self.status != "cleared":
            return Carry(h.score, h.lives, h.hearts, h.health, h.whip_level, h.subweapon, h.multiplier, h.next_life)
        score = h.score + sum(self.tally())
        lives, next_life = self._lives_earned(score)
        return Carry(score, h.lives + lives, n.hearts, n.health, h.whip_level, h.subweapon, h.multiplier, next_life)

    def respawn(self) -> World | None:
        """The next attempt, from the last checkpoint passed: a life less, power-ups lost; None when no life is left."""
        h, n = self.hero, self.numbers.hero
        lives = h.lives if self.rules.endless_lives else h.lives - 1
        if lives < 0:
            return None
        carry = Carry(h.score, lives, n.hearts, n.health, next_life=h.next_life)
        return World(self.level, self.seed, self.rules, carry, at_checkpoint=h.checkpoint)
