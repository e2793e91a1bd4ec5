"""Mutable state in slots, with the two things that a simulation does to all its state: copy it and list it."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any, ClassVar, Self


class Record:
    """Base of everything that changes during play.

    Fields are ints, strings or immutable tuples, so a copy is flat. Subclasses have two slots or more.
    """

    __slots__: tuple[str, ...] = ()
    _read: ClassVar[Callable[[Any], tuple[Any, ...]]]

    def __init_subclass__(cls) -> None:
        cls._read = staticmethod(attrgetter(*cls.__slots__))

    def copy(self) -> Self:
        """An independent twin."""
        twin = object.__new__(type(self))
        for name, value in zip(self.__slots__, self.values(), strict=True):
            setattr(twin, name, value)
        return twin

    def values(self) -> tuple[Any, ...]:
        """All fields in the order of the slots."""
        return type(self)._read(self)
