"""How tiles look, in numbers: what the choosing of dreamt tiles is made of.

A ``Look`` is a stack of tiles in OKLab. Distances are OKLab distances: 0.02 is just visible, black to white is 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from generator.palette import MASTER
from generator.roles import TILE

Array = np.ndarray

VISIBLE = 0.04
"""OKLab distance from which two neighbouring pixels count as different to the eye."""


@dataclass(frozen=True, eq=False)
class Look:
    """lab: (n, 16, 16, 3) float64."""

    lab: Array

    @classmethod
    def of(cls, backdrop: int, palettes: Array, pattern: Array, cells: Array) -> Look:
        """The look of tiles in PPU memory: (n, 16, 16) values and (n,) sub-palettes."""
        return cls(MASTER.oklab[cls.colours(backdrop, palettes)[cells[:, None, None], pattern]])

    @staticmethod
    def colours(backdrop: int, palettes: Array) -> Array:
        """(4, 4) uint8: the master index of each value in each sub-palette."""
        return np.concatenate([np.full((4, 1), backdrop, np.uint8), np.asarray(palettes, np.uint8)], axis=1)

    def __len__(self) -> int:
        return len(self.lab)

    def take(self, rows: Array | list[int]) -> Look:
        return Look(self.lab[rows])

    @cached_property
    def mean(self) -> Array:
        """(n, 3): the mean colour."""
        return self.lab.mean(axis=(1, 2))

    @cached_property
    def bands(self) -> Array:
        """(n, 4, 3): the mean colours of four bands, from the top down."""
        return self.lab.reshape(-1, 4, TILE // 4, TILE, 3).mean(axis=(2, 3))

    @cached_property
    def across(self) -> Array:
        """(n, 16, 15): distance of each pixel to its right neighbour."""
        return _distance(self.lab[:, :, 1:], self.lab[:, :, :-1])

    @cached_property
    def down(self) -> Array:
        """(n, 15, 16): distance of each pixel to the one below."""
        return _distance(self.lab[:, 1:], self.lab[:, :-1])

    @cached_property
    def upright(self) -> Array:
        """(n,): how strong the upright lines inside are."""
        return _lines(self.across.mean(axis=1))

    @cached_property
    def level(self) -> Array:
        """(n,): how strong the level lines inside are."""
        return _lines(self.down.mean(axis=2))

    @cached_property
    def detail(self) -> Array:
        """(n,): share of neighbouring pixels that differ visibly; 0 is flat, drawn tiles lie at 0.1 to 0.35, noise above 0.5."""
        return ((self.across > VISIBLE).mean(axis=(1, 2)) + (self.down > VISIBLE).mean(axis=(1, 2))) / 2

    @cached_property
    def speckle(self) -> Array:
        """(n,): share of pixels that differ visibly from all four neighbours."""
        right = np.pad(self.across > VISIBLE, ((0, 0), (0, 0), (0, 1)), constant_values=True)
        left = np.pad(self.across > VISIBLE, ((0, 0), (0, 0), (1, 0)), constant_values=True)
        below = np.pad(self.down > VISIBLE, ((0, 0), (0, 1), (0, 0)), constant_values=True)
        above = np.pad(self.down > VISIBLE, ((0, 0), (1, 0), (0, 0)), constant_values=True)
        return (right & left & below & above).mean(axis=(1, 2))

    @cached_property
    def asymmetry(self) -> Array:
        """(n,): mean distance of a tile from itself mirrored left to right."""
        return self.unlike(Look(self.lab[:, :, ::-1]))

    def away_from(self, colour: Array) -> Array:
        """(n,): mean distance of the pixels from a colour (3,): how much a tile stands out from a plain ground."""
        return _distance(self.lab, colour).mean(axis=(1, 2))

    def away_in(self, colour: Array, mask: Array) -> Array:
        """(n,): the same over the pixels of a (16, 16) bool mask."""
        return _distance(self.lab[:, mask], colour).mean(axis=1)

    def mean_in(self, mask: Array) -> Array:
        """(n, 3): the mean colour of the pixels of a (16, 16) bool mask."""
        return self.lab[:, mask].mean(axis=1)

    def lightness_in(self, mask: Array) -> Array:
        """(n,): the mean lightness of the pixels of a mask."""
        return self.lab[:, mask, 0].mean(axis=1)

    def share_like(self, colour: Array, haze: float, mask: Array) -> Array:
        """(n,): share of a mask's pixels that lie within ``haze`` of a colour (3,)."""
        return (_distance(self.lab[:, mask], colour) < haze).mean(axis=1)

    def share_lighter(self, than: float, mask: Array) -> Array:
        """(n,): share of a mask's pixels that are lighter than an OKLab lightness."""
        return (self.lab[:, mask, 0] > than).mean(axis=1)

    def unlike(self, other: Look) -> Array:
        """(n,): mean distance, pixel by pixel, from another stack of as many tiles (or one)."""
        return _distance(self.lab, other.lab).mean(axis=(1, 2))


def seam_right(left: Look, right: Look) -> Array:
    """(n,): how much more the border between neighbours jumps than upright lines do inside; 0 when it cannot be seen."""
    border = _distance(left.lab[:, :, -1], right.lab[:, :, 0]).mean(axis=1)
    return np.maximum(0.0, border - (left.upright + right.upright) / 2)


def seam_below(upper: Look, lower: Look) -> Array:
    """(n,): the same for tiles one above the other."""
    border = _distance(upper.lab[:, -1], lower.lab[:, 0]).mean(axis=1)
    return np.maximum(0.0, border - (upper.level + lower.level) / 2)


def _lines(jumps: Array) -> Array:
    """(n, lines): between the mean of a tile's lines and the strongest, for a border may be one of the lines of the drawing."""
    return (jumps.mean(axis=1) + jumps.max(axis=1)) / 2


def rising() -> Array:
    """(16, 16) bool: the triangle under the line from bottom left to top right, where a stair that leads up has its steps."""
    y, x = np.mgrid[:TILE, :TILE]
    return x + y >= TILE - 1


def stair_shape(look: Look, mask: Array) -> Array:
    """(n,): how far tiles look like a stair: their two sides of the diagonal differ in colour or in brightness.

    The distance between the means of both triangles, plus the share of visible steps that lie along the diagonal.
    """
    under, over = look.lab[:, mask].mean(axis=1), look.lab[:, ~mask].mean(axis=1)
    near = _near_diagonal(mask)
    edges = np.zeros(look.lab.shape[:3])
    edges[:, :, 1:] += look.across
    edges[:, 1:] += look.down
    along = edges[:, near].mean(axis=1) - edges[:, ~near].mean(axis=1)
    return _distance(under, over) + np.maximum(along, 0.0)


def _near_diagonal(mask: Array) -> Array:
    """Pixels within three of the border of a triangle."""
    y, x = np.mgrid[:TILE, :TILE]
    offset = x + y - (TILE - 1) if mask[-1, -1] and mask[0, -1] and mask[-1, 0] else x - y
    return np.abs(offset) <= 3


def _distance(a: Array, b: Array) -> Array:
    return np.sqrt(((a - b) ** 2).sum(axis=-1))
