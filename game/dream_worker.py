"""The process that dreams: paints a tile set into a folder, and walks through the latent space for those who wait."""

from __future__ import annotations

import contextlib
import os
import threading
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Job:
    """seed: the dream's code. packs: the folder in which the pack's folder is made. model: None for the one that ships."""

    seed: str
    packs: Path
    model: Path | None = None


_NICENESS = 5
"""The game comes first: it has to draw 60 frames a second beside this."""


def work(job: Job, pipe: Connection) -> None:
    """Dream, and say how it went through the pipe: ``step``, ``glimpse``, then ``done`` or ``failed``."""
    from generator.errors import UserError

    with contextlib.suppress(OSError, AttributeError):
        os.nice(_NICENESS)
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
    from generator.dream import dream

    from generator.pack import write_pack

    stop = threading.Event()
    walk = threading.Thread(target=_walk, args=(job, sender, stop), daemon=True)
    walk.start()
    try:
        pack = dream(job.seed, job.model, progress=sender.step)
    finally:
        stop.set()
        walk.join()
    folder = job.packs / pack.id
    write_pack(pack, folder)
    return folder


def _walk(job: Job, sender: _Sender, stop: threading.Event) -> None:
    """Pictures of a walk from theme to theme, until the dream is done. Without a model there is nothing to see."""
    from game.latent_walk import pictures

    for picture in pictures(job.seed, job.model):
        if stop.is_set():
            return
        sender.send("glimpse", picture.tobytes(), picture.shape[0], picture.shape[1])
