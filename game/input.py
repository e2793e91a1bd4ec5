"""Press -> intent -> button byte. Keyboard and pads speak at once; `game.devices` turns the window system's events into presses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from game.intents import BUTTONS, OPPOSITE, Intent
from game.settings import Bindings, Settings

STICK_ON, STICK_OFF = 0.55, 0.35
"""A stick counts as pressed past the first and as let go below the second (share of its travel): no flutter at the edge."""
REPEAT_DELAY, REPEAT_EVERY = 20, 6
"""Frames before a held direction repeats in a menu, and between repeats."""


class Source(Enum):
    """Who speaks."""

    KEYBOARD = "keys"
    PAD = "pad"


@dataclass(frozen=True, slots=True)
class Press:
    """A named key or pad button went down or came up. device: which pad, 0 for the keyboard."""

    source: Source
    name: str
    down: bool
    device: int = 0


@dataclass(frozen=True, slots=True)
class Frame:
    """The player's input for one frame.

    held, pressed: buttons held, and newly pressed in this frame. menu: intents newly pressed or repeating, in order.
    """

    held: int = 0
    pressed: int = 0
    menu: tuple[Intent, ...] = ()

    @property
    def confirm(self) -> bool:
        """The player says yes: jump or start."""
        return Intent.JUMP in self.menu or Intent.START in self.menu

    @property
    def cancel(self) -> bool:
        """The player says no: back or whip."""
        return Intent.BACK in self.menu or Intent.WHIP in self.menu


class Controls:
    """Collects presses and hands out one `Frame` a step.

    A press that begins and ends between two steps still counts for one frame, so that nothing is lost at a slow display.
    """

    def __init__(self, settings: Settings) -> None:
        self._held: dict[Intent, set[tuple[Source, str, int]]] = {}
        self._fresh: list[Intent] = []
        self._age: dict[Intent, int] = {}
        self._meanings: dict[tuple[Source, str], Intent] = {}
        self.source = Source.KEYBOARD
        """What the player used last."""
        self.bind(settings)

    def bind(self, settings: Settings) -> None:
        """Take over the settings' keys and pad buttons; nothing counts as held afterwards."""
        self._meanings = _meanings(Source.KEYBOARD, settings.keys) | _meanings(Source.PAD, settings.pad)
        self.release_all()

    def release_all(self) -> None:
        """Forget what is held: after a change of focus the releases may never come."""
        self._held.clear()
        self._fresh.clear()
        self._age.clear()

    def feed(self, press: Press) -> None:
        """Take one press or release."""
        intent = self._meanings.get((press.source, press.name))
        if intent is None:
            return
        self.source = press.source
        key = (press.source, press.name, press.device)
        if press.down:
            holders = self._held.pop(intent, set())  # popped and put back: the dictionary's order is the order of pressing
            if not holders:
                self._fresh.append(intent)
            self._held[intent] = holders | {key}
        elif intent in self._held:
            self._held[intent].discard(key)
            if not self._held[intent]:
                del self._held[intent]

    def drop_pad(self, device: int) -> None:
        """A pad was unplugged: let go of all it held."""
        for intent in list(self._held):
            self._held[intent] = {key for key in self._held[intent] if key[0] is not Source.PAD or key[2] != device}
            if not self._held[intent]:
                del self._held[intent]

    def frame(self) -> Frame:
        """The input of the next step."""
        fresh, self._fresh = self._fresh, []
        held: dict[Intent, None] = {}
        for intent in [*self._held, *(i for i in fresh if i not in self._held)]:
            held.pop(OPPOSITE.get(intent, intent), None)  # of two opposite directions the later press wins
            held[intent] = None
        self._age = {intent: self._age.get(intent, -1) + 1 for intent in held}
        repeated = [i for i in held if i in OPPOSITE and i not in fresh and _repeats(self._age[i])]
        return Frame(_byte(held), _byte(i for i in fresh if i in held), (*fresh, *repeated))


def _repeats(age: int) -> bool:
    return age >= REPEAT_DELAY and (age - REPEAT_DELAY) % REPEAT_EVERY == 0


def _byte(intents: Iterable[Intent]) -> int:
    byte = 0
    for intent in intents:
        byte |= BUTTONS.get(intent, 0)
    return byte


def _meanings(source: Source, bindings: Bindings) -> dict[tuple[Source, str], Intent]:
    return {(source, name): Intent(intent) for intent, names in bindings.items() for name in names}
