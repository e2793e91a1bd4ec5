"""What the game talks to: effects at once, one tune at a time. Silent where there is no sound card."""

from __future__ import annotations

import io
import re
import sys
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from game.files import ROOT
from game.sound.cache import SoundCache
from game.sound.synth import RATE
from generator.errors import UserError

SOUNDS = ROOT / "assets" / "sounds"
MUSIC_LEVEL = 0.6
"""Tunes stand behind the effects."""
CHANNELS = 12
BUFFER = 512
"""Samples the device asks for at a time: 23 ms."""
STAGES = 6
"""Stages with a tune of their own; later ones begin again at the first."""


class Mixer:
    """Plays what `SoundCache` renders.

    A thread of its own renders, loads and starts, so that neither the start of the game nor a change of tune waits for it: an effect
    that is not there yet is not heard, a tune begins as soon as it is there.

    cache: the player's cache folder, None to keep nothing. complain: told what is wrong with a score, in one line.
    """

    def __init__(
        self, cache: Path | None = None, sounds: Path = SOUNDS, complain: Callable[[str], None] = lambda line: print(line, file=sys.stderr)
    ) -> None:
        self._cache = SoundCache(sounds, cache / "sounds" if cache else None)
        self._complain = complain
        self._effects: dict[str, Any] = {}
        self._music_volume, self._effect_volume, self._muted = 1.0, 1.0, False
        self._wanted = self._playing = ""
        self._closing, self._busy = False, True
        self._held = False
        self._waiting = b""
        """A tune that came while everything was held: it begins afterwards."""
        self._changed = threading.Condition()
        self._known: frozenset[str] = frozenset(self._cache.tunes())
        self.device = _open_device()
        """Whether there is a sound card."""
        self._thread = threading.Thread(target=self._work, name="sound", daemon=True)
        if self.device:
            self._thread.start()

    def effect(self, kind: str) -> None:
        """Play an effect, named like the event it goes with; unknown names are silent."""
        sound = self._effects.get(kind)
        if sound is not None:
            sound.play()

    def tune(self, name: str) -> None:
        """Play a tune, over and over if its score says so; the tune that is playing already goes on. Unknown names are silent."""
        stage = re.fullmatch(r"stage(\d+)", name)
        if stage and name not in self._known:
            name = f"stage{(int(stage[1]) - 1) % STAGES + 1}"
        if name in self._known and name != self._wanted:
            self._want(name)

    def stop(self) -> None:
        """End the tune."""
        self._want("")

    def pause(self) -> None:
        """Hold everything where it is; a tune that is rendered meanwhile waits."""
        with self._changed:
            self._held = True
            if self.device:
                _pygame().mixer.pause()
                _pygame().mixer.music.pause()

    def resume(self) -> None:
        """Go on after `pause`."""
        with self._changed:
            self._held = False
            if self.device:
                _pygame().mixer.unpause()
                _pygame().mixer.music.unpause()
            if self._waiting:
                waiting, self._waiting = self._waiting, b""
                self._guarded(partial(self._start, waiting))

    def volumes(self, music: float, effects: float) -> None:
        """Set both volumes, 0..1."""
        self._music_volume, self._effect_volume = min(max(music, 0.0), 1.0), min(max(effects, 0.0), 1.0)
        self._apply_volumes()

    def mute(self, muted: bool) -> None:
        """Silence everything, or undo that; the volumes are kept."""
        self._muted = muted
        self._apply_volumes()

    def close(self) -> None:
        """Stop playing, end the thread, give the device back."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        if self.device:
            self._thread.join(timeout=10)
            _pygame().mixer.quit()

    def wait(self, seconds: float = 60.0) -> bool:
        """Wait until everything is rendered; for tests and for filling the cache. False if it took longer."""
        with self._changed:
            return not self.device or self._changed.wait_for(lambda: not self._busy and self._wanted == self._playing, seconds)

    # --- the thread

    def _work(self) -> None:
        self._guarded(self._load_effects)
        waiting = list(self._cache.tunes())
        while True:
            with self._changed:
                while not (self._closing or waiting or self._wanted != self._playing):
                    self._busy = False
                    self._changed.notify_all()
                    self._changed.wait()
                self._busy = True
                if self._closing:
                    return
                wanted, change = self._wanted, self._wanted != self._playing
            name = wanted if change else waiting[0]
            if name in waiting:
                waiting.remove(name)
            self._guarded(partial(self._prepare, name, change))

    def _prepare(self, name: str, start: bool) -> None:
        """Have a tune rendered; start it if it is (still) the one that is wanted."""
        if start:
            self._playing = name
        content = self._cache.tune(name) if name else b""
        with self._changed:
            if name and name == self._wanted and not self._closing:
                self._playing = name
                self._start(content)

    def _start(self, content: bytes) -> None:
        """Called with the lock held."""
        if self._held:
            self._waiting = content
            return
        music = _pygame().mixer.music
        music.load(io.BytesIO(content), "wav")
        self._apply_volumes()
        music.play()  # once: a loop is in the file

    def _load_effects(self) -> None:
        for name, clip in self._cache.effects():
            sound = _pygame().mixer.Sound(buffer=clip.samples.tobytes())
            sound.set_volume(self._effect_level)
            self._effects[name] = sound

    def _guarded(self, work: Callable[[], None]) -> None:
        """A broken score or a vanished device costs its sound and nothing else."""
        try:
            work()
        except (UserError, OSError, ValueError, _pygame().error) as error:
            if not self._closing:
                self._complain(f"sound: {error}")

    # --- both

    def _want(self, name: str) -> None:
        with self._changed:
            self._wanted, self._playing, self._waiting = name, "", b""
            if self.device and not self._closing:
                _pygame().mixer.music.stop()
            self._changed.notify()

    @property
    def _effect_level(self) -> float:
        return 0.0 if self._muted else self._effect_volume

    def _apply_volumes(self) -> None:
        if self.device and not self._closing:
            _pygame().mixer.music.set_volume(0.0 if self._muted else self._music_volume * MUSIC_LEVEL)
            for sound in list(self._effects.values()):
                sound.set_volume(self._effect_level)


def _open_device() -> bool:
    pygame = _pygame()
    try:
        if pygame.mixer.get_init() not in (None, (RATE, -16, 1)):
            pygame.mixer.quit()  # opened by pygame.init(), in a format that is not ours
        pygame.mixer.init(RATE, -16, 1, BUFFER, allowedchanges=0)
        pygame.mixer.set_num_channels(CHANNELS)
    except (pygame.error, NotImplementedError, AttributeError):
        return False
    return True


def _pygame() -> Any:
    import pygame

    return pygame
