"""The tables of the bosses and their helpers: a behaviour is one function for each mode, as with the lesser enemies."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..actors import Actor
from . import bat, life

if TYPE_CHECKING:
    from ..world import World

Behaviour = Callable[["World", Actor], None]

BOSSES: dict[str, tuple[Behaviour, ...]] = {
    "boss_bat": bat.MODES,
}
"""Kind -> the function of each mode; the first three as in life.py."""
_FLINCHES: dict[str, Behaviour] = {
    "boss_bat": bat.flinch,
}
"""Kind -> what a blow that does not kill does to it; most just go on."""
_AWAY: dict[str, frozenset[int]] = {}
"""Kind -> modes of its own in which it neither hurts nor can be hurt."""


def flinch(w: World, a: Actor) -> None:
    """A blow has hurt a boss."""
    if a.kind in _FLINCHES:
        _FLINCHES[a.kind](w, a)


def untouchable(a: Actor) -> bool:
    """A boss that is asleep, dying or out of this world for now: it neither hurts nor can be hurt."""
    return a.kind in BOSSES and (a.mode in (life.SLEEP, life.DYING) or a.mode in _AWAY.get(a.kind, ()))
