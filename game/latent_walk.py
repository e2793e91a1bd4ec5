"""A walk through the space of themes: what the player sees while a dream is painted. Runs in the worker process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


def pictures(seed: str, model: Path | None) -> Iterator[NDArray[np.uint8]]:
    """Pictures (240, 256, 3) uint8 without end."""
    raise NotImplementedError
