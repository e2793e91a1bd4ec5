"""Is a dreamt tile new, or a near copy of a training tile? Fingerprints answer that without the training tiles.

A print marks the pixels of a 16x16 tile that differ from the pixel above or to the left: 256 bits that no recolouring
and no exchange of a tile's four values can change. Two tiles are compared by the Dice distance of their prints, the
share of marks that they do not have in common (0 = the same drawing, 1 = nothing in common; where most pixels are
marked, the gaps count instead), and a tile is compared under its four flips, as it is and shifted by one pixel. Tiles with
few marks (flat, one line) or few gaps (noise) belong to nobody and are not judged. With the prints are kept the habits of
those who drew the tiles (``habits.py``): what anybody draws like is nobody's.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from generator.errors import UserError
from generator.files import replace_file
from generator.habits import Habits, is_rarity
from generator.pack_model import Originality
from generator.roles import TILE

Array = np.ndarray

FEWEST_MARKS = 36
"""Tiles with fewer marks (or gaps) are too plain to be anybody's: an edge across a tile has 16, a brick bond about 60."""
NEAR = 0.12
"""Dice distance below which a tile is a near copy: about three displaced pixels in a tile with fifty marks."""
_WORDS = TILE * TILE // 64
_SHIFTS = ((0, 0), (-1, 0), (1, 0), (0, -1), (0, 1))
_POSES = 4 * len(_SHIFTS)
_BLOCK = 256
"""Windows read at once."""
_TOGETHER = 16
"""Tiles compared at once: some 20 MB of distances with 15,000 prints."""


@dataclass(frozen=True, eq=False)
class Prints:
    """Fingerprints of the training tiles: words (n, 4) uint64. habits: of those who drew them; None in files made before they were kept."""

    words: Array
    habits: Habits | None = None

    def __len__(self) -> int:
        return len(self.words)

    @cached_property
    def _bits(self) -> tuple[Array, Array]:
        """The prints as (256, n) float32 zeros and ones, and how many ones each has: sums of these are exact."""
        bits = _unpacked(self.words)
        return np.ascontiguousarray(bits.T), bits.sum(axis=1)

    def distance(self, pattern: Array) -> Array:
        """The distance to the nearest training tile: (n, 16, 16) values 0..3 -> (n,) float64; 1 for plain tiles."""
        nearest = np.ones(len(pattern))
        judged = np.flatnonzero(drawn(pattern))
        if len(self):
            for start in range(0, len(judged), _TOGETHER):
                part = judged[start : start + _TOGETHER]
                nearest[part] = self._nearest(np.concatenate([_poses(pattern[n]) for n in part]))
        return nearest

    def _nearest(self, poses: Array) -> Array:
        """The least distance of each tile, given as its poses: (n*20, 16, 16) -> (n,)."""
        bits, marks = self._bits
        own = _unpacked(edge_words(poses))
        total = own.sum(axis=1)[:, None] + marks
        apart = (total - 2.0 * (own @ bits)) / np.minimum(total, 2 * TILE * TILE - total)
        return apart.min(axis=1).reshape(-1, _POSES).min(axis=1)


class Judge:
    """Asks the prints once for each tile, and remembers. Without prints every tile is new."""

    def __init__(self, prints: Prints | None) -> None:
        self._prints = prints
        self._known: dict[bytes, float] = {}

    @property
    def habits(self) -> Habits | None:
        """The habits of those who drew the training tiles, where they are known."""
        return self._prints.habits if self._prints is not None else None

    @property
    def copies(self) -> int:
        """How many near copies were met so far."""
        return sum(distance < NEAR for distance in self._known.values())

    def near_copies(self, pattern: Array) -> Array:
        """(n, 16, 16) -> (n,) bool."""
        return self._distance(pattern) < NEAR

    def report(self, pattern: Array) -> Originality | None:
        """How original the tiles of a sheet are: (n, 16, 16) -> Originality, None without prints. Equal tiles count once."""
        if self._prints is None:
            return None
        distinct = np.unique(pattern.reshape(len(pattern), -1), axis=0).reshape(-1, TILE, TILE)
        judged = distinct[drawn(distinct)]
        if not len(judged):
            return Originality(0, 1.0, 1.0, self.copies)
        distance = self._distance(judged)
        return Originality(len(judged), float((distance >= NEAR).mean()), float(np.median(distance)), self.copies)

    def _distance(self, pattern: Array) -> Array:
        keys = [tile.tobytes() for tile in pattern.astype(np.uint8)]
        new = list({key: n for n, key in enumerate(keys) if key not in self._known}.values())
        if new:
            found = self._prints.distance(pattern[new]) if self._prints is not None else np.ones(len(new))
            self._known |= {keys[n]: float(distance) for n, distance in zip(new, found, strict=True)}
        return np.array([self._known[key] for key in keys])


def edge_words(pattern: Array) -> Array:
    """The prints of tiles: (n, 16, 16) values -> (n, 4) uint64."""
    marks = np.zeros(pattern.shape, dtype=bool)
    marks[:, :, 1:] |= pattern[:, :, 1:] != pattern[:, :, :-1]
    marks[:, 1:] |= pattern[:, 1:] != pattern[:, :-1]
    return np.packbits(marks.reshape(-1, TILE * TILE), axis=1).view("<u8").astype(np.uint64)


def _unpacked(words: Array) -> Array:
    """(n, 4) uint64 -> (n, 256) float32 zeros and ones."""
    return np.unpackbits(words.astype("<u8").view(np.uint8), axis=1).astype(np.float32)


def drawn(pattern: Array) -> Array:
    """(n, 16, 16) -> (n,) bool: tiles with enough marks and gaps to be judged."""
    marks = np.bitwise_count(edge_words(pattern)).sum(axis=1).astype(np.int64)
    return np.minimum(marks, TILE * TILE - marks) >= FEWEST_MARKS


def _poses(tile: Array) -> Array:
    """A tile under four flips and five shifts (the border pixels repeat): (16, 16) -> (20, 16, 16)."""
    flips = (tile, tile[::-1], tile[:, ::-1], tile[::-1, ::-1])
    poses = []
    for flipped in flips:
        padded = np.pad(flipped, 1, mode="edge")
        poses += [padded[1 + dy : 1 + dy + TILE, 1 + dx : 1 + dx + TILE] for dy, dx in _SHIFTS]
    return np.stack(poses)


def make_prints(windows: Array, out: Path | str) -> Prints:
    """Fingerprints of every distinct, not too plain tile of a corpus, written to ``out`` (.npz, about 32 bytes a tile), and its habits.

    windows: the corpus's structured array (its field ``pattern`` is read). A tile and its flips count as one.
    """
    words = [_window_words(windows["pattern"][start : start + _BLOCK]) for start in range(0, len(windows), _BLOCK)]
    prints = Prints(np.unique(np.concatenate(words), axis=0), Habits.of(windows["pattern"]))
    _write(prints, Path(out))
    return prints


def _window_words(pattern: Array) -> Array:
    """Prints of a block of windows (n, h, w); of the four flips the one that sorts first stands for all."""
    n, height, width = pattern.shape
    tiles = pattern.reshape(n, height // TILE, TILE, width // TILE, TILE).swapaxes(2, 3).reshape(-1, TILE, TILE)
    tiles = np.unique(tiles.reshape(len(tiles), -1), axis=0).reshape(-1, TILE, TILE)
    tiles = tiles[drawn(tiles)]
    flips = np.stack([edge_words(tiles[:, ::y, ::x]) for y in (1, -1) for x in (1, -1)])
    first = np.lexsort(flips.transpose(2, 0, 1)[::-1], axis=0)[0] if len(tiles) else np.zeros(0, dtype=int)
    return flips[first, np.arange(len(tiles))]


def _write(prints: Prints, out: Path) -> None:
    content = io.BytesIO()
    arrays = {"words": prints.words} | ({"rarity": prints.habits.rarity} if prints.habits is not None else {})
    np.savez_compressed(content, **arrays)  # type: ignore[arg-type]
    replace_file(out, content.getvalue())


def prints_beside(model: Path) -> Path:
    """Where a model's fingerprints of its training tiles lie: ``dreamer.prints.npz`` for ``dreamer.safetensors``."""
    return model.with_suffix(".prints.npz")


def load_prints(path: Path | str) -> Prints:
    """Reads what make_prints wrote. Raises UserError when the file is missing or is something else."""
    try:
        with np.load(path, allow_pickle=False) as file:
            words = file["words"]
            rarity = file.get("rarity")
    except (OSError, ValueError, KeyError, EOFError, TypeError, zipfile.BadZipFile, zlib.error) as error:
        raise UserError(f"{path}: no fingerprints of training tiles ({error})") from error
    if words.dtype != np.uint64 or words.ndim != 2 or words.shape[1] != _WORDS:
        raise UserError(f"{path}: no fingerprints of training tiles (shape {words.shape}, {words.dtype})")
    if rarity is not None and not is_rarity(rarity):
        raise UserError(f"{path}: no habits of artists (shape {rarity.shape}, {rarity.dtype})")
    return Prints(words, Habits(rarity) if rarity is not None else None)
