"""The end: the castle was a dream, and dreams come back."""

from __future__ import annotations

from collections.abc import Callable

import pygame

from game.context import Context
from game.input import Frame
from game.progress import LAST_LOOP
from game.run import Run
from game.screens.menu import Item, Menu
from game.screens.panel import panel
from game.screens.scroll import ScrollScreen
from game.stack import Screen
from game.view.castle_map import PICTURE
from game.view.colours import GOLD, GREY, RED, WHITE

_STORY = (
    ("THE CASTLE FALLS ASLEEP", GOLD),
    ("Its walls forget their shape.", WHITE),
    ("Its bats forget their names.", WHITE),
    ("At dawn nothing is left of it", WHITE),
    ("but a number,", WHITE),
    ("and the number dreams again.", WHITE),
)
_LAST_STORY = (
    ("THE LAMP BURNS ON", GOLD),
    ("", GREY),
    ("Twice it was dreamt,", WHITE),
    ("and twice put out.", WHITE),
    ("Hob Tallow hangs his lamp", WHITE),
    ("by the gate in the hedge,", WHITE),
    ("and for the first time", WHITE),
    ("in a hundred years", WHITE),
    ("the hill sleeps", WHITE),
    ("without a castle.", WHITE),
)
_PATIENCE = 600
_LOOP_BOX = pygame.Rect(24, 116, 208, 118)


class EndingScreen(ScrollScreen):
    """The last page of the story under the picture of the morning, with the score."""

    top = 130
    last_y = 212

    def __init__(self, context: Context, score: int, loop: int, then: Callable[[], None]) -> None:
        super().__init__(context, _STORY if loop < LAST_LOOP else _LAST_STORY, then, _PATIENCE)
        self.score = score

    def draw(self, canvas: pygame.Surface) -> None:
        """Picture, lines and score."""
        super().draw(canvas)
        self.context.sprites.draw(canvas, "ending", 0, 0, 1, self._age)
        self.context.font.centre(canvas, f"SCORE-{self.score % 1000000:06}", 230, GREY)


class LoopScreen(Screen):
    """The castle once more, harder: now, or another day by CONTINUE."""

    def __init__(self, context: Context, following: Run) -> None:
        self.context = context
        self.following = following
        self._age = 0
        self.menu = Menu(
            [
                Item(f"BEGIN LOOP {following.loop}", lambda: context.go.castle_map(following)),
                Item("BACK TO TITLE", context.go.title),
            ]
        )

    def update(self, frame: Frame) -> None:
        """Choose; no is the title."""
        self._age += 1
        if frame.cancel:
            self.context.go.title()
        else:
            self.menu.update(frame, self.context)

    def draw(self, canvas: pygame.Surface) -> None:
        """The question, and what is at stake."""
        self.context.sprites.draw(canvas, PICTURE, 0, 0)
        panel(canvas, _LOOP_BOX)
        font = self.context.font
        font.centre(canvas, "IT DREAMS AGAIN", 128, RED)
        for n, line in enumerate(("You keep what you carry.", "Its blows fall harder,", "and more of it is awake.")):
            font.centre(canvas, line, 146 + 11 * n, WHITE)
        self.menu.draw(canvas, self.context, 84, 188)
        if self.context.progress.run == self.following.saved:
            font.centre(canvas, "another day: CONTINUE", 217, GREY)
