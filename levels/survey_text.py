"""The report on many levels as one screen of text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from statistics import median
from textwrap import wrap

from levels.measure import MOST_SPARE
from levels.moves import SPARE
from levels.survey_report import Alike, Row, Survey
from levels.templates import stock

BUILT = ("stage", "levels", "proven", "draws", "median s", "p99 s", "screens", "sections", "routes", "plans", "forks", "shafts", "secrets")
PLAYED = ("stage", "linear", "lenient", "foes", "candles", "hearts", "pits", "widest", "run-up px", "again", "apart")
BOT = ("bot finished", "deaths", "bars")
NAMED = 10
"""Rooms or levels of which so many are named at most."""
WIDTH = 140
_CASTLES = 3
_NUMBER = re.compile(r"[\d(]|$")


def lines(found: Survey) -> list[str]:
    """The report, none of its lines longer than WIDTH."""
    return [part for line in _lines(found) for part in wrap(line, WIDTH, subsequent_indent="  ", break_on_hyphens=False) or [""]]


def _lines(found: Survey) -> list[str]:
    fallen = [one.order.name for one in found.findings if not one.proved]
    redrawn = [one.order.name for one in found.findings if one.draws > 1]
    return [
        *_table([BUILT, *map(_built, found.rows)]),
        "draws: mean (most); s: of the processor, each level on its own: drawing, search, proof; forks, shafts: a level",
        "routes: ways from section to section (share of the commonest); plans: where the sections lie and how long they are",
        "",
        *_table([(*PLAYED, *(BOT if found.rows[-1].bot else ())), *map(_played, found.rows)]),
        "foes, candles, hearts: a screen; again: rooms that another seed has too; apart: mean (least), 0 the same",
        "run-up: from which a jump comes off, a second try from nearer by counted, least (median); `build` and `prove` tell both readings",
        "",
        f"shipped levels that stepped in: {_names(fallen)}; drawn more than once: {_names(redrawn)}",
        *_reasons(found),
        f"sections without a checkpoint: {found.rows[-1].unsaved}",
        f"pits by width in cells: {_pits(found)}",
        f"px of run-up of jumps, {MOST_SPARE} and more counted as {MOST_SPARE}: {_spares(found)}",
        *_reuse(found),
        *_bot(found),
        *_alike(found),
    ]


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        yield "  ".join(c.rjust(w) if n else c.ljust(w) for n, (c, w) in enumerate(zip(row, widths, strict=True)))


def _built(row: Row) -> tuple[str, ...]:
    return (
        row.name,
        str(row.levels),
        _share(row.proven, row.levels),
        f"{row.draws[0]:.2f} ({row.draws[1]})",
        f"{row.median_s:.2f}",
        f"{row.p99_s:.2f}",
        f"{row.screens:.1f}",
        f"{row.sections:.1f}",
        f"{row.routes[0]} ({100 * row.routes[1]:.0f} %)",
        str(row.plans),
        f"{row.forks:.2f}",
        f"{row.shafts:.2f}",
        f"{row.secrets:.1f}",
    )


def _played(row: Row) -> tuple[str, ...]:
    cells = (
        row.name,
        f"{row.linearity:.2f}",
        f"{row.leniency:.2f}",
        f"{row.density:.2f}",
        f"{row.candles:.1f}",
        f"{row.hearts:.2f}",
        f"{row.pits:.1f}",
        str(row.widest),
        f"{row.spare[0]} ({row.spare[1]:.0f})",
        f"{100 * row.again:.0f} %",
        f"{row.apart[0]:.2f} ({row.apart[1]:.3f})" if row.levels > 1 else "-",
    )
    if not row.bot:
        return cells
    return (*cells, f"{row.bot.finished} of {row.bot.played}", f"{row.bot.deaths:.2f}", f"{row.bot.bars:.1f}")


def _share(part: int, whole: int) -> str:
    """Never 100 % while one is missing."""
    return "100 %" if part == whole else f"{min(99.99, 100 * part / whole):.2f} %"


def _names(names: Sequence[str]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return f"{len(names)}" + (f" ({', '.join(names[:NAMED])}{more})" if names else "")


def _reasons(found: Survey) -> Iterator[str]:
    """Why draws came to nothing, the commonest first; what levels.build told, up to its first number."""
    told = [line.partition(": ")[2] for one in found.findings for line in one.told if line.startswith("draw ")]
    why = Counter(_NUMBER.split(reason, maxsplit=1)[0].rstrip() for reason in told)
    if why:
        yield "drawn again, and why: " + ", ".join(f"{times} x {reason}" for reason, times in why.most_common(NAMED))


def _pits(found: Survey) -> str:
    pits = Counter(width for one in found.findings for width in one.figures.pits)
    return ", ".join(f"{width}: {times}" for width, times in sorted(pits.items())) or "none"


def _spares(found: Survey) -> str:
    spares = sorted(px for one in found.findings for px in one.figures.spare)
    if not spares:
        return "no jumps"
    tight = [one.order.name for one in found.findings if min(one.figures.spare, default=MOST_SPARE) < SPARE]
    return (
        f"least {spares[0]}, a tenth has up to {spares[len(spares) // 10]}, median {median(spares):.0f}, of {len(spares)}; "
        f"levels with less than {SPARE}: {_names(tight)}"
    )


def _reuse(found: Survey) -> Iterator[str]:
    stages = {one.order.stage for one in found.findings}
    never = sorted(room.name for room in stock() if room.stages & stages and room.name not in found.used)
    yield f"rooms met: {len(found.used)} of {len(found.used) + len(never)}; never: {_names(never)}"
    passages = {room.name for room in stock() if room.kind in ("passage", "fork", "stairs")}
    often = [(name, times) for name, times in found.used.items() if name in passages][:6]
    yield "most often: " + ", ".join(f"{name} {100 * times / len(found.findings):.0f} %" for name, times in often) + " of the levels"
    if found.within is not None:
        yield f"rooms of a castle that it has met before: {100 * found.within:.0f} %"


def _bot(found: Survey) -> Iterator[str]:
    failed = [one.order.name for one in found.findings if one.played and not one.played.finished]
    if found.rows[-1].bot:
        yield f"not finished by the bot: {_names(failed)}"


def _alike(found: Survey) -> Iterator[str]:
    if not found.alike:
        return
    yield f"most alike of up to {found.compared} levels a stage, each compared with each (0 the same, 1 nothing in common); and castles:"
    half = -(-len(found.alike) // 2)
    columns = [list(map(_pair, part)) for part in (found.alike[:half], found.alike[half:], found.castles[:_CASTLES])]
    for row in zip_longest(*columns, fillvalue=""):
        yield ("  " + "".join(cell.ljust(44) for cell in row)).rstrip()


def _pair(one: Alike) -> str:
    stage, first, second, apart = one
    return f"{apart:.3f}  {f'stage {stage}  ' if stage else ''}{first} {second}"
