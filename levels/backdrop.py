"""Fills in what lies behind: sky and what stands far off outdoors; indoors a wall in bays, with columns, windows, niches and ornaments.

The bays belong to the section and not to its rooms, so the wall goes on across the seams as if one mason had built it; their rhythm is
drawn for each section, so that the next one has another. What a room has drawn itself is kept clear of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from game.sim.level import Section
from levels.layout import Layout
from levels.lot import Lot
from levels.pits import hollows, throat
from levels.skyline import hedges, towers
from levels.stages import Look
from levels.templates import FLOOR_ROW

Grid = list[list[str]]
DARK = " "
"""Nothing but the darkness behind everything: pits, niches, doorways."""
RHYTHMS = ((0,), (2, -2), (0, 0, 4), (-1, 3, -1))
"""What is added to the breadth of one bay after the other: even, wide and narrow, two and a great one, A-B-A."""
TALLEST_CHAIN = 3
BEARS = frozenset("#-~I%<>")
"""What a column stands on, or in."""
BANNER, SHIELD, CHAIN = "0", "2", "3"
"""Variants of the slot `decor`, as the base pack draws them."""


@dataclass(frozen=True, slots=True)
class Backdrop:
    """grid: rows of characters, every '.' filled in; digits are variants of decor. rock: open cells that ground treats as its own."""

    grid: Grid
    rock: frozenset[tuple[int, int]]


def fill(layout: Layout, seed: str) -> Backdrop:
    """The layout's cells with what lies behind. The same layout and seed give the same."""
    grid = [list(row) for row in layout.rows]
    rock: set[tuple[int, int]] = set()
    for section, look in zip(layout.sections, layout.looks, strict=True):
        _found_columns(grid, section)
        lot = Lot(f"{seed}|bays|{section.x}|{section.y}")
        if look.ceiling:
            _Wall(grid, section, look, lot).build()
        else:
            _outdoors(grid, section, look, lot)
    for section in layout.sections:
        deep = throat(layout.rows, section)
        under = hollows(layout.rows, section, deep)
        for x, y in deep | under:
            if layout.rows[y][x] in ".:s":
                grid[y][x] = DARK
        rock |= under
    for door in layout.doors:
        _darken_doorway(grid, door.x, door.y)
    return Backdrop(grid, frozenset(rock))


def _found_columns(grid: Grid, section: Section) -> None:
    """A column that a room has drawn goes on down to the next stone, board, water or column; over a pit or stairs it is left out."""
    end = section.y + section.h
    for x in _columns(section):
        for y in range(end - 2, section.y - 1, -1):
            if grid[y][x] != "I" or grid[y + 1][x] in BEARS:
                continue
            foot = next((row for row in range(y + 1, end) if grid[row][x] not in ".:s"), end)
            if foot < end and grid[foot][x] in BEARS:
                for row in range(y + 1, foot):
                    grid[row][x] = "I"
            else:
                grid[y][x] = "."


def _rows(section: Section) -> range:
    return range(section.y, section.y + section.h)


def _columns(section: Section) -> range:
    return range(section.x, section.x + section.w)


def _take(grid: Grid, section: Section, plain: str) -> set[tuple[int, int]]:
    """The cells that rooms have left to the stage, filled with plain wall or sky."""
    cells = {(x, y) for y in _rows(section) for x in _columns(section) if grid[y][x] == "."}
    for x, y in cells:
        grid[y][x] = plain
    return cells


def _outdoors(grid: Grid, section: Section, look: Look, lot: Lot) -> None:
    open_cells = _take(grid, section, "s")
    far: Iterable[tuple[int, int, str]] = {"towers": towers, "hedges": hedges}[look.skyline](lot, section.w) if look.skyline else ()
    drawn = {(section.x + x, section.y + y): c for x, y, c in far}
    for x, y in drawn.keys() & open_cells:
        grid[y][x] = ":"
    for x, y in (cell for cell, c in sorted(drawn.items()) if c == "W"):
        whole = all(at in open_cells and drawn.get(at) == "W" for at in ((x, y), (x, y + 1)))
        if whole and not any(grid[row][x + dx] == "W" for row in (y, y + 1) for dx in (-1, 1) if x + dx in _columns(section)):
            grid[y][x] = grid[y + 1][x] = "W"


def _darken_doorway(grid: Grid, x: int, y: int) -> None:
    """The way through the wall between two sections."""
    for column in (x - 1, x, x + 1):
        high = [row for row in range(y - 2, y + 1) if grid[row][column] == ":"]
        if len(high) == 3 and grid[y - 3][column] == "#":
            for row in high:
                grid[row][column] = DARK


class _Wall:
    """The wall behind one section indoors."""

    def __init__(self, grid: Grid, section: Section, look: Look, lot: Lot) -> None:
        self.grid, self.section, self.look, self.lot = grid, section, look, lot
        self.open = _take(grid, section, ":")

    def build(self) -> None:
        bays = list(self._bays())
        for left, _ in bays:
            any(self._column(left + aside) for aside in (0, 1, -1))
        self._cornice()
        start, fills = self.lot.below(len(self.look.fills)), self.look.fills
        for number, (left, right) in enumerate(bays):
            turn = (start + number) % len(fills)
            any(self._furnish(left, right, what) for what in fills[turn:] + fills[:turn])

    def _bays(self) -> Iterator[tuple[int, int]]:
        """The columns of stone on both sides of each bay. Odd bays have a middle."""
        rhythm = self.lot.choice(RHYTHMS)
        x, step = self.section.x + self.lot.between(1, self.look.bay - 2), self.lot.below(len(rhythm))
        yield x - self.look.bay, x
        while x < self.section.x + self.section.w:
            broad = max(4, self.look.bay + rhythm[step % len(rhythm)])
            yield x, x + broad
            x, step = x + broad, step + 1

    def _clear(self, cells: Iterable[tuple[int, int]]) -> bool:
        """Whether these cells and those around them are plain wall that no room has drawn on."""
        return all(
            (x + dx, y + dy) in self.open and self.grid[y + dy][x + dx] == ":" for x, y in cells for dx in (-1, 0, 1) for dy in (-1, 0, 1)
        )

    def _column(self, x: int) -> bool:
        """Puts a column on a floor of stone up to what it carries, at least four cells tall, with nothing drawn beside it, if it can."""
        if x not in _columns(self.section):
            return False
        built = False
        run: list[int] = []
        for y in (*_rows(self.section), self.section.y + self.section.h):
            if (x, y) in self.open:
                run.append(y)
                continue
            stands = y < self.section.y + self.section.h and self.grid[y][x] == "#"
            carries = run and run[0] > self.section.y and self.grid[run[0] - 1][x] in "#-"
            if stands and carries and len(run) >= 4 and not self._touched(x, run):
                built = True
                for cell in run:
                    self.grid[cell][x] = "I"
            run = []
        return built

    def _touched(self, x: int, run: list[int]) -> bool:
        """Whether something that a room has drawn, a pit or the end of a ledge is right beside a column to be."""
        beside = [(x + dx, y) for y in run for dx in (-1, 1) if x + dx in _columns(self.section)]
        foot = run[-1] + 1
        at_edge = any(x + dx in _columns(self.section) and self.grid[foot][x + dx] != "#" for dx in (-1, 1))
        return at_edge or any(self.grid[y][at] in "WIDdfF/\\b" for at, y in beside)

    def _cornice(self) -> None:
        """A moulding under the ceiling, of shadow: a line of it, or the gaps between dentils."""
        if not self.look.cornice:
            return
        for x, y in sorted(self.open):
            under = y > self.section.y and self.grid[y - 1][x] == "#" and y <= self.section.y + self.look.ceiling + 1
            if under and self.grid[y][x] == ":" and (self.look.cornice == "line" or (x - self.section.x) % 2):
                self.grid[y][x] = DARK

    def _furnish(self, left: int, right: int, what: str) -> bool:
        """Whether there was room in a bay for what it should have."""
        middle = (left + right) // 2
        if what == "w":
            return self._windows(middle, right - left)
        if what == "n":
            return self._niche(left + 2, right - 2)
        if what == "c":
            return self._hang(middle, CHAIN, self.lot.between(1, TALLEST_CHAIN))
        if what == "b":
            return all([self._hang(middle - 1, BANNER, 1), self._hang(middle + 1, BANNER, 1)])
        return what == "." or self._mount(middle, SHIELD)

    def _windows(self, middle: int, broad: int) -> bool:
        """All rows of windows of one bay, one under the other; twins where there is room for two with wall between."""
        twins = self.look.paired and broad >= 7
        columns = (middle - 1, middle + 1) if twins else (middle,)
        rows = [range(self.section.y + row, self.section.y + row + tall) for row, tall in self.look.windows]
        fitting = [ys for ys in rows if self._clear([(x, y) for x in columns for y in ys])]
        for x, y in ((x, y) for ys in fitting for x in columns for y in ys):
            self.grid[y][x] = "W"
        return bool(fitting)

    def _niche(self, left: int, right: int) -> bool:
        """A dark arch in the wall, as deep as what stands before it lets it be, its head narrower by a cell on both sides."""
        if right - left < 1:
            return False
        top, foot = self.section.y + self.look.ceiling + 2, self.section.y + FLOOR_ROW["low"] - 3
        arches = (
            [(x, y) for x in range(left, right + 1) for y in range(top, lowest + 1)]
            for lowest in range(foot, top + 1 + (right - left) // 2, -1)
        )
        cells = next((arch for arch in arches if self._clear(arch)), [])
        for x, y in cells:
            if not (right - left >= 3 and y == top and x in (left, right)):
                self.grid[y][x] = DARK
        return bool(cells)

    def _hang(self, x: int, decor: str, tall: int) -> bool:
        """Something that hangs down from the stone over it."""
        ys = [y for y in _rows(self.section) if (x, y) in self.open]
        if not ys or ys[0] == self.section.y or self.grid[ys[0] - 1][x] != "#":
            return False
        cells = [(x, y) for y in range(ys[0], ys[0] + tall)]
        if not all(self._plain(x + dx, y) for _, y in cells for dx in (-1, 0, 1)):
            return False
        for _, y in cells:
            self.grid[y][x] = decor
        return True

    def _plain(self, x: int, y: int) -> bool:
        return (x, y) in self.open and self.grid[y][x] in (":", DARK)

    def _mount(self, x: int, decor: str) -> bool:
        """Something on the wall, at the height of the windows."""
        row = self.section.y + (self.look.windows[0][0] if self.look.windows else self.look.ceiling + 2)
        if not self._clear([(x, row)]):
            return False
        self.grid[row][x] = decor
        return True
