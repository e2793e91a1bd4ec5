"""Fills in what lies behind: sky outdoors; indoors the same columns and windows in even bays through a whole section.

The bays belong to the section and not to its rooms, so the wall goes on across the seams as if one mason had built it.
"""

from __future__ import annotations

from game.sim.level import Section
from levels.layout import Layout
from levels.stages import Look
from levels.templates import FLOOR_ROW

Grid = list[list[str]]


def fill(layout: Layout) -> Grid:
    """The layout's rows as lists, with every '.' become one of ': s W I d'."""
    grid = [list(row) for row in layout.rows]
    for section, look in zip(layout.sections, layout.looks, strict=True):
        open_cells = {(x, y) for y in _rows(section) for x in _columns(section) if grid[y][x] == "."}
        for x, y in open_cells:
            grid[y][x] = ":" if look.ceiling else "s"
        if look.ceiling:
            _columns_in_bays(grid, section, look, open_cells)
            for row, _, every in look.decor:
                _decor(grid, section, look, open_cells, section.y + row, every)
            for row, tall in look.windows:
                _windows(grid, section, look, open_cells, section.y + row, tall)
        elif look.skyline:
            _skyline(grid, section, open_cells)
    return grid


def _rows(section: Section) -> range:
    return range(section.y, section.y + section.h)


def _columns(section: Section) -> range:
    return range(section.x, section.x + section.w)


def _columns_in_bays(grid: Grid, section: Section, look: Look, open_cells: set[tuple[int, int]]) -> None:
    """Columns where they can stand on a floor and carry a ceiling or a platform, at least four cells tall."""
    for x in range(section.x + look.bay // 2 - 1, section.x + section.w, look.bay):
        run: list[int] = []
        for y in (*_rows(section), section.y + section.h):
            if (x, y) in open_cells:
                run.append(y)
                continue
            stands = y < section.y + section.h and grid[y][x] in "#-"
            carries = run and run[0] > section.y and grid[run[0] - 1][x] in "#-"
            if stands and carries and len(run) >= 4:
                for cell in run:
                    grid[cell][x] = "I"
            run = []


def _windows(grid: Grid, section: Section, look: Look, open_cells: set[tuple[int, int]], row: int, tall: int) -> None:
    """A row of windows, halfway between the columns, each with plain wall all around it."""
    for middle in _middles(section, look):
        xs = (middle - 1, middle + 1) if look.paired else (middle,)
        cells = [(x, y) for x in xs for y in range(row, row + tall)]
        beside = [(x, y) for x in range(min(xs) - 1, max(xs) + 2) for y in range(row, row + tall)]
        free = all(cell in open_cells and grid[cell[1]][cell[0]] == ":" for cell in beside)
        if free and not any(grid[y][x] in "#-" for x in xs for y in (row - 1, row + tall)):
            for x, y in cells:
                grid[y][x] = "W"


def _decor(grid: Grid, section: Section, look: Look, open_cells: set[tuple[int, int]], row: int, every: int) -> None:
    for x in _middles(section, look)[::every]:
        if (x, row) in open_cells and grid[row][x] == ":" and grid[row + 1][x] != "I":
            grid[row][x] = "d"


def _middles(section: Section, look: Look) -> range:
    """The columns halfway between two columns of stone."""
    return range(section.x + look.bay - 1, section.x + section.w, look.bay)


PARAPET_ROW, TOWER_ROW = 8, 3
TOWERS_APART, TOWER_WIDTH = 24, 5


def _skyline(grid: Grid, section: Section, open_cells: set[tuple[int, int]]) -> None:
    """A parapet with merlons along the horizon, and towers with a lit window; nothing below the floor, where pits show the sky."""
    for x in _columns(section):
        step = (x - section.x) % TOWERS_APART
        top = TOWER_ROW if step < TOWER_WIDTH else PARAPET_ROW
        merlon = step % 2 == 0
        for y in range(section.y + top - merlon, section.y + FLOOR_ROW["low"]):
            if (x, y) in open_cells:
                grid[y][x] = ":"
        window = section.y + TOWER_ROW + 2
        if step == TOWER_WIDTH // 2 and {(x, window), (x, window + 1)} <= open_cells:
            grid[window][x] = grid[window + 1][x] = "W"
