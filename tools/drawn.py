"""Little levels drawn in text: for the page on edits (tools.edits), and for tests of the search and of the rooms."""

from __future__ import annotations

from game.sim.level import CELL, Cell, Level, Section

CELLS = {"#": Cell.SOLID, "-": Cell.PLATFORM, "/": Cell.STAIRS_UP, "\\": Cell.STAIRS_DOWN}
CELLS |= {"~": Cell.LIQUID, "^": Cell.SPIKES, "b": Cell.BREAKABLE, "B": Cell.BREAKABLE}
CELLS |= {"%": Cell.PLATFORM, "<": Cell.SOLID, ">": Cell.SOLID}


def level_of(rows: list[str], sections: tuple[Section, ...] = ()) -> Level:
    """A level with the start at '@' and the exit at 'X'; characters that mean nothing here are empty."""
    width = len(rows[0])
    assert all(len(row) == width for row in rows)
    places = {c: (x, y) for y, row in enumerate(rows) for x, c in enumerate(row) if c in "@X"}
    (sx, sy), (ex, ey) = places["@"], places["X"]
    return Level(
        width=width,
        height=len(rows),
        cells=bytes(CELLS.get(c, Cell.EMPTY) for row in rows for c in row),
        start=(sx * CELL + CELL // 2, (sy + 1) * CELL, 1),
        exit=(ex * CELL, ey * CELL, CELL, CELL),
        sections=sections or (Section(0, 0, width, len(rows)),),
    )


def ground(*middle: str) -> Level:
    """A 13-row level: air, then the rows given; the last of them is the floor, repeated downwards."""
    width = len(middle[0])
    rows = ["." * width] * (11 - len(middle) + 1) + list(middle)
    return level_of(rows + [rows[-1].replace("@", "#").replace("X", "#")] * (13 - len(rows)))
