"""How far the levels of a stage are from each other: as sequences of rooms, and as sequences of screens full of cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from game.sim.level import Cell

MOST = 3000
"""Levels of a stage that are compared, four and a half million pairs; of more, the first so many."""
DIFFERENT = 104
"""Of a screen's 208 cells, those in which two screens that have nothing to do with each other differ, about; from there on one put
for the other costs as much as a screen that the other level lacks."""
_CHUNK = 512
"""Pairs that are compared at once: few enough for the processor's cache, many enough that Python does not count."""
_WORD = 64
_PLANES = int(max(Cell)).bit_length()
"""Bits of a cell; two cells differ where any of their bits does."""


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """What is compared: room names in order; screens: (n, 13, 16) uint8 cells."""

    rooms: tuple[str, ...]
    screens: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two levels by their place in the list, and how far they are apart: 0 the same, 1 nothing in common."""

    first: int
    second: int
    distance: float


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """All levels side by side, the short ones filled up. rooms: (most, n) numbers of names; screens: (planes, words, most, n), the
    bits of the cells; room_counts, screen_counts: (n,)."""

    rooms: NDArray[np.int32]
    room_counts: NDArray[np.int64]
    screens: NDArray[np.uint64]
    screen_counts: NDArray[np.int64]


def distances(levels: Sequence[Features]) -> NDArray[np.float64]:
    """(n, n): of each pair the mean of two edit distances, each as a share of the longer sequence: over room names, and over screens,
    where putting one for another costs the share of DIFFERENT cells in which they differ."""
    found = np.zeros((len(levels), len(levels)))
    if len(levels) < 2:
        return found
    table = _tabled(levels)
    first, second = np.triu_indices(len(levels), 1)
    for begin in range(0, len(first), _CHUNK):
        i, j = first[begin : begin + _CHUNK], second[begin : begin + _CHUNK]
        found[i, j] = found[j, i] = (_by_rooms(table, i, j) + _by_screens(table, i, j)) / 2
    return found


def closest(apart: NDArray[np.float64], most: int) -> list[Pair]:
    """The pairs least apart, the most alike first; among equals those of the first levels."""
    first, second = np.triu_indices(len(apart), 1)
    values = apart[first, second]
    return [Pair(int(first[k]), int(second[k]), float(values[k])) for k in np.argsort(values, kind="stable")[:most]]


def overlap(levels: Sequence[Features]) -> float:
    """The share of the shorter level's rooms that the other has too, on average over all pairs; 0 without any."""
    if len(levels) < 2:
        return 0.0
    number = _numbers(levels)
    has = np.zeros((len(levels), len(number)), np.float32)
    for row, level in zip(has, levels, strict=True):
        row[[number[room] for room in level.rooms]] = 1
    rooms = has.sum(axis=1)
    share = has @ has.T / np.maximum(1, np.minimum(rooms[:, None], rooms[None]))
    return float(share[np.triu_indices(len(levels), 1)].mean())


def _numbers(levels: Sequence[Features]) -> dict[str, int]:
    return {name: n for n, name in enumerate(sorted({room for level in levels for room in level.rooms}))}


def _tabled(levels: Sequence[Features]) -> _Table:
    number = _numbers(levels)
    room_counts = np.array([len(level.rooms) for level in levels])
    screen_counts = np.array([len(level.screens) for level in levels])
    rooms = np.full((room_counts.max(), len(levels)), -1, np.int32)
    cells = levels[0].screens[0].size if screen_counts[0] else 1
    words = -(-cells // _WORD)
    screens = np.zeros((_PLANES, words, screen_counts.max(), len(levels)), np.uint64)
    for n, level in enumerate(levels):
        rooms[: len(level.rooms), n] = [number[room] for room in level.rooms]
        flat = level.screens.reshape(len(level.screens), -1)
        padded = np.pad(flat, ((0, 0), (0, words * _WORD - flat.shape[1])))
        for plane in range(_PLANES):
            bits = np.packbits(padded >> plane & 1, axis=1)
            screens[plane, :, : len(flat), n] = bits.view(np.uint64).T
    return _Table(rooms, room_counts, screens, screen_counts)


def _by_rooms(table: _Table, i: NDArray[np.int64], j: NDArray[np.int64]) -> NDArray[np.float64]:
    costs = (table.rooms[:, None, i] != table.rooms[None][:, :, j]).astype(np.int32)
    lengths = table.room_counts[i], table.room_counts[j]
    return edits(costs, *lengths, 1) / np.maximum(1, np.maximum(*lengths))


def _by_screens(table: _Table, i: NDArray[np.int64], j: NDArray[np.int64]) -> NDArray[np.float64]:
    one, other = table.screens[..., i], table.screens[..., j]
    most = one.shape[2]
    differ = np.zeros((most, most, len(i)), np.int32)
    for word in range(one.shape[1]):
        unlike = np.zeros((most, most, len(i)), np.uint64)
        for plane in range(_PLANES):
            unlike |= one[plane, word][:, None] ^ other[plane, word][None]
        differ += np.bitwise_count(unlike)
    lengths = table.screen_counts[i], table.screen_counts[j]
    return edits(np.minimum(differ, DIFFERENT), *lengths, DIFFERENT) / DIFFERENT / np.maximum(1, np.maximum(*lengths))


def edits(costs: NDArray[np.int32], n: NDArray[np.int64], m: NDArray[np.int64], whole: int) -> NDArray[np.int32]:
    """The least cost of making a sequence of n into one of m, for k pairs at once: (k,). costs: (most n, most m, k), of putting the
    second's element for the first's; whole: what an element costs that the other lacks."""
    rows, columns, count = costs.shape
    row = np.repeat(np.arange(columns + 1, dtype=np.int32)[:, None] * whole, count, axis=1)
    every = np.arange(count)
    found = row[m, every]
    for i in range(rows):
        last, row = row, np.empty_like(row)
        row[0] = whole * (i + 1)
        for j in range(columns):
            row[j + 1] = np.minimum(last[j] + costs[i, j], np.minimum(last[j + 1], row[j]) + whole)
        found = np.where(n == i + 1, row[m, every], found)
    return found
