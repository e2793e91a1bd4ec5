"""What every screen may use: one object, made once by the app (or by a headless run or a test) and handed down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from game.audio_null import Mixer, SilentMixer
from game.files import ROOT, Folders
from game.input import Controls
from game.library import Library
from game.progress import Progress, load_progress, save_progress
from game.scores import Scores, load_scores, save_scores
from game.settings import MAX_VOLUME, Settings, load_settings, save_settings
from game.stack import ScreenStack
from game.times import Times, load_times, save_times
from game.view.font import Font
from game.view.sprites import Sprites

if TYPE_CHECKING:
    from game.devices import Devices
    from game.navigation import Navigation
    from game.window import Window

MESSAGE_FRAMES = 300


@dataclass(slots=True)
class Messages:
    """One line for the player at a time, shown for five seconds each."""

    lines: list[str] = field(default_factory=list)
    left: int = 0

    def say(self, line: str) -> None:
        """Show a line; the empty one is not worth showing."""
        if line:
            self.lines.append(line)

    def step(self) -> str:
        """Called once a frame; the line to show now, or the empty string."""
        if not self.lines:
            return ""
        self.left = self.left - 1 if self.left else MESSAGE_FRAMES
        if self.left == 1:
            self.left = 0
            return self.lines.pop(0)
        return self.lines[0]


@dataclass(slots=True)
class Context:
    """The game's services. window and devices are None without a display."""

    folders: Folders
    settings: Settings
    progress: Progress
    library: Library
    sprites: Sprites
    font: Font
    controls: Controls
    scores: Scores = field(default_factory=Scores)
    times: Times = field(default_factory=Times)
    stack: ScreenStack = field(default_factory=ScreenStack)
    go: Navigation = field(init=False)
    """The ways to other screens; set by `game.flow`."""
    mixer: Mixer = field(default_factory=SilentMixer)
    messages: Messages = field(default_factory=Messages)
    window: Window | None = None
    devices: Devices | None = None
    listen: Callable[[str, str], None] | None = None
    """While set, the next key or pad button goes here as (source, name) and nowhere else: remapping."""

    def change_settings(self, settings: Settings) -> None:
        """Use these settings from now on, and keep them."""
        if (settings.keys, settings.pad) != (self.settings.keys, self.settings.pad):
            self.controls.bind(settings)
        self.settings = settings
        self.apply_volumes()
        if self.window is not None:
            self.window.wear(settings.look)
        self._keep(lambda: save_settings(settings, self.folders.config / "settings.json"), "settings")

    def change_progress(self, progress: Progress) -> None:
        """This is what the player has reached; keep it."""
        self.progress = progress
        self._keep(lambda: save_progress(progress, self.folders.data / "progress.json"), "progress")

    def change_scores(self, scores: Scores) -> None:
        """This is the table of the best runs now; keep it."""
        self.scores = scores
        self._keep(lambda: save_scores(scores, self.folders.data / "scores.json"), "scores")

    def change_times(self, times: Times) -> None:
        """These are the best times now; keep them."""
        self.times = times
        self._keep(lambda: save_times(times, self.folders.data / "times.json"), "times")

    def blinks(self, tick: int, period: int = 64, on: int = 32) -> bool:
        """Whether something that blinks is seen at a step; without flashing it always is."""
        return self.settings.reduced_flashing or tick % period < on

    def apply_volumes(self) -> None:
        """Tell the mixer how loud it may be."""
        self.mixer.volumes(self.settings.music / MAX_VOLUME, self.settings.effects / MAX_VOLUME)
        self.mixer.mute(self.settings.mute)

    def _keep(self, write: Callable[[], None], what: str) -> None:
        """A full disk or a read-only folder must not end the game."""
        try:
            write()
        except OSError as error:
            self.messages.say(f"your {what} could not be saved: {error.strerror or error}")


def make_context(folders: Folders) -> Context:
    """Read settings, progress, scores and times, find assets; what was wrong with the player's files is in `messages`."""
    settings, settings_message = load_settings(folders.config / "settings.json")
    progress, progress_message = load_progress(folders.data / "progress.json")
    scores, scores_message = load_scores(folders.data / "scores.json")
    times, times_message = load_times(folders.data / "times.json")
    context = Context(
        folders=folders,
        settings=settings,
        progress=progress,
        scores=scores,
        times=times,
        library=Library(ROOT, folders),
        sprites=Sprites(ROOT / "assets" / "sprites"),
        font=Font(ROOT / "assets" / "fonts" / "dreamkeep.txt"),
        controls=Controls(settings),
    )
    for message in (settings_message, progress_message, scores_message, times_message):
        context.messages.say(message)
    return context
