"""Painting a scene: each thing's cells are laid onto a canvas in the way its role asks for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator.outfit import Outfit
from generator.roles import TILE, Role
from generator.scenes import Scene, Thing
from generator.stamps import Stamp, grow, stamp


@dataclass(frozen=True, eq=False)
class Canvas:
    """rgb: (rows*16, cols*16, 3) uint8. roles: (rows, cols) uint8. Both are painted on in place."""

    rgb: np.ndarray
    roles: np.ndarray

    @classmethod
    def blank(cls, rows: int, cols: int) -> Canvas:
        """Night: black cells of sky."""
        return cls(np.zeros((rows * TILE, cols * TILE, 3), dtype=np.uint8), np.full((rows, cols), Role.SKY, dtype=np.uint8))

    def put(self, row: int, col: int, tile: tuple[np.ndarray, np.ndarray], role: int) -> None:
        """Paints one cell; its transparent pixels let what is there show through. Outside the canvas: nothing."""
        rows, cols = self.roles.shape
        if not (0 <= row < rows and 0 <= col < cols):
            return
        rgb, opaque = tile
        area = self.rgb[row * TILE : row * TILE + TILE, col * TILE : col * TILE + TILE]
        area[opaque] = rgb[opaque]
        self.roles[row, col] = role


def paint(canvas: Canvas, scene: Scene, outfit: Outfit) -> None:
    """Paints a whole scene, backdrop first."""
    _paint_backdrop(canvas, scene, outfit)
    painters = {
        Role.SOLID: _paint_fill,
        Role.SURFACE: _paint_terrain,
        Role.LIQUID: _paint_liquid,
        Role.PLATFORM: _paint_run,
        Role.FENCE: _paint_run,
        Role.SPIKES: _paint_run,
        Role.COLUMN: _paint_column,
        Role.STAIRS: _paint_stairs,
        Role.BREAKABLE: _paint_fill,
    }
    for thing in scene.things:
        painters.get(thing.role, _paint_object)(canvas, thing, outfit)


def _paint_backdrop(canvas: Canvas, scene: Scene, outfit: Outfit) -> None:
    """Wall that repeats, or as large a piece of sky as there is."""
    if scene.backdrop == Role.SKY:
        _paint_sky(canvas, scene, outfit)
        return
    piece = outfit.wall()
    if piece is not None:
        for row in range(scene.rows):
            for col in range(scene.cols):
                canvas.put(row, col, piece.cell(row % piece.rows, col % piece.cols), Role.WALL)


def _paint_sky(canvas: Canvas, scene: Scene, outfit: Outfit) -> None:
    """Sky stands on the horizon and repeats sideways; above it is the plain colour its first line has, or night."""
    found = outfit.source(Role.SKY)
    if found is None:
        return
    piece = stamp(found[0], grow(*found, scene.rows, scene.cols, outfit.rng))
    above = scene.rows - piece.rows
    plain = _first_line(piece)
    canvas.rgb[:] = outfit.plain_sky() if plain is None else plain
    for row in range(above, scene.rows):
        for col in range(scene.cols):
            canvas.put(row, col, piece.cell(row - above, col % piece.cols), Role.SKY)


def _first_line(piece: Stamp) -> np.ndarray | None:
    """The colour of most of a stamp's first line of pixels, or None when that line is mostly transparent."""
    if piece.opaque[0].mean() < 0.9:
        return None
    colours, counts = np.unique(piece.rgb[0][piece.opaque[0]], axis=0, return_counts=True)
    return colours[counts.argmax()]


def _paint_fill(canvas: Canvas, thing: Thing, outfit: Outfit) -> None:
    piece = outfit.fill(thing.role)
    if piece is None:
        return
    for row in range(thing.rows):
        for col in range(thing.cols):
            tile = piece.cell((thing.row + row) % piece.rows, (thing.col + col) % piece.cols)
            canvas.put(thing.row + row, thing.col + col, tile, thing.role)


def _paint_liquid(canvas: Canvas, thing: Thing, outfit: Outfit) -> None:
    """The first row from the top of the liquid in the sheet, the rest from its lowest row."""
    found = outfit.source(Role.LIQUID)
    if found is None:
        return
    cells, (row, col) = found
    while row > 0 and cells.roles[row - 1, col] == Role.LIQUID:
        row -= 1
    piece = stamp(cells, grow(cells, (row, col), 3, 2, outfit.rng))
    _paint_rows(canvas, thing, piece)


def _paint_rows(canvas: Canvas, thing: Thing, piece: Stamp) -> None:
    for row in range(thing.rows):
        source = min(row, piece.rows - 1)
        for col in range(thing.cols):
            canvas.put(thing.row + row, thing.col + col, piece.cell(source, (thing.col + col) % piece.cols), thing.role)


def _paint_object(canvas: Canvas, thing: Thing, outfit: Outfit) -> None:
    """An object as it lies in the sheet, its feet on the rectangle's lowest row."""
    piece = outfit.thing(thing.role, thing.rows, thing.cols)
    if piece is None:
        return
    top = thing.row + thing.rows - piece.rows
    for row in range(piece.rows):
        for col in range(piece.cols):
            canvas.put(top + row, thing.col + col, piece.cell(row, col), thing.role)


def _paint_run(canvas: Canvas, thing: Thing, outfit: Outfit) -> None:
    """A horizontal run: first and last cell at the ends, what lies between repeated."""
    piece = outfit.thing(thing.role, 1, 5)
    if piece is None:
        return
    for col in range(thing.cols):
        canvas.put(thing.row, thing.col + col, piece.cell(0, _stretched(col, thing.cols, piece.cols)), thing.role)


def _paint_column(canvas: Canvas, thing: Thing, outfit: Outfit) -> None:
    """A vertical run, stretched in its middle."""
    piece = outfit.thing(thing.role, 6, 1)
    if piece is None:
        return
    for row in range(thing.rows):
        canvas.put(thing.row + row, thing.col, piece.cell(_stretched(row, thing.rows, piece.rows), 0), thing.role)


def _paint_stairs(canvas: Canvas, thing: Thing, outfit: Outfit) -> None:
    piece = outfit.thing(Role.STAIRS, 1, 1)
    if piece is None:
        return
    rgb, opaque = piece.cell(0, 0)
    tile = (rgb, opaque) if thing.open_right else (rgb[:, ::-1], opaque[:, ::-1])
    canvas.put(thing.row, thing.col, tile, Role.STAIRS)


def _stretched(index: int, wanted: int, have: int) -> int:
    """Which of ``have`` source cells stands at ``index`` of ``wanted``: ends stay ends, the middle repeats."""
    if index == 0 or have == 1:
        return 0
    if index == wanted - 1:
        return have - 1
    return 1 + (index - 1) % (have - 2) if have > 2 else index % have


def _paint_terrain(canvas: Canvas, thing: Thing, outfit: Outfit) -> None:
    """Floor: a stretch of surface from the sheet with what lies under it there, then its own depths or solid fill."""
    piece, deep = outfit.terrain(), outfit.fill(Role.SOLID)
    if piece is None and deep is None:
        return
    for row in range(thing.rows):
        for col in range(thing.cols):
            place = (thing.row + row, thing.col + col)
            if piece is not None and (row < piece.rows or piece.rows > 1 or deep is None):
                tile = piece.cell(_terrain_row(row, piece.rows), _terrain_column(thing, col, piece.cols))
            else:
                assert deep is not None
                tile = deep.cell(place[0] % deep.rows, place[1] % deep.cols)
            canvas.put(*place, tile, Role.SOLID if row else Role.SURFACE)


def _terrain_row(row: int, have: int) -> int:
    """The first row is the surface; the rows under it repeat."""
    return row if row < have else 1 + (row - 1) % (have - 1) if have > 1 else 0


def _terrain_column(thing: Thing, col: int, have: int) -> int:
    """Of three or more columns the outer ones show only where the terrain ends; the rest repeats with the screen."""
    if have < 3:
        return (thing.col + col) % have
    if thing.open_left and col == 0:
        return 0
    return have - 1 if thing.open_right and col == thing.cols - 1 else 1 + (thing.col + col) % (have - 2)
