"""Players who get to a mode of the game by presses alone, for the tests of the screens."""

from __future__ import annotations

from pathlib import Path

from game_kit import Player, level_map

from game.input import Source
from game.intents import Intent
from game.screens.play import PlayScreen
from game.screens.time_attack import TimeAttackScreen
from game.screens.title import TitleScreen
from levels.model import LevelMap


def castle() -> dict[str, LevelMap | str]:
    return {"01-gate": level_map(exit_x=3, title="The gate"), "02-hall": level_map(exit_x=3, stage=2, title="The hall")}


def titled(tmp_path: Path, maps: dict[str, LevelMap | str] | None = None, source: Source = Source.KEYBOARD) -> Player:
    player = Player(tmp_path, castle() if maps is None else maps, source)
    player.context.stack.push(TitleScreen(player.context))
    player.wait()
    return player


def menu(tmp_path: Path, maps: dict[str, LevelMap | str] | None = None, source: Source = Source.KEYBOARD) -> Player:
    player = titled(tmp_path, maps, source)
    player.press(Intent.START)
    return player


def in_play(tmp_path: Path, maps: dict[str, LevelMap | str] | None = None) -> Player:
    player = menu(tmp_path, maps)
    player.choose("START")
    player.until("PlayScreen")
    return player


def playing(player: Player) -> PlayScreen:
    screen = player.context.stack.top
    assert isinstance(screen, PlayScreen)
    return screen


def walk_to(player: Player, screen: str) -> None:
    player.hold(Intent.RIGHT)
    player.until(screen)
    player.release(Intent.RIGHT)
    player.wait()


def in_time_attack(tmp_path: Path, maps: dict[str, LevelMap | str] | None = None) -> Player:
    player = menu(tmp_path, maps)
    player.choose("TIME ATTACK")
    player.press(Intent.JUMP)
    player.until("TimeAttackScreen")
    return player


def timing(player: Player) -> TimeAttackScreen:
    screen = player.context.stack.top
    assert isinstance(screen, TimeAttackScreen)
    return screen
