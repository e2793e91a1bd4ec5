"""The numbers of the rules, read once from numbers.toml into frozen dataclasses."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, get_origin, get_type_hints

from .body import Body
from .boss_numbers import Bell, BossBat, BossShot, Dreamer, Eel, Golem, Homunculus, Nightmare, Spiderling, Weaver
from .device_numbers import ConveyorNumbers, CrumbleNumbers, CrusherNumbers, LiftNumbers
from .foe_numbers import Bat, Fishman, Flea, Ghost, Head, Hound, Knight, Pillar, Riser, Shambler, Spear, Thrower
from .weapon_numbers import Axe, Crescent, Dagger, Flask, Watch, Weapon

SUB = 256
"""Sub-pixels in a pixel: positions and speeds are 8.8 fixed point."""
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class HeroNumbers:
    """See numbers.toml for what each is; the speeds and lengths that have a point there are in sub-pixels here."""

    half_width: int
    height: int
    crouch_height: int
    walk: int
    jump: tuple[int, ...]
    fall_from: int
    fall: int
    hard_drop: int
    hard_landing: int
    corner_nudge: int
    buffer: int
    coyote: int
    health: int
    hearts: int
    max_hearts: int
    lives: int
    invulnerable: int
    knock_x: int
    knock_y: int
    knock_gravity: int
    frozen_on_stairs: int
    dying: int
    sinking: int
    points_per_second: int
    points_per_heart: int
    extra_life: int
    next_extra_life: int
    damage_by_stage: tuple[int, ...]
    spikes_damage: int
    liquid_depth: int
    checkpoint_half_width: int
    checkpoint_height: int
    tick_below: int

    def drop(self, frame: int) -> int:
        """How far (sub-pixels, down positive) the hero moves between this frame of the jump table and the next."""
        if frame + 1 < len(self.jump):
            return (self.jump[frame] - self.jump[frame + 1]) * SUB
        return self.fall


@dataclass(frozen=True, slots=True)
class StairNumbers:
    speed: int
    step: int
    pull_up: int
    pull_down: int


@dataclass(frozen=True, slots=True)
class WhipNumbers:
    """far, low, high and damage are by whip level, level 1 first; px from the hero's middle and above his feet."""

    lock_ground: int
    lock_air: int
    out_from: int
    out_to: int
    near: int
    far: tuple[int, ...]
    low: tuple[int, ...]
    high: tuple[int, ...]
    crouch_lower: int
    damage: tuple[int, ...]
    mercy: int
    release: int


@dataclass(frozen=True, slots=True)
class CandleNumbers:
    """drops: item kinds with their weights."""

    half_width: int
    height: int
    whip_up_at: tuple[int, ...]
    drops: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class ItemNumbers:
    half_width: int
    height: int
    fall: int
    sway_fall: int
    sway: int
    sway_half_period: int
    lifetime: int
    heart_small: int
    heart_large: int
    meat: int
    veil: int
    multiplier_at: tuple[int, ...]
    bag: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ShotNumbers:
    """half_width, height: of a shot whose kind is not among the sizes; sizes: kind -> (half its width, its height), px."""

    half_width: int
    height: int
    sizes: dict[str, tuple[int, int]]
    hand: int
    margin: int

    def size(self, kind: str) -> tuple[int, int]:
        """Half the width and the height of a kind's box in px."""
        return self.sizes.get(kind, (self.half_width, self.height))


@dataclass(frozen=True, slots=True)
class PassageNumbers:
    glide: int
    walk: int

    @property
    def frames(self) -> int:
        """The whole walk through a door."""
        return 2 * self.glide + self.walk


@dataclass(frozen=True, slots=True)
class SpawnNumbers:
    margin: int
    gone: int
    first: int
    every: tuple[int, int]
    alive: int
    near: int
    rows: int
    safe: int


@dataclass(frozen=True, slots=True)
class Numbers:
    """One field for each table of numbers.toml."""

    hero: HeroNumbers
    stairs: StairNumbers
    whip: WhipNumbers
    candle: CandleNumbers
    item: ItemNumbers
    shot: ShotNumbers
    passage: PassageNumbers
    dagger: Dagger
    axe: Axe
    flask: Flask
    crescent: Crescent
    watch: Watch
    spawn: SpawnNumbers
    lift: LiftNumbers
    crusher: CrusherNumbers
    crumble: CrumbleNumbers
    conveyor: ConveyorNumbers
    shambler: Shambler
    hound: Hound
    bat: Bat
    thrower: Thrower
    fishman: Fishman
    head: Head
    ghost: Ghost
    spear: Spear
    riser: Riser
    pillar: Pillar
    flea: Flea
    knight: Knight
    boss_bat: BossBat
    boss_weaver: Weaver
    spiderling: Spiderling
    boss_bell: Bell
    boss_eel: Eel
    boss_golem: Golem
    homunculus: Homunculus
    boss_dreamer: Dreamer
    boss_nightmare: Nightmare
    boss_shot: BossShot

    def weapon(self, kind: str) -> Weapon:
        """Cost and damage of a sub-weapon."""
        found = getattr(self, kind)
        assert isinstance(found, Weapon)
        return found

    def body(self, kind: str) -> Body:
        """The box, health and points of an enemy kind."""
        found = getattr(self, kind)
        assert isinstance(found, Body)
        return found


def _value(raw: Any, kind: Any = None) -> Any:
    """kind: the type wanted. A table becomes a dict where one is asked for, else pairs in the file's order."""
    if isinstance(raw, float):
        return round(raw * SUB)
    if isinstance(raw, list):
        return tuple(_value(item) for item in raw)
    if isinstance(raw, dict):
        pairs = {name: _value(item) for name, item in raw.items()}
        return pairs if get_origin(kind) is dict else tuple(pairs.items())
    return raw


def _fill(kind: type[_T], table: dict[str, Any]) -> _T:
    wanted = {field.name for field in fields(kind)}  # type: ignore[arg-type]
    if wanted != set(table):
        raise ValueError(f"numbers.toml and {kind.__name__} disagree on {sorted(wanted ^ set(table))}")
    hints = get_type_hints(kind)
    return kind(**{name: _value(raw, hints[name]) for name, raw in table.items()})


@cache
def numbers() -> Numbers:
    """The one set of numbers; the file is read on the first call."""
    tables = tomllib.loads(Path(__file__).with_name("numbers.toml").read_text("utf-8"))
    kinds = get_type_hints(Numbers)
    return Numbers(**{name: _fill(kinds[name], table) for name, table in tables.items()})
