"""The one table of behaviours: a behaviour is one function for each mode that an actor can be in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..actors import Actor
from ..bosses.table import BOSSES
from . import bat, hound, shambler, thrower

if TYPE_CHECKING:
    from ..world import World

Behaviour = Callable[["World", Actor], None]

BEHAVIOURS: dict[str, tuple[Behaviour, ...]] = {
    "shambler": shambler.MODES,
    "hound": hound.MODES,
    "bat": bat.MODES,
    "thrower": thrower.MODES,
    **BOSSES,
}
"""Kind -> the function of each mode."""


def think(w: World) -> None:
    """A frame of every actor; those that the watch holds can be hit all the same."""
    for a in w.actors:
        if a.mercy:
            a.mercy -= 1
        if w.stopped and a.kind not in BOSSES:
            continue
        a.timer += 1
        a.pose_frame += 1
        BEHAVIOURS[a.kind][a.mode](w, a)
