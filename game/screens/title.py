"""The title: everything starts here, and nothing that is wrong with a pack or a map keeps it from starting."""

from __future__ import annotations

import pygame

from game.context import Context
from game.input import Frame
from game.run import Run
from game.screens.lists import MapsScreen, PacksScreen, choose_stage
from game.screens.menu import Item, Menu
from game.screens.options import OptionsScreen
from game.screens.panel import panel
from game.stack import Screen
from game.version import VERSION
from game.view.colours import BLACK, DARK, GOLD, GREY, WHITE

_PICTURE = "title"
_PROMPT_Y = 212
_BLINK = 32
_LINE = 12
_BOX_BOTTOM = 224


class TitleScreen(Screen):
    """Start, continue, stage select, dream again, tile sets, maps, options, quit."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.menu = Menu([])
        self._open = False
        self._age = 0

    def enter(self) -> None:
        """Build the menu from what the player has reached."""
        context = self.context
        cleared = bool(context.progress.cleared)
        items = [Item("START", context.go.castle)]
        if context.progress.run is not None:
            items.insert(0, Item("CONTINUE", context.go.continue_castle))
        if cleared:
            items.append(Item("STAGE SELECT", lambda: choose_stage(context, "STAGE SELECT", self._play)))
        items += [
            Item("DREAM AGAIN", lambda: choose_stage(context, "DREAM WHICH STAGE AGAIN?", self._dream, every=True)),
            Item("TILE SETS", lambda: context.stack.push(PacksScreen(context))),
            Item("MAPS", lambda: context.stack.push(MapsScreen(context))),
            Item("OPTIONS", lambda: context.stack.push(OptionsScreen(context))),
            Item("QUIT", context.stack.clear),
        ]
        index = self.menu.index if len(self.menu.items) == len(items) else 0
        self.menu = Menu(items)
        self.menu.index = index
        context.mixer.tune("title")

    def _play(self, run: Run) -> None:
        self.context.go.begin(run)

    def _dream(self, run: Run) -> None:
        from game.stage import load_stage
        from generator.errors import UserError

        try:
            stage = load_stage(run, self.context.library, self.context.progress)
        except UserError as error:
            self.context.messages.say(str(error))
            return
        self.context.go.dream_again(run, stage, lambda _: None)

    def update(self, frame: Frame) -> None:
        """Any confirming press opens the menu; back shuts it again."""
        self._age += 1
        if self._open:
            self.menu.update(frame, self.context)
            self._open = not frame.cancel
        elif frame.confirm:
            self._open = True
            self.context.mixer.effect("choose")

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
        elif self._age % (2 * _BLINK) < _BLINK:
            font.centre(canvas, "PUSH START", _PROMPT_Y, WHITE)
        font.draw(canvas, f"v{VERSION}", 4, 230, DARK)
        if top := self.context.progress.top_score:
            text = f"TOP {top % 1000000:06}"
            font.draw(canvas, text, 252 - 8 * len(text), 230, GREY)
