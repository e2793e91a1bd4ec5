"""The best run of a stage, walked beside the player's: a world of its own, fed by its replay."""

from __future__ import annotations

from game.replay import Divergence, Playback, Replay
from game.sim.level import Level
from game.sim.world import World
from generator.errors import UserError


class Ghost:
    """In step with the player's world as long as each of its steps is followed by one of the ghost's."""

    def __init__(self, replay: Replay, level: Level) -> None:
        """Raises UserError when the replay was played on another level."""
        self._playback: Playback | None = Playback(replay, level)

    @property
    def world(self) -> World | None:
        """Its state now; None when its run is over, or went another way than it was recorded."""
        return self._playback.world if self._playback is not None and not self._playback.done else None

    def step(self) -> None:
        """One frame."""
        if self._playback is None or self._playback.done:
            return
        self._playback.world.step(self._playback.next_buttons())
        try:
            self._playback.verify()
        except Divergence:
            self._playback = None  # made by other rules: better no ghost than one that lies


def make_ghost(replay: Replay | None, level: Level) -> Ghost | None:
    """The ghost of a replay that may be missing or belong elsewhere."""
    try:
        return Ghost(replay, level) if replay is not None else None
    except UserError:
        return None
