"""Paints the four pictures of the ending, ``assets/sprites/ending.png``: day breaks, and the keep that was dreamt thins out and is gone.

All four are painted alike; from one to the next the palettes brighten, the sun climbs and less of the keep is left. As with the title
every cell then takes the sub-palette that fits it best (``tools/title.legal``), so that an NES could show them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from generator.ppu import Screen
from tools.title import BAYER, WIDTH, Picture, legal
from tools.title_keep import NIGHT, castle, foreground

HEIGHT, HORIZON = 128, 117
CASTLE_UP, HOB_UP = 55, 82
"""How much higher than in the title's scene the keep and the lamplighter stand."""
SUN_X = 172
_MARK = 0x3F
"""A colour that the title's pens don't use: what is not drawn."""


@dataclass(frozen=True, slots=True)
class Hour:
    """sky: four colours from the zenith to the horizon. left: how much of the keep is (0..1). sun: px of its middle above the horizon."""

    sky: tuple[int, int, int, int]
    ghost: int
    grass: tuple[int, int]
    light: int
    left: float
    sun: int


HOURS = (
    Hour((0x0F, 0x02, 0x13, 0x24), 0x0F, (0x0C, 0x02), 0x27, 1.0, -40),
    Hour((0x02, 0x13, 0x24, 0x26), 0x02, (0x0C, 0x1B), 0x37, 0.62, -30),
    Hour((0x12, 0x23, 0x26, 0x37), 0x23, (0x0B, 0x1A), 0x38, 0.3, -6),
    Hour((0x21, 0x32, 0x37, 0x38), 0x23, (0x1A, 0x29), 0x30, 0.0, 12),
)


def paint_hour(hour: Hour) -> Screen:
    """One picture of the four."""
    picture = np.full((HEIGHT, WIDTH), hour.sky[0], np.uint8)
    _sky(picture, hour)
    _sun(picture, hour)
    _clouds(picture, hour)
    _keep(picture, hour)
    _hills(picture, hour)
    _lamplighter(picture, hour)
    return legal(picture, palettes(hour))


def palettes(hour: Hour) -> tuple[tuple[int, int, int], ...]:
    """High sky; low sky; the keep, or the lights, before the low sky; grass. The backdrop is night."""
    high, upper, lower, low = hour.sky
    accent = hour.ghost if 0 < hour.left < 1 else hour.light
    return (high if high != NIGHT else 0x01, upper, lower), (upper, lower, low), (accent, lower, low), (*hour.grass, low)


def _threshold() -> npt.NDArray[np.float64]:
    return np.tile(BAYER, (HEIGHT // 4, WIDTH // 4))


def _sky(picture: Picture, hour: Hour) -> None:
    """Three dithered steps, lower where the sun is."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(float)
    near = np.clip(1 - np.abs(x - SUN_X) / 190, 0, 1) * 16
    for colour, start, end in zip(hour.sky[1:], (8, 42, 74), (40, 74, 108), strict=True):
        picture[(y + near - start) / (end - start) > _threshold()] = colour


def _sun(picture: Picture, hour: Hour) -> None:
    """A disc, and rays that widen as they leave it."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(float)
    middle = HORIZON - hour.sun
    far, turn = np.hypot(x - SUN_X, y - middle), np.arctan2(y - middle, x - SUN_X)
    if hour.sun > -20:
        rays = (np.cos(turn * 16) > 0.35) * np.clip(1.1 - far / 110, 0, 0.55)
        picture[(rays > _threshold()) & (far > 24)] = hour.sky[3]
    picture[far < 22] = hour.light


def _clouds(picture: Picture, hour: Hour) -> None:
    """Long bars, lit from below."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    for left, row, length in ((-10, 26, 84), (60, 44, 52), (196, 34, 70), (8, 66, 62), (214, 70, 60), (96, 18, 40)):
        t = np.clip((x - left) / length, 0, 1)
        height = 5 * np.sin(np.pi * t) * (0.75 + 0.25 * np.sin(x / 5.0 + row))
        bar = (y <= row) & (y > row - height)
        picture[bar] = hour.sky[1] if row < 50 else hour.sky[2]
        picture[bar & ~np.roll(bar, -1, 0)] = hour.sky[3]


def _keep(picture: Picture, hour: Hour) -> None:
    """The title's keep as a shadow that is eaten from its spires down and leaves motes that drift off to the left."""
    if not hour.left:
        return
    scene = Image.new("P", (WIDTH, 256), _MARK)
    castle(ImageDraw.Draw(scene))
    drawn = np.array(scene)[CASTLE_UP : CASTLE_UP + HEIGHT]
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(float)
    whole = 1.25 if hour.left == 1 else hour.left * 1.3 - np.clip((HORIZON - y) / 108, 0, 1) * 0.85 + 0.12 * np.sin(x / 9)
    there = (drawn != _MARK) & (whole > _threshold()) & (y < HORIZON)
    picture[there] = hour.ghost
    lit = there & (drawn != NIGHT) & (drawn != _MARK)
    picture[lit & (drawn == 0x27)] = hour.light
    if hour.left < 1:
        motes = (drawn != _MARK) & ~there & ((x * 7 + y * 13) % 23 == 0)
        moved = np.roll(motes, (-5, -9), (0, 1))
        picture[moved & (y < HORIZON - 8)] = hour.sky[3]


def _hills(picture: Picture, hour: Hour) -> None:
    """The hill that was under the keep, the hedge before it, and the gate in the hedge."""
    x = np.arange(WIDTH)
    y = np.arange(HEIGHT)[:, None]
    hill = HORIZON - 1 - 4 * np.sin(np.clip((x - 90) / 166, 0, 1) * np.pi) + (x % 7 == 3)
    grass = y >= hill
    picture[grass] = hour.grass[0]
    picture[(np.clip(1.2 - (y - hill) / 9, 0, 1) * 0.8 > _threshold()) & grass] = hour.grass[1]
    picture[grass & (y < hill + 1)] = hour.grass[1]
    hedge = 122 + 2 * np.sin(x / 6) + 1.4 * np.sin(x / 2.3) + 40 * ((x > 196) & (x < 212))
    picture[y >= hedge] = NIGHT
    for post in (194, 211):
        picture[106:HEIGHT, post : post + 3] = NIGHT
        picture[105, post + 1] = NIGHT
    for bar in range(198, 211, 4):
        picture[112:HEIGHT, bar] = NIGHT
    picture[114, 196:212] = picture[124, 196:212] = NIGHT


def _lamplighter(picture: Picture, hour: Hour) -> None:
    """He stands on the title's crag; the day takes over from his lamp."""
    scene = Image.new("P", (WIDTH, 256), _MARK)
    foreground(ImageDraw.Draw(scene))
    drawn = np.array(scene)[HOB_UP : HOB_UP + HEIGHT]
    picture[drawn != _MARK] = NIGHT
    picture[(drawn == 0x12) | (drawn == 0x38)] = hour.grass[1] if hour.left == 1 else hour.sky[3]
    picture[drawn == 0x27] = hour.light if hour.left == 1 else hour.sky[3]
