"""Which castle to walk through: today's, a new one, or that of a code."""

from __future__ import annotations

from collections.abc import Callable
from string import ascii_lowercase, digits

import pygame

from game.castles import code_today
from game.context import Context
from game.input import Frame
from game.intents import Intent
from game.run import new_code
from game.screens.menu import Item, ListScreen
from game.screens.panel import page
from game.stack import Screen
from game.view.colours import DARK, GOLD, GREY, WHITE

LONGEST = 14
"""Characters of a code; `levels.castle` has the same."""
_LETTERS = f"{ascii_lowercase}{digits}-"
_COLUMNS = 10
_X, _Y, _CELL = 36, 104, 20


class CastlesScreen(ListScreen):
    """NEW CASTLE: the code of each is told, so that others can walk through the same."""

    def __init__(self, context: Context) -> None:
        self.today, self.fresh = code_today(), new_code()
        items = [
            Item(
                "CASTLE OF THE DAY", lambda: context.go.dreamt_castle(self.today), value=lambda: self.today, hint="the same for all today"
            ),
            Item("A NEW CASTLE", lambda: context.go.dreamt_castle(self.fresh), value=lambda: self.fresh, hint="nobody has seen it yet"),
            Item(
                "ENTER A CODE", lambda: context.stack.push(CodeScreen(context, context.go.dreamt_castle)), hint="one that a friend told you"
            ),
        ]
        super().__init__(context, "NEW CASTLE", items)

    def draw(self, canvas: pygame.Surface) -> None:
        """The list, values under their labels, for a code is long."""
        page(canvas, self.context.sprites, self._tick)
        font = self.context.font
        font.centre(canvas, self.heading, 18, GOLD)
        for n, item in enumerate(self.menu.items):
            held = n == self.menu.index
            y = 52 + 34 * n
            font.draw(canvas, item.label, 52, y, WHITE if held else GREY)
            if held:
                font.draw(canvas, ">", 40, y, GOLD)
            if item.value is not None:
                font.draw(canvas, item.value(), 68, y + 12, GOLD if held else DARK)
        chosen = self.menu.chosen
        font.centre(canvas, chosen.hint if chosen is not None else "", 206, GREY)


class CodeScreen(Screen):
    """A board of small letters, digits and the hyphen. No erases, start ends; back on an empty board leaves."""

    def __init__(self, context: Context, then: Callable[[str], None]) -> None:
        self.context = context
        self.code = ""
        self.at = 0
        self._then = then
        self._age = 0

    def update(self, frame: Frame) -> None:
        """Move, write, erase, end."""
        self._age += 1
        for intent in frame.menu:
            self._move(intent)
        if frame.cancel:
            if self.code:
                self.code = self.code[:-1]
            else:
                self.context.stack.pop()
        elif Intent.START in frame.menu:
            if self.code:
                self._then(self.code)
        elif Intent.JUMP in frame.menu and len(self.code) < LONGEST and (self.code or _LETTERS[self.at] != "-"):
            self.code += _LETTERS[self.at]
            self.context.mixer.effect("choose")

    def _move(self, intent: Intent) -> None:
        step = {Intent.LEFT: -1, Intent.RIGHT: 1, Intent.UP: -_COLUMNS, Intent.DOWN: _COLUMNS}.get(intent, 0)
        if step:
            at = self.at + step
            self.at = at % len(_LETTERS) if abs(step) == 1 else at if 0 <= at < len(_LETTERS) else self.at
            self.context.mixer.effect("select")

    def draw(self, canvas: pygame.Surface) -> None:
        """The code so far, the board."""
        page(canvas, self.context.sprites, self._age)
        font = self.context.font
        font.centre(canvas, "WHICH CASTLE?", 18, GOLD)
        caret = "_" if len(self.code) < LONGEST and self.context.blinks(self._age, 32, 20) else " "
        font.centre(canvas, f"{self.code}{caret}", 64, WHITE)
        for n, letter in enumerate(_LETTERS):
            x, y = _X + n % _COLUMNS * _CELL, _Y + n // _COLUMNS * _CELL
            if n == self.at:
                pygame.draw.rect(canvas, GOLD, (x - 5, y - 5, 17, 17), 1)
            font.draw(canvas, letter, x, y, WHITE if n == self.at else GREY)
        font.centre(canvas, "START: walk in", 206, GREY if self.code else DARK)
