"""The patterns that pictures share: each distinct 8x8 pattern once, and its number wherever it is shown."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from generator.errors import UserError
from generator.ppu import MAX_PATTERNS, PATTERN, pattern_tiles
from nes.chr import encode_patterns

Planes = tuple[np.ndarray, np.ndarray]
"""A pattern plane (H, W) uint8 0..3 now, and the same half a cycle of its moving tiles later."""

BLANK = 0
"""The number of the pattern without a pixel; every table begins with it."""


class PatternTable:
    """Up to 256 patterns, numbered as they first come, and for each how it looks half a cycle later."""

    def __init__(self, pictures: Iterable[Planes]) -> None:
        """Raises UserError when more than 256 patterns are needed."""
        blank = bytes(PATTERN * PATTERN)
        self._numbers: dict[tuple[bytes, bytes], int] = {(blank, blank): BLANK}
        for picture in pictures:
            for pair in _pairs(picture):
                self._numbers.setdefault(pair, len(self._numbers))
        if len(self._numbers) > MAX_PATTERNS:
            raise UserError(f"{len(self._numbers)} different 8x8 patterns are needed, an NES pattern table holds {MAX_PATTERNS}")

    def __len__(self) -> int:
        return len(self._numbers)

    @property
    def moves(self) -> bool:
        """Whether any pattern looks different later."""
        return any(now != later for now, later in self._numbers)

    def numbers(self, picture: Planes) -> np.ndarray:
        """The pattern numbers of a picture in the table: (H/8, W/8) uint8."""
        height, width = picture[0].shape
        found = [self._numbers[pair] for pair in _pairs(picture)]
        return np.array(found, dtype=np.uint8).reshape(height // PATTERN, width // PATTERN)

    def encoded(self) -> bytes:
        """4 KiB, or 8 KiB where something moves: the table now, then the table later."""
        sides = 2 if self.moves else 1
        tables = []
        for side in range(sides):
            patterns = np.zeros((MAX_PATTERNS, PATTERN, PATTERN), dtype=np.uint8)
            for pair, number in self._numbers.items():
                patterns[number] = np.frombuffer(pair[side], dtype=np.uint8).reshape(PATTERN, PATTERN)
            tables.append(encode_patterns(patterns))
        return b"".join(tables)


def _pairs(picture: Planes) -> list[tuple[bytes, bytes]]:
    now, later = ([tile.tobytes() for tile in pattern_tiles(plane.astype(np.uint8))] for plane in picture)
    return list(zip(now, later, strict=True))
