"""One stage against the clock: the best run, its ghost, and what a death costs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from game_kit import level_map
from mode_kit import in_time_attack, menu, timing, walk_to

from game.intents import Intent
from game.replay import read_replay
from game.screens.time_attack import TimeResultScreen
from game.sim.world import Rules
from game.times import load_times


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
