"""How a stage looks: pits without a bottom, walls that somebody built, skylines that differ. None of it changes what is solid."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise, product

import numpy as np
import pytest

from generator.roles import NORTH, SLOTS
from levels.collision import cells_from_slots
from levels.dress import dress
from levels.layout import Layout, lay_out
from levels.lot import Lot
from levels.plan import NoPlan, draw_plan
from levels.skyline import hedges, towers
from levels.stages import STAGES, Look

STAGE_NUMBERS = range(1, 7)
SEEDS = ("ash", "moss", "tin")
AROUND = tuple(step for step in product((-1, 0, 1), repeat=2) if step != (0, 0))


@cache
def laid_out(stage: int, seed: str) -> Layout:
    """The first draw that fits; whether it can be finished is another matter."""
    for draw in range(50):
        lot = Lot(f"{seed}/{stage}/{draw}")
        try:
            return lay_out(lot, STAGES[stage - 1], draw_plan(lot, STAGES[stage - 1]))
        except NoPlan:
            continue
    raise AssertionError("no plan in 50 draws")


class Seen:
    """A layout and the names of its slots; beyond the edge everything is terrain."""

    def __init__(self, layout: Layout, seed: str) -> None:
        self.layout = layout
        self.slots = dress(layout, seed)

    def name(self, x: int, y: int) -> str:
        inside = 0 <= x < self.layout.width and 0 <= y < self.layout.height
        return SLOTS[self.slots[y, x]].name if inside else "terrain.15"

    def masons(self, family: str) -> Iterator[tuple[int, int]]:
        """The cells of a family of slots that no room has drawn."""
        for y, row in enumerate(self.layout.rows):
            yield from ((x, y) for x, c in enumerate(row) if c == "." and self.name(x, y).startswith(family))

    def pits(self) -> Iterator[tuple[int, int]]:
        """The bottom cells of what is open to a section's bottom between two rocks."""
        for section in self.layout.sections:
            bottom = section.y + section.h - 1
            row = self.layout.rows[bottom][section.x : section.x + section.w]
            for stretch in _stretches(row):
                if set(row[stretch.start : stretch.stop]) <= set(".:"):
                    yield from ((section.x + x, bottom) for x in stretch)


def _stretches(row: str) -> Iterator[range]:
    """The stretches of a row without rock that have rock at both ends."""
    rocks = [x for x, c in enumerate(row) if c == "#"]
    yield from (range(left + 1, right) for left, right in pairwise(rocks) if right > left + 1)


@cache
def seen(stage: int, seed: str) -> Seen:
    return Seen(laid_out(stage, seed), seed)


ALL = pytest.mark.parametrize(("stage", "seed"), tuple(product(STAGE_NUMBERS, SEEDS)))


@ALL
def test_a_pit_is_dark_down_to_the_bottom_and_has_no_lit_floor(stage: int, seed: str) -> None:
    look = seen(stage, seed)
    for x, y in look.pits():
        assert look.name(x, y) == "sky.0"
        below = look.name(x, y + 1)
        assert below == "sky.0" or y + 1 >= look.layout.height or not below.startswith(("wall", "window", "decor"))
        if below == "sky.0" and look.name(x, y + 2).startswith("terrain"):
            assert int(look.name(x, y + 2).split(".")[1]) & NORTH


def test_there_are_pits_to_look_at() -> None:
    assert sum(1 for stage, seed in product(STAGE_NUMBERS, SEEDS) for _ in seen(stage, seed).pits()) > 40


@ALL
def test_windows_keep_a_clear_cell_around_them(stage: int, seed: str) -> None:
    look = seen(stage, seed)
    if not look.layout.looks[0].ceiling or any(not found.ceiling for found in look.layout.looks):
        return  # windows of towers far behind may stand where a ledge is in front of them
    for x, y in look.masons("window"):
        around = {look.name(x + dx, y + dy).split(".")[0] for dx, dy in AROUND}
        assert not around & {"column", "platform", "terrain", "stairs", "door", "decor"}


@ALL
def test_columns_stand_on_stone_and_carry_something(stage: int, seed: str) -> None:
    look = seen(stage, seed)
    for x, y in look.masons("column"):
        below, above = look.name(x, y + 1), look.name(x, y - 1)
        assert below.startswith(("column", "terrain", "platform", "liquid"))
        assert above.startswith(("column", "terrain", "platform", "wall", "sky"))


@ALL
def test_chains_and_banners_hang_from_stone(stage: int, seed: str) -> None:
    look = seen(stage, seed)
    for x, y in look.masons("decor"):
        if look.name(x, y) in ("decor.0", "decor.3"):
            assert look.name(x, y - 1).startswith(("terrain", look.name(x, y)))


@ALL
def test_a_bed_of_water_has_no_lit_edge(stage: int, seed: str) -> None:
    look = seen(stage, seed)
    for x, y in product(range(look.layout.width), range(1, look.layout.height)):
        if look.name(x, y).startswith("terrain") and look.name(x, y - 1).startswith("liquid"):
            assert int(look.name(x, y).split(".")[1]) & NORTH


@ALL
def test_the_way_through_a_door_is_dark(stage: int, seed: str) -> None:
    look = seen(stage, seed)
    assert all(look.name(mark.x, mark.y) == "sky.0" for mark in look.layout.doors if look.layout.rows[mark.y][mark.x] == ":")


@pytest.mark.parametrize("stage", STAGE_NUMBERS)
def test_how_it_is_dressed_changes_nothing_that_is_solid(stage: int) -> None:
    layout = laid_out(stage, "ash")
    one, other = dress(layout, "ash"), dress(layout, "moss")
    assert not np.array_equal(one, other)
    assert cells_from_slots(one) == cells_from_slots(other)


@pytest.mark.parametrize("stage", STAGE_NUMBERS)
def test_the_looks_of_a_place_differ_visibly(stage: int) -> None:
    layout = laid_out(stage, "ash")
    for index, place in enumerate(STAGES[stage - 1].looks):
        dressed = [dress(replace(layout, looks=_with(layout, look)), "ash") for look in place if bool(look.ceiling) == _indoors(layout)]
        for one, other in pairwise(dressed):
            assert np.count_nonzero(one != other) > 20, index


def _with(layout: Layout, look: Look) -> tuple[Look, ...]:
    return (look, *layout.looks[1:])


def _indoors(layout: Layout) -> bool:
    return bool(layout.looks[0].ceiling)


def test_bays_have_another_rhythm_in_another_seed() -> None:
    """The columns of the hall's first section, by the cells between them."""
    layout = laid_out(2, "ash")
    section = layout.sections[0]
    rhythms = set()
    for seed in "abcdefgh":
        look = Seen(layout, seed)
        columns = sorted({x for x, y in look.masons("column") if section.x <= x < section.x + section.w and y < section.y + section.h})
        rhythms.add(tuple(right - left for left, right in pairwise(columns)))
    assert len(rhythms) >= 4


@pytest.mark.parametrize("skyline", (towers, hedges))
def test_no_two_skylines_are_alike_and_none_repeats(skyline) -> None:  # type: ignore[no-untyped-def]
    drawn = [frozenset(skyline(Lot(seed), 96)) for seed in "abcdefgh"]
    assert len(set(drawn)) == len(drawn)
    for cells in drawn:
        tops = [min((y for x, y, _ in cells if x == column), default=11) for column in range(96)]
        assert len(set(tops)) >= 4
        assert all(tops[:-apart] != tops[apart:] for apart in range(4, 48))
        assert all(0 <= x < 96 and 0 < y < 11 for x, y, _ in cells)
