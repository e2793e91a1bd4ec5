"""How to play, with the keys and pad buttons that mean it now."""

from __future__ import annotations

import pygame

from game.context import Context
from game.input import Frame
from game.screens.controls import plain
from game.settings import Bindings
from game.stack import Screen
from game.view.colours import BLACK, DARK, GOLD, GREY, WHITE

_ROWS = (
    ("hero.walk", "WALK", ("left", "right")),
    ("hero.jump", "JUMP", ("jump",)),
    ("hero.crouch", "CROUCH", ("down",)),
    ("hero.whip", "WHIP", ("whip",)),
    ("hero.throw", "THROW", ("up", "whip")),
    ("hero.stairs_up", "STAIRS", ("up", "down")),
)
"""Sprite, what it is called, and the intents that do it."""
_TOP, _ROW = 38, 25
_TIPS = ("A throw costs a heart. Candles", "hold hearts and better whips.", "A jump cannot be steered.")


class HowToScreen(Screen):
    """A page to read; any yes or no leaves it."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self._age = 0

    def update(self, frame: Frame) -> None:
        """Turn the pictures, or go back."""
        self._age += 1
        if frame.confirm or frame.cancel:
            self.context.stack.pop()

    def draw(self, canvas: pygame.Surface) -> None:
        """One line for each thing the hero can do."""
        canvas.fill(BLACK)
        font, settings = self.context.font, self.context.settings
        font.centre(canvas, "HOW TO PLAY", 10, GOLD)
        font.draw(canvas, "KEY", 112, 26, DARK)
        font.draw(canvas, "PAD", 184, 26, DARK)
        for n, (sprite, label, intents) in enumerate(_ROWS):
            y = _TOP + n * _ROW
            length = self.context.sprites.length(sprite)
            self.context.sprites.draw(canvas, sprite, 24, y + 24, 1, self._age % max(1, length))
            font.draw(canvas, label, 48, y + 10, WHITE)
            font.draw(canvas, _keys(settings.keys, intents, 8), 112, y + 10, GREY)
            font.draw(canvas, _keys(settings.pad, intents, 9), 184, y + 10, GREY)
        for n, tip in enumerate(_TIPS):
            font.centre(canvas, tip, 200 + 11 * n, GREY)


def _keys(bindings: Bindings, intents: tuple[str, ...], width: int) -> str:
    """The keys for some intents, shortened to fit."""
    names = [plain(bindings[intent][0]).removeprefix("dpad ") for intent in intents]
    return "+".join(names)[:width] if intents == ("up", "whip") else "/".join(names)[:width]
