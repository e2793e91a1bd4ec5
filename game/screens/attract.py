"""What the title does when nobody does anything: a run is shown until somebody presses something."""

from __future__ import annotations

import pygame

from game.context import Context
from game.input import Frame
from game.replay import Playback
from game.run import Run
from game.screens.watch import ReplayScreen
from game.sim.events import Event
from game.stage import Stage
from game.view.colours import BLACK, WHITE

SHOW_FRAMES = 45 * 60
"""A demo is no longer than this, however long its run is."""
_PROMPT = pygame.Rect(76, 48, 104, 16)


class AttractScreen(ReplayScreen):
    """Silent but for the title's tune. Any key or button ends it, also one that means nothing in the game."""

    label = ""

    def __init__(self, context: Context, run: Run, stage: Stage, playback: Playback) -> None:
        super().__init__(context, run, stage, playback)
        self._shown = 0

    def enter(self) -> None:
        """Hear every press."""
        self.context.listen = lambda source, name: self.stop("")

    def leave(self) -> None:
        """The next press means again what it means."""
        self.context.listen = None

    def update(self, frame: Frame) -> None:
        """One more step, unless it was long enough or somebody is there."""
        self._shown += 1
        if frame.menu or frame.pressed or self._shown > SHOW_FRAMES:
            self.stop("")
        else:
            super().update(frame)

    def _listen(self, events: tuple[Event, ...]) -> None:
        """Nothing is heard of it."""

    def stop(self, message: str) -> None:
        """Back to the title; whatever it was, nobody asked for this run."""
        if self.context.stack.top is self and self.context.listen is not None:
            self.context.listen = None
            self.context.stack.pop()

    def draw(self, canvas: pygame.Surface) -> None:
        """The run, and the invitation."""
        super().draw(canvas)
        if self.context.blinks(self._shown):
            canvas.fill(BLACK, _PROMPT)
            self.context.font.centre(canvas, "PRESS START", _PROMPT.y + 4, WHITE)
