"""Many runs as a table: a row for each stage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from game.bot.attempt import Outcome

HEAD = ("level", "runs", "finished", "deaths", "damage", "seconds", "steps/s")


@dataclass(frozen=True, slots=True)
class Job:
    """One run. group: the row it counts in. map: a file; or, if empty, the level of this code and stage. world: seed of the rules."""

    group: str
    map: str
    code: str
    stage: int
    world: int
    reaction: int
    whip: int
    loop: int = 1
    record: str = ""

    @property
    def name(self) -> str:
        """What the run is called in messages and file names."""
        return f"{self.code}-{self.stage}" if self.code else self.group


@dataclass(frozen=True, slots=True)
class Result:
    """seconds: of this computer's time."""

    job: Job
    outcome: Outcome
    seconds: float


@dataclass(frozen=True, slots=True)
class Row:
    """Means are taken over all runs, finished or not."""

    level: str
    runs: int
    finished: int
    stuck: int
    deaths: float
    damage: float
    seconds: float
    steps_per_second: float
    killers: dict[str, int]

    def cells(self) -> tuple[str, ...]:
        """As HEAD has it."""
        share = f"{self.finished}/{self.runs}"
        return (
            self.level,
            str(self.runs),
            f"{share} ({100 * self.finished / self.runs:.0f} %)",
            f"{self.deaths:.2f}",
            f"{self.damage:.1f}",
            f"{self.seconds:.0f}",
            f"{self.steps_per_second:.0f}",
        )


def rows(results: Sequence[Result]) -> list[Row]:
    """A row for each group, in their order, and one for all if there are several."""
    groups: dict[str, list[Result]] = {}
    for result in results:
        groups.setdefault(result.job.group, []).append(result)
    table = [_row(name, groups[name]) for name in sorted(groups)]
    return [*table, _row("all", results)] if len(table) > 1 else table


def _row(name: str, results: Sequence[Result]) -> Row:
    n = len(results)
    outcomes = [result.outcome for result in results]
    return Row(
        level=name,
        runs=n,
        finished=sum(o.finished for o in outcomes),
        stuck=sum(o.stuck for o in outcomes),
        deaths=sum(len(o.deaths) for o in outcomes) / n,
        damage=sum(o.damage for o in outcomes) / n,
        seconds=sum(o.frames for o in outcomes) / n / 60,
        steps_per_second=sum(o.steps for o in outcomes) / max(1e-9, sum(result.seconds for result in results)),
        killers=dict(Counter(killer for o in outcomes for _, _, killer in o.deaths).most_common()),
    )


def lines(table: Iterable[Row]) -> list[str]:
    """The table as text; below it what killed, and which runs got stuck."""
    table = list(table)
    cells = [HEAD, *(row.cells() for row in table)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(HEAD))]
    text = [
        "  ".join(cell.ljust(width) if not n else cell.rjust(width) for n, (cell, width) in enumerate(zip(row, widths, strict=True)))
        for row in cells
    ]
    killers: Counter[str] = Counter()
    for row in table[-1:]:
        killers.update(row.killers)
    if killers:
        text.append("killed by: " + ", ".join(f"{kind} {times}" for kind, times in killers.most_common()))
    return text


def document(results: Sequence[Result]) -> dict[str, Any]:
    """All numbers, for a file: the rows and every run."""
    return {
        "rows": [{name: getattr(row, name) for name in Row.__slots__} for row in rows(results)],
        "runs": [
            {
                "level": result.job.name,
                "stage": result.job.stage,
                "map": result.job.map,
                "world": result.job.world,
                "reaction": result.job.reaction,
                "whip": result.job.whip,
                "loop": result.job.loop,
                "finished": result.outcome.finished,
                "stuck": result.outcome.stuck,
                "deaths": [list(death) for death in result.outcome.deaths],
                "damage": result.outcome.damage,
                "frames": result.outcome.frames,
                "steps": result.outcome.steps,
                "seconds": round(result.seconds, 2),
            }
            for result in results
        ],
    }
