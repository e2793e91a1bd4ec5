"""What many levels came to: a row for each stage, what is over them all, and the pairs that are most alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from itertools import groupby, pairwise
from statistics import fmean, median
from typing import Any

import numpy as np
from numpy.typing import NDArray

from levels.likeness import MOST, closest, distances, overlap
from levels.measure import MOST_SPARE
from levels.stages import STAGES
from levels.survey import Finding
from levels.templates import SCREEN_H, stock

ALIKE = 10

Alike = tuple[int, str, str, float]
"""Stage (0: whole castles), one seed, the other, distance."""


@dataclass(frozen=True, slots=True)
class BotRow:
    """What the bot made of a group: how many levels it played and finished; lives and bars of health lost a level."""

    played: int
    finished: int
    deaths: float
    bars: float


@dataclass(frozen=True, slots=True)
class Row:
    """A stage, or all of them: means of its levels, where nothing else is said.

    draws: mean and most. routes: how many there are of the directions from section to section, and the share of the levels with the
    commonest. plans: how many there are of where the sections lie and how long they are.
    density, candles, hearts: a screen. unsaved: sections after the first without a checkpoint of their own, in all.
    spare: least and median of Figures.spare. apart: mean and least distance of two levels of one stage. again: share of a level's rooms
    that another seed's has too.
    """

    name: str
    levels: int
    proven: int
    draws: tuple[float, int]
    median_s: float
    p99_s: float
    screens: float
    sections: float
    routes: tuple[int, float]
    plans: int
    forks: float
    shafts: float
    secrets: float
    candles: float
    hearts: float
    linearity: float
    leniency: float
    density: float
    pits: float
    widest: int
    spare: tuple[int, float]
    apart: tuple[float, float]
    again: float
    unsaved: int
    bot: BotRow | None


@dataclass(frozen=True, slots=True)
class Survey:
    """findings: by seed and stage. alike: of all stages, the most alike first. castles: the same of whole castles, by the mean over
    the stages. used: how often each room was met. within: share of the rooms of a castle that it has met before; None without whole
    castles. compared: the most levels of a stage that were compared with each other."""

    findings: tuple[Finding, ...]
    rows: tuple[Row, ...]
    alike: tuple[Alike, ...]
    castles: tuple[Alike, ...]
    used: dict[str, int]
    within: float | None
    compared: int


def survey(findings: Sequence[Finding], tell: Callable[[float, str], None] = lambda share, what: None) -> Survey:
    """The figures of at least one finding. tell: what share of the comparing is done, and what is being compared."""
    ordered = tuple(sorted(findings, key=lambda found: (found.order.stage, len(found.order.seed), found.order.seed)))
    groups = {stage: list(group) for stage, group in groupby(ordered, lambda found: found.order.stage)}
    apart = {}
    for n, (stage, group) in enumerate(groups.items()):
        tell(n / len(groups), f"stage {stage}")
        apart[stage] = distances([found.features for found in group[:MOST]])
    again = {stage: overlap([found.features for found in group[:MOST]]) for stage, group in groups.items()}
    rows = [_row(f"{n} {STAGES[n - 1].name}", group, [apart[n]], again[n]) for n, group in groups.items()]
    if len(rows) > 1:
        rows.append(_row("all", ordered, list(apart.values()), fmean(again.values())))
    named = [(n, *_seeds(groups[n], p.first, p.second), p.distance) for n in groups for p in closest(apart[n], ALIKE)]
    used = Counter(room for found in ordered for room in found.features.rooms)
    return Survey(
        findings=ordered,
        rows=tuple(rows),
        alike=tuple(sorted(named, key=lambda one: one[3])[:ALIKE]),
        castles=_castles(groups, apart),
        used=dict(used.most_common()),
        within=_within(ordered),
        compared=max(len(matrix) for matrix in apart.values()),
    )


def _seeds(group: Sequence[Finding], first: int, second: int) -> tuple[str, str]:
    return group[first].order.seed, group[second].order.seed


def _row(name: str, group: Sequence[Finding], apart: Sequence[NDArray[np.float64]], again: float) -> Row:
    figures = [found.figures for found in group]
    seconds = sorted(found.seconds for found in group)
    spare = [px for one in figures for px in one.spare]
    pairs = np.concatenate([matrix[np.triu_indices(len(matrix), 1)] for matrix in apart])
    plans = Counter((found.order.stage, found.figures.plan) for found in group)
    routes = Counter((found.order.stage, route(found.figures.plan)) for found in group)
    screens = sum(one.screens for one in figures)
    return Row(
        name=name,
        levels=len(group),
        proven=sum(found.proved for found in group),
        draws=(fmean(found.draws for found in group), max(found.draws for found in group)),
        median_s=median(seconds),
        p99_s=seconds[round(0.99 * (len(seconds) - 1))],
        screens=screens / len(group),
        sections=fmean(len(one.plan) for one in figures),
        routes=(len(routes), max(routes.values()) / len(group)),
        plans=len(plans),
        forks=fmean(sum(room in _forks() for room in found.features.rooms) for found in group),
        shafts=fmean(sum(room in _shafts() for room in found.features.rooms) for found in group),
        secrets=fmean(one.secrets for one in figures),
        candles=sum(one.candles for one in figures) / screens,
        hearts=sum(one.hearts for one in figures) / screens,
        linearity=fmean(one.linearity for one in figures),
        leniency=fmean(one.leniency for one in figures),
        density=sum(one.foes for one in figures) / screens,
        pits=fmean(len(one.pits) for one in figures),
        widest=max((width for one in figures for width in one.pits), default=0),
        spare=(min(spare, default=MOST_SPARE), median(spare) if spare else MOST_SPARE),
        apart=(float(pairs.mean()), float(pairs.min())) if len(pairs) else (0.0, 0.0),
        again=again,
        unsaved=sum(max(0, len(one.plan) - 1 - one.checkpoints) for one in figures),
        bot=_bot_row(group),
    )


def route(plan: Sequence[str]) -> str:
    """Of Figures.plan the way on from each section to the next: "u", "d" to another storey, else "r" or "l"."""
    places = [tuple(map(int, part.split("+")[0].split(","))) for part in plan]
    steps = ((x1 - x0, y1 - y0) for (x0, y0), (x1, y1) in pairwise(places))
    return "".join("u" if dy < 0 else "d" if dy else "r" if dx > 0 else "l" for dx, dy in steps)


def _bot_row(group: Sequence[Finding]) -> BotRow | None:
    runs = [found.played for found in group if found.played]
    if not runs:
        return None
    finished = sum(run.finished for run in runs)
    return BotRow(len(runs), finished, fmean(run.deaths for run in runs), fmean(run.bars for run in runs))


@cache
def _forks() -> frozenset[str]:
    """Rooms in which one chooses a way."""
    return frozenset(room.name for room in stock() if room.kind == "fork")


@cache
def _shafts() -> frozenset[str]:
    """Staircases of three screens and more."""
    return frozenset(room.name for room in stock() if room.kind == "stairs" and len(room.grid) > 2 * SCREEN_H)


def _castles(groups: dict[int, list[Finding]], apart: dict[int, NDArray[np.float64]]) -> tuple[Alike, ...]:
    """Of the castles of which all six stages were compared."""
    places = {stage: {found.order.seed: n for n, found in enumerate(group[:MOST])} for stage, group in groups.items()}
    seeds = [seed for seed in places[min(places)] if all(seed in here for here in places.values())]
    if len(places) < len(STAGES) or len(seeds) < 2:
        return ()
    order = {stage: np.array([here[seed] for seed in seeds]) for stage, here in places.items()}
    mean = sum((apart[stage][np.ix_(at, at)] for stage, at in order.items()), np.zeros((len(seeds),) * 2)) / len(order)
    return tuple((0, seeds[p.first], seeds[p.second], p.distance) for p in closest(mean, ALIKE))


def _within(ordered: Sequence[Finding]) -> float | None:
    castles: dict[str, list[str]] = {}
    stages: Counter[str] = Counter()
    for found in ordered:
        castles.setdefault(found.order.seed, []).extend(found.features.rooms)
        stages[found.order.seed] += 1
    whole = [rooms for seed, rooms in castles.items() if stages[seed] == len(STAGES)]
    return fmean(1 - len(set(rooms)) / max(1, len(rooms)) for rooms in whole) if whole else None


def document(found: Survey) -> dict[str, Any]:
    """All numbers, for a file."""
    return {
        "rows": [asdict(row) for row in found.rows],
        "alike": [list(one) for one in found.alike],
        "castles": [list(one) for one in found.castles],
        "rooms": found.used,
        "within": found.within,
        "levels": [
            {"seed": one.order.seed, "stage": one.order.stage, "draws": one.draws, "seconds": round(one.seconds, 3), "told": list(one.told)}
            | asdict(one.figures)
            | {"rooms": list(one.features.rooms), "bot": asdict(one.played) if one.played else None}
            for one in found.findings
        ],
    }
