"""The process that builds a castle's stages while the game goes on."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from game.give_way import give_way


@dataclass(frozen=True, slots=True)
class CastleJob:
    """code: the castle's. folder: where its maps go. stages: those to build, in this order."""

    code: str
    folder: Path
    stages: tuple[int, ...]


def work(job: CastleJob, pipe: Connection) -> None:
    """Build; say ``begun`` and ``stands`` with each stage's number and a line, then ``done`` or ``failed`` through the pipe."""
    give_way()
    with contextlib.suppress(BrokenPipeError):  # the game has gone
        try:
            raise_stages(job, pipe)
        except Exception as error:  # the player must hear of it, whatever it is; the process ends here anyway
            pipe.send(("failed", 0, str(error) or type(error).__name__))
    pipe.close()


def raise_stages(job: CastleJob, pipe: Connection) -> None:
    """One after the other. A level that fails within its budget is the shipped one, and its line says so."""
    from levels.castle import raise_stage
    from levels.stages import STAGES

    for stage in job.stages:
        pipe.send(("begun", stage, STAGES[stage - 1].title))
        raised = raise_stage(job.code, stage, job.folder)
        pipe.send(("stands", stage, "" if raised.draws else raised.line))
    pipe.send(("done", 0, ""))
