"""The nearest training tile, however it was turned: by flips, shifts of up to two pixels and recolouring.

The distance of two 16x16 tiles is the number of pixels that differ, at the best of four flips, 25 shifts and 24 exchanges
of the four values; where a shift leaves only part of the tiles in common, the count is scaled up to 256 pixels. It is the
same from either side. Values say only which pixels are alike, so colours play no part in it.

The search has two steps. Marks (pixels that differ from the one above or to the left) don't change with the values, and
a changed pixel changes three marks at most: comparing 256 bits finds who can be near. Those are then measured exactly.
So every tile within SAME pixels is found for certain; farther off, the answer is the best of the MEASURED likeliest.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np

from generator.originality import edge_words
from generator.pool import processors
from generator.roles import TILE

Array = np.ndarray
T = TypeVar("T")
R = TypeVar("R")

SAME = 13
"""Pixels, of 256, up to which two tiles may be the same drawing: a twentieth. See repeats()."""
_MARKS_A_PIXEL = 8
MEASURED = 256
"""Tiles measured exactly for each one asked about, besides all that could be within SAME."""
REACH = 2
PIXELS = TILE * TILE
_SHIFTS = np.array(list(itertools.product(range(-REACH, REACH + 1), repeat=2)))
_EXCHANGES = np.array(list(itertools.permutations(range(4))))
_BLOCK = 1 << 14
"""Tiles whose marks are compared at once: half a megabyte, which stays in a core's cache."""


@dataclass(frozen=True, slots=True)
class Pose:
    """How the tile asked about was turned to meet its match.

    flip: bit 0 upside down, bit 1 mirrored. dy, dx: pixel (y, x) of the match met (y + dy, x + dx) of the flipped tile.
    exchange: for each value of the tile the value that it met.
    """

    flip: int = 0
    dy: int = 0
    dx: int = 0
    exchange: tuple[int, ...] = (0, 1, 2, 3)


@dataclass(frozen=True, slots=True)
class Match:
    """index: the nearest tile's place in the index, -1 where there is none. distance: in pixels, of 256."""

    index: int
    distance: float
    pose: Pose


NO_MATCH = Match(-1, float(PIXELS), Pose())


@dataclass(frozen=True, eq=False)
class TileIndex:
    """Tiles to be searched. pattern: (n, 16, 16) uint8 0..3."""

    pattern: Array

    def __len__(self) -> int:
        return len(self.pattern)

    @cached_property
    def _marks(self) -> Array:
        return np.ascontiguousarray(edge_words(self.pattern).T)

    def nearest(self, pattern: Array, beyond: Array | None = None) -> list[Match]:
        """For each tile (n, 16, 16) the nearest one of the index; with ``beyond`` (n,), of those farther off than so many pixels.

        Beyond may be SAME at most.
        """
        if not len(self) or not len(pattern):
            return [NO_MATCH] * len(pattern)
        flips = flipped(pattern)
        bounds = self._bounds(flips)
        least = np.full(len(pattern), -1.0) if beyond is None else beyond
        return _together(lambda n: self._measured(flips[:, n], bounds[n], float(least[n])), range(len(pattern)))

    def _bounds(self, flips: Array) -> Array:
        """Lower bounds of the distances in pixels: (4, q, 16, 16) -> (q, n) float32."""
        poses = [_shifted_marks(flips, dy, dx) for dy, dx in _SHIFTS]
        bounds = np.full((flips.shape[1], len(self)), PIXELS, dtype=np.float32)

        def compare(start: int) -> None:
            own, into = self._marks[:, start : start + _BLOCK], bounds[:, start : start + _BLOCK]
            for words, mask, pixels_a_mark in poses:
                _compare(own & mask[:, None], words, pixels_a_mark, into)

        _together(compare, range(0, len(self), _BLOCK))
        return bounds

    def _measured(self, flips: Array, bounds: Array, beyond: float) -> Match:
        """The nearest of the likeliest tiles, exactly: (4, 16, 16), (n,) -> Match."""
        within = np.flatnonzero(bounds <= SAME)
        others = np.where(bounds <= SAME, np.inf, bounds)
        few = min(MEASURED, len(bounds) - len(within))
        likely = np.concatenate([within, np.argpartition(others, few - 1)[:few] if few else within[:0]])
        distances, place = distance_table(flips, self.pattern[likely])
        distances[distances <= beyond] = np.inf
        best = int(distances.argmin())
        if not np.isfinite(distances[best]):
            return NO_MATCH
        return Match(int(likely[best]), float(distances[best]), _pose(int(place[best])))


def repeats(pattern: Array) -> Array:
    """Up to how many pixels apart a tile and another are one drawing: (n, 16, 16) -> (n,) float64.

    An eighth of its marks and SAME at most, since in a tile with few lines a few pixels make another tile.
    """
    marks = np.bitwise_count(edge_words(pattern)).sum(axis=1)
    return np.minimum(SAME, marks / _MARKS_A_PIXEL)


def flipped(pattern: Array) -> Array:
    """(n, 16, 16) -> (4, n, 16, 16), in the order of Pose.flip."""
    return np.stack([pattern[:, :: -1 if flip & 1 else 1, :: -1 if flip & 2 else 1] for flip in range(4)])


def overlap(dy: int, dx: int) -> tuple[slice, slice, slice, slice]:
    """Rows and columns of a match, then of the tile asked about, that meet when it is shifted by (dy, dx)."""
    mine = [slice(max(0, -d), TILE - max(0, d)) for d in (dy, dx)]
    theirs = [slice(max(0, d), TILE - max(0, -d)) for d in (dy, dx)]
    return mine[0], mine[1], theirs[0], theirs[1]


def distance_table(flips: Array, pattern: Array) -> tuple[Array, Array]:
    """Exact distances of one tile, given in its four flips (4, 16, 16), from others (n, 16, 16).

    Returns (n,) float64 pixels, and (n,) which of the 4 * 25 * 24 poses reached them.
    """
    own = np.zeros((4, len(_SHIFTS), 4, TILE, TILE), dtype=np.float32)
    values = _one_hot(flips)
    for place, (dy, dx) in enumerate(_SHIFTS):
        rows, cols, own_rows, own_cols = overlap(dy, dx)
        own[:, place, :, rows, cols] = values[:, :, own_rows, own_cols]
    theirs = _one_hot(pattern).reshape(-1, PIXELS)
    meet = (own.reshape(-1, PIXELS) @ theirs.T).reshape(-1, 4, len(pattern), 4)
    agree = meet.transpose(2, 0, 1, 3).reshape(-1, 16) @ _exchange_matrix()
    pixels = own[0].sum(axis=(1, 2, 3))
    differ = (pixels[:, None] - agree.reshape(len(pattern), 4, len(_SHIFTS), -1)) * (PIXELS / pixels)[:, None]
    differ = differ.reshape(len(pattern), -1)
    best = differ.argmin(axis=1)
    return differ[np.arange(len(pattern)), best].astype(np.float64), best


def _one_hot(pattern: Array) -> Array:
    """(n, h, w) values -> (n, 4, h, w) float32: sums of their products are exact."""
    return (pattern[:, None] == np.arange(4, dtype=np.uint8)[:, None, None]).astype(np.float32)


def _exchange_matrix() -> Array:
    """(16, 24): adds up the pairs of values that an exchange makes equal."""
    chosen = np.zeros((4, 4, len(_EXCHANGES)), dtype=np.float32)
    for column, exchange in enumerate(_EXCHANGES):
        chosen[np.arange(4), exchange, column] = 1
    return chosen.reshape(16, -1)


def _pose(place: int) -> Pose:
    flip, shift, exchange = np.unravel_index(place, (4, len(_SHIFTS), len(_EXCHANGES)))
    dy, dx = _SHIFTS[shift].tolist()
    return Pose(int(flip), dy, dx, tuple(_EXCHANGES[exchange].tolist()))


def _shifted_marks(flips: Array, dy: int, dx: int) -> tuple[Array, Array, float]:
    """Marks of all tiles in all flips, shifted: (4 * q, 4) uint64; which marks count, (4,); how many pixels a mark stands for.

    The first row and column of what the shift leaves in common don't count: what was beside them is not in common.
    """
    rows, cols, own_rows, own_cols = overlap(dy, dx)
    moved = np.zeros((flips.shape[1], 4, TILE, TILE), dtype=np.uint8)
    moved[:, :, rows, cols] = flips.swapaxes(0, 1)[:, :, own_rows, own_cols]
    counts = np.zeros((TILE, TILE), dtype=bool)
    counts[rows.start + (dy != 0) : rows.stop, cols.start + (dx != 0) : cols.stop] = True
    mask = np.packbits(counts.reshape(1, -1), axis=1).view("<u8").astype(np.uint64)[0]
    pixels = (rows.stop - rows.start) * (cols.stop - cols.start)
    return edge_words(moved.reshape(-1, TILE, TILE)) & mask, mask, PIXELS / pixels / 3


def _compare(marks: Array, words: Array, pixels_a_mark: float, into: Array) -> None:
    """Lowers bounds (q, n) to those of one shift: marks (4, n), words (4 * q, 4)."""
    differ, count = np.empty_like(marks[0]), np.empty(marks.shape[1], dtype=np.uint8)
    least, total = np.empty(marks.shape[1], dtype=np.uint16), np.empty(marks.shape[1], dtype=np.uint16)
    for tile, bound in enumerate(into):
        least.fill(PIXELS)
        for word in words[4 * tile : 4 * tile + 4]:
            total.fill(0)
            for part, own in enumerate(word):
                np.bitwise_xor(marks[part], own, out=differ)
                np.bitwise_count(differ, out=count)
                np.add(total, count, out=total)
            np.minimum(least, total, out=least)
        np.minimum(bound, least * np.float32(pixels_a_mark), out=bound)


def _together(work: Callable[[T], R], parts: Iterable[T]) -> list[R]:
    """What map() does, on all cores there are for this process: numpy works outside the interpreter's lock."""
    with ThreadPoolExecutor(processors()) as pool:
        return list(pool.map(work, parts))
