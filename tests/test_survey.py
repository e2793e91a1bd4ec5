"""Many levels at once: what is counted of each, how alike two are, and the report that comes out, stopped or not."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

import game.survey
import main
from game.sim.level import Level, Section, Thing
from generator.pool import as_they_end
from levels.build import shipped_path
from levels.likeness import Features, distance, edits, overlap, pairs
from levels.load import load_map
from levels.measure import Figures, measure, pit_widths, walked_screens
from levels.prove import Proof, load_proof, proof_path, prove
from levels.stages import STAGES
from levels.survey import Finding, Order, fill, orders
from levels.survey_plot import plot
from levels.survey_report import document, lines, survey
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


def test_every_shipped_jump_has_its_four_pixels() -> None:
    for stage in STAGES:
        path = shipped_path(stage)
        found = measure(load_map(path).level, load_proof(proof_path(path)))
        assert min(found.spare, default=16) >= 4
        assert found.foes > 5 and found.pits


def test_screens_are_seen_in_the_direction_they_are_walked() -> None:
    rows = [*["................"] * 10, "@...../.......X.", "#####/##########", "################"]
    level = level_of(rows)
    back = level_of(["".join({"/": "\\"}.get(c, c) for c in row[::-1]) for row in rows])
    assert np.array_equal(walked_screens(level), walked_screens(back))


def features(rooms: str, seed: int = 0) -> Features:
    noise = np.random.default_rng(seed).integers(0, 2, (len(rooms), 13, 16), np.uint8)
    return Features(tuple(rooms), noise)


def test_the_edit_distance_is_the_textbook_one() -> None:
    def of(a: str, b: str) -> float:
        return edits(len(a), len(b), lambda i, j: float(a[i] != b[j]))

    assert (of("kitten", "sitting"), of("", "abc"), of("abc", "abc"), of("flaw", "lawn")) == (3, 3, 0, 2)


def test_distance_is_nought_for_the_same_one_for_strangers_and_the_same_either_way() -> None:
    a, b = features("abcd", 1), features("efgh", 2)
    assert distance(a, a) == 0
    assert distance(a, b) > 0.9
    assert distance(a, b) == distance(b, a)
    half = Features(("a", "b", "x", "y"), np.concatenate([a.screens[:2], b.screens[2:]]))
    assert 0.4 < distance(a, half) < 0.6
    assert overlap(a, half) == 0.5


def test_the_most_alike_come_first_also_when_not_all_pairs_are_measured() -> None:
    levels = [features("abcd", n) for n in range(20)]
    levels[7] = replace(levels[13], rooms=("a", "b", "c", "e"))
    for most in (1000, 190, 100):
        found = pairs(levels, most)
        assert len(found) <= max(most, 190)
    assert (pairs(levels)[0].first, pairs(levels)[0].second) == (7, 13)
    odd = [features("abcd" if n in (4, 15) else chr(200 + n) * 4, n) for n in range(20)]
    assert (4, 15) in {(pair.first, pair.second) for pair in pairs(odd, 20)}


@pytest.fixture(scope="module")
def built() -> list[Finding]:
    return [fill(order)[1] for order in orders(2, "survey", 2, None)]


def test_orders_are_castles_unless_a_stage_is_named() -> None:
    assert [(o.seed, o.stage) for o in orders(2, "x", None, None)] == [(f"x00{n}", s) for n in (1, 2) for s in range(1, 7)]
    assert orders(1, "x", 4, Path("there")) == [Order("x001", 4, str(Path("there") / "x001"))]


def test_the_report_has_a_row_for_each_stage_and_the_pairs(built: list[Finding]) -> None:
    castle = [replace(found, order=replace(found.order, stage=stage)) for found in built for stage in range(1, 7)]
    found = survey(castle)
    assert [row.name for row in found.rows] == [*(f"{stage.number} {stage.name}" for stage in STAGES), "all"]
    assert found.rows[0].proven == 2 and found.rows[-1].levels == 12
    assert len(found.alike) == 6 and len(found.castles) == 1
    assert found.within is not None and found.within > 0.8  # the same rooms six times over
    text = "\n".join(lines(found))
    assert "fallbacks to shipped levels: 0" in text and "survey001 survey002" in text
    assert json.loads(json.dumps(document(found)))["levels"][0]["seed"] == "survey001"


def test_a_shipped_level_that_stepped_in_is_told(built: list[Finding]) -> None:
    found = survey([replace(built[0], draws=0, features=replace(built[0].features, rooms=()))])
    assert found.rows[0].proven == 0
    assert "fallbacks to shipped levels: 1; survey001 stage 2" in lines(found)


def test_the_plot_is_brightest_where_most_levels_are(built: list[Finding]) -> None:
    def at(linearity: float, leniency: float) -> Finding:
        return replace(built[0], figures=replace(built[0].figures, linearity=linearity, leniency=leniency))

    picture = np.asarray(plot([*[at(0.99, -0.05)] * 5, at(0.8, -1.9)])).astype(int)
    light = picture.sum(axis=2)
    y, x = np.unravel_index(light[26:190, 46:210].argmax(), (164, 164))
    assert x > 140 and y < 20  # the upper right corner
    assert light[26 + 160, 46 + 40] > light[26 + 80, 46 + 80]


def test_processes_give_what_one_gives(built: list[Finding], tmp_path: Path) -> None:
    found = sorted(as_they_end(game.survey.find_only, orders(2, "survey", 2, tmp_path), 2), key=lambda one: one[0].order.seed)
    assert [one.figures for one, _ in found] == [one.figures for one in built]
    assert (tmp_path / "survey001" / "02-hall.tmx").is_file() and (tmp_path / "survey002" / "02-hall.proof.json").is_file()


def arguments(tmp_path: Path, **changed: Any) -> Namespace:
    given = {"count": 2, "jobs": 1, "seed": "survey", "stage": 2, "bot": False, "out": None, "picture": tmp_path / "r.png", "json": None}
    return Namespace(**given | changed)


def test_ctrl_c_prints_what_there_is(
    built: list[Finding], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(what: object, jobs: Sequence[Order], processes: int) -> Iterator[object]:
        yield built[0], None
        raise KeyboardInterrupt

    monkeypatch.setattr(game.survey, "as_they_end", interrupted)
    assert game.survey.build_many(arguments(tmp_path, json=tmp_path / "r.json")) == main.INTERRUPTED
    said = capsys.readouterr()
    assert "stopped after 1 of 2 levels" in said.err
    assert "2 hall" in said.out
    assert len(json.loads((tmp_path / "r.json").read_text("utf-8"))["levels"]) == 1
    assert Image.open(tmp_path / "r.png").width > 200


def test_the_bot_s_share_is_told_beside_the_proofs(
    built: list[Finding], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    played = iter([game.survey.Played(True, 1, 4000), game.survey.Played(False, 3, 900)])
    monkeypatch.setattr(game.survey, "as_they_end", lambda what, jobs, processes: zip(built, played, strict=True))
    assert game.survey.build_many(arguments(tmp_path, bot=True, json=tmp_path / "r.json")) == 1
    said = capsys.readouterr().out
    assert "1 of 2 levels (50.0 %), 2.00 lives each" in said and "not finished: survey002 stage 2" in said
    assert json.loads((tmp_path / "r.json").read_text("utf-8"))["bot"][1]["finished"] is False
