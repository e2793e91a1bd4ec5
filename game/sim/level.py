r"""The level as the rules see it: cells that stop, carry, hurt or drown, and the things placed in them.

Stairs. A run is a diagonal of cells of one kind, one cell a column; it is entered and left at its foot and its top only.
The hero's feet follow the line through the cells' outer corners, here for runs of n = 3 cells with the lowest at (cx, cy):

    column      cx              cx+3           cx-3          cx
    row cy-3    .   .   .   .   .              .   .   .   .   .
    row cy-2    .   .   /T  #   #              #   #  T\  .   .
    row cy-1    .   /   .   .   .              .   .   .   \   .
    row cy     F/   .   .   .   .              .   .   .   .   \F
    row cy+1    #   #   #   #   #              #   #   #   #   #

    '/': foot F at x = cx*16, y = (cy+1)*16         top T at x = (cx+n)*16, y = (cy-n+1)*16
    '\': foot F at x = (cx+1)*16, y = (cy+1)*16     top T at x = (cx-n+1)*16, y = (cy-n+1)*16

So the highest cell of a run lies in the row of the upper landing's floor, beside it, and the feet arrive at its top edge.
That edge carries like a PLATFORM, so a run may pass through a hole in a floor and the hero still walks over it; the other
cells of a run carry nothing. Solid cells never stop a climber, but an end is only usable where the hero (12 x 28 px, his
middle on the corner) has room and something under his feet. A run may cross from one section into the one above or below:
the camera follows once his middle is over the border.
UP within 32 px of a foot walks the hero there and climbs; DOWN within 16 px of a top does the same downwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

CELL = 16
"""Edge of a cell in pixels."""
VIEW_W, VIEW_H = 256, 208
"""The part of the level that the camera shows, in pixels: 16 x 13 cells; the HUD takes the other 32 of 240 lines."""


class Cell(IntEnum):
    """What a cell does to a body. The order is part of the state hash: append, never reorder."""

    EMPTY = 0
    SOLID = 1
    PLATFORM = 2  # stops falling bodies only, at its top edge
    STAIRS_UP = 3  # the line from bottom left to top right of the cell: '/'
    STAIRS_DOWN = 4  # the line from top left to bottom right of the cell: '\'
    LIQUID = 5  # falling in is death
    SPIKES = 6  # touching is a hit of the heaviest kind
    BREAKABLE = 7  # solid until whipped


@dataclass(frozen=True, slots=True)
class Thing:
    """Something placed in a level: a candle, an enemy, a spawner, a boss.

    x, y: where its feet stand, in level pixels (x is the middle). facing: -1 left, +1 right.
    holds: what a candle or block drops, the empty string for the usual draw.
    span, dx, dy, period, phase: of devices only (game/sim/devices.py): width and way in px, frames for the whole of its
    motion, frames by which it is ahead. loop: the round through the castle from which the thing is there.
    """

    kind: str
    x: int
    y: int
    facing: int = -1
    holds: str = ""
    span: int = 0
    dx: int = 0
    dy: int = 0
    period: int = 0
    phase: int = 0
    loop: int = 1


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch the camera scrolls in, in cells: at least 16 wide and 13 high, as the view is.

    The built levels have sections exactly 13 high; a foreign map is one section, which may be taller. Falling out of its bottom is death.
    """

    x: int
    y: int
    w: int
    h: int = 13


@dataclass(frozen=True, slots=True)
class Level:
    """A whole stage.

    cells: width * height values of Cell, row by row. start: the hero's feet in pixels and facing.
    exit: x, y, w, h in pixels; touching it ends the stage once no boss is alive.
    checkpoints: feet positions (x, y) in pixels; the last one passed is where the hero comes back. seconds: the timer.
    stage: from 1; later ones hit harder. title: for display. boss: the kind of its boss, the empty string for none.
    """

    width: int
    height: int
    cells: bytes
    start: tuple[int, int, int]
    exit: tuple[int, int, int, int]
    sections: tuple[Section, ...]
    things: tuple[Thing, ...] = ()
    checkpoints: tuple[tuple[int, int], ...] = ()
    seconds: int = 300
    stage: int = 1
    title: str = ""
    boss: str = ""

    def entry(self, checkpoint: int) -> tuple[int, int, int]:
        """Where the hero begins, feet in pixels and facing: at the start (-1), or at a checkpoint, towards the next one or the exit.

        Where that is right above or below he looks as at the start.
        """
        if checkpoint < 0:
            return self.start
        x, y = self.checkpoints[checkpoint]
        goals = (*(there for there, _ in self.checkpoints), self.exit[0] + self.exit[2] // 2)
        ahead = goals[checkpoint + 1] - x
        return x, y, (1 if ahead > 0 else -1) if ahead else self.start[2]

    def cell(self, cx: int, cy: int) -> int:
        """The cell at column cx, row cy; left and right of the level is SOLID, above and below EMPTY."""
        if cx < 0 or cx >= self.width:
            return Cell.SOLID
        if cy < 0 or cy >= self.height:
            return Cell.EMPTY
        return self.cells[cy * self.width + cx]
