"""`build --count` as the command line knows it: many castles, their report, and what the bot makes of them."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass

from game.console import progress_bar
from generator.errors import UserError
from generator.files import replace_file
from generator.pool import as_they_end
from levels.picture import save_picture
from levels.survey import Finding, Order, fill, find, orders
from levels.survey_plot import plot
from levels.survey_report import document, lines, survey

INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Played:
    """How the bot played a level with its enemies: to the end or not, lives lost, frames."""

    finished: bool
    deaths: int
    frames: int


Result = tuple[Finding, Played | None]


def find_only(order: Order) -> Result:
    """Build."""
    return find(order), None


def find_and_play(order: Order) -> Result:
    """Build, then let the bot play it."""
    from game.bot.attempt import play
    from game.bot.way import Way

    built, found = fill(order)
    outcome = play(Way(built.level_map.level))
    return found, Played(outcome.finished, len(outcome.deaths), outcome.frames)


def build_many(args: Namespace) -> int:
    """Build many levels and print the report; Ctrl-C prints what there is by then.

    args: count, jobs, seed, stage (None: castles), bot, out (folder or None), picture, json (paths or None). Returns 0 if each level is
    its seed's own, with its proof, and the bot (where it plays) has finished each; 130 after Ctrl-C. Raises UserError.
    """
    wanted = orders(args.count, args.seed or "castle", args.stage, args.out)
    results: list[Result] = []
    stopped = False
    with progress_bar("building") as tell:
        try:
            for result in as_they_end(find_and_play if args.bot else find_only, wanted, min(args.jobs, len(wanted))):
                results.append(result)
                tell(len(results) / len(wanted), f"{result[0].order.seed}, stage {result[0].order.stage}")
        except KeyboardInterrupt:
            stopped = True
    if stopped:
        print(f"stopped after {len(results)} of {len(wanted)} levels", file=sys.stderr)
    if results:
        _tell(results, args)
    done = all(found.proved and (played is None or played.finished) for found, played in results)
    return INTERRUPTED if stopped else 0 if done else 1


def _tell(results: Sequence[Result], args: Namespace) -> None:
    found = survey([finding for finding, _ in results])
    print(*lines(found), *_bot_lines(results), sep="\n")
    if args.json:
        replace_file(args.json, (json.dumps(document(found) | _bot_document(results), indent=1) + "\n").encode())
        print(f"wrote {args.json}")
    if args.picture:
        try:
            save_picture(plot(found.findings), args.picture)
        except OSError as error:
            raise UserError(f"{args.picture}: cannot be written: {error.strerror or error}") from None
        print(f"wrote {args.picture}: linearity across, leniency upwards, a panel for each stage")


def _bot_lines(results: Sequence[Result]) -> list[str]:
    runs = [(found.order, played) for found, played in results if played is not None]
    if not runs:
        return []
    finished = sum(played.finished for _, played in runs)
    deaths = sum(played.deaths for _, played in runs) / len(runs)
    text = [f"the bot, with enemies: {finished} of {len(runs)} levels ({100 * finished / len(runs):.1f} %), {deaths:.2f} lives each"]
    lost = [f"{order.seed} stage {order.stage}" for order, played in runs if not played.finished]
    return [*text, f"not finished: {', '.join(lost[:12])}"] if lost else text


def _bot_document(results: Sequence[Result]) -> dict[str, object]:
    rows = [
        {
            "seed": found.order.seed,
            "stage": found.order.stage,
            "finished": played.finished,
            "deaths": played.deaths,
            "frames": played.frames,
        }
        for found, played in results
        if played is not None
    ]
    return {"bot": rows} if rows else {}
