"""The pictures of other people's maps: tiles cut out of their sheets, flipped as told, brought to 16 x 16 pixels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from game.sim.level import CELL
from generator.errors import UserError
from levels.model import ForeignArt
from levels.sandbox import IMAGE_FORMATS
from levels.tiled import FLIP_DIAGONAL, FLIP_X, FLIP_Y, TiledLayer, TiledMap, TiledTileset

MAX_PICTURES = 8192
"""Different pictures (tiles and flips of them) that one map may show: 8 MiB of pixels."""

Picture = NDArray[np.uint8]


class Cutter:
    """Cuts tiles out of the sheets of a map; opens each image once."""

    def __init__(self, tiled: TiledMap) -> None:
        self._tilesets = sorted(tiled.tilesets, key=lambda tileset: tileset.first)
        self._tile = tiled.tile
        self._images: dict[tuple[str, str], Picture] = {}

    def picture(self, gid: int) -> Picture:
        """The tile as (16, 16, 4) uint8 RGBA. Raises UserError if its size is not the map's."""
        tileset = self.tileset(gid)
        own = tileset.tiles.get(gid - tileset.first)
        if own is not None and own.image:
            whole = self._open(own.image, own.trans)
        else:
            row, column = divmod(gid - tileset.first, max(1, tileset.columns))
            x = tileset.margin + column * (tileset.tile_width + tileset.spacing)
            y = tileset.margin + row * (tileset.tile_height + tileset.spacing)
            whole = self._open(tileset.image, tileset.trans)[y : y + tileset.tile_height, x : x + tileset.tile_width]
        if whole.shape[:2] != (self._tile, self._tile):
            size = f"{whole.shape[1]} x {whole.shape[0]}"
            raise UserError(f"tile set {tileset.name!r} has tiles of {size} px in a map of {self._tile} px; both must be the same")
        return to_cell(whole)

    def tileset(self, gid: int) -> TiledTileset:
        """The tile set that a gid (without flips, not 0) belongs to."""
        return next(tileset for tileset in reversed(self._tilesets) if tileset.first <= gid)

    def _open(self, name: str, trans: str) -> Picture:
        if (name, trans) not in self._images:
            self._images[name, trans] = _read_rgba(Path(name), trans)
        return self._images[name, trans]


def to_cell(picture: Picture) -> Picture:
    """A square picture brought to 16 x 16 by its nearest pixels (of two equally near the right or lower one)."""
    places = ((np.arange(CELL) + 0.5) * picture.shape[0] / CELL).astype(int)
    return np.ascontiguousarray(picture[places][:, places])


def flip(picture: Picture, flips: int) -> Picture:
    """A picture turned as the flip bits of a gid say: the diagonal first, then the sides."""
    if flips & FLIP_DIAGONAL:
        picture = picture.swapaxes(0, 1)
    if flips & FLIP_X:
        picture = picture[:, ::-1]
    if flips & FLIP_Y:
        picture = picture[::-1]
    return picture


def draw_art(layers: Sequence[TiledLayer], cutter: Cutter) -> ForeignArt:
    """The pictures of these layers, from back to front. Raises UserError if there are too many, or one cannot be cut."""
    numbers: dict[tuple[int, int], int] = {}
    pictures: list[Picture] = []
    planes = []
    for layer in layers:
        pairs, inverse = np.unique(layer.gids * 8 + layer.flips, return_inverse=True)
        codes = np.empty(len(pairs), np.int32)
        for place, (gid, flips) in enumerate(divmod(int(pair), 8) for pair in pairs):
            if gid and (gid, flips) not in numbers:
                numbers[gid, flips] = len(pictures)
                pictures.append(flip(cutter.picture(gid), flips))
                if len(pictures) > MAX_PICTURES:
                    raise UserError(f"shows more than {MAX_PICTURES:,} different tiles")
            codes[place] = numbers[gid, flips] if gid else -1
        planes.append(codes[inverse.reshape(layer.gids.shape)])
    tiles = np.stack(pictures) if pictures else np.zeros((0, CELL, CELL, 4), np.uint8)
    return ForeignArt(tiles, tuple(planes))


def _read_rgba(path: Path, trans: str) -> Picture:
    from PIL import Image

    try:
        with Image.open(path, formats=IMAGE_FORMATS) as image:
            pixels = np.array(image.convert("RGBA"))
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError, Image.DecompressionBombError) as error:
        raise UserError(f"image {path.name!r} cannot be read ({type(error).__name__})") from None
    key = re.fullmatch(r"#?(?:[0-9a-fA-F]{2})?([0-9a-fA-F]{6})", trans)
    if key:
        pixels[(pixels[..., :3] == np.frombuffer(bytes.fromhex(key[1]), np.uint8)).all(axis=-1), 3] = 0
    return pixels
