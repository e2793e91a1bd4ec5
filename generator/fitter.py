"""From any picture to the best screen an NES could show, measured in OKLab.

A picture that is legal already comes back exactly. Any other one loses as little as a greedy join of the cells'
palettes, followed by k-means-like rounds, can manage: cells start with a palette each, the two palettes whose joint
one loses least are joined until four are left, then cells pick the best palette and palettes are made anew.
Sub-palettes come out ordered by luminance, so that a pixel value means much the same shade in every screen.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator.errors import UserError
from generator.exact import SUB_COLOURS, SUB_PALETTES, blocks, cell_colours, cover
from generator.palette import BLACK, MASTER, Palette, canonical, difference, distinct_colours, nearest, oklab
from generator.patterns import merge_patterns
from generator.ppu import CELL, MAX_PATTERNS, Screen, render
from generator.subpalettes import Problem, best_groups, likely_backdrops

_MAX_SOURCES = 192
"""Source colours that are told apart; a picture with more (a photo, a JPEG) is taken in master colours."""
_BLACK_BONUS = 0.95
"""Black is taken as backdrop when its loss, times this, is the least: real cartridges did so far more often than not."""


def fit(picture: np.ndarray, palette: Palette = MASTER, max_patterns: int | None = MAX_PATTERNS) -> tuple[Screen, float]:
    """The best legal screen found for a picture, and its error.

    picture: (H, W, 3) uint8 RGB or (H, W) uint8 master indices; H and W must be multiples of 16.
    max_patterns: more distinct 8x8 patterns than this are merged, the least visible first; None for no limit.
    The error is the mean OKLab distance per pixel (0 = exact; 0.02 is just visible on flat areas).
    Deterministic. Raises UserError when the picture is not whole cells.
    """
    if picture.ndim not in (2, 3) or not picture.size or picture.shape[0] % CELL or picture.shape[1] % CELL:
        raise UserError(f"a picture of shape {picture.shape} is not whole 16x16 cells")
    source = _source(picture, palette)
    screen = _fit_exactly(source.indices, palette) or _fit_closely(source, palette)
    if max_patterns is not None:
        screen = merge_patterns(screen, max_patterns, palette)
    missed = palette.oklab[render(screen)] - source.lab[source.colour]
    return screen, float(np.sqrt(np.einsum("hwc,hwc->hw", missed, missed)).mean())


def fit_to(indices: np.ndarray, backdrop: int, palettes: np.ndarray, palette: Palette = MASTER) -> Screen:
    """The best cells and patterns for given colours, which are kept as they are: (H, W) uint8, (4, 3) uint8 -> Screen."""
    return _assign(blocks(indices), palette.distance, indices.shape, backdrop, palettes)


def in_order(screen: Screen, palette: Palette = MASTER) -> Screen:
    """The same picture with colours and sub-palettes in their order (see ``order_palettes``)."""
    ordered = order_palettes([tuple(group) for group in screen.palettes.tolist()], palette)
    places = {tuple(group): number for number, group in enumerate(ordered.tolist())}
    number = np.empty(len(screen.palettes), dtype=np.uint8)
    value = np.zeros((len(screen.palettes), SUB_COLOURS + 1), dtype=np.uint8)
    for old, group in enumerate(screen.palettes.tolist()):
        new = order_palettes([tuple(group)], palette)[0].tolist()
        number[old] = places[tuple(new)]
        value[old, 1:] = [new.index(colour) + 1 for colour in group]
    cell_of_pixel = screen.cells.repeat(CELL, axis=0).repeat(CELL, axis=1)
    return Screen(screen.backdrop, ordered, number[screen.cells], value[cell_of_pixel, screen.pattern])


def order_palettes(groups: list[tuple[int, ...]], palette: Palette = MASTER) -> np.ndarray:
    """Sub-palettes in their order: (4, 3) uint8.

    Each group (up to three colours) is sorted by luminance and filled up by repeating its darkest colour; then the
    groups are sorted by mean luminance; missing groups repeat the brightest.
    """
    luminance = palette.luminance

    def filled(group: tuple[int, ...]) -> tuple[int, ...]:
        ordered = sorted(set(group), key=lambda colour: (luminance[colour], colour)) or [BLACK]
        return (*[ordered[0]] * (SUB_COLOURS - len(ordered)), *ordered)

    whole = sorted({filled(group) for group in groups}, key=lambda group: (luminance[list(group)].mean(), group))
    whole = (whole or [(BLACK,) * SUB_COLOURS])[:SUB_PALETTES]
    return np.array([*whole, *[whole[-1]] * (SUB_PALETTES - len(whole))], dtype=np.uint8)


def _fit_exactly(indices: np.ndarray, palette: Palette) -> Screen | None:
    cells = cell_colours(indices).values()
    if max(map(len, cells)) > SUB_COLOURS + 1:
        return None
    answer = cover(cells, np.bincount(indices.reshape(-1), minlength=64))
    if not answer.complete:
        return None
    groups = [tuple(group) for group in answer.palettes] or [(answer.backdrop,)]
    return fit_to(indices, answer.backdrop, order_palettes(groups, palette), palette)


def _fit_closely(source: _Source, palette: Palette) -> Screen:
    """Tries the likely backdrops; keeps the one that loses least."""
    if len(source.lab) <= _MAX_SOURCES:
        cells, distance = blocks(source.colour), difference(source.lab, palette.oklab)
    else:
        cells, distance = blocks(source.indices), palette.distance
    colours = np.union1d(np.unique(source.indices), [BLACK])
    counts = np.zeros((len(cells), len(distance)))
    np.add.at(counts, (np.arange(len(cells))[:, None], cells), 1.0)
    problem = Problem(counts, distance[:, colours], colours)
    tries = []
    for backdrop in likely_backdrops(problem):
        groups, loss = best_groups(problem, backdrop)
        tries.append((loss * (_BLACK_BONUS if colours[backdrop] == BLACK else 1.0), backdrop, groups))
    _, best, groups = min(tries, key=lambda one: one[:2])
    named = [tuple(int(colours[i]) for i in group) for group in groups]
    return _assign(cells, distance, source.indices.shape, int(colours[best]), order_palettes(named, palette))


@dataclass(frozen=True, eq=False)
class _Source:
    """A picture as the search sees it.

    lab: (u, 3) OKLab of its different colours. colour: (H, W) indices into it. indices: (H, W) nearest master indices.
    """

    lab: np.ndarray
    colour: np.ndarray
    indices: np.ndarray


def _source(picture: np.ndarray, palette: Palette) -> _Source:
    if picture.ndim == 2:
        return _Source(palette.oklab, picture, canonical(picture))
    colours, inverse = distinct_colours(np.asarray(picture, dtype=np.uint8))
    return _Source(oklab(colours), inverse, nearest(colours, palette)[inverse])


def _assign(sources: np.ndarray, distance: np.ndarray, shape: tuple[int, ...], backdrop: int, palettes: np.ndarray) -> Screen:
    """Each cell takes the sub-palette, each pixel the value that is nearest: (cells, 256), (u, 64) -> Screen."""
    colours = np.concatenate([np.full((SUB_PALETTES, 1), backdrop, np.uint8), np.asarray(palettes, np.uint8)], axis=1)
    rows, cols = shape[0] // CELL, shape[1] // CELL
    loss = distance[:, colours]  # (u, 4 sub-palettes, 4 values)
    value, least = loss.argmin(axis=2).astype(np.uint8), loss.min(axis=2)
    chosen = least[sources].sum(axis=1).argmin(axis=1)
    patterns = value[sources, chosen[:, None]]
    pattern = patterns.reshape(rows, cols, CELL, CELL).swapaxes(1, 2).reshape(rows * CELL, cols * CELL)
    return Screen(backdrop, colours[:, 1:].copy(), chosen.reshape(rows, cols).astype(np.uint8), pattern)
