"""The bot itself: a byte of buttons for each frame."""

from __future__ import annotations

from game.bot.plan import Planner
from game.bot.way import Way
from game.sim.world import World

COMMIT = 24
"""Frames of a plan that are played before the next is made."""


class Bot:
    """Plays one level. The same world and the same level always get the same buttons."""

    def __init__(self, way: Way) -> None:
        self.planner = Planner(way)
        self._queue = b""
        self._sure = 0

    def buttons(self, world: World) -> int:
        """What to press on this frame."""
        if not self._sure or not self._queue:
            self._queue = self.planner.plan(world, self._queue).buttons
            self._sure = COMMIT
        self._sure -= 1
        byte, self._queue = self._queue[0], self._queue[1:]
        return byte
