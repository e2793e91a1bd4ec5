"""The table of the best runs and the best times, as files and as rules."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from game_kit import folders, level_map

from game.ghost import make_ghost
from game.replay import Recorder, Replay
from game.scores import PLACES, SCORES_VERSION, Entry, Scores, load_scores, save_scores
from game.sim.buttons import Button
from game.sim.world import Rules, World
from game.times import Times, clock, course, difference, load_ghost, load_times, save_ghost, save_times

HALL = level_map(exit_x=12).level


def full() -> Scores:
    scores = Scores()
    for n in range(PLACES):
        scores = scores.with_entry(Entry("ABCDEFGHIJ"[n] * 3, 1000 * (PLACES - n), seed=f"seed{n}"))
    return scores


def run(frames: int = 90, rules: Rules | None = None) -> Replay:
    world = World(HALL, rules=rules or Rules())
    recorder = Recorder(world, "hall")
    for _ in range(frames):
        world.step(Button.RIGHT)
        recorder.note(Button.RIGHT)
    return recorder.replay()


def test_the_best_ten_stand_in_order_and_the_eleventh_does_not() -> None:
    scores = full().with_entry(Entry("MID", 5500))
    assert [entry.score for entry in scores.entries] == [10000, 9000, 8000, 7000, 6000, 5500, 5000, 4000, 3000, 2000]
    assert full().rank(Entry("LOW", 1000)) is None
    assert full().rank(Entry("NIL", 0)) is None
    assert Scores().rank(Entry("NIL", 0)) is None


def test_equals_stand_behind_those_who_came_first() -> None:
    assert full().rank(Entry("NEW", 9000)) == 2


def test_a_run_that_went_on_stands_once_and_with_its_later_score() -> None:
    once = Scores().with_entry(Entry("HOB", 5000, 0, 1, "bafiko12"))
    twice = once.with_entry(Entry("HOB", 9000, 3, 2, "bafiko12")).with_entry(Entry("TIL", 7000, 3, 1, "bafiko12"))
    assert [(entry.name, entry.score, entry.reached) for entry in twice.entries] == [("HOB", 9000, "2-3"), ("TIL", 7000, "1-3")]
    assert once.entries[0].reached == "1-END"


def test_scores_and_times_come_back_as_they_were_kept(tmp_path: Path) -> None:
    scores = full().with_entry(Entry("STAR", 7777, 4, 2, "bafiko12", True))
    save_scores(scores, tmp_path / "scores.json")
    assert load_scores(tmp_path / "scores.json") == (scores, "")
    times = Times().with_time("01-gate", run())
    save_times(times, tmp_path / "times.json")
    assert load_times(tmp_path / "times.json") == (times, "")


@pytest.mark.parametrize("name", ["scores.json", "times.json"])
@pytest.mark.parametrize("content", [b"{", b"[]", b'{"version": 99}', b"\xff"])
def test_a_damaged_table_is_set_aside_with_a_word(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    found, message = (load_scores if name == "scores.json" else load_times)(path)
    assert found in (Scores(), Times())
    assert name in message and not path.exists()
    assert (tmp_path / f"{name}.damaged").read_bytes() == content


def test_entries_that_make_no_sense_are_left_out_and_the_others_sorted(tmp_path: Path) -> None:
    path = tmp_path / "scores.json"
    good = {"name": "HOB", "score": 500, "stage": 2, "loop": 1, "seed": "x", "assisted": False}
    bad: list[object] = [good | {"name": "hob"}, good | {"score": "9"}, good | {"name": "X"}, good | {"score": -4}, 7]
    path.write_text(json.dumps({"version": SCORES_VERSION, "entries": [good, *bad, good | {"name": "BEST", "score": 900}], "name": 3}))
    scores, message = load_scores(path)
    assert ([entry.name for entry in scores.entries], scores.name, message) == (["BEST", "HOB"], "", "")


def test_only_a_faster_run_is_a_better_time_and_only_on_the_same_level() -> None:
    times = Times().with_time("hall", run(90))
    assert times.with_time("hall", run(100)) is times
    assert times.with_time("hall", run(80)).frames("hall") == 80
    assert (times.frames("hall", "another level"), times.frames("crypt")) == (None, None)
    assert course("hall", True) != course("hall", False)


def test_frames_are_read_as_a_clock() -> None:
    assert [clock(frames) for frames in (0, 1, 59, 60, 3661)] == ["00:00.00", "00:00.01", "00:00.98", "00:01.00", "01:01.01"]
    assert (difference(60, 90), difference(90, 60), difference(3700, 60), difference(60, 60)) == ("-0.50", "+0.50", "+1:00.66", "+0.00")


def test_the_ghost_is_in_step_with_its_replay(tmp_path: Path) -> None:
    replay = run(90)
    save_ghost(folders(tmp_path), "hall", replay)
    loaded = load_ghost(folders(tmp_path), "hall", replay.level)
    ghost = make_ghost(loaded, HALL)
    assert ghost is not None
    for n in range(89):
        ghost.step()
        assert ghost.world is not None and ghost.world.frame == n + 1
        expected = replay.expected(n + 1)
        assert expected is None or ghost.world.digest() == expected
    ghost.step()
    assert ghost.world is None
    ghost.step()


def test_a_ghost_of_another_level_or_of_other_rules_does_not_walk(tmp_path: Path) -> None:
    replay = run(90)
    assert load_ghost(folders(tmp_path), "hall", replay.level) is None
    save_ghost(folders(tmp_path), "hall", replay)
    assert load_ghost(folders(tmp_path), "hall", "another level") is None
    assert make_ghost(replay, level_map(width=50).level) is None
    from dataclasses import replace

    liar = make_ghost(replace(replay, digests=(1, *replay.digests[1:])), HALL)
    assert liar is not None
    for _ in range(60):
        liar.step()
    assert liar.world is None
