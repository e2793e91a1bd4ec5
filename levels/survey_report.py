"""What many levels came to: a row for each stage, what is over them all, and the pairs that are most alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from statistics import fmean, median
from typing import Any

from levels.likeness import ALL_PAIRS, Pair, overlap, pairs
from levels.measure import MOST_SPARE
from levels.stages import STAGES
from levels.survey import Finding
from levels.templates import stock

HEAD = ("stage", "levels", "proven", "draws", "median s", "p99 s", "linear", "lenient", "foes/scr", "pits", "widest", "spare px", "apart")
ALIKE = 10


@dataclass(frozen=True, slots=True)
class Row:
    """A stage, or all of them. draws: mean and most. pits: mean a level. spare: least and median of the jumps. apart: mean distance
    of two levels and least, both of one stage. again: share of a level's rooms that another seed's has too, on average."""

    name: str
    levels: int
    proven: int
    draws: tuple[float, int]
    median_s: float
    p99_s: float
    linearity: float
    leniency: float
    density: float
    pits: float
    widest: int
    spare: tuple[int, float]
    apart: tuple[float, float]
    again: float

    def cells(self) -> tuple[str, ...]:
        """As HEAD has it."""
        return (
            self.name,
            str(self.levels),
            f"{100 * self.proven / self.levels:.1f} %",
            f"{self.draws[0]:.2f} ({self.draws[1]})",
            f"{self.median_s:.2f}",
            f"{self.p99_s:.2f}",
            f"{self.linearity:.2f}",
            f"{self.leniency:.2f}",
            f"{self.density:.2f}",
            f"{self.pits:.1f}",
            str(self.widest),
            f"{self.spare[0]} ({self.spare[1]:.0f})",
            f"{self.apart[0]:.2f} ({self.apart[1]:.2f})" if self.levels > 1 else "-",
        )


@dataclass(frozen=True, slots=True)
class Survey:
    """findings: in the order asked for. alike: (stage, one seed, the other, distance), the most alike first.

    used: how often each room was met. within: share of the rooms of a castle that it has met before; None without whole castles.
    castles: the mean distance of the castles' stages for the most alike castles, as alike has it, with stage 0.
    """

    findings: tuple[Finding, ...]
    rows: tuple[Row, ...]
    alike: tuple[tuple[int, str, str, float], ...]
    castles: tuple[tuple[int, str, str, float], ...]
    used: dict[str, int]
    within: float | None


def survey(findings: Sequence[Finding], most_pairs: int = ALL_PAIRS) -> Survey:
    """The figures of at least one finding. most_pairs: see likeness.pairs."""
    ordered = tuple(sorted(findings, key=lambda found: (found.order.seed, found.order.stage)))
    by_stage = {n: [found for found in ordered if found.order.stage == n] for n in sorted({found.order.stage for found in ordered})}
    measured = {n: pairs([found.features for found in group], most_pairs) for n, group in by_stage.items()}
    rows = [_row(f"{n} {STAGES[n - 1].name}", group, measured[n]) for n, group in by_stage.items()]
    if len(rows) > 1:
        rows.append(_row("all", ordered, [pair for group in measured.values() for pair in group]))
    named = [
        (n, by_stage[n][p.first].order.seed, by_stage[n][p.second].order.seed, p.distance) for n, group in measured.items() for p in group
    ]
    return Survey(
        ordered,
        tuple(rows),
        tuple(sorted(named, key=lambda one: one[3])[:ALIKE]),
        _castles(named),
        dict(Counter(room for found in ordered for room in found.features.rooms).most_common()),
        _within(ordered),
    )


def _row(name: str, group: Sequence[Finding], measured: Sequence[Pair]) -> Row:
    figures = [found.figures for found in group]
    seconds = sorted(found.seconds for found in group)
    spare = [px for one in figures for px in one.spare]
    apart = [pair.distance for pair in measured]
    return Row(
        name=name,
        levels=len(group),
        proven=sum(found.proved for found in group),
        draws=(fmean(found.draws for found in group), max(found.draws for found in group)),
        median_s=median(seconds),
        p99_s=seconds[min(len(seconds) - 1, round(0.99 * (len(seconds) - 1)))],
        linearity=fmean(one.linearity for one in figures),
        leniency=fmean(one.leniency for one in figures),
        density=sum(one.foes for one in figures) / sum(one.screens for one in figures),
        pits=fmean(len(one.pits) for one in figures),
        widest=max((width for one in figures for width in one.pits), default=0),
        spare=(min(spare, default=MOST_SPARE), median(spare) if spare else MOST_SPARE),
        apart=(fmean(apart), min(apart)) if apart else (0.0, 0.0),
        again=_again(group),
    )


def _again(group: Sequence[Finding]) -> float:
    """Over pairs of the same stage among the first of them."""
    found = [overlap(a.features, b.features) for a, b in combinations(group[:60], 2) if a.order.stage == b.order.stage]
    return fmean(found) if found else 0.0


def _castles(named: Sequence[tuple[int, str, str, float]]) -> tuple[tuple[int, str, str, float], ...]:
    """Pairs of seeds of which all six stages were compared."""
    found: dict[tuple[str, str], list[float]] = {}
    for _, first, second, apart in named:
        found.setdefault((first, second), []).append(apart)
    whole = [(0, *seeds, fmean(aparts)) for seeds, aparts in found.items() if len(aparts) == len(STAGES)]
    return tuple(sorted(whole, key=lambda one: one[3])[:ALIKE])


def _within(ordered: Sequence[Finding]) -> float | None:
    castles: dict[str, list[str]] = {}
    stages: Counter[str] = Counter()
    for found in ordered:
        castles.setdefault(found.order.seed, []).extend(found.features.rooms)
        stages[found.order.seed] += 1
    whole = [rooms for seed, rooms in castles.items() if stages[seed] == len(STAGES)]
    return fmean(1 - len(set(rooms)) / len(rooms) for rooms in whole) if whole else None


def lines(found: Survey) -> list[str]:
    """The report as text."""
    table = [HEAD, *(row.cells() for row in found.rows)]
    widths = [max(len(row[column]) for row in table) for column in range(len(HEAD))]
    text = ["  ".join(c.ljust(w) if not n else c.rjust(w) for n, (c, w) in enumerate(zip(row, widths, strict=True))) for row in table]
    fallen = [one for one in found.findings if not one.proved]
    text.append(
        f"fallbacks to shipped levels: {len(fallen)}" + "".join(f"; {one.order.seed} stage {one.order.stage}" for one in fallen[:5])
    )
    pits = Counter(width for one in found.findings for width in one.figures.pits)
    text.append("pits by width in cells: " + (", ".join(f"{width}: {times}" for width, times in sorted(pits.items())) or "none"))
    text.append(f"spare px of jumps, {MOST_SPARE} and more counted as {MOST_SPARE}: {_spares(found)}")
    text += _reuse(found)
    if found.alike:
        text.append("most alike (distance 0 the same, 1 nothing in common):")
        text += [f"  {apart:.3f}  stage {stage}  {first} {second}" for stage, first, second, apart in found.alike]
    if found.castles:
        text.append("most alike castles:")
        text += [f"  {apart:.3f}  {first} {second}" for _, first, second, apart in found.castles]
    return text


def _spares(found: Survey) -> str:
    spares = sorted(px for one in found.findings for px in one.figures.spare)
    if not spares:
        return "no jumps"
    return f"least {spares[0]}, a tenth has up to {spares[len(spares) // 10]}, median {median(spares):.0f}, of {len(spares)}"


def _reuse(found: Survey) -> list[str]:
    stages = {one.order.stage for one in found.findings}
    never = sorted(room.name for room in stock() if room.stages & stages and room.name not in found.used)
    text = [f"rooms met: {len(found.used)} of {len(found.used) + len(never)}" + (f"; never: {', '.join(never[:8])}" if never else "")]
    if found.within is not None:
        text.append(f"rooms of a castle that it has met before: {100 * found.within:.0f} %")
    text.append(f"rooms of a level that another seed's has too: {100 * found.rows[-1].again:.0f} %")
    often = list(found.used.items())[:6]
    text.append("most often: " + ", ".join(f"{name} {100 * times / len(found.findings):.0f} %" for name, times in often) + " of the levels")
    return text


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
            | {"rooms": list(one.features.rooms)}
            for one in found.findings
        ],
    }
