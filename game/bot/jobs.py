"""Single runs of the bot, and the levels they are played on."""

from __future__ import annotations

import time
from pathlib import Path

from game.bot.attempt import play
from game.bot.tally import Job, Result
from game.bot.way import Way
from game.replay import Recorder, write_replay
from game.sim.level import Level
from game.sim.world import Carry, Rules, World
from levels.build import build, shipped_path
from levels.load import load_map
from levels.stages import STAGES


def level_of(job: Job) -> Level:
    """The level of a run. Raises UserError for a map that can't be loaded."""
    return load_map(Path(job.map)).level if job.map else build(job.code, job.stage).level


def run(job: Job) -> Result:
    """Play one run to its end; its attempts are written down if it says where."""
    level = level_of(job)
    recorders: list[Recorder] = []

    def watch(world: World) -> Recorder:
        recorders.append(Recorder(world, Path(job.map).stem if job.map else job.name))
        return recorders[-1]

    began = time.perf_counter()
    outcome = play(
        Way(level, job.loop),
        job.world,
        reaction=job.reaction,
        rules=Rules(loop=job.loop),
        carry=Carry(whip_level=job.whip),
        watch=watch if job.record else None,
    )
    seconds = time.perf_counter() - began
    for life, recorder in enumerate(recorders, 1):
        write_replay(recorder.replay(), Path(job.record) / f"{job.name}-{job.world}-{life}.replay")
    return Result(job, outcome, seconds)


def shipped(worlds: int, reaction: int, whip: int, loop: int, record: str) -> list[Job]:
    """Each of the six stages with each seed of the rules."""
    return [
        Job(stage.file_stem, str(shipped_path(stage)), "", stage.number, world, reaction, whip, loop, record)
        for stage in STAGES
        for world in range(worlds)
    ]


def one(path: Path, worlds: int, reaction: int, whip: int, loop: int, record: str) -> list[Job]:
    """A map with each seed of the rules."""
    return [Job(path.stem, str(path), "", 0, world, reaction, whip, loop, record) for world in range(worlds)]


def generated(count: int, code: str, worlds: int, reaction: int, whip: int, loop: int, record: str) -> list[Job]:
    """So many built levels, stage by stage in turn, each with each seed of the rules."""
    found = []
    for n in range(count):
        stage = STAGES[n % len(STAGES)]
        for world in range(worlds):
            found.append(Job(stage.file_stem, "", f"{code}{n // len(STAGES) + 1:03}", stage.number, world, reaction, whip, loop, record))
    return found
