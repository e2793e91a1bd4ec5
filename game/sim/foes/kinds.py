"""The lesser enemies: which functions each kind's modes are, and its nature where that is not plain."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..actors import Actor
from . import bat, fishman, flea, ghost, head, hound, knight, pillar, riser, shambler, spear, thrower
from .nature import PLAIN, Nature

if TYPE_CHECKING:
    from ..world import World

Behaviour = Callable[["World", Actor], None]

FOES: dict[str, tuple[Behaviour, ...]] = {
    "shambler": shambler.MODES,
    "hound": hound.MODES,
    "bat": bat.MODES,
    "thrower": thrower.MODES,
    "fishman": fishman.MODES,
    "head": head.MODES,
    "ghost": ghost.MODES,
    "spear": spear.MODES,
    "riser": riser.MODES,
    "pillar": pillar.MODES,
    "flea": flea.MODES,
    "knight": knight.MODES,
}
"""Kind -> the function of each mode."""

_NATURES: dict[str, Nature] = {
    "shambler": shambler.NATURE,
    "bat": bat.NATURE,
    "thrower": thrower.NATURE,
    "fishman": fishman.NATURE,
    "head": head.NATURE,
    "ghost": ghost.NATURE,
    "spear": spear.NATURE,
    "riser": riser.NATURE,
    "pillar": pillar.NATURE,
    "knight": knight.NATURE,
}


def nature(kind: str) -> Nature:
    """What is special about a kind; nothing about most, bosses among them."""
    return _NATURES.get(kind, PLAIN)
