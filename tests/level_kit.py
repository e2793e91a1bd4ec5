"""Stages drawn and furnished for tests, each once however many tests look at it."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from typing import NamedTuple

from game.sim.level import Level, Thing
from levels.build import DRAWS, Built, build_proved
from levels.finds import wall_in
from levels.layout import Layout, lay_out
from levels.lot import Lot
from levels.place import place
from levels.plan import NoPlan, Plan, draw_plan
from levels.search import Graph, explore
from levels.stages import STAGES

SOME_SEEDS = "abcdefghijkl"
TWO_SEEDS = ("moth", "owl")
"""Fewer, for what takes a search."""


class Furnished(NamedTuple):
    """What the builder has of a stage before it dresses and proves it."""

    layout: Layout
    things: tuple[Thing, ...]
    checkpoints: tuple[tuple[int, int], ...]
    plan: Plan


@cache
def furnished(seed: str, stage: int) -> Furnished:
    """The first draw of a seed that can be laid out; whether it can be finished is another matter."""
    for draw in range(DRAWS):
        with suppress(NoPlan):
            lot = Lot(f"{seed}/{stage}/{draw}")
            plan = draw_plan(lot, STAGES[stage - 1])
            layout = wall_in(lot, STAGES[stage - 1], lay_out(lot, STAGES[stage - 1], plan))
            contents = place(lot, STAGES[stage - 1], layout)
            return Furnished(layout, contents.things, contents.checkpoints, plan)
    raise AssertionError(f"no plan in {DRAWS} draws")


@cache
def built(seed: str, stage: int) -> Built:
    """The level of a seed, proved."""
    return build_proved(seed, stage)


@cache
def searched(seed: str, stage: int) -> tuple[Level, Graph]:
    """The level of a seed, and all places in it that the search gets to."""
    level = built(seed, stage).level_map.level
    return level, explore(level, everywhere=True)
