"""A run that ends with a score asks for a name, letter by letter."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from game_kit import level_map
from mode_kit import in_play, playing, titled

from game.intents import Intent
from game.scores import Entry, Scores, load_scores
from game.screens.scores import EntryScreen
from game.sim.world import Carry


def test_a_game_over_with_a_score_asks_for_a_name(tmp_path: Path) -> None:
    player = in_play(tmp_path, {"01-gate": level_map(pit=(4, 5), exit_x=20)})
    play = playing(player)
    play.run = replace(play.run, carry=Carry(score=4200, lives=0))
    play.restart()
    player.hold(Intent.RIGHT)
    player.until("EntryScreen")
    player.release(Intent.RIGHT)
    player.wait(31)
    player.press(Intent.JUMP, Intent.RIGHT, Intent.JUMP)  # A, B
    player.press(Intent.START)
    assert player.screen == "EntryScreen"  # two letters are no name
    player.press(Intent.DOWN, Intent.JUMP)  # L
    player.press(Intent.START)
    assert player.screen == "ScoresScreen"
    player.picture()
    kept, _ = load_scores(player.context.folders.data / "scores.json")
    assert kept.entries == (Entry("ABL", 4200, 1, 1, play.run.seed, False),)
    player.press(Intent.JUMP)
    assert player.screen == "GameOverScreen"


def test_letters_are_erased_one_by_one_and_then_the_board_is_left(tmp_path: Path) -> None:
    player = titled(tmp_path)
    left: list[bool] = []
    player.context.scores = Scores(name="HOB")
    player.context.stack.push(EntryScreen(player.context, Entry("", 900), lambda: left.append(True)))
    player.wait(32)
    board = player.context.stack.top
    assert isinstance(board, EntryScreen) and board.name == "HOB"
    for rest in ("HO", "H", ""):
        player.press(Intent.WHIP)
        assert (board.name, left) == (rest, [])
    player.press(Intent.WHIP)
    assert left == []
    player.press(Intent.BACK)
    assert left == [True]


def test_a_name_ends_at_eight_letters(tmp_path: Path) -> None:
    player = titled(tmp_path)
    player.context.stack.push(EntryScreen(player.context, Entry("", 900), lambda: None))
    player.wait(32)
    board = player.context.stack.top
    assert isinstance(board, EntryScreen)
    player.press(*[Intent.JUMP] * 8)
    assert (board.name, board.row) == ("AAAAAAAA", 3)
    player.picture()
    player.press(Intent.JUMP)
    assert player.context.scores.entries[0].name == "AAAAAAAA"
