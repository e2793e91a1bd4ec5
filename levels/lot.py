"""Drawing lots from a code: numbers that are the same on every machine, in every Python, for ever."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import TypeVar

T = TypeVar("T")


class Lot:
    """A stream of fair draws that depends on its code alone: BLAKE2b of the code and a counter, 64 bits a draw."""

    def __init__(self, code: str) -> None:
        self._code = code.encode()
        self._drawn = 0

    def below(self, n: int) -> int:
        """0..n-1. The bias of the modulus is below 2**-50 for any n that a level knows."""
        digest = hashlib.blake2b(self._drawn.to_bytes(8, "little") + self._code, digest_size=8).digest()
        self._drawn += 1
        return int.from_bytes(digest, "little") % n

    def between(self, low: int, high: int) -> int:
        """low..high, both included."""
        return low + self.below(high - low + 1)

    def percent(self, chance: int) -> bool:
        """True `chance` times in 100."""
        return self.below(100) < chance

    def choice(self, items: Sequence[T]) -> T:
        return items[self.below(len(items))]

    def shuffled(self, items: Iterable[T]) -> list[T]:
        """The items in a fair order (Fisher and Yates)."""
        deck = list(items)
        for i in range(len(deck) - 1, 0, -1):
            j = self.below(i + 1)
            deck[i], deck[j] = deck[j], deck[i]
        return deck
