"""The runs that ship: each stage from its start to the orb, with its enemies, the same state on every frame that is noted."""

from __future__ import annotations

from pathlib import Path

import pytest
from sim_levels import FLOOR, flat

from game.replay import Divergence, Playback, Recorder, Replay, read_replay
from game.sim.world import Rules, World
from generator.errors import UserError
from levels.build import shipped_path
from levels.load import load_map
from levels.prove import level_hash
from levels.stages import STAGES
from tools.replays import COMMAND, FOLDER, renewed

AGAIN = f"the rules or the map have changed; record the run anew: {COMMAND}"


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name)
def test_the_run_of_each_stage_ends_in_the_same_state(stage: object) -> None:
    path = shipped_path(stage)  # type: ignore[arg-type]
    level = load_map(path).level
    replay = read_replay(FOLDER / f"{path.stem}.replay")
    assert replay.rules == Rules(), "a run without assists"
    assert replay.map == path.stem
    try:
        playback = Playback(replay, level)
        happened = _watch(playback)
    except (Divergence, UserError) as fault:
        pytest.fail(f"{path.stem}: {fault}; {AGAIN} {path.stem}")
    assert playback.world.status == "cleared", AGAIN
    assert "die" not in happened
    if level.boss:
        assert {"boss_hit", "boss_dead", "clear"} <= happened  # by the orb, or by the door if he stands in it when the boss is gone
    assert "kill" in happened


def _watch(playback: Playback) -> set[str]:
    happened: set[str] = set()
    while not playback.done:
        happened |= {event.kind for event in playback.world.step(playback.next_buttons())}
        playback.verify()
    return happened


def test_old_buttons_are_kept_where_they_still_lead_to_the_end() -> None:
    level = flat(30, exit=(12 * 16, FLOOR - 32, 16, 32))
    recorder = Recorder(World(level, 4), "hall")
    old = Replay(level_hash(level), bytes([128] * 400), (1, 2, 3), 4, map="hall")
    run = renewed(level, old)
    assert run is not None
    assert run.replay.map == "hall"
    assert len(run.replay.buttons) < 400
    playback = Playback(run.replay, level)
    _watch(playback)
    assert playback.world.status == "cleared"
    assert recorder.replay().level == run.replay.level


def test_they_are_not_where_they_lead_elsewhere_or_belong_to_another_level(tmp_path: Path) -> None:
    level = flat(30, exit=(12 * 16, FLOOR - 32, 16, 32))
    assert renewed(level, Replay(level_hash(level), bytes([64] * 400))) is None
    assert renewed(flat(31), Replay(level_hash(level), bytes([128] * 400))) is None
