"""`build --count` and `build --report` as the command line knows them: many castles, what the bot makes of them, and the report."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from game.console import progress_bar
from generator.errors import UserError
from generator.files import replace_file, writing
from generator.pool import as_they_end
from levels.picture import save_picture
from levels.survey import Finding, Order, Played, fill, orders
from levels.survey_file import ENDING, Found, append, appending, lines_path, read_findings, write_findings
from levels.survey_pairs import alike_sheet
from levels.survey_plot import plot
from levels.survey_report import Survey, document, survey
from levels.survey_text import lines

INTERRUPTED = 130


def find(order: Order) -> Finding:
    """Build, and let the bot play it if the order says so: what the processes do."""
    built, found = fill(order)
    if not order.bot:
        return found
    from game.bot.attempt import play
    from game.bot.way import Way

    outcome = play(Way(built.level_map.level))
    return replace(found, played=Played(outcome.finished, len(outcome.deaths), outcome.damage, outcome.frames))


def build_many(args: Namespace) -> int:
    """Build many levels and print the report; Ctrl-C prints what there is by then.

    args: count, jobs, seed, stage (None: castles), bot (castles that it plays), out (folder or None), picture, json (paths or None).
    With json, findings are kept beside it as they come, and those that are there already are not built again. Returns 0 if each level
    is its seed's own, with its proof, and the bot has finished each that it played; 130 after Ctrl-C. Raises UserError.
    """
    wanted = orders(args.count, args.seed or "castle", args.stage, args.out, args.bot)
    kept = lines_path(args.json) if args.json else None
    found = read_findings([kept]) if kept and kept.exists() else {}
    _check(found, kept)
    todo = [order for order in wanted if not _answered(order, found)]
    whole = _work(todo, args.jobs, kept, found, len(wanted))
    if not whole:
        print(f"stopped; there are {len(found)} levels", file=sys.stderr)
    if found:
        _tell(list(found.values()), args)
    return _verdict(found) if whole else INTERRUPTED


def report_on(args: Namespace) -> int:
    """Print the report on the findings in some files; with json, they are written there as one. args: report (paths), picture, json.

    Returns what build_many does. Raises UserError.
    """
    found = read_findings(map(lines_path, args.report))
    if not found:
        raise UserError(f"{lines_path(args.report[0])}: there is no finding in it")
    if args.json:
        write_findings(lines_path(args.json), found.values())
    _tell(list(found.values()), args)
    return _verdict(found)


def _verdict(found: Found) -> int:
    return int(not all(one.proved and (one.played is None or one.played.finished) for one in found.values()))


def _answered(order: Order, found: Found) -> bool:
    before = found.get((order.seed, order.stage))
    return before is not None and (before.played is not None or not order.bot) and not order.folder


def _check(found: Found, kept: Path | None) -> None:
    """Findings of another builder's levels are not gone on with: one of each stage is built again."""
    for finding in {one.order.stage: one for one in found.values()}.values():
        if fill(Order(finding.order.seed, finding.order.stage))[1].level != finding.level:
            raise UserError(f"{kept}: {finding.order.name} is another level today, the builder has changed; delete it or name another file")


def _work(todo: Sequence[Order], jobs: int, kept: Path | None, found: Found, wanted: int) -> bool:
    """Adds to what was found, and to the file as it comes; False if Ctrl-C stopped it."""
    with ExitStack() as stack:
        tell = stack.enter_context(progress_bar("building"))
        file = stack.enter_context(appending(kept)) if kept else None
        try:
            for n, finding in enumerate(as_they_end(find, todo, min(jobs, len(todo))) if todo else (), 1):
                found[finding.order.seed, finding.order.stage] = finding
                if file:
                    append(file, finding)
                tell((wanted - len(todo) + n) / wanted, finding.order.name)
        except KeyboardInterrupt:
            return False
    return True


def _tell(findings: Sequence[Finding], args: Namespace) -> None:
    with progress_bar("comparing") as tell:
        found = survey(findings, tell)
    print(*lines(found), sep="\n")
    if args.json and args.json.suffix != ENDING:
        replace_file(args.json, (json.dumps(document(found), indent=1) + "\n").encode())
        print(f"wrote {args.json}")
    if args.picture:
        _draw(found, args.picture)


def _draw(found: Survey, path: Path) -> None:
    sheet = path.with_name(f"{path.stem}-alike{path.suffix}")
    with writing(path):
        save_picture(plot(found.findings), path)
    print(f"wrote {path}: linearity across, leniency upwards, a panel for each stage")
    if found.alike:
        with writing(sheet):
            save_picture(alike_sheet(found.alike), sheet)
        print(f"wrote {sheet}: the most alike levels, two and two")
