"""Maps that other people made for other games: their pictures as they are, their cells as far as can be told, a start and an exit.

Objects are left out, but for those whose class or name says that the hero starts or leaves there. One section covers the whole map.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from game.sim.level import Cell, Level, Section
from generator.errors import UserError
from levels.foreign_art import Cutter, draw_art
from levels.foreign_cells import is_marker, read_cells
from levels.foreign_ends import LEAST_WALK, Ends, find_ends
from levels.model import ForeignArt, LevelMap
from levels.report import Report
from levels.templates import SCREEN_H, SCREEN_W
from levels.tiled import TiledMap
from levels.walk import Walk


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
    margin = max(0, SCREEN_H - tiled.height)
    cells, art = _pad(reading.cells, art, margin)
    ends = find_ends(Walk(cells), tiled, margin)
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
    right = max(0, SCREEN_W - cells.shape[1])
    cells = np.pad(cells, ((margin, 0), (0, 0)), constant_values=Cell.EMPTY)
    cells = np.pad(cells, ((0, 0), (0, right)), constant_values=Cell.SOLID)
    layers = tuple(np.pad(layer, ((margin, 0), (0, right)), constant_values=-1) for layer in art.layers)
    return cells, ForeignArt(art.tiles, layers)


def _tell_leftovers(tiled: TiledMap, ends: Ends, path: Path, report: Report) -> None:
    for layer in tiled.layers:
        if is_marker(layer):
            report.warn(path.name, f"layer {layer.name[:40]!r} looks like signs for objects; it is left out")
    rest = len(tiled.objects) - len(ends.used)
    if rest:
        report.warn(path.name, f"{rest} objects are left out", "only a start and an exit are understood in maps made for other games")
    if not ends.sure:
        report.warn(path.name, "the hero can hardly get about in it, so the exit may be out of his reach")
