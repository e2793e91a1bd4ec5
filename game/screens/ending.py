"""The end: the castle was a dream. Then who made it."""

from __future__ import annotations

import pygame

from game.context import Context
from game.input import Frame
from game.stack import Screen
from game.view.colours import BLACK, GOLD, GREY, WHITE

_LINES = (
    ("", GREY),
    ("THE CASTLE FALLS ASLEEP", GOLD),
    ("", GREY),
    ("Its walls forget their shape.", WHITE),
    ("Its bats forget their names.", WHITE),
    ("At dawn nothing is left of it", WHITE),
    ("but a number,", WHITE),
    ("and the number dreams again.", WHITE),
    ("", GREY),
    ("", GREY),
    ("DREAMKEEP", GOLD),
    ("", GREY),
    ("walls and windows", GREY),
    ("A NEURAL NETWORK", WHITE),
    ("", GREY),
    ("which learnt from the", GREY),
    ("PUBLIC-DOMAIN PACKS", WHITE),
    ("named in CREDITS.md", GREY),
    ("", GREY),
    ("rules, rooms and music", GREY),
    ("THE DREAMKEEP AUTHORS", WHITE),
    ("", GREY),
    ("after an idea of 2017 by", GREY),
    ("ADAM GEITGEY", WHITE),
    ("", GREY),
    ("", GREY),
    ("THANK YOU FOR PLAYING", GOLD),
)
_LINE = 14
_FRAMES_A_PIXEL = 3
_TEXT_BOTTOM = 216


class EndingScreen(Screen):
    """Scrolling text; any confirming or cancelling press leads back once it has all been seen, or on request."""

    def __init__(self, context: Context, score: int) -> None:
        self.context = context
        self.score = score
        self._age = 0

    @property
    def _top(self) -> int:
        """Where the first line is; the last one stops in the middle of the picture."""
        last = 112 - _LINE * (len(_LINES) - 1)
        return max(last, _TEXT_BOTTOM - self._age // _FRAMES_A_PIXEL)

    def enter(self) -> None:
        """The tune of morning."""
        self.context.mixer.tune("ending")

    def update(self, frame: Frame) -> None:
        """Scroll on; held buttons hurry it."""
        self._age += 4 if frame.held else 1
        scrolled_out = self._top == 112 - _LINE * (len(_LINES) - 1)
        if frame.cancel or (frame.confirm and scrolled_out):
            self.context.go.title()

    def draw(self, canvas: pygame.Surface) -> None:
        """The lines that are in sight, and the score."""
        canvas.fill(BLACK)
        font = self.context.font
        for n, (line, colour) in enumerate(_LINES):
            y = self._top + n * _LINE
            if 8 <= y < _TEXT_BOTTOM:
                font.centre(canvas, line, y, colour)
        font.centre(canvas, f"SCORE-{self.score % 1000000:06}", 226, GREY)
