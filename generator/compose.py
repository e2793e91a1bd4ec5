"""Composed windows: random scenes dressed with the tiles of one pack, then fitted to the console's memory as a whole.

Windows cut from a sheet show tiles as the artist filed them; a composed screen shows them as a game would, walls behind
columns and floors under doors, with every cell's role known. That is what the network has to learn to paint.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from generator.dressing import Canvas, paint
from generator.outfit import Outfit, Wardrobe
from generator.roles import TILE
from generator.scenes import random_scene
from generator.windows import Window

SCREEN = (10, 12)
"""Rows and columns of a composed screen in cells."""
PLACES = 5
"""Windows cut from one screen at most."""


def compose(wardrobe: Wardrobe, window: int, rng: np.random.Generator) -> Iterator[tuple[Window, list[tuple[int, int]]]]:
    """Composed screens of one pack without end, and the cells (row, col) at which to cut windows from each."""
    size = window // TILE
    rows, cols = max(SCREEN[0], size), max(SCREEN[1], size)
    while True:
        screen = dress(wardrobe, rows, cols, rng)
        yield screen, good_places(screen.roles, size, rng)


def dress(wardrobe: Wardrobe, rows: int, cols: int, rng: np.random.Generator) -> Window:
    """One composed screen of whole cells."""
    outfit = Outfit(wardrobe, rng)
    scene = random_scene(rows, cols, outfit.roles, rng)
    canvas = Canvas.blank(scene.rows, scene.cols)
    paint(canvas, scene, outfit)
    return Window(canvas.rgb, canvas.roles)


def good_places(roles: np.ndarray, size: int, rng: np.random.Generator) -> list[tuple[int, int]]:
    """A few places whose windows overlap by no more than half along some edge, those that show more roles first."""
    rows, cols = roles.shape
    places = [(row, col) for row in range(rows - size + 1) for col in range(cols - size + 1)]

    def variety(place: tuple[int, int]) -> float:
        row, col = place
        return len(np.unique(roles[row : row + size, col : col + size])) + float(rng.random()) * 2.5

    chosen: list[tuple[int, int]] = []
    for place in sorted(places, key=variety, reverse=True):
        if all(abs(place[0] - row) * 2 >= size or abs(place[1] - col) * 2 >= size for row, col in chosen):
            chosen.append(place)
        if len(chosen) == PLACES:
            break
    return chosen
