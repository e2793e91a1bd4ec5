"""How to play, with the keys and pad buttons that mean it now."""

from __future__ import annotations

import pygame

from game.context import Context
from game.input import Frame
from game.screens.controls import plain
from game.screens.panel import page
from game.settings import Bindings
from game.stack import Screen
from game.view.colours import DARK, GOLD, GREY, WHITE

_ROWS = (
    ("hero.walk", "WALK", ("left", "right")),
    ("hero.jump", "JUMP", ("jump",)),
    ("hero.crouch", "CROUCH", ("down",)),
    ("hero.whip", "WHIP", ("whip",)),
    ("hero.throw", "THROW", ("up", "whip")),
)
"""Sprite, what it is called, and the intents that do it."""
_TOP, _ROW = 36, 33
_LOOP = 64
"""Frames after which the pictures begin again."""
_KEY_X, _PAD_X, _WIDTH = 126, 190, 7
_TIPS = ("up and down climb stairs,", "a throw costs a heart")


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
        page(canvas, self.context.sprites, self._age)
        font, settings = self.context.font, self.context.settings
        font.centre(canvas, "HOW TO PLAY", 14, GOLD)
        font.draw(canvas, "KEY", _KEY_X, 28, DARK)
        font.draw(canvas, "PAD", _PAD_X, 28, DARK)
        for n, (sprite, label, intents) in enumerate(_ROWS):
            y = _TOP + n * _ROW
            self._draw_hero(canvas, sprite, 24, y + 34)
            font.draw(canvas, label, 68, y + 14, WHITE)
            self._draw_names(canvas, settings.keys, intents, _KEY_X, y + 14)
            self._draw_names(canvas, settings.pad, intents, _PAD_X, y + 14)
        for n, tip in enumerate(_TIPS):
            font.centre(canvas, tip, 208 + 11 * n, GREY)

    def _draw_hero(self, canvas: pygame.Surface, sprite: str, x: int, y: int) -> None:
        """As it is done; the lash with the pose that swings it."""
        sprites, tick = self.context.sprites, self._age % _LOOP
        tick = tick if sprite == "hero.walk" else min(tick, sprites.length(sprite) - 1)
        sprites.draw(canvas, sprite, x, y, 1, tick)
        if sprite == "hero.whip":
            sprites.draw(canvas, "whip.1", x, y, 1, tick)

    def _draw_names(self, canvas: pygame.Surface, bindings: Bindings, intents: tuple[str, ...], x: int, y: int) -> None:
        """What to press: one below the other, with a plus where both are pressed at once."""
        names = [plain(bindings[intent][0]).removeprefix("dpad ") for intent in intents]
        together = intents == ("up", "whip")
        top = y - 6 * (len(names) - 1)
        for n, name in enumerate(names):
            text = f"+ {name}" if together and n else name
            self.context.font.draw(canvas, text[:_WIDTH], x, top + 12 * n, GREY)
