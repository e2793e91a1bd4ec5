"""Replays and the maps they belong to; those that the title shows when nobody plays: recorded ones, or the proofs of the castle's maps."""

from __future__ import annotations

from pathlib import Path

from game.context import Context
from game.files import ROOT
from game.replay import Playback, Replay, read_replay
from game.run import Run
from game.stage import Stage, load_stage
from generator.errors import UserError
from levels.prove import level_hash

FOLDER = ROOT / "assets" / "replays"


def find_demos(context: Context) -> list[Path]:
    """The files, in the order in which they are shown."""
    recorded = sorted(FOLDER.glob("*.replay"))
    proofs = [path.with_suffix(".proof.json") for path in context.library.castle()]
    return recorded or [proof for proof in proofs if proof.is_file()]


def load_demo(path: Path, context: Context) -> tuple[Run, Stage, Playback]:
    """A demo, ready to be shown. Raises UserError when it or its map cannot be read, or do not belong together."""
    replay = read_replay(path)
    names = {path.name.removesuffix(".proof.json").removesuffix(".replay"), replay.map}
    maps = [found for found in context.library.castle() if found.stem in names]
    if not maps:
        raise UserError(f"{path.name}: no map of the castle is called that")
    run = Run((maps[0],), castle=False, kept=False)
    stage = load_stage(run, context.library, context.progress)
    return run, stage, Playback(replay, stage.level_map.level)


def level_of(replay: Replay, path: Path, context: Context) -> Path:
    """The map a replay was played on: beside a proof, else among all maps there are. Raises UserError."""
    beside = path.with_name(path.name.removesuffix(".proof.json") + ".tmx")
    candidates = [beside] if path.name.endswith(".proof.json") else []
    known = [*context.library.castle(), *(entry.path for entry in context.library.maps())]
    candidates += sorted(known, key=lambda candidate: candidate.stem != replay.map)
    for candidate in candidates:
        try:
            if candidate.is_file() and level_hash(context.library.load_map(candidate).level) == replay.level:
                return candidate
        except UserError:
            continue
    raise UserError(f"{path.name}: its level ({replay.map or replay.level[:16]}) is not among the maps; name it with --level")
