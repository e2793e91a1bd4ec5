"""Twenty maps that somebody edited, and what `prove` answers: yes, or what stops the hero, how wide and how high it is, and why."""

from __future__ import annotations

from dataclasses import replace
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
from tools.edits import EDITS, PAGE, Edit, parts, save_edit, table

TOO_WIDE, TOO_HIGH = "too wide", "too high"
STOPS = {
    "a gap of three": (48, 0, TOO_WIDE, (11, 10)),
    "a gap of five": (80, 0, TOO_WIDE, (13, 10)),
    "a gap of three over water": (48, 0, TOO_WIDE, (11, 10)),
    "two gaps of three": (48, 0, TOO_WIDE, (9, 10)),
    "a step of three": (0, 48, TOO_HIGH, (10, 7)),
    "stairs without their foot": (0, 64, TOO_HIGH, (10, 6)),
    "a wall": (32, 0, "no room: rock", (12, 10)),
    "a crawlway": (32, 0, "no room: the opening", (12, 10)),
    "a bed of spikes under a roof": (64, 0, "spikes", (12, 10)),
    "a low ceiling over a gap": (32, 0, "no room to jump", (10, 10)),
    "an exit in the air": (0, 64, TOO_HIGH, (11, 6)),
}
"""Of the edits of tools.edits those that stop the hero: px wide, px high, the reason's beginning, column and row of what is beyond."""


def answer_of(level: Level) -> Proof | Gap | None:
    found = prove(level)
    return found if isinstance(found, Proof) else find_gap(level, found.reached)


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.what)
def test_an_edit_and_its_answer(edit: Edit) -> None:
    found = answer_of(ground(*edit.rows))
    if edit.what not in STOPS:
        assert isinstance(found, Proof)
        return
    assert isinstance(found, Gap)
    wide, high, reason, beyond = STOPS[edit.what]
    assert (found.wide, found.high) == (wide, high), str(found)
    assert found.reason.startswith(reason), str(found)
    assert found.there == beyond
    assert found.whole == (edit.what != "two gaps of three")


def test_the_page_on_editing_says_what_prove_says_today() -> None:
    assert len(EDITS) == 20 and set(STOPS) <= {edit.what for edit in EDITS}
    assert parts(PAGE.read_text("utf-8"))[1] == table(), "python -m tools.edits writes it anew"


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.what)
def test_an_edited_map_reads_back_as_it_was_drawn(edit: Edit, tmp_path: Path) -> None:
    save_edit(edit, tmp_path / "edit.tmx")
    assert load_map(tmp_path / "edit.tmx").level.cells == ground(*edit.rows).cells


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
