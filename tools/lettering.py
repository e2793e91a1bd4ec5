"""The DREAMKEEP lettering: a broad pen drawn along a skeleton for each letter, which is how blackletter comes by its shapes."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

Stroke = tuple[tuple[float, float], ...]
Mask = npt.NDArray[np.bool_]

NIB_WIDTH, NIB_ANGLE = 6.6, math.radians(38)
"""Pixels, and the slope of the pen's edge: down strokes come out thick, strokes along the edge thin."""
HEIGHT = 36
SCALE = 8
"""The pen writes on a finer grid; a pixel is set when more than half of it is covered."""

STEM: Stroke = ((0, 7), (4, 4), (4, 27), (8, 31))
LETTERS: dict[str, tuple[int, tuple[Stroke, ...]]] = {
    "D": (21, (((4, 4), (4, 28)), ((0, 5), (5, 3), (12, 4), (17, 9), (17, 22), (13, 27), (7, 31), (1, 29)), ((4, 29), (8, 31)))),
    "R": (22, (STEM, ((0, 6), (7, 3), (13, 4), (16, 8), (15, 13), (9, 17), (6, 16)), ((9, 17), (13, 22), (15, 27), (20, 31)))),
    "E": (18, (((4, 5), (4, 25), (8, 31), (16, 27)), ((1, 7), (9, 3), (14, 6)), ((4, 17), (13, 15)))),
    "A": (22, (((1, 30), (5, 28), (9, 5)), ((6, 6), (11, 3), (15, 8), (16, 27), (20, 31)), ((5, 20), (15, 18)))),
    "M": (
        28,
        (((0, 31), (4, 27), (4, 5)), ((0, 7), (6, 3), (13, 17)), ((13, 17), (13, 26)), ((13, 17), (21, 3)), ((21, 5), (22, 27), (26, 31))),
    ),
    "K": (21, (STEM, ((7, 17), (12, 11), (14, 4), (18, 6)), ((7, 16), (12, 21), (14, 27), (19, 31)))),
    "P": (20, (((0, 7), (4, 4), (4, 29), (1, 33)), ((1, 6), (8, 3), (14, 5), (16, 9), (15, 15), (9, 20), (5, 19)))),
}
"""Advance in pixels and the strokes of each letter, between y 3 and 33."""


def lettering(word: str, gap: int = 2) -> Mask:
    """(HEIGHT, width) of the word's pixels."""
    width = sum(LETTERS[char][0] + gap for char in word) + 2 * gap
    sheet = Image.new("L", (width * SCALE, HEIGHT * SCALE))
    pen = ImageDraw.Draw(sheet)
    left = 2.0 * gap
    for char in word:
        advance, strokes = LETTERS[char]
        for stroke in strokes:
            _sweep(pen, [(x + left, y) for x, y in stroke])
        left += advance + gap
    cover = np.asarray(sheet).reshape(HEIGHT, SCALE, width, SCALE).mean(axis=(1, 3))
    return cover > 127


def _sweep(pen: ImageDraw.ImageDraw, points: list[tuple[float, float]]) -> None:
    """The pen's edge, moved along the points: one parallelogram a segment."""
    dx, dy = NIB_WIDTH / 2 * math.cos(NIB_ANGLE), -NIB_WIDTH / 2 * math.sin(NIB_ANGLE)
    for (x0, y0), (x1, y1) in pairwise(points):
        corners = ((x0 - dx, y0 - dy), (x0 + dx, y0 + dy), (x1 + dx, y1 + dy), (x1 - dx, y1 - dy))
        pen.polygon([(x * SCALE, y * SCALE) for x, y in corners], fill=255, outline=255, width=SCALE)
