"""Waiting for a stage that is still being built: the map of the castle, and how far the builder is."""

from __future__ import annotations

import pygame

from game.castles import Raising, is_built, with_shipped
from game.context import Context
from game.input import Frame
from game.run import Run
from game.stack import Screen
from game.view.castle_map import PLACES, draw_castle_map
from game.view.colours import BLACK, GOLD, GREY, VIOLET

PATIENCE = 90 * 60
"""Frames that a stage may take before the shipped one stands in; it takes a second or two."""
_BAR = pygame.Rect(64, 20, 128, 4)


class RaisingScreen(Screen):
    """Goes on to the stage as soon as it stands; back sends the builder home and is the title."""

    def __init__(self, context: Context, run: Run, raising: Raising) -> None:
        self.context = context
        self.run = run
        self.raising = raising
        self._age = 0

    def enter(self) -> None:
        """Quiet, as between stages."""
        self.context.mixer.stop()

    def update(self, frame: Frame) -> None:
        """Listen, and go on; a builder that fails or takes too long is done without."""
        self._age += 1
        for line in self.raising.news():
            self.context.messages.say(line)
        if frame.cancel:
            self.raising.cancel()
            self.context.go.title()
        elif is_built(self.run):
            self.context.go.begin(self.run)
        elif self.raising.over or self._age > PATIENCE:
            self._stand_in()

    def _stand_in(self) -> None:
        shipped = self.context.library.castle()
        if self.run.index >= len(shipped):
            self.context.messages.say("this castle could not be built")
            self.context.go.title()
            return
        self.context.messages.say(f"{self.run.stage} could not be built; the shipped stage stands in")
        self.context.go.begin(with_shipped(self.run, shipped))

    def draw(self, canvas: pygame.Surface) -> None:
        """The map, the code, the line."""
        draw_castle_map(canvas, self.context.sprites, min(self.run.index, len(PLACES) - 1), 1.0, self.context.blinks(self._age, 32, 16))
        canvas.fill(BLACK, (0, 0, 256, 30))
        self.context.font.centre(canvas, f"CASTLE {self.run.code}", 6, GOLD)
        canvas.fill(VIOLET, (_BAR.x, _BAR.y, _BAR.w * self.raising.built // self.raising.wanted, _BAR.h))
        pygame.draw.rect(canvas, GREY, _BAR.inflate(4, 4), 1)
        canvas.fill(BLACK, (0, 228, 256, 12))
        self.context.font.centre(canvas, f"{self.raising.line}{'.' * (self._age // 20 % 4)}"[:32], 229, GREY)
