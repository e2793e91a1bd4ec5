"""What every enemy and boss has, whatever else it can do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Body:
    """What every enemy has: a box, bars of health, points for whoever kills it."""

    half_width: int
    height: int
    health: int
    points: int
