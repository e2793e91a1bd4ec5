"""The tables of the bosses and their helpers: a behaviour is one function for each mode, as with the lesser enemies."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..actors import Actor
from . import bat, bell, dreamer, eel, golem, homunculus, life, nightmare, spiderling, weaver

if TYPE_CHECKING:
    from ..world import World

Behaviour = Callable[["World", Actor], None]

BOSSES: dict[str, tuple[Behaviour, ...]] = {
    "boss_bat": bat.MODES,
    "boss_weaver": weaver.MODES,
    "boss_bell": bell.MODES,
    "boss_eel": eel.MODES,
    "boss_golem": golem.MODES,
    "boss_dreamer": dreamer.MODES,
    "boss_nightmare": nightmare.MODES,
}
"""Kind -> the function of each mode; the first three as in life.py."""
HELPERS: dict[str, tuple[Behaviour, ...]] = {
    "spiderling": spiderling.MODES,
    "homunculus": homunculus.MODES,
}
"""The same for the lesser foes that bosses call."""
_FLINCHES: dict[str, Behaviour] = {
    "boss_bat": bat.flinch,
    "boss_dreamer": dreamer.flinch,
}
"""Kind -> what a blow that does not kill does to it; most just go on."""
_AWAY: dict[str, frozenset[int]] = {
    "boss_eel": eel.AWAY,
    "boss_dreamer": dreamer.AWAY,
    "boss_nightmare": nightmare.AWAY,
}
"""Kind -> modes of its own in which it neither hurts nor can be hurt."""


def flinch(w: World, a: Actor) -> None:
    """A blow has hurt a boss."""
    if a.kind in _FLINCHES:
        _FLINCHES[a.kind](w, a)


def untouchable(a: Actor) -> bool:
    """A boss that is asleep, dying or out of this world for now: it neither hurts nor can be hurt."""
    return a.kind in BOSSES and (a.mode in (life.SLEEP, life.DYING) or a.mode in _AWAY.get(a.kind, ()))
