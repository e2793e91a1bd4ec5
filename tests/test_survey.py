"""Many levels at once: what is counted of each, how alike two are, and the report that comes out, stopped or not."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

import game.survey
import main
from game.sim.level import Level, Section, Thing
from game.sim.world import Rules, World
from generator.errors import UserError
from generator.pool import as_they_end
from levels.build import Built, shipped_path
from levels.likeness import DIFFERENT, Features, closest, distances, edits, overlap
from levels.load import load_map
from levels.measure import Figures, _free, as_played, measure, pit_widths, walked_screens
from levels.model import LevelMap
from levels.moves import SPARE
from levels.prove import Proof, load_proof, proof_path, prove
from levels.stages import STAGES
from levels.survey import Finding, Order, Played, fill, orders
from levels.survey_file import append, appending, read_findings
from levels.survey_plot import plot
from levels.survey_report import document, route, survey
from levels.survey_text import WIDTH, lines
from tests.level_text import ground, level_of


def figures_of(level: Level) -> Figures:
    proof = prove(level)
    assert isinstance(proof, Proof)
    return measure(level, proof)


def test_a_level_way_is_linear_and_a_bumpy_one_is_less_so() -> None:
    flat = figures_of(ground("@..............X", "################"))
    bumpy = figures_of(ground("...#....##....X.", "@..##..###..####", "################"))
    assert flat.linearity == pytest.approx(1)
    assert 0.5 < bumpy.linearity < 0.97


def test_leniency_falls_with_foes_pits_and_spikes_and_counts_the_first_loop_only() -> None:
    plain = ground("@..............X", "################")
    assert figures_of(plain).leniency == 0
    foes = tuple(Thing("bat", 100, 176, loop=loop) for loop in (1, 1, 2))
    assert (figures_of(replace(plain, things=foes)).foes, figures_of(replace(plain, things=foes)).leniency) == (2, -2)
    assert figures_of(ground("@..............X", "######..########")).leniency == -0.5


def test_pits_are_told_by_their_width_and_stairwells_are_none() -> None:
    level = ground("@..............X", "####..##...#####")
    assert pit_widths(level, level.sections[0]) == [2, 3]
    water = ground("@..............X", "####~~~~########")
    assert pit_widths(water, water.sections[0]) == [4]
    bridged = ground("@..............X", "####----########", "####~~~~########")
    assert pit_widths(bridged, bridged.sections[0]) == []


def test_the_hole_that_stairs_go_down_through_is_no_pit() -> None:
    upper = [*["................"] * 10, "@..............X", "###...\\#########", "###....\\########"]
    lower = [*["................"] * 12, "################"]
    level = level_of([*upper, *lower])
    with_stairs = Section(0, 0, 16)
    assert pit_widths(level, with_stairs) == []
    without = level_of([*(row.replace("\\", ".") for row in upper), *lower])
    assert pit_widths(without, with_stairs) == [5]


def test_a_wider_gap_leaves_a_jump_less_to_spare() -> None:
    narrow = figures_of(ground("@..............X", "######.#########"))
    wide = figures_of(ground("@..............X", "######..########"))
    assert len(wide.spare) == 1
    assert 4 <= wide.spare[0] < min(narrow.spare)


def test_a_jump_up_a_step_has_to_spare_what_there_is_nearer_to_it_too() -> None:
    """Whoever sets off too early comes back to where he was, and tries again from nearer by; but not from within the wall."""
    step = figures_of(ground("................X.......", "........################", "@.......################", "#" * 24))
    assert step.spare and min(step.spare) > 8
    world = World(ground("@.##........X", "#" * 13), 0, Rules(enemies=False))
    assert _free(world, 1, 10) and not _free(world, 1, 30)


def test_a_jump_as_it_is_played_has_no_second_try() -> None:
    level = ground("................X.......", "........################", "@.......################", "#" * 24)
    proof = prove(level)
    assert isinstance(proof, Proof)
    played, tried = as_played(level, proof), measure(level, proof).spare
    assert len(played) == len(tried) and all(one <= other for one, other in zip(played, tried, strict=True))
    assert min(played) < min(tried)


def test_every_shipped_jump_has_its_four_pixels() -> None:
    for stage in STAGES:
        path = shipped_path(stage)
        found = measure(load_map(path).level, load_proof(proof_path(path)))
        assert min(found.spare) >= SPARE
        assert found.foes > 5 and found.pits


def test_screens_are_seen_in_the_direction_they_are_walked() -> None:
    rows = [*["................"] * 10, "@...../.......X.", "#####/##########", "################"]
    level = level_of(rows)
    back = level_of(["".join({"/": "\\"}.get(c, c) for c in row[::-1]) for row in rows])
    assert np.array_equal(walked_screens(level), walked_screens(back))


def features(rooms: str, seed: int = 0) -> Features:
    noise = np.random.default_rng(seed).integers(0, 2, (len(rooms), 13, 16), np.uint8)
    return Features(tuple(rooms), noise)


def plain_edits(n: int, m: int, cost: Callable[[int, int], float]) -> float:
    """The textbook's, one pair at a time."""
    row = [float(j) for j in range(m + 1)]
    for i in range(n):
        last, row = row, [float(i + 1)]
        for j in range(m):
            row.append(min(last[j] + cost(i, j), last[j + 1] + 1, row[j] + 1))
    return row[m]


def plain_distance(a: Features, b: Features) -> float:
    """What likeness.distances says it is."""
    rooms = plain_edits(len(a.rooms), len(b.rooms), lambda i, j: float(a.rooms[i] != b.rooms[j]))
    screens = plain_edits(len(a.screens), len(b.screens), lambda i, j: min(1.0, float((a.screens[i] != b.screens[j]).sum()) / DIFFERENT))
    return (rooms / max(len(a.rooms), len(b.rooms)) + screens / max(len(a.screens), len(b.screens))) / 2


def random_levels(count: int, seed: int) -> list[Features]:
    """Of rooms that come in a few shapes each, so that some levels share much and others little."""
    dice = np.random.default_rng(seed)
    shapes = dice.integers(0, 8, (9, 3, 13, 16), np.uint8)
    found = []
    for _ in range(count):
        rooms = dice.integers(0, 9, dice.integers(3, 9))
        screens = shapes[rooms, dice.integers(0, 3, len(rooms))].copy()
        screens[dice.random(screens.shape) < dice.random() * 0.3] = 0
        found.append(Features(tuple(f"room-{n}" for n in rooms), screens[: dice.integers(2, len(rooms) + 1)]))
    return found


def test_the_edit_distance_is_the_textbook_one_for_many_pairs_at_once() -> None:
    words = (("kitten", "sitting", 3), ("", "abc", 3), ("abc", "abc", 0), ("flaw", "lawn", 2))
    costs = np.ones((7, 7, len(words)), np.int32)
    for k, (a, b, _) in enumerate(words):
        for i, j in np.ndindex(len(a), len(b)):
            costs[i, j, k] = a[i] != b[j]
    found = edits(costs, np.array([len(a) for a, _, _ in words]), np.array([len(b) for _, b, _ in words]), 1)
    assert found.tolist() == [least for _, _, least in words]


@pytest.mark.parametrize("seed", range(3))
def test_every_pair_is_compared_and_the_most_alike_are_found_exactly(seed: int) -> None:
    levels = random_levels(40, seed)
    found = distances(levels)
    plain = {(i, j): plain_distance(levels[i], levels[j]) for i, j in combinations(range(len(levels)), 2)}
    for (i, j), apart in plain.items():
        assert found[i, j] == found[j, i] == pytest.approx(apart)
    best = closest(found, 10)
    assert [pair.distance for pair in best] == pytest.approx(sorted(plain.values())[:10])
    assert all(plain[pair.first, pair.second] == pytest.approx(pair.distance) for pair in best)


def test_distance_is_nought_for_the_same_and_one_for_strangers() -> None:
    a, b = features("abcd", 1), features("efgh", 2)
    half = Features(("a", "b", "x", "y"), np.concatenate([a.screens[:2], b.screens[2:]]))
    found = distances([a, b, a, half])
    assert found[0, 2] == 0
    assert found[0, 1] > 0.9
    assert 0.4 < found[0, 3] < 0.6
    assert overlap([a, half]) == 0.5
    assert closest(distances([a]), 10) == []


@pytest.fixture(scope="module")
def built() -> list[Finding]:
    return [fill(order)[1] for order in orders(2, "survey", 2, None)]


def test_orders_are_castles_unless_a_stage_is_named() -> None:
    assert [(o.seed, o.stage) for o in orders(2, "x", None, None)] == [(f"x00{n}", s) for n in (1, 2) for s in range(1, 7)]
    assert orders(1, "x", 4, Path("there")) == [Order("x001", 4, str(Path("there") / "x001"))]


def test_the_bot_plays_the_first_castles_only() -> None:
    assert [o.seed for o in orders(3, "x", None, None, bot=2) if o.bot] == ["x001"] * 6 + ["x002"] * 6


def test_a_route_is_the_ways_from_section_to_section() -> None:
    assert route(("0,1+5", "5,1+3", "7,0+4", "2,0+5", "2,1+5")) == "ruld"


def test_the_report_has_a_row_for_each_stage_and_the_pairs(built: list[Finding]) -> None:
    castle = [replace(found, order=replace(found.order, stage=stage)) for found in built for stage in range(1, 7)]
    found = survey(castle)
    assert [row.name for row in found.rows] == [*(f"{stage.number} {stage.name}" for stage in STAGES), "all"]
    assert found.rows[0].proven == 2 and found.rows[-1].levels == 12
    assert len(found.alike) == 6 and len(found.castles) == 1
    assert found.within is not None and found.within > 0.8  # the same rooms six times over
    text = "\n".join(lines(found))
    assert "shipped levels that stepped in: 0" in text and "survey001 survey002" in text
    assert len(lines(found)) < 50 and max(map(len, lines(found))) <= WIDTH
    assert json.loads(json.dumps(document(found)))["levels"][0]["seed"] == "survey001"


def test_a_shipped_level_that_stepped_in_is_told(built: list[Finding]) -> None:
    found = survey([replace(built[0], draws=0, features=replace(built[0].features, rooms=()))])
    assert found.rows[0].proven == 0
    assert any("shipped levels that stepped in: 1 (survey001 stage 2)" in line for line in lines(found))


def test_what_made_a_level_be_drawn_again_is_told_without_its_places(built: list[Finding]) -> None:
    told = (
        (
            "draw 1: the way crosses itself",
            "draw 2: hall-well: the hero gets as far as column 7, row 9 (120, 160 px) and no further; the exit is 8 cells on",
        ),
        ("draw 1: hall-well: the hero gets as far as column 3, row 1 (60, 20 px) and no further; the exit is 9 cells on",),
    )
    found = survey([replace(finding, draws=1 + len(lines), told=lines) for finding, lines in zip(built, told, strict=True)])
    text = " ".join(line.strip() for line in lines(found))
    assert "drawn again, and why: 2 x hall-well: the hero gets as far as column, 1 x the way crosses itself" in text


def test_the_plot_is_brightest_where_most_levels_are(built: list[Finding]) -> None:
    def at(linearity: float, leniency: float) -> Finding:
        return replace(built[0], figures=replace(built[0].figures, linearity=linearity, leniency=leniency))

    picture = np.asarray(plot([*[at(0.99, -0.05)] * 5, at(0.8, -1.9)]).crop((50, 26, 50 + 216, 26 + 216))).astype(int)
    warm = picture[..., 0] - picture[..., 2]
    y, x = np.unravel_index(warm.argmax(), warm.shape)
    assert x > 190 and y < 20  # the upper right corner
    one = warm[-20:, :30].max()
    assert warm[100, 30] < one < warm.max() and one > 0  # the lower left corner has one, the middle none
    blue = (picture == (80, 230, 220)).all(axis=2)
    assert 10 < np.argwhere(blue).mean(axis=0)[0] < 60  # the mean of the six lies near the five


def test_processes_give_what_one_gives(built: list[Finding], tmp_path: Path) -> None:
    found = sorted(as_they_end(game.survey.find, orders(2, "survey", 2, tmp_path), 2), key=lambda one: one.order.seed)
    assert [one.figures for one in found] == [one.figures for one in built]
    assert (tmp_path / "survey001" / "02-hall.tmx").is_file() and (tmp_path / "survey002" / "02-hall.proof.json").is_file()


def same(a: Finding, b: Finding) -> bool:
    """But for the rounded time, and for where the maps went."""
    alike = (a.order.name, a.level, a.draws, a.figures, a.told, a.played) == (b.order.name, b.level, b.draws, b.figures, b.told, b.played)
    return alike and a.features.rooms == b.features.rooms and np.array_equal(a.features.screens, b.features.screens)


def test_findings_come_back_from_their_file_as_they_were(built: list[Finding], tmp_path: Path) -> None:
    path = tmp_path / "there" / "s.jsonl"
    played = replace(built[1], played=Played(True, 2, 30, 4000), told=("draw 1: no",))
    with appending(path) as file:
        append(file, built[0])
        append(file, played)
    found = read_findings([path])
    assert list(found) == [("survey001", 2), ("survey002", 2)]
    assert all(same(one, given) for one, given in zip(found.values(), (built[0], played), strict=True))


def test_a_line_that_a_kill_cut_short_is_left_out_and_written_again(built: list[Finding], tmp_path: Path) -> None:
    path = tmp_path / "s.jsonl"
    with appending(path) as file:
        append(file, built[0])
        append(file, built[1])
    path.write_bytes(path.read_bytes()[:-100])
    assert list(read_findings([path])) == [("survey001", 2)]
    with appending(path) as file:
        append(file, built[1])
    assert list(read_findings([path])) == [("survey001", 2), ("survey002", 2)]


def test_files_are_taken_together_and_what_the_bot_played_counts_more(built: list[Finding], tmp_path: Path) -> None:
    one, other = tmp_path / "one.jsonl", tmp_path / "other.jsonl"
    played = replace(built[0], played=Played(False, 3, 16, 900))
    for path, findings in ((one, [played]), (other, built)):
        with appending(path) as file:
            for finding in findings:
                append(file, finding)
    for paths in ([one, other], [other, one]):
        found = read_findings(paths)
        assert len(found) == 2 and found["survey001", 2].played == played.played


@pytest.mark.parametrize("line", ["nonsense", "[]", '{"seed": "x"}', "\xff"])
def test_a_line_that_is_no_finding_is_told_with_its_number(line: str, built: list[Finding], tmp_path: Path) -> None:
    path = tmp_path / "s.jsonl"
    with appending(path) as file:
        append(file, built[0])
        file.write(line.encode("latin-1") + b"\n")
    with pytest.raises(UserError, match=r"s\.jsonl, line 2: not a finding of a survey"):
        read_findings([path])


@pytest.mark.parametrize(
    ("names", "value", "says"),
    [
        (["stage"], 9, "there is no stage 9"),
        (["draws"], "1", "'1' should be of type int"),
        (["seconds"], 1e999, "inf should be of type float"),
        (["figures", "spare"], "abc", "'abc' should be of type"),
        (["figures", "pits"], [1.5], "1.5 should be of type int"),
        (["figures", "screens"], 0, "without screens"),
        (["figures", "plan"], ["x"], "whose plan is none"),
        (["rooms"], [7], "7 should be of type str"),
        (["screens"], "AAAA", "not a finding of a survey"),
        (["screens"], "", "without screens"),
        (["bot"], {"finished": 1}, "1 should be of type bool"),
    ],
)
def test_a_finding_whose_figures_make_no_sense_is_told(
    names: list[str], value: object, says: str, built: list[Finding], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "s.jsonl"
    with appending(path) as file:
        append(file, built[0])
    body = json.loads(path.read_bytes())
    inner = body[names[0]] if len(names) > 1 else body
    inner[names[-1]] = value
    path.write_text(json.dumps(body) + "\n")
    assert main.main(["build", "--report", str(path)]) == 2
    said = capsys.readouterr().err
    assert "s.jsonl, line 1: not a finding of a survey" in said and says in said


def test_levels_of_two_builders_are_not_mixed(built: list[Finding], tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    with appending(path) as file:
        append(file, replace(built[0], level="another"))
    with pytest.raises(UserError, match="survey001 stage 2 is another level today"):
        game.survey.build_many(arguments(tmp_path, json=tmp_path / "r.json"))
    with appending(path) as file:
        append(file, built[0])
    with pytest.raises(UserError, match="two builders"):
        read_findings([path])


def arguments(tmp_path: Path, **changed: Any) -> Namespace:
    given = {"count": 2, "jobs": 1, "seed": "survey", "stage": 2, "bot": 0, "out": None, "picture": None, "json": None}
    return Namespace(**given | changed)


def test_ctrl_c_keeps_what_there_is_and_the_same_command_goes_on(
    built: list[Finding], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(what: object, jobs: Sequence[Order], processes: int) -> Iterator[Finding]:
        yield built[0]
        raise KeyboardInterrupt

    given = arguments(tmp_path, json=tmp_path / "r.json", picture=tmp_path / "r.png")
    with monkeypatch.context() as patch:
        patch.setattr(game.survey, "as_they_end", interrupted)
        assert game.survey.build_many(given) == main.INTERRUPTED
    said = capsys.readouterr()
    assert "stopped; there are 1 levels" in said.err
    assert "2 hall" in said.out
    assert len(json.loads((tmp_path / "r.json").read_text("utf-8"))["levels"]) == 1
    assert Image.open(tmp_path / "r.png").width > 200
    asked: list[Order] = []
    with monkeypatch.context() as patch:
        patch.setattr(game.survey, "as_they_end", lambda what, jobs, processes: (asked.append(job) or what(job) for job in jobs))
        assert game.survey.build_many(given) == 0
    assert [order.seed for order in asked] == ["survey002"]
    assert [level["seed"] for level in json.loads((tmp_path / "r.json").read_text("utf-8"))["levels"]] == ["survey001", "survey002"]
    assert Image.open(tmp_path / "r-alike.png").height > 100


def test_a_killed_run_leaves_its_lines_and_no_helpers(tmp_path: Path) -> None:
    command = [sys.executable, "main.py", "build", "--count", "40", "--stage", "2", "--jobs", "2", "--json", str(tmp_path / "r.json")]
    with subprocess.Popen(command, cwd=Path(main.__file__).parent, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as run:
        lines_there = tmp_path / "r.jsonl"
        while run.poll() is None and not (lines_there.exists() and lines_there.read_bytes().count(b"\n") >= 2):
            time.sleep(0.05)
        run.kill()
        assert run.stdout is not None
        run.stdout.read()  # ends when the last helper, who holds its other end, has ended
    assert run.returncode == -signal.SIGKILL
    found = read_findings([lines_there])
    assert 2 <= len(found) < 40


def test_the_report_is_told_from_files_alone_and_they_become_one(
    built: list[Finding], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, finding in zip("ab", built, strict=True):
        with appending(tmp_path / f"{name}.jsonl") as file:
            append(file, finding)
    assert main.main(["build", "--report", str(tmp_path / "a.json"), str(tmp_path / "b.jsonl"), "--json", str(tmp_path / "c.json")]) == 0
    together = read_findings([tmp_path / "c.jsonl"])
    assert list(together) == [("survey001", 2), ("survey002", 2)]
    report = lines(survey(list(together.values())))
    assert capsys.readouterr().out.splitlines()[: len(report)] == report
    assert len(json.loads((tmp_path / "c.json").read_text("utf-8"))["levels"]) == 2
    assert main.main(["build", "--report", str(tmp_path / "none.json")]) == 2


def test_the_bot_plays_what_it_is_asked_to_and_its_share_is_told(
    built: list[Finding], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A level so short that the bot needs no second for it."""
    level = ground("@......X", "########")
    proof = prove(level)
    assert isinstance(proof, Proof)
    short = Built(LevelMap(level, None), proof, 1)
    monkeypatch.setattr(game.survey, "fill", lambda order: (short, replace(built[0], order=order)))
    assert game.survey.build_many(arguments(tmp_path, bot=1, json=tmp_path / "r.jsonl")) == 0
    first, second = read_findings([tmp_path / "r.jsonl"]).values()
    assert first.played is not None and 30 < first.played.frames < 600 and first.played.finished and second.played is None
    said = capsys.readouterr().out
    assert "1 of 1" in said and "not finished by the bot: 0" in said


def test_levels_that_the_bot_has_failed_are_named(built: list[Finding]) -> None:
    played = Played(True, 1, 10, 4000), Played(False, 3, 48, 900)
    found = survey([replace(finding, played=run) for finding, run in zip(built, played, strict=True)])
    bot = found.rows[0].bot
    assert bot is not None and (bot.played, bot.finished, bot.deaths, bot.bars) == (2, 1, 2, 29)
    assert "not finished by the bot: 1 (survey002 stage 2)" in lines(found)
