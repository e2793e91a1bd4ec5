"""Sliced Wasserstein distance of small patches over a Laplacian pyramid (Karras et al. 2018, PGGAN): no trained judge in it.

Each level of the pyramid shows shapes of one size. 7x7 patches of two sets of pictures are compared as clouds of points:
along many random directions, how far does one cloud have to be moved to become the other?
"""

from __future__ import annotations

import numpy as np

Array = np.ndarray

PATCH = 7
PATCHES = 32
"""Patches taken from each picture on each level."""
DIRECTIONS = 256
SMALLEST = 16
"""Edge of the pyramid's last level."""
_KERNEL = np.array([1, 4, 6, 4, 1], dtype=np.float32) / 16


def pyramid(pictures: Array) -> list[Array]:
    """Laplacian pyramid: (n, h, w, c) float32 -> that size, half of it ... down to SMALLEST; the sum of all is the picture.

    Edges must be SMALLEST times a power of two, or as small as that.
    """
    levels = []
    while pictures.shape[1] > SMALLEST:
        smaller = halved(pictures)
        levels.append(pictures - doubled(smaller))
        pictures = smaller
    return [*levels, pictures]


def halved(pictures: Array) -> Array:
    """Blurred and every other pixel: (n, h, w, c) -> (n, h/2, w/2, c)."""
    return _blurred(pictures)[:, ::2, ::2]


def doubled(pictures: Array) -> Array:
    """(n, h, w, c) -> (n, 2h, 2w, c)."""
    n, h, w, c = pictures.shape
    wide = np.zeros((n, 2 * h, 2 * w, c), dtype=np.float32)
    wide[:, ::2, ::2] = 4 * pictures
    return _blurred(wide)


def _blurred(pictures: Array) -> Array:
    for axis in (1, 2):
        edge = pictures.shape[axis]
        padding = [(0, 0)] * 4
        padding[axis] = (2, 2)
        framed = np.pad(pictures, padding, mode="reflect")
        pictures = sum(weight * framed.take(range(k, k + edge), axis=axis) for k, weight in enumerate(_KERNEL))
    return pictures


def patches(level: Array, rng: np.random.Generator) -> Array:
    """PATCHES patches of each picture of a level: (n, h, w, c) -> (n * PATCHES, 49 * c), each channel of mean 0 and variance 1."""
    n, h, w = level.shape[:3]
    views = np.lib.stride_tricks.sliding_window_view(level, (PATCH, PATCH), axis=(1, 2))
    of = np.repeat(np.arange(n), PATCHES)
    found = views[of, rng.integers(0, h - PATCH + 1, len(of)), rng.integers(0, w - PATCH + 1, len(of))]
    spread = found.std(axis=(0, 2, 3), keepdims=True)
    return ((found - found.mean(axis=(0, 2, 3), keepdims=True)) / np.maximum(spread, 1e-8)).reshape(len(of), -1)


def sliced_distance(first: Array, second: Array, rng: np.random.Generator) -> float:
    """Mean over random directions of the Wasserstein distance of two clouds of as many points: (n, d), (n, d)."""
    if first.shape != second.shape:
        raise ValueError(f"clouds of {first.shape} and {second.shape} points: they must be of one size")
    directions = rng.standard_normal((first.shape[1], DIRECTIONS)).astype(np.float32)
    directions /= np.linalg.norm(directions, axis=0)
    one, other = (np.sort(points @ directions, axis=0) for points in (first, second))
    return float(np.abs(one - other).mean())


def swd(first: Array, second: Array, seed: int = 0) -> dict[int, float]:
    """The distance on each level, by the level's edge, times 1000 as is usual: two sets (n, h, w, 3) uint8 RGB of one size."""
    levels = zip(*(pyramid(pictures.astype(np.float32)) for pictures in (first, second)), strict=True)
    found = {}
    for one, other in levels:
        clouds = [patches(level, np.random.default_rng([seed, level.shape[1]])) for level in (one, other)]
        found[one.shape[1]] = 1000 * sliced_distance(clouds[0], clouds[1], np.random.default_rng(seed))
    return found
