"""A guarded map, read by pytmx, as plain frozen data. The only module that imports pytmx."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import numpy as np
from numpy.typing import NDArray

from generator.errors import UserError

Properties = Mapping[str, Any]
FLIP_X, FLIP_Y, FLIP_DIAGONAL = 4, 2, 1
"""Bits of a cell's flips, as in a gid: first the diagonal is swapped, then the sides."""


@dataclass(frozen=True, slots=True)
class TiledObject:
    """An object: x, y the top left corner of its box in map pixels (points have w = h = 0); polygons are known by their box only."""

    kind: str
    name: str
    x: float
    y: float
    w: float
    h: float
    properties: Properties = field(default_factory=dict)

    @property
    def label(self) -> str:
        """How a message names it."""
        return f"object {self.kind or self.name or '?'!r} at ({self.x:g}, {self.y:g})"


@dataclass(frozen=True, slots=True)
class TiledTile:
    """What a tile set says of one tile: class, properties, colliders; image where the tile has one of its own.

    brushed: it belongs to a terrain or a wang set.
    """

    kind: str = ""
    properties: Properties = field(default_factory=dict)
    colliders: tuple[TiledObject, ...] = ()
    image: str = ""
    trans: str = ""
    brushed: bool = False


@dataclass(frozen=True, slots=True)
class TiledTileset:
    """first: its first gid. image: absolute path, empty for a collection of images. trans: RRGGBB that is transparent, or empty."""

    name: str
    first: int
    tile_width: int
    tile_height: int
    spacing: int
    margin: int
    columns: int
    count: int
    image: str
    trans: str
    tiles: Mapping[int, TiledTile] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class TiledLayer:
    """gids: (h, w) int64 without flip bits, 0 = nothing. flips: (h, w) uint8 of FLIP_* bits."""

    name: str
    kind: str
    visible: bool
    properties: Properties
    gids: NDArray[np.int64]
    flips: NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class TiledMap:
    """A whole map; layers from back to front."""

    width: int
    height: int
    tile: int
    properties: Properties
    tilesets: tuple[TiledTileset, ...]
    layers: tuple[TiledLayer, ...]
    objects: tuple[TiledObject, ...]


def read_tiled(tree: Element, path: Path) -> TiledMap:
    """Read a tree that `levels.guard.guard_map` let through. Raises UserError if pytmx will not have it after all."""
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")  # pytmx imports pygame where there is one
    import pytmx

    tmx = pytmx.TiledMap(load_all=False, allow_duplicate_names=True)
    tmx.filename = str(path)
    try:
        tmx.parse_xml(tree)
    except Exception as error:  # pytmx raises bare Exception, and what a stranger's file does to it is its own affair
        raise UserError(f"{path.name}: cannot be read: {type(error).__name__}: {str(error)[:200]}") from None
    return TiledMap(
        width=tmx.width,
        height=tmx.height,
        tile=int(tmx.tilewidth),
        properties=dict(tmx.properties),
        tilesets=tuple(_tileset(tmx, tileset, node) for tileset, node in zip(tmx.tilesets, tree.findall("tileset"), strict=True)),
        layers=tuple(_layer(tmx, layer) for layer in tmx.layers if isinstance(layer, pytmx.TiledTileLayer)),
        objects=tuple(_object(found) for group in _object_layers(tmx, tree) for found in group),
    )


def _object_layers(tmx: Any, tree: Element) -> list[Any]:
    """pytmx also lists the colliders of embedded tiles as layers of the map, in document order: pick the real ones."""
    nodes = tree.findall(".//objectgroup")
    real = set(tree.findall("objectgroup"))
    return [group for node, group in zip(nodes, tmx.objectgroups, strict=True) if node in real]


def _tileset(tmx: Any, tileset: Any, node: Element) -> TiledTileset:
    tiles = {}
    for child in node.findall("tile"):
        number = int(child.get("id", "0"))
        gid = tmx.gidmap[tileset.firstgid + number][0][0]
        found = tmx.tile_properties[gid]
        tiles[number] = TiledTile(
            kind=child.get("type") or child.get("class") or "",
            properties={p.get("name", ""): found[p.get("name")] for p in child.findall("properties/property")},
            colliders=tuple(_object(collider) for collider in found.get("colliders") or ()),
            image=found.get("source") or "",
            trans=found.get("trans") or "",
            brushed=bool(found.get("terrain")),
        )
    return TiledTileset(
        name=tileset.name or "",
        first=tileset.firstgid,
        tile_width=tileset.tilewidth,
        tile_height=tileset.tileheight,
        spacing=tileset.spacing,
        margin=tileset.margin,
        columns=tileset.columns,
        count=tileset.tilecount,
        image=tileset.source or "",
        trans=tileset.trans or "",
        tiles=tiles,
    )


def _layer(tmx: Any, layer: Any) -> TiledLayer:
    """pytmx numbers the pairs of gid and flips that occur; turn its numbers back into the two."""
    gids = np.zeros(tmx.maxgid, np.int64)
    flips = np.zeros(tmx.maxgid, np.uint8)
    for (gid, flag), (own, _) in ((key, value) for key, value in tmx.imagemap.items() if value):
        gids[own] = gid
        if flag:
            flips[own] = FLIP_X * bool(flag[0]) | FLIP_Y * bool(flag[1]) | FLIP_DIAGONAL * bool(flag[2])
    numbers = np.array(layer.data, np.int64).reshape(layer.height, layer.width)
    kind = vars(layer).get("class", "")
    return TiledLayer(layer.name or "", kind, bool(layer.visible), dict(layer.properties), gids[numbers], flips[numbers])


def _object(found: Any) -> TiledObject:
    attributes = vars(found)  # not getattr, which would find properties of these names
    points = attributes.get("points") or ((found.x, found.y), (found.x + found.width, found.y + found.height))
    left, top = (min(point[axis] for point in points) for axis in (0, 1))
    right, bottom = (max(point[axis] for point in points) for axis in (0, 1))
    return TiledObject(
        kind=found.type or attributes.get("class", ""),
        name=found.name or "",
        x=float(left),
        y=float(top),
        w=float(right - left),
        h=float(bottom - top),
        properties=dict(found.properties),
    )
