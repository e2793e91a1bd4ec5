"""One window of a corpus as a record of an array: what is stored, and the screen that it stands for."""

from __future__ import annotations

import numpy as np

from generator.ppu import Screen
from generator.roles import TILE


def window_dtype(window: int = 64) -> np.dtype:
    """One record: pattern (w, w), cells (w/16, w/16), backdrop, palettes (4, 3), roles (w/16, w/16), pack; all unsigned."""
    cells = window // TILE
    return np.dtype(
        [
            ("pattern", "u1", (window, window)),
            ("cells", "u1", (cells, cells)),
            ("backdrop", "u1"),
            ("palettes", "u1", (4, 3)),
            ("roles", "u1", (cells, cells)),
            ("pack", "<u2"),
        ]
    )


def screen_of(record: np.ndarray) -> Screen:
    """The screen in one record of a corpus."""
    return Screen(int(record["backdrop"]), record["palettes"], record["cells"], record["pattern"])
