"""The title: everything starts here, and nothing that is wrong with a pack or a map keeps it from starting."""

from __future__ import annotations

import pygame

from game.context import Context
from game.demos import find_demos, load_demo
from game.input import Frame
from game.run import Run
from game.screens.attract import AttractScreen
from game.screens.castles import CastlesScreen
from game.screens.credits import CreditsScreen
from game.screens.lists import MapsScreen, PacksScreen, StageSelectScreen, choose_stage
from game.screens.menu import Item, Menu
from game.screens.options import OptionsScreen
from game.screens.panel import panel
from game.screens.scores import ScoresScreen
from game.screens.time_attack import choose_course
from game.stack import Screen
from game.stage import load_stage
from game.version import VERSION
from game.view.colours import BLACK, DARK, GOLD, GREY, WHITE
from generator.errors import UserError

_PICTURE = "title"
_PROMPT_Y = 212
IDLE_FRAMES = 20 * 60
"""Frames without a press after which a run is shown."""
_LINE = 12
_BOX_BOTTOM = 224


class TitleScreen(Screen):
    """The way to everything; a run plays by itself when nobody does anything."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.menu = Menu([])
        self._open = False
        self._age = self._idle = 0
        self._demo = self._turn = 0

    def enter(self) -> None:
        """Build the menu from what the player has reached."""
        context = self.context
        items = [Item("START", context.go.castle)]
        if context.progress.run is not None:
            items.insert(0, Item("CONTINUE", context.go.continue_castle))
        if context.progress.cleared:
            items.append(Item("STAGE SELECT", lambda: context.stack.push(StageSelectScreen(context))))
        items += [
            Item("NEW CASTLE", lambda: context.stack.push(CastlesScreen(context))),
            Item("TIME ATTACK", lambda: choose_course(context)),
            Item("DREAM AGAIN", lambda: choose_stage(context, "DREAM WHICH STAGE AGAIN?", self._dream, every=True)),
            Item("TILE SETS", lambda: context.stack.push(PacksScreen(context))),
            Item("MAPS", lambda: context.stack.push(MapsScreen(context))),
            Item("OPTIONS", lambda: context.stack.push(OptionsScreen(context))),
            Item("SCORES", lambda: context.stack.push(ScoresScreen(context))),
            Item("CREDITS", lambda: context.stack.push(CreditsScreen(context))),
            Item("QUIT", context.stack.clear),
        ]
        index = self.menu.index if len(self.menu.items) == len(items) else 0
        self.menu = Menu(items)
        self.menu.index = index
        self._idle = 0
        context.mixer.tune("title")

    def _dream(self, run: Run) -> None:
        try:
            stage = load_stage(run, self.context.library, self.context.progress)
        except UserError as error:
            self.context.messages.say(str(error))
            return
        self.context.go.dream_again(run, stage, lambda _: None)

    def update(self, frame: Frame) -> None:
        """Any confirming press opens the menu; back shuts it again. Where nobody presses anything, a run is shown."""
        self._age += 1
        self._idle = 0 if self._open or frame.menu else self._idle + 1
        if self._open and frame.cancel:
            self._open = False
        elif self._open:
            self.menu.update(frame, self.context)
        elif frame.confirm:
            self._open = True
            self.context.mixer.effect("choose")
        elif self._idle >= IDLE_FRAMES:
            self._idle = 0
            self._attract()

    def _attract(self) -> None:
        """Show the next demo that can be shown, and between two demos the table; without any of these the title stays."""
        self._turn += 1
        if self._turn % 2 == 0 and self.context.scores.entries:
            self.context.stack.push(ScoresScreen(self.context, passing=True))
            return
        demos = find_demos(self.context)
        for _ in demos:
            path = demos[self._demo % len(demos)]
            self._demo += 1
            try:
                demo = load_demo(path, self.context)
            except UserError:
                continue  # made for another version of its level: nobody asked for it, so nobody is told
            self.context.stack.push(AttractScreen(self.context, *demo))
            return

    def draw(self, canvas: pygame.Surface) -> None:
        """The picture, then the prompt or the menu, the version and the best score."""
        font, sprites = self.context.font, self.context.sprites
        canvas.fill(BLACK)
        if sprites.has(_PICTURE):
            sprites.draw(canvas, _PICTURE, 0, 0)
        else:
            font.centre(canvas, "D R E A M K E E P", 60, GOLD)
        if self._open:
            box = pygame.Rect(60, 0, 136, len(self.menu.items) * _LINE + 20)
            box.bottom = _BOX_BOTTOM
            panel(canvas, box)
            self.menu.draw(canvas, self.context, box.x + 30, box.y + 12, 14)
        elif self.context.blinks(self._age):
            font.centre(canvas, "PRESS START", _PROMPT_Y, WHITE)
        font.draw(canvas, f"v{VERSION}", 4, 230, DARK)
        runs = [(entry.score, entry.assisted) for entry in self.context.scores.entries[:1]]
        top, helped = max([self.context.progress.top_score, *runs], key=lambda found: found[0])
        if top:
            text = f"TOP {top % 1000000:06}" + " *" * helped
            font.draw(canvas, text, 252 - 8 * len(text), 230, GREY)
