"""Work spread over the processors: the same results as in one process."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
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
    with _pool(count) as pool:
        with _one_thread_each():
            waiting = pool.map(work, jobs)
        yield from waiting


def as_they_end(work: Callable[[J], R], jobs: Sequence[J], count: int) -> Iterator[R]:
    """work(job) for each job in so many processes (1: here), in the order in which they end. work: a module's function.

    Raises UserError when a process is killed.
    """
    if count == 1:
        yield from map(work, jobs)
        return
    with _pool(count) as pool:
        with _one_thread_each():
            waiting = [pool.submit(work, job) for job in jobs]
        for done in as_completed(waiting):
            yield done.result()


@contextmanager
def _pool(count: int) -> Iterator[ProcessPoolExecutor]:
    """Whoever leaves early, as Ctrl-C does, ends the processes at once."""
    pool = ProcessPoolExecutor(count, multiprocessing.get_context("spawn"), _begin)
    try:
        yield pool
    except BrokenProcessPool as error:
        raise UserError("a helper process was ended by the system; is there enough memory?") from error
    except BaseException:
        for process in list(pool._processes.values()):
            process.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _begin() -> None:
    """Ctrl-C reaches every process of the terminal; the parent ends the others. Where it was killed, they end by themselves."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


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
