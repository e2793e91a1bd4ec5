"""The distinct tiles of a corpus, kept beside it: each drawing once for each pack, however often it is flipped or recoloured."""

from __future__ import annotations

import io
import zipfile
import zlib
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from generator.corpus import Corpus
from generator.files import write_whole
from generator.originality import drawn
from generator.roles import TILE
from generator.tile_index import TileIndex, flipped

Array = np.ndarray

_BLOCK = 512
"""Windows read at once: two megabytes."""
_FILE = "tiles-2.npz"
STRIPED = 16
"""Pixels in which a tile must differ from mere stripes to be anybody's."""


@dataclass(frozen=True, eq=False)
class CorpusTiles:
    """packed: (n, 64) uint8, four pixels a byte. colours: (n, 4) uint8, one set of colours each was seen in. pack: (n,) uint16.

    Of a tile's flips and exchanges of values one stands for all; tiles too plain to be anybody's are left out.
    """

    packed: Array
    colours: Array
    pack: Array

    def __len__(self) -> int:
        return len(self.packed)

    @cached_property
    def pattern(self) -> Array:
        """(n, 16, 16) uint8 0..3."""
        return np.stack([self.packed >> shift & 3 for shift in (6, 4, 2, 0)], axis=2).reshape(-1, TILE, TILE)

    def only(self, packs: Array) -> CorpusTiles:
        """The tiles of some packs, given by their numbers."""
        kept = np.isin(self.pack, packs)
        return CorpusTiles(self.packed[kept], self.colours[kept], self.pack[kept])

    def index(self) -> TileIndex:
        return TileIndex(self.pattern)


def corpus_tiles(corpus: Corpus) -> CorpusTiles:
    """The tiles of a corpus, from the file beside it; made, and kept there if that can be written, the first time."""
    path = corpus.path / _FILE if corpus.path else None
    found = _read(path) if path else None
    if found is not None:
        return found
    found = collect(corpus.windows)
    if path:
        content = io.BytesIO()
        np.savez(content, packed=found.packed, colours=found.colours, pack=found.pack)
        with suppress(OSError):  # a cache that cannot be written only costs time
            write_whole(path, content.getvalue())
    return found


def collect(windows: Array) -> CorpusTiles:
    """The distinct tiles of a corpus's windows, sorted by pack and drawing."""
    rows = np.zeros((0, 66), dtype=np.uint8)
    colours = np.zeros((0, 4), dtype=np.uint8)
    for start in range(0, len(windows), _BLOCK):
        fresh, shown = _of_windows(windows[start : start + _BLOCK])
        rows, first = np.unique(np.concatenate([rows, fresh]), axis=0, return_index=True)
        colours = np.concatenate([colours, shown])[first]
    pack = rows[:, 0].astype(np.uint16) << 8 | rows[:, 1]
    return CorpusTiles(rows[:, 2:].copy(), colours, pack)


def _of_windows(windows: Array) -> tuple[Array, Array]:
    """Drawn tiles of some windows: (n, 66) pack number, high byte first, and packed pixels; (n, 4) colours."""
    count, height, width = windows["pattern"].shape
    tiles = windows["pattern"].reshape(count, height // TILE, TILE, width // TILE, TILE).swapaxes(2, 3).reshape(-1, TILE, TILE)
    of = np.repeat(np.arange(count), len(tiles) // count)
    kept = np.flatnonzero(singular(tiles))
    tiles, of, cells = tiles[kept], of[kept], windows["cells"].reshape(-1)[kept]
    packed, renamed = canonical(tiles)
    own = np.concatenate([windows["backdrop"][of][:, None], windows["palettes"][of, cells]], axis=1)
    colours = np.take_along_axis(own, renamed, axis=1)
    pack = windows["pack"][of]
    return np.concatenate([(pack >> 8).astype(np.uint8)[:, None], (pack & 255).astype(np.uint8)[:, None], packed], axis=1), colours


def singular(pattern: Array) -> Array:
    """(n, 16, 16) -> (n,) bool: tiles with enough drawing to be somebody's; those that are flat, an edge, stripes or noise are not."""
    counts = (pattern[:, None] == np.arange(4, dtype=np.uint8)[:, None, None]).astype(np.uint8)
    beyond_stripes = [TILE * TILE - counts.sum(axis=axis, dtype=np.uint8).max(axis=1).sum(axis=1, dtype=np.int64) for axis in (2, 3)]
    return drawn(pattern) & (np.minimum(*beyond_stripes) >= STRIPED)


def canonical(pattern: Array) -> tuple[Array, Array]:
    """The drawing behind tiles (n, 16, 16): of its flips, with values counted up as they first appear, the one that sorts first.

    Returns (n, 64) packed pixels, and (n, 4): the value that each value of it was in the tile.
    """
    forms, names = [], []
    for flip in flipped(pattern):
        pixels = flip.reshape(len(pattern), TILE * TILE)
        first = np.stack(
            [np.where(hit.any(axis=1), hit.argmax(axis=1), TILE * TILE + v) for v in range(4) for hit in [pixels == v]], axis=1
        )
        order = first.argsort(axis=1)
        renamed = np.take_along_axis(order.argsort(axis=1).astype(np.uint8), pixels, axis=1).reshape(len(pattern), TILE * TILE // 4, 4)
        forms.append(renamed[:, :, 0] << 6 | renamed[:, :, 1] << 4 | renamed[:, :, 2] << 2 | renamed[:, :, 3])
        names.append(order)
    every = np.stack(forms)
    best = np.lexsort(every.transpose(2, 0, 1)[::-1], axis=0)[0] if len(pattern) else np.zeros(0, dtype=int)
    chosen = np.arange(len(pattern))
    return every[best, chosen], np.stack(names)[best, chosen]


def _read(path: Path) -> CorpusTiles | None:
    """What was kept, or None where there is nothing of use."""
    try:
        with np.load(path, allow_pickle=False) as file:
            packed, colours, pack = file["packed"], file["colours"], file["pack"]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error):
        return None
    sound = packed.dtype == colours.dtype == np.uint8 and pack.dtype == np.uint16 and pack.shape == (len(packed),)
    return CorpusTiles(packed, colours, pack) if sound and packed.shape[1:] == (64,) and colours.shape == (len(packed), 4) else None
