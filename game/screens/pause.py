"""Pause: the game stands still behind a box; seed and version are shown, so that a report can be repeated."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.assists import words
from game.context import Context
from game.input import Frame
from game.intents import Intent
from game.screens.menu import LINE, Item, Menu
from game.screens.options import OptionsScreen
from game.screens.panel import panel, veil
from game.stack import Screen
from game.version import VERSION
from game.view.colours import GOLD, GREY
from game.view.font import wrap

if TYPE_CHECKING:
    from game.screens.play import PlayScreen

_WIDTH, _MIDDLE = 196, 134
"""Of the box; its height is that of what stands in it."""
_LINE = 11


class PauseScreen(Screen):
    """Resume, dream again, restart, options, title. Whoever shows it has held the sound; it lets it go on."""

    covers = False

    def __init__(self, context: Context, play: PlayScreen) -> None:
        self.context = context
        self.play = play
        watching = play.watching
        items = [Item("RESUME", context.stack.pop)]
        if not watching:
            items += [Item("DREAM AGAIN", self._dream), Item("RESTART STAGE", self._restart)]
        items += [
            Item("OPTIONS", lambda: context.stack.push(OptionsScreen(context))),
            Item("BACK TO TITLE", context.go.title),
        ]
        self.menu = Menu(items)

    def leave(self) -> None:
        """The music goes on where it was."""
        self.context.mixer.resume()

    def update(self, frame: Frame) -> None:
        """Start and the jump button choose, back goes on with the game."""
        if Intent.BACK in frame.menu:
            self.context.stack.pop()
        else:
            self.menu.update(frame, self.context)

    def draw(self, canvas: pygame.Surface) -> None:
        """The box."""
        veil(canvas)
        lines = self.lines()
        top = 44 + LINE * len(self.menu.items)
        box = pygame.Rect(0, 0, _WIDTH, top + _LINE * len(lines) + 10)
        box.center = (canvas.get_width() // 2, _MIDDLE)
        box.clamp_ip(canvas.get_rect())
        panel(canvas, box)
        font = self.context.font
        font.centre(canvas, "PAUSE", box.y + 12, GOLD)
        self.menu.draw(canvas, self.context, box.x + 32, box.y + 32)
        for n, line in enumerate(lines):
            font.draw(canvas, line[:21], box.x + 12, box.y + top + _LINE * n, GREY)

    def lines(self) -> list[str]:
        """Where one is and under which rules: what a report needs."""
        run, level_map = self.play.run, self.play.stage.level_map
        loop = f"  loop {run.loop}" if run.loop > 1 else ""
        castle = [f"castle {run.code}"]
        plain = [f"level {level_map.seed or run.stage}", f"run   {'time attack' if run.timed else run.seed or '-'}"]
        facts = [
            f"stage {level_map.level.stage:02}{loop}",
            *(castle if run.code else plain),
            f"version {VERSION}",
        ]
        helps = words(run.assists, run.slow)
        return [*facts, *wrap(f"* {', '.join(helps)}", 21, 5)] if helps else facts

    def _restart(self) -> None:
        self.play.restart()
        self.context.stack.pop()

    def _dream(self) -> None:
        self.context.go.dream_again(self.play.run, self.play.stage, self.play.wear, self.play)
