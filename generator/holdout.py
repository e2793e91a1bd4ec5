"""Packs held out of training, to measure dreams by pictures that the dreamer has never seen.

Held out is by whole packs: recolours and repeats of one tile stand on both sides of any finer split.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import replace

import numpy as np

from generator.corpus import Corpus
from generator.errors import UserError
from generator.hints import did_you_mean


def choose_packs(packs: Collection[str], asked: str) -> tuple[str, ...]:
    """The packs that a user wants held out: names with commas between them, or how many. Sorted; none for an empty text.

    Which ones a number means depends on the names alone, so that all trials with one number measure alike; a pack more
    among ``packs`` changes one of them at most. Raises UserError for a pack that is not there, and when none would be left.
    """
    names = [name.strip() for name in asked.split(",") if name.strip()]
    if len(names) == 1 and names[0].isascii() and names[0].isdigit() and names[0] not in packs:
        order = sorted(packs, key=lambda name: hashlib.sha256(name.encode()).digest())
        names = order[: int(names[0])]
    for name in names:
        if name not in packs:
            raise UserError(f"hold out {name!r}: no such pack; {did_you_mean(name, packs, 'there are: ' + ', '.join(sorted(packs)))}")
    if packs and set(names) >= set(packs):
        raise UserError(f"hold out {asked}: there are only {len(packs)} packs, and nothing would be left to learn from")
    return tuple(sorted(set(names)))


def only_packs(corpus: Corpus, names: Collection[str]) -> Corpus:
    """The part of a corpus that comes from some packs, which are numbered anew; it is held in memory."""
    kept = [number for number, name in enumerate(corpus.packs) if name in names]
    number = np.full(len(corpus.packs), -1)
    number[kept] = np.arange(len(kept))
    chosen = np.flatnonzero(number[corpus.pack] >= 0)
    windows = np.array(corpus.windows[chosen])
    windows["pack"] = number[windows["pack"]]
    composed_from = int((chosen < corpus.composed_from).sum())
    return replace(corpus, windows=windows, packs=tuple(corpus.packs[n] for n in kept), composed_from=composed_from, path=None)


def without_packs(corpus: Corpus, names: Collection[str]) -> Corpus:
    """A corpus less some packs. Raises UserError when no window is left."""
    left = only_packs(corpus, set(corpus.packs) - set(names)) if names else corpus
    if not len(left):
        raise UserError(f"hold out {', '.join(sorted(names))}: no other pack has a usable picture, and nothing would be left to learn from")
    return left
