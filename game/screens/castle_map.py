"""The map between two stages: how far it is, and where it goes on."""

from __future__ import annotations

import pygame

from game.context import Context
from game.input import Frame
from game.run import Run
from game.screens.lists import stage_label
from game.stack import Screen
from game.view.castle_map import PLACES, draw_castle_map
from game.view.colours import BLACK, GOLD

_BEFORE, _WALK, _AFTER = 30, 100, 70
"""Frames of waiting, of walking, of standing there."""
_STEP_EVERY = 10


class CastleMapScreen(Screen):
    """The hero walks to the stage that comes next; any press goes on at once."""

    def __init__(self, context: Context, run: Run) -> None:
        self.context = context
        self.run = run
        self.place = min(run.index, len(PLACES) - 1)
        self._age = 0

    @property
    def share(self) -> float:
        """How much of the way is walked, 0..1."""
        return min(1.0, max(0.0, (self._age - _BEFORE) / _WALK)) if self.place else 1.0

    def enter(self) -> None:
        """It is quiet between the stages."""
        self.context.mixer.stop()

    def update(self, frame: Frame) -> None:
        """Walk, then go on."""
        self._age += 1
        if 0 < self.share < 1 and self._age % _STEP_EVERY == 0:
            self.context.mixer.effect("tick")
        if frame.confirm or frame.cancel or self._age > _BEFORE + _WALK + _AFTER:
            self.context.go.begin(self.run)

    def draw(self, canvas: pygame.Surface) -> None:
        """The castle, and the name of the place."""
        draw_castle_map(canvas, self.context.sprites, self.place, self.share, self.context.blinks(self._age, 32, 16))
        canvas.fill(BLACK, (0, 228, 256, 12))
        loop = f"LOOP {self.run.loop}  " if self.run.loop > 1 else ""
        self.context.font.centre(canvas, f"{loop}STAGE {stage_label(self.run.stage)}", 229, GOLD)
