"""From characters to slots: which tile of a sheet each cell shows. Shape comes from the neighbours, variety from a hash."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from generator.roles import EAST, NORTH, SLOT_BY_NAME, SOUTH, WEST
from levels.backdrop import DARK, Backdrop, fill
from levels.layout import Layout, section_at

_LOOKS_LIKE = {"<": "#", ">": "#", "%": "-"}
"""Machines that are cells of the level, and what is under their sprites."""


def dress(layout: Layout, seed: str) -> NDArray[np.uint8]:
    """(h, w) uint8 slot ids for the layout. The same layout and seed give the same slots."""
    canvas = _Canvas(layout, fill(layout, seed), seed)
    return np.array([[SLOT_BY_NAME[canvas.slot(x, y)].id for x in range(layout.width)] for y in range(layout.height)], dtype=np.uint8)


class _Canvas:
    """The filled grid, and one small painter for each character."""

    def __init__(self, layout: Layout, behind: Backdrop, seed: str) -> None:
        self.layout, self.seed = layout, seed
        self.width, self.height = layout.width, layout.height
        self.grid = [[_LOOKS_LIKE.get(c, c) for c in row] for row in behind.grid]
        self.rock = behind.rock
        self.full = frozenset((x, y) for x, y, _ in layout.blocks)
        self.painters: dict[str, Callable[[int, int], str]] = {
            "#": self._terrain,
            "-": self._platform,
            "/": lambda x, y: "stairs.up",
            "\\": lambda x, y: "stairs.down",
            "~": lambda x, y: "liquid.body" if self.at(x, y - 1) == "~" else "liquid.top",
            "^": lambda x, y: self._variant("spikes", x, y, 2),
            "b": lambda x, y: "breakable.1" if (x, y) in self.full else "breakable.0",
            ":": self._wall,
            "s": self._sky,
            "W": self._window,
            "I": self._column,
            "D": self._door,
            "f": self._foliage,
            "F": self._fence,
            "d": self._decor,
            DARK: lambda x, y: "sky.0",
            **dict.fromkeys("012345", self._hung),
        }

    def slot(self, x: int, y: int) -> str:
        """The name of the slot for a cell."""
        return self.painters[self.grid[y][x]](x, y)

    def at(self, x: int, y: int) -> str:
        """The character of a cell; out of the level everything is ground."""
        return self.grid[y][x] if 0 <= x < self.width and 0 <= y < self.height else "#"

    def chance(self, x: int, y: int, salt: str) -> int:
        """A number 0..99 that belongs to this cell of this level."""
        digest = hashlib.blake2b(f"{self.seed}|{salt}|{x}|{y}".encode(), digest_size=2).digest()
        return int.from_bytes(digest, "little") * 100 >> 16

    def _variant(self, name: str, x: int, y: int, count: int) -> str:
        return f"{name}.{self.chance(x, y, name) * count // 100}"

    def _terrain(self, x: int, y: int) -> str:
        near = ((NORTH, 0, -1), (EAST, 1, 0), (SOUTH, 0, 1), (WEST, -1, 0))
        mask = sum([bit for bit, dx, dy in near if self._joins(x + dx, y + dy)])
        if not mask & NORTH and self.at(x, y - 1) == "~":
            mask |= NORTH
        if mask not in (14, 15) or not self._near_the_face(x, y):
            return f"terrain.{mask}"
        roll = self.chance(x, y, "terrain")
        if mask == 15 and roll < 15:
            return f"terrain.15.v{1 + roll // 5}"
        if mask == 14 and roll < 16:
            return f"terrain.14.v{1 + roll // 8}"
        return f"terrain.{mask}"

    def _joins(self, x: int, y: int) -> bool:
        """Ground has no edge there: more of it, or the throat of a pit in the storey above."""
        return self.at(x, y) == "#" or (x, y) in self.rock

    def _near_the_face(self, x: int, y: int) -> bool:
        """Two cells under something open: further in, rock is plain."""
        return any(self.at(x + dx, y + dy) != "#" for dx, dy in ((0, -2), (2, 0), (0, 2), (-2, 0)))

    def _platform(self, x: int, y: int) -> str:
        left, right = self.at(x - 1, y) == "-", self.at(x + 1, y) == "-"
        return "platform." + {(True, True): "mid", (True, False): "right", (False, True): "left", (False, False): "single"}[left, right]

    def _wall(self, x: int, y: int) -> str:
        roll = self.chance(x // 2, y, "wall")
        if (x + 3 * (y // 2 % 2)) % 6 < 2 and y % 2 == 0 and roll < 40:
            return "wall.2" if x % 2 else "wall.1"
        return "wall.4" if (x * 5 + y * 3) % 7 == 0 else "wall.0"

    def _sky(self, x: int, y: int) -> str:
        roll = self.chance(x, y, "sky")
        return f"sky.{1 + roll // 3}" if roll < 9 else "sky.0"

    def _window(self, x: int, y: int) -> str:
        above, below = self.at(x, y - 1) == "W", self.at(x, y + 1) == "W"
        return "window.bottom" if above else "window.top" if below else "window.single"

    def _column(self, x: int, y: int) -> str:
        above, below = self.at(x, y - 1) == "I", self.at(x, y + 1) == "I"
        return "column.mid" if above and below else "column.top" if below else "column.bottom"

    def _door(self, x: int, y: int) -> str:
        above, left = self.at(x, y - 1) == "D", self.at(x - 1, y) == "D"
        return f"door.{'s' if above else 'n'}{'e' if left else 'w'}"

    def _foliage(self, x: int, y: int) -> str:
        if self.at(x, y - 1) == "f" or self.at(x, y + 1) == "f":
            return "foliage.1"
        return f"foliage.{(0, 3, 3, 0, 2)[self.chance(x, y, 'foliage') // 20]}"

    def _fence(self, x: int, y: int) -> str:
        left, right = self.at(x - 1, y) == "F", self.at(x + 1, y) == "F"
        return "fence.mid" if left and right else "fence.right" if left else "fence.left"

    def _hung(self, x: int, y: int) -> str:
        return f"decor.{self.grid[y][x]}"

    def _decor(self, x: int, y: int) -> str:
        return f"decor.{self.layout.looks[section_at(self.layout.sections, x, y)].shelf}"
