"""Maps that other people made for other games: their pictures as they are, their cells as far as can be told, a start and an exit.

Objects are left out, but for those whose class or name says that the hero starts or leaves there. One section covers the whole map.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from game.sim.level import CELL, Cell, Level, Section
from generator.errors import UserError
from levels.foreign_art import Cutter, draw_art
from levels.foreign_cells import box_of, is_marker, read_cells
from levels.model import ForeignArt, LevelMap
from levels.report import Report
from levels.tiled import TiledMap, TiledObject
from levels.walk import Place, Walk

VIEW_COLUMNS, VIEW_ROWS = 16, 13
LEAST_WALK = 4
"""Places to stand that a map must offer in one piece to be worth entering."""
GOOD_WALK = 12
"""Places that make a piece of ground good enough to start on, though there be bigger ones farther right."""
_START = re.compile(r"\b(start|player|spawn|hero|entrance|entry)\b", re.IGNORECASE)
_EXIT = re.compile(r"\b(exit|goal|finish|end|door|flag|portal|celebration|goto|next)\b|load.?map", re.IGNORECASE)


def read_foreign(tiled: TiledMap, path: Path, report: Report) -> LevelMap | None:
    """The level in a stranger's map; None if the report says why not."""
    if not any(layer.gids.any() and (layer.visible and not is_marker(layer)) for layer in tiled.layers):
        report.fatal(path.name, "no visible tile layer has a tile on it", "there is nothing to walk on")
        return None
    cutter = Cutter(tiled)
    try:
        reading = read_cells(tiled, cutter)
        art = draw_art([layer for layer in tiled.layers if layer.visible and not is_marker(layer)], cutter)
    except UserError as error:
        report.fatal(path.name, str(error))
        return None
    for note in reading.notes:
        report.warn(path.name, note)
    margin = max(0, VIEW_ROWS - tiled.height)
    cells, art = _pad(reading.cells, art, margin)
    ends = _place_ends(Walk(cells), tiled, margin)
    if ends is None:
        report.fatal(path.name, f"no piece of ground has {LEAST_WALK} places to stand", "the hero could not walk in it")
        return None
    _tell_leftovers(tiled, ends, path, report)
    height, width = cells.shape
    return LevelMap(
        level=Level(
            width=width,
            height=height,
            cells=cells.tobytes(),
            start=ends.start,
            exit=ends.exit,
            sections=(Section(0, 0, width, height),),
            title=str(tiled.properties.get("title") or path.stem)[:40],
        ),
        slots=None,
        art=art,
        path=path,
    )


def _pad(cells: NDArray[np.uint8], art: ForeignArt, margin: int) -> tuple[NDArray[np.uint8], ForeignArt]:
    """Sky above and rock to the right until a map fills the view."""
    right = max(0, VIEW_COLUMNS - cells.shape[1])
    cells = np.pad(cells, ((margin, 0), (0, 0)), constant_values=Cell.EMPTY)
    cells = np.pad(cells, ((0, 0), (0, right)), constant_values=Cell.SOLID)
    layers = tuple(np.pad(layer, ((margin, 0), (0, right)), constant_values=-1) for layer in art.layers)
    return cells, ForeignArt(art.tiles, layers)


@dataclass(frozen=True, slots=True)
class _Ends:
    start: tuple[int, int, int]
    exit: tuple[int, int, int, int]
    used: tuple[TiledObject, ...]


def _place_ends(walk: Walk, tiled: TiledMap, margin: int) -> _Ends | None:
    """Where the hero starts and leaves: where the map says, if he can stand there; else far left and far right."""
    used = []
    start = reach = None
    for found in (found for found in tiled.objects if _START.search(_spaced(found))):
        column, row = _foot(found, tiled.tile, margin)
        place = walk.settle(column, row)
        if place is not None and len(walk.reach(place)) >= LEAST_WALK:
            start, reach = place, walk.reach(place)
            used.append(found)
            break
    if start is None or reach is None:
        start, reach = _leftmost(walk)
    if len(reach) < LEAST_WALK:
        return None
    leave = None
    for found in (found for found in tiled.objects if _EXIT.search(_spaced(found))):
        box = _shifted(box_of(found, tiled.tile), margin)
        if any(_touches(place, box) for place in reach):
            leave = box
            used.append(found)
            break
    if leave is None:
        leave = _around(_farthest(reach, walk))
    side = 1 if leave[0] >= start[0] * CELL else -1
    return _Ends((start[0] * CELL + CELL // 2, (start[1] + 1) * CELL, side), leave, tuple(used))


def _leftmost(walk: Walk) -> tuple[Place, dict[Place, int]]:
    """The first piece of ground from the left that is big enough, or a quarter as big as the biggest; and its first place."""
    pieces: list[tuple[Place, dict[Place, int]]] = []
    seen: set[Place] = set()
    for place in walk.places():
        if place not in seen:
            reach = walk.reach(place)
            seen.update(reach)
            pieces.append((place, reach))
    biggest = max((len(reach) for _, reach in pieces), default=0)
    return next((piece for piece in pieces if len(piece[1]) >= min(GOOD_WALK, biggest / 4)), ((0, 0), {}))


def _farthest(reach: dict[Place, int], walk: Walk) -> Place:
    """The far right of a wide map; in a tall one what takes the most moves."""
    if walk.width >= walk.height:
        return max(reach, key=lambda place: (place[0], reach[place]))
    return max(reach, key=lambda place: (reach[place], place))


def _around(place: Place) -> tuple[int, int, int, int]:
    """The two cells that a hero who stands there fills, as an exit."""
    return place[0] * CELL, (place[1] - 1) * CELL, CELL, 2 * CELL


def _foot(found: TiledObject, tile: int, margin: int) -> Place:
    x, y, w, h = box_of(found, tile)
    return (x + w // 2) // CELL, (y + max(h - 1, 0)) // CELL + margin


def _shifted(box: tuple[int, int, int, int], margin: int) -> tuple[int, int, int, int]:
    x, y, w, h = box
    return x, y + margin * CELL, max(w, CELL), max(h, CELL)


def _touches(place: Place, box: tuple[int, int, int, int]) -> bool:
    """Whether a hero who stands at a place overlaps a box."""
    x, y, w, h = _around(place)
    return x < box[0] + box[2] and box[0] < x + w and y < box[1] + box[3] and box[1] < y + h


def _tell_leftovers(tiled: TiledMap, ends: _Ends, path: Path, report: Report) -> None:
    for layer in tiled.layers:
        if is_marker(layer):
            report.warn(path.name, f"layer {layer.name[:40]!r} looks like signs for objects; it is left out")
    rest = len(tiled.objects) - len(ends.used)
    if rest:
        report.warn(path.name, f"{rest} objects are left out", "only a start and an exit are understood in maps made for other games")


def _spaced(found: TiledObject) -> str:
    """Class and name with their words apart: ``playerStart`` -> ``player Start``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|_|-", " ", f"{found.kind} {found.name}")
