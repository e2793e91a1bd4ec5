"""The stage is cleared: time and hearts become points, then the player says how to go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.context import Context
from game.input import Frame
from game.intents import Intent
from game.screens.menu import Item, Menu
from game.screens.panel import panel
from game.stack import Screen
from game.view.colours import GOLD, WHITE

if TYPE_CHECKING:
    from game.screens.play import PlayScreen

_BOX = pygame.Rect(28, 56, 200, 150)
_COUNT_STEP = 100
"""Points counted a frame."""
_BEFORE = 30
"""Frames before counting begins."""


class TallyScreen(Screen):
    """Counts down what is left, up what it is worth; confirm shows the sum at once."""

    covers = False

    def __init__(self, context: Context, play: PlayScreen) -> None:
        self.context = context
        self.play = play
        self.time_points, self.heart_points = play.world.tally()
        self.score = play.world.hero.score
        self._counted = 0
        self._age = 0
        run = play.run
        onward = "THE END" if run.is_last and run.castle else "NEXT STAGE" if not run.is_last else "BACK TO TITLE"
        items = [
            Item(onward, lambda: context.go.onward(play)),
            Item("DREAM ITS ART AGAIN", lambda: context.go.dream_again(run, play.stage, play.wear)),
            Item("PLAY IT AGAIN", lambda: context.go.begin(play.run)),
        ]
        if not run.is_last or run.castle:
            items.append(Item("BACK TO TITLE", context.go.title))
        self.menu = Menu(items)

    @property
    def points(self) -> int:
        """What time and hearts are worth together."""
        return self.time_points + self.heart_points

    @property
    def done(self) -> bool:
        """Everything was counted."""
        return self._counted >= self.points

    def update(self, frame: Frame) -> None:
        """Count, then choose; back is the title, for what was reached is kept."""
        self._age += 1
        if Intent.BACK in frame.menu:
            self.context.go.title()
        elif self.done:
            self.menu.update(frame, self.context)
        elif frame.confirm:
            self._counted = self.points
        elif self._age > _BEFORE:
            self._counted = min(self.points, self._counted + _COUNT_STEP)
            if self._age % 4 == 0:
                self.context.mixer.effect("tick")

    def draw(self, canvas: pygame.Surface) -> None:
        """The sum, and the menu once it stands."""
        panel(canvas, _BOX)
        font, x, y = self.context.font, _BOX.x + 20, _BOX.y + 14
        font.centre(canvas, "STAGE CLEARED", y, GOLD)
        from_time = min(self._counted, self.time_points)
        rows = (("TIME", self.time_points - from_time), ("HEARTS", self.points - self._counted - (self.time_points - from_time)))
        for n, (label, left) in enumerate(rows):
            font.draw(canvas, f"{label:<10}{left:>10}", x, y + 20 + 14 * n, WHITE)
        font.draw(canvas, f"{'SCORE':<10}{self.score + self._counted:>10}", x, y + 50, GOLD)
        if self.done:
            self.menu.draw(canvas, self.context, x + 8, y + 74, 20)
