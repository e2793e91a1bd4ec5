"""Paints the title picture, ``assets/sprites/title.png``: the keep on its rock before the moon, and the name over it.

The scene is painted freely in master-palette indices; ``legal`` then gives every 16x16 cell the sub-palette that fits it best, so
that the picture is one an NES could show: one backdrop, four sub-palettes of three colours.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from generator.palette import MASTER
from generator.ppu import Screen
from tools.lettering import lettering

Picture = npt.NDArray[np.uint8]
WIDTH, HEIGHT, CELL = 256, 240, 16
LIFT = 16
"""The scene is painted this much higher than the picture; its top rows lie under the name and are cut off."""
SCENE = HEIGHT + LIFT

NIGHT, INDIGO, BLUE, PALE = 0x0F, 0x02, 0x12, 0x32
AMBER, CREAM, EMBER = 0x27, 0x38, 0x16
PALETTES = ((INDIGO, BLUE, PALE), (INDIGO, AMBER, CREAM), (INDIGO, BLUE, AMBER), (EMBER, AMBER, CREAM))
"""Sky, moon, masonry with lit windows, the name. The backdrop is NIGHT."""

BAYER = np.array([[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]]) / 16 + 1 / 32
MOON = (91, 116, 43)
"""Middle and radius."""
NAME_TOP = 4


def paint() -> Screen:
    """The whole title picture."""
    picture = np.full((SCENE, WIDTH), NIGHT, np.uint8)
    _sky(picture)
    _moon(picture)
    _clouds(picture)
    picture = _drawn(picture, _mountains)
    _valley(picture)
    _rock(picture)
    picture = _drawn(picture, _causeway, _castle, _bats, _foreground)
    picture = picture[LIFT:].copy()
    _name(picture, "DREAMKEEP", NAME_TOP)
    return legal(picture)


def _drawn(picture: Picture, *layers: Callable[[ImageDraw.ImageDraw], None]) -> Picture:
    image = Image.fromarray(picture)
    for layer in layers:
        layer(ImageDraw.Draw(image))
    return np.array(image)


def _dither(picture: Picture, amount: npt.NDArray[np.float64], colour: int) -> None:
    """Sets `colour` where `amount` (0..1, the scene's shape) exceeds an ordered 4x4 threshold."""
    threshold = np.tile(BAYER, (SCENE // 4, WIDTH // 4))
    picture[amount > threshold] = colour


def _sky(picture: Picture) -> None:
    y, x = np.mgrid[0:SCENE, 0:WIDTH].astype(float)
    far = np.hypot(x - MOON[0], (y - MOON[1]) * 1.2)
    glow = np.clip((y - 62) / 84, 0, 1) ** 1.3 + np.clip(1 - far / 96, 0, 1) * 0.9
    _dither(picture, glow * np.clip((y - LIFT - NAME_TOP - 47) / 16, 0, 1), INDIGO)
    _dither(picture, np.clip((y - 138) / 44, 0, 0.6), BLUE)
    for n in range(74):
        sx, sy = (n * 97 + (n * n * 31) % 61) % WIDTH, LIFT + (n * 53 + (n * n * 17) % 43) % 112
        if LIFT + NAME_TOP - 2 < sy < LIFT + NAME_TOP + 49 and 16 < sx < WIDTH - 16:
            continue
        picture[sy, sx] = (PALE, BLUE, BLUE)[n % 3]
        if n % 15 == 0 and 0 < sx < WIDTH - 1 and sy > LIFT:
            picture[sy, sx] = PALE
            picture[sy, sx - 1 : sx + 2 : 2] = BLUE
            picture[sy - 1 : sy + 2 : 2, sx] = BLUE


def _moon(picture: Picture) -> None:
    cx, cy, radius = MOON
    y, x = np.mgrid[0:SCENE, 0:WIDTH].astype(float)
    disc = np.hypot(x - cx, y - cy)
    inside = disc <= radius
    picture[inside] = CREAM
    shade = np.clip((np.hypot(x - cx + 14, y - cy + 14) - radius + 2) / 20, 0, 1)
    for sx, sy, size in ((-14, -12, 10), (8, -20, 6), (-22, 10, 7), (-4, 14, 9), (14, 2, 5), (-30, -8, 4)):
        hollow = np.hypot(x - cx - sx, (y - cy - sy) * 1.15)
        shade = np.maximum(shade, np.clip((size - hollow) / 5, 0, 0.7))
    _dither(picture, np.where(inside, shade, 0), AMBER)


def _clouds(picture: Picture) -> None:
    """Banks of puffs with flat undersides: pale where the moon is near, blue farther off."""
    banks = ((2, 103, 62, 7), (198, 92, 64, 8), (136, 74, 34, 4), (28, 150, 92, 8), (196, 134, 70, 9), (-24, 136, 58, 9))
    y, x = np.mgrid[0:SCENE, 0:WIDTH]
    for bank, (left, bottom, length, size) in enumerate(banks):
        lowest = np.full((SCENE, WIDTH), 99.0)
        for n in range(length // size * 2):
            t = (n + 0.5) / (length // size * 2)
            radius = size * (0.45 + 0.55 * math.sin(math.pi * t)) * (0.7 + 0.3 * math.sin(n * 2.4 + bank))
            lowest = np.minimum(lowest, np.hypot(x - left - t * length, y - bottom + radius * 0.35 * (n % 3)) - radius)
        cloud = (lowest < 0) & (y <= bottom)
        near = abs(left + length / 2 - MOON[0]) < 90
        depth = np.zeros((SCENE, WIDTH))
        depth[cloud] = np.clip(1 + lowest[cloud] / (size * 0.7), 0, 1) * np.clip((bottom - y[cloud]) / size, 0, 1)
        picture[cloud] = INDIGO
        _dither(picture, np.where(cloud, depth * 0.8, 0), BLUE)
        picture[cloud & ~np.roll(cloud, 1, 0)] = PALE if near else BLUE


def _mountains(pen: ImageDraw.ImageDraw) -> None:
    ridge = [(0, 158), (18, 150), (34, 160), (52, 152), (70, 164), (96, 156), (230, 158), (244, 146), (256, 152)]
    pen.polygon([*ridge, (256, 190), (0, 190)], fill=INDIGO)
    pen.line(ridge, fill=BLUE)


def _rock(picture: Picture) -> None:
    """The keep's rock: crooked ridges run down from the walls, each lit on its left and lost in the dark below."""
    ys = np.arange(171, 222)
    left = 108 - np.interp(ys, (171, 180, 190, 200, 210, 222), (0, 4, 14, 18, 27, 34)) + (ys * 7 % 5) // 2
    right = 240 + np.interp(ys, (171, 180, 190, 200, 222), (0, 5, 10, 18, 30)) - (ys * 5 % 4) // 2
    for y, x0, x1 in zip(ys, left.astype(int), right.astype(int), strict=True):
        picture[y, x0 : min(x1, WIDTH)] = NIGHT
        picture[y, x0] = BLUE
    light = np.zeros((SCENE, WIDTH))
    for n, start in enumerate(range(112, 244, 13)):
        x = float(start)
        for y in ys[: 26 + n * 7 % 19]:
            x += (-0.9, 0.25, -1.2, 0.6, -0.2)[(y // 4 + n * 3) % 5]
            reach = 3 + (y - 168) * 0.16
            fade = np.clip(1.1 - (y - 171) / 44, 0, 1)
            span = np.arange(max(int(x - reach), int(left[y - 171]) + 1), int(x))
            light[y, span] = np.maximum(light[y, span], fade * (1 - (x - span) / (reach + 2)))
            if (y + n) % 5 and fade > 0.45:
                picture[y, int(x)] = BLUE
    _dither(picture, light, INDIGO)


def _causeway(pen: ImageDraw.ImageDraw) -> None:
    """The bridge from the left, on arches."""
    pen.rectangle((0, 166, 112, 170), fill=NIGHT)
    pen.line((0, 165, 112, 165), fill=BLUE)
    for x in range(0, 112, 6):
        pen.rectangle((x, 162, x + 2, 165), fill=NIGHT)
        pen.point((x, 162), fill=BLUE)
    for x in range(4, 112, 20):
        pen.rectangle((x + 11, 170, x + 15, 214), fill=NIGHT)
        pen.line((x + 11, 172, x + 11, 200), fill=INDIGO)
        pen.polygon(((x - 5, 170), (x + 11, 178), (x + 15, 178), (x + 31, 170)), fill=NIGHT)


def _tower(pen: ImageDraw.ImageDraw, cx: int, top: int, width: int, bottom: int, roof: int) -> None:
    """A round tower; roof: height of its cone in pixels, or 0 for battlements. Moonlight on the left."""
    left, right = cx - width // 2, cx + width // 2
    pen.rectangle((left, top, right, bottom), fill=NIGHT)
    for y in range(top, bottom):
        pen.point((left, y), fill=BLUE)
        pen.line((left + 1, y, left + 1 + (y % 4 != 3) * width // 8, y), fill=INDIGO)
        if y % 8 == 3:
            pen.point([(left + width // 3 + (y * 5 + n * 7) % max(3, width // 2), y) for n in range(2)], fill=INDIGO)
    if roof:
        pen.polygon(((left - 3, top), (cx, top - roof), (right + 3, top)), fill=NIGHT)
        pen.polygon(((left - 3, top), (cx, top - roof), (cx - 1, top)), fill=INDIGO)
        pen.line(((left - 3, top), (cx, top - roof)), fill=BLUE)
        pen.line((cx, top - roof - 4, cx, top - roof), fill=NIGHT)
        pen.line((left - 3, top + 1, right + 3, top + 1), fill=NIGHT)
    else:
        pen.rectangle((left - 2, top, right + 2, top + 3), fill=NIGHT)
        pen.line((left - 2, top, left - 2, top + 3), fill=BLUE)
        for x in range(left - 2, right + 2, 4):
            pen.rectangle((x, top - 3, x + 1, top), fill=NIGHT)
            pen.point((x, top - 3), fill=BLUE)


def _window(pen: ImageDraw.ImageDraw, x: int, y: int, height: int = 5) -> None:
    pen.rectangle((x, y, x + 1, y + height), fill=AMBER)
    pen.point((x, y - 1), fill=AMBER)


def _castle(pen: ImageDraw.ImageDraw) -> None:
    _tower(pen, 148, 92, 8, 150, 20)
    _tower(pen, 190, 106, 14, 160, 26)
    _tower(pen, 166, 98, 22, 172, 32)
    _tower(pen, 136, 116, 14, 172, 24)
    _tower(pen, 176, 122, 8, 150, 16)
    pen.rectangle((128, 134, 206, 172), fill=NIGHT)
    _tower(pen, 210, 128, 14, 172, 22)
    _tower(pen, 116, 136, 14, 172, 0)
    _tower(pen, 228, 146, 16, 172, 0)
    pen.rectangle((110, 152, 236, 172), fill=NIGHT)
    for x in range(124, 222, 6):
        pen.rectangle((x, 149, x + 2, 152), fill=NIGHT)
        pen.line((x, 149, x + 1, 149), fill=BLUE)
        pen.line((x + 3, 152, x + 5, 152), fill=BLUE)
    for x, y in (
        (140, 158),
        (152, 162),
        (178, 157),
        (196, 163),
        (214, 158),
        (186, 168),
        (146, 168),
        (206, 168),
        (134, 138),
        (150, 145),
        (176, 136),
        (192, 146),
        (200, 138),
        (146, 136),
    ):
        pen.line((x, y, x + 4, y), fill=INDIGO)
    pen.pieslice((114, 157, 128, 175), 180, 360, fill=AMBER)
    pen.rectangle((114, 165, 128, 172), fill=AMBER)
    for x in range(116, 128, 4):
        pen.line((x, 158, x, 172), fill=NIGHT)
    pen.line((114, 166, 128, 166), fill=NIGHT)
    for x, y in (
        (166, 106),
        (162, 118),
        (170, 130),
        (136, 124),
        (190, 114),
        (210, 136),
        (148, 100),
        (160, 142),
        (184, 140),
        (140, 142),
        (228, 156),
    ):
        _window(pen, x, y)
    pen.pieslice((158, 154, 174, 170), 180, 360, fill=AMBER)
    pen.rectangle((158, 162, 174, 166), fill=AMBER)
    for x in (162, 166, 170):
        pen.line((x, 154, x, 166), fill=NIGHT)
    pen.line((158, 162, 174, 162), fill=NIGHT)


def _bats(pen: ImageDraw.ImageDraw) -> None:
    for x, y, span in ((74, 94, 6), (100, 84, 4), (60, 112, 4), (108, 104, 3)):
        for side in (-1, 1):
            pen.line((x, y, x + side * span // 2, y - span // 2, x + side * span, y), fill=NIGHT)
            pen.line((x, y + 1, x + side * span // 2, y - span // 2 + 1), fill=NIGHT)
        pen.point(((x, y - 1), (x, y + 2)), fill=NIGHT)


def _foreground(pen: ImageDraw.ImageDraw) -> None:
    """The near crag with the lamplighter on it, looking up."""
    pen.polygon(((0, 196), (20, 197), (34, 200), (42, 208), (46, 220), (62, 256), (0, 256)), fill=NIGHT)
    pen.line(((0, 196), (20, 197), (34, 200), (42, 208), (46, 220), (62, 256)), fill=BLUE)
    for x0, y0, x1, y1 in ((36, 204, 32, 214), (28, 202, 22, 212), (44, 216, 38, 228), (14, 200, 8, 208), (30, 220, 26, 230)):
        pen.line((x0, y0, x1, y1), fill=INDIGO)
    figure = (
        "...####.....",
        "..#bbb##....",
        ".#bb####....",
        ".#b#####....",
        ".##b####....",
        "..######....",
        ".#bb####....",
        "#bb#######..",
        "#b#########.",
        "#b#####.###.",
        "#b#####..##.",
        "#b#####..#..",
        "#b#####.aca.",
        "#b#####acwca",
        "#b#####acwca",
        "#b######aca.",
        "##b####..#..",
        ".##.###.....",
        ".##.###.....",
        ".##.##......",
        ".##.###.....",
        ".##..##.....",
    )
    inks = {"#": NIGHT, "b": BLUE, "a": AMBER, "c": AMBER, "w": CREAM}
    for y, row in enumerate(figure):
        for x, char in enumerate(row):
            if char in inks:
                pen.point((22 + x, 178 + y), fill=inks[char])


def _valley(picture: Picture) -> None:
    """Moonlit mist under the bridge, fading into the calm part that the menu is written on."""
    y, x = np.mgrid[0:SCENE, 0:WIDTH].astype(float)
    picture[168:] = NIGHT
    drift = 3 * np.sin(x / 17) + 2 * np.sin(x / 7 + 1)
    _dither(picture, np.where(y >= 168, np.clip((214 + drift - y) / 34, 0, 1), 0), INDIGO)
    for n, row in enumerate((178, 183, 189, 196)):
        streak = np.abs(((x + n * 37) % 64) - 20) < 14 - n * 2
        _dither(picture, np.where((np.abs(y - row - drift / 3) < 0.6) & streak, 0.5, 0), BLUE)


def _name(picture: Picture, word: str, top: int) -> None:
    """The name: cream above, amber below, a lit upper left edge, an ember lower edge and a black surround."""
    letters = np.pad(lettering(word), 3)
    height, width = letters.shape
    left = (WIDTH - width) // 2
    if left < 0:
        raise ValueError(f"the name is {width} pixels wide")
    view = picture[top : top + height, left : left + width]
    around = np.zeros_like(letters)
    for dy in range(-2, 4):
        for dx in range(-2, 4):
            around |= np.roll(letters, (dy, dx), (0, 1))
    view[around] = NIGHT
    view[np.roll(letters, (2, 2), (0, 1))] = EMBER
    y = np.arange(height)[:, None] / height
    threshold = np.tile(BAYER, (-(-height // 4), -(-width // 4)))[:height, :width]
    view[letters] = np.where((0.98 - y) * 1.15 > threshold, CREAM, AMBER)[letters]
    view[letters & ~np.roll(letters, (-1, -1), (0, 1))] = EMBER
    view[letters & ~np.roll(letters, (1, 1), (0, 1))] = CREAM


def legal(picture: Picture) -> Screen:
    """The screen nearest to the picture with the palettes above: for each cell the best of the four, measured in OKLab."""
    rows, cols = HEIGHT // CELL, WIDTH // CELL
    cells = np.zeros((rows, cols), np.uint8)
    pattern = np.zeros_like(picture)
    lab = MASTER.oklab[picture]
    options = [MASTER.oklab[[NIGHT, *palette]] for palette in PALETTES]
    for row in range(rows):
        for col in range(cols):
            where = np.s_[row * CELL : (row + 1) * CELL, col * CELL : (col + 1) * CELL]
            errors = [((lab[where][:, :, None] - option) ** 2).sum(-1) for option in options]
            best = int(np.argmin([error.min(-1).sum() for error in errors]))
            cells[row, col] = best
            pattern[where] = errors[best].argmin(-1)
    return Screen(NIGHT, np.array(PALETTES, np.uint8), cells, pattern)
