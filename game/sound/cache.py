"""Rendered sounds, kept in the player's cache folder, so that each score is played by the synthesiser only once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from game.sound.arrange import Clip, render_effect, render_tune
from game.sound.score import parse_score, read_score
from game.sound.wav import from_wav, to_wav
from generator.errors import UserError
from generator.files import write_whole

EFFECTS = "effects"
"""The score that holds all effects; every other is a tune."""


class SoundCache:
    """sounds: the folder of scores. folder: where rendered ones are kept, or None to render each time.

    Files are named by what they hold and by a hash of the score and of the synthesiser, so that neither can go stale.
    """

    def __init__(self, sounds: Path, folder: Path | None) -> None:
        self._sounds = sounds
        self._folder = folder
        self._salt = b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py")))

    def tunes(self) -> list[str]:
        """The names of all tunes, sorted."""
        return sorted(path.stem for path in self._sounds.glob("*.txt") if path.stem != EFFECTS)

    def tune(self, name: str) -> bytes:
        """A tune as a WAV file's content. Raises UserError if its score is missing or wrong."""
        path = self._sounds / f"{name}.txt"
        return self._kept(name, self._read(path), partial(_render_tune, path))

    def effects(self) -> Iterator[tuple[str, Clip]]:
        """Every effect by name. Raises UserError if their score is wrong."""
        path = self._sounds / f"{EFFECTS}.txt"
        content = self._read(path)
        for name, effect in parse_score(content.decode("utf-8", "replace"), path.name).effects.items():
            yield name, from_wav(self._kept(f"{EFFECTS}-{name}", repr(effect).encode(), partial(render_effect, effect)))

    def _kept(self, name: str, source: bytes, make: Callable[[], Clip]) -> bytes:
        """What is kept under a name if it is whole and made from ``source``; else made anew and kept."""
        if self._folder is None:
            return to_wav(make())
        key = hashlib.sha256(self._salt + source).hexdigest()[:16]
        path = self._folder / f"{name}-{key}.wav"
        try:
            content = path.read_bytes()
            from_wav(content)
            return content
        except (OSError, UserError):
            content = to_wav(make())
        try:
            for old in self._folder.glob(f"{name}-{'?' * 16}.wav"):
                old.unlink(missing_ok=True)
            write_whole(path, content)
        except OSError:
            pass  # a full or read-only disk: rendered again next time, heard all the same
        return content

    def _read(self, path: Path) -> bytes:
        try:
            return path.read_bytes()
        except OSError as error:
            raise UserError(f"{path.name}: cannot be read: {error.strerror or error}") from None


def _render_tune(path: Path) -> Clip:
    return render_tune(read_score(path))
