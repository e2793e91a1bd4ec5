"""Lists to choose from: one widget for all menus, and a plain screen around it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pygame

from game.context import Context
from game.input import Frame
from game.intents import Intent
from game.screens.panel import page
from game.stack import Screen
from game.view.colours import DARK, GOLD, GREY, RED, WHITE
from game.view.font import GLYPH, wrap

_FOOT_COLUMNS = 29
LINE = 12
"""Pixels from one entry to the next."""


@dataclass(frozen=True, slots=True)
class Item:
    """An entry. act: what choosing it does. adjust: what left (-1) and right (+1) do. value: shown at the right.

    problem, hint: what is said at the foot while the hand is on it.
    """

    label: str
    act: Callable[[], None] | None = None
    adjust: Callable[[int], None] | None = None
    value: Callable[[], str] | None = None
    problem: str = ""
    hint: str = ""

    @property
    def alive(self) -> bool:
        """Whether it can be chosen at all."""
        return self.act is not None or self.adjust is not None


class Menu:
    """Entries and a hand on one of them; moves over dead entries too, so that their problem can be read."""

    def __init__(self, items: Sequence[Item], rows: int = 12) -> None:
        self.items = list(items)
        self.index = 0
        self.rows = rows

    @property
    def chosen(self) -> Item | None:
        """The entry under the hand."""
        return self.items[self.index] if self.items else None

    def update(self, frame: Frame, context: Context) -> None:
        """Move, adjust or choose."""
        if not self.items:
            return
        for intent in frame.menu:
            step = {Intent.UP: -1, Intent.DOWN: 1}.get(intent, 0)
            if step:
                self.index = (self.index + step) % len(self.items)
                context.mixer.effect("select")
            turn = {Intent.LEFT: -1, Intent.RIGHT: 1}.get(intent, 0)
            if turn and self.items[self.index].adjust is not None:
                self.items[self.index].adjust(turn)  # type: ignore[misc]
                context.mixer.effect("select")
        item = self.items[self.index]
        if frame.confirm and item.act is not None:
            context.mixer.effect("choose")
            item.act()

    def draw(self, canvas: pygame.Surface, context: Context, x: int, y: int, width: int = 26) -> None:
        """Draw with the first entry's text at (x, y); values end `width` characters further right."""
        first = max(0, min(self.index - self.rows // 2, len(self.items) - self.rows))
        for row, item in enumerate(self.items[first : first + self.rows]):
            chosen = first + row == self.index
            colour = RED if item.problem else (WHITE if chosen else GREY) if item.alive else DARK
            top = y + row * LINE
            if chosen:
                context.font.draw(canvas, ">", x - 12, top, GOLD)
            value = item.value() if item.value is not None else ""
            context.font.draw(canvas, item.label[: width - len(value) - (1 if value else 0)], x, top, colour)
            context.font.draw(canvas, value, x + (width - len(value)) * GLYPH, top, GOLD if chosen else GREY)
        if first > 0:
            context.font.draw(canvas, "^", x - 12, y - LINE + 2, DARK)
        if first + self.rows < len(self.items):
            context.font.draw(canvas, "v", x - 12, y + self.rows * LINE - 2, DARK)


class ListScreen(Screen):
    """A heading, a menu, and lines at the foot. Cancel goes back."""

    def __init__(self, context: Context, heading: str, items: Sequence[Item], foot: Sequence[str] = (), rows: int = 12) -> None:
        self.context = context
        self.heading = heading
        self.menu = Menu(items, rows)
        self.foot = list(foot)
        self._tick = 0

    def update(self, frame: Frame) -> None:
        """Back, or the menu; of both at once only back, or two screens would go."""
        self._tick += 1
        if frame.cancel:
            self.close()
        else:
            self.menu.update(frame, self.context)

    def close(self) -> None:
        """Leave the list."""
        self.context.stack.pop()

    def draw(self, canvas: pygame.Surface) -> None:
        """Heading, menu, problem of the entry under the hand, foot."""
        page(canvas, self.context.sprites, self._tick)
        font = self.context.font
        font.centre(canvas, self.heading, 18, GOLD)
        self.menu.draw(canvas, self.context, 28, 40)
        chosen = self.menu.chosen
        problem, hint = (chosen.problem, chosen.hint) if chosen is not None else ("", "")
        lines = wrap(problem or hint, _FOOT_COLUMNS, 4) or self.foot
        for n, line in enumerate(lines):
            font.centre(canvas, line, 226 - 10 * (len(lines) - n), RED if problem else GREY)
