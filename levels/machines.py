"""Lifts, crushers, conveyors and crumbling bridges as rooms draw them, and the things of a level that they become."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from game.sim.level import CELL, Thing

LETTERS = frozenset("jklnoqrtuwxyz")
"""Characters that a room may give to its lifts and crushers."""
CRUMBLING = "%"
BELTS = {"<": -1, ">": 1}
CRUSHER_WIDE = 2
LIFT_WIDE = (2, 3)
AROUND = 3
"""Cells around a machine that are kept free of foes."""


@dataclass(frozen=True, slots=True)
class Machine:
    """What a room says of a letter: a lift's way or a crusher's depth in cells, frames for all of its motion, frames it is ahead."""

    kind: str
    dx: int
    dy: int
    period: int
    phase: int = 0

    def mirrored(self) -> Machine:
        return replace(self, dx=-self.dx)


def machine(kind: str, words: Sequence[str]) -> tuple[str, Machine]:
    """A line of a room: `lift LETTER DX DY PERIOD [PHASE]`, `crusher LETTER DEPTH PERIOD [PHASE]`. ValueError for any other."""
    letter, *numbers = words
    values = [int(number) for number in numbers]
    if letter not in LETTERS or len(values) not in ((3, 4) if kind == "lift" else (2, 3)):
        raise ValueError(f"{kind} {' '.join(words)}: not `lift LETTER DX DY PERIOD [PHASE]` or `crusher LETTER DEPTH PERIOD [PHASE]`")
    return letter, Machine(kind, *values) if kind == "lift" else Machine(kind, 0, *values)


def faults(rows: Sequence[str], known: Mapping[str, Machine]) -> Iterator[str]:
    """What is wrong with the machines that a room draws."""
    used = {c for row in rows for c in row if c in LETTERS}
    if used != set(known):
        yield f"machines {sorted(used)} drawn, {sorted(known)} explained"
        return
    for x, y, wide, c in _runs(rows):
        if c in known and known[c].kind == "lift" and wide not in LIFT_WIDE:
            yield f"lift {c!r} in row {y} is {wide} cells wide, not 2 or 3"
        if c in known and known[c].kind == "crusher":
            above = rows[y - 1][x : x + wide] if y else ""
            if wide != CRUSHER_WIDE or set(above) != {"#"}:
                yield f"crusher {c!r} in row {y} is not 2 cells under rock"


def things(rows: Sequence[Sequence[str]], known: Mapping[str, Machine], x0: int = 0, y0: int = 0) -> list[Thing]:
    """The things that a picture whose upper left cell is x0, y0 draws, in reading order."""
    found = []
    for x, y, wide, c in _runs(rows):
        middle, top = (x0 + x) * CELL + wide * CELL // 2, (y0 + y) * CELL
        if c in BELTS:
            found.append(Thing("conveyor", middle, top, BELTS[c], span=wide * CELL))
        elif c == CRUMBLING:
            found += [Thing("crumble", (x0 + x + i) * CELL + CELL // 2, top + CELL) for i in range(wide)]
        elif c in known:
            m = known[c]
            span = wide * CELL if m.kind == "lift" else 0
            found.append(Thing(m.kind, middle, top, span=span, dx=m.dx * CELL, dy=m.dy * CELL, period=m.period, phase=m.phase))
    return found


def _runs(rows: Sequence[Sequence[str]]) -> Iterator[tuple[int, int, int, str]]:
    """(column, row, length, character) of each run of one machine's character in a row."""
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            c, start = row[x], x
            while x < len(row) and row[x] == c:
                x += 1
            if c in LETTERS or c in BELTS or c == CRUMBLING:
                yield start, y, x - start, c


def calm_around(placed: Sequence[Thing]) -> Iterator[tuple[int, int, int]]:
    """(column, row, cells around it) where nobody lies in wait: whoever waits for a machine or comes off it has enough to do."""
    for thing in placed:
        ends = [(thing.x, thing.y)]
        if thing.kind == "lift":
            ends.append((thing.x + thing.dx, thing.y + thing.dy))
        elif thing.kind == "crusher":
            ends = [(thing.x, thing.y + thing.dy)]
        elif thing.kind == "conveyor":
            ends = [(thing.x + side * thing.span // 2, thing.y) for side in (-1, 0, 1)]
        for x, y in ends:
            yield x // CELL, y // CELL - 1, AROUND
