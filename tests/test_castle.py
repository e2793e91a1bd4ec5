"""One code, six stages: built in a process of their own while the game goes on, continued another day, and never waited for in vain."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, cast

import pytest
from game_kit import Player, level_map

import main
from game import castle_worker, castles
from game.castle_worker import CastleJob
from game.castles import Raising, castle_folder, castle_run, is_built
from game.files import ROOT
from game.flow import Flow
from game.intents import Intent
from game.progress import Progress, SavedRun, load_progress, save_progress
from game.screens.castles import LONGEST, CastlesScreen, CodeScreen
from game.screens.pause import PauseScreen
from game.screens.play import PlayScreen
from game.screens.raising import PATIENCE, RaisingScreen
from game.screens.title import TitleScreen
from game.sim.world import Carry
from generator.errors import UserError
from levels import build, castle
from levels.build import Built, shipped_path
from levels.castle import check_code, code_of_day, raise_castle, raise_stage, stage_path, stands
from levels.load import load_map
from levels.prove import load_proof, proof_path, replay, save_proof
from levels.save import save_map
from levels.stages import STAGES

GATE = shipped_path(STAGES[0])


def put_up(job: CastleJob, stage: int) -> None:
    """A stage of the test's: a short hall."""
    made = replace(level_map(exit_x=3, stage=stage, title=f"Dreamt {stage}"), seed=job.code, pack="base")
    save_map(made, stage_path(job.folder, stage))
    save_proof(load_proof(proof_path(GATE)), proof_path(stage_path(job.folder, stage)))


def builds(job: CastleJob, pipe: Connection) -> None:
    for stage in job.stages:
        pipe.send(("begun", stage, f"Dreamt {stage}"))
        put_up(job, stage)
        pipe.send(("stands", stage, ""))
    pipe.send(("done", 0, ""))


def builds_one(job: CastleJob, pipe: Connection) -> None:
    """Dies after its first stage."""
    put_up(job, job.stages[0])
    raise SystemExit(3)


def sleeps(job: CastleJob, pipe: Connection) -> None:
    pipe.send(("begun", job.stages[0], "Dreamt"))
    time.sleep(600)


def fails(job: CastleJob, pipe: Connection) -> None:
    pipe.send(("failed", 0, "the disk is full"))


def titled(tmp_path: Path, worker: Callable[[CastleJob, Connection], None]) -> Player:
    player = Player(tmp_path)
    player.context.go = Flow(player.context, lambda run: Raising(run, worker))
    player.context.stack.push(TitleScreen(player.context))
    player.wait()
    return player


def wait_for(player: Player, screen: str, seconds: float = 60) -> None:
    """Another process is at work: frames pass until it is done."""
    end = time.monotonic() + seconds
    while player.screen != screen and time.monotonic() < end:
        player.wait()
        time.sleep(0.002)
    assert player.screen == screen


def test_the_code_of_a_day_is_the_same_for_all_and_changes_with_day_and_version() -> None:
    day = date(2031, 5, 9)
    assert code_of_day(day, "1.0") == code_of_day(day, "1.0") == check_code(code_of_day(day, "1.0"))
    assert code_of_day(day, "1.0").startswith("310509-")
    assert len({code_of_day(day, "1.0"), code_of_day(day, "1.1"), code_of_day(date(2031, 5, 10), "1.0")}) == 3


@pytest.mark.parametrize("code", ["", "../x", "a/b", "-a", "a" * 15, "a b", "ä", "con.tmx", "CON", "lpt1"])
def test_what_cannot_name_a_folder_is_no_code(code: str) -> None:
    with pytest.raises(UserError, match="no castle's code"):
        check_code(code)


def test_the_board_and_the_builder_agree_about_codes() -> None:
    assert LONGEST == castle.LONGEST
    assert check_code("Mira-07") == "mira-07"


def test_a_stage_of_a_code_is_the_level_of_that_seed_with_its_proof(tmp_path: Path) -> None:
    raised = raise_stage("mira07", 2, tmp_path)
    assert stands(raised.path) and raised.draws >= 1
    level_map = load_map(raised.path)
    assert level_map.seed == "mira07" and level_map.level.stage == 2
    assert replay(level_map.level, load_proof(proof_path(raised.path)))
    again = raise_stage("mira07", 2, tmp_path.parent / f"{tmp_path.name}-again")
    assert again.path.read_bytes() == raised.path.read_bytes()


def shipped_instead(seed: str, stage: int, *, progress: Callable[[str], None]) -> Built:
    path = shipped_path(STAGES[stage - 1])
    progress("draw 24: no passages fit")
    progress("no luck")
    return Built(load_map(path), load_proof(proof_path(path)), 0)


def test_the_command_writes_six_maps_and_says_where_the_shipped_one_stands_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(castle, "build_proved", shipped_instead)
    assert main.main(["build", "--castle", "--seed", "Mira07", "--out", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert said.count("the shipped one stands in (draw 24: no passages fit)") == 6
    assert all(stands(tmp_path / shipped_path(stage).name) for stage in STAGES)
    assert main.main(["build", "--castle", "--seed", "a/b", "--out", str(tmp_path)]) == 2
    assert [raised.stage for raised in raise_castle("x", tmp_path)] == [1, 2, 3, 4, 5, 6]


def test_where_no_level_comes_of_a_code_the_shipped_one_is_written_and_the_log_gives_the_last_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "DRAWS", 2)
    monkeypatch.setattr(build, "STEPS", 30)
    raised = raise_stage("mira07", 1, tmp_path)
    assert raised.draws == 0 and len(raised.told) == 3
    assert raised.line.startswith("01-gate.tmx: no level came of this code, the shipped one stands in (draw 2: ")
    assert "no way found within the search's budget" in raised.line
    assert stands(raised.path)
    assert load_map(raised.path).level == load_map(GATE).level
    assert replay(load_map(raised.path).level, load_proof(proof_path(raised.path)))


class Told(list[Any]):
    """A pipe that keeps what is sent."""

    send = list.append

    def close(self) -> None:
        """Nothing to do."""


def test_the_worker_tells_each_stage_and_which_are_shipped_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(castle, "build_proved", shipped_instead)
    pipe = Told()
    castle_worker.raise_stages(CastleJob("mira07", tmp_path, (3, 1)), cast(Connection, pipe))
    assert [(kind, stage) for kind, stage, _ in pipe] == [("begun", 3), ("stands", 3), ("begun", 1), ("stands", 1), ("done", 0)]
    assert "stands in" in pipe[1][2]
    monkeypatch.setattr(castle_worker, "raise_stages", lambda job, pipe: 1 // 0)
    monkeypatch.setattr(castle_worker, "give_way", lambda: None)
    pipe = Told()
    castle_worker.work(CastleJob("mira07", tmp_path, (3, 1)), cast(Connection, pipe))
    assert pipe == [("failed", 0, "integer division or modulo by zero")]


def test_the_castle_of_the_day_is_walked_through_from_the_menu(tmp_path: Path) -> None:
    player = titled(tmp_path, builds)
    player.press(Intent.START)
    player.choose("NEW CASTLE")
    top = player.context.stack.top
    assert isinstance(top, CastlesScreen)
    code = top.today
    player.choose("CASTLE OF THE DAY")
    assert player.screen == "RaisingScreen"
    player.picture()
    wait_for(player, "CardScreen")
    player.press(Intent.JUMP)
    player.until("PlayScreen")
    play = player.context.stack.top
    assert isinstance(play, PlayScreen)
    assert play.run.code == play.run.seed == play.stage.level_map.seed == code
    player.press(Intent.START)
    pause = player.context.stack.top
    assert isinstance(pause, PauseScreen)
    assert f"castle {code}" in pause.lines() and all(len(line) <= 21 for line in pause.lines())


def test_a_cleared_stage_is_continued_in_the_same_castle_and_opens_none_of_the_shipped_one(tmp_path: Path) -> None:
    player = titled(tmp_path, builds)
    player.context.go.dreamt_castle("mira07")
    wait_for(player, "CardScreen")
    player.press(Intent.JUMP)
    player.until("PlayScreen")
    player.hold(Intent.RIGHT)
    player.until("TallyScreen")
    player.release(Intent.RIGHT)
    saved, _ = load_progress(player.context.folders.data / "progress.json")
    assert saved.run is not None and (saved.run.code, saved.run.stage) == ("mira07", "02-hall")
    assert not saved.cleared and not saved.best
    assert (player.context.folders.replays / "castle-01-gate.replay").is_file()
    player.context.go.title()
    player.wait(2)
    player.press(Intent.START)
    player.choose("CONTINUE")
    wait_for(player, "CardScreen")
    top = player.context.stack.top
    assert top.run.path == castle_folder(player.context.folders, "mira07") / "02-hall.tmx"  # type: ignore[union-attr]


def test_a_run_saved_in_an_older_version_goes_on_in_the_castle_that_this_one_builds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    player = titled(tmp_path, builds)
    with monkeypatch.context() as before:
        before.setattr(castles, "VERSION", "0.1.0")
        old = castle_run(player.context.folders, "mira07", index=1).path
    for stage in STAGES:
        put_up(CastleJob("mira07", old.parent, ()), stage.number)
    kept = old.read_bytes()
    player.context.change_progress(Progress(run=SavedRun(old.stem, Carry(score=700), "mira07", code="mira07")))
    player.context.go.continue_castle()
    player.wait()
    assert player.screen == "RaisingScreen"
    wait_for(player, "CardScreen")
    run = player.context.stack.top.run  # type: ignore[union-attr]
    assert run.path == castle_folder(player.context.folders, "mira07") / old.name != old
    assert run.carry.score == 700 and old.read_bytes() == kept


def test_start_is_still_the_shipped_castle(tmp_path: Path) -> None:
    player = titled(tmp_path, sleeps)
    player.press(Intent.START)
    player.choose("START")
    assert player.screen == "CardScreen"
    assert player.context.stack.top.run.path.parent == ROOT / "levels" / "maps"  # type: ignore[union-attr]


@pytest.mark.parametrize("worker", [fails, builds_one])
def test_where_the_builder_gives_up_the_shipped_stage_stands_in_and_it_is_said(tmp_path: Path, worker: Callable[..., None]) -> None:
    player = titled(tmp_path, worker)
    run = castle_run(player.context.folders, "mira07", index=1 if worker is builds_one else 0)
    player.context.go.begin(run)
    player.wait()
    wait_for(player, "CardScreen")
    player.context.go.begin(replace(run, index=4))
    player.wait()
    wait_for(player, "CardScreen")
    assert player.context.stack.top.run.path == shipped_path(STAGES[4])  # type: ignore[union-attr]
    assert player.context.stack.top.run.code == "mira07"  # type: ignore[union-attr]
    assert any("05-laboratory could not be built; the shipped stage stands in" in line for line in player.context.messages.lines)


def test_nobody_waits_for_ever_and_back_leads_to_the_title(tmp_path: Path) -> None:
    player = titled(tmp_path, sleeps)
    player.context.go.dreamt_castle("mira07")
    player.wait(2)
    screen = player.context.stack.top
    assert isinstance(screen, RaisingScreen) and screen.raising.alive
    screen._age = PATIENCE
    wait_for(player, "CardScreen")
    player.context.go.dreamt_castle("mira08")  # another castle: the first builder is sent home
    player.wait(2)
    assert not screen.raising.alive
    player.press(Intent.BACK)
    assert player.screen == "TitleScreen"
    assert not player.context.go._raising.alive  # type: ignore[attr-defined]


def test_only_stages_that_are_missing_are_built_the_present_one_first(tmp_path: Path) -> None:
    player = Player(tmp_path)
    run = castle_run(player.context.folders, "mira07", index=2)
    put_up(CastleJob("mira07", run.path.parent, ()), 4)
    raising = Raising(run, builds)
    end = time.monotonic() + 60
    while not raising.over and time.monotonic() < end:
        assert not raising.news()
        time.sleep(0.01)
    assert (raising.built, raising.wanted, raising.over) == (6, 6, True)
    assert raising.line == "2: Dreamt 2"  # 3, 5, 6, then 1, 2
    assert all(is_built(replace(run, index=n)) for n in range(6))


def test_a_code_is_written_on_a_board_by_buttons(tmp_path: Path) -> None:
    player = Player(tmp_path)
    codes: list[str] = []
    player.context.stack.push(CodeScreen(player.context, codes.append))
    player.wait()
    player.press(Intent.START)
    assert codes == []  # nothing written yet
    player.press(Intent.JUMP, Intent.RIGHT, Intent.JUMP, Intent.DOWN, Intent.JUMP, Intent.WHIP)
    player.picture()
    player.press(Intent.START)
    assert codes == ["ab"]
    player.press(Intent.WHIP, Intent.WHIP)
    player.press(*[Intent.DOWN] * 3, *[Intent.RIGHT] * 5, Intent.JUMP)
    assert player.context.stack.top.code == ""  # type: ignore[union-attr]  # no hyphen first
    player.press(Intent.BACK)
    assert player.screen == "NoneType"


def test_a_save_with_a_code_made_by_hand_starts_the_shipped_castle(tmp_path: Path) -> None:
    player = titled(tmp_path, sleeps)
    player.context.progress = Progress(run=SavedRun("01-gate", Carry(), code="../../etc"))
    save_progress(player.context.progress, tmp_path / "p.json")
    assert load_progress(tmp_path / "p.json")[0].run == player.context.progress.run
    player.context.go.continue_castle()
    player.wait(2)
    assert player.context.stack.top.run.code == ""  # type: ignore[union-attr]
