"""The numbers of the castle's machines; see numbers.toml for what each is. Lengths and speeds with a point there are in 1/256 px here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LiftNumbers:
    rest: int
    step: int


@dataclass(frozen=True, slots=True)
class CrusherNumbers:
    half_width: int
    gravity: int
    fall: int
    rest: int
    wind: int
    least_up: int
    warn: int
    graze: int


@dataclass(frozen=True, slots=True)
class CrumbleNumbers:
    tremble: int
    gone: int


@dataclass(frozen=True, slots=True)
class ConveyorNumbers:
    speed: int
