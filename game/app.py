"""The running game: events in, fixed steps of 1/60 s, one picture out."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pygame

from game.audio_null import Mixer, SilentMixer
from game.clip import Clip
from game.context import Context
from game.devices import Devices
from game.picture_file import save_picture
from game.present import HEIGHT, WIDTH
from game.stack import Screen
from game.view.colours import BLACK, GOLD
from game.view.font import wrap
from game.window import Window
from generator.errors import UserError

STEP = 1 / 60
MAX_STEPS = 5
"""Steps made up for after a slow frame; whatever is older is forgotten, or a slow machine would never catch up."""
_MESSAGE_COLUMNS = 31


SETTLING_STEPS = 60
"""Steps after a change to full screen and back in which the window may lose the focus without a pause: the system takes it for a moment."""


class Clock:
    """Turns passing time into whole steps. `steps(now)` says how many are due; the remainder is kept."""

    def __init__(self, now: float) -> None:
        self._last = now
        self._owed = 0.0

    def steps(self, now: float) -> int:
        """Steps due at time `now` (seconds), at most MAX_STEPS."""
        self._owed += max(0.0, now - self._last)
        self._last = now
        due = int(self._owed / STEP)
        self._owed = self._owed - due * STEP if due <= MAX_STEPS else 0.0
        return min(due, MAX_STEPS)

    def wait(self, now: float) -> float:
        """Seconds until the next step is due."""
        return max(0.0, STEP - self._owed - (now - self._last))


class App:
    """Owns the window and the loop. Screens do the rest."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.canvas = pygame.Surface((WIDTH, HEIGHT), depth=32)
        self.message = ""
        self._settling = 0
        self.clip = Clip()

    def open(self) -> None:
        """Open the window and the mixer, and listen for pads."""
        pygame.display.init()
        settings = self.context.settings
        self.context.window = Window(settings.scale, settings.fullscreen, settings.look)
        self.context.devices = Devices()
        self.context.devices.open_pads()
        self.context.mixer = open_mixer(self.context)
        self.context.apply_volumes()

    def run(self, first: Screen, frames: int | None = None) -> None:
        """Show `first` and go on until the last screen has gone, or for a number of steps."""
        stack = self.context.stack
        stack.push(first)
        stack.settle()
        clock = Clock(time.perf_counter())
        while stack.top is not None and frames != 0:
            self._events()
            due = clock.steps(time.perf_counter())
            for _ in range(due if frames is None else min(due, frames)):
                self.step()
                frames = None if frames is None else frames - 1
            if due:
                self.draw()
                self.clip.note(self.canvas, due)
                if self.context.window is not None:
                    self.context.window.show(self.canvas)
            time.sleep(clock.wait(time.perf_counter()))

    def step(self) -> None:
        """One step of 1/60 s."""
        stack = self.context.stack
        self._settling = max(0, self._settling - 1)
        self.message = self.context.messages.step()
        if stack.top is not None:
            stack.top.update(self.context.controls.frame())
        stack.settle()

    def draw(self) -> None:
        """Draw the screens, and the message line over them."""
        self.canvas.fill(BLACK)
        self.context.stack.draw(self.canvas)
        if self.message:
            lines = wrap(self.message, _MESSAGE_COLUMNS, 3)
            top = HEIGHT - 10 * len(lines) - 4
            self.canvas.fill(BLACK, (0, top - 3, WIDTH, HEIGHT))
            for n, line in enumerate(lines):
                self.context.font.draw(self.canvas, line, 4, top + 10 * n, GOLD)

    def _events(self) -> None:
        for event in pygame.event.get():
            self.handle(event)

    def handle(self, event: pygame.event.Event) -> None:
        """One event of the window system."""
        context = self.context
        if event.type == pygame.QUIT:
            context.stack.clear()
            context.stack.settle()
        elif event.type == pygame.WINDOWFOCUSLOST:
            context.controls.release_all()
            if context.stack.top is not None and not self._settling:
                context.stack.top.focus_lost()
                context.stack.settle()
        elif event.type == pygame.KEYDOWN and self._shortcut(event):
            return
        elif context.devices is not None:
            self._speak(context.devices, event)

    def _speak(self, devices: Devices, event: pygame.event.Event) -> None:
        """A press goes to whoever asked for the next one, else to the controls, who hear of every release, or a key would stay held."""
        context = self.context
        for press in devices.presses(event):
            if press.down and context.listen is not None:
                context.listen(press.source.value, press.name)
            else:
                context.controls.feed(press)
        gone = devices.unplugged(event)
        if gone is not None:
            context.controls.drop_pad(gone)

    def _shortcut(self, event: pygame.event.Event) -> bool:
        """Keys that work everywhere and cannot be remapped."""
        window = self.context.window
        if window is not None and (event.key == pygame.K_F11 or (event.key == pygame.K_RETURN and event.mod & pygame.KMOD_ALT)):
            window.toggle_fullscreen()
            self._settling = SETTLING_STEPS
            self.context.change_settings(replace(self.context.settings, fullscreen=window.fullscreen))
        elif event.key == pygame.K_F12:
            self.screenshot()
        elif event.key == pygame.K_F10:
            self.save_clip()
        else:
            return False
        return True

    def screenshot(self) -> Path | None:
        """Write the picture to the player's pictures and say where."""
        path = self._picture_path("png")
        try:
            save_picture(pygame.transform.scale_by(self.canvas, 3), path)
        except UserError as error:
            self.context.messages.say(f"no screenshot: {error}")
            return None
        self.context.messages.say(f"screenshot: {path.name}")
        return path

    def save_clip(self) -> None:
        """Write the last seconds as a GIF, and say where once that is done."""
        if len(self.clip):
            self.clip.write(self._picture_path("gif"), self.context.messages.say)

    def _picture_path(self, ending: str) -> Path:
        return self.context.folders.pictures / f"dreamkeep-{datetime.now():%Y%m%d-%H%M%S-%f}.{ending}"


def open_mixer(context: Context) -> Mixer:
    """The real mixer, or silence where there is no sound card."""
    from game.sound import Mixer as Synthesiser

    try:
        return Synthesiser(context.folders.cache)
    except (pygame.error, OSError) as error:
        print(f"no sound: {error}", file=sys.stderr)
        return SilentMixer()
