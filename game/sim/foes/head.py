"""Head: sails in from the view's edge in a tall sine about the height the hero had when it came, through walls, and out again.

It comes from afar, so there is time to see where its wave will cross the hero: lash it there, crouch under its crest or jump its trough.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..actors import Actor, bob
from .nature import Nature

if TYPE_CHECKING:
    from ..world import World


def _sail(w: World, a: Actor) -> None:
    a.x += a.facing * w.numbers.head.speed
    bob(a)


MODES = (_sail,)
"""The function of each mode."""
NATURE = Nature(airborne=True)
