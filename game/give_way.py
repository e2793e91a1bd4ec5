"""What a process does first that works while the game goes on."""

from __future__ import annotations

import contextlib
import os

_NICENESS = 5
"""The game comes first: it has to draw 60 frames a second beside this."""
_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


def give_way() -> None:
    """Take what the game leaves. Before numpy comes: the matrices are small, and threads that wait for each other make a machine crawl."""
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    with contextlib.suppress(OSError, AttributeError):
        os.nice(_NICENESS)
