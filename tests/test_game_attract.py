"""A title left alone plays by itself, and any press ends it."""

from __future__ import annotations

from pathlib import Path

import pytest
from game_kit import Player, level_map
from mode_kit import menu, playing, titled

from game.demos import find_demos, load_demo
from game.input import Press, Source
from game.intents import Intent
from game.replay import Recorder, write_replay
from game.scores import Entry, Scores
from game.screens.attract import SHOW_FRAMES
from game.screens.title import IDLE_FRAMES
from game.sim.buttons import Button
from game.sim.world import World


@pytest.fixture
def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one recorded run of the gate."""
    world = World(level_map(exit_x=30).level)
    recorder = Recorder(world, "01-gate")
    for _ in range(200):
        world.step(Button.RIGHT)
        recorder.note(Button.RIGHT)
    write_replay(recorder.replay(), tmp_path / "demos" / "01-gate.replay")
    monkeypatch.setattr("game.demos.FOLDER", tmp_path / "demos")
    return tmp_path / "demos"


def test_a_title_left_alone_shows_a_run_and_comes_back(tmp_path: Path, demo: Path) -> None:
    player = titled(tmp_path, {"01-gate": level_map(exit_x=30)})
    player.wait(IDLE_FRAMES - 10)
    assert player.screen == "TitleScreen"
    player.until("AttractScreen", 20)
    player.wait(60)
    assert playing(player).world.hero.x >> 8 > 60
    player.until("TitleScreen", SHOW_FRAMES + 10)
    player.until("AttractScreen", IDLE_FRAMES + 10)


def test_between_two_demos_the_table_is_shown_where_there_is_one(tmp_path: Path, demo: Path) -> None:
    player = titled(tmp_path, {"01-gate": level_map(exit_x=30)})
    player.context.scores = Scores((Entry("HOB", 900),))
    for shown in ("AttractScreen", "ScoresScreen", "AttractScreen", "ScoresScreen"):
        player.until(shown, IDLE_FRAMES + 10)
        player.picture()
        player.until("TitleScreen", SHOW_FRAMES)
    player.until("AttractScreen", IDLE_FRAMES + 10)
    player.press(Intent.START)
    player.until("ScoresScreen", IDLE_FRAMES + 10)
    player.press(Intent.LEFT)
    assert player.screen == "TitleScreen"


@pytest.mark.parametrize("press", [Press(Source.KEYBOARD, "return", True), Press(Source.PAD, "a", True, 2)])
def test_any_press_ends_the_demo_and_leads_to_the_title(tmp_path: Path, demo: Path, press: Press) -> None:
    player = titled(tmp_path, {"01-gate": level_map(exit_x=30)})
    player.until("AttractScreen", IDLE_FRAMES + 10)
    player.context.controls.feed(press)
    player.wait(2)
    assert player.screen == "TitleScreen"
    assert player.context.listen is None


def test_a_key_that_means_nothing_ends_the_demo_too(tmp_path: Path, demo: Path) -> None:
    import pygame

    from game.devices import Devices

    player = titled(tmp_path, {"01-gate": level_map(exit_x=30)})
    player.context.devices = Devices()
    player.until("AttractScreen", IDLE_FRAMES + 10)
    player.app.handle(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_F5, mod=0))
    player.wait()
    assert player.screen == "TitleScreen"


def test_no_demo_comes_while_a_menu_is_open_or_where_there_is_none(tmp_path: Path, demo: Path) -> None:
    player = menu(tmp_path, {"01-gate": level_map(exit_x=30)})
    player.wait(IDLE_FRAMES + 60)
    assert player.screen == "TitleScreen"
    (demo / "01-gate.replay").write_text("nonsense")
    player.press(Intent.BACK)
    player.wait(IDLE_FRAMES + 60)
    assert (player.screen, player.app.message) == ("TitleScreen", "")


def test_every_demo_that_ships_belongs_to_its_map(tmp_path: Path) -> None:
    context = Player(tmp_path).context
    demos = find_demos(context)
    assert len(demos) == len(context.library.castle())
    for path in demos:
        run, _, playback = load_demo(path, context)
        assert run.stage == path.name.split(".")[0]
        assert len(playback.replay.buttons) > 600
