"""A trial: a twin of the world that buttons are pressed in, and what was pressed."""

from __future__ import annotations

from game.sim.hero import State
from game.sim.world import World


class Take:
    """world: the twin. buttons: pressed so far. limit: frames after which no macro goes on."""

    __slots__ = ("buttons", "limit", "world")

    def __init__(self, world: World, limit: int, buttons: bytes = b"") -> None:
        self.world, self.limit = world.clone(), limit
        self.buttons = bytearray(buttons)

    @property
    def going(self) -> bool:
        """There is something left to play."""
        return self.world.status == "play" and len(self.buttons) < self.limit

    @property
    def free(self) -> bool:
        """The hero can act: on his feet or on stairs, between two steps, no lash under way, not walking through a door."""
        hero = self.world.hero
        if hero.act or self.world.passage:
            return False
        return hero.state == State.GROUND or (hero.state == State.STAIRS and not hero.step_frame and not hero.frozen)

    def press(self, byte: int, frames: int = 1) -> bool:
        """Hold buttons for some frames; False once there is nothing left to play."""
        for _ in range(frames):
            if not self.going:
                return False
            self.buttons.append(byte)
            self.world.step(byte)
        return self.going

    def settle(self, byte: int = 0) -> bool:
        """Hold on until the hero can act; False if that isn't granted."""
        while self.going and not self.free:
            self.press(byte)
        return self.going

    def land(self, limit: int) -> None:
        """Hands off until the hero is out of the air and through the door, past the take's limit if need be but not past this one."""
        self.limit = limit
        while self.going and (self.world.passage or self.world.hero.state not in (State.GROUND, State.STAIRS)):
            self.press(0)
