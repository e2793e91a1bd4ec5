"""The card before a stage: its number and name, while the map is read."""

from __future__ import annotations

import pygame

from game.context import Context
from game.input import Frame
from game.run import Run
from game.stack import Screen
from game.stage import Stage, load_stage
from game.view.colours import DARK, GOLD, GREY, WHITE
from generator.errors import UserError

CARD_FRAMES = 120


class CardScreen(Screen):
    """STAGE 01 / THE GATE."""

    def __init__(self, context: Context, run: Run) -> None:
        self.context = context
        self.run = run
        self.stage: Stage | None = None
        self._age = 0

    def enter(self) -> None:
        """Read the map; a broken one leads back to the title with a word."""
        self.context.mixer.stop()
        try:
            self.stage = load_stage(self.run, self.context.library, self.context.progress)
        except UserError as error:
            self.context.messages.say(str(error))
            self.context.go.title()
            return
        for note in self.stage.notes:
            self.context.messages.say(note)

    def update(self, frame: Frame) -> None:
        """Wait, or be hurried."""
        self._age += 1
        if self.stage is not None and (self._age >= CARD_FRAMES or frame.confirm):
            self.context.go.play(self.run, self.stage)

    def draw(self, canvas: pygame.Surface) -> None:
        """Number, name, lives, and the coat it wears."""
        font = self.context.font
        if self.stage is None:
            return
        level = self.stage.level_map.level
        font.centre(canvas, f"STAGE {level.stage:02}", 88, GOLD)
        font.centre(canvas, level.title.upper()[:30], 108, WHITE)
        self.context.sprites.draw(canvas, "hero.idle", 112, 160, 1, self._age)
        font.draw(canvas, f"x {self.run.carry.lives:02}", 124, 148, WHITE)
        if self.stage.pack is not None:
            font.centre(canvas, "dressed in", 200, DARK)
            font.centre(canvas, self.stage.pack.title[:30], 212, GREY)
        if not self.run.index:
            keys = {intent: names[0] for intent, names in self.context.settings.keys.items()}
            font.centre(canvas, f"{keys['jump']} jump  {keys['whip']} whip  {keys['start']} pause"[:32], 24, GREY)
            font.centre(canvas, f"{keys['up']} + {keys['whip']} throw"[:32], 36, GREY)
