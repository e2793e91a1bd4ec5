"""The game itself: input to the rules, the rules' state to the view, and what follows from clearing and dying."""

from __future__ import annotations

from dataclasses import replace

import pygame

from game.context import Context
from game.input import Frame
from game.intents import Intent
from game.replay import Divergence, Playback, Recorder, write_replay
from game.run import Run
from game.sim.buttons import Button
from game.sim.world import World
from game.stack import Screen
from game.stage import Stage, reload_coat
from game.view.level_view import LevelView
from game.watch import FolderWatch
from generator.errors import UserError

CLEAR_FRAMES = 150
"""Frames the hero stands in the door while the tune plays."""
CURTAIN_FRAMES = 14
"""Frames in which the picture opens at the start of each attempt."""


class PlayScreen(Screen):
    """One stage, through all its attempts. With a playback the recorded buttons steer, and the player watches."""

    def __init__(self, context: Context, run: Run, stage: Stage, playback: Playback | None = None) -> None:
        self.context = context
        self.run = run
        self.stage = stage
        self.playback = playback
        self._stale = 0
        self._watch: FolderWatch | None = None
        self._begin(playback.world if playback else World(stage.level_map.level, run.world_seed, carry=run.carry))

    def _begin(self, world: World) -> None:
        """A new attempt."""
        self.world = world
        self.view = LevelView(self.context.sprites, self.context.font, self.stage.level_map, self.stage.coat)
        self._recorder = Recorder(world, self.run.stage)
        self._wait = 0
        self._age = 0

    def enter(self) -> None:
        """Music. A button still held from a menu is not yet a jump or a lash."""
        self._stale = int(Button.A | Button.B)
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
        if self.world.status == "play" and self.playback is None:
            self.context.go.pause(self)

    def wear(self, stage: Stage) -> None:
        """The same level in another coat, in the middle of play. A choice made in the game outdoes the command line's."""
        self.stage = stage
        self.run = replace(self.run, pack=None)
        self.view.wear(stage.coat)
        self._watch_coat()

    def _watch_coat(self) -> None:
        """While there is a window, see when somebody works on the tile set that is worn."""
        if self._watch is not None:
            self._watch.close()
        pack = self.stage.pack
        self._watch = FolderWatch(pack.root) if self.context.window is not None and pack is not None and pack.root is not None else None

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
        self._begin(World(self.stage.level_map.level, self.run.world_seed, carry=self.run.carry))
        self._tune()

    def update(self, frame: Frame) -> None:
        """One step of the rules."""
        self._age += 1
        if self._watch is not None and self._watch.changed():
            self._reload_coat()
        if self.world.status == "play" and (Intent.START in frame.menu or Intent.BACK in frame.menu):
            self.context.go.pause(self)
            return
        if self.world.status in ("cleared", "lost"):
            self._ended()
            return
        self._stale &= frame.held & ~frame.pressed
        buttons = frame.held & ~int(Button.START | Button.SELECT) & ~self._stale
        if self.playback is not None:
            if self.playback.done:
                self._stop_watching("end of the replay")
                return
            buttons = self.playback.next_buttons()
        self._step(buttons)

    def _step(self, buttons: int) -> None:
        events = self.world.step(buttons)
        self._recorder.note(buttons)
        self.view.update(self.world, events)
        for event in events:
            self.context.mixer.effect(event.kind)
            if event.kind in ("die", "clear"):
                self.context.mixer.stop()
        if self.world.status in ("cleared", "lost"):
            self._keep_replay()
        if self.world.status == "cleared":
            self.context.mixer.tune("clear")
        elif self._age % 30 == 0 and self.world.status == "play":
            self._tune()
        if self.playback is not None:
            try:
                self.playback.verify()
            except Divergence as error:
                self._stop_watching(str(error))

    def _ended(self) -> None:
        """The attempt is over: after a while on to what follows."""
        self._wait += 1
        if self.world.status == "cleared":
            if self._wait < CLEAR_FRAMES:
                return
            if self.playback is not None:
                self._stop_watching("end of the replay")
            else:
                self.context.go.cleared(self)
            return
        following = None if self.playback is not None else self.world.respawn()
        if self.playback is not None:
            self._stop_watching("end of the replay")
        elif following is None:
            self.context.go.lost(self)
        else:
            self._begin(following)
            self._tune()

    def _stop_watching(self, message: str) -> None:
        self.context.messages.say(message)
        self.context.stack.pop()

    def _tune(self) -> None:
        boss = any(actor.kind.startswith("boss") and actor.health for actor in self.world.actors) and self.world.arena >= 0
        self.context.mixer.tune("boss" if boss else f"stage{self.world.level.stage}")

    def _keep_replay(self) -> None:
        """Write down the attempt: where the player asked for it, and always as the stage's last run."""
        if self.playback is not None or not self.world.frame:
            return
        replay = self._recorder.replay()
        paths = [self.context.folders.replays / f"{self.run.stage}.replay", *([self.run.record] if self.run.record else [])]
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
            canvas.fill((0, 0, 0), (0, 32, width, 208))
            canvas.fill((0, 0, 0), (canvas.get_width() - width, 32, width, 208))
        if self.playback is not None and self._age % 60 < 40:
            self.context.font.draw(canvas, "REPLAY", 204, 38)
