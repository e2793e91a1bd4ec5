"""Helps hold in new runs, are marked everywhere, and a slower game loses no tap."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from pathlib import Path

import pytest
from game_kit import level_map
from mode_kit import menu, playing, titled, walk_to

from game.audio_null import SilentMixer
from game.intents import Intent
from game.replay import Recorder, read_replay, write_replay
from game.request import first_screen
from game.settings import Settings
from game.sim.buttons import Button
from game.sim.world import Rules, World
from game.version import VERSION
from levels.model import LevelMap


def test_assists_hold_in_new_runs_and_are_marked_everywhere(tmp_path: Path) -> None:
    player = menu(tmp_path)
    player.choose("OPTIONS")
    player.choose("ASSISTS")
    player.choose("ENDLESS LIVES")
    player.choose("DAMAGE")
    player.press(Intent.LEFT, Intent.LEFT, Intent.LEFT)
    assert player.context.settings.assists.damage_percent == 0
    player.press(Intent.RIGHT, Intent.RIGHT)
    player.picture()
    assert player.context.settings.assists == Rules(endless_lives=True, damage_percent=50)
    player.press(Intent.BACK, Intent.BACK)
    player.choose("START")
    player.until("PlayScreen")
    play = playing(player)
    assert play.world.rules == Rules(endless_lives=True, damage_percent=50)
    player.press(Intent.START)
    assert any("damage 50 %" in line or "endless lives" in line for line in player.context.stack.top.lines())  # type: ignore[union-attr]
    player.press(Intent.START)
    walk_to(player, "TallyScreen")
    assert player.context.progress.run is not None and player.context.progress.run.marked
    assert player.context.progress.helped == {"01-gate"}
    assert read_replay(player.context.folders.replays / "01-gate.replay").assisted


def test_a_run_once_helped_stays_marked(tmp_path: Path) -> None:
    player = menu(tmp_path)
    player.context.change_settings(replace(player.context.settings, slow=60))
    player.choose("START")
    player.until("PlayScreen")
    walk_to(player, "TallyScreen")
    player.context.change_settings(Settings())
    player.context.go.title()
    player.wait()
    player.press(Intent.START)
    player.choose("CONTINUE")
    player.until("PlayScreen")
    assert playing(player).run.assisted and playing(player).run.slow == 100


def test_a_replay_tells_the_helps_it_was_played_with_and_not_those_of_who_watches(tmp_path: Path) -> None:
    castle: dict[str, LevelMap | str] = {"01-gate": level_map(exit_x=30)}
    player = titled(tmp_path, castle)
    player.context.change_settings(replace(player.context.settings, assists=Rules(endless_lives=True)))
    world = World(level_map(exit_x=30).level, 7, Rules(coyote=True, loop=2))
    recorder = Recorder(world, "01-gate", slow=60)
    for _ in range(100):
        world.step(Button.RIGHT)
        recorder.note(Button.RIGHT)
    write_replay(recorder.replay(), tmp_path / "run.replay")
    args = Namespace(level=Path("01-gate.tmx"), replay=tmp_path / "run.replay", pack=None, seed="", record=None)
    player.context.stack.push(first_screen(player.context, args)())
    player.wait(10)
    player.press(Intent.START)
    lines = player.context.stack.top.lines()  # type: ignore[union-attr]
    assert lines == ["stage 01  loop 2", "level test-seed", "run   -", f"version {VERSION}", "* coyote time, speed", "60 %"]


@pytest.mark.parametrize("slow", [100, 80, 60, 40])
def test_a_slowed_game_takes_evenly_fewer_steps_and_loses_no_tap(tmp_path: Path, slow: int) -> None:
    player = menu(tmp_path)
    player.context.change_settings(replace(player.context.settings, slow=slow))
    player.choose("START")
    player.until("PlayScreen")
    play = playing(player)
    player.wait(20)
    frame = play.world.frame
    steps = []
    for _ in range(100):
        player.wait()
        steps.append(play.world.frame - frame)
    assert steps[-1] == slow
    assert all(abs(taken - (n + 1) * slow / 100) <= 1 for n, taken in enumerate(steps))
    player.press(Intent.JUMP)
    player.wait(4)
    assert play.world.hero.pose == "jump"
    player.context.stack.pop()
    player.wait()
    assert read_replay(player.context.folders.replays / "01-gate.replay").slow == slow


@pytest.mark.parametrize("pauses", range(5))
def test_a_slowed_game_hears_when_its_tune_changes_however_often_it_was_paused(tmp_path: Path, pauses: int) -> None:
    class Noting(SilentMixer):
        def __init__(self) -> None:
            self.tunes: list[str] = []

        def tune(self, name: str) -> None:
            self.tunes.append(name)

    player = menu(tmp_path)
    mixer = player.context.mixer = Noting()
    player.context.change_settings(replace(player.context.settings, slow=40))
    player.choose("START")
    player.until("PlayScreen")
    for _ in range(pauses):
        player.press(Intent.START, Intent.START)
    mixer.tunes.clear()
    player.wait(200)
    assert mixer.tunes
