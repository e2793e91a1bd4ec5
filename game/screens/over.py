"""Game over: once more, once more in new art, or not today."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.context import Context
from game.input import Frame
from game.intents import Intent
from game.run import Run
from game.screens.menu import Item, Menu
from game.stack import Screen
from game.stage import Stage
from game.view.colours import BLACK, GREY, RED

if TYPE_CHECKING:
    from game.screens.play import PlayScreen

_DEAF = 30
"""Frames in which no button is heard: the last blow may still be on the player's thumb."""


class GameOverScreen(Screen):
    """Continue, dream anew, title."""

    def __init__(self, context: Context, play: PlayScreen) -> None:
        self.context = context
        self.play = play
        self._age = 0
        self.menu = Menu(
            [
                Item("CONTINUE", lambda: context.go.begin(self._run)),
                Item("DREAM ANEW", lambda: context.go.dream_again(self._run, play.stage, self._kept)),
                Item("BACK TO TITLE", context.go.title),
            ]
        )

    @property
    def _run(self) -> Run:
        return self.play.run.continued()

    def _kept(self, stage: Stage) -> None:
        self.play.wear(stage)
        self.context.go.begin(self._run)

    def enter(self) -> None:
        """The sad tune."""
        self.context.mixer.tune("over")

    def update(self, frame: Frame) -> None:
        """Choose; back is the title."""
        self._age += 1
        if self._age <= _DEAF:
            return
        if Intent.BACK in frame.menu:
            self.context.go.title()
        else:
            self.menu.update(frame, self.context)

    def draw(self, canvas: pygame.Surface) -> None:
        """The words, the fallen hero, the menu."""
        canvas.fill(BLACK)
        font = self.context.font
        font.centre(canvas, "GAME OVER", 64, RED)
        self.context.sprites.draw(canvas, "hero.dead", 128, 120, 1, self._age)
        font.centre(canvas, f"SCORE-{self.play.world.hero.score % 1000000:06}", 136, GREY)
        self.menu.draw(canvas, self.context, 84, 164)
