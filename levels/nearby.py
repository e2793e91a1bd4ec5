"""What else than the ground may have its part in a move that is not played: the exit, machines, checkpoints; and the time it takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from game.sim import devices, place
from game.sim.level import CELL
from game.sim.numbers import HeroNumbers
from game.sim.world import World

Path = tuple[tuple[int, int], ...]
"""Feet, px, frame by frame."""
Box = tuple[int, int, int, int]
"""left, top, right, bottom in px, all included; of feet."""


def box_of(path: Sequence[tuple[int, int]]) -> Box:
    """The box around some feet."""
    xs, ys = [x for x, _ in path], [y for _, y in path]
    return min(xs), min(ys), max(xs), max(ys)


class Nearby:
    """The exit, the machines and the checkpoints of a world's level."""

    def __init__(self, world: World) -> None:
        self._boxes = tuple(_boxes(world))
        n = world.numbers.hero
        self._checkpoints: tuple[Box, ...] = tuple(
            (x - n.checkpoint_half_width, y - n.checkpoint_height + 1, x + n.checkpoint_half_width, y) for x, y in world.level.checkpoints
        )

    def meddles(self, path: Path, box: Box, x: int = 0, y: int = 0) -> bool:
        """The exit or a machine may meet feet on this path, in this box, moved by x, y: then the move is to be played."""
        left, top, right, bottom = box[0] + x, box[1] + y, box[2] + x, box[3] + y
        for a, b, c, d in self._boxes:
            near = left <= c and a <= right and top <= d and b <= bottom
            if near and any(a <= px + x <= c and b <= py + y <= d for px, py in path):
                return True
        return False

    def pass_time(self, world: World, frames: int) -> None:
        """So many frames go by, in which nothing happens but what machines do far from the hero, who is where he is after them."""
        m = world.machinery
        world.events = []
        world.timer -= 0 if world.rules.endless_time else frames
        if m is not None and world.cracks:  # cells fall and come back at their moments
            for _ in range(frames):
                world.frame += 1
                devices.turn(world, m)
        else:
            world.frame += frames
            if m is not None and m.alters:
                devices.turn(world, m)
        world.camera = place.aim(world)

    def pass_checkpoints(self, world: World, path: Path, box: Box, x: int = 0, y: int = 0) -> None:
        """The hero remembers the furthest checkpoint that he has come by; path and box, which is around it, moved by x, y."""
        left, top, right, bottom = box[0] + x, box[1] + y, box[2] + x, box[3] + y
        for i in range(len(self._checkpoints) - 1, world.hero.checkpoint, -1):
            a, b, c, d = self._checkpoints[i]
            near = left <= c and a <= right and top <= d and b <= bottom
            if near and any(a <= px + x <= c and b <= py + y <= d for px, py in path):
                world.hero.checkpoint = i
                return


def _boxes(world: World) -> Iterator[Box]:
    """Where feet may meet the exit or a machine, or ask about a cell that a machine changes; on the large side."""
    n, m = world.numbers.hero, world.machinery
    x, y, w, h = world.level.exit
    yield x - n.half_width, y, x + w + n.half_width, y + h + n.height
    if m is None:
        return
    for lift in m.lifts:
        yield lift.left - CELL, lift.top - CELL, lift.right + CELL, lift.bottom + CELL
    for belt in m.belts:
        yield (belt.left >> 8) - n.half_width, belt.y >> 8, (belt.right >> 8) + n.half_width, belt.y >> 8
    for index in m.crumbles:
        row, column = divmod(index, world.level.width)
        yield _around(range(column, column + 1), row * CELL, (row + 1) * CELL, n)
    for crusher in m.crushers:
        yield _around(crusher.columns, crusher.y, crusher.lowest, n)


def _around(columns: range, top: int, bottom: int, n: HeroNumbers) -> Box:
    """Feet whose body is less than a cell away from these cells."""
    return columns.start * CELL - n.half_width - CELL, top - CELL, columns.stop * CELL + n.half_width + CELL, bottom + n.height + CELL
