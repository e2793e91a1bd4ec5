"""Making a screen fit the pattern table: similar 8x8 patterns are merged, the least visible loss first."""

from __future__ import annotations

import numpy as np

from generator.palette import MASTER, Palette
from generator.ppu import PATTERN, Screen, pattern_tiles

_MOST = 1536
"""Patterns that are compared pair by pair; of more, the rarest are given to the nearest of these at once."""


def merge_patterns(screen: Screen, limit: int, palette: Palette = MASTER) -> Screen:
    """The same screen with at most ``limit`` distinct 8x8 patterns; unchanged when it keeps to that already.

    Step by step the pattern whose disappearance costs least (its uses times the distance to the pattern that takes its
    place) is replaced everywhere. What a changed pixel costs is averaged over the four sub-palettes.
    """
    tiles = pattern_tiles(screen.pattern).reshape(-1, PATTERN * PATTERN)
    patterns, which, uses = np.unique(tiles, axis=0, return_inverse=True, return_counts=True)
    if len(patterns) <= limit:
        return screen
    # The stable sort keeps the answer the same everywhere.
    by_use = np.argsort(-uses, kind="stable")
    keep = by_use[: max(limit, _MOST)]
    replaced = np.arange(len(patterns))
    value_cost = _value_cost(screen, palette)
    rest = by_use[len(keep) :]
    if len(rest):
        replaced[rest] = keep[_distances(patterns[rest], patterns[keep], value_cost).argmin(axis=1)]
        uses = np.bincount(replaced[which.reshape(-1)], minlength=len(patterns))
    among = _merge(_distances(patterns[keep], patterns[keep], value_cost), uses[keep], limit)
    replaced[keep] = keep[among]
    new = patterns[replaced[replaced[which.reshape(-1)]]]
    rows, cols = (edge // PATTERN for edge in screen.pattern.shape)
    pattern = new.reshape(rows, cols, PATTERN, PATTERN).swapaxes(1, 2).reshape(screen.pattern.shape)
    return Screen(screen.backdrop, screen.palettes, screen.cells, pattern)


def _value_cost(screen: Screen, palette: Palette) -> np.ndarray:
    """What showing one pixel value for another costs: (4, 4)."""
    colours = screen.colours
    return np.mean([palette.distance[np.ix_(group, group)] for group in colours], axis=0)


def _distances(one: np.ndarray, other: np.ndarray, value_cost: np.ndarray) -> np.ndarray:
    """The cost of showing each of ``other`` for each of ``one``: (n, 64), (m, 64) -> (n, m) float32."""
    values = np.arange(4)
    flags = (other[:, :, None] == values).reshape(len(other), -1).astype(np.float32)
    costs = value_cost[one].reshape(len(one), -1).astype(np.float32)
    return costs @ flags.T


def _merge(distance: np.ndarray, uses: np.ndarray, limit: int) -> np.ndarray:
    """Which pattern each pattern becomes, when only ``limit`` may be left: (n, n), (n,) -> (n,)."""
    n = len(distance)
    distance = distance.copy()
    np.fill_diagonal(distance, np.inf)
    becomes = np.arange(n)
    weight = uses.astype(np.float64)
    alive = np.ones(n, dtype=bool)
    target = distance.argmin(axis=1)
    least = distance[np.arange(n), target]
    for _ in range(n - limit):
        gone = int(np.where(alive, weight * least, np.inf).argmin())
        into = int(target[gone])
        becomes[becomes == gone] = into
        weight[into] += weight[gone]
        alive[gone] = False
        distance[:, gone] = np.inf
        stale = np.flatnonzero(alive & (target == gone))
        target[stale] = distance[stale].argmin(axis=1)
        least[stale] = distance[stale, target[stale]]
    return becomes
