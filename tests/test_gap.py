"""Twenty maps that somebody edited, and what `prove` answers: yes, or what stops the hero, how wide and how high it is, and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from game.sim.level import CELL, Cell, Level
from generator.roles import SLOT_BY_NAME
from levels.build import shipped_path
from levels.commands import prove_file
from levels.gap import Gap, find_gap
from levels.load import load_map
from levels.prove import Proof, load_proof, proof_path, prove, replay
from levels.save import save_map
from levels.search import explore
from levels.stages import STAGES
from tests.level_text import ground


@dataclass(frozen=True)
class Case:
    """An edit of a map: its last rows. answer: yes, or wide and high (px) and the reason's beginning. to: column, row beyond."""

    edit: str
    rows: tuple[str, ...]
    answer: tuple[int, int, str] | None
    to: tuple[int, int] | None = None


FLAT = "#" * 24
CASES = (
    Case("nothing", ("@......................X", FLAT), None),
    Case("a gap of two cells", ("@......................X", "########..##############"), None),
    Case("a gap of three", ("@......................X", "########...#############"), (48, 0, "too wide"), (11, 10)),
    Case("a gap of five", ("@......................X", "########.....###########"), (80, 0, "too wide"), (13, 10)),
    Case("a gap of three over water", ("@......................X", "########~~~#############"), (48, 0, "too wide"), (11, 10)),
    Case("two such gaps", ("@......................X", "######...#####...#######"), (48, 0, "too wide"), (9, 10)),
    Case("a bridge over it again", ("@......................X", "########---#############"), None),
    Case("a step of two cells", (".......................X", "..........##############", "@.........##############", FLAT), None),
    Case(
        "a step of three",
        (".......................X", "..........##############", "..........##############", "@.........##############", FLAT),
        (0, 48, "too high"),
        (10, 7),
    ),
    Case(
        "a ledge that helps",
        (*[".......................X"], "..........##############", "........-.##############", "@.........##############", FLAT),
        None,
    ),
    Case("a wall", (*["..........##............"] * 10, "@.........##...........X", FLAT), (32, 0, "no room: rock"), (12, 10)),
    Case(
        "a crawlway",
        (*["..........##............"] * 9, "..........##............", "@......................X", FLAT),
        (32, 0, "no room: the opening"),
        (12, 10),
    ),
    Case("a door of two cells", (*["..........##............"] * 9, "........................", "@......................X", FLAT), None),
    Case("a wall of blocks", (*["..........##............"] * 9, "..........bb............", "@.........bb...........X", FLAT), None),
    Case(
        "a bed of spikes",
        (*[FLAT] * 8, "........................", "........................", "@.......^^^^...........X", FLAT),
        (64, 0, "spikes"),
        (12, 10),
    ),
    Case(
        "a low ceiling over a gap",
        (*[FLAT] * 9, "........................", "@......................X", "########..##############"),
        (32, 0, "no room to jump"),
        (10, 10),
    ),
    Case(
        "an exit in the air",
        ("...........X............", *["........................"] * 3, "@.......................", FLAT),
        (0, 64, "too high"),
        (11, 6),
    ),
)


def answer_of(level: Level) -> Proof | Gap | None:
    found = prove(level)
    return found if isinstance(found, Proof) else find_gap(level, found.reached)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.edit)
def test_an_edit_and_its_answer(case: Case) -> None:
    found = answer_of(ground(*case.rows))
    if case.answer is None:
        assert isinstance(found, Proof)
        return
    assert isinstance(found, Gap)
    wide, high, reason = case.answer
    assert (found.wide, found.high) == (wide, high), str(found)
    assert found.reason.startswith(reason), str(found)
    assert found.there == case.to
    assert found.whole == (case.edit != "two such gaps")


def test_the_ground_beyond_a_gap_leads_to_the_exit_in_the_real_rules() -> None:
    level = ground("@......................X", "########...#############")
    gap = answer_of(level)
    assert isinstance(gap, Gap) and gap.whole
    beyond = replace(level, start=(gap.there[0] * CELL + 8, (gap.there[1] + 1) * CELL, 1))
    assert explore(beyond).goal
    assert str(gap) == (
        "from column 7, row 10, the ground at column 11, row 10 is 48 px away: too wide: a jump crosses 32 px with 4 px to spare"
    )


def shipped(stage: int, folder: Path, edit: str) -> Path:
    """A shipped map after an edit of its tiles, as Tiled would save it."""
    level_map = load_map(shipped_path(STAGES[stage - 1]))
    assert level_map.slots is not None
    slots, level = level_map.slots.copy(), level_map.level
    cells = np.frombuffer(level.cells, np.uint8).reshape(slots.shape)
    section = level.sections[-1]
    if edit == "no stairs":
        slots[np.isin(cells, (Cell.STAIRS_UP, Cell.STAIRS_DOWN))] = SLOT_BY_NAME["wall.0"].id
    elif edit == "a wall before the boss":
        slots[section.y : section.y + section.h, section.x + section.w // 2] = SLOT_BY_NAME["terrain.15"].id
    path = folder / "edited.tmx"
    save_map(replace(level_map, slots=slots), path)
    return path


@pytest.mark.parametrize(("stage", "edit", "says"), [(2, "no stairs", "too high"), (1, "a wall before the boss", "no room: rock")])
def test_a_shipped_map_after_an_edit(stage: int, edit: str, says: str, tmp_path: Path) -> None:
    path = shipped(stage, tmp_path, edit)
    picture = tmp_path / "way.png"
    answer = prove_file(path, picture=picture)
    assert not answer.finished
    assert says in answer.lines[1], answer.lines
    with Image.open(picture) as image:
        red = (np.asarray(image.convert("RGB")) == (255, 40, 40)).all(axis=2)
    assert np.count_nonzero(red) > 100


def test_a_shipped_map_as_it_is_and_saved_anew(tmp_path: Path) -> None:
    path = shipped(2, tmp_path, "nothing")
    answer = prove_file(path)
    assert answer.finished
    assert replay(load_map(path).level, load_proof(proof_path(path)))
