"""Has the bot play the six stages that ship and keeps the runs: ``python -m tools.replays [STEM ...]``.

They are what the title plays by itself and what the tests play back. Where the rules have changed but the old buttons still lead
to the end, only the digests are written anew; else, and for a new map, the bot plays again.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from game.bot.attempt import Outcome, play
from game.bot.way import Way
from game.replay import Recorder, Replay, read_replay, write_replay
from game.sim.level import Level
from game.sim.world import World
from generator.errors import UserError
from levels.build import shipped_path
from levels.load import load_map
from levels.prove import level_hash
from levels.stages import STAGES

FOLDER = Path(__file__).parents[1] / "assets" / "replays"
SEEDS = 6
"""Runs tried at most for one that ends without a death; of two the one with less damage is kept."""
SCRATCH = 4
"""Bars lost that nobody minds: the first run with no more is taken at once."""
COMMAND = "python -m tools.replays"


@dataclass(frozen=True, slots=True)
class Run:
    outcome: Outcome
    replay: Replay


def record(level: Level, map_name: str, seed: int) -> Run | None:
    """The bot's way through a level in one life, None if it took more."""
    recorders: list[Recorder] = []

    def watch(world: World) -> Recorder:
        recorders.append(Recorder(world, map_name))
        return recorders[-1]

    outcome = play(Way(level), seed, watch=watch)
    return Run(outcome, recorders[0].replay()) if outcome.finished and not outcome.deaths else None


def renewed(level: Level, old: Replay) -> Run | None:
    """The old buttons in today's rules, None if they no longer lead to the end in one life or it was another level."""
    if old.level != level_hash(level):
        return None
    world = World(level, old.seed, old.rules, old.carry)
    recorder = Recorder(world, old.map)
    damage = frames = 0
    for byte in old.buttons:
        damage += sum(event.value for event in world.step(byte) if event.kind == "hurt")
        recorder.note(byte)
        frames += 1
        if world.status != "play":
            break
    outcome = Outcome(True, False, (), damage, frames, frames, world.hero.whip_level)
    return Run(outcome, recorder.replay()) if world.status == "cleared" else None


def best(level: Level, map_name: str) -> Run:
    """A run without a death and with little damage. Raises UserError if all end in death."""
    found: Run | None = None
    for seed in range(SEEDS):
        run = record(level, map_name, seed)
        if run is not None and (found is None or run.outcome.damage < found.outcome.damage):
            found = run
        if found is not None and (found.outcome.damage <= SCRATCH or seed >= 1):
            return found
    if found is None:
        raise UserError(f"{map_name}: the bot dies with each of {SEEDS} seeds")
    return found


def _kept(level: Level, path: Path) -> Run | None:
    try:
        return renewed(level, read_replay(path))
    except UserError:
        return None


def main(stems: Sequence[str]) -> None:
    for path in map(shipped_path, STAGES):
        if stems and path.stem not in stems:
            continue
        level, target = load_map(path).level, FOLDER / f"{path.stem}.replay"
        run = _kept(level, target) or best(level, path.stem)
        write_replay(run.replay, target)
        seconds = run.outcome.frames / 60
        print(f"{path.stem}: {seconds:.0f} s, seed {run.replay.seed}, {run.outcome.damage} bars lost", flush=True)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except UserError as mistake:
        sys.exit(f"error: {mistake}")
