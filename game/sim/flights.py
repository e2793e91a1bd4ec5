"""How each kind of shot flies. One table; whatever is not in it flies in an arc, which without gravity is a line.

A flight may put new shots into the world and may look at everything in it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from .bosses import flights as bosses
from .foe_flights import AXE, fly_axe
from .weapon_flights import FLAME, fly_crescent, fly_flame, fly_flask

if TYPE_CHECKING:
    from .shots import Shot
    from .world import World

Flight = Callable[["World", "Shot"], bool]
"""Moves a shot by a frame, `age` counting from 1; False once it is over: caught, burst or burnt out."""


def arc(w: World, shot: Shot) -> bool:
    """Straight on, bent by its gravity."""
    shot.vy += shot.gravity
    shot.x += shot.vx
    shot.y += shot.vy
    return True


FLIGHTS: dict[str, Flight] = {
    "flask": fly_flask,
    FLAME: fly_flame,
    "crescent": fly_crescent,
    AXE: fly_axe,
    "wave": bosses.wave,
    "gear": bosses.gear,
    "vial": bosses.vial,
    "blaze": bosses.blaze,
    "sickle": bosses.sickle,
}
"""Kind -> its flight."""
UNBROKEN = frozenset({"wave", "blaze"})
"""Kinds that no lash can strike out of the air."""
