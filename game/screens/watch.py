"""Looking on while recorded buttons steer."""

from __future__ import annotations

import pygame

from game.context import Context
from game.input import Frame
from game.replay import Divergence, Playback
from game.run import Run
from game.screens.play import CLEAR_FRAMES, PlayScreen
from game.sim.world import World
from game.stage import Stage


class ReplayScreen(PlayScreen):
    """A replay from its first frame to its last. It ends where the rules go another way than they did."""

    watching = True
    label = "REPLAY"

    def __init__(self, context: Context, run: Run, stage: Stage, playback: Playback) -> None:
        self.playback = playback
        super().__init__(context, run.replayed(playback.replay.rules, playback.replay.slow), stage)

    def _first(self) -> World:
        return self.playback.world

    def focus_lost(self) -> None:
        """Nobody dies of looking away."""

    def restart(self) -> None:
        """There is nothing to do better."""

    def update(self, frame: Frame) -> None:
        """One step, or the end."""
        if self.playback.done and self.world.status not in ("cleared", "lost"):
            self.stop("end of the replay")
        else:
            super().update(frame)

    def _buttons(self, frame: Frame) -> int:
        return self.playback.next_buttons()

    def _due(self) -> bool:
        return True

    def _step(self, buttons: int) -> None:
        super()._step(buttons)
        try:
            self.playback.verify()
        except Divergence as error:
            self.stop(str(error))

    def _ended(self) -> None:
        if self.world.status == "lost" or self._wait >= CLEAR_FRAMES:
            self.stop("end of the replay")

    def _keep_replay(self) -> None:
        """It is kept already."""

    def stop(self, message: str) -> None:
        """Leave, with a word."""
        self.context.messages.say(message)
        self.context.stack.pop()

    def draw(self, canvas: pygame.Surface) -> None:
        """The level, and that it is no live play."""
        super().draw(canvas)
        if self.context.blinks(self._age, 60, 40):
            star = "*" if self.run.assisted and self.label else ""
            self.context.font.draw(canvas, self.label + star, 196, 38)
