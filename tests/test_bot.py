"""The bot: what stands in the way of a level's end, and that it gets past it by the same buttons as everybody."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from game_kit import level_map
from sim_levels import FLOOR, draw, flat

from game.bot import attempt
from game.bot.attempt import Outcome, play
from game.bot.player import Bot
from game.bot.tally import Job, Result, lines, rows
from game.bot.way import FAR, Way
from game.replay import Playback, Recorder, read_replay
from game.sim.level import Level, Thing
from game.sim.world import Carry, Rules, World
from generator.errors import UserError
from levels.save import save_map
from main import main

END = (28 * 16, FLOOR - 32, 16, 32)
"""An exit at the far end of 30 columns."""


def buttons_of(level: Level, seed: int = 0, reaction: int = 0) -> bytes:
    """What the bot presses in its first life, as recorded."""
    recorders: list[Recorder] = []

    def watch(world: World) -> Recorder:
        recorders.append(Recorder(world, ""))
        return recorders[-1]

    play(Way(level), seed, reaction=reaction, watch=watch)
    return recorders[0].replay().buttons


def unhurt(outcome: Outcome) -> bool:
    return outcome.finished and not outcome.damage and not outcome.deaths


def test_it_walks_to_the_exit() -> None:
    outcome = play(Way(flat(30, exit=END)))
    assert unhurt(outcome)
    assert outcome.frames <= 28 * 16 - 40


def test_it_gets_past_shamblers_and_a_hound_unhurt() -> None:
    foes = (Thing("shambler", 200, FLOOR), Thing("hound", 330, FLOOR))
    assert unhurt(play(Way(flat(30, things=foes, exit=END)), 3))


def test_it_breaks_the_wall_in_its_way() -> None:
    wall = draw(["..............B...............", "..............B...............", "#" * 30], exit=END)
    closed = replace(wall, cells=wall.cells[: 10 * 30].replace(b"\0", b"\1") + wall.cells[10 * 30 :])
    assert unhurt(play(Way(closed)))


def test_it_climbs_stairs_under_bats() -> None:
    rows_ = [
        "............/##############...",
        ".........../..................",
        "........../...................",
        "........./....................",
        "......../.....................",
        "##############################",
    ]
    top = FLOOR - 5 * 16
    bats = (Thing("bat", 200, 72), Thing("bat", 330, 72))
    level = draw(rows_, things=bats, exit=(24 * 16, top - 32, 16, 32))
    assert unhurt(play(Way(level), 1))


def test_it_beats_a_boss_in_its_hall_and_takes_the_orb() -> None:
    hall = flat(16, things=(Thing("boss_bat", 130, 96),), exit=(15 * 16, FLOOR - 32, 16, 32), stage=1, boss="boss_bat")
    outcome = play(Way(hall), 1, carry=Carry(whip_level=3))
    assert outcome.finished
    assert not outcome.deaths
    assert outcome.frames < 60 * 60


def test_it_waits_for_a_lift() -> None:
    gap = draw(["######..................######"], exit=END, things=(Thing("lift", 120, FLOOR, span=48, dx=208, period=300),))
    assert unhurt(play(Way(gap)))


@pytest.mark.parametrize("reaction", [0, 8])
def test_it_presses_the_same_buttons_every_time(reaction: int) -> None:
    level = flat(30, things=(Thing("shambler", 200, FLOOR), Thing("thrower", 330, FLOOR)), exit=END)
    assert buttons_of(level, 5, reaction) == buttons_of(level, 5, reaction)


def test_thinking_leaves_the_world_as_it_is() -> None:
    world = World(flat(30, things=(Thing("shambler", 200, FLOOR),), exit=END))
    bot = Bot(Way(world.level))
    for _ in range(120):
        before = world.digest()
        byte = bot.buttons(world)
        assert world.digest() == before
        world.step(byte)


def test_what_it_does_lags_by_its_reaction() -> None:
    world = World(flat(30, exit=END))
    bot = Bot(Way(world.level), reaction=12)
    pressed = []
    for _ in range(30):
        pressed.append(bot.buttons(world))
        world.step(pressed[-1])
    assert pressed[:12] == [0] * 12
    assert any(pressed[12:])


def test_with_a_lag_it_does_not_know_how_chance_will_fall() -> None:
    level = flat(30, exit=END)
    one, other = World(level, 1), World(level, 2)
    assert one.rng.word != other.rng.word
    seen = [Bot(Way(level), reaction=6).buttons(world) for world in (one, other)]
    assert seen[0] == seen[1] == 0


def test_it_goes_on_from_a_place_that_no_move_leads_to() -> None:
    level = draw(["....#.........................", "....#.........................", "#" * 30], exit=END)
    way = Way(level)
    world = World(level, 0, Rules(enemies=False))
    world.hero.x = 91 << 8
    assert way.left(world, way.to_exit) < FAR


def test_a_level_without_a_way_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempt, "PATIENCE", 90)
    outcome = play(Way(flat(16)))
    assert (outcome.finished, outcome.stuck, outcome.deaths) == (False, True, ())


def test_a_fall_costs_a_life_and_the_next_begins_at_the_checkpoint() -> None:
    pit = draw(["#" * 8 + "." * 22 + "#" * 8], checkpoints=((100, FLOOR),), exit=(36 * 16, FLOOR - 32, 16, 32))
    begun: list[tuple[int, int]] = []

    class Lemming(Bot):
        def buttons(self, world: World) -> int:
            return 128

    def watch(world: World) -> Recorder:
        begun.append((world.hero.x >> 8, world.hero.lives))
        return Recorder(world, "")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(attempt, "Bot", Lemming)
        outcome = play(Way(pit), watch=watch)
    assert not outcome.finished
    assert begun == [(40, 3), (100, 2), (100, 1), (100, 0)]
    assert [killer for *_, killer in outcome.deaths] == ["ground"] * 4


def test_the_table_has_a_row_for_each_stage_and_one_for_all() -> None:
    good = Outcome(True, False, (), 2, 600, 6000, 1)
    bad = Outcome(False, False, ((1, 2, "bat"),) * 4, 40, 1200, 6000, 1)
    results = [Result(Job(name, "", "x", 1, 0, 0, 1), outcome, 1.0) for name, outcome in (("a", good), ("a", bad), ("b", good))]
    table = rows(results)
    assert [(row.level, row.finished, row.deaths, row.damage) for row in table] == [
        ("a", 1, 2.0, 21.0),
        ("b", 1, 0.0, 2.0),
        ("all", 2, 4 / 3, 44 / 3),
    ]
    text = lines(table)
    assert "1/2 (50 %)" in text[1]
    assert text[-1] == "killed by: bat 4"


def saved(folder: Path) -> Path:
    path = folder / "hall.tmx"
    save_map(level_map(24, exit_x=20), path)
    return path


def test_the_verb_writes_numbers_and_replays_that_play_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = saved(tmp_path)
    code = main(["bot", "--level", str(path), "--seeds", "2", "--json", str(tmp_path / "n.json"), "--record", str(tmp_path / "runs")])
    assert code == 0
    assert "2/2 (100 %)" in capsys.readouterr().out
    runs = json.loads((tmp_path / "n.json").read_text())["runs"]
    assert [run["finished"] for run in runs] == [True, True]
    from levels.load import load_map

    level = load_map(path).level
    for file in sorted((tmp_path / "runs").glob("*.replay")):
        playback = Playback(read_replay(file), level)
        while not playback.done:
            playback.world.step(playback.next_buttons())
            playback.verify()
        assert playback.world.status == "cleared"


def test_the_verb_says_what_it_cannot_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bot", "--level", str(tmp_path / "none.tmx")]) == 2
    assert main(["bot", "--reaction", "-1"]) == 2
    assert capsys.readouterr().err.count("\n") == 2
    with pytest.raises(UserError):
        Way(flat(30, exit=END)) and read_replay(tmp_path / "none.replay")
