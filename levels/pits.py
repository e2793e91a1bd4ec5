"""Which cells are a pit's throat: what is open to the bottom of a section shows darkness, and never a lit floor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from game.sim.level import Section

DEEPEST = 6
"""Rows of darkness at most: a shaft between high walls is dark at its foot only."""
_SOLID, _STAIRS = frozenset("#b<>"), frozenset("/\\")
_CLOSED = _SOLID | _STAIRS
_FILLED = _CLOSED | frozenset("~^")


def throat(rows: Sequence[Sequence[str]], section: Section) -> set[tuple[int, int]]:
    """The cells (x, y) of a section's pits, from its bottom row up to their lips. Boards and what moves in a pit are among them."""
    deep: set[tuple[int, int]] = set()
    bottom = section.y + section.h - 1
    for left, right in _runs(rows[bottom], section):
        if any(rows[bottom][x] in _STAIRS for x in (left - 1, right + 1) if section.x <= x < section.x + section.w):
            continue
        if all(rows[bottom][x] not in _FILLED for x in range(left, right + 1)):
            deep.update(_shaft(rows, section, left, right))
    return deep


def hollows(rows: Sequence[Sequence[str]], section: Section, deep: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """The cells under a section's pits, hollowed so that nobody lands there: they belong to the rock of the storey below."""
    below = section.y + section.h
    return {(x, below) for x, y in deep if y == below - 1 and below < len(rows) and rows[below][x] == ":"}


def _shaft(rows: Sequence[Sequence[str]], section: Section, left: int, right: int) -> Iterator[tuple[int, int]]:
    """Upwards from the bottom run while the walls on both sides go on."""
    for y in range(section.y + section.h - 1, section.y + section.h - 1 - DEEPEST, -1):
        walls = [x for x in (left - 1, right + 1) if section.x <= x < section.x + section.w]
        if any(rows[y][x] not in _SOLID for x in walls) or any(rows[y][x] in _FILLED for x in range(left, right + 1)):
            return
        yield from ((x, y) for x in range(left, right + 1))


def _runs(row: Sequence[str], section: Section) -> Iterator[tuple[int, int]]:
    """The first and last columns of each stretch of a row that has neither rock nor stairs."""
    start = -1
    for x in range(section.x, section.x + section.w + 1):
        closed = x == section.x + section.w or row[x] in _CLOSED
        if closed and start >= 0:
            yield start, x - 1
        start = -1 if closed else x if start < 0 else start
