"""Work spread over the processors: the same results in the same order as in one process."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import TypeVar

from generator.errors import UserError

J = TypeVar("J")
R = TypeVar("R")
WORTH_IT = 8_000_000
"""Pixels from which on it pays to start processes: about two seconds of work."""
MOST = 8
"""Processes at most: each takes some 150 MB."""
_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


def in_processes(work: Callable[[J], R], jobs: Sequence[J], pixels: int) -> Iterator[R]:
    """work(job) for each job, in their order. pixels: how much there is to do in all; little is done here and now.

    Raises UserError when a process is killed, which is what happens when memory runs out.
    """
    count = min(MOST, len(jobs), processors())
    if count < 2 or pixels < WORTH_IT:
        yield from map(work, jobs)
        return
    pool = ProcessPoolExecutor(count, multiprocessing.get_context("spawn"), _ignore_interrupts)
    try:
        with _one_thread_each():
            waiting = pool.map(work, jobs)
        yield from waiting
    except BrokenProcessPool as error:
        raise UserError("a helper process was ended by the system; is there enough memory?") from error
    finally:
        pool.shutdown(cancel_futures=True)


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _ignore_interrupts() -> None:
    """Ctrl-C reaches every process of the terminal; the parent ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Processes that begin meanwhile count with one thread: on shared cores, threads only wait for each other."""
    before = {name: os.environ.get(name) for name in _THREADS}
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
