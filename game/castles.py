"""Castles of other codes than the shipped one: where they lie, and building them while the game goes on."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

from game.castle_worker import CastleJob, work
from game.files import Folders
from game.run import Run
from game.version import VERSION

_REAP = 5.0
"""Seconds to wait for a killed process to be gone."""


def castle_folder(folders: Folders, code: str) -> Path:
    """Another version builds another castle of the same code, so each has its own folder."""
    return folders.data / "castles" / VERSION / code


def castle_run(folders: Folders, code: str, index: int = 0) -> Run:
    """A run through the castle of a code, whose chances come of that code too. Raises UserError for what is no code."""
    from levels.castle import check_code, stage_path
    from levels.stages import STAGES

    code = check_code(code)
    folder = castle_folder(folders, code)
    return Run(tuple(stage_path(folder, stage.number) for stage in STAGES), index, seed=code, code=code)


def code_today() -> str:
    """The code of today's castle, by the clock of Greenwich."""
    from levels.castle import code_of_day

    return code_of_day(datetime.now(UTC).date(), VERSION)


def is_built(run: Run) -> bool:
    """Whether the run's present stage is there; a shipped one always is."""
    from levels.castle import stands

    return not run.code or stands(run.path)


def with_shipped(run: Run, shipped: tuple[Path, ...]) -> Run:
    """The run with the shipped map in place of its present one."""
    maps = list(run.maps)
    maps[run.index] = shipped[run.index]
    return replace(run, maps=tuple(maps))


class Raising:
    """A castle being built. Ask `news()` once a frame; never waits, for messages are a line each."""

    def __init__(self, run: Run, worker: Callable[[CastleJob, Connection], None] = work) -> None:
        """Start with the run's present stage, then those to come, then those before it. worker: a module-level function."""
        from levels.castle import stands

        order = [*range(run.index, len(run.maps)), *range(run.index)]
        job = CastleJob(run.code, run.path.parent, tuple(n + 1 for n in order if not stands(run.maps[n])))
        self.code = run.code
        self.line = "dreaming of a castle"
        self.built, self.wanted = len(run.maps) - len(job.stages), len(run.maps)
        self.over = False
        spawn = multiprocessing.get_context("spawn")  # a fork would take the window and the sound device along
        self._pipe, there = spawn.Pipe(duplex=False)
        self._process = spawn.Process(target=worker, args=(job, there), daemon=True, name="dreamkeep-castle")
        self._process.start()
        there.close()

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.is_alive()

    def news(self) -> list[str]:
        """Lines for the player that came in since the last call: where a shipped stage stands in, or why nothing more comes."""
        lines = []
        try:
            while not self.over and self._pipe.poll():
                lines.append(self._hear(self._pipe.recv()))
        except (EOFError, OSError):
            lines.append(self._give_up("the builder went away"))
        return [line for line in lines if line]

    def _hear(self, message: object) -> str:
        match message:
            case ("begun", int(stage), str(title)):
                self.line = f"{stage}: {title}"
            case ("stands", int(), str(line)):
                self.built += 1
                return line
            case ("done", *_):
                self.over = True
            case ("failed", _, str(reason)):
                return self._give_up(reason)
        return ""

    def _give_up(self, reason: str) -> str:
        self.over = True
        return f"no more of this castle: {reason}"

    def cancel(self) -> None:
        """Stop the process, at once; what stands already stays."""
        self.over = True
        self._process.kill()
        self._process.join(_REAP)
