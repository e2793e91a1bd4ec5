"""The table of the best runs, and the board on which a player writes a name into it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pygame

from game.context import Context
from game.input import Frame
from game.intents import Intent
from game.scores import LETTERS, LONGEST_NAME, PLACES, SHORTEST_NAME, Entry
from game.screens.panel import page
from game.stack import Screen
from game.view.colours import DARK, GOLD, GREY, RED, WHITE

_STEPS = {Intent.UP: -1, Intent.DOWN: 1}
_TABLE_X, _TABLE_Y, _PITCH = 28, 58, 14
_COLUMNS = 10
_ROWS = len(LETTERS) // _COLUMNS
_BOARD_X, _BOARD_Y, _CELL = 36, 116, 20
PASSING_FRAMES = 10 * 60
"""How long the table is shown to whoever walks by."""
_DEAF = 30
"""Frames in which no button is heard: the last blow may still be on the player's thumb."""


class ScoresScreen(Screen):
    """Ten lines; the hand reads what else is known of each.

    fresh: an entry to stand on. then: what follows. passing: it is shown to whoever walks by, and any press ends it.
    """

    def __init__(
        self, context: Context, fresh: Entry | None = None, then: Callable[[], None] | None = None, *, passing: bool = False
    ) -> None:
        self.context = context
        self._passing = passing
        self._then = then or context.stack.pop
        self._fresh = fresh
        entries = context.scores.entries
        self.index = entries.index(fresh) if fresh in entries else 0
        self._age = 0

    def update(self, frame: Frame) -> None:
        """Read, or leave."""
        self._age += 1
        passed = self._passing and (frame.menu or self._age > PASSING_FRAMES)
        if frame.cancel or frame.confirm or passed:
            self._then()
            return
        for intent in frame.menu:
            if intent in _STEPS and self.context.scores.entries:
                self.index = (self.index + _STEPS[intent]) % len(self.context.scores.entries)
                self.context.mixer.effect("select")

    def draw(self, canvas: pygame.Surface) -> None:
        """The table, and the run under the hand."""
        page(canvas, self.context.sprites, self._age)
        font, entries = self.context.font, self.context.scores.entries
        font.centre(canvas, "THE LONGEST NIGHTS", 18, GOLD)
        font.draw(canvas, "   NAME      SCORE  STAGE", _TABLE_X, 40, DARK)
        for n in range(PLACES):
            y = _TABLE_Y + n * _PITCH
            if n >= len(entries):
                font.draw(canvas, f"{n + 1:>2} ........  ......", _TABLE_X, y, DARK)
                continue
            found = entries[n]
            held = n == self.index and not self._passing
            colour = WHITE if held else GREY
            if found is self._fresh and self.context.blinks(self._age, 32, 16):
                colour = GOLD
            star = "*" if found.assisted else " "
            font.draw(canvas, f"{n + 1:>2} {found.name:<8}  {found.score % 1000000:06} {found.reached:>5} {star}", _TABLE_X, y, colour)
            if held:
                font.draw(canvas, ">", _TABLE_X - 12, y, GOLD)
        if not self._passing:
            font.centre(canvas, self._foot(), 212, GREY)
        elif self.context.blinks(self._age):
            font.centre(canvas, "PRESS START", 212, WHITE)

    def _foot(self) -> str:
        entries = self.context.scores.entries
        if not entries:
            return "no run has been entered yet"
        found = entries[self.index]
        return f"run {found.seed or '-'}"[:20] + ("  * with assists" if found.assisted else "")


class EntryScreen(Screen):
    """A board of letters. No takes the last letter back; back on an empty board leaves without a name. then: what follows."""

    def __init__(self, context: Context, entry: Entry, then: Callable[[], None]) -> None:
        self.context = context
        self.entry = entry
        self.name = context.scores.name
        self.column, self.row = (_COLUMNS - 1, _ROWS) if self.name else (0, 0)
        self._then = then
        self._age = 0

    def enter(self) -> None:
        """After a defeat its tune; the credits' goes on."""
        if self.entry.stage:
            self.context.mixer.tune("over")

    @property
    def can_end(self) -> bool:
        """Whether the name is long enough."""
        return len(self.name) >= SHORTEST_NAME

    def update(self, frame: Frame) -> None:
        """Move over the board, write, erase, end."""
        self._age += 1
        if self._age <= _DEAF:
            return
        for intent in frame.menu:
            self._move(intent)
        if frame.cancel:
            self._erase_or_leave(Intent.BACK in frame.menu)
        elif Intent.START in frame.menu and self.can_end:
            self._end()
        elif Intent.JUMP in frame.menu:
            self._press()

    def _move(self, intent: Intent) -> None:
        dx = {Intent.LEFT: -1, Intent.RIGHT: 1}.get(intent, 0)
        dy = _STEPS.get(intent, 0)
        if not dx and not dy:
            return
        self.row = (self.row + dy) % (_ROWS + 1)
        if self.row == _ROWS and dx:
            self.column = 0 if self.column >= _COLUMNS // 2 else _COLUMNS - 1  # two wide keys
        else:
            self.column = (self.column + dx) % _COLUMNS
        self.context.mixer.effect("select")

    def _press(self) -> None:
        if self.row < _ROWS:
            if len(self.name) < LONGEST_NAME:
                self.name += LETTERS[self.row * _COLUMNS + self.column]
                self.context.mixer.effect("choose")
            if len(self.name) == LONGEST_NAME:
                self.column, self.row = _COLUMNS - 1, _ROWS
        elif self.column < _COLUMNS // 2:
            self.name = self.name[:-1]
            self.context.mixer.effect("select")
        elif self.can_end:
            self._end()

    def _erase_or_leave(self, back: bool) -> None:
        """The whip only erases: on an empty board one lash too many must not cost the entry."""
        if self.name:
            self.name = self.name[:-1]
        elif back:
            self._then()

    def _end(self) -> None:
        """Write the name into the table, keep it, and show it."""
        entry = replace(self.entry, name=self.name)
        self.context.change_scores(self.context.scores.with_entry(entry))
        self.context.mixer.effect("choose")
        self.context.stack.replace(ScoresScreen(self.context, entry, self._then))

    def draw(self, canvas: pygame.Surface) -> None:
        """The rank, the name so far, the board."""
        page(canvas, self.context.sprites, self._age)
        font = self.context.font
        rank = self.context.scores.rank(replace(self.entry, name=self.name))
        font.centre(canvas, "A NIGHT TO REMEMBER", 18, GOLD)
        text = f"RANK {rank + 1}   " if rank is not None else ""
        star = " *" if self.entry.assisted else ""
        font.centre(canvas, f"{text}{self.entry.score % 1000000:06}   {self.entry.reached}{star}", 44, GREY)
        font.centre(canvas, "WHO WALKED IT?", 68, WHITE)
        caret = "_" if len(self.name) < LONGEST_NAME and self.context.blinks(self._age, 32, 20) else ""
        left = 128 - LONGEST_NAME * 8
        for n in range(LONGEST_NAME):
            letter = self.name[n] if n < len(self.name) else caret if n == len(self.name) else ""
            font.draw(canvas, letter or ".", left + n * 16 + 4, 90, WHITE if n < len(self.name) else GOLD if letter else DARK)
        for n, letter in enumerate(LETTERS):
            self._key(canvas, letter, n % _COLUMNS, n // _COLUMNS, self.row == n // _COLUMNS and self.column == n % _COLUMNS)
        erasing = self.column < _COLUMNS // 2
        self._key(canvas, "ERASE", 1, _ROWS, self.row == _ROWS and erasing)
        self._key(canvas, "END", 7, _ROWS, self.row == _ROWS and not erasing, dead=not self.can_end)
        font.centre(canvas, f"{SHORTEST_NAME} to {LONGEST_NAME} letters", 214, RED if self.name and not self.can_end else DARK)

    def _key(self, canvas: pygame.Surface, label: str, column: int, row: int, chosen: bool, dead: bool = False) -> None:
        x, y = _BOARD_X + column * _CELL, _BOARD_Y + row * _CELL
        if chosen:
            pygame.draw.rect(canvas, GOLD, (x - 5, y - 5, 8 * len(label) + 9, 17), 1)
        self.context.font.draw(canvas, label, x, y, DARK if dead else WHITE if chosen else GREY)
