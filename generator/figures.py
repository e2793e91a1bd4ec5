"""How a run is going, in numbers that need no trained judge: each beside the same number for real windows.

All work on the pixel values 0..3 alone, since a picture's shapes go wrong long before its colours.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator.roles import TILE

GRAM = 3
"""Edge of the pixel patches that are counted: 3x3 with four values each, 262,144 kinds."""


@dataclass(frozen=True, slots=True)
class Figures:
    """flat: share of cells of one value. edges: share of neighbouring pixels that differ. grams: Jensen-Shannon divergence of 3x3
    patches from the real ones, in bits, 0..1. variety: share of pixels that another theme changes.
    """

    flat: float
    edges: float
    grams: float
    variety: float

    @property
    def collapsed(self) -> bool:
        """Nothing left to see: nearly every cell flat, or every theme the same picture, or mere noise."""
        return self.flat > 0.95 or self.variety < 0.005 or self.edges > 0.7


def flat_share(pattern: np.ndarray) -> float:
    """pattern: (n, H, W). The share of its 16x16 cells that hold one value only."""
    n, h, w = pattern.shape
    cells = pattern.reshape(n, h // TILE, TILE, w // TILE, TILE).swapaxes(2, 3).reshape(-1, TILE * TILE)
    return float((cells == cells[:, :1]).all(axis=1).mean())


def edge_density(pattern: np.ndarray) -> float:
    """The share of side by side and of stacked pixels that differ, the mean of both."""
    beside, above = pattern[:, :, 1:] != pattern[:, :, :-1], pattern[:, 1:] != pattern[:, :-1]
    return float((beside.mean() + above.mean()) / 2)


def gram_codes(pattern: np.ndarray) -> np.ndarray:
    """(n, H, W) of values -> (n, H-2, W-2) int64: which of the 262,144 3x3 patches stands at each place, its first pixel counting most."""
    h, w = pattern.shape[1] - GRAM + 1, pattern.shape[2] - GRAM + 1
    codes = np.zeros((len(pattern), h, w), np.int64)
    for place in range(GRAM * GRAM):
        dy, dx = divmod(place, GRAM)
        codes = codes * 4 + pattern[:, dy : dy + h, dx : dx + w]
    return codes


def gram_counts(pattern: np.ndarray) -> np.ndarray:
    """How often each 3x3 patch of values occurs: (4**9,) int64."""
    return np.bincount(gram_codes(pattern).ravel(), minlength=4 ** (GRAM * GRAM))


def divergence(first: np.ndarray, second: np.ndarray) -> float:
    """Jensen-Shannon divergence of two histograms in bits: 0 for the same, 1 for nothing in common.

    It counts missing and invented patches alike: it is the sum of both parts().
    """
    return sum(parts(first, second))


def parts(first: np.ndarray, second: np.ndarray) -> tuple[float, float]:
    """The two parts of the divergence, in bits: from kinds that ``first`` has more of, and from those that ``second`` has more of.

    With ``first`` real and ``second`` painted: what is missing, and what is invented. (Each kind's own part is never negative.)
    """
    p, q = first / first.sum(), second / second.sum()
    middle = (p + q) / 2
    each = (_bits(p, middle) + _bits(q, middle)) / 2
    return float(each[p > q].sum()), float(each[q > p].sum())


def _bits(x: np.ndarray, middle: np.ndarray) -> np.ndarray:
    """x log2(x / middle), 0 where x is."""
    out = np.zeros_like(x)
    seen = x > 0
    out[seen] = x[seen] * np.log2(x[seen] / middle[seen])
    return out


def figures(painted: np.ndarray, rethemed: np.ndarray, real: np.ndarray) -> Figures:
    """painted, rethemed: (n, H, W), the same roles and textures in two themes. real: gram_counts() of real windows."""
    return Figures(flat_share(painted), edge_density(painted), divergence(gram_counts(painted), real), float((painted != rethemed).mean()))
