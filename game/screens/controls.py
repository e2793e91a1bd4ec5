"""What each key and pad button means, and changing it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pygame

from game.context import Context
from game.input import Frame, Source
from game.intents import Intent
from game.screens.menu import Item, ListScreen
from game.settings import Bindings, Settings, conflicts, rebind, with_default_bindings
from game.view.colours import BLACK, DARK, GOLD, GREY, RED
from game.view.font import wrap

_LISTEN_FRAMES = 300
"""Frames in which a new key may be pressed before everything stays as it was."""
_WARNING_COLUMNS = 29


class ControlsScreen(ListScreen):
    """One line for each intent: its keys and pad buttons. Choosing one waits for the key or button that shall mean it."""

    def __init__(self, context: Context) -> None:
        items = [Item(intent.value.upper(), self._asker(intent), value=self._value(intent)) for intent in Intent]
        items += [Item("RESET ALL", self._reset), Item("DONE", context.stack.pop)]
        self._asking: Intent | None = None
        self._left = 0
        super().__init__(context, "CONTROLS", items)
        self._say_how()

    def _say_how(self) -> None:
        both = conflicts(self.context.settings.keys) | conflicts(self.context.settings.pad)
        self.warning = f"means two things: {', '.join(sorted(map(plain, both)))}" if both else ""
        self.foot = ["Choose a line, then press the", "key or pad button for it."]

    def _value(self, intent: Intent) -> Callable[[], str]:
        def show() -> str:
            settings = self.context.settings
            return f"{_first(settings.keys, intent):>8.8} {_first(settings.pad, intent):>10.10}"

        return show

    def _asker(self, intent: Intent) -> Callable[[], None]:
        def ask() -> None:
            self._asking, self._left = intent, _LISTEN_FRAMES
            self.context.listen = self._heard

        return ask

    def _heard(self, source: str, name: str) -> None:
        """The next key or button: it now means this intent alone. Whoever loses it is named."""
        self.context.listen = None
        intent, self._asking = self._asking, None
        if intent is None:
            return
        settings = self.context.settings
        before: Bindings = getattr(settings, source)
        changed = rebind(before, intent, name)
        self.context.change_settings(_with_bindings(settings, source, changed))
        self._say_how()
        robbed = [other for other, names in before.items() if name in names and other != intent.value]
        if robbed:
            self.warning = f"{plain(name)} was {robbed[0]}, which is now {plain(changed[robbed[0]][0])}"

    def _reset(self) -> None:
        self.context.change_settings(with_default_bindings(self.context.settings))
        self._say_how()

    def update(self, frame: Frame) -> None:
        """As a list, unless it is waiting for a press."""
        if self._asking is None:
            super().update(frame)
            return
        self._left -= 1
        if self._left <= 0:
            self._asking = self.context.listen = None

    def leave(self) -> None:
        """Nobody waits any more."""
        self.context.listen = None

    def draw(self, canvas: pygame.Surface) -> None:
        """The list, and the question."""
        super().draw(canvas)
        font = self.context.font
        font.draw(canvas, "KEY", 124, 30, DARK)
        font.draw(canvas, "PAD", 212, 30, DARK)
        for n, line in enumerate(wrap(self.warning, _WARNING_COLUMNS, 2)):
            font.centre(canvas, line, 180 + 10 * n, RED)
        if self._asking is not None:
            canvas.fill(BLACK, (8, 178, 240, 52))
            font.centre(canvas, f"A KEY OR BUTTON FOR {self._asking.value.upper()}?", 196, GOLD)
            font.centre(canvas, f"{self._left // 60 + 1}", 212, GREY)


def plain(name: str) -> str:
    """A key's or button's name as a reader likes it."""
    return name.replace("shoulder", " top").replace("_", " ")


def _first(bindings: Bindings, intent: Intent) -> str:
    return plain(bindings[intent.value][0])


def _with_bindings(settings: Settings, source: str, bindings: Bindings) -> Settings:
    return replace(settings, keys=bindings) if source == Source.KEYBOARD.value else replace(settings, pad=bindings)
