"""Can these cells be shown as they are? An exact search for a backdrop and four sub-palettes that cover them all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

CELL = 16
SUB_PALETTES = 4
SUB_COLOURS = 3
_SEARCH_LIMIT = 20_000
"""Nodes of the packing search for one backdrop; pictures from real consoles need a few dozen."""


@dataclass(frozen=True, slots=True)
class Cover:
    """The best cover found. palettes: at most four sets of at most three colours. complete: every cell is covered."""

    backdrop: int
    palettes: tuple[frozenset[int], ...]
    complete: bool


def blocks(picture: np.ndarray) -> np.ndarray:
    """A picture cut into cells, in reading order: (H, W) -> (cells, 256)."""
    rows, cols = picture.shape[0] // CELL, picture.shape[1] // CELL
    return picture.reshape(rows, CELL, cols, CELL).swapaxes(1, 2).reshape(rows * cols, CELL * CELL)


def cell_colours(indices: np.ndarray) -> dict[tuple[int, int], frozenset[int]]:
    """The colours of each 16x16 cell of an index picture, by (row, col), in reading order."""
    cols = indices.shape[1] // CELL
    cells = blocks(indices)
    used = np.zeros((len(cells), 256), dtype=bool)
    used[np.arange(len(cells))[:, None], cells] = True
    return {divmod(cell, cols): frozenset(np.flatnonzero(row).tolist()) for cell, row in enumerate(used)}


def cover(cells: Iterable[frozenset[int]], counts: np.ndarray, prefer: int = 0x0F) -> Cover:
    """Finds a backdrop and four sub-palettes under which each cell's colours can be shown.

    cells: the colours of each cell. counts: (64+,) pixels per colour; backdrops are tried from the most common on,
    ``prefer`` (black) first. When there is no cover, returns the one that leaves the fewest cells over.
    """
    every = list(cells)
    distinct = set(every)
    best: Cover | None = None
    fewest = len(every) + 1
    for backdrop in _backdrops(distinct, counts, prefer):
        wanted = _maximal({used - {backdrop} for used in distinct})
        palettes = _pack(wanted)
        if palettes is not None:
            return Cover(backdrop, palettes, True)
        palettes = _pack_greedily(wanted)
        left = sum(not any(used - {backdrop} <= palette for palette in palettes) for used in every)
        if left < fewest:
            best, fewest = Cover(backdrop, palettes, False), left
    return best or Cover(prefer, (), True)


def _backdrops(cells: set[frozenset[int]], counts: np.ndarray, prefer: int) -> Iterator[int]:
    """Candidate backdrops, the likeliest first.

    A cell with four colours must contain the backdrop; without such cells any colour will do, and one that does not
    occur in the picture frees nothing, so ``prefer`` stands for all of those.
    """
    full = [used for used in cells if len(used) > SUB_COLOURS]
    common = frozenset.intersection(*full) if full else frozenset()
    candidates = set(common) if common else frozenset[int]().union(*cells) | {prefer}
    yield from sorted(candidates, key=lambda colour: (colour != prefer, -int(counts[colour]), colour))


def _maximal(sets: set[frozenset[int]]) -> list[frozenset[int]]:
    """The sets that are part of no other, largest first; a stable order."""
    ordered = sorted(sets, key=lambda s: (-len(s), sorted(s)))
    kept: list[frozenset[int]] = []
    for one in ordered:
        if one and not any(one <= other for other in kept):
            kept.append(one)
    return kept


def _pack(wanted: list[frozenset[int]]) -> tuple[frozenset[int], ...] | None:
    """Packs the sets into four bins of three colours by depth-first search, or None."""
    if wanted and len(wanted[0]) > SUB_COLOURS:
        return None
    if len(frozenset[int]().union(*wanted)) > SUB_PALETTES * SUB_COLOURS:
        return None
    budget = [_SEARCH_LIMIT]

    def place(position: int, bins: tuple[frozenset[int], ...]) -> tuple[frozenset[int], ...] | None:
        budget[0] -= 1
        if position == len(wanted):
            return bins
        if budget[0] < 0:
            return None
        one = wanted[position]
        if any(one <= content for content in bins):
            return place(position + 1, bins)
        for i in sorted(range(len(bins)), key=lambda i: len(one - bins[i])):
            if len(bins[i] | one) <= SUB_COLOURS:
                answer = place(position + 1, (*bins[:i], bins[i] | one, *bins[i + 1 :]))
                if answer is not None:
                    return answer
        return place(position + 1, (*bins, one)) if len(bins) < SUB_PALETTES else None

    return place(0, ())


def _pack_greedily(wanted: list[frozenset[int]]) -> tuple[frozenset[int], ...]:
    """Four bins that take what fits, sets in order; the rest is left over."""
    bins: list[frozenset[int]] = []
    for one in wanted:
        if len(one) > SUB_COLOURS:
            continue
        fitting = [i for i in range(len(bins)) if len(bins[i] | one) <= SUB_COLOURS]
        if fitting:
            i = min(fitting, key=lambda i: len(one - bins[i]))
            bins[i] |= one
        elif len(bins) < SUB_PALETTES:
            bins.append(one)
    return tuple(bins)
