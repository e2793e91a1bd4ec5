"""Dream again: what comes of it when the dreamer fails, dies, babbles, sleeps or is sent away, and when a dream comes true."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import game_kit
import numpy as np
import pygame
import pytest
from game_kit import Player, level_map
from PIL import Image

from game.dream_worker import Job
from game.dreaming import Dreaming, Dreamt, Failed, Glimpse, News, Step
from game.intents import Intent
from game.progress import load_progress
from game.run import Run
from game.screens.dream import DreamScreen
from game.screens.play import PlayScreen
from game.stage import Stage, load_stage

PATIENCE = 60.0
"""Seconds; a process takes its time to start on a busy machine."""


def all_news(dreaming: Dreaming) -> list[News]:
    found: list[News] = []
    end = time.monotonic() + PATIENCE
    while not dreaming.over and time.monotonic() < end:
        found += dreaming.news()
        time.sleep(0.01)
    return found


def test_a_failure_is_told(tmp_path: Path) -> None:
    news = all_news(Dreaming(Job("x7", tmp_path), game_kit.fails))
    assert news == [Step(0.25, "opening the model"), Failed("the model of x7 is damaged")]


@pytest.mark.parametrize("worker", [game_kit.dies, game_kit.babbles])
def test_a_dreamer_that_dies_or_babbles_is_a_failure(tmp_path: Path, worker: Callable[..., None]) -> None:
    news = all_news(Dreaming(Job("x7", tmp_path), worker))
    assert isinstance(news[-1], Failed) and news[-1].reason


def test_cancelling_ends_the_process_at_once(tmp_path: Path) -> None:
    dreaming = Dreaming(Job("x7", tmp_path), game_kit.sleeps)
    end = time.monotonic() + PATIENCE
    while not dreaming.news() and time.monotonic() < end:
        time.sleep(0.01)
    start = time.monotonic()
    dreaming.cancel()
    assert time.monotonic() - start < 10
    assert dreaming.over and dreaming.news() == [] and not dreaming.alive


def test_a_dream_comes_with_pictures_and_a_whole_pack(tmp_path: Path) -> None:
    news = all_news(Dreaming(Job("x7", tmp_path), game_kit.dreams))
    glimpse, dreamt = news
    assert isinstance(glimpse, Glimpse) and glimpse.rgb.shape == (112, 128, 3)
    assert dreamt == Dreamt(tmp_path / "dream-x7")
    assert (tmp_path / "dream-x7" / "pack.toml").is_file()


def dream_screen(tmp_path: Path, worker: Callable[..., None]) -> tuple[Player, PlayScreen, list[Stage]]:
    """A player in the middle of a stage who has asked for a dream."""
    player = Player(tmp_path, {"01-gate": level_map(exit_x=20)})
    run = Run(player.context.library.castle())
    stage = load_stage(run, player.context.library, player.context.progress)
    play = PlayScreen(player.context, run, stage)
    kept: list[Stage] = []

    def keep(dressed: Stage) -> None:
        kept.append(dressed)
        play.wear(dressed)

    player.context.stack.push(play)
    player.wait(30)
    start = partial(Dreaming, worker=worker)
    player.context.stack.push(DreamScreen(player.context, run, stage, keep, play.world, start))
    player.wait()
    return player, play, kept


def wait_for(player: Player, done: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not done() and time.monotonic() < end:
        player.wait()
        player.app.draw()
        time.sleep(0.005)
    assert done()


def tiles_of(play: PlayScreen) -> np.ndarray:
    view = pygame.Surface((256, 208), depth=32)
    play.view.tiles.draw(view, (0, 0), (), 0)
    return pygame.surfarray.array3d(view)


def dreamt(player: Player) -> bool:
    top = player.context.stack.top
    return isinstance(top, DreamScreen) and top.dreamt is not None


@pytest.mark.parametrize("worker", [game_kit.fails, game_kit.dies])
def test_a_failed_dream_leaves_the_old_art_and_the_game_goes_on(tmp_path: Path, worker: Callable[..., None]) -> None:
    player, play, kept = dream_screen(tmp_path, worker)
    before, coat = play.world.digest(), play.stage.coat
    wait_for(player, lambda: player.screen == "PlayScreen")
    player.wait()
    assert "the old art stays" in player.app.message
    assert (play.stage.coat, kept, player.context.progress.coats) == (coat, [], {})
    assert play.world.frame >= 30 and before


def test_a_cancelled_dream_leaves_the_old_art_too(tmp_path: Path) -> None:
    player, _, kept = dream_screen(tmp_path, game_kit.sleeps)
    screen = player.context.stack.top
    assert isinstance(screen, DreamScreen) and screen.dreaming is not None
    player.press(Intent.BACK)
    assert player.screen == "PlayScreen"
    assert not screen.dreaming.alive
    assert (kept, player.context.progress.coats) == ([], {})
    assert "cancelled" in player.app.message


def test_a_kept_dream_dresses_the_level_where_the_hero_stands(tmp_path: Path) -> None:
    player, play, kept = dream_screen(tmp_path, game_kit.dreams)
    wait_for(player, lambda: dreamt(player))
    place, old = (play.world.hero.x, play.world.frame), tiles_of(play)
    player.choose("KEEP")
    assert player.screen == "PlayScreen"
    assert len(kept) == 1 and kept[0].pack is not None
    assert (play.world.hero.x, play.world.level) == (place[0], kept[0].level_map.level)
    assert not np.array_equal(tiles_of(play), old)
    saved, _ = load_progress(player.context.folders.data / "progress.json")
    assert saved.coats == {"01-gate": kept[0].pack.id}


def test_going_back_keeps_the_old_coat_and_again_dreams_another(tmp_path: Path) -> None:
    player, _, kept = dream_screen(tmp_path, game_kit.dreams)
    wait_for(player, lambda: dreamt(player))
    screen = player.context.stack.top
    assert isinstance(screen, DreamScreen)
    first = screen.seed
    player.choose("AGAIN")
    wait_for(player, lambda: dreamt(player))
    assert screen.seed != first
    player.choose("GO BACK")
    assert (player.screen, kept, player.context.progress.coats) == ("PlayScreen", [], {})


def test_a_tile_set_that_is_worked_on_is_worn_as_it_is_now_or_as_it_last_was_good(tmp_path: Path) -> None:
    import shutil

    from game.files import ROOT
    from game.watch import FolderWatch

    player = Player(tmp_path, {"01-gate": level_map(exit_x=20)})
    folder = player.context.folders.packs / "mine"
    shutil.copytree(ROOT / "assets" / "tilesets" / "base", folder)
    (folder / "pack.toml").write_text((folder / "pack.toml").read_text().replace('id = "base"', 'id = "mine"'))
    player.context.change_progress(player.context.progress.with_coat("01-gate", "mine"))
    run = Run(player.context.library.castle())
    play = PlayScreen(player.context, run, load_stage(run, player.context.library, player.context.progress))
    player.context.stack.push(play)
    player.wait(2)
    first = tiles_of(play)
    play._watch = watch = FolderWatch(folder)
    time.sleep(1.0)
    shutil.copyfile(folder / "tiles.png", folder / "old.png")
    with Image.open(folder / "tiles.png") as sheet:
        sheet.transpose(Image.Transpose.FLIP_LEFT_RIGHT).save(folder / "tiles.png")
    wait_for(player, lambda: not np.array_equal(tiles_of(play), first))
    second = tiles_of(play)
    (folder / "tiles.tsx").write_text("<tileset")
    wait_for(player, lambda: "tiles.tsx" in player.app.message)
    assert np.array_equal(tiles_of(play), second)
    watch.close()
