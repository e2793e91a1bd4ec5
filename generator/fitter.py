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
from generator.exact import cell_colours, cover
from generator.palette import BLACK, MASTER, USABLE, Palette, canonical, nearest, oklab
from generator.ppu import CELL, Screen, render

SUB_PALETTES = 4
SUB_COLOURS = 3
_MAX_SEEDS = 40
"""Cell palettes that enter the pairwise join; larger pictures are first thinned to these by farthest-first choice."""
_ROUNDS = 4
_BLACK_BONUS = 0.95
"""Black is taken as backdrop when its loss, times this, is the least: real cartridges did so far more often than not."""


@dataclass(frozen=True, eq=False)
class _Problem:
    """What the search works on.

    counts: (cells, k) pixels of each colour in each cell. distance: (k, k) squared OKLab distance.
    colours: (k,) master indices, ascending.
    """

    counts: np.ndarray
    distance: np.ndarray
    colours: np.ndarray


def fit(picture: np.ndarray, palette: Palette = MASTER) -> tuple[Screen, float]:
    """The best legal screen found for a picture, and its error.

    picture: (H, W, 3) uint8 RGB or (H, W) uint8 master indices; H and W must be multiples of 16.
    The error is the mean OKLab distance per pixel (0 = exact; 0.02 is just visible on flat areas).
    Deterministic. Raises UserError when the picture is not whole cells.
    """
    if picture.ndim not in (2, 3) or not picture.size or picture.shape[0] % CELL or picture.shape[1] % CELL:
        raise UserError(f"a picture of shape {picture.shape} is not whole 16x16 cells")
    indices = canonical(picture) if picture.ndim == 2 else nearest(picture, palette)
    screen = _fit_exactly(indices, palette) or _fit_closely(indices, palette)
    shown = palette.oklab[render(screen)]
    wanted = palette.oklab[picture] if picture.ndim == 2 else oklab(picture)
    return screen, float(np.sqrt(((shown - wanted) ** 2).sum(axis=-1)).mean())


def fit_to(indices: np.ndarray, backdrop: int, palettes: np.ndarray, palette: Palette = MASTER) -> Screen:
    """The best cells and patterns for given colours, which are kept as they are: (H, W) uint8, (4, 3) uint8 -> Screen."""
    colours = np.concatenate([np.full((SUB_PALETTES, 1), backdrop, np.uint8), np.asarray(palettes, np.uint8)], axis=1)
    rows, cols = indices.shape[0] // CELL, indices.shape[1] // CELL
    blocks = _blocks(indices)
    loss = palette.distance[:, colours]  # (64, 4 sub-palettes, 4 values)
    value = loss.argmin(axis=2).astype(np.uint8)
    least = loss.min(axis=2)
    chosen = least[blocks].sum(axis=1).argmin(axis=1)
    patterns = value[blocks, chosen[:, None]]
    pattern = patterns.reshape(rows, cols, CELL, CELL).swapaxes(1, 2).reshape(rows * CELL, cols * CELL)
    return Screen(backdrop, colours[:, 1:].copy(), chosen.reshape(rows, cols).astype(np.uint8), pattern)


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


def _blocks(indices: np.ndarray) -> np.ndarray:
    """The picture cut into cells: (H, W) -> (cells, 256)."""
    rows, cols = indices.shape[0] // CELL, indices.shape[1] // CELL
    return indices.reshape(rows, CELL, cols, CELL).swapaxes(1, 2).reshape(rows * cols, CELL * CELL)


def _fit_exactly(indices: np.ndarray, palette: Palette) -> Screen | None:
    cells = cell_colours(indices).values()
    if max(map(len, cells)) > SUB_COLOURS + 1:
        return None
    answer = cover(cells, np.bincount(indices.reshape(-1), minlength=64))
    if not answer.complete:
        return None
    groups = [tuple(group) for group in answer.palettes] or [(answer.backdrop,)]
    return fit_to(indices, answer.backdrop, order_palettes(groups, palette), palette)


def _fit_closely(indices: np.ndarray, palette: Palette) -> Screen:
    """Tries the likely backdrops; keeps the one that loses least."""
    problem = _problem(indices, palette)
    tries = []
    for backdrop in _likely_backdrops(problem):
        groups, loss = _best_groups(problem, backdrop)
        tries.append((loss * (_BLACK_BONUS if problem.colours[backdrop] == BLACK else 1.0), backdrop, groups))
    _, backdrop, groups = min(tries, key=lambda one: one[:2])
    named = [tuple(int(problem.colours[i]) for i in group) for group in groups]
    return fit_to(indices, int(problem.colours[backdrop]), order_palettes(named, palette), palette)


def _problem(indices: np.ndarray, palette: Palette) -> _Problem:
    blocks = _blocks(indices)
    counts = np.zeros((len(blocks), 64))
    np.add.at(counts, (np.arange(len(blocks))[:, None], blocks), 1.0)
    colours = np.union1d(np.flatnonzero(counts.any(axis=0)), [BLACK])
    assert set(colours.tolist()) <= set(USABLE) | {0x0F}
    return _Problem(counts[:, colours], palette.distance[np.ix_(colours, colours)], colours)


def _likely_backdrops(problem: _Problem) -> list[int]:
    """Black where it is used at all, the most common colour, and the colour found in most cells: columns, no repeats."""
    used = problem.counts.sum(axis=0)
    black = int(np.searchsorted(problem.colours, BLACK))
    candidates = [black] if used[black] > 0 else []
    candidates += [int(used.argmax()), int((problem.counts > 0).sum(axis=0).argmax())]
    return list(dict.fromkeys(candidates))


def _best_groups(problem: _Problem, backdrop: int) -> tuple[list[tuple[int, ...]], float]:
    """Four colour groups (columns of the problem) for a backdrop, and their loss."""
    counts = _seeds(problem, backdrop)
    while len(counts) > SUB_PALETTES:
        counts = _join_cheapest(counts, problem.distance, backdrop)
    return _refine(problem, backdrop, _choose_colours(counts, problem.distance, backdrop)[0])


def _seeds(problem: _Problem, backdrop: int) -> np.ndarray:
    """Histograms to start the join from: cells of equal palette together, and not more than _MAX_SEEDS of them."""
    palettes, _ = _choose_colours(problem.counts, problem.distance, backdrop)
    _, group = np.unique(np.sort(palettes, axis=1), axis=0, return_inverse=True)
    merged = np.zeros((group.max() + 1, problem.counts.shape[1]))
    np.add.at(merged, group.reshape(-1), problem.counts)
    if len(merged) <= _MAX_SEEDS:
        return merged
    palettes, _ = _choose_colours(merged, problem.distance, backdrop)
    loss = _losses(merged, problem.distance, backdrop, palettes)  # (groups, groups): each under each other's palette
    chosen = [int(merged.sum(axis=1).argmax())]
    while len(chosen) < _MAX_SEEDS:
        chosen.append(int(loss[:, chosen].min(axis=1).argmax()))
    thinned = np.zeros((_MAX_SEEDS, merged.shape[1]))
    np.add.at(thinned, loss[:, chosen].argmin(axis=1), merged)
    return thinned[thinned.any(axis=1)]


def _join_cheapest(counts: np.ndarray, distance: np.ndarray, backdrop: int) -> np.ndarray:
    """Joins histograms until four are left; each step takes the pair whose joint palette loses least."""
    groups = list(counts)
    alone = list(_choose_colours(counts, distance, backdrop)[1])
    first, second = np.triu_indices(len(groups), 1)
    joint = _choose_colours(counts[first] + counts[second], distance, backdrop)[1]
    cost = {(int(i), int(j)): float(value) for i, j, value in zip(first, second, joint, strict=True)}
    alive = set(range(len(groups)))
    while len(alive) > SUB_PALETTES:
        i, j = min(cost, key=lambda pair: (cost[pair] - alone[pair[0]] - alone[pair[1]], pair))
        alive -= {i, j}
        cost = {pair: value for pair, value in cost.items() if not {i, j} & set(pair)}
        groups.append(groups[i] + groups[j])
        alone.append(float(_choose_colours(groups[-1][None], distance, backdrop)[1][0]))
        new = len(groups) - 1
        others = sorted(alive)
        together = np.array([groups[other] + groups[new] for other in others])
        for other, value in zip(others, _choose_colours(together, distance, backdrop)[1], strict=True):
            cost[other, new] = float(value)
        alive.add(new)
    return np.array([groups[i] for i in sorted(alive)])


def _refine(problem: _Problem, backdrop: int, palettes: np.ndarray) -> tuple[list[tuple[int, ...]], float]:
    """Cells choose the best palette, palettes are made anew for their cells, while that lowers the loss."""
    best, least = palettes, np.inf
    for _ in range(_ROUNDS):
        loss = _losses(problem.counts, problem.distance, backdrop, palettes)
        total = float(loss.min(axis=1).sum())
        if total >= least:
            break
        best, least = palettes, total
        chosen = loss.argmin(axis=1)
        counts = np.zeros((len(palettes), problem.counts.shape[1]))
        np.add.at(counts, chosen, problem.counts)
        palettes = _choose_colours(counts, problem.distance, backdrop)[0]
    return [tuple(group) for group in best.tolist()], least


def _losses(counts: np.ndarray, distance: np.ndarray, backdrop: int, palettes: np.ndarray) -> np.ndarray:
    """What each histogram loses under each palette: (n, k), (m, 3) -> (n, m)."""
    least = np.minimum(distance[:, palettes].min(axis=2), distance[:, backdrop, None])  # (k, m)
    return counts @ least


def _choose_colours(counts: np.ndarray, distance: np.ndarray, backdrop: int) -> tuple[np.ndarray, np.ndarray]:
    """The three colours beside the backdrop for each histogram: greedy choice, then one round of exchange.

    (n, k) -> columns (n, 3), loss (n,).
    """
    nearest_so_far = np.broadcast_to(distance[:, backdrop], counts.shape)  # (n, k): loss of each colour as it stands
    chosen = np.empty((len(counts), SUB_COLOURS), dtype=np.int64)
    for place in range(SUB_COLOURS):
        chosen[:, place] = _best_addition(counts, distance, nearest_so_far)
        nearest_so_far = np.minimum(nearest_so_far, distance[chosen[:, place]])
    for place in range(SUB_COLOURS - 1):
        others = [other for other in range(SUB_COLOURS) if other != place]
        without = np.minimum(distance[chosen[:, others]].min(axis=1), distance[:, backdrop])
        chosen[:, place] = _best_addition(counts, distance, without)
    least = np.minimum(distance[chosen].min(axis=1), distance[:, backdrop])
    return chosen, (counts * least).sum(axis=1)


def _best_addition(counts: np.ndarray, distance: np.ndarray, present: np.ndarray) -> np.ndarray:
    """The one colour that lowers each histogram's loss most: (n,) columns."""
    step = max(1, 2_000_000 // distance.size)
    parts = [
        np.einsum("nk,nkp->np", counts[i : i + step], np.minimum(present[i : i + step, :, None], distance[None])).argmin(axis=1)
        for i in range(0, len(counts), step)
    ]
    return np.concatenate(parts)
