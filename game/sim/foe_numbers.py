"""The numbers of the lesser enemies: a table of numbers.toml each, which says what they are."""

from __future__ import annotations

from dataclasses import dataclass

from .body import Body


@dataclass(frozen=True, slots=True)
class Shambler(Body):
    speed: int
    fall: int
    rise: int


@dataclass(frozen=True, slots=True)
class Hound(Body):
    speed: int
    leap: int
    gravity: int
    sight: int
    sight_rows: int
    max_fall: int


@dataclass(frozen=True, slots=True)
class Bat(Body):
    speed: int
    sight: int
    amplitude: int
    dive: int
    aim: int


@dataclass(frozen=True, slots=True)
class Thrower(Body):
    keep: tuple[int, int]
    hop_x: int
    hop_y: int
    gravity: int
    hop_every: tuple[int, int]
    throw_every: tuple[int, int]
    wind_up: int
    sight: int
    bone_y: int
    bone_gravity: int
    bone_flight: int
    bone_max: int
    hand: int
    max_fall: int
