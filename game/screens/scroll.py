"""Text that climbs over the picture: the ending, the credits."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pygame

from game.context import Context
from game.input import Frame
from game.stack import Screen
from game.view.colours import BLACK, RGB

Line = tuple[str, RGB]
LINE = 14
_FRAMES_A_PIXEL = 3
_HURRY = 4
_BOTTOM = 220


class ScrollScreen(Screen):
    """Lines scroll up until the last one stands in the middle. Held buttons hurry them; no skips them; yes goes on from the end.

    then: what follows. patience: frames after which it goes on by itself, 0 = never.
    """

    tune = "ending"
    top = 8
    """Above it no line is seen."""
    last_y = 108
    """Where the last line comes to rest."""

    def __init__(self, context: Context, lines: Sequence[Line], then: Callable[[], None], patience: int = 0) -> None:
        self.context = context
        self.lines = list(lines)
        self._then = then
        self._patience = patience
        self._age = 0
        self._rested = 0

    @property
    def _top(self) -> int:
        """Where the first line is."""
        return max(self.last_y - LINE * (len(self.lines) - 1), _BOTTOM - self._age // _FRAMES_A_PIXEL)

    @property
    def rests(self) -> bool:
        """Whether all was shown."""
        return self._top == self.last_y - LINE * (len(self.lines) - 1)

    def enter(self) -> None:
        """Its music."""
        self.context.mixer.tune(self.tune)

    def update(self, frame: Frame) -> None:
        """Scroll on."""
        self._age += _HURRY if frame.held else 1
        self._rested += self.rests
        over = self.rests and self._patience and self._rested > self._patience
        if frame.cancel or over or (frame.confirm and self.rests):
            self._then()

    def draw(self, canvas: pygame.Surface) -> None:
        """The lines that are in sight."""
        canvas.fill(BLACK)
        for n, (line, colour) in enumerate(self.lines):
            y = self._top + n * LINE
            if self.top <= y < _BOTTOM:
                self.context.font.centre(canvas, line, y, colour)
