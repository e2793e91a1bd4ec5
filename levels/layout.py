"""From a plan to cells: one character a cell for the whole stage, sections cut out of solid rock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from game.sim.level import CELL, Section, Thing
from levels.lot import Lot
from levels.machines import LETTERS, things
from levels.plan import Placed, Plan
from levels.stages import Look, Stage
from levels.templates import BACKDROP, DOOR_HIGH, FLOOR_ROW, MARKS, SCREEN_H, SCREEN_W, Room


@dataclass(frozen=True, slots=True)
class Mark:
    """A place: what it is, its cell, the section it lies in, the order of its room (-1: none is asked for).

    what: a character of templates.MARKS where a room names it, "|" behind a border that is walked over, "B" for a block, "" for a
    place that was found.
    """

    what: str
    x: int
    y: int
    section: int
    order: int

    @property
    def feet(self) -> tuple[int, int]:
        """The middle of the cell's lower edge, px."""
        return self.x * CELL + CELL // 2, (self.y + 1) * CELL


@dataclass(frozen=True, slots=True)
class Layout:
    """The cells of a stage before they are dressed.

    rows: equal strings of template characters without digits, marks (but for 'D') or 'B' ('b' stands for both kinds of block).
    looks and ways: one for each section. rooms: (x, y, w, h) in cells, in the order they are met; kinds: what each of them is
    (templates.NEEDED), or "calm". blocks: (x, y, what it holds) of those that hold something. doors: the cells behind each border that is
    walked over, in the order they are met. machines: lifts and the like; rows show conveyors and crumbling ground as rooms draw them.
    """

    rows: tuple[str, ...]
    sections: tuple[Section, ...]
    looks: tuple[Look, ...]
    ways: tuple[int, ...]
    rooms: tuple[tuple[int, int, int, int], ...]
    kinds: tuple[str, ...]
    marks: tuple[Mark, ...]
    blocks: tuple[tuple[int, int, str], ...]
    doors: tuple[Mark, ...]
    machines: tuple[Thing, ...] = ()

    @property
    def width(self) -> int:
        return len(self.rows[0])

    @property
    def height(self) -> int:
        return len(self.rows)

    def with_blocks(self, blocks: tuple[tuple[int, int, str], ...]) -> Layout:
        """The same with more blocks, where there was rock."""
        cells = {(x, y) for x, y, _ in blocks}
        rows = tuple("".join("b" if (x, y) in cells else c for x, c in enumerate(row)) for y, row in enumerate(self.rows))
        return replace(self, rows=rows, blocks=(*self.blocks, *blocks))


def lay_out(lot: Lot, stage: Stage, plan: Plan) -> Layout:
    """Draws the plan's rooms with their random parts decided, ceilings put in, and marks taken off the picture."""
    sections = tuple(Section(leg.x * SCREEN_W, leg.y * SCREEN_H, leg.w * SCREEN_W) for leg in plan.legs)
    looks = tuple(leg.look for leg in plan.legs)
    width = max(s.x + s.w for s in sections)
    height = max(s.y + s.h for s in sections)
    grid = [["#"] * width for _ in range(height)]
    marks = []
    for order, placed in enumerate(plan.rooms):
        for x, y, c in _cells(placed, lot):
            grid[y][x] = c
            if c in MARKS:
                marks.append(Mark(c, x, y, section_at(sections, x, y), order))
    for placed in plan.rooms:
        _put_ceiling(grid, placed, sections, looks)
        for storey in _walled(placed.room):
            if not looks[section_at(sections, placed.x * SCREEN_W, (placed.y + storey) * SCREEN_H)].ceiling:
                _wall_in(grid, placed, storey)
    ways = tuple(leg.way for leg in plan.legs)
    doors = _build_doors(grid, plan, sections)
    for section in sections:
        _open_pits(grid, section)
    blocks = tuple((x, y, "meat") for y, row in enumerate(grid) for x, c in enumerate(row) if c == "B")
    machines = tuple(thing for placed in plan.rooms for thing in _machines(grid, placed))
    rows = tuple("".join("b" if c == "B" else c for c in row) for row in _backdrop_under(grid))
    extents = tuple(_extent(placed) for placed in plan.rooms)
    kinds = tuple("calm" if placed.room.beat == "calm" else placed.room.kind for placed in plan.rooms)
    return Layout(rows, sections, looks, ways, extents, kinds, tuple(marks), blocks, doors, machines)


def _extent(placed: Placed) -> tuple[int, int, int, int]:
    return placed.x * SCREEN_W, placed.y * SCREEN_H, len(placed.room.grid[0]), len(placed.room.grid)


def _machines(grid: list[list[str]], placed: Placed) -> list[Thing]:
    x, y, w, h = _extent(placed)
    return things([row[x : x + w] for row in grid[y : y + h]], placed.room.machines, x, y)


def _cells(placed: Placed, lot: Lot) -> Iterator[tuple[int, int, str]]:
    for dy, row in enumerate(placed.room.draw(lot)):
        for dx, c in enumerate(row):
            yield placed.x * SCREEN_W + dx, placed.y * SCREEN_H + dy, c


def section_at(sections: tuple[Section, ...], x: int, y: int) -> int:
    """The index of the section that a cell lies in."""
    return next(i for i, s in enumerate(sections) if s.x <= x < s.x + s.w and s.y <= y < s.y + s.h)


def _put_ceiling(grid: list[list[str]], placed: Placed, sections: tuple[Section, ...], looks: tuple[Look, ...]) -> None:
    """The slab over a room. Lower storeys have their own, with the holes for stairs drawn in them."""
    x0, y0 = placed.x * SCREEN_W, placed.y * SCREEN_H
    for x in range(x0, x0 + placed.room.screens * SCREEN_W):
        for y in range(y0, y0 + looks[section_at(sections, x, y0)].ceiling):
            if grid[y][x] == ".":
                grid[y][x] = "#"


def _walled(room: Room) -> range:
    """The storeys that are inside even where there is sky over the room: a tower's foot, a cellar."""
    return range(1, room.storeys) if room.kind == "stairs" or room.side == "down" else range(0)


def _wall_in(grid: list[list[str]], placed: Placed, storey: int) -> None:
    x0, y0, w, _ = _extent(placed)
    for y in range(y0 + storey * SCREEN_H, y0 + (storey + 1) * SCREEN_H):
        grid[y][x0 : x0 + w] = [":" if c == "." else c for c in grid[y][x0 : x0 + w]]


def _build_doors(grid: list[list[str]], plan: Plan, sections: tuple[Section, ...]) -> tuple[Mark, ...]:
    """Wherever a leg goes on beside the one before: a wall on both sides of the border, open at its foot. The cells behind it."""
    doors = []
    walk = [index for index, leg in enumerate(plan.legs) if not leg.side]
    for before, after in pairwise(walk):
        old, new, way = sections[before], sections[after], plan.legs[after].way
        behind = new.x if way > 0 else new.x + new.w - 1
        if old.y != new.y or behind != (old.x + old.w if way > 0 else old.x - 1):
            continue
        floor = new.y + FLOOR_ROW["low"]
        for x in (behind - way, behind):
            for y in range(new.y, new.y + new.h):
                opening = floor - DOOR_HIGH <= y < floor
                grid[y][x] = "#" if not opening else grid[y][x] if grid[y][x] in BACKDROP - {"."} else ":"
        doors.append(Mark("|", behind, floor - 1, after, order=-1))
    return tuple(doors)


def _open_pits(grid: list[list[str]], section: Section) -> None:
    """A pit goes through: where the rock below a section would catch who falls in, it is hollowed out by one cell."""
    bottom = section.y + section.h
    if bottom == len(grid):
        return
    for x in range(section.x, section.x + section.w):
        if grid[bottom - 1][x] not in "#~/\\" and grid[bottom][x] == "#":
            grid[bottom][x] = ":"


def _backdrop_under(grid: list[list[str]]) -> list[list[str]]:
    """The grid with every mark but the door replaced by the backdrop beside it."""
    bare = [row[:] for row in grid]
    for y, row in enumerate(grid):
        for x, c in enumerate(row):
            if (c in MARKS and c != "D") or c in LETTERS:
                bare[y][x] = _beside(grid, x, y)
    return bare


def _beside(grid: list[list[str]], x: int, y: int) -> str:
    for dx, dy in ((0, -1), (-1, 0), (1, 0), (0, 1)):
        if 0 <= y + dy < len(grid) and 0 <= x + dx < len(grid[0]) and grid[y + dy][x + dx] in ".:s":
            return grid[y + dy][x + dx]
    return "."
