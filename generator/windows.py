"""Windows: 64x64 px pieces of a picture on its tile grid, with the roles of their cells."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator.pictures import Picture
from generator.roles import TILE, Role

_MIN_LABELLED = 9 / 16
"""Share of a window's cells that must have a role, in a picture that has labels: the rest is text and characters."""
_MAX_FLAT = 9 / 16
"""Share of cells of one flat colour beyond which a window teaches nothing but that colour."""
_MAX_EMPTY = 8 / 16


@dataclass(frozen=True, eq=False)
class Window:
    """rgb: (w, w, 3) uint8, empty places black. roles: (w/16, w/16) uint8."""

    rgb: np.ndarray
    roles: np.ndarray


@dataclass(frozen=True, eq=False)
class Cells:
    """A picture on one tile grid, cut into whole cells.

    rgb: (rows*16, cols*16, 3) uint8 with empty places black. opaque: (rows*16, cols*16) bool.
    roles, flat, drawn: (rows, cols): the role (uint8); whether the cell is one flat colour; the share of its pixels
    that is drawn (float).
    labelled: whether this grid of the picture has any labels.
    """

    rgb: np.ndarray
    opaque: np.ndarray
    roles: np.ndarray
    flat: np.ndarray
    drawn: np.ndarray
    labelled: bool


def cut_cells(picture: Picture, origin: tuple[int, int], roles: np.ndarray | None = None) -> Cells | None:
    """Lays the grid with origin (ox, oy) over a picture; None when no whole cell fits.

    roles: (rows, cols) uint8 where the picture is labelled on this grid.
    """
    ox, oy = origin
    rows, cols = (picture.height - oy) // TILE, (picture.width - ox) // TILE
    if rows < 1 or cols < 1:
        return None
    area = (slice(oy, oy + rows * TILE), slice(ox, ox + cols * TILE))
    opaque = picture.opaque[area]
    rgb = picture.rgb[area] * opaque[..., None]
    blocks = rgb.reshape(rows, TILE, cols, TILE, 3).swapaxes(1, 2).reshape(rows, cols, TILE * TILE, 3)
    flat = (blocks == blocks[:, :, :1]).all(axis=(2, 3))
    drawn = opaque.reshape(rows, TILE, cols, TILE).mean(axis=(1, 3))
    given = roles is not None and bool((roles != Role.UNKNOWN).any())
    named = roles if roles is not None else np.full((rows, cols), Role.UNKNOWN, dtype=np.uint8)
    return Cells(rgb, opaque, named, flat, drawn, given)


def useful_places(cells: Cells, window: int) -> np.ndarray:
    """Where windows can be cut: (n, 2) cell rows and columns of their left top corners, in reading order.

    Every whole-cell place that is neither mostly flat nor mostly empty nor, in labelled pictures, mostly unlabelled.
    """
    size = window // TILE
    rows, cols = cells.flat.shape
    if rows < size or cols < size:
        return np.empty((0, 2), dtype=np.int64)

    def share(plane: np.ndarray) -> np.ndarray:
        views = np.lib.stride_tricks.sliding_window_view(plane.astype(np.float64), (size, size))
        return views.mean(axis=(2, 3))

    useful = (share(cells.flat) <= _MAX_FLAT) & (share(cells.drawn) >= 1 - _MAX_EMPTY)
    if cells.labelled:
        useful &= share(cells.roles != Role.UNKNOWN) >= _MIN_LABELLED
    return np.argwhere(useful)


def cut(cells: Cells, row: int, col: int, window: int) -> Window:
    """The window whose left top cell is (row, col)."""
    size = window // TILE
    area = (slice(row * TILE, row * TILE + window), slice(col * TILE, col * TILE + window))
    return Window(cells.rgb[area], cells.roles[row : row + size, col : col + size])


def repeated(picture: Picture, window: int) -> Picture:
    """A picture smaller than a window, padded to whole cells and repeated until it fills one, as tiles repeat."""
    height, width = (-(-edge // TILE) * TILE for edge in (picture.height, picture.width))
    padding = ((0, height - picture.height), (0, width - picture.width))
    rgb = np.pad(picture.rgb, (*padding, (0, 0)))
    opaque = np.pad(picture.opaque, padding)
    down, across = (max(1, -(-window // edge)) for edge in (height, width))
    return Picture(np.tile(rgb, (down, across, 1)), np.tile(opaque, (down, across)))


def without_fill(picture: Picture, roles: dict[tuple[int, int], np.ndarray]) -> Picture:
    """The same picture with its fill colour ("empty") made transparent, where it has one.

    A fill colour is, in an opaque labelled sheet, the colour of most flat cells that nobody gave a role, when at least
    a tenth of all cells are such. Black is left alone: drawn on a console it is a colour like any other.
    """
    if not picture.opaque.all() or not roles:
        return picture
    colours: list[np.ndarray] = []
    total = 0
    for origin, named in roles.items():
        cells = cut_cells(picture, origin, named)
        if cells is None:
            continue
        total += named.size
        for row, col in np.argwhere(cells.flat & (named == Role.UNKNOWN)):
            colours.append(cells.rgb[row * TILE, col * TILE])
    if len(colours) < 0.1 * total:
        return picture
    found, counts = np.unique(np.array(colours), axis=0, return_counts=True)
    fill = found[counts.argmax()]
    if not fill.any() or counts.max() < 0.1 * total:
        return picture
    return Picture(picture.rgb, (picture.rgb != fill).any(axis=2))
