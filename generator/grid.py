"""Where does a picture's tile grid start? Where it does, cells repeat and gaps between tiles are whole empty cells."""

from __future__ import annotations

import numpy as np

from generator.pictures import Picture
from generator.roles import TILE

_MOST_PIXELS = 1_000_000
"""A larger picture is judged by its left top part of at most this size."""
_CLEARLY = 0.02
_CLEARLY_CELLS = 4
"""Another origin than the corner must save this share of the cells and this many: painted scenes have no grid at all."""


def find_grid(picture: Picture) -> tuple[int, int]:
    """The grid's origin (ox, oy) in pixels, 0..15 each.

    Tries all 256 origins and takes the one under which the fewest different cells with something in them are needed.
    """
    if picture.height < 2 * TILE or picture.width < 2 * TILE:
        return 0, 0
    colours = _colours(picture)
    hashes, drawn = _hashes(colours), ~_flat(colours)
    news = np.array([[_share_of_new(hashes[y::TILE, x::TILE], drawn[y::TILE, x::TILE]) for x in range(TILE)] for y in range(TILE)])
    oy, ox = np.unravel_index(news.argmin(), news.shape)
    saved = float(news[0, 0] - news[oy, ox])
    clear = saved >= _CLEARLY and saved * (hashes.size / TILE**2) >= _CLEARLY_CELLS
    return (int(ox), int(oy)) if clear else (0, 0)


def _share_of_new(hashes: np.ndarray, drawn: np.ndarray) -> float:
    """The share of cells that are neither flat nor a repeat."""
    return len(np.unique(hashes[drawn])) / hashes.size


def _colours(picture: Picture) -> np.ndarray:
    """One number for each pixel's colour, 0 where nothing is drawn: (H, W) uint64."""
    width = min(picture.width, 2048)
    area = (slice(0, max(2 * TILE, _MOST_PIXELS // width)), slice(0, width))
    rgb = picture.rgb[area].astype(np.uint64)
    packed = (rgb[..., 0] << np.uint64(16)) | (rgb[..., 1] << np.uint64(8)) | rgb[..., 2]
    return np.where(picture.opaque[area], packed + np.uint64(1), np.uint64(0))


def _hashes(colours: np.ndarray) -> np.ndarray:
    """A hash of the 16x16 pixels from each place on: (H, W) -> (H-15, W-15) uint64.

    Polynomials modulo 2^64 along rows, then columns; colours are scattered first so that near ones differ in all bits.
    """
    scattered = colours * np.uint64(0x9E3779B97F4A7C15)
    scattered ^= scattered >> np.uint64(29)
    scattered *= np.uint64(0xBF58476D1CE4E5B9)
    height, width = colours.shape[0] - TILE + 1, colours.shape[1] - TILE + 1
    rows = np.zeros((colours.shape[0], width), dtype=np.uint64)
    for step in range(TILE):
        rows = rows * np.uint64(0xD6E8FEB86659FD93) + scattered[:, step : step + width]
    both = np.zeros((height, width), dtype=np.uint64)
    for step in range(TILE):
        both = both * np.uint64(0xA0761D6478BD642F) + rows[step : step + height]
    return both


def _flat(colours: np.ndarray) -> np.ndarray:
    """Whether the 16x16 pixels from each place on are one colour: (H, W) -> (H-15, W-15) bool."""
    across = _all_within(colours[:, 1:] == colours[:, :-1], TILE, TILE - 1)
    down = _all_within(colours[1:] == colours[:-1], TILE - 1, TILE)
    return across & down


def _all_within(plane: np.ndarray, height: int, width: int) -> np.ndarray:
    """Whether a plane is true in all of the height x width pixels from each place on."""
    sums = np.pad(plane.astype(np.int64).cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
    inside = sums[height:, width:] - sums[:-height, width:] - sums[height:, :-width] + sums[:-height, :-width]
    return inside == height * width
