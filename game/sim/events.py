"""What happened in a frame, for the ears and eyes outside the rules."""

from __future__ import annotations

from typing import NamedTuple


class Event(NamedTuple):
    """kind: one of the names in docs/architecture.md. x, y: where, in level px. value: how much (points, damage, hearts), or 0."""

    kind: str
    x: int
    y: int
    value: int = 0
