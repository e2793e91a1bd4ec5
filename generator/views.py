"""Many windows at once, as pixel values, as colours, and as cells with what is around them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator.classifier import UNSEEN
from generator.palette import MASTER
from generator.ppu import Screen, render
from generator.roles import TILE, Role

Array = np.ndarray


@dataclass(frozen=True, eq=False)
class View:
    """n windows. pattern: (n, h, w) uint8 0..3. indices: (n, h, w) uint8 master indices.

    roles: (n, h/16, w/16) uint8, UNKNOWN where nobody knows.
    """

    pattern: Array
    indices: Array
    roles: Array

    def __len__(self) -> int:
        return len(self.pattern)

    @property
    def rgb(self) -> Array:
        """(n, h, w, 3) uint8."""
        return MASTER.rgb[self.indices]

    def tiles(self) -> Array:
        """The pixel values of every cell: (n * cells, 16, 16)."""
        n, h, w = self.pattern.shape
        return self.pattern.reshape(n, h // TILE, TILE, w // TILE, TILE).swapaxes(2, 3).reshape(-1, TILE, TILE)

    def around(self, cells: Array) -> Array:
        """Cells, numbered as in tiles(), with what is around them in their window: (m,) -> (m, 48, 48) uint8, UNSEEN outside."""
        rows, cols = self.roles.shape[1:]
        framed = np.pad(self.indices, ((0, 0), (TILE, TILE), (TILE, TILE)), constant_values=UNSEEN)
        views = np.lib.stride_tricks.sliding_window_view(framed, (3 * TILE, 3 * TILE), axis=(1, 2))[:, ::TILE, ::TILE]
        which, row, col = np.unravel_index(cells, (len(self), rows, cols))
        return views[which, row, col]


def view(windows: Array) -> View:
    """Windows of a corpus."""
    cells = windows["cells"].repeat(TILE, axis=1).repeat(TILE, axis=2)
    table = np.empty((len(windows), 4, 4), dtype=np.uint8)
    table[:, :, 0] = windows["backdrop"][:, None]
    table[:, :, 1:] = windows["palettes"]
    return View(windows["pattern"], table[np.arange(len(windows))[:, None, None], cells, windows["pattern"]], windows["roles"])


def view_screens(screens: list[Screen], roles: Array | None = None) -> View:
    """Screens of one size. roles: (n, rows, cols), where they are known."""
    pattern = np.stack([screen.pattern for screen in screens])
    known = roles if roles is not None else np.full((len(screens), *screens[0].cells.shape), Role.UNKNOWN, dtype=np.uint8)
    return View(pattern, np.stack([render(screen) for screen in screens]), known)
