"""What `build` promises: the same level for the same seed, sound as a building, fair as a game, and finished before it is handed out."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from game.sim.level import CELL, Cell, Level
from generator.errors import UserError
from generator.roles import EAST, NORTH, SLOT_BY_NAME, SLOTS, SOUTH, WEST, Role
from levels import build as build_module
from levels.build import Built, build, build_proved
from levels.collision import cells_from_slots
from levels.lot import Lot
from levels.place import CALM
from levels.prove import replay
from levels.save import tmx_text
from levels.search import EXIT, explore
from levels.stages import STAGES

STAGE_NUMBERS = range(1, 7)


@cache
def built(stage: int) -> Built:
    return build_proved("a test's seed", stage)


def slots_of(stage: int) -> np.ndarray:
    slots = built(stage).level_map.slots
    assert slots is not None
    return slots


def names_of(stage: int) -> list[list[str]]:
    return [[SLOTS[slot].name for slot in row] for row in slots_of(stage)]


@pytest.mark.parametrize("stage", STAGE_NUMBERS)
def test_a_stage_is_proved(stage: int) -> None:
    assert built(stage).draws >= 1
    assert replay(built(stage).level_map.level, built(stage).proof)


@pytest.mark.parametrize("stage", (1, 6))
def test_from_everywhere_the_exit_or_a_death_can_be_reached(stage: int) -> None:
    graph = explore(built(stage).level_map.level, everywhere=True)
    assert EXIT in graph.visits
    assert graph.stuck() == []


def test_the_same_seed_gives_the_same_bytes_and_another_one_another_level() -> None:
    again = tmx_text(build("a test's seed", 2), "tiles.tsx")
    other = tmx_text(build("another", 2), "tiles.tsx")
    assert tmx_text(built(2).level_map, "tiles.tsx") == again
    assert other != again


def test_lots_are_drawn_the_same_for_ever() -> None:
    lot = Lot("dreamkeep")
    assert [lot.below(1000) for _ in range(6)] == [48, 788, 380, 382, 352, 740]
    assert Lot("dreamkeep").shuffled("abcdefgh") == list("egbfchda")


def test_the_coat_never_changes_the_level() -> None:
    plain, dressed = built(4), build_proved("a test's seed", 4, pack="somebodys-own")
    assert dressed.level_map.pack == "somebodys-own"
    assert plain.level_map.pack == "crypt"
    assert plain.level_map.level == dressed.level_map.level
    assert plain.proof == dressed.proof


def test_what_a_slot_does_depends_on_its_role_alone() -> None:
    for slot in SLOTS:
        cell = Cell(cells_from_slots(np.array([[slot.id]], np.uint8))[0])
        if slot.role == Role.STAIRS:
            assert cell == {"stairs.up": Cell.STAIRS_UP, "stairs.down": Cell.STAIRS_DOWN}[slot.name]
        else:
            same_role = [other.id for other in SLOTS if other.role == slot.role]
            assert set(cells_from_slots(np.array([same_role], np.uint8))) == {cell}


@pytest.mark.parametrize("stage", STAGE_NUMBERS)
def test_sections_are_screens_on_one_grid_and_the_last_is_an_arena(stage: int) -> None:
    level = built(stage).level_map.level
    taken: set[tuple[int, int]] = set()
    for s in level.sections:
        cells = {(x, y) for x in range(s.x, s.x + s.w) for y in range(s.y, s.y + s.h)}
        assert s.h == 13
        assert s.w >= 16
        assert not cells & taken
        taken |= cells
    assert level.sections[-1].w == 16
    assert 5 <= sum(s.w for s in level.sections) // 16 <= 12
    assert len(level.checkpoints) == len(level.sections) - 1


@pytest.mark.parametrize("stage", STAGE_NUMBERS)
def test_everything_stands_where_it_can(stage: int) -> None:
    level = built(stage).level_map.level
    for x, y, *_ in (level.start, *level.checkpoints):
        assert standing(level, x, y)
    for thing in level.things:
        if thing.kind == "block":
            assert level.cell(thing.x // CELL, thing.y // CELL - 1) == Cell.BREAKABLE
        elif thing.kind in ("candle", "bat", "boss_bat"):
            assert level.cell(thing.x // CELL, thing.y // CELL - 1) == Cell.EMPTY
        else:
            assert standing(level, thing.x, thing.y), thing


def standing(level: Level, x: int, y: int) -> bool:
    body = [level.cell(x // CELL, y // CELL - up) for up in (1, 2)]
    return y % CELL == 0 and level.cell(x // CELL, y // CELL) in (Cell.SOLID, Cell.PLATFORM) and body == [Cell.EMPTY, Cell.EMPTY]


@pytest.mark.parametrize("stage", STAGE_NUMBERS)
def test_nobody_lies_in_wait_where_the_hero_arrives(stage: int) -> None:
    level = built(stage).level_map.level
    arrivals = [level.start[:2], *level.checkpoints]
    foes = [thing for thing in level.things if thing.kind not in ("candle", "block", level.boss)]
    assert len(foes) >= 4
    for thing in foes:
        for x, y in arrivals:
            assert abs(thing.x - x) >= CALM * CELL or abs(thing.y - y) >= CALM * CELL


def test_the_last_stage_has_its_boss_in_the_arena() -> None:
    level = built(6).level_map.level
    arena = level.sections[-1]
    bosses = [thing for thing in level.things if thing.kind == level.boss]
    assert level.boss == "boss_bat"
    assert len(bosses) == 1
    assert arena.x * CELL < bosses[0].x < (arena.x + arena.w) * CELL


@pytest.mark.parametrize("stage", STAGE_NUMBERS)
def test_ground_has_the_shape_of_its_neighbours(stage: int) -> None:
    names = names_of(stage)
    height, width = len(names), len(names[0])

    def solid(x: int, y: int) -> bool:
        return not (0 <= x < width and 0 <= y < height) or names[y][x].startswith("terrain")

    for y, row in enumerate(names):
        for x, name in enumerate(row):
            if name.startswith("terrain"):
                near = ((NORTH, x, y - 1), (EAST, x + 1, y), (SOUTH, x, y + 1), (WEST, x - 1, y))
                assert int(name.split(".")[1]) == sum(bit for bit, nx, ny in near if solid(nx, ny))


@pytest.mark.parametrize("stage", STAGE_NUMBERS)
def test_it_looks_built(stage: int) -> None:
    """Floors are two thick; columns have both ends and stand between stone or boards; windows and doors are whole."""
    names = names_of(stage)
    for y, row in enumerate(names):
        for x, name in enumerate(row):
            above = names[y - 1][x] if y else "terrain"
            below = names[y + 1][x] if y + 1 < len(names) else "terrain"
            if name.startswith("column"):
                assert below.startswith(("column", "terrain", "platform")) and above.startswith(
                    ("column", "terrain", "platform", "wall", "sky")
                )
                assert (name == "column.bottom") == (not below.startswith("column"))
            elif name == "window.top":
                assert below == "window.bottom"
            elif name == "door.nw":
                assert [row[x + 1], below, names[y + 1][x + 1]] == ["door.ne", "door.sw", "door.se"]
            elif name in ("spikes.0", "spikes.1"):
                assert below.startswith("terrain")


@pytest.mark.parametrize("stage", STAGE_NUMBERS)
def test_the_walls_are_calm(stage: int) -> None:
    walls = [name for row in names_of(stage) for name in row if name.startswith("wall")]
    assert not walls or sum(name in ("wall.0", "wall.4") for name in walls) > 0.85 * len(walls)


def test_a_stage_that_is_not_there_is_told() -> None:
    with pytest.raises(UserError, match="no stage 7; the castle has 1 to 6"):
        build("x", 7)


def test_without_luck_the_shipped_level_steps_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_module, "DRAWS", 0)
    said: list[str] = []
    found = build_proved("x", 3, progress=said.append)
    assert found.draws == 0
    assert found.level_map.level.title == STAGES[2].title
    assert replay(found.level_map.level, found.proof)
    assert said == ["no luck in 0 draws; taking the shipped stage 3"]
    assert SLOT_BY_NAME["door.nw"].id in slots_of(3)
