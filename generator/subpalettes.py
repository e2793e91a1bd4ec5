"""The search for four sub-palettes: cells start with a palette each and join where that loses least.

Works on a histogram of source colours per cell, so that its cost hardly grows with the picture.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator.exact import SUB_COLOURS, SUB_PALETTES
from generator.palette import BLACK

_MAX_SEEDS = 32
"""Cell palettes that enter the pairwise join; larger pictures are first thinned to these by farthest-first choice."""
_ROUNDS = 4


@dataclass(frozen=True, eq=False)
class Problem:
    """What is to be shown, and with what.

    counts: (cells, u) pixels of each source colour in each cell. distance: (u, k) squared distance of each source colour
    to each colour that may be used. colours: (k,) master indices of those, ascending; black is always among them.
    """

    counts: np.ndarray
    distance: np.ndarray
    colours: np.ndarray


def likely_backdrops(problem: Problem) -> list[int]:
    """Black where it is used at all, the most common colour, and the colour found in most cells: columns, no repeats."""
    shown_as = problem.distance.argmin(axis=1)
    used = np.zeros((len(problem.counts), len(problem.colours)))
    np.add.at(used.T, shown_as, problem.counts.T)
    black = int(np.searchsorted(problem.colours, BLACK))
    candidates = [black] if used[:, black].any() else []
    candidates += [int(used.sum(axis=0).argmax()), int((used > 0).sum(axis=0).argmax())]
    return list(dict.fromkeys(candidates))


def best_groups(problem: Problem, backdrop: int) -> tuple[list[tuple[int, ...]], float]:
    """Four colour groups (columns of the problem) for a backdrop, and their loss."""
    counts = _seeds(problem, backdrop)
    if len(counts) > SUB_PALETTES:
        counts = _join_cheapest(counts, problem.distance, backdrop)
    return _refine(problem, backdrop, _choose_colours(counts, problem.distance, backdrop, exchange=True)[0])


def _seeds(problem: Problem, backdrop: int) -> np.ndarray:
    """Histograms to start the join from: cells of equal palette together, and not more than _MAX_SEEDS of them."""
    palettes, _ = _choose_colours(problem.counts, problem.distance, backdrop)
    _, group = np.unique(np.sort(palettes, axis=1), axis=0, return_inverse=True)
    merged = np.zeros((group.max() + 1, problem.counts.shape[1]))
    np.add.at(merged, group.reshape(-1), problem.counts)
    if len(merged) <= _MAX_SEEDS:
        return merged
    palettes, _ = _choose_colours(merged, problem.distance, backdrop)
    loss = _losses(merged, problem.distance, backdrop, palettes)  # (groups, groups): each under each other's palette
    chosen = [int(merged.sum(axis=1).argmax())]
    while len(chosen) < _MAX_SEEDS:
        chosen.append(int(loss[:, chosen].min(axis=1).argmax()))
    thinned = np.zeros((_MAX_SEEDS, merged.shape[1]))
    np.add.at(thinned, loss[:, chosen].argmin(axis=1), merged)
    return thinned[thinned.any(axis=1)]


def _join_cheapest(counts: np.ndarray, distance: np.ndarray, backdrop: int) -> np.ndarray:
    """Joins more than four histograms until four are left; each step takes the pair whose joint palette loses least."""
    groups = list(counts)
    alone = list(_choose_colours(counts, distance, backdrop)[1])
    first, second = np.triu_indices(len(groups), 1)
    joint = _choose_colours(counts[first] + counts[second], distance, backdrop)[1]
    cost = {(int(i), int(j)): float(value) for i, j, value in zip(first, second, joint, strict=True)}
    alive = set(range(len(groups)))
    while len(alive) > SUB_PALETTES:
        i, j = min(cost, key=lambda pair: (cost[pair] - alone[pair[0]] - alone[pair[1]], pair))
        alive -= {i, j}
        cost = {pair: value for pair, value in cost.items() if not {i, j} & set(pair)}
        groups.append(groups[i] + groups[j])
        alone.append(float(_choose_colours(groups[-1][None], distance, backdrop)[1][0]))
        new = len(groups) - 1
        others = sorted(alive)
        together = np.array([groups[other] + groups[new] for other in others])
        for other, value in zip(others, _choose_colours(together, distance, backdrop)[1], strict=True):
            cost[other, new] = float(value)
        alive.add(new)
    return np.array([groups[i] for i in sorted(alive)])


def _refine(problem: Problem, backdrop: int, palettes: np.ndarray) -> tuple[list[tuple[int, ...]], float]:
    """Cells choose the best palette, palettes are made anew for their cells, while that lowers the loss."""
    best, least = palettes, np.inf
    for _ in range(_ROUNDS):
        loss = _losses(problem.counts, problem.distance, backdrop, palettes)
        total = float(loss.min(axis=1).sum())
        if total >= least:
            break
        best, least = palettes, total
        chosen = loss.argmin(axis=1)
        counts = np.zeros((len(palettes), problem.counts.shape[1]))
        np.add.at(counts, chosen, problem.counts)
        palettes = _choose_colours(counts, problem.distance, backdrop, exchange=True)[0]
    return [tuple(group) for group in best.tolist()], least


def _losses(counts: np.ndarray, distance: np.ndarray, backdrop: int, palettes: np.ndarray) -> np.ndarray:
    """What each histogram loses under each palette: (n, u), (m, 3) -> (n, m)."""
    least = np.minimum(distance[:, palettes].min(axis=2), distance[:, backdrop, None])  # (u, m)
    return counts @ least


def _choose_colours(counts: np.ndarray, distance: np.ndarray, backdrop: int, exchange: bool = False) -> tuple[np.ndarray, np.ndarray]:
    """The three colours beside the backdrop for each histogram by greedy choice, if asked with one round of exchange.

    (n, u) -> columns (n, 3), loss (n,).
    """
    bare = distance[:, backdrop]
    chosen = np.empty((len(counts), SUB_COLOURS), dtype=np.int64)
    chosen[:, 0] = (counts @ np.minimum(bare[:, None], distance)).argmin(axis=1)
    left = np.minimum(bare, distance.T[chosen[:, 0]])  # (n, u): what each source colour loses as it stands
    for place in range(1, SUB_COLOURS):
        chosen[:, place] = _best_addition(counts, distance, left)
        left = np.minimum(left, distance.T[chosen[:, place]])
    if exchange:
        for place in range(SUB_COLOURS - 1):
            others = [other for other in range(SUB_COLOURS) if other != place]
            chosen[:, place] = _best_addition(counts, distance, np.minimum(bare, distance.T[chosen[:, others]].min(axis=1)))
        left = np.minimum(bare, distance.T[chosen].min(axis=1))
    return chosen, (counts * left).sum(axis=1)


def _best_addition(counts: np.ndarray, distance: np.ndarray, left: np.ndarray) -> np.ndarray:
    """The one colour that lowers each histogram's loss most: (n,) columns."""
    step = max(1, 2_000_000 // distance.size)
    parts = [
        np.matmul(counts[i : i + step, None], np.minimum(left[i : i + step, :, None], distance))[:, 0].argmin(axis=1)
        for i in range(0, len(counts), step)
    ]
    return np.concatenate(parts)
