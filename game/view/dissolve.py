"""One picture turning into the next by an ordered pattern of whole pixels: no colour is shown that neither of them has."""

from __future__ import annotations

import numpy as np
import pygame

DISSOLVE_STEPS = 16
_BAYER = np.array([[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]])


class Dissolve:
    """Shows the newest picture, dissolving from the one before in 16 steps; pictures that come faster are queued, the older dropped."""

    def __init__(self) -> None:
        self._now: pygame.Surface | None = None
        self._next: pygame.Surface | None = None
        self._waiting: pygame.Surface | None = None
        self._age = 0

    def show(self, picture: pygame.Surface) -> None:
        """Another picture, as large as the canvas."""
        if self._now is None:
            self._now = picture
        elif self._next is None:
            self._next, self._age = picture, 0
        else:
            self._waiting = picture

    def update(self) -> None:
        """One step further."""
        if self._next is None:
            return
        self._age += 1
        if self._age > DISSOLVE_STEPS:
            self._now, self._next, self._waiting = self._next, self._waiting, None
            self._age = 0

    def draw(self, canvas: pygame.Surface) -> None:
        """Draw the mixture."""
        if self._now is None:
            return
        canvas.blit(self._now, (0, 0))
        if self._next is None:
            return
        ys, xs = np.nonzero(self._age > _BAYER)
        old, new = pygame.surfarray.pixels2d(canvas), pygame.surfarray.pixels2d(self._next)
        width, height = min(old.shape[0], new.shape[0]), min(old.shape[1], new.shape[1])
        for x, y in zip(xs, ys, strict=True):
            old[x:width:4, y:height:4] = new[x:width:4, y:height:4]
