"""The numbers of the sub-weapons: rows of numbers.toml as frozen dataclasses."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weapon:
    """cost: hearts a throw takes. damage: bars a hit takes."""

    cost: int
    damage: int


@dataclass(frozen=True, slots=True)
class Dagger(Weapon):
    speed: int


@dataclass(frozen=True, slots=True)
class Axe(Weapon):
    speed: int
    up: int
    gravity: int


@dataclass(frozen=True, slots=True)
class Flask(Weapon):
    speed: int
    up: int
    gravity: int
    burn: int
    fall: int


@dataclass(frozen=True, slots=True)
class Crescent(Weapon):
    speed: int
    turn: int


@dataclass(frozen=True, slots=True)
class Watch(Weapon):
    frames: int
