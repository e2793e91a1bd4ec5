"""Chance, as part of the world's state: a 32-bit linear congruential generator, the same numbers on every machine."""

from __future__ import annotations

_MULTIPLIER, _INCREMENT, _MASK = 1664525, 1013904223, 0xFFFFFFFF  # Numerical Recipes' full-period constants


class Rng:
    """word: 0 .. 2^32 - 1. Only the high bits are used; the low ones of such a generator repeat soon."""

    __slots__ = ("word",)

    def __init__(self, seed: int) -> None:
        self.word = (seed * 0x9E3779B1 + 0x7F4A7C15) & _MASK

    def copy(self) -> Rng:
        twin = Rng(0)
        twin.word = self.word
        return twin

    def below(self, n: int) -> int:
        """A draw from 0 .. n - 1, n at most 2^16."""
        self.word = (self.word * _MULTIPLIER + _INCREMENT) & _MASK
        return ((self.word >> 16) * n) >> 16

    def between(self, low: int, high: int) -> int:
        """A draw from low .. high, both included."""
        return low + self.below(high - low + 1)

    def weighted(self, table: tuple[tuple[str, int], ...]) -> str:
        """A name drawn by its weight."""
        draw = self.below(sum(weight for _, weight in table))
        for name, weight in table:
            draw -= weight
            if draw < 0:
                return name
        raise AssertionError("weights sum to more than the draw")
