"""How the shots of the lesser enemies fly that do more than an arc."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .shots import Shot
    from .world import World

AXE = "axe_thrown"


def fly_axe(w: World, shot: Shot) -> bool:
    """Out and, at its furthest, back; over when it comes home to a knight."""
    n = w.numbers.knight
    shot.x += shot.vx
    if shot.age == n.axe_turn:
        shot.vx = -shot.vx
    return shot.age <= n.axe_turn or not any(a.kind == "knight" and abs(a.x - shot.x) >> 8 <= n.half_width for a in w.actors)
