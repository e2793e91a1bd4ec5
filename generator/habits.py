"""The habits of pixel artists: how surprising each 3x3 patch of pixel values is, counted over the pictures that a model learnt from.

Artists draw lines that go on, corners that are sharp and fields that are even; a network that is not quite sure leaves orphan
pixels and ragged edges. What is rare among real patches tells the one from the other: ``surprise`` scores a drawing, and ``tidy``
changes the few pixels that make it odd, as an artist cleans up a sketch. (A Markov random field whose cliques are the patches,
brought to a near mode by iterated conditional modes: Besag, "On the statistical analysis of dirty pictures", 1986.)
Tidying counts in integers, so that the same drawing comes out on any machine.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator.figures import GRAM, gram_codes, gram_counts

Array = np.ndarray

UNIT = 8
"""Parts of a bit in which surprise is kept."""
MOST = 20 * UNIT
"""What a patch that nobody ever drew is taken to surprise by; more would let one odd patch outweigh a drawing."""
KEPT = 20 * UNIT
"""How much less surprising the nine patches around a pixel must become together before it is changed."""
_SWEEPS = 2
_WEIGHTS = 4 ** np.arange(GRAM * GRAM - 1, -1, -1)
_VALUES = np.arange(4)
_PLAIN = _VALUES * int(_WEIGHTS.sum())
"""The codes of patches of one value."""
_FEWEST = 20
"""Of a tile's 196 patches so many must show something, or it says nothing about anybody's habits."""
_REACH = GRAM - 1
_BLOCK = 512
"""Windows counted at once."""


@dataclass(frozen=True, eq=False)
class Habits:
    """rarity: (262144,) uint8, the surprise of each patch in 1/UNIT bits, at most MOST, by figures.gram_codes()."""

    rarity: Array

    @classmethod
    def of(cls, pattern: Array) -> Habits:
        """The habits of pictures (n, H, W) of values 0..3, mirrored ones counted besides."""
        blocks = [pattern[start : start + _BLOCK] for start in range(0, len(pattern), _BLOCK)]
        counts = np.sum([gram_counts(block) + gram_counts(block[:, :, ::-1]) for block in blocks], axis=0)
        share = (counts + 0.5) / (counts.sum() + 0.5 * len(counts))
        return cls(np.clip(np.rint(-UNIT * np.log2(share)), 0, MOST).astype(np.uint8))

    def surprise(self, pattern: Array) -> Array:
        """(n, 16, 16) -> (n,): mean bits of the patches that show more than one value; NaN for tiles that have next to none.

        Half of real tiles lie between 10.5 and 13 bits, noise at 20.
        """
        codes = gram_codes(pattern)
        telling = ~np.isin(codes, _PLAIN)
        count = telling.sum(axis=(1, 2))
        total = (self.rarity[codes] * telling).sum(axis=(1, 2))
        return np.where(count >= _FEWEST, total / (UNIT * np.maximum(count, 1)), np.nan)

    def tidy(self, pattern: Array) -> Array:
        """The same tiles (n, H, W) without orphan pixels and frayed edges; what lies beyond a tile is taken to go on as its border."""
        tidied = pattern.copy()
        for _ in range(_SWEEPS):
            for place in range(GRAM * GRAM):  # pixels three apart share no patch and can be looked at together
                self._settle(tidied, *divmod(place, GRAM))
        return tidied

    def _settle(self, pattern: Array, top: int, left: int) -> None:
        """Gives every third pixel of every third row the value that surprises least, in place."""
        rows, columns = np.arange(top, pattern.shape[1], GRAM)[:, None], np.arange(left, pattern.shape[2], GRAM)
        now = pattern[:, rows, columns]
        codes = gram_codes(np.pad(pattern, ((0, 0), (_REACH, _REACH), (_REACH, _REACH)), mode="edge"))
        price = -KEPT * (now[..., None] == _VALUES).astype(np.int32)
        for place, weight in enumerate(_WEIGHTS.tolist()):
            y, x = divmod(place, GRAM)  # where in the patch the pixel lies
            others = codes[:, rows + _REACH - y, columns + _REACH - x] - weight * now.astype(np.int64)
            price += self.rarity[others[..., None] + weight * _VALUES]
        pattern[:, rows, columns] = price.argmin(axis=3)


def is_rarity(array: Array) -> bool:
    """Whether an array that came from a file can be the rarity of patches."""
    return array.dtype == np.uint8 and array.shape == (4 ** (GRAM * GRAM),) and int(array.max()) <= MOST
