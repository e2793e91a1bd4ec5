"""Dreaming while the game goes on: a process of its own paints the tile set, and sends what it sees on the way.

Whatever happens to that process (it fails, is killed, is cancelled) the game only hears that there is no new coat.
A pack appears in the player's folder whole or not at all: the worker writes it there by a rename.
"""

from __future__ import annotations

import multiprocessing
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from game.dream_worker import Job, work


@dataclass(frozen=True, slots=True)
class Step:
    """How far the dream is: share 0..1, and what is being done."""

    share: float
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Glimpse:
    """A picture of the latent walk: (h, w, 3) uint8."""

    rgb: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Dreamt:
    """The dream is done; the pack lies in `folder`."""

    folder: Path


@dataclass(frozen=True, slots=True)
class Failed:
    """There is no new pack, and why."""

    reason: str


News = Step | Glimpse | Dreamt | Failed
_QUEUED = 64
"""Messages kept for a game that does not look; more and the worker waits."""
_REAP = 5.0
"""Seconds to wait for a killed process to be gone; it takes milliseconds on a machine that has time."""


class Dreaming:
    """One dream in the making. Ask `news()` once a frame; after `Dreamt` or `Failed` nothing more comes."""

    def __init__(self, job: Job, worker: Callable[[Job, Connection], None] = work) -> None:
        """Start the process. worker: a module-level function that runs in it (tests bring their own)."""
        spawn = multiprocessing.get_context("spawn")  # a fork would take the window and the sound device along
        here, there = spawn.Pipe(duplex=False)
        self._process = spawn.Process(target=worker, args=(job, there), daemon=True, name="dreamkeep-dream")
        self._process.start()
        there.close()
        self._inbox: queue.Queue[News] = queue.Queue(_QUEUED)
        self._over = False
        self._stopped = threading.Event()
        threading.Thread(target=self._listen, args=(here,), daemon=True).start()

    @property
    def over(self) -> bool:
        """Done, failed or cancelled."""
        return self._over

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.is_alive()

    def news(self) -> list[News]:
        """What has come in since the last call; never waits."""
        found: list[News] = []
        while not self._over:
            try:
                item = self._inbox.get_nowait()
            except queue.Empty:
                break
            found.append(item)
            self._over = isinstance(item, Dreamt | Failed)
        return found

    def cancel(self) -> None:
        """Stop the process, at once; nothing comes any more."""
        self._over = True
        self._stopped.set()
        self._process.kill()
        self._process.join(_REAP)

    def _listen(self, pipe: Connection) -> None:
        """In a thread of its own, because a worker stopped in the middle of a message would hold the game up."""
        while not self._stopped.is_set():
            try:
                item = _read(pipe.recv())
            except (EOFError, OSError):
                item = Failed("the dreamer woke up too early")
            except Exception as error:  # whatever a broken stream unpickles to
                item = Failed(f"the dreamer spoke gibberish ({type(error).__name__})")
            self._put(item)
            if isinstance(item, Dreamt | Failed):
                break
        pipe.close()

    def _put(self, item: News) -> None:
        while not self._stopped.is_set():
            try:
                return self._inbox.put(item, timeout=0.2)
            except queue.Full:
                continue


def _read(message: Any) -> News:
    """A worker's message as news. Raises TypeError or ValueError for anything else."""
    match message:
        case ("step", float() | int() as share, str(text)):
            return Step(min(1.0, max(0.0, float(share))), text)
        case ("glimpse", bytes(raw), int(height), int(width)):
            return Glimpse(np.frombuffer(raw, np.uint8).reshape(height, width, 3))
        case ("done", str(folder)):
            return Dreamt(Path(folder))
        case ("failed", str(reason)):
            return Failed(reason)
    raise ValueError("unknown message")
