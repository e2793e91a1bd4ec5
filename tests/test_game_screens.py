"""From screen to screen, by key presses alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from game_kit import Player, level_map
from mode_kit import castle, in_play, menu, playing, titled

from game.audio_null import SilentMixer
from game.input import Press, Source
from game.intents import Intent
from game.progress import Progress, SavedRun, load_progress
from game.replay import read_replay
from game.run import Run
from game.screens.title import TitleScreen
from game.settings import load_settings
from game.sim.world import Carry


def test_the_title_waits_then_opens_its_menu_and_quits_from_it(tmp_path: Path) -> None:
    player = titled(tmp_path)
    player.wait(100)
    assert player.screen == "TitleScreen"
    player.press(Intent.START)
    player.choose("QUIT")
    assert player.context.stack.top is None


def test_the_pad_alone_starts_the_game_too(tmp_path: Path) -> None:
    player = titled(tmp_path)
    for name in ("start", "a"):
        for down in (True, False):
            player.context.controls.feed(Press(Source.PAD, name, down, 3))
            player.wait()
    player.until("PlayScreen")


def test_two_stages_from_the_first_step_to_the_end(tmp_path: Path) -> None:
    player = in_play(tmp_path)
    first = playing(player)
    player.hold(Intent.RIGHT)
    player.until("TallyScreen")
    player.release(Intent.RIGHT)
    player.press(Intent.JUMP)
    assert first.world.carry().score == sum(first.world.tally())
    player.choose("NEXT STAGE")
    player.until("PlayScreen")
    second = playing(player)
    assert (second.world.level.title, second.world.hero.score) == ("The hall", first.world.carry().score)
    player.hold(Intent.RIGHT)
    player.until("TallyScreen")
    player.release(Intent.RIGHT)
    player.press(Intent.JUMP)
    player.choose("THE END")
    assert player.screen == "EndingScreen"
    player.press(Intent.BACK)
    assert player.screen == "CastScreen"
    player.press(Intent.BACK)
    assert player.screen == "CreditsScreen"
    player.press(Intent.BACK)
    assert player.screen == "EntryScreen"
    player.wait(30)
    player.press(Intent.BACK)
    assert player.screen == "LoopScreen"
    player.press(Intent.BACK)
    assert player.screen == "TitleScreen"
    kept, _ = load_progress(player.context.folders.data / "progress.json")
    assert kept.cleared == {"01-gate", "02-hall"}
    assert kept.run is not None and (kept.run.stage, kept.run.loop) == ("01-gate", 2)


def test_a_cleared_stage_can_be_continued_another_day(tmp_path: Path) -> None:
    player = in_play(tmp_path)
    player.hold(Intent.RIGHT)
    player.until("TallyScreen")
    tomorrow = Player(tmp_path, castle())
    saved = tomorrow.context.progress.run
    assert saved is not None and saved.stage == "02-hall" and saved.carry.score > 0
    tomorrow.context.stack.push(TitleScreen(tomorrow.context))
    tomorrow.wait()
    tomorrow.press(Intent.START)
    tomorrow.choose("CONTINUE")
    tomorrow.until("PlayScreen")
    assert playing(tomorrow).world.carry() == saved.carry


def test_a_map_from_elsewhere_opens_no_stage_of_the_castle_whatever_it_is_called(tmp_path: Path) -> None:
    player = menu(tmp_path)
    before = player.context.progress
    player.context.go.begin(Run((Path("elsewhere/01-gate.tmx"),), castle=False))
    player.until("PlayScreen")
    player.hold(Intent.RIGHT)
    player.until("TallyScreen")
    assert player.context.progress == before


def test_a_pit_costs_a_life_and_the_last_one_the_game(tmp_path: Path) -> None:
    player = in_play(tmp_path, {"01-gate": level_map(pit=(4, 5), exit_x=20)})
    player.hold(Intent.RIGHT)
    lives = [playing(player).world.hero.lives]
    for _ in range(3000):
        if player.screen != "PlayScreen":
            break
        if playing(player).world.hero.lives != lives[-1]:
            lives.append(playing(player).world.hero.lives)
        player.wait()
    assert lives == [3, 2, 1, 0]
    assert player.screen == "GameOverScreen"
    player.release(Intent.RIGHT)
    player.wait(40)
    player.choose("CONTINUE")
    player.until("PlayScreen")
    assert (playing(player).world.hero.lives, playing(player).world.hero.score) == (3, 0)


@pytest.mark.parametrize("seed", ["mirabo07", ""], ids=["", "saved by version 1"])
def test_after_a_game_over_the_title_continues_the_stage_with_new_lives_and_no_score(tmp_path: Path, seed: str) -> None:
    spent = SavedRun("02-hall", Carry(score=700, lives=0, whip_level=3), seed, loop=2)
    player = menu(tmp_path, castle() | {"02-hall": level_map(pit=(4, 5), exit_x=20, stage=2)})
    player.context.change_progress(Progress(run=spent))
    player.context.go.continue_castle()
    player.until("PlayScreen")
    assert playing(player).world.carry() == spent.carry
    seed = seed or playing(player).run.seed
    player.hold(Intent.RIGHT)
    player.until("EntryScreen")
    player.release(Intent.RIGHT)
    kept, _ = load_progress(player.context.folders.data / "progress.json")
    assert kept.run == replace(spent, carry=Carry(), seed=seed)
    player.wait(30)
    player.press(Intent.BACK)
    player.wait(40)
    player.choose("BACK TO TITLE")
    player.wait(2)
    player.press(Intent.START)
    player.choose("CONTINUE")
    player.until("PlayScreen")
    play = playing(player)
    assert (play.run.stage, play.run.seed, play.run.loop, play.world.carry()) == ("02-hall", seed, 2, Carry())


@pytest.mark.parametrize("change", [{"stage": "02-hall"}, {"seed": "another"}, {"loop": 2}, {"code": "mira07"}], ids=str)
def test_a_game_over_spends_no_saved_run_that_stands_elsewhere(tmp_path: Path, change: dict[str, Any]) -> None:
    here = SavedRun("01-gate", Carry(score=700, lives=0), "mirabo07")
    elsewhere = replace(here, **change)
    player = menu(tmp_path, castle() | {"01-gate": level_map(pit=(4, 5), exit_x=20)})
    player.context.change_progress(Progress(run=here))
    player.context.go.continue_castle()
    player.until("PlayScreen")
    player.context.change_progress(Progress(run=elsewhere))
    player.hold(Intent.RIGHT)
    player.until("EntryScreen")
    assert player.context.progress.run == elsewhere


def test_pause_stops_the_rules_and_shows_seed_and_version(tmp_path: Path) -> None:
    player = in_play(tmp_path)
    player.wait(10)
    play, frame = playing(player), playing(player).world.frame
    moving = player.picture()
    player.press(Intent.START)
    player.wait(50)
    assert (player.screen, play.world.frame) == ("PauseScreen", frame)
    assert player.picture() != moving
    player.press(Intent.START)
    assert player.screen == "PlayScreen"
    player.wait()
    assert play.world.frame > frame


def test_the_press_that_ends_the_pause_is_no_jump(tmp_path: Path) -> None:
    player = in_play(tmp_path)
    player.wait(5)
    player.press(Intent.START)
    player.hold(Intent.JUMP)
    player.wait(4)
    assert (player.screen, playing(player).world.hero.pose) == ("PlayScreen", "idle")
    player.release(Intent.JUMP)
    player.wait()
    player.hold(Intent.JUMP)
    player.wait(2)
    assert playing(player).world.hero.pose == "jump"


def test_back_ends_the_pause_wherever_the_hand_is_and_start_chooses(tmp_path: Path) -> None:
    player = in_play(tmp_path)
    player.press(Intent.BACK)
    player.press(Intent.UP)
    player.press(Intent.BACK)
    assert player.screen == "PlayScreen"
    player.press(Intent.START)
    player.press(Intent.UP)
    player.press(Intent.START)
    assert player.screen == "TitleScreen"


def test_the_sound_of_the_pause_is_heard_in_it(tmp_path: Path) -> None:
    class Listener(SilentMixer):
        def __init__(self) -> None:
            self.heard: list[str] = []

        def effect(self, kind: str) -> None:
            self.heard.append(kind)

        def pause(self) -> None:
            self.heard.append("(held)")

        def resume(self) -> None:
            self.heard.append("(on)")

    player = in_play(tmp_path)
    player.context.mixer = mixer = Listener()
    player.press(Intent.START)
    assert mixer.heard == ["(held)", "pause"]
    player.press(Intent.BACK)
    assert mixer.heard == ["(held)", "pause", "(on)"]


def test_losing_the_focus_pauses(tmp_path: Path) -> None:
    import pygame

    player = in_play(tmp_path)
    player.hold(Intent.RIGHT)
    player.app.handle(pygame.event.Event(pygame.WINDOWFOCUSLOST))
    assert player.screen == "PauseScreen"
    player.press(Intent.START)
    player.wait(3)
    assert playing(player).world.hero.vx == 0


def test_the_change_to_full_screen_is_kept_and_does_not_pause(tmp_path: Path) -> None:
    import pygame

    class Window:
        fullscreen = False

        def toggle_fullscreen(self) -> None:
            self.fullscreen = not self.fullscreen

        def wear(self, look: object) -> None:
            pass

    player = in_play(tmp_path)
    player.context.window = Window()  # type: ignore[assignment]
    player.app.handle(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_F11, mod=0))
    player.app.handle(pygame.event.Event(pygame.WINDOWFOCUSLOST))
    assert player.screen == "PlayScreen"
    kept, _ = load_settings(player.context.folders.config / "settings.json")
    assert kept.fullscreen
    player.wait(120)
    player.app.handle(pygame.event.Event(pygame.WINDOWFOCUSLOST))
    assert player.screen == "PauseScreen"


def test_restart_begins_the_stage_again(tmp_path: Path) -> None:
    player = in_play(tmp_path)
    player.hold(Intent.RIGHT)
    player.wait(20)
    player.release(Intent.RIGHT)
    player.press(Intent.START)
    player.choose("RESTART STAGE")
    assert player.screen == "PlayScreen"
    assert playing(player).world.frame <= 2


def test_every_attempt_leaves_a_replay(tmp_path: Path) -> None:
    player = in_play(tmp_path)
    player.hold(Intent.RIGHT)
    player.until("TallyScreen")
    replay = read_replay(player.context.folders.replays / "01-gate.replay")
    world = replay.world(castle()["01-gate"].level)  # type: ignore[union-attr]
    for byte in replay.buttons:
        world.step(byte)
    assert (world.status, world.digest()) == ("cleared", replay.digests[-1])


def test_a_map_that_cannot_be_read_leads_back_to_the_title_with_a_word(tmp_path: Path) -> None:
    player = menu(tmp_path, {"01-gate": "01-gate.tmx: layer 'tiles' has 12 cells, not 520"})
    player.choose("START")
    player.wait(2)
    assert player.screen == "TitleScreen"
    assert "12 cells" in player.app.message


@pytest.mark.parametrize("coat", ["dream-lost", 50 * "dream-lost"], ids=["lost", "longer than any file name"])
def test_a_coat_that_is_gone_gives_way_to_the_levels_own(tmp_path: Path, coat: str) -> None:
    player = menu(tmp_path)
    player.context.change_progress(Progress().with_coat("01-gate", coat))
    player.choose("START")
    player.until("PlayScreen")
    stage = playing(player).stage
    assert stage.pack is not None and stage.pack.id == "base"
    assert any(coat in note for note in stage.notes)


def test_stage_select_opens_what_was_cleared_and_the_next(tmp_path: Path) -> None:
    player = menu(tmp_path, castle() | {"03-crypt": level_map(stage=3)})
    player.context.progress = Progress(cleared=frozenset({"01-gate"}), run=SavedRun("02-hall", Carry()))
    player.context.go.title()
    player.wait()
    player.press(Intent.START)
    player.choose("STAGE SELECT")
    items = player.context.stack.top.menu.items  # type: ignore[union-attr]
    assert [(item.label, item.alive) for item in items] == [("01 GATE", True), ("02 HALL", True), ("03 ......", False)]
    player.choose("02 HALL")
    player.until("PlayScreen")
    assert playing(player).world.level.stage == 2


def test_tile_sets_are_listed_and_bad_ones_told_with_their_problem(tmp_path: Path) -> None:
    broken = tmp_path / "data" / "packs" / "broken"
    broken.mkdir(parents=True)
    (broken / "pack.toml").write_text("id = ")
    player = menu(tmp_path)
    player.choose("TILE SETS")
    items = player.context.stack.top.menu.items  # type: ignore[union-attr]
    assert "The old castle" in [item.label for item in items]
    assert any("broken" in item.problem for item in items)
    player.picture()


def test_a_tile_set_can_be_worn_by_one_level_or_by_all(tmp_path: Path) -> None:
    player = menu(tmp_path)
    player.choose("TILE SETS")
    player.choose("The old castle")
    player.choose("ALL LEVELS")
    player.choose("02 HALL")
    assert (player.context.progress.coat_for_all, player.context.progress.coats) == ("base", {"02-hall": "base"})
    player.press(Intent.BACK)
    player.press(Intent.UP)
    player.choose("EACH LEVEL ITS OWN")
    assert (player.context.progress.coat_for_all, player.context.progress.coats) == ("", {})


def test_a_key_is_remapped_by_pressing_it(tmp_path: Path) -> None:
    import pygame

    from game.devices import Devices

    player = menu(tmp_path)
    player.context.devices = Devices()
    player.choose("OPTIONS")
    player.choose("CONTROLS")
    player.choose("JUMP")
    for kind in (pygame.KEYDOWN, pygame.KEYUP):
        player.app.handle(pygame.event.Event(kind, key=pygame.K_q, mod=0))
    player.wait()
    kept, _ = load_settings(player.context.folders.config / "settings.json")
    assert kept.keys["jump"] == ("q",)
    player.app.handle(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_q, mod=0))
    assert player.context.controls.frame().confirm


def test_a_key_held_when_a_new_one_is_asked_for_is_let_go(tmp_path: Path) -> None:
    import pygame

    from game.devices import Devices

    player = menu(tmp_path)
    player.context.devices = Devices()
    player.choose("OPTIONS")
    player.choose("CONTROLS")
    player.app.handle(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_x, mod=0))
    player.wait()
    assert player.context.listen is not None
    player.app.handle(pygame.event.Event(pygame.KEYUP, key=pygame.K_x, mod=0))
    player.wait(600)
    assert player.context.listen is None
    assert not player.context.controls.frame().held


def test_options_are_kept_and_heard(tmp_path: Path) -> None:
    player = menu(tmp_path)
    player.choose("OPTIONS")
    player.choose("SOUND")
    player.press(Intent.LEFT, Intent.LEFT, Intent.DOWN, Intent.RIGHT)
    kept, _ = load_settings(player.context.folders.config / "settings.json")
    assert (kept.music, kept.effects) == (5, 9)


def test_every_screen_can_be_drawn(tmp_path: Path) -> None:
    player = in_play(tmp_path)
    player.press(Intent.START)
    seen = {player.picture()}
    player.choose("OPTIONS")
    seen.add(player.picture())
    player.choose("CONTROLS")
    seen.add(player.picture())
    player.context.go.title()
    player.wait()
    seen.add(player.picture())
    assert len(seen) == 4


def test_yes_and_no_at_once_go_back_one_screen_only(tmp_path: Path) -> None:
    player = menu(tmp_path)
    player.choose("OPTIONS")
    player.choose("CONTROLS")
    player.press(Intent.UP)
    player.hold(Intent.JUMP, Intent.BACK)
    player.wait()
    assert player.screen == "OptionsScreen"


def test_the_watch_over_the_tile_set_outlasts_a_pause(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Path] = []

    class Watch:
        def __init__(self, folder: Path) -> None:
            self.folder = folder
            opened.append(folder)

        def changed(self) -> bool:
            return False

        def close(self) -> None:
            opened.clear()

    monkeypatch.setattr("game.screens.play.FolderWatch", Watch)
    player = menu(tmp_path)
    player.context.window = object()  # type: ignore[assignment]
    player.choose("START")
    player.until("PlayScreen")
    player.press(Intent.START, Intent.START)
    assert player.screen == "PlayScreen"
    assert len(opened) == 1
    player.context.go.title()
    player.wait()
    assert not opened
