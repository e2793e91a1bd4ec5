"""The card before a stage: its number and name, while the map is read."""

from __future__ import annotations

import pygame

from game.context import Context
from game.input import Frame, Source
from game.intents import Intent
from game.run import Run
from game.screens.controls import plain
from game.stack import Screen
from game.stage import Stage, load_stage
from game.view.colours import DARK, GOLD, GREY, RED, WHITE
from generator.errors import UserError

CARD_FRAMES = 120
_HERO = "portrait.hob"
_FACES, _LEFT, _MIDDLE, _RIGHT = 94, 58, 101, 144
"""Top of the portraits; left of the hero's, of the only one, of the boss's."""


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
        font, level = self.context.font, self.stage.level_map.level
        loop = f"LOOP {self.run.loop}  " if self.run.loop > 1 else ""
        font.centre(canvas, f"{loop}STAGE {level.stage:02}", 58, GOLD)
        font.centre(canvas, level.title.upper()[:30], 76, WHITE)
        self._draw_faces(canvas)
        below = "TIME ATTACK" if self.run.timed else f"x {self.run.carry.lives:02}"
        font.centre(canvas, below, 156, RED if self.run.timed else WHITE)
        if self.run.assisted:
            font.centre(canvas, "* WITH ASSISTS", 174, GREY)
        if self.stage.pack is not None:
            font.centre(canvas, "dressed in", 200, DARK)
            font.centre(canvas, self.stage.pack.title[:30], 212, GREY)
        if self.run.timed:
            self._draw_keys(canvas, (f"{self._key('select')} begins anew",))
        elif not self.run.index:
            keys = f"{self._key('jump')} jump  {self._key('whip')} whip  {self._key('start')} pause"
            self._draw_keys(canvas, (keys, f"{self._key('up')} + {self._key('whip')} throw"))

    def _draw_faces(self, canvas: pygame.Surface) -> None:
        """The hero, and who waits for him where that is told."""
        sprites = self.context.sprites
        foe = f"portrait.{self.stage.level_map.level.boss}" if self.stage is not None else ""
        known = not self.run.timed and sprites.has(foe)
        for name, x, facing in ((_HERO, _LEFT, 1), (foe, _RIGHT, -1)) if known else ((_HERO, _MIDDLE, 1),):
            picture = sprites.cut(name).right if facing > 0 else sprites.cut(name).left
            frame = pygame.Rect(x, _FACES, 54, 54)
            pygame.draw.rect(canvas, DARK, frame, 1)
            canvas.blit(picture, picture.get_rect(center=frame.center))

    def _key(self, intent: str) -> str:
        """What means an intent on the device in use."""
        settings = self.context.settings
        return plain((settings.pad if self.context.controls.source is Source.PAD else settings.keys)[intent][0])

    def _draw_keys(self, canvas: pygame.Surface, lines: tuple[str, ...]) -> None:
        for n, line in enumerate(lines):
            self.context.font.centre(canvas, line[:32], 24 + 12 * n, GREY)
