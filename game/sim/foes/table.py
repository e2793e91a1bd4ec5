"""The one table of behaviours, foes and bosses: one function for each mode that an actor can be in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..bosses.table import BOSSES, HELPERS
from .kinds import FOES, Behaviour

if TYPE_CHECKING:
    from ..world import World

BEHAVIOURS: dict[str, tuple[Behaviour, ...]] = {**FOES, **BOSSES, **HELPERS}
"""Kind -> the function of each mode."""


def think(w: World) -> None:
    """A frame of every actor, of those called meanwhile, too; those that the watch holds can be hit all the same."""
    for a in w.actors:
        if a.mercy:
            a.mercy -= 1
        if w.stopped and a.kind not in BOSSES:
            continue
        a.timer += 1
        a.pose_frame += 1
        BEHAVIOURS[a.kind][a.mode](w, a)
