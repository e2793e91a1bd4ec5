"""Foes in map files: every kind is read back as it was written, and in the shipped stages each stands where it can live."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from game.sim.collide import carried, fits
from game.sim.foes.kinds import FOES
from game.sim.level import CELL, Level, Thing
from game.sim.numbers import numbers
from game.sim.terrain import LIQUID, prepare
from levels.build import shipped_path
from levels.load import check_map, load_map
from levels.save import save_map
from levels.stages import STAGES, Stage

STANDING = ("shambler", "hound", "thrower", "spear", "riser", "pillar", "flea", "knight")


def test_maps_with_every_kind_are_written_checked_and_read_alike(tmp_path: Path) -> None:
    shipped = load_map(shipped_path(STAGES[0]))
    things = tuple(Thing(kind, 40 + 20 * i, 96, facing=1 if i % 2 else -1) for i, kind in enumerate(FOES))
    path = tmp_path / "foes.tmx"
    save_map(replace(shipped, level=replace(shipped.level, things=things)), path)
    assert [problem for problem in check_map(path) if problem.fatal] == []
    assert load_map(path).level.things == things


def test_a_kind_that_nobody_knows_is_told(tmp_path: Path) -> None:
    shipped = load_map(shipped_path(STAGES[0]))
    path = tmp_path / "foes.tmx"
    save_map(replace(shipped, level=replace(shipped.level, things=(Thing("gryphon", 40, 96),))), path)
    assert any("gryphon" in f"{problem.what} {problem.hint}" for problem in check_map(path))


def has_room(level: Level, thing: Thing) -> bool:
    n, h = numbers(), numbers().hero
    terrain = prepare(level, h.half_width, h.height)
    if thing.kind == "fishman":
        return any(terrain.at(thing.x // CELL, (thing.y - 1) // CELL + row) & LIQUID for row in range(3))
    if thing.kind not in STANDING:
        return True
    body = n.body(thing.kind)
    place = thing.x << 8, thing.y << 8, body.half_width
    return carried(terrain, *place) and fits(terrain, *place, body.height)


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name)
def test_the_foes_of_a_shipped_stage_stand_on_the_ground_and_in_no_wall(stage: Stage) -> None:
    level = load_map(shipped_path(stage)).level
    foes = [thing for thing in level.things if thing.kind in FOES]
    assert foes
    assert [thing for thing in foes if not has_room(level, thing)] == []
