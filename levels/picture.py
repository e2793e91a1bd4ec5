"""A map as a picture, one pixel for one pixel: to look at what was built, and to see where a proof went."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from game.sim.level import CELL, Level
from generator.roles import SLOTS, Role
from levels.model import LevelMap

Images = NDArray[np.uint8]
"""(len(SLOTS), 16, 16, 3) uint8: what `Pack.images()` gives."""

_PLAIN = {
    Role.SOLID: (120, 90, 60),
    Role.SURFACE: (160, 130, 80),
    Role.PLATFORM: (200, 120, 40),
    Role.STAIRS: (180, 180, 180),
    Role.WALL: (30, 30, 50),
    Role.WINDOW: (110, 170, 230),
    Role.COLUMN: (90, 90, 110),
    Role.DOOR: (200, 60, 40),
    Role.LIQUID: (20, 70, 200),
    Role.SPIKES: (240, 240, 240),
    Role.FOLIAGE: (30, 130, 40),
    Role.FENCE: (120, 100, 90),
    Role.SKY: (5, 5, 15),
    Role.DECOR: (130, 60, 130),
    Role.BREAKABLE: (220, 170, 90),
}
_MARKS = {"start": (80, 255, 80), "candle": (255, 230, 120), "checkpoint": (80, 255, 255)}
_ENEMY = (255, 80, 200)


def plain_images() -> Images:
    """A block of colour for each role, for when there is no pack at hand."""
    return np.stack([np.full((CELL, CELL, 3), _PLAIN[slot.role], np.uint8) for slot in SLOTS])


def draw(level_map: LevelMap, images: Images, *, things: bool = True, path: Iterable[tuple[int, int]] = ()) -> Image.Image:
    """The whole map at 1x, with its things as small marks and a path of feet positions (px) as a line. Own maps only."""
    if level_map.slots is None:
        raise ValueError("a foreign map has no slots to draw")
    rows, columns = level_map.slots.shape
    pixels = images[level_map.slots].transpose(0, 2, 1, 3, 4).reshape(rows * CELL, columns * CELL, 3)
    picture = Image.fromarray(np.ascontiguousarray(pixels), "RGB")
    pen = ImageDraw.Draw(picture)
    if things:
        _draw_things(pen, level_map.level)
    points = list(path)
    if len(points) > 1:
        pen.line(points, fill=(255, 255, 0))
    return picture


def save_picture(picture: Image.Image, path: Path, scale: int = 1) -> None:
    """Writes it as PNG, each pixel `scale` wide."""
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.resize((picture.width * scale, picture.height * scale), Image.Resampling.NEAREST).save(path)


def _draw_things(pen: ImageDraw.ImageDraw, level: Level) -> None:
    x, y, w, h = level.exit
    pen.rectangle((x, y, x + w - 1, y + h - 1), outline=_MARKS["start"])
    spots = [("start", level.start[0], level.start[1]), *(("checkpoint", x, y) for x, y in level.checkpoints)]
    for kind, x, y in (*spots, *((thing.kind, thing.x, thing.y) for thing in level.things)):
        colour = _MARKS.get(kind, _ENEMY)
        if kind == "candle":
            pen.rectangle((x - 2, y - 13, x + 1, y - 1), fill=colour)
        else:
            pen.rectangle((x - 6, y - 28, x + 5, y - 1), outline=colour)
            pen.text((x - 4, y - 28), kind[0], fill=colour)
