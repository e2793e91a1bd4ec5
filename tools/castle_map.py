"""Paints the map of the castle, ``assets/sprites/castle.png``: a black keep before the moon, cut open where the crypt lies.

Its six places, in the order of the stages, are in ``game/view/castle_map.py``; the way between them is drawn by the game.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from generator.ppu import Screen
from tools.title import BAYER, HEIGHT, WIDTH, legal
from tools.title_keep import AMBER, BLUE, CREAM, INDIGO, NIGHT, PALE, _tower, _window

PALETTES = ((INDIGO, BLUE, PALE), (INDIGO, AMBER, CREAM), (INDIGO, BLUE, AMBER), (INDIGO, BLUE, CREAM))
MOON = (196, 58, 30)
"""Middle and radius."""
GROUND = 186
Picture = npt.NDArray[np.uint8]


def paint_map() -> Screen:
    """The whole picture."""
    picture = np.full((HEIGHT, WIDTH), NIGHT, np.uint8)
    _sky(picture)
    image = Image.fromarray(picture)
    pen = ImageDraw.Draw(image)
    _hills(pen)
    _walls(pen)
    _under(pen)
    _hedge(pen)
    return legal(np.array(image), PALETTES)


def _dither(picture: Picture, amount: npt.NDArray[np.float64], colour: int) -> None:
    threshold = np.tile(BAYER, (HEIGHT // 4, WIDTH // 4))
    picture[amount > threshold] = colour


def _sky(picture: Picture) -> None:
    """Darkest above, a glow round the moon and over the hills; stars where it is dark."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(float)
    far = np.hypot(x - MOON[0], y - MOON[1])
    _dither(picture, np.clip((y - 40) / 110, 0, 1) + np.clip(1 - far / 90, 0, 1) * 0.8, INDIGO)
    _dither(picture, np.clip((y - 120) / 80, 0, 0.7), BLUE)
    for n in range(48):
        sx, sy = (n * 89 + (n * n * 37) % 71) % WIDTH, 6 + (n * 47 + (n * n * 13) % 41) % 96
        if far[sy, sx] > MOON[2] + 8:
            picture[sy, sx] = (PALE, BLUE, BLUE)[n % 3]
    disc = far <= MOON[2]
    picture[disc] = CREAM
    shade = np.clip((np.hypot(x - MOON[0] + 10, y - MOON[1] + 10) - MOON[2] + 2) / 14, 0, 1)
    for mx, my, size in ((-10, -8, 7), (8, -12, 4), (-4, 10, 6), (12, 6, 4)):
        shade = np.maximum(shade, np.clip((size - np.hypot(x - MOON[0] - mx, y - MOON[1] - my)) / 4, 0, 0.7))
    _dither(picture, np.where(disc, shade, 0), AMBER)


def _hills(pen: ImageDraw.ImageDraw) -> None:
    ridge = [(0, 158), (24, 148), (46, 156), (70, 146), (96, 152), (222, 150), (240, 142), (256, 148)]
    pen.polygon([*ridge, (256, GROUND), (0, GROUND)], fill=INDIGO)
    pen.line(ridge, fill=BLUE)


def _battlements(pen: ImageDraw.ImageDraw, x0: int, x1: int, top: int) -> None:
    for x in range(x0, x1, 6):
        pen.rectangle((x, top - 3, x + 2, top), fill=NIGHT)
        pen.line((x, top - 3, x, top), fill=BLUE)
        pen.line((x + 3, top, x + 5, top), fill=BLUE)


def _bricks(pen: ImageDraw.ImageDraw, box: tuple[int, int, int, int], seed: int) -> None:
    """A few courses that catch the light."""
    x0, y0, x1, y1 = box
    for n in range((x1 - x0) * (y1 - y0) // 160):
        x, y = x0 + (n * 37 + seed * 11) % max(1, x1 - x0 - 6), y0 + (n * 23 + seed * 7) % max(1, y1 - y0)
        pen.line((x, y, x + 3 + n % 3, y), fill=INDIGO)


def _hall(pen: ImageDraw.ImageDraw) -> None:
    """A long house with a steep roof and tall windows."""
    pen.polygon(((58, 152), (70, 132), (112, 132), (112, 152)), fill=NIGHT)
    pen.line(((58, 152), (70, 132), (112, 132)), fill=BLUE)
    for n, x in enumerate(range(66, 108, 6)):
        pen.line((x + 6, 134, x, 150), fill=INDIGO if n % 2 else NIGHT)
    pen.rectangle((60, 152, 116, GROUND), fill=NIGHT)
    pen.line((60, 152, 60, GROUND), fill=BLUE)
    for x in range(68, 112, 10):
        _window(pen, x, 160, 9)
    _bricks(pen, (63, 155, 112, GROUND), 3)


def _chapel(pen: ImageDraw.ImageDraw) -> None:
    """A nave with a rose window, and the tower of the slow clock."""
    _tower(pen, 122, 96, 26, GROUND, 34)
    pen.ellipse((114, 103, 128, 117), fill=CREAM)
    pen.ellipse((114, 103, 128, 117), outline=AMBER)
    pen.line((121, 110, 121, 105), fill=NIGHT)
    pen.line((121, 110, 125, 112), fill=NIGHT)
    for y in (128, 142, 156):
        _window(pen, 121, y, 6)


def _laboratory(pen: ImageDraw.ImageDraw) -> None:
    """A fat tower under a dome with a slit, as for looking at stars."""
    pen.rectangle((206, 136, 236, GROUND), fill=NIGHT)
    pen.pieslice((203, 118, 239, 154), 180, 360, fill=NIGHT)
    pen.arc((203, 118, 239, 154), 180, 300, fill=BLUE)
    pen.polygon(((226, 118), (230, 119), (228, 134), (224, 134)), fill=AMBER)
    pen.line((206, 137, 206, GROUND), fill=BLUE)
    pen.line((203, 136, 239, 136), fill=BLUE)
    for x, y in ((212, 144), (226, 144), (219, 158), (212, 170), (228, 172)):
        _window(pen, x, y, 5)
    _bricks(pen, (209, 140, 234, GROUND), 5)


def _keep(pen: ImageDraw.ImageDraw) -> None:
    """The keep itself, before the moon."""
    _tower(pen, 146, 92, 12, 150, 24)
    _tower(pen, 196, 88, 14, 150, 26)
    _tower(pen, 170, 62, 30, GROUND, 40)
    _tower(pen, 188, 112, 8, 150, 14)
    pen.rectangle((138, 120, 204, GROUND), fill=NIGHT)
    pen.line((138, 120, 138, GROUND), fill=BLUE)
    _battlements(pen, 138, 204, 120)
    for x, y in (
        (169, 72),
        (165, 88),
        (174, 96),
        (170, 110),
        (146, 100),
        (196, 98),
        (150, 132),
        (166, 134),
        (184, 130),
        (196, 138),
        (176, 152),
    ):
        _window(pen, x, y)
    _bricks(pen, (142, 126, 202, GROUND), 1)


def _walls(pen: ImageDraw.ImageDraw) -> None:
    """Everything above the ground, from the back to the front."""
    _laboratory(pen)
    _keep(pen)
    _hall(pen)
    _chapel(pen)
    pen.rectangle((100, 168, 246, GROUND), fill=NIGHT)
    _battlements(pen, 136, 246, 168)
    _bricks(pen, (138, 171, 244, GROUND), 2)


def _under(pen: ImageDraw.ImageDraw) -> None:
    """The rock, and the drowned crypt in it: three vaults over still water."""
    pen.rectangle((0, GROUND, WIDTH, HEIGHT), fill=NIGHT)
    for n in range(54):
        x, y = (n * 61 + (n * n * 17) % 43) % WIDTH, 194 + (n * 29 + (n * n * 7) % 19) % 42
        pen.line((x, y, x + 2 + n % 4, y + n % 2), fill=INDIGO)
    pen.rectangle((104, 196, 176, 224), fill=NIGHT)
    for x in (106, 130, 154):
        pen.pieslice((x, 198, x + 20, 222), 180, 360, fill=INDIGO)
        pen.rectangle((x, 210, x + 20, 220), fill=INDIGO)
        pen.arc((x, 198, x + 20, 222), 180, 360, fill=BLUE)
    for x in (102, 126, 150, 174):
        pen.rectangle((x, 208, x + 3, 222), fill=NIGHT)
        pen.line((x, 208, x, 222), fill=BLUE)
    for y, off in ((216, 0), (219, 5), (222, 2)):
        for x in range(106 + off, 174, 9):
            pen.line((x, y, x + 4, y), fill=PALE if y == 216 else BLUE)


def _hedge(pen: ImageDraw.ImageDraw) -> None:
    """The garden before the castle: a hedge with a gate in it, a crooked tree, and the way there."""
    for n, x in enumerate(range(0, 58, 4)):
        top = 174 + (n * 5) % 4
        if 24 < x < 42:
            continue
        pen.rectangle((x, top, x + 4, 192), fill=NIGHT)
        pen.point(((x, top), (x + 2, top + 1), (x + 1, top + 5)), fill=BLUE)
        pen.point(((x + 3, top + 7), (x, top + 10)), fill=INDIGO)
    pen.rectangle((24, 164, 29, 190), fill=NIGHT)
    pen.rectangle((41, 164, 46, 190), fill=NIGHT)
    pen.line((24, 164, 24, 190), fill=BLUE)
    pen.line((41, 166, 41, 190), fill=BLUE)
    pen.arc((26, 154, 44, 178), 180, 360, fill=NIGHT, width=3)
    pen.arc((26, 153, 44, 177), 180, 300, fill=BLUE)
    for x in range(31, 41, 3):
        pen.line((x, 166, x, 188), fill=NIGHT)
    pen.line((8, 176, 11, 152), fill=NIGHT, width=3)
    for end in ((0, 142), (6, 138), (17, 140), (21, 148)):
        pen.line((11, 154, *end), fill=NIGHT)
