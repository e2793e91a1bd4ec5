"""The card before a stage: its number and name, while the map is read."""

from __future__ import annotations

import pygame

from game.context import Context
from game.input import Frame
from game.intents import Intent
from game.run import Run
from game.screens.controls import plain
from game.stack import Screen
from game.stage import Stage, load_stage
from game.view.colours import DARK, GOLD, GREY, RED, WHITE
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
        """Wait, or be hurried; back is the title."""
        self._age += 1
        if Intent.BACK in frame.menu:
            self.context.go.title()
        elif self.stage is not None and (self._age >= CARD_FRAMES or frame.confirm):
            self.context.go.play(self.run, self.stage)

    def draw(self, canvas: pygame.Surface) -> None:
        """Number, name, lives, who waits at its end, and the coat it wears."""
        if self.stage is None:
            return
        font, sprites, level = self.context.font, self.context.sprites, self.stage.level_map.level
        loop = f"LOOP {self.run.loop}  " if self.run.loop > 1 else ""
        font.centre(canvas, f"{loop}STAGE {level.stage:02}", 72, GOLD)
        font.centre(canvas, level.title.upper()[:30], 90, WHITE)
        if self.run.timed:
            font.centre(canvas, "TIME ATTACK", 114, RED)
        else:
            font.draw(canvas, f"x {self.run.carry.lives:02}", 116 if self._portrait else 124, 136, WHITE)
        sprites.draw(canvas, "hero.idle", 96 if self._portrait else 112, 148, 1, self._age)
        if self._portrait:
            sprites.draw(canvas, self._portrait, 164, 116)
            pygame.draw.rect(canvas, DARK, (162, 114, 36, 36), 1)
        if self.run.assisted:
            font.centre(canvas, "* WITH ASSISTS", 172, GREY)
        if self.stage.pack is not None:
            font.centre(canvas, "dressed in", 200, DARK)
            font.centre(canvas, self.stage.pack.title[:30], 212, GREY)
        if self.run.timed:
            self._draw_keys(canvas, (f"{self._key('select')} begins anew",))
        elif not self.run.index:
            keys = f"{self._key('jump')} jump  {self._key('whip')} whip  {self._key('start')} pause"
            self._draw_keys(canvas, (keys, f"{self._key('up')} + {self._key('whip')} throw"))

    @property
    def _portrait(self) -> str:
        """The picture of the stage's boss, the empty string while there is none or none is told."""
        boss = self.stage.level_map.level.boss if self.stage is not None else ""
        names = (f"portrait.{boss}", f"portrait.{boss.removeprefix('boss_')}")
        return next((name for name in names if boss and not self.run.timed and self.context.sprites.has(name)), "")

    def _key(self, intent: str) -> str:
        return plain(self.context.settings.keys[intent][0])

    def _draw_keys(self, canvas: pygame.Surface, lines: tuple[str, ...]) -> None:
        for n, line in enumerate(lines):
            self.context.font.centre(canvas, line[:32], 24 + 12 * n, GREY)
