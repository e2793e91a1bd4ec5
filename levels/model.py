"""A level as a file holds it: the rules' part, the picture's part, and where it came from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from game.sim.level import Level


@dataclass(frozen=True, slots=True, eq=False)
class ForeignArt:
    """The pictures of a map that was not made for our slots.

    tiles: (n, 16, 16, 4) uint8 RGBA. layers: from back to front, each (h, w) int32 indices into tiles, -1 = nothing there.
    """

    tiles: NDArray[np.uint8]
    layers: tuple[NDArray[np.int32], ...]


@dataclass(frozen=True, slots=True, eq=False)
class LevelMap:
    """A level and its picture.

    slots: (h, w) uint8 slot ids of generator.roles.SLOTS, row by row, or None for a foreign map, which has art instead.
    pack: id of the tile set it was dressed with. seed: what `build` was given; empty for maps made by hand.
    path: the file it was read from, None before it is saved.
    """

    level: Level
    slots: NDArray[np.uint8] | None
    art: ForeignArt | None = None
    pack: str = "base"
    seed: str = ""
    path: Path | None = None
