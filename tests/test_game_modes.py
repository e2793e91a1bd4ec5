"""Every mode from keys alone and from a pad alone, and the words that stand over the game."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from game_kit import level_map
from mode_kit import castle, in_play, menu, playing, titled

from game.castles import Raising
from game.flow import Flow
from game.input import Source
from game.intents import Intent
from game.progress import Progress
from game.run import Run
from game.scores import Entry, Scores
from game.screens.title import TitleScreen


def test_the_clock_says_that_it_was_the_clock(tmp_path: Path) -> None:
    player = in_play(tmp_path)
    player.wait(20)
    play = playing(player)
    play.world.timer = 1
    player.wait(2)
    assert play.world.status == "dying"
    told = player.picture()
    play.world.timer = 600
    assert player.picture() != told


PLACES = ("NEW CASTLE", "TIME ATTACK", "DREAM AGAIN", "TILE SETS", "MAPS", "OPTIONS", "SCORES", "CREDITS", "STAGE SELECT")
PAGES = ("SOUND", "PICTURE", "ASSISTS", "CONTROLS", "HOW TO PLAY")


@pytest.mark.parametrize("source", list(Source))
def test_every_screen_is_reached_and_left_by_one_device(tmp_path: Path, source: Source) -> None:
    player = titled(tmp_path, source=source)
    player.context.progress = Progress(cleared=frozenset({"01-gate"}))
    player.context.go.title()
    player.wait()
    player.press(Intent.START)
    for label in PLACES:
        player.choose(label)
        assert player.screen != "TitleScreen", label
        player.picture()
        player.press(Intent.BACK)
        assert player.screen == "TitleScreen", label
    player.choose("OPTIONS")
    for label in PAGES:
        player.choose(label)
        assert player.screen != "OptionsScreen", label
        player.picture()
        player.press(Intent.BACK)
        assert player.screen == "OptionsScreen", label


def test_the_first_card_names_the_buttons_of_the_device_in_use(tmp_path: Path) -> None:
    shown = {}
    for source in Source:
        player = menu(tmp_path / source.value, source=source)
        player.choose("START")
        player.wait(5)
        assert player.screen == "CardScreen"
        shown[source] = player.picture()
    assert shown[Source.KEYBOARD] != shown[Source.PAD]


def test_without_flashing_what_blinks_stands_still(tmp_path: Path) -> None:
    player = titled(tmp_path)
    seen = {player.picture() for _ in range(80) if player.wait() is None}
    assert len(seen) > 1
    player.context.change_settings(replace(player.context.settings, reduced_flashing=True))
    assert len({player.picture() for _ in range(80) if player.wait() is None}) == 1


class Idle(Raising):
    """A builder that never gets anywhere, and is no process."""

    def __init__(self, run: Run) -> None:
        self.code, self.line = run.code, ""
        self.built, self.wanted = 0, len(run.maps)
        self.over = False

    def news(self) -> list[str]:
        return []

    def cancel(self) -> None:
        self.over = True


@pytest.mark.parametrize("seed", range(6))
def test_wherever_one_gets_back_leads_to_the_title(tmp_path: Path, seed: int) -> None:
    """Random presses; then back, which resumes a pause, and from there the pause menu's last line."""
    chance = random.Random(seed)
    player = titled(tmp_path, castle() | {"03-pit": level_map(pit=(5, 6), exit_x=20, stage=3)}, chance.choice(list(Source)))
    player.context.go = Flow(player.context, Idle)
    player.context.go.title()
    player.wait()
    player.press(Intent.START)
    player.context.scores = Scores((Entry("HOB", 100),))
    keys = [intent for intent in Intent if intent is not Intent.BACK]
    for _ in range(500):
        if player.screen == "DreamScreen":
            player.press(Intent.BACK)
            continue
        intent = chance.choice(keys)
        player.hold(intent)
        player.wait(chance.choice((1, 1, 2, 30)))
        player.release(intent)
        player.wait()
        if player.context.stack.top is None:  # QUIT
            player.context.stack.push(TitleScreen(player.context))
            player.wait()
        if chance.random() < 0.05:
            player.picture()
    for _ in range(80):
        player.context.listen = None
        if player.screen == "PauseScreen":
            player.choose("BACK TO TITLE")
        else:
            player.press(Intent.BACK)
        player.wait(32)
        if player.screen == "TitleScreen":
            return
    raise AssertionError(f"no way back from {player.screen}")
