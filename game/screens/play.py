"""The game itself: input to the rules, the rules' state to the view, and what follows from clearing and dying."""

from __future__ import annotations

from dataclasses import replace

import pygame

from game.context import Context
from game.input import Frame
from game.intents import Intent
from game.replay import Recorder, write_replay
from game.run import Run
from game.screens.panel import panel
from game.sim.buttons import Button
from game.sim.events import Event
from game.sim.world import World
from game.stack import Screen
from game.stage import Stage, reload_coat
from game.view.colours import BLACK, RED
from game.view.hud import HUD_HEIGHT
from game.view.level_view import LevelView
from game.watch import FolderWatch
from generator.errors import UserError

CLEAR_FRAMES = 150
"""Frames the hero stands in the door while the tune plays."""
CURTAIN_FRAMES = 14
"""Frames in which the picture opens at the start of each attempt."""
_TAPS = int(Button.A | Button.B)
"""Buttons whose press counts even when it ends before the rules take their next step."""
_MENU_BUTTONS = int(Button.START | Button.SELECT)
_LISTEN_EVERY = 30
"""Steps of the rules between two looks at whether a boss has come: frames of the game would never meet the steps of a slowed one."""
_TIME_UP = pygame.Rect(84, 112, 88, 32)


class PlayScreen(Screen):
    """One stage, through all its attempts."""

    watching = False
    """Whether the player only looks on."""

    def __init__(self, context: Context, run: Run, stage: Stage) -> None:
        self.context = context
        self.run = run
        self.stage = stage
        self._stale = self._tapped = self._owed = 0
        self._watch: FolderWatch | None = None
        self._begin(self._first())

    def _first(self) -> World:
        """The state of the stage as it is entered."""
        return World(self.stage.level_map.level, self.run.world_seed, self.run.rules, self.run.carry)

    def _begin(self, world: World) -> None:
        """A new attempt."""
        self.world = world
        self.view = LevelView(self.context.sprites, self.context.font, self.stage.level_map, self.stage.coat, self.context.settings.comfort)
        self._recorder = Recorder(world, self.run.stage, self.run.slow)
        self._wait = 0
        self._age = 0

    def enter(self) -> None:
        """Music. A button still held from a menu is not yet a jump or a lash."""
        self._stale = _TAPS
        self._tune()
        self._watch_coat()

    def leave(self) -> None:
        """Keep what was played so far; a finished attempt has been kept already."""
        if self._watch is not None:
            self._watch.close()
        if self.world.status in ("play", "dying"):
            self._keep_replay()

    def focus_lost(self) -> None:
        """A player who is looking elsewhere must not die."""
        if self.world.status == "play":
            self.context.go.pause(self)

    def wear(self, stage: Stage) -> None:
        """The same level in another coat, in the middle of play. A choice made in the game outdoes the command line's."""
        self.stage = stage
        self.run = replace(self.run, pack=None)
        self.view.wear(stage.coat)
        self._watch_coat()

    def _watch_coat(self) -> None:
        """While there is a window, see when somebody works on the tile set that is worn. The watch outlasts a pause."""
        pack = self.stage.pack
        folder = pack.root if self.context.window is not None and pack is not None else None
        if self._watch is not None:
            if self._watch.folder == folder:
                return
            self._watch.close()
        self._watch = FolderWatch(folder) if folder is not None else None

    def _reload_coat(self) -> None:
        """Somebody has: wear it as it is now, or keep the last good one and say why."""
        try:
            self.stage = reload_coat(self.stage, self.context.library)
            self.view.wear(self.stage.coat)
        except UserError as error:
            self.context.messages.say(str(error))

    def restart(self) -> None:
        """The stage from its start, with what the hero had then."""
        self._keep_replay()
        self._begin(self._first())
        self._tune()

    def update(self, frame: Frame) -> None:
        """One frame: at full speed one step of the rules."""
        self._age += 1
        if self._watch is not None and self._watch.changed():
            self._reload_coat()
        if self.world.status == "play" and (Intent.START in frame.menu or Intent.BACK in frame.menu):
            self.context.go.pause(self)
        elif self.world.status in ("cleared", "lost"):
            self._wait += 1
            self._ended()
        else:
            buttons = self._buttons(frame)
            if self._due():
                self._step(buttons)
                self._tapped = 0

    def _buttons(self, frame: Frame) -> int:
        """What the rules are told. A tap between two steps of a slowed game is kept for the next one."""
        self._stale &= frame.held & ~frame.pressed
        self._tapped |= frame.pressed & _TAPS
        return (frame.held | self._tapped) & ~_MENU_BUTTONS & ~self._stale

    def _due(self) -> bool:
        """Whether the rules take a step in this frame: all frames at full speed, evenly fewer in a slowed game."""
        self._owed += self.run.slow
        if self._owed < 100:
            return False
        self._owed -= 100
        return True

    def _step(self, buttons: int) -> None:
        events = self.world.step(buttons)
        self._recorder.note(buttons)
        self.view.update(self.world, events)
        self._listen(events)
        if self.world.status in ("cleared", "lost"):
            self._keep_replay()

    def _listen(self, events: tuple[Event, ...]) -> None:
        """What is heard of a step."""
        for event in events:
            self.context.mixer.effect(event.kind)
            if event.kind in ("die", "clear"):
                self.context.mixer.stop()
        if self.world.status == "cleared":
            self.context.mixer.tune("clear")
        elif self.world.frame % _LISTEN_EVERY == 0 and self.world.status == "play":
            self._tune()

    def _ended(self) -> None:
        """The attempt is over: after a while on to what follows."""
        if self.world.status == "cleared":
            if self._wait >= CLEAR_FRAMES:
                self.context.go.cleared(self)
            return
        following = self.world.respawn()
        if following is None:
            self.context.go.lost(self)
        else:
            self._begin(following)
            self._tune()

    def _tune(self) -> None:
        boss = any(actor.kind.startswith("boss") and actor.health for actor in self.world.actors) and self.world.arena >= 0
        self.context.mixer.tune("boss" if boss else f"stage{self.world.level.stage}")

    def _keep_replay(self) -> None:
        """Write down the attempt: where the player asked for it, and always as the stage's last run."""
        if not self.world.frame:
            return
        replay = self._recorder.replay()
        paths = [self.context.folders.replays / f"{self.run.replay_name}.replay", *([self.run.record] if self.run.record else [])]
        for path in paths:
            try:
                write_replay(replay, path)
            except UserError as error:
                self.context.messages.say(f"the replay could not be kept: {error}")

    def draw(self, canvas: pygame.Surface) -> None:
        """The level, opening like a curtain at first."""
        self.view.draw(canvas, self.world)
        if self._age < CURTAIN_FRAMES:
            width = canvas.get_width() // 2 * (CURTAIN_FRAMES - self._age) // CURTAIN_FRAMES
            height = canvas.get_height() - HUD_HEIGHT
            canvas.fill(BLACK, (0, HUD_HEIGHT, width, height))
            canvas.fill(BLACK, (canvas.get_width() - width, HUD_HEIGHT, width, height))
        if self.world.status in ("dying", "lost") and self.world.timer <= 0:
            panel(canvas, _TIME_UP)
            self.context.font.centre(canvas, "TIME UP", _TIME_UP.y + 12, RED)
