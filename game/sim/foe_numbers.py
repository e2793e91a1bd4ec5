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


@dataclass(frozen=True, slots=True)
class Fishman(Body):
    trigger: tuple[int, int]
    alive: int
    rest: int
    bubble: int
    leap: int
    leap_x: tuple[int, ...]
    berth: int
    gravity: int
    max_fall: int
    speed: int
    first_spit: int
    spit_every: tuple[int, int]
    wind_up: int
    breath: int
    mouth: int
    fire_speed: int


@dataclass(frozen=True, slots=True)
class Head(Body):
    speed: int
    sweep: int
    aim: int
    every: tuple[int, int]
    alive: int
    safe: int


@dataclass(frozen=True, slots=True)
class Ghost(Body):
    speed: int
    recoil: int
    sight: int
    sight_rows: int
    appear: int


@dataclass(frozen=True, slots=True)
class Spear(Body):
    speed: int
    fall: int
    sight: int
    sight_rows: int
    wind_up: int
    out: int
    pause: int
    reach: int
    reach_low: int
    reach_high: int


@dataclass(frozen=True, slots=True)
class Riser(Body):
    speed: int
    fall: int
    sight: int
    sight_rows: int
    heap: int
    rise: int


@dataclass(frozen=True, slots=True)
class Pillar(Body):
    fall: int
    sight: int
    breathe_every: tuple[int, int]
    wind_up: int
    mouths: tuple[int, int]
    fire_speed: int


@dataclass(frozen=True, slots=True)
class Flea(Body):
    sight: int
    sight_rows: int
    sit: tuple[int, int]
    large_one_in: int
    away_one_in: int
    hop_x: tuple[int, int]
    hop_y: tuple[int, int]
    gravity: int
    max_fall: int


@dataclass(frozen=True, slots=True)
class Knight(Body):
    keep: tuple[int, int]
    speed: int
    fall: int
    burst: tuple[int, int]
    stand: tuple[int, int]
    sight: int
    throw_every: tuple[int, int]
    wind_up: int
    axes: int
    hands: tuple[int, int]
    axe_speed: int
    axe_turn: int
