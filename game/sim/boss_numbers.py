"""The numbers of the bosses and their helpers: a table of numbers.toml each, which says what they are."""

from __future__ import annotations

from dataclasses import dataclass

from .body import Body


@dataclass(frozen=True, slots=True)
class Boss(Body):
    """What every boss has: px from which it notices the hero, frames that it takes to rise and to pass away."""

    sight: int
    wake: int
    dying: int


@dataclass(frozen=True, slots=True)
class BossBat(Boss):
    wait: tuple[int, int]
    poise: int
    poise_rise: int
    swoop: tuple[int, int]
    run_up: int
    drift: int
    depth: int
    fire_at: int
    fire_speed: int
    fan: int
    rise: int
    fall_dead: int
    roof: int
