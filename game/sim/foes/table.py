"""The one table of behaviours, foes and bosses: one function for each mode that an actor can be in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..bosses.table import BOSSES, HELPERS
from .kinds import FOES, Behaviour, nature
from .moves import wet

if TYPE_CHECKING:
    from ..actors import Actor
    from ..world import World

BEHAVIOURS: dict[str, tuple[Behaviour, ...]] = {**FOES, **BOSSES, **HELPERS}
"""Kind -> the function of each mode."""
_FALLERS = frozenset(kind for kind in (*FOES, *HELPERS) if not nature(kind).airborne)


def think(w: World) -> None:
    """A frame of every actor, of those called meanwhile, too; those that the watch holds can be hit all the same.

    Whoever falls out of its section is gone, as the hero would be: what lies below is another storey, or rock that would catch it.
    """
    for a in w.actors:
        if a.mercy:
            a.mercy -= 1
        if w.stopped and a.kind not in BOSSES:
            continue
        a.timer += 1
        a.pose_frame += 1
        before = a.y
        BEHAVIOURS[a.kind][a.mode](w, a)
        if a.y > before and _has_fallen_out(w, a, before):
            w.actors = [other for other in w.actors if other is not a]


def _has_fallen_out(w: World, a: Actor, before: int) -> bool:
    """A lesser foe came from y = before (1/256 px) through the bottom of the section that it was in; in water it dives instead."""
    if a.kind not in _FALLERS:
        return False
    bottom = w.terrain.bottom_at(a.x >> 8, (before >> 8) - 1)
    return bottom is not None and a.y >> 8 >= bottom and not wet(w, a)
