"""The liquid's movement: four frames from a small circle in the texture latent, so that the last leads to the first."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from generator.brush import Brush
from generator.extras import Choice
from generator.looks import Look
from generator.roles import SLOT_BY_NAME
from generator.theme_choice import Theme

FRAME_MS = 200
"""Milliseconds of a frame."""
_CIRCLES = (160, 320, 640)
"""Radii tried, in 1/1024 of the latent's standard deviation."""
_STILL, _WILD = 0.005, 0.08
"""Mean OKLab distance between frames below which nothing moves, and above which it flickers."""
_DRIFT = 4
"""Pixels a frame is shifted when no circle moves it: four frames then make a whole tile."""


def dream_waves(brush: Brush, theme: Theme, choices: dict[int, Choice]) -> dict[int, Choice]:
    """Frames 1 to 3 of ``liquid.top`` and ``liquid.body``, where these were chosen; the chosen tile is frame 0."""
    frames: dict[int, Choice] = {}
    for part in ("liquid.top", "liquid.body"):
        main = choices.get(SLOT_BY_NAME[part].id)
        if main is not None:
            for n, choice in enumerate(_frames(brush, theme, main), start=1):
                frames[SLOT_BY_NAME[f"{part}.{n}"].id] = choice
    return frames


def _frames(brush: Brush, theme: Theme, main: Choice) -> list[Choice]:
    """The widest circle whose frames neither stand still nor flicker; else the tile itself, drifting."""
    points = np.concatenate([_circle(main.texture, radius) for radius in _CIRCLES])
    patches = np.repeat(main.patch[None], len(points), axis=0)
    painted = brush.tiles(patches, main.theme, points)
    for first in range(len(points) - 3, -1, -3):
        pattern = painted.pattern[first : first + 3]
        if _moves_well(theme, main, pattern):
            return [replace(main, pattern=pattern[n], texture=points[first + n]) for n in range(3)]
    return [replace(main, pattern=np.roll(main.pattern, _DRIFT * n, axis=1)) for n in range(1, 4)]


def _circle(texture: np.ndarray, radius: int) -> np.ndarray:
    """Three more points of a circle of which ``texture`` is one: (3, Zx), in steps of a quarter turn."""
    points = np.repeat(texture[None], 3, axis=0)
    points[:, 0] += np.array([-radius, -2 * radius, -radius])
    points[:, 1] += np.array([radius, 0, -radius])
    return points


def _moves_well(theme: Theme, main: Choice, pattern: np.ndarray) -> bool:
    ring = np.concatenate([main.pattern[None], pattern, main.pattern[None]])
    look = Look.of(theme.backdrop, theme.palettes, ring, np.full(len(ring), main.cell))
    steps = look.take(list(range(4))).unlike(look.take(list(range(1, 5))))
    return bool(steps.min() > _STILL and steps.max() < _WILD)
