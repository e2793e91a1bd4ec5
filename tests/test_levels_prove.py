"""Whether a level can be finished is found out by playing it, with something to spare in every jump."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from game.sim.level import CELL
from generator.errors import UserError
from levels.prove import NoProof, Proof, footprints, level_hash, load_proof, proof_path, prove, replay, save_proof
from levels.search import exit_distance, explore
from tests.level_text import ground, level_of


def proof_of(*rows: str) -> Proof:
    found = prove(ground(*rows))
    assert isinstance(found, Proof), str(found)
    assert replay(ground(*rows), found)
    return found


def refusal_of(*rows: str) -> NoProof:
    found = prove(ground(*rows))
    assert isinstance(found, NoProof)
    return found


def test_a_plain_walk_is_proved_without_a_jump() -> None:
    proof = proof_of("@..............X", "################")
    assert set(proof.buttons) == {128}
    assert 200 < proof.frames < 240


def test_a_gap_of_two_cells_is_jumped_and_one_of_three_is_not_asked_for() -> None:
    proof_of("@..............X", "######..########")
    refusal = refusal_of("@..............X", "######...#######")
    assert refusal.furthest[0] // 16 == 6  # on the very edge
    assert not refusal.gave_up
    assert "column 6, row 10" in str(refusal)


def test_a_step_of_two_cells_is_climbed_and_one_of_three_is_not() -> None:
    step = "........########"
    proof_of("...............X", step, "@.......########", "################")
    refusal_of("...............X", step, step, "@.......########", "################")


def test_a_jump_that_would_only_just_land_does_not_count() -> None:
    """Two cells across and two up: 29 px at that height, 26 are needed; 3 px are not enough to spare."""
    step = ".......#########"
    proof_of("...............X", "......##########", "@.....##########", "#####.##########")
    refusal_of("...............X", step, "@......#########", "#####..#########")


def test_stairs_are_climbed() -> None:
    level = level_of(
        [
            *["................"] * 4,
            "...............X",
            "........../#####",
            "........./.#####",
            "......../..#####",
            "......./...#####",
            "....../....#####",
            "@..../.....#####",
            "################",
            "################",
        ]
    )
    proof = prove(level)
    assert isinstance(proof, Proof)
    assert proof.buttons.count(16) > 150  # six cells of stairs at half a pixel a frame


def test_a_block_in_the_way_is_whipped() -> None:
    proof = proof_of(*["......##........"] * 8, "......bb........", "@.....bb.......X", "################")
    assert 2 in proof.buttons


def test_no_proof_costs_health() -> None:
    """A bed of needles three cells wide is no way through, though it could be run through for a price."""
    refusal_of("################", "................", "@....^^^.......X", "################")


def test_walled_in() -> None:
    refusal = refusal_of(*[".......#........"] * 11, "@......#.......X", "################")
    assert refusal.cells_left == -1
    assert "walled in" in str(refusal)


def test_a_search_that_runs_out_of_budget_says_so() -> None:
    found = prove(ground("@..............X", "################"), max_steps=30)
    assert isinstance(found, NoProof)
    assert found.gave_up
    assert "budget" in str(found)


def test_places_that_cannot_be_left_are_found() -> None:
    """A trough three cells deep between a start and an exit that are on bridges over it."""
    deep = ground(
        "@..............X",
        "######..########",
        "######..########",
        "######..########",
        "################",
    )
    graph = explore(deep, everywhere=True)
    assert graph.goal
    assert {y // 16 for _, y, _ in graph.stuck()} == {11}
    shallow = ground("@..............X", "######..########", "######..########", "################")
    assert explore(shallow, everywhere=True).stuck() == []


def test_a_pit_is_no_trap_because_it_kills() -> None:
    graph = explore(ground("@..............X", "######..########"), everywhere=True)
    assert graph.deadly
    assert graph.stuck() == []


def test_a_proof_is_the_same_each_time_and_belongs_to_its_level_alone() -> None:
    level = ground("@..............X", "######..########")
    other = ground("@..............X", "#######..#######")
    first, second = prove(level), prove(level)
    assert first == second
    assert isinstance(first, Proof)
    assert level_hash(level) != level_hash(other)
    assert not replay(other, first)
    assert not replay(level, Proof(first.level, first.buttons[:-9], first.digest))


def test_footprints_lead_from_start_to_exit() -> None:
    level = ground("@..............X", "######..########")
    proof = prove(level)
    assert isinstance(proof, Proof)
    steps = list(footprints(level, proof))
    assert steps[0] == (9, 176)
    assert len(steps) == proof.frames
    assert steps[-1][0] > 230


def test_a_proof_survives_its_file(tmp_path: Path) -> None:
    proof = proof_of("@..............X", "######..########")
    path = proof_path(tmp_path / "01-gate.tmx")
    assert path.name == "01-gate.proof.json"
    save_proof(proof, path)
    assert load_proof(path) == proof


@pytest.mark.parametrize("fault", ["not json", "[]", "{}", "frames", "version", "nothing", "bomb", "back and forth", "for ever", "deep"])
def test_what_is_no_proof_is_refused_in_one_line(tmp_path: Path, fault: str) -> None:
    path = tmp_path / "x.proof.json"
    save_proof(proof_of("@..............X", "################"), path)
    if fault in ("frames", "version"):
        path.write_text(json.dumps(json.loads(path.read_text()) | {fault: 7}))
    elif fault in ("bomb", "back and forth", "for ever"):
        runs = {"bomb": [[0, 10**12]], "back and forth": [[0, 10**17], [0, -(10**17)]], "for ever": [[0, float("inf")]]}[fault]
        path.write_text(json.dumps(json.loads(path.read_text()) | {"buttons": runs}))
    elif fault == "deep":
        path.write_text("[" * 100_000)
    elif fault == "nothing":
        path.unlink()
    else:
        path.write_text(fault)
    with pytest.raises(UserError) as caught:
        load_proof(path)
    assert str(caught.value).startswith("x.proof.json: not a proof")
    assert "\n" not in str(caught.value)


def test_an_exit_far_wider_than_the_level_costs_no_more_than_the_level() -> None:
    level = ground("@..............X", "################")
    x, y, _, _ = level.exit
    vast = replace(level, exit=(x, y, 1 << 28, 1 << 28))
    assert exit_distance(vast) == exit_distance(replace(level, exit=(x, y, level.width * CELL - x, level.height * CELL - y)))
