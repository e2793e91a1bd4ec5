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
from tools.title_keep import AMBER, BLUE, CREAM, EMBER, INDIGO, NIGHT, PALE, bats, castle, causeway, foreground, mountains

Picture = npt.NDArray[np.uint8]
WIDTH, HEIGHT, CELL = 256, 240, 16
LIFT = 16
"""The scene is painted this much higher than the picture; its top rows lie under the name and are cut off."""
SCENE = HEIGHT + LIFT

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
    picture = _drawn(picture, mountains)
    _valley(picture)
    _rock(picture)
    picture = _drawn(picture, causeway, castle, bats, foreground)
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


def legal(picture: Picture, palettes: tuple[tuple[int, int, int], ...] = PALETTES) -> Screen:
    """The screen nearest to the picture with these palettes: for each cell the best of the four, measured in OKLab."""
    rows, cols = picture.shape[0] // CELL, picture.shape[1] // CELL
    cells = np.zeros((rows, cols), np.uint8)
    pattern = np.zeros_like(picture)
    lab = MASTER.oklab[picture]
    options = [MASTER.oklab[[NIGHT, *palette]] for palette in palettes]
    for row in range(rows):
        for col in range(cols):
            where = np.s_[row * CELL : (row + 1) * CELL, col * CELL : (col + 1) * CELL]
            errors = [((lab[where][:, :, None] - option) ** 2).sum(-1) for option in options]
            best = int(np.argmin([error.min(-1).sum() for error in errors]))
            cells[row, col] = best
            pattern[where] = errors[best].argmin(-1)
    return Screen(NIGHT, np.array(palettes, np.uint8), cells, pattern)
