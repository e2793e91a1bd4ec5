"""Replays: the same run again, and a clear word when it is not the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from game_kit import level_map
from hypothesis import given, settings
from hypothesis import strategies as st

from game.replay import EVERY, Divergence, Playback, Recorder, Replay, decode, encode, read_replay, write_replay
from game.sim.buttons import Button
from game.sim.level import Thing
from game.sim.world import Carry, World
from generator.errors import UserError
from levels.prove import Proof, level_hash, save_proof

HALL = level_map(60, exit_x=50, things=(Thing("bat", 200, 100), Thing("shambler", 300, 176), Thing("candle", 100, 150))).level


def played(frames: int = 200, seed: int = 5) -> Replay:
    """A run of somebody who walks right and presses buttons at random."""
    world = World(HALL, seed, carry=Carry(score=700, lives=1))
    recorder, chance = Recorder(world, "hall"), Random(seed)
    for _ in range(frames):
        buttons = int(Button.RIGHT | chance.choice((0, Button.A, Button.B)))
        world.step(buttons)
        recorder.note(buttons)
    return recorder.replay()


def watch(replay: Replay) -> World:
    playback = Playback(replay, HALL)
    while not playback.done:
        playback.world.step(playback.next_buttons())
        playback.verify()
    return playback.world


def test_a_replay_ends_in_the_same_state() -> None:
    replay = played()
    assert watch(replay).digest() == replay.digests[-1]
    assert len(replay.digests) == 4


def test_a_replay_survives_its_file(tmp_path: Path) -> None:
    replay = played()
    write_replay(replay, tmp_path / "run.replay")
    assert read_replay(tmp_path / "run.replay") == replay


def test_other_buttons_are_found_out_at_the_next_digest() -> None:
    replay = played()
    buttons = replay.buttons[:EVERY] + bytes(50) + replay.buttons[EVERY + 50 :]
    with pytest.raises(Divergence) as caught:
        watch(replace(replay, buttons=buttons))
    assert caught.value.frame == 2 * EVERY
    assert "frame 120" in str(caught.value)


def test_another_level_is_refused() -> None:
    other = level_map(61, exit_x=50).level
    with pytest.raises(UserError, match="another level"):
        Playback(played(), other)


def test_a_checkpoint_that_the_level_has_not_is_refused() -> None:
    with pytest.raises(UserError, match="checkpoint 99"):
        replace(played(), checkpoint=99).world(HALL)


def test_a_file_cut_short_is_a_shorter_run() -> None:
    replay = played()
    text = encode(replay).decode()
    cut = decode(text[: text.rindex('"d"') + 3], "run.replay")
    assert cut.buttons == replay.buttons[:180]
    assert watch(cut).digest() == replay.digests[2]


def test_a_proof_is_a_replay_of_the_bare_level(tmp_path: Path) -> None:
    path = tmp_path / "hall.proof.json"
    buttons = bytes([Button.RIGHT] * 70)
    bare = Replay(level_hash(HALL), buttons, rules=replace(played().rules, enemies=False)).world(HALL)
    for byte in buttons:
        bare.step(byte)
    save_proof(Proof(level_hash(HALL), buttons, bare.digest()), path)
    assert watch(read_replay(path)).digest() == bare.digest()


def test_a_replay_older_than_a_rule_is_played_without_it() -> None:
    older = encode(played()).decode().replace('"coyote": false, ', "", 1)
    assert "coyote" not in older
    assert decode(older, "run").rules == played().rules


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda text: "", "run:1: not a line of a replay"),
        (lambda text: text.replace('"dreamkeep replay": 1', '"dreamkeep replay": 9'), "run:1: no replay of format 1"),
        (lambda text: text.replace('"seed": 5', '"seed": "5"'), "run:1: 'seed' is '5'"),
        (lambda text: text.replace('"lives": 1', '"lives": -1'), "run:1: 'carry'"),
        (lambda text: text.replace('"subweapon": ""', '"subweapon": "spoon"'), "run:1: 'carry'"),
        (lambda text: text.replace('"whip_level": 1', '"whip_level": 9'), "run:1: 'carry'"),
        (lambda text: text.replace('"b": [[', '"b": [[999, 1], [', 1), "run:2: 'b' should be pairs"),
        (lambda text: text.replace('"d": "', '"d": "zz', 1), "run:2: 'zz"),
    ],
)
def test_a_damaged_file_is_told_by_line(change: object, says: str) -> None:
    with pytest.raises(UserError, match="run:") as caught:
        decode(change(encode(played()).decode()), "run")  # type: ignore[operator]
    assert str(caught.value).startswith(says)


@settings(max_examples=150, deadline=None)
@given(place=st.floats(0, 1), new=st.text(max_size=6), length=st.integers(0, 8))
def test_no_damage_does_more_than_be_told(place: float, new: str, length: int) -> None:
    text = SOME
    start = int(place * len(text))
    try:
        decode(text[:start] + new + text[start + length :], "run")
    except UserError as error:
        assert "\n" not in str(error)


SOME = encode(played(130)).decode()
