"""Ways to show a dreamt tile that keep what was drawn and stay legal: other colours of the sheet, a shade down, halves mirrored.

Values are ordered by luminance in every sub-palette, so that a drawing keeps its light and dark under each of them. A
painter of pictures would choose colours last; the network chooses them first, and this lets the choosing ask for others.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from generator.brush import Tiles

Array = np.ndarray


@dataclass(frozen=True, slots=True)
class Retouch:
    """cell: the sub-palette to show it in, None for the network's own choice. shade: how many steps darker its values are.
    half: the half, "left" or "right", that is shown on both sides. cleared: its most frequent value trades places with the backdrop's.
    """

    cell: int | None = None
    shade: int = 0
    half: str = ""
    cleared: bool = False

    def of(self, tiles: Tiles) -> Tiles:
        """The tiles retouched; what was given stays as it is."""
        pattern, cells = tiles.pattern, tiles.cells
        if self.half:
            mirrored = pattern[:, :, ::-1]
            left = np.arange(pattern.shape[2]) < pattern.shape[2] // 2
            pattern = np.where(left == (self.half == "left"), pattern, mirrored)
        if self.cleared:
            pattern = _cleared(pattern)
        if self.shade:
            pattern = np.maximum(pattern.astype(np.int16) - self.shade, 0).astype(np.uint8)
        return Tiles(pattern, cells if self.cell is None else np.full_like(cells, self.cell))


def _cleared(pattern: Array) -> Array:
    counts = np.stack([(pattern == value).sum(axis=(1, 2)) for value in range(4)], axis=1)
    ground = counts.argmax(axis=1).astype(np.uint8)[:, None, None]
    return np.where(pattern == ground, np.uint8(0), np.where(pattern == 0, ground, pattern))


AS_PAINTED = Retouch()
COLOURS = (AS_PAINTED, *(Retouch(cell) for cell in range(4)))
EVEN = (*COLOURS, *(replace(way, half=half) for half in ("left", "right") for way in COLOURS))
"""For what is built the same on both sides."""
RECEDING = (*COLOURS, *(replace(way, shade=1) for way in COLOURS))
"""For what is to keep back."""
OPEN = (*(replace(way, cleared=True) for way in COLOURS), Retouch(cleared=True, shade=3))
"""For what is to be the backdrop with something on it, or with nothing."""
