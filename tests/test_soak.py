"""A short soak: some seconds of random input and of the bot's play, in which nothing may break, grow or get stuck."""

from __future__ import annotations

import pytest
from sim_levels import FLOOR, ROOM, flat

from game.sim.level import Thing
from game.sim.world import FPS, World
from levels.build import shipped_path
from levels.load import load_map
from levels.stages import STAGES
from tools import soak as soaking
from tools.soak import RandomPlayer, Report, attempt, soak


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name)
def test_twenty_seconds_of_random_play_in_each_stage_leave_no_fault(stage: object) -> None:
    level = load_map(shipped_path(stage)).level  # type: ignore[arg-type]
    for seed in (0, 3):
        assert soak([level], 20 * FPS, seed=seed).faults == []


def test_some_seconds_of_the_bot_leave_no_fault() -> None:
    report = soak([ROOM], 8 * FPS, bot=True)
    assert report.faults == []
    assert report.frames == 8 * FPS


def test_a_hero_who_cannot_move_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    assert soak([flat(16)], 30 * FPS).faults == []

    def hold_still(world: World, buttons: int) -> None:
        world.frame += 1

    monkeypatch.setattr(World, "step", hold_still)
    (fault,) = soak([flat(16, seconds=10)], 30 * FPS).faults
    assert "the hero could not move for 30 s at 40, 192" in fault


def test_an_attempt_that_no_clock_ends_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soaking, "OVERTIME", -FPS)
    report = Report()
    attempt(World(flat(16, seconds=3)), lambda _: 0, report, 1000)
    assert "no clock has ended" in report.faults[0]


def test_a_list_that_grows_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(soaking.MOST, "actors", 0)
    report = soak([flat(30, things=(Thing("hound", 200, FLOOR),))], 10 * FPS)
    assert "1 actors" in report.faults[0]


def test_an_exception_in_the_rules_is_told_with_stage_seed_and_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: World, buttons: int) -> None:
        raise ValueError("out of range")

    monkeypatch.setattr(World, "step", broken)
    assert soak([flat(16)], 10).faults == ["stage 1, seed 0, frame 0: ValueError: out of range"]


def test_random_input_is_the_same_for_a_seed_and_tries_every_button() -> None:
    world = World(flat(16))
    one, other = RandomPlayer(4), RandomPlayer(4)
    pressed = [one(world) for _ in range(2000)]
    assert pressed == [other(world) for _ in range(2000)]
    assert {bit for byte in pressed for bit in (1, 2, 16, 32, 64, 128) if byte & bit} == {1, 2, 16, 32, 64, 128}
