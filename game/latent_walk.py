"""A walk through the space of themes: what the player sees while a dream is painted. Runs in the worker process."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from generator.noise import mix
from generator.painter import Painter
from generator.ppu import Screen, render, to_rgb

STEPS = 12
"""Pictures from one theme to the next."""
REPAINT = 3
"""Only each third one is painted; in between the colours go on without the patterns, which costs next to nothing."""


class Walk:
    """One scene of roles under changing themes. Textures stay, so that it is the same place that changes its mood."""

    def __init__(self, painter: Painter, seed: str, roles: NDArray[np.uint8]) -> None:
        """roles: (rows, cols) of Role."""
        self._painter = painter
        self._seed = seed
        self._roles = roles
        self._texture = painter.latents(seed, *roles.shape)[1]
        self._stop = 0
        self._step = 0
        self._here = self._from = self._theme(0)
        self._to = self._theme(1)
        self._screen: Screen | None = None

    def next(self) -> NDArray[np.uint8]:
        """The next picture, (rows * 16, cols * 16, 3) uint8."""
        self._here = mix(self._from, self._to, self._step, STEPS)
        picture = self._picture()
        self._step += 1
        if self._step == STEPS:
            self._stop += 1
            self._step, self._from, self._to = 0, self._to, self._theme(self._stop + 1)
        return picture

    def home(self, theme: tuple[int, ...]) -> Iterator[NDArray[np.uint8]]:
        """The pictures from here straight to a theme: that of the dream which was chosen."""
        start, end = self._here, np.array(theme, np.int64)
        for part in (1, 2):
            self._here, self._step = mix(start, end, part, 2), 0
            yield self._picture()

    def _theme(self, n: int) -> NDArray[np.int64]:
        return self._painter.theme(f"{self._seed}/walk/{n}")

    def _picture(self) -> NDArray[np.uint8]:
        if self._screen is None or self._step % REPAINT == 0:
            self._screen = self._painter.paint(self._roles, self._here, self._texture)
        else:
            backdrop, palettes = self._painter.palettes(self._here)
            self._screen = replace(self._screen, backdrop=backdrop, palettes=palettes)
        return to_rgb(render(self._screen))
