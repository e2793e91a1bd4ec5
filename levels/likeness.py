"""How far two levels of a stage are from each other: as sequences of rooms, and as sequences of screens full of cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

APART = 1.0
"""What a screen or a room that the other level lacks costs; another one in its place costs no more than that."""
DIFFERENT = 0.5
"""Share of cells in which two screens that have nothing to do with each other differ, about; from there on they cost APART."""
ALL_PAIRS = 3000
"""Pairs of a stage that are measured: all if they are not more, else those that share most rooms and as many at even strides."""


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


def distance(a: Features, b: Features) -> float:
    """The mean of two edit distances, each as a share of the longer sequence: over room names, and over screens, where putting one
    for another costs the share of cells that differ, DIFFERENT counting as all."""
    rooms = edits(len(a.rooms), len(b.rooms), lambda i, j: APART * (a.rooms[i] != b.rooms[j]))
    unlike = (a.screens[:, None] != b.screens[None]).mean(axis=(2, 3)) / DIFFERENT
    costs = np.minimum(APART, unlike).tolist()
    cells = edits(len(a.screens), len(b.screens), lambda i, j: float(costs[i][j]))
    return (rooms / max(len(a.rooms), len(b.rooms), 1) + cells / max(len(a.screens), len(b.screens), 1)) / 2


def edits(n: int, m: int, cost: Callable[[int, int], float]) -> float:
    """The least cost of making a sequence of n into one of m; cost(i, j): of putting the second's j for the first's i."""
    row = [APART * j for j in range(m + 1)]
    for i in range(n):
        last, row = row, [APART * (i + 1)]
        for j in range(m):
            row.append(min(last[j] + cost(i, j), last[j + 1] + APART, row[j] + APART))
    return row[m]


def pairs(levels: Sequence[Features], most: int = ALL_PAIRS) -> list[Pair]:
    """Pairs measured, the most alike first."""
    found = [Pair(i, j, distance(levels[i], levels[j])) for i, j in _chosen(levels, most)]
    return sorted(found, key=lambda pair: (pair.distance, pair.first, pair.second))


def _chosen(levels: Sequence[Features], most: int) -> list[tuple[int, int]]:
    every = list(combinations(range(len(levels)), 2))
    if len(every) <= most:
        return every
    names = sorted({room for level in levels for room in level.rooms})
    has = np.array([[name in set(level.rooms) for name in names] for level in levels], np.int32)
    shared = has @ has.T
    likely = sorted(every, key=lambda pair: -int(shared[pair]))[: most // 2]
    return list(dict.fromkeys([*likely, *every[:: max(1, len(every) // (most // 2))]]))


def overlap(a: Features, b: Features) -> float:
    """The share of the shorter level's rooms that the other has too."""
    first, second = set(a.rooms), set(b.rooms)
    return len(first & second) / max(1, min(len(first), len(second)))
