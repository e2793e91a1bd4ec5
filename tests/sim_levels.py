"""Small levels for the tests of the rules, drawn as text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from game.sim.level import Cell, Level, Section, Thing
from game.sim.world import World

_CELLS = {
    ".": Cell.EMPTY,
    "#": Cell.SOLID,
    "-": Cell.PLATFORM,
    "/": Cell.STAIRS_UP,
    "\\": Cell.STAIRS_DOWN,
    "~": Cell.LIQUID,
    "^": Cell.SPIKES,
    "B": Cell.BREAKABLE,
}
FLOOR = 192
"""y of the floor in px where the bottom row of a 13-row level is solid."""


def draw(rows: Iterable[str], *, x: int = 40, y: int = FLOOR, facing: int = 1, things: Iterable[Thing] = (), **more: Any) -> Level:
    """A level from its bottom rows: one character a cell, empty rows added on top up to 13, right sides padded to 16 columns.

    x, y, facing: the hero's start in px. The exit is out of reach unless given.
    """
    lines = list(rows)
    width = max(16, *(len(line) for line in lines))
    lines = [line.ljust(width, "#" if set(line) == {"#"} else ".") for line in [""] * (13 - len(lines)) + lines]
    fields: dict[str, Any] = {"exit": (0, -64, 16, 16), "sections": (Section(0, 0, width, len(lines)),), **more}
    cells = bytes(_CELLS[c] for line in lines for c in line)
    return Level(width, len(lines), cells, (x, y, facing), things=tuple(things), **fields)


def flat(width: int = 16, **more: Any) -> Level:
    """Nothing but a floor."""
    return draw(["#" * width], **more)


def hold(world: World, buttons: int, frames: int) -> list[str]:
    """Hold buttons for some frames; the kinds of what happened."""
    return [event.kind for _ in range(frames) for event in world.step(buttons)]


def until(world: World, buttons: int, done: Any, limit: int = 2000) -> int:
    """Hold buttons until done(world); the frames that took. Fails after the limit."""
    for frame in range(limit):
        if done(world):
            return frame
        world.step(buttons)
    raise AssertionError(f"not within {limit} frames")


def at(world: World) -> tuple[float, float]:
    """The hero's feet in px."""
    return world.hero.x / 256, world.hero.y / 256


def play(world: World, runs: list[tuple[int, int]]) -> list[int]:
    """Digests after each stretch of input."""
    digests = []
    for buttons, frames in runs:
        hold(world, buttons, frames)
        digests.append(world.digest())
    return digests


ROOM = draw(
    [
        "................................................",
        ".......---......................................",
        ".................B..............................",
        "...#.....##......B......---..../##########......",
        "..##.....##...--.B............/.................",
        "............................./..................",
        "#####..########^^##########~~###################",
    ],
    x=20,
    things=[
        Thing("candle", 100, FLOOR - 16),
        Thing("candle", 300, FLOOR - 16),
        Thing("shambler", 320, FLOOR),
        Thing("bat", 400, 100),
        Thing("hound", 500, FLOOR),
        Thing("thrower", 600, FLOOR - 48),
        Thing("block", 17 * 16 + 8, FLOOR, holds="meat"),
    ],
    exit=(47 * 16, 0, 16, 16),
    checkpoints=((200, FLOOR),),
)
"""A bit of everything."""
