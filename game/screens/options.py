"""Volumes, window, and what each key and pad button means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pygame

from game.context import Context
from game.input import Frame, Source
from game.intents import Intent
from game.screens.menu import Item, ListScreen
from game.settings import MAX_SCALE, MAX_VOLUME, Settings, rebind, with_default_bindings
from game.view.colours import GOLD, GREY
from game.window import DEFAULT_SCALE

_LISTEN_FRAMES = 300
"""Frames in which a new key may be pressed before everything stays as it was."""


class OptionsScreen(ListScreen):
    """Everything that can be set, kept at once."""

    def __init__(self, context: Context) -> None:
        def number(name: str, highest: int, lowest: int = 0) -> Callable[[int], None]:
            def turn(step: int) -> None:
                value = min(highest, max(lowest, getattr(context.settings, name) + step))
                context.change_settings(replace(context.settings, **{name: value}))

            return turn

        items = [
            Item("MUSIC", adjust=number("music", MAX_VOLUME), value=lambda: _bar(context.settings.music)),
            Item("EFFECTS", adjust=number("effects", MAX_VOLUME), value=lambda: _bar(context.settings.effects)),
            Item("WINDOW SIZE", adjust=self._scale, value=lambda: f"x{context.settings.scale or DEFAULT_SCALE}"),
            Item("FULL SCREEN", self._fullscreen, value=lambda: _on(context.settings.fullscreen)),
            Item("SCANLINES", self._scanlines, value=lambda: _on(context.settings.scanlines)),
            Item("CONTROLS", lambda: context.stack.push(ControlsScreen(context))),
            Item("BACK", context.stack.pop),
        ]
        super().__init__(context, "OPTIONS", items, ("F11 full screen  F12 screenshot",))

    def _scale(self, step: int) -> None:
        settings = self.context.settings
        scale = min(MAX_SCALE, max(1, (settings.scale or DEFAULT_SCALE) + step))
        self.context.change_settings(replace(settings, scale=scale, fullscreen=False))
        if self.context.window is not None:
            self.context.window.resize(scale)

    def _fullscreen(self) -> None:
        window = self.context.window
        if window is not None:
            window.toggle_fullscreen()
            self.context.change_settings(replace(self.context.settings, fullscreen=window.fullscreen))

    def _scanlines(self) -> None:
        settings = replace(self.context.settings, scanlines=not self.context.settings.scanlines)
        self.context.change_settings(settings)
        if self.context.window is not None:
            self.context.window.scanlines = settings.scanlines


class ControlsScreen(ListScreen):
    """One line for each intent: its keys and pad buttons. Choosing one waits for the key or button that shall mean it."""

    def __init__(self, context: Context) -> None:
        items = [Item(_LABELS[intent], self._asker(intent), value=self._value(intent)) for intent in Intent]
        items += [Item("RESET ALL", self._reset), Item("BACK", context.stack.pop)]
        self._asking: Intent | None = None
        self._left = 0
        super().__init__(context, "CONTROLS", items, ("keyboard, pad: choose a line,", "then press a key or pad button"))

    def _value(self, intent: Intent) -> Callable[[], str]:
        def show() -> str:
            settings = self.context.settings
            key, button = settings.keys[intent.value][0], settings.pad[intent.value][0]
            return f"{_plain(key)[:8]:>8} {_plain(button)[:10]:>10}"

        return show

    def _asker(self, intent: Intent) -> Callable[[], None]:
        def ask() -> None:
            self._asking, self._left = intent, _LISTEN_FRAMES
            self.context.listen = self._heard

        return ask

    def _heard(self, source: str, name: str) -> None:
        """The next key or button: it now means this intent alone."""
        self.context.listen = None
        intent, self._asking = self._asking, None
        if intent is not None:
            settings = self.context.settings
            changed = rebind(getattr(settings, source), intent, name)
            self.context.change_settings(_with_bindings(settings, source, changed))

    def _reset(self) -> None:
        self.context.change_settings(with_default_bindings(self.context.settings))

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
        if self._asking is not None:
            canvas.fill((0, 0, 0), (0, 184, 256, 56))
            self.context.font.centre(canvas, f"PRESS A KEY OR BUTTON FOR {_LABELS[self._asking]}", 196, GOLD)
            self.context.font.centre(canvas, f"{self._left // 60 + 1}", 212, GREY)


_LABELS = {
    Intent.UP: "UP",
    Intent.DOWN: "DOWN",
    Intent.LEFT: "LEFT",
    Intent.RIGHT: "RIGHT",
    Intent.JUMP: "JUMP",
    Intent.WHIP: "WHIP",
    Intent.SELECT: "SELECT",
    Intent.START: "START",
    Intent.BACK: "BACK",
}


def _with_bindings(settings: Settings, source: str, bindings: dict[str, tuple[str, ...]]) -> Settings:
    return replace(settings, keys=bindings) if source == Source.KEYBOARD.value else replace(settings, pad=bindings)


def _plain(name: str) -> str:
    """A key's or button's name as a reader likes it."""
    return name.replace("shoulder", " top").replace("_", " ")


def _bar(value: int) -> str:
    return "#" * value + "." * (MAX_VOLUME - value)


def _on(value: bool) -> str:
    return "ON" if value else "OFF"
