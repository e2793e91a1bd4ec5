"""Layouts of small random screens in roles: what stands where, before anything is dressed with tiles.

A scene is a backdrop (castle wall or sky) with things on it. Each thing names a role and a rectangle of cells; later
things cover earlier ones.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from generator.roles import Role


@dataclass(frozen=True, slots=True)
class Thing:
    """A rectangle of cells of one role; for SURFACE the first row is surface and the rest solid.

    open_left, open_right: whether that side shows (ends there), rather than going on behind the picture's edge; of stairs, which
    way they rise: open_right to the right.
    """

    role: Role
    row: int
    col: int
    rows: int
    cols: int
    open_left: bool = True
    open_right: bool = True


@dataclass(frozen=True, slots=True)
class Scene:
    """rows, cols: size in cells. backdrop: WALL or SKY. things: in painting order."""

    rows: int
    cols: int
    backdrop: Role
    things: tuple[Thing, ...]


def random_scene(rows: int, cols: int, roles: frozenset[Role], rng: np.random.Generator) -> Scene:
    """A random screen that uses only the given roles (terrain, wall and sky excepted, which any pack can stand in for)."""
    indoor = Role.WALL in roles and (Role.SKY not in roles or rng.random() < 0.75)
    tops = _ground(rows, cols, rng)
    draft = _Draft(rows, cols, tops, roles, indoor, rng)
    return Scene(rows, cols, Role.WALL if indoor else Role.SKY, tuple(draft.things()))


def _ground(rows: int, cols: int, rng: np.random.Generator) -> np.ndarray:
    """The row of the floor's surface in each column: steps of two to five cells; rows = a pit to the bottom."""
    tops = np.empty(cols, dtype=np.int64)
    level = int(rng.integers(rows // 2, rows))
    col = 0
    while col < cols:
        width = int(rng.integers(2, 6))
        pit = rng.random() < 0.14
        tops[col : col + width] = rows if pit else level
        col += width
        level = int(np.clip(level + rng.integers(-3, 4), rows // 3, rows - 1))
    return tops


class _Draft:
    """Collects the things of one scene, back to front."""

    def __init__(self, rows: int, cols: int, tops: np.ndarray, roles: frozenset[Role], indoor: bool, rng: np.random.Generator) -> None:
        self._rows, self._cols, self._tops = rows, cols, tops
        self._roles, self._indoor, self._rng = roles, indoor, rng

    def things(self) -> list[Thing]:
        ceiling = int(self._rng.integers(1, 3)) if self._indoor and self._rng.random() < 0.5 else 0
        windows_first = [*self._windows(ceiling), *self._columns(ceiling)]
        ledges = self._ledges()
        return [
            *windows_first,
            *([Thing(Role.SOLID, 0, 0, ceiling, self._cols, False, False)] if ceiling else []),
            *self._hanging(ceiling),
            *self._standing(),
            *self._terrain(),
            *self._pools(),
            *ledges,
            *self._stairs(),
            *self._blocks(),
        ]

    def _has(self, role: Role, chance: float) -> bool:
        return role in self._roles and bool(self._rng.random() < chance)

    def _segments(self) -> list[tuple[int, int, int]]:
        """Stretches of level floor as (first column, width, surface row); pits have surface row = rows."""
        edges = [0, *(np.flatnonzero(np.diff(self._tops)) + 1).tolist(), self._cols]
        return [(a, b - a, int(self._tops[a])) for a, b in itertools.pairwise(edges)]

    def _terrain(self) -> list[Thing]:
        found = []
        for col, width, top in self._segments():
            if top < self._rows:
                left = col > 0 and self._tops[col - 1] > top
                right = col + width < self._cols and self._tops[col + width] > top
                found.append(Thing(Role.SURFACE, top, col, self._rows - top, width, bool(left), bool(right)))
        return found

    def _pools(self) -> list[Thing]:
        """Pits hold water or spikes where the pack has them, else they stay pits."""
        found = []
        for col, width, top in self._segments():
            if top < self._rows:
                continue
            if self._has(Role.LIQUID, 0.85):
                depth = int(self._rng.integers(1, 4))
                found.append(Thing(Role.LIQUID, self._rows - depth, col, depth, width, False, False))
            elif self._has(Role.SPIKES, 0.8):
                found.append(Thing(Role.SPIKES, self._rows - 1, col, 1, width))
        return found

    def _columns(self, ceiling: int) -> list[Thing]:
        if not self._has(Role.COLUMN, 0.75 if self._indoor else 0.45):
            return []
        pitch, start = int(self._rng.integers(3, 6)), int(self._rng.integers(0, 4))
        head = ceiling if self._indoor else int(self._rng.integers(0, self._rows // 2))
        found = []
        for col in range(start, self._cols, pitch):
            foot = int(self._tops[col])
            if foot - head >= 2:
                found.append(Thing(Role.COLUMN, head, col, foot - head, 1))
        return found

    def _windows(self, ceiling: int) -> list[Thing]:
        if not self._has(Role.WINDOW, 0.8):
            return []
        pitch, row = int(self._rng.integers(3, 6)), ceiling + int(self._rng.integers(0, 3))
        found = []
        for col in range(int(self._rng.integers(0, 3)), self._cols - 1, pitch):
            rows = int(self._rng.integers(2, 4))
            if row + rows <= self._tops[col]:
                found.append(Thing(Role.WINDOW, row, col, rows, 2))
        return found

    def _hanging(self, ceiling: int) -> list[Thing]:
        """Ornaments on the wall."""
        if not self._has(Role.DECOR, 0.35 if self._indoor else 0.15):
            return []
        col, row = int(self._rng.integers(0, self._cols - 1)), ceiling + int(self._rng.integers(0, 3))
        return [Thing(Role.DECOR, row, col, 2, 2)] if row + 2 < self._tops[col] else []

    def _standing(self) -> list[Thing]:
        """What stands on the floor; rows is the most it may take, it is put with its feet on the surface."""
        chances = (
            (Role.FENCE, 0.35, 1, 4),
            (Role.FOLIAGE, 0.2 if self._indoor else 0.8, 3, 3),
            (Role.DECOR, 0.45, 2, 2),
            (Role.SPIKES, 0.3, 1, 3),
            (Role.DOOR, 0.4, 3, 2),
            (Role.FOLIAGE, 0.1 if self._indoor else 0.6, 2, 2),
        )
        found = []
        for role, chance, rows, cols in chances:
            if not self._has(role, chance):
                continue
            col, width, top = self._segments()[int(self._rng.integers(len(self._segments())))]
            cols = min(cols, width)
            if top < self._rows and top - rows >= 0:
                place = col + int(self._rng.integers(0, width - cols + 1))
                found.append(Thing(role, top - rows, place, rows, cols))
        return found

    def _ledges(self) -> list[Thing]:
        """Platforms and floating pieces of terrain above the floor."""
        found = []
        for _ in range(int(self._rng.integers(0, 4))):
            width = int(self._rng.integers(2, 6))
            col = int(self._rng.integers(0, max(1, self._cols - width)))
            highest = int(self._tops[col : col + width].min())
            if highest < 4:
                continue
            row = int(self._rng.integers(1, highest - 2))
            if self._has(Role.PLATFORM, 0.7):
                found.append(Thing(Role.PLATFORM, row, col, 1, width))
            else:
                found.append(Thing(Role.SURFACE, row, col, int(self._rng.integers(1, 3)), width))
        return found

    def _stairs(self) -> list[Thing]:
        """A flight of single cells from the floor upwards, to the left or to the right."""
        if not self._has(Role.STAIRS, 0.6):
            return []
        steps = int(self._rng.integers(3, 6))
        up_right = bool(self._rng.random() < 0.5)
        foot = int(self._rng.integers(0, self._cols))
        row = int(self._tops[foot]) - 1
        found = []
        for step in range(steps):
            col = foot + step if up_right else foot - step
            if 0 <= col < self._cols and 0 <= row - step < self._tops[col]:
                found.append(Thing(Role.STAIRS, row - step, col, 1, 1, not up_right, up_right))
        return found

    def _blocks(self) -> list[Thing]:
        if not self._has(Role.BREAKABLE, 0.6):
            return []
        col, width = int(self._rng.integers(0, self._cols - 1)), int(self._rng.integers(1, 4))
        top = int(self._tops[col])
        height = int(self._rng.integers(1, 3))
        row = top - height if self._rng.random() < 0.5 else int(self._rng.integers(1, max(2, top - 2)))
        return [Thing(Role.BREAKABLE, row, col, height, min(width, self._cols - col))] if row >= 0 and row + height <= top else []
