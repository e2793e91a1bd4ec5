"""The numbers of the rules, read once from numbers.toml into frozen dataclasses."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources
from typing import Any, TypeVar

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
    release: int


@dataclass(frozen=True, slots=True)
class Numbers:
    hero: HeroNumbers
    stairs: StairNumbers
    whip: WhipNumbers


def _value(raw: Any) -> Any:
    if isinstance(raw, float):
        return round(raw * SUB)
    if isinstance(raw, list):
        return tuple(_value(item) for item in raw)
    return raw


def _fill(kind: type[_T], table: dict[str, Any]) -> _T:
    wanted = {field.name for field in fields(kind)}  # type: ignore[arg-type]
    if wanted != set(table):
        raise ValueError(f"numbers.toml and {kind.__name__} disagree on {sorted(wanted ^ set(table))}")
    return kind(**{name: _value(raw) for name, raw in table.items()})


@cache
def numbers() -> Numbers:
    """The one set of numbers; the file is read on the first call."""
    tables = tomllib.loads(resources.files(__package__).joinpath("numbers.toml").read_text("utf-8"))
    return Numbers(_fill(HeroNumbers, tables["hero"]), _fill(StairNumbers, tables["stairs"]), _fill(WhipNumbers, tables["whip"]))
