"""Density and coverage (Naeem et al. 2020): how much of what is painted lies among the real, and how much of the real is reached."""

from __future__ import annotations

import numpy as np

Array = np.ndarray

NEIGHBOURS = 5


def distances(first: Array, second: Array) -> Array:
    """Euclidean distances: (n, d), (m, d) -> (n, m) float64."""
    a, b = first.astype(np.float64), second.astype(np.float64)
    squares = (a * a).sum(axis=1)[:, None] + (b * b).sum(axis=1) - 2 * a @ b.T
    return np.sqrt(np.maximum(squares, 0))


def density_coverage(real: Array, painted: Array, neighbours: int = NEIGHBOURS) -> tuple[float, float]:
    """Two sets of features (n, d), (m, d) -> density and coverage.

    Each real point has a ball that reaches to its ``neighbours``-th nearest real one. Density: in how many balls a painted point
    lies on average, divided by ``neighbours``: about 1 where both are spread alike, more where the painted crowd together.
    Coverage, 0..1: the share of the balls that hold a painted point; it expects as many points in both sets.
    """
    if len(real) <= neighbours:
        raise ValueError(f"{len(real)} real points: there must be more than {neighbours}")
    among = distances(real, real)
    np.fill_diagonal(among, np.inf)
    radius = np.partition(among, neighbours - 1, axis=1)[:, neighbours - 1]
    inside = distances(real, painted) <= radius[:, None]
    return float(inside.sum(axis=0).mean() / neighbours), float(inside.any(axis=1).mean())
