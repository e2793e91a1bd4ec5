"""Attract mode, time attack, scores, the second loop, assists: by presses alone, with keys and with a pad."""

from __future__ import annotations

import random
from argparse import Namespace
from dataclasses import replace
from pathlib import Path

import pytest
from game_kit import Player, level_map

from game.audio_null import SilentMixer
from game.demos import find_demos, load_demo
from game.input import Press, Source
from game.intents import Intent
from game.progress import Progress
from game.replay import Recorder, read_replay, write_replay
from game.request import first_screen
from game.scores import Entry, Scores, load_scores
from game.screens.attract import SHOW_FRAMES
from game.screens.cast import CAST, FIGURE_FRAMES, CastScreen
from game.screens.castle_map import CastleMapScreen
from game.screens.play import PlayScreen
from game.screens.scores import EntryScreen
from game.screens.time_attack import TimeAttackScreen, TimeResultScreen
from game.screens.title import IDLE_FRAMES, TitleScreen
from game.settings import Settings
from game.sim.bosses.table import BOSSES
from game.sim.buttons import Button
from game.sim.foes.kinds import FOES
from game.sim.world import Carry, Rules, World
from game.times import load_times
from game.version import VERSION
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


# --- attract mode


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


# --- time attack


def test_the_first_run_is_the_best_and_its_ghost_walks_in_the_next(tmp_path: Path) -> None:
    player = in_time_attack(tmp_path)
    assert timing(player).ghost is None
    walk_to(player, "TimeResultScreen")
    result = player.context.stack.top
    assert isinstance(result, TimeResultScreen) and result.is_best and result.before is None
    kept, _ = load_times(player.context.folders.data / "times.json")
    assert kept.frames("01-gate") == result.frames
    player.picture()
    player.choose("AGAIN")
    attempt = timing(player)
    assert attempt.ghost is not None
    for _ in range(20):
        player.wait()
        ghost = attempt.ghost.world
        assert ghost is not None and ghost.frame == attempt.world.frame
    assert ghost.hero.x > attempt.world.hero.x
    player.picture()


def test_a_slower_run_changes_nothing_and_says_how_much(tmp_path: Path) -> None:
    player = in_time_attack(tmp_path)
    walk_to(player, "TimeResultScreen")
    best = player.context.times.frames("01-gate")
    ghost = (player.context.folders.replays / "best" / "01-gate.replay").read_bytes()
    player.press(Intent.SELECT)
    player.wait(30)
    walk_to(player, "TimeResultScreen")
    result = player.context.stack.top
    assert isinstance(result, TimeResultScreen) and not result.is_best
    assert (result.before, player.context.times.frames("01-gate")) == (best, best)
    assert (player.context.folders.replays / "best" / "01-gate.replay").read_bytes() == ghost


def test_the_best_run_can_be_watched_and_leads_back(tmp_path: Path) -> None:
    player = in_time_attack(tmp_path)
    walk_to(player, "TimeResultScreen")
    player.choose("WATCH THE BEST")
    assert player.screen == "ReplayScreen"
    player.until("TimeResultScreen")


def test_select_and_death_begin_the_attempt_anew_and_cost_nothing(tmp_path: Path) -> None:
    player = in_time_attack(tmp_path, {"01-gate": level_map(pit=(5, 6), exit_x=20)})
    player.wait(30)
    player.press(Intent.SELECT)
    assert timing(player).world.frame < 4
    player.hold(Intent.RIGHT)
    seen = set()
    for _ in range(600):
        player.wait()
        seen.add(timing(player).world.status)
    assert "dying" in seen
    assert timing(player).world.hero.lives == 3
    assert player.context.progress.cleared == frozenset()


def test_times_with_assists_are_kept_apart(tmp_path: Path) -> None:
    player = menu(tmp_path)
    player.context.change_settings(replace(player.context.settings, assists=Rules(coyote=True)))
    player.choose("TIME ATTACK")
    player.press(Intent.JUMP)
    player.until("TimeAttackScreen")
    walk_to(player, "TimeResultScreen")
    assert player.context.times.frames("01-gate") is None
    assert player.context.times.frames("01-gate-assisted")
    replay = read_replay(player.context.folders.replays / "best" / "01-gate-assisted.replay")
    assert replay.assisted and replay.rules.coyote


# --- scores


def test_a_game_over_with_a_score_asks_for_a_name(tmp_path: Path) -> None:
    player = menu(tmp_path, {"01-gate": level_map(pit=(4, 5), exit_x=20)})
    player.choose("START")
    player.until("PlayScreen")
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


# --- assists


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


# --- the cast


def test_everyone_of_the_dream_steps_into_the_light_once() -> None:
    kinds = [figure.kind for figure in CAST]
    assert sorted(kinds) == sorted({*FOES, *BOSSES, "hero"})
    assert kinds[-1] == "hero"
    assert [figure.name for figure in CAST if max(len(figure.name), len(figure.line)) > 30] == []


def test_the_cast_goes_on_by_itself_and_yes_calls_the_next(tmp_path: Path) -> None:
    player = menu(tmp_path)
    over: list[bool] = []
    screen = CastScreen(player.context, lambda: over.append(True))
    player.context.stack.push(screen)
    player.wait(FIGURE_FRAMES + 2)
    assert screen.figure is CAST[1]
    player.press(Intent.JUMP)
    assert screen.figure is CAST[2]
    seen = {player.picture()}
    for _ in CAST[3:]:
        player.press(Intent.JUMP)
        seen.add(player.picture())
    assert len(seen) == len(CAST) - 2 and not over
    player.press(Intent.JUMP)
    assert over


# --- the second loop


def test_the_ending_leads_to_credits_a_name_and_the_second_loop(tmp_path: Path) -> None:
    player = menu(tmp_path)
    player.choose("START")
    for onward in ("NEXT STAGE", "THE END"):
        player.until("PlayScreen")
        walk_to(player, "TallyScreen")
        player.press(Intent.JUMP)
        player.choose(onward)
    carried = player.context.progress.run
    assert carried is not None and (carried.stage, carried.loop) == ("01-gate", 2)
    player.hold(Intent.DOWN)
    player.until("CreditsScreen", 4000)
    player.until("EntryScreen", 4000)
    player.release(Intent.DOWN)
    player.wait(31)
    player.press(*[Intent.JUMP] * 3, Intent.START)
    assert player.context.scores.entries[0].reached == "1-END"
    player.press(Intent.JUMP)
    assert player.screen == "LoopScreen"
    player.picture()
    player.choose("BEGIN LOOP 2")
    player.until("PlayScreen")
    play = playing(player)
    assert (play.world.rules.loop, play.run.stage, play.world.hero.score) == (2, "01-gate", carried.carry.score)
    walk_to(player, "TallyScreen")
    assert player.context.progress.cleared == {"01-gate", "02-hall", "01-gate loop 2"}


def test_after_the_second_loop_the_castle_is_over(tmp_path: Path) -> None:
    player = menu(tmp_path)
    player.context.progress = Progress(cleared=frozenset({"01-gate", "02-hall", "01-gate loop 2"}), loop=2)
    player.context.go.title()
    player.wait()
    player.press(Intent.START)
    player.choose("STAGE SELECT")
    player.press(Intent.RIGHT)
    player.picture()
    player.choose("02 HALL")
    player.until("PlayScreen")
    assert playing(player).world.rules.loop == 2
    assert playing(player).run.following(Carry()) is None
    walk_to(player, "TallyScreen")
    player.press(Intent.JUMP)
    player.choose("THE END")
    player.press(*[Intent.BACK] * 3)
    player.wait(31)
    player.press(Intent.BACK)
    assert player.screen == "TitleScreen"


def test_a_stage_chosen_from_the_list_leaves_the_run_that_can_be_continued_alone(tmp_path: Path) -> None:
    player = menu(tmp_path)
    player.choose("START")
    player.until("PlayScreen")
    walk_to(player, "TallyScreen")
    saved = player.context.progress.run
    player.press(Intent.BACK)
    player.press(Intent.START)
    player.choose("STAGE SELECT")
    player.choose("01 GATE")
    player.until("PlayScreen")
    walk_to(player, "TallyScreen")
    assert player.context.progress.run == saved


# --- the map


def test_the_map_stands_between_two_stages_and_can_be_skipped(tmp_path: Path) -> None:
    player = menu(tmp_path)
    player.choose("START")
    player.until("PlayScreen")
    walk_to(player, "TallyScreen")
    player.press(Intent.JUMP)
    player.choose("NEXT STAGE")
    screen = player.context.stack.top
    assert isinstance(screen, CastleMapScreen) and screen.place == 1
    first = player.picture()
    player.wait(60)
    assert 0 < screen.share < 1 and player.picture() != first
    player.press(Intent.JUMP)
    assert player.screen == "CardScreen"


# --- words over the game


def test_the_clock_says_that_it_was_the_clock(tmp_path: Path) -> None:
    player = menu(tmp_path)
    player.choose("START")
    player.until("PlayScreen")
    player.wait(20)
    play = playing(player)
    play.world.timer = 1
    player.wait(2)
    assert play.world.status == "dying"
    told = player.picture()
    play.world.timer = 600
    assert player.picture() != told


# --- everything from keys alone and from a pad alone


PLACES = ("TIME ATTACK", "DREAM AGAIN", "TILE SETS", "MAPS", "OPTIONS", "SCORES", "CREDITS", "STAGE SELECT")
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


@pytest.mark.parametrize("seed", range(6))
def test_wherever_one_gets_back_leads_to_the_title(tmp_path: Path, seed: int) -> None:
    """Random presses; then back, which resumes a pause, and from there the pause menu's last line."""
    chance = random.Random(seed)
    player = menu(tmp_path, castle() | {"03-pit": level_map(pit=(5, 6), exit_x=20, stage=3)}, chance.choice(list(Source)))
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
