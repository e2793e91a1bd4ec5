"""What one composed screen wears: for each role a stamp, chosen once, so that the screen is of one piece."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator.roles import TILE, Role
from generator.sources import Sheet
from generator.stamps import Rect, Stamp, dimmed, grow, mean_luminance, repeating, seed_cell, stamp
from generator.windows import Cells

_OUTSIDE_CHANCE = 0.5
"""Chance that a role the anchor's sheet lacks is taken from another sheet of the pack."""
_DIM_CHANCE = 0.85
_DIM = 0.62
"""Mean luminance of a dimmed wall against the ground's."""
_NIGHT_CHANCE = 0.4
_REPLACE_FLAT = 0.7
_CASTLE = frozenset({Role.SURFACE, Role.SOLID, Role.WALL, Role.WINDOW, Role.COLUMN, Role.STAIRS, Role.DOOR, Role.PLATFORM})


@dataclass(frozen=True, eq=False)
class Wardrobe:
    """A pack's labelled sheets, and for each role the number of its drawn cells: (16,)."""

    sheets: tuple[Cells, ...]
    drawn: np.ndarray

    @classmethod
    def of(cls, sheets: list[Sheet]) -> Wardrobe:
        labelled = tuple(sheet.cells for sheet in sheets if sheet.cells.labelled)
        return cls(labelled, sum((_drawn(cells) for cells in labelled), start=np.zeros(len(Role), dtype=np.int64)))

    @property
    def richness(self) -> float:
        """How much there is to compose: 0 (nothing to stand on) .. 1.4; castle roles count double."""
        if not self.drawn[Role.SURFACE] + self.drawn[Role.SOLID]:
            return 0.0
        kinds = sum((2.0 if role in _CASTLE else 1.0) for role in Role if self.drawn[role] and role != Role.UNKNOWN)
        amount = min(1.0, float(np.log2(1 + self.drawn[: Role.UNKNOWN].sum())) / 9.0)
        return min(1.4, 1.6 * kinds / 23.0 * amount)


def _drawn(cells: Cells) -> np.ndarray:
    return np.bincount(cells.roles[~cells.flat], minlength=len(Role))


class Outfit:
    """The stamps of one screen: a material or object for each role, chosen once, so that a screen is of one piece."""

    def __init__(self, wardrobe: Wardrobe, rng: np.random.Generator) -> None:
        self.rng = rng
        self._sheets = wardrobe.sheets
        weights = np.array([(_drawn(cells)[[Role.SURFACE, Role.SOLID]]).sum() for cells in self._sheets], dtype=np.float64)
        kinds = np.array([np.count_nonzero(_drawn(cells)[: Role.UNKNOWN]) for cells in self._sheets])
        weights = np.sqrt(weights) * kinds
        self._home = int(rng.choice(len(self._sheets), p=weights / weights.sum()))
        cells = self._sheets[self._home]
        first = Role.SURFACE if _drawn(cells)[Role.SURFACE] else Role.SOLID
        self._anchor = seed_cell(cells, first, None, rng)
        self._chosen: dict[Role, tuple[Cells, tuple[int, int]] | None] = {}
        self._stamps: dict[Role, Stamp | None] = {}

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(role for role in Role if role != Role.UNKNOWN and self.source(role) is not None)

    def source(self, role: Role) -> tuple[Cells, tuple[int, int]] | None:
        """The sheet and seed cell from which this screen takes a role; the same answer every time."""
        if role not in self._chosen:
            self._chosen[role] = self._choose(role)
        return self._chosen[role]

    def _choose(self, role: Role) -> tuple[Cells, tuple[int, int]] | None:
        home = self._sheets[self._home]
        seed = seed_cell(home, role, self._anchor, self.rng)
        if seed is not None:
            return home, seed
        if self.rng.random() >= _OUTSIDE_CHANCE and role not in (Role.WALL, Role.SKY, Role.SOLID):
            return None
        others = [cells for cells in self._sheets if (cells.roles == role).any()]
        if not others:
            return None
        cells = others[int(self.rng.integers(len(others)))]
        seed = seed_cell(cells, role, None, self.rng)
        return (cells, seed) if seed is not None else None

    def fill(self, role: Role, rows: int = 3, cols: int = 3) -> Stamp | None:
        """A stamp that repeats in both directions."""
        if role not in self._stamps:
            found = self.source(role)
            self._stamps[role] = stamp(found[0], repeating(*found, rows, cols, self.rng)) if found else None
        return self._stamps[role]

    def thing(self, role: Role, rows: int, cols: int) -> Stamp | None:
        """An object of at most that size; mostly the same one again on one screen."""
        kept = self._stamps.get(role)
        if kept is not None and kept.rows <= rows and kept.cols <= cols and self.rng.random() < 0.8:
            return kept
        found = self.source(role)
        if not found:
            return None
        cells, seed = found
        self._stamps[role] = stamp(cells, grow(cells, seed, rows, cols, self.rng))
        return self._stamps[role]

    def wall(self) -> Stamp | None:
        """The wall behind everything, mostly dimmed: on these screens one has to see at once what can be stood on."""
        wall, ground = self.fill(Role.WALL, 4, 4), self.terrain() or self.fill(Role.SOLID)
        if wall is None or ground is None or self.rng.random() >= _DIM_CHANCE:
            return wall
        return dimmed(wall, _DIM * mean_luminance(ground))

    def plain_sky(self) -> np.ndarray:
        """The colour (3,) of a flat cell of sky somewhere in the pack, or the black of night."""
        flats = [(cells, place) for cells in self._sheets for place in np.argwhere((cells.roles == Role.SKY) & cells.flat).tolist()]
        if not flats or self.rng.random() < _NIGHT_CHANCE:
            return np.zeros(3, dtype=np.uint8)
        cells, (row, col) = flats[int(self.rng.integers(len(flats)))]
        return cells.rgb[row * TILE, col * TILE]

    def terrain(self) -> Stamp | None:
        """A stretch of surface with the solid cells that lie under it in the sheet; None when the pack has no surface.

        Of three or more columns the outer ones are ends.
        """
        if Role.SURFACE not in self._stamps:
            found = self.source(Role.SURFACE)
            self._stamps[Role.SURFACE] = stamp(found[0], _terrain_rect(*found, self.rng)) if found else None
        return self._stamps[Role.SURFACE]


def _terrain_rect(cells: Cells, seed: tuple[int, int], rng: np.random.Generator) -> Rect:
    """The best repeating stretch of surface around the seed, and what is solid under all of it (three rows at most).

    Flat cells under it are mostly left to the solid fill.
    """
    top = repeating(cells, seed, 1, 5, rng)
    below = cells.roles[top.row + 1 : top.row + 4, top.col : top.col + top.cols]
    solid = (below == Role.SOLID).all(axis=1)
    if rng.random() < _REPLACE_FLAT:
        solid &= ~cells.flat[top.row + 1 : top.row + 4, top.col : top.col + top.cols].any(axis=1)
    depth = len(solid) if solid.all() else int(solid.argmin())
    return Rect(top.row, top.col, 1 + depth, top.cols)
