"""What the rules around an actor must know of its kind, beside what it does by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..actors import Actor

if TYPE_CHECKING:
    from ..whip import Box
    from ..world import World


@dataclass(frozen=True, slots=True)
class Nature:
    """harmless: modes in which touching it does not hurt; untouchable: modes in which no weapon meets it.

    wake: called once when it comes to life. reach: where it hurts beside its own box, if it does so now.
    struck_down: what happens in place of death and its points. renewed: comes back after being killed, once its place has been out
    of view. kept: is never forgotten, however far the hero is. airborne: nothing need carry it, so that it never falls out of a section.
    """

    harmless: frozenset[int] = frozenset()
    untouchable: frozenset[int] = frozenset()
    wake: Callable[[World, Actor], None] | None = None
    reach: Callable[[World, Actor], Box | None] | None = None
    struck_down: Callable[[World, Actor], None] | None = None
    renewed: bool = False
    kept: bool = False
    airborne: bool = False


PLAIN = Nature()
"""Hurts whoever touches it, can always be struck, dies once."""
