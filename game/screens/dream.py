"""Dream again: the latent walk while a worker paints, then the level in its new coat, to keep or not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pygame

from game.context import Context
from game.dream_worker import Job
from game.dreaming import Dreaming, Dreamt, Failed, Glimpse, Step
from game.input import Frame
from game.run import Run, new_code
from game.screens.menu import Item, Menu
from game.screens.panel import panel
from game.sim.level import CELL, VIEW_H, VIEW_W
from game.sim.world import World
from game.stack import Screen
from game.stage import Stage
from game.view.colours import BLACK, DARK, GOLD, GREY, VIOLET, WHITE
from game.view.dissolve import Dissolve
from game.view.hud import HUD_HEIGHT
from game.view.level_view import LevelView
from game.view.tiles import TilesView, coat_of, surface
from generator.errors import UserError
from generator.roles import SLOTS

_BAR = pygame.Rect(48, 14, 160, 5)
_BOX = pygame.Rect(60, 158, 136, 66)
_PAN_HOLD = 90
"""Frames at each end of the level while it is shown from end to end."""
_SCENE_W, _SCENE_H = VIEW_W // CELL, VIEW_H // CELL
"""Cells of the level that the walk shows: what the camera sees."""

Start = Callable[[Job], Dreaming]


class DreamScreen(Screen):
    """Works, then shows. `kept` gets the stage in its new coat when the player keeps it; otherwise nothing has happened."""

    def __init__(
        self, context: Context, run: Run, stage: Stage, kept: Callable[[Stage], None], world: World | None = None, start: Start = Dreaming
    ) -> None:
        self.context = context
        self.run = run
        self.stage = stage
        self._kept = kept
        self._world = world
        self._start = start
        self._tick = 0
        self.seed = ""
        self.dreaming: Dreaming | None = None
        self.dreamt: Stage | None = None
        self._step = Step(0.0, "falling asleep")
        self._shown = 0.0
        self._view: LevelView | None = None
        self.menu = Menu([Item("KEEP", self._keep), Item("AGAIN", self._again), Item("GO BACK", context.stack.pop)])
        self._again()

    def leave(self) -> None:
        """Nobody waits for the worker any more."""
        if self.dreaming is not None and not self.dreaming.over:
            self.dreaming.cancel()

    def _again(self) -> None:
        """A new seed, a new dream."""
        self._glimpses = Dissolve()
        self._glimpses.show(self._present())
        self.dreamt = self._view = None
        self.seed = new_code()
        self._step, self._shown = Step(0.0, "falling asleep"), 0.0
        self.dreaming = self._start(Job(self.seed, self.context.folders.packs, roles=self._scene()))

    def _present(self) -> pygame.Surface:
        """The level as it looks now: the walk sets out from there."""
        picture = pygame.Surface((VIEW_W, VIEW_H), depth=32)
        coat = self.dreamt.coat if self.dreamt is not None else self.stage.coat
        camera, broken = (self._world.camera, self._world.broken) if self._world is not None else (self._camera(), ())
        TilesView(self.stage.level_map, coat).draw(picture, camera, broken, self._tick)
        return picture

    def _scene(self) -> tuple[bytes, ...]:
        """The roles of the cells that the camera sees, row by row."""
        slots = self.stage.level_map.slots
        if slots is None:
            return ()
        left, top = self._world.camera if self._world is not None else self._camera()
        x, y = round(left / CELL), top // CELL
        return tuple(bytes(SLOTS[slot].role for slot in row) for row in slots[y : y + _SCENE_H, x : x + _SCENE_W])

    def _keep(self) -> None:
        """The stage wears this dream from now on."""
        if self.dreamt is None or self.dreamt.pack is None:
            return
        self.context.change_progress(self.context.progress.with_coat(self.run.stage, self.dreamt.pack.id))
        self.context.stack.pop()
        self._kept(self.dreamt)

    def update(self, frame: Frame) -> None:
        """Listen to the worker; cancel goes back at any time."""
        self._tick += 1
        if frame.cancel:
            self.context.messages.say("" if self.dreamt else "the dream was cancelled; the old art stays")
            self.context.stack.pop()
        elif self.dreamt is not None:
            self.menu.update(frame, self.context)
        elif self.dreaming is not None:
            self._listen(self.dreaming)

    def _listen(self, dreaming: Dreaming) -> None:
        self._glimpses.update()
        self._shown += (self._step.share - self._shown) * 0.1
        for news in dreaming.news():
            match news:
                case Step():
                    self._step = news
                case Glimpse():
                    self._glimpses.show(surface(news.rgb))
                case Dreamt(folder):
                    self._wake(folder.name)
                case Failed(reason):
                    self._give_up(reason)

    def _wake(self, name: str) -> None:
        """Dress the level in the dream."""
        try:
            pack = self.context.library.pack(name)
        except UserError as error:
            self._give_up(str(error))
            return
        self.dreamt = replace(self.stage, pack=pack, coat=coat_of(pack), notes=())
        self._view = LevelView(
            self.context.sprites, self.context.font, self.stage.level_map, self.dreamt.coat, self.context.settings.comfort
        )
        self.menu.index = 0
        self._tick = 0
        self.context.mixer.effect("dream")

    def _give_up(self, reason: str) -> None:
        self.context.messages.say(f"no dream came: {reason}; the old art stays")
        self.context.stack.pop()

    def draw(self, canvas: pygame.Surface) -> None:
        """The walk with its bar, or the level with the question."""
        canvas.fill(BLACK)
        if self._view is None:
            self._draw_walk(canvas)
        else:
            self._draw_level(canvas, self._view)

    def _draw_walk(self, canvas: pygame.Surface) -> None:
        font = self.context.font
        self._glimpses.draw(canvas.subsurface((0, HUD_HEIGHT, VIEW_W, VIEW_H)))
        font.centre(canvas, "DREAMING" + "." * (self._tick // 20 % 4), 2, WHITE)
        pygame.draw.rect(canvas, DARK, _BAR.inflate(4, 4), 1)
        canvas.fill(VIOLET, (_BAR.x, _BAR.y, round(_BAR.w * self._shown), _BAR.h))
        font.centre(canvas, f"{self.seed}: {self._step.text}"[:32], 22, GREY)

    def _draw_level(self, canvas: pygame.Surface, view: LevelView) -> None:
        if self._world is not None:
            view.draw(canvas, self._world)
        else:
            level = canvas.subsurface((0, HUD_HEIGHT, VIEW_W, VIEW_H))
            view.tiles.draw(level, self._camera(), (), self._tick)
            self.context.font.centre(canvas, self.stage.level_map.level.title.upper()[:30], 12, GOLD)
        panel(canvas, _BOX)
        self.context.font.centre(canvas, f"dream {self.seed}", _BOX.y + 10, GREY)
        self.menu.draw(canvas, self.context, _BOX.x + 40, _BOX.y + 25, 8)

    def _camera(self) -> tuple[int, int]:
        """Up and down the stage's sections, one after the other."""
        sections = self.stage.level_map.level.sections
        lengths = [(s.w * 16 - VIEW_W) + 2 * _PAN_HOLD for s in sections]
        left = self._tick % sum(lengths)
        for section, length in zip(sections, lengths, strict=True):
            if left < length:
                return section.x * 16 + min(max(0, left - _PAN_HOLD), section.w * 16 - VIEW_W), section.y * 16
            left -= length
        return 0, 0
