"""Where the hero starts and leaves in a map nobody made for him: where the map says so, else at the ends of its ground."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from game.sim.level import CELL
from levels.tiled import TiledMap, TiledObject
from levels.walk import MAX_PLACES, Place, Walk

LEAST_WALK = 4
"""Places to stand that a map must offer in one piece to be worth entering."""
GOOD_WALK = 12
"""Places that make a piece of ground good enough to start on, though there be bigger ones farther right."""
GOOD_SPAN = 6
"""Columns between the ends of a piece of ground that leave the hero something to do before he is at its exit."""
TRIES = 16
"""Objects looked at that might be a start or an exit."""
_START = re.compile(r"\b(start|player|spawn|hero|entrance|entry)\b", re.IGNORECASE)
_EXIT = re.compile(r"\b(exit|goal|finish|end|door|flag|portal|celebration|goto|next|load map)\b", re.IGNORECASE)

Box = tuple[int, int, int, int]
"""x, y, width, height in pixels."""


@dataclass(frozen=True, slots=True)
class Ends:
    """start: feet and facing, px. exit: px. used: the objects they came from. sure: the exit is where the hero can get to."""

    start: tuple[int, int, int]
    exit: Box
    used: tuple[TiledObject, ...]
    sure: bool


def find_ends(walk: Walk, tiled: TiledMap, margin: int) -> Ends | None:
    """Start and exit of a map that got ``margin`` rows of sky put on top; None if there is nowhere to walk."""
    used: list[TiledObject] = []
    start = _told_start(walk, tiled, margin, used) or _first_ground(walk)
    if start is None:
        return None
    reach = walk.reach(start)
    leave = _told_exit(reach, tiled, margin, used)
    sure = leave is not None or max(reach)[0] - min(reach)[0] >= GOOD_SPAN
    if leave is None:
        leave = _around(_farthest(walk, reach) if sure else walk.places()[-1])
    side = 1 if leave[0] >= start[0] * CELL else -1
    return Ends((start[0] * CELL + CELL // 2, (start[1] + 1) * CELL, side), leave, tuple(used), sure)


def _told_start(walk: Walk, tiled: TiledMap, margin: int, used: list[TiledObject]) -> Place | None:
    for found in _named(tiled, _START):
        x, y, w, h = _box_of(found, tiled.tile)
        place = walk.settle((x + w // 2) // CELL, (y + max(h - 1, 0)) // CELL + margin)
        if place is not None and len(walk.reach(place, limit=LEAST_WALK)) >= LEAST_WALK:
            used.append(found)
            return place
    return None


def _first_ground(walk: Walk) -> Place | None:
    """The leftmost place of the first piece of ground that is big enough, or a quarter as big as the biggest."""
    pieces: list[tuple[Place, int]] = []
    seen: dict[Place, int] = {}
    for place in walk.places():
        if len(seen) >= MAX_PLACES:
            break
        if place not in seen:
            before = len(seen)
            walk.spread(place, seen)
            pieces.append((place, len(seen) - before))
    biggest = max((size for _, size in pieces), default=0)
    if biggest < LEAST_WALK:
        return None
    return next(place for place, size in pieces if size >= max(LEAST_WALK, min(GOOD_WALK, biggest // 4)))


def _told_exit(reach: dict[Place, int], tiled: TiledMap, margin: int, used: list[TiledObject]) -> Box | None:
    for found in _named(tiled, _EXIT):
        x, y, w, h = _box_of(found, tiled.tile)
        box = x, y + margin * CELL, max(w, CELL), max(h, CELL)
        if any(_touches(place, box) for place in reach):
            used.append(found)
            return box
    return None


def _named(tiled: TiledMap, words: re.Pattern[str]) -> Iterator[TiledObject]:
    return islice((found for found in tiled.objects if words.search(_spaced(found))), TRIES)


def _spaced(found: TiledObject) -> str:
    """Class and name with their words apart: ``playerStart`` -> ``player Start``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|_|-", " ", f"{found.kind[:99]} {found.name[:99]}")


def _box_of(found: TiledObject, tile: int) -> Box:
    """An object's box in our pixels, whatever size the map's tiles have."""
    left, top, width, height = (round(value * CELL / tile) for value in (found.x, found.y, found.w, found.h))
    return left, top, width, height


def _farthest(walk: Walk, reach: dict[Place, int]) -> Place:
    """The far right of a wide map; in a tall one what takes the most moves."""
    if walk.width >= walk.height:
        return max(reach, key=lambda place: (place[0], reach[place]))
    return max(reach, key=lambda place: (reach[place], place))


def _around(place: Place) -> Box:
    """The two cells that a hero who stands there fills."""
    return place[0] * CELL, (place[1] - 1) * CELL, CELL, 2 * CELL


def _touches(place: Place, box: Box) -> bool:
    """Whether a hero who stands at a place overlaps a box."""
    x, y, w, h = _around(place)
    return x < box[0] + box[2] and box[0] < x + w and y < box[1] + box[3] and box[1] < y + h
