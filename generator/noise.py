"""The noise that dreams are made of: integers from a counter-based stream, the same on every machine and for ever.

Word ``i`` of a stream is the SplitMix64 finaliser (Steele, Lea and Flood 2014) of ``key + (i + 1) * 0x9E3779B97F4A7C15`` modulo 2**64;
the key is the first eight bytes, little end first, of the SHA-256 of the stream's name in UTF-8. A seed is such a name, so any
text is a code that people can share. This must never change: every published seed depends on it.
"""

from __future__ import annotations

import hashlib

import numpy as np

ONE = 1 << 10
"""The standard deviation of the normal noise, and 1.0 in the painter's fixed point."""

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))


def words(name: str, count: int, start: int = 0) -> np.ndarray:
    """Words start .. start + count - 1 of the stream called name: (count,) uint64."""
    key = np.uint64(int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "little"))
    z = key + _GOLDEN * np.arange(start + 1, start + count + 1, dtype=np.uint64)
    z = (z ^ (z >> np.uint64(30))) * _MIX[0]
    z = (z ^ (z >> np.uint64(27))) * _MIX[1]
    return z ^ (z >> np.uint64(31))


def normal(name: str, count: int) -> np.ndarray:
    """Nearly normal integers with mean 0 and standard deviation ONE: (count,) int64 in -6145..6144.

    Each is the sum of the twelve 16-bit parts of three words (Irwin-Hall), which has a variance of (2**16)**2.
    """
    parts = words(name, 3 * count).astype("<u8").view("<u2").reshape(count, 12)
    return (parts.sum(axis=1, dtype=np.int64) - 6 * 65535) >> 6


def choices(name: str, count: int, weights: tuple[int, ...] = (8, 4, 2, 1)) -> np.ndarray:
    """Integers 0 .. len(weights) - 1 drawn with odds as the weights: (count,) int64."""
    until = np.cumsum(weights)
    return np.searchsorted(until, (words(name, count) % np.uint64(until[-1])).astype(np.int64), side="right")


def mix(a: np.ndarray, b: np.ndarray, part: int, whole: int) -> np.ndarray:
    """The point part/whole of the way from noise a to noise b, in integers: for walks through the latent space."""
    return (a * (whole - part) + b * part) // whole
