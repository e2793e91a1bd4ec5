"""The bot itself: a byte of buttons for each frame."""

from __future__ import annotations

from game.bot.plan import CALM, Planner
from game.bot.way import Way
from game.sim.rng import Rng
from game.sim.world import World


class Bot:
    """Plays one attempt at a level. The same world, level and reaction always get the same buttons.

    reaction: 0, and it sees what will be; or the frames by which what it does lags behind what it sees. With such a lag it
    doesn't know either how chance will fall: it thinks in a twin of the world that has other dice.
    """

    def __init__(self, way: Way, reaction: int = 0) -> None:
        self.planner = Planner(way)
        self.reaction = reaction
        self._queue = b""
        self._settled = reaction
        if reaction:
            self._queue = bytes(reaction)

    def buttons(self, world: World) -> int:
        """What to press on this frame; nothing once there is nothing left to play."""
        if world.status != "play":
            return 0
        if self.reaction:
            if self._settled <= self.reaction:
                self._foresee(world)
        elif self._settled <= 0 or not self._queue:
            plan = self.planner.plan(world, self._queue)
            self._queue, self._settled = plan.buttons, plan.commit
        self._settled -= 1
        byte, self._queue = self._queue[0], self._queue[1:]
        return byte

    def _foresee(self, world: World) -> None:
        """Plan for the frame up to which everything is settled, from how the world will look then as far as can be told now."""
        twin = world.clone()
        twin.rng = Rng(world.rng.word ^ world.frame)
        settled, rest = self._queue[: self._settled], self._queue[self._settled :]
        for byte in settled:
            twin.step(byte)
        ahead = self.reaction
        if twin.status == "play":
            plan = self.planner.plan(twin, rest)
            rest = plan.buttons
            ahead = max(ahead, plan.commit // 2) if plan.commit > CALM.commit else ahead
        self._queue = settled + (rest or bytes(ahead))
        self._settled = min(self.reaction + ahead, len(self._queue))
