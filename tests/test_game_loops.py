"""From the end to the next beginning: the cast, the credits, the second loop, and the map between stages."""

from __future__ import annotations

from pathlib import Path

from mode_kit import in_play, menu, playing, walk_to

from game.intents import Intent
from game.progress import Progress
from game.screens.cast import CAST, FIGURE_FRAMES, CastScreen
from game.screens.castle_map import CastleMapScreen
from game.sim.bosses.table import BOSSES
from game.sim.foes.kinds import FOES
from game.sim.world import Carry


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
    player = in_play(tmp_path)
    walk_to(player, "TallyScreen")
    saved = player.context.progress.run
    player.press(Intent.BACK)
    player.press(Intent.START)
    player.choose("STAGE SELECT")
    player.choose("01 GATE")
    player.until("PlayScreen")
    walk_to(player, "TallyScreen")
    assert player.context.progress.run == saved


def test_the_map_stands_between_two_stages_and_can_be_skipped(tmp_path: Path) -> None:
    player = in_play(tmp_path)
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
