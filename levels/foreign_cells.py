"""What the cells of other people's maps do: read off what the map says, guessed where it says nothing.

In order: a tile's properties and class, then its colliders; layers named like water or spikes count besides. If no tile
that is used says anything about collision, the layers named like ground do. Failing that, the layer with the most tiles
does, and there the picture's shape decides: what fills its cell is solid, what only has a flat top is a platform, the rest is
decoration; in a layer without holes the most frequent tile is the backdrop and shows nothing; and where some of its tiles belong
to a terrain brush, only those count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from game.sim.level import CELL, Cell
from levels.foreign_art import Cutter, Picture
from levels.tiled import TiledLayer, TiledMap, TiledTile

_WORDS: dict[Cell, str] = {
    Cell.SPIKES: "spike spikes isspike hazard hazards hurt hurts deadly lethal islethal damage death kill kills trap",
    Cell.LIQUID: "liquid water lava acid swamp slime",
    Cell.PLATFORM: "platform platforms oneway semisolid jumpthrough jumpthru",
    Cell.BREAKABLE: "breakable destructible",
    Cell.SOLID: "solid solids collide collides collidable collision collisions collider blocked blocking block blocks wall walls ground "
    "floor impassable surface terrain",
}
_CELL_OF_WORD = {word: cell for cell, words in _WORDS.items() for word in words.split()}
_NO_GROUND = {"background", "bg", "back", "backdrop", "sky", "decor", "decoration", "foreground", "fg", "front", "parallax", "clouds"}
_MARKERS = {"monster", "enemy", "sprite", "entity", "entities", "object", "item", "spawn", "npc"}
_MARKERS |= {f"{word}s" for word in _MARKERS}
_FALSE = ("", "0", "false", "no", "none", "off")

FILLED = 0.9
"""From this share of its cells on, a layer has no empty cells to tell ground from air: its most frequent tile is the backdrop."""


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """cells: (h, w) uint8 of Cell. notes: what had to be guessed, one sentence each."""

    cells: NDArray[np.uint8]
    notes: tuple[str, ...]


def is_marker(layer: TiledLayer) -> bool:
    """Whether a tile layer holds signs for a game's objects and not a picture (``monster layer``)."""
    return bool(_words(layer.name) & _MARKERS)


def read_cells(tiled: TiledMap, cutter: Cutter) -> Reading:
    """The cells of a map in its own size."""
    layers = [layer for layer in tiled.layers if not is_marker(layer) and layer.gids.any()]
    verdicts = {gid: _of_tile(cutter, gid) for layer in layers for gid in np.unique(layer.gids).tolist() if gid}
    cells = np.zeros((tiled.height, tiled.width), np.uint8)
    if any(verdict is not None for verdict in verdicts.values()):
        table = {gid: verdict for gid, verdict in verdicts.items() if verdict is not None}
        for layer in (layer for layer in layers if layer.visible or _of_layer(layer) is not None):
            hazard = _of_layer(layer) if _of_layer(layer) in (Cell.LIQUID, Cell.SPIKES) else Cell.EMPTY
            _lay(cells, layer, {gid: table.get(gid) or hazard or Cell.EMPTY for gid in verdicts})
        return Reading(cells, ())
    named = [(layer, cell) for layer in layers if (cell := _of_layer(layer)) is not None]
    if named:
        for layer, cell in named:
            _lay(cells, layer, dict.fromkeys(verdicts, cell))
        names = ", ".join(repr(layer.name[:40]) for layer, _ in named)
        return Reading(cells, (f"no tile says what it does; the layers {names} are taken at their names",))
    main = max(
        (layer for layer in layers if layer.visible), key=lambda layer: (not _words(layer.name) & _NO_GROUND, np.count_nonzero(layer.gids))
    )
    _lay(cells, main, _by_shape(main, cutter))
    return Reading(cells, (f"nothing says what is solid; guessed from the pictures of layer {main.name[:40]!r}",))


def _lay(cells: NDArray[np.uint8], layer: TiledLayer, table: Mapping[int, Cell]) -> None:
    """Put a layer's cells over those below it; solid ground stays where it is under anything softer."""
    lookup = np.zeros(max(int(layer.gids.max()), *table) + 1, np.uint8)
    lookup[list(table)] = list(table.values())
    found = lookup[layer.gids]
    keep = (found == Cell.EMPTY) | ((cells == Cell.SOLID) & (found != Cell.SOLID))
    cells[~keep] = found[~keep]


def _of_tile(cutter: Cutter, gid: int) -> Cell | None:
    """What the tile set says of a tile; None if nothing."""
    tileset = cutter.tileset(gid)
    tile = tileset.tiles.get(gid - tileset.first)
    if tile is None:
        return None
    said = _of_properties(tile.properties)
    if said is None:
        said = _of_words([tile.kind])
    if tile.colliders and said in (None, Cell.EMPTY):
        return _of_colliders(tile, tileset.tile_width, tileset.tile_height)
    return said


def _of_properties(properties: Mapping[str, Any]) -> Cell | None:
    """The strongest true property; EMPTY if there are only false ones; None if none is about collision."""
    about: list[Cell] = []
    spoken = False
    for name, value in properties.items():
        cell = _of_words([name])
        if cell is None:
            continue
        spoken = True
        if isinstance(value, str) and (named := _of_words([value])) is not None:
            about.append(named)  # collision="platform"
        elif str(value).strip().lower() not in _FALSE:
            about.append(cell)
    if about:
        return min(about, key=list(_WORDS).index)
    return Cell.EMPTY if spoken else None


def _of_layer(layer: TiledLayer) -> Cell | None:
    said = _of_properties(layer.properties)
    return said if said is not None else _of_words([layer.kind, layer.name])


def _of_words(texts: Iterable[str]) -> Cell | None:
    found = [_CELL_OF_WORD[word] for text in texts for word in _words(text) if word in _CELL_OF_WORD]
    return min(found, key=list(_WORDS).index) if found else None


def _words(text: str) -> set[str]:
    """``isSpike``, ``one-way platform`` -> the words in them, small, as they stand and run together."""
    parts = re.findall(r"[a-z]+|[A-Z]+(?![a-z])|[A-Z][a-z]+", text)
    pairs = ("".join(pair) for pair in pairwise(parts))
    return {word.lower() for word in (*parts, *pairs)}


def _of_colliders(tile: TiledTile, width: int, height: int) -> Cell:
    """Solid if the shapes cover most of the tile, a platform if they are a strip along its top, else nothing."""
    mask = np.zeros((CELL, CELL), bool)
    for shape in tile.colliders:
        left, right = sorted((shape.x, shape.x + _size(shape.w, width)))
        top, bottom = sorted((shape.y, shape.y + _size(shape.h, height)))
        columns = slice(max(0, round(left * CELL / width)), max(0, round(right * CELL / width)))
        mask[max(0, round(top * CELL / height)) : max(0, round(bottom * CELL / height)), columns] = True
    return _of_mask(mask)


def _size(size: float, whole: int) -> float:
    """A collider without a size (a point, an old ellipse) says no more than that the tile collides."""
    return size or whole


def _by_shape(layer: TiledLayer, cutter: Cutter) -> dict[int, Cell]:
    gids, counts = np.unique(layer.gids[layer.gids > 0], return_counts=True)
    backdrop: Picture | None = None
    table: dict[int, Cell] = {}
    if counts.sum() >= FILLED * layer.gids.size:
        table[int(gids[np.argmax(counts)])] = Cell.EMPTY
        backdrop = cutter.picture(int(gids[np.argmax(counts)]))
    brushed = {gid for gid in gids.tolist() if gid not in table and _is_brushed(cutter, gid)}
    for gid in gids.tolist():
        if gid not in table:
            ground = not brushed or gid in brushed
            table[gid] = _of_mask(_filled(_opaque(cutter.picture(gid), backdrop))) if ground else Cell.EMPTY
    return table


def _is_brushed(cutter: Cutter, gid: int) -> bool:
    tile = cutter.tileset(gid).tiles.get(gid - cutter.tileset(gid).first)
    return tile is not None and tile.brushed


def _opaque(picture: Picture, backdrop: Picture | None) -> NDArray[np.bool_]:
    """(16, 16): where the picture shows something other than nothing or the backdrop's flat colour."""
    mask = picture[..., 3] >= 128
    if backdrop is not None and (backdrop == backdrop[0, 0]).all():
        mask &= (picture != backdrop[0, 0]).any(axis=-1)
    return mask


def _filled(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """A silhouette with its dark inside: what lies between two pixels of it in a row and in a column."""

    def between(pixels: NDArray[np.bool_], axis: int) -> NDArray[np.bool_]:
        after = np.maximum.accumulate(pixels, axis)
        before = np.flip(np.maximum.accumulate(np.flip(pixels, axis), axis), axis)
        return after & before

    return between(mask, 0) | between(mask, 1)


def _of_mask(mask: NDArray[np.bool_]) -> Cell:
    """What a 16 x 16 silhouette does: ground fills its cell or rises from its whole foot, a platform is flat on top."""
    rows = mask.mean(axis=1) >= 0.8
    share = mask.mean()
    if share >= 0.85 or (rows[-1] and share >= 0.4):
        return Cell.SOLID
    return Cell.PLATFORM if rows[: CELL // 4].any() else Cell.EMPTY
