"""The machines of a level, prepared once: unchanging, shared by all clones of a world. What they do: `devices`."""

from __future__ import annotations

from dataclasses import dataclass

from .level import CELL, Level
from .numbers import Numbers
from .tracks import DOWN, FALL, RISE, crusher_track, lift_track


@dataclass(frozen=True, slots=True)
class Lift:
    """track: x, y (1/256 px) of the middle of its top edge by frame. half: half its width, px.

    left, right, top, bottom: px that none of its way lies outside of, its width included.
    """

    track: tuple[tuple[int, int], ...]
    phase: int
    half: int
    left: int
    right: int
    top: int
    bottom: int

    def at(self, frame: int) -> tuple[int, int]:
        return self.track[(frame + self.phase) % len(self.track)]

    def near(self, x: int, y: int, reach: int) -> bool:
        """Feet at x, y (1/256 px) could meet it somewhere on its way, give or take `reach` px."""
        return self.left - reach <= x >> 8 <= self.right + reach and self.top - reach <= y >> 8 <= self.bottom + reach

    def under(self, x: int, lift_x: int, half: int) -> bool:
        """A body of this half width (px) with its middle at x overlaps a lift that is at lift_x (both 1/256 px)."""
        return abs((x >> 8) - (lift_x >> 8)) < self.half + half


@dataclass(frozen=True, slots=True)
class Crusher:
    """x: the middle, px. y: px of its lower edge when it is up; lowest: when it is down. columns: the cells it is wide.

    track: depth and state by frame.
    """

    track: tuple[tuple[int, str], ...]
    phase: int
    x: int
    y: int
    lowest: int
    columns: range

    def at(self, frame: int) -> tuple[int, str]:
        """How far (1/256 px) it hangs down, and what it does."""
        return self.track[(frame + self.phase) % len(self.track)]

    def rows(self, frame: int) -> int:
        """How many rows of cells below its upper place are walls now: those it fills, if only in part, but when it falls."""
        depth, state = self.at(frame)
        return -(-depth // (CELL << 8)) if state in (DOWN, RISE) else 0

    def reach(self, frame: int) -> int:
        """The px from its upper place that it kills on this frame; 0 if it does not fall."""
        depth, state = self.at(frame)
        return depth >> 8 if state == FALL else 0


@dataclass(frozen=True, slots=True)
class Belt:
    """A conveyor: middles of bodies in [left, right) (1/256 px) that stand at y are moved by push a frame."""

    left: int
    right: int
    y: int
    push: int


@dataclass(frozen=True, slots=True)
class Machinery:
    """crumbles: indices of the cells that give way. flags: what each cell of the level was before anything moved.

    carries: there are lifts or belts. alters: there is what changes the ground; both save a frame its questions.
    """

    lifts: tuple[Lift, ...]
    crushers: tuple[Crusher, ...]
    belts: tuple[Belt, ...]
    crumbles: frozenset[int]
    flags: bytes
    carries: bool
    alters: bool


def machinery_of(level: Level, n: Numbers, flags: bytes, loop: int = 1) -> Machinery | None:
    """The machines among a level's things that are there in this round through the castle, None if there are none."""
    there = [thing for thing in level.things if thing.loop <= loop]
    kinds = {kind: [thing for thing in there if thing.kind == kind] for kind in ("lift", "crusher", "conveyor", "crumble")}
    if not any(kinds.values()):
        return None
    lifts = []
    for thing in kinds["lift"]:
        track, half = lift_track(thing, n.lift.rest), thing.span // 2
        left, right = thing.x + min(0, thing.dx) - half, thing.x + max(0, thing.dx) + half
        lifts.append(Lift(track, thing.phase, half, left, right, thing.y + min(0, thing.dy), thing.y + max(0, thing.dy)))
    crushers = []
    for thing in kinds["crusher"]:
        half = n.crusher.half_width
        columns = range(max(0, (thing.x - half) // CELL), min(level.width, (thing.x + half - 1) // CELL + 1))
        crushers.append(Crusher(crusher_track(thing, n.crusher), thing.phase, thing.x, thing.y, thing.y + max(1, thing.dy), columns))
    belts = []
    for thing in kinds["conveyor"]:
        left, right = thing.x - thing.span // 2, thing.x + thing.span // 2
        belts.append(Belt(left << 8, right << 8, thing.y << 8, n.conveyor.speed * thing.facing))
    cells = (((thing.y - 1) // CELL, thing.x // CELL) for thing in kinds["crumble"])
    crumbles = frozenset(cy * level.width + cx for cy, cx in cells if 0 <= cx < level.width and 0 <= cy < level.height)
    carries, alters = bool(lifts or belts), bool(crushers or crumbles)
    return Machinery(tuple(lifts), tuple(crushers), tuple(belts), crumbles, flags, carries, alters)
