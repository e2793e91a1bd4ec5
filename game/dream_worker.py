"""The process that dreams: paints a tile set into a folder, and walks through the latent space for those who wait."""

from __future__ import annotations

import os
import threading
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from game.give_way import give_way

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from game.latent_walk import Walk


@dataclass(frozen=True, slots=True)
class Job:
    """seed: the dream's code. packs: the folder in which the pack's folder is made. model: None for the one that ships.

    roles: the scene that the player sees meanwhile, rows of `generator.roles.Role` bytes, all equally long; none, no pictures.
    """

    seed: str
    packs: Path
    model: Path | None = None
    roles: tuple[bytes, ...] = ()


_PACE = 0.1
"""Seconds at least between two pictures of the walk."""
_REST = 2.0
"""How much longer the walk rests than it works, so that it takes little from the dream."""
_AT_LEAST = 2.5
"""Seconds of walk that a watcher gets to see, even of a dream that comes sooner."""


def work(job: Job, pipe: Connection) -> None:
    """Dream, and say how it went through the pipe: ``step``, ``glimpse``, then ``done`` or ``failed``."""
    give_way()
    from generator.errors import UserError

    sender = _Sender(pipe)
    try:
        folder = _dream(job, sender)
    except (UserError, OSError, MemoryError) as error:
        sender.send("failed", str(error) or type(error).__name__)
    except Exception as error:  # the player must hear of it, whatever it is; the process ends here anyway
        sender.send("failed", f"{type(error).__name__}: {error}")
    else:
        sender.send("done", str(folder))
    pipe.close()


class _Sender:
    """The pipe, shared by the dream and the walk. When the game has gone, the process ends."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self._lock = threading.Lock()

    def send(self, *message: object) -> None:
        try:
            with self._lock:
                self._pipe.send(message)
        except OSError:
            os._exit(1)

    def step(self, share: float, text: str) -> None:
        self.send("step", float(share), text)


def _dream(job: Job, sender: _Sender) -> Path:
    from generator.dream import default_model, dream
    from generator.pack import write_pack

    model = job.model or default_model()
    start = time.monotonic()
    walker = _Walker(job, model, sender)
    try:
        pack = dream(job.seed, model, progress=sender.step)
        if job.roles:
            time.sleep(max(0.0, _AT_LEAST - (time.monotonic() - start)))
    finally:
        walker.stop()
    folder = job.packs / pack.id
    write_pack(pack, folder)
    walker.go_home(pack.theme)
    return folder


class _Walker:
    """Sends pictures of a walk from theme to theme, in a thread of its own, until it is told to stop."""

    def __init__(self, job: Job, model: Path, sender: _Sender) -> None:
        self._sender = sender
        self._done = threading.Event()
        self._walk: Walk | None = None
        self._job, self._model = job, model
        self._thread = threading.Thread(target=self._wander, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """No picture is on its way any more when this returns."""
        self._done.set()
        self._thread.join()

    def go_home(self, theme: tuple[int, ...]) -> None:
        """Lead the last pictures to the theme of the dream."""
        if self._walk is not None and theme:
            for picture in self._walk.home(theme):
                self._send(picture)

    def _wander(self) -> None:
        import numpy as np

        from game.latent_walk import Walk
        from generator.errors import UserError
        from generator.painter import Painter

        if not self._job.roles:
            return
        try:
            painter = Painter.load(self._model)
        except UserError:
            return  # the dream itself reports what is wrong with the model
        roles = np.array([list(row) for row in self._job.roles], np.uint8)
        self._walk = Walk(painter, self._job.seed, roles)
        rest = 0.0
        while not self._done.wait(rest):
            start = time.monotonic()
            self._send(self._walk.next())
            rest = max(_PACE, _REST * (time.monotonic() - start))

    def _send(self, picture: NDArray[np.uint8]) -> None:
        self._sender.send("glimpse", picture.tobytes(), picture.shape[0], picture.shape[1])
