"""A map as a picture, one pixel for one pixel: to look at what was built, and to see where a proof went."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from game.sim.level import CELL
from generator.files import write_whole
from levels.model import ForeignArt, LevelMap
from levels.picture_notes import STOP, WAY, note

Images = NDArray[np.uint8]
"""(len(SLOTS), 16, 16, 3) uint8: what `Pack.images()` gives."""


def draw(level_map: LevelMap, images: Images, *, things: bool = True, path: Iterable[tuple[int, int]] = ()) -> Image.Image:
    """The whole map at 1x, with its sections and things as marks (picture_notes) and a path of feet positions (px) as a line."""
    picture = Image.fromarray(_pixels(level_map, images), "RGB")
    if things:
        note(picture, level_map.level)
    points = list(path)
    if len(points) > 1:
        ImageDraw.Draw(picture).line(points, fill=WAY)
    return picture


def draw_reach(level_map: LevelMap, images: Images, reached: Collection[tuple[int, int]], furthest: tuple[int, int]) -> Image.Image:
    """The map with a dot in every cell (column, row) that the hero can stand in, and a cross where he gets no further (feet, px)."""
    picture = draw(level_map, images)
    pen = ImageDraw.Draw(picture)
    for column, row in reached:
        x, y = column * CELL + CELL // 2, row * CELL + CELL // 2
        pen.rectangle((x - 2, y - 2, x + 1, y + 1), fill=WAY)
    x, y = furthest[0], furthest[1] - CELL // 2
    for dx in (-1, 1):
        pen.line((x - 8, y - 8 * dx, x + 8, y + 8 * dx), fill=STOP, width=3)
    return picture


def mark_gap(picture: Image.Image, here: tuple[int, int], there: tuple[int, int], label: str) -> None:
    """Draws a line from one cell (column, row) to another that cannot be got to, a frame around that one, and what is between them."""
    pen = ImageDraw.Draw(picture)
    (x, y), (left, top) = ((c * CELL + CELL // 2, r * CELL + CELL // 2) for c, r in (here, there))
    pen.line((x, y, left, top), fill=STOP, width=2)
    pen.rectangle((left - 8, top - 24, left + 7, top + 7), outline=STOP, width=2)
    middle = (x + left) // 2, min(y, top) - 28
    box = pen.textbbox(middle, label, anchor="ms")
    pen.rectangle((box[0] - 2, box[1] - 2, box[2] + 2, box[3] + 2), fill=(0, 0, 0))
    pen.text(middle, label, fill=STOP, anchor="ms")


def _pixels(level_map: LevelMap, images: Images) -> NDArray[np.uint8]:
    """(h * 16, w * 16, 3) uint8."""
    if level_map.slots is not None:
        return _mosaic(images[level_map.slots])
    level = level_map.level
    picture = np.zeros((level.height, level.width, CELL, CELL, 3), np.uint8)
    art = level_map.art or ForeignArt(np.zeros((1, CELL, CELL, 4), np.uint8), ())
    for layer in art.layers:
        tiles = art.tiles[layer]
        opaque = (tiles[..., 3] > 127) & (layer >= 0)[..., None, None]
        picture[opaque] = tiles[..., :3][opaque]
    return _mosaic(picture)


def _mosaic(tiles: NDArray[np.uint8]) -> NDArray[np.uint8]:
    rows, columns = tiles.shape[:2]
    return np.ascontiguousarray(tiles.transpose(0, 2, 1, 3, 4).reshape(rows * CELL, columns * CELL, 3))


def save_picture(picture: Image.Image, path: Path, scale: int = 1) -> None:
    """Writes it as PNG, each pixel `scale` wide."""
    content = io.BytesIO()
    picture.resize((picture.width * scale, picture.height * scale), Image.Resampling.NEAREST).save(content, "PNG")
    write_whole(path, content.getvalue())
