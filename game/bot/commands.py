"""`bot` as the command line knows it: who plays what, a table, and the numbers as a file."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Sequence

from game.bot.jobs import generated, one, run, shipped
from game.bot.tally import Job, Result, document, lines, rows
from game.console import progress_bar
from generator.errors import UserError
from generator.files import replace_file
from generator.pool import as_they_end


def bot(args: Namespace) -> int:
    """Let the bot play, and print how it went.

    args: level (path or None), stages, generated (a count or None), seed (code for generated levels), seeds (of the rules), jobs,
    reaction, whip, loop, record (folder or None), json (path or None). Returns 1 if a level was not finished. Raises UserError for
    maps that can't be loaded and files that can't be written.
    """
    jobs = _jobs(args)
    results: list[Result] = []
    with progress_bar("playing") as tell:
        for result in as_they_end(run, jobs, min(args.jobs, len(jobs))):
            results.append(result)
            tell(len(results) / len(jobs), result.job.name)
    results.sort(key=lambda result: jobs.index(result.job))
    print(*lines(rows(results)), sep="\n")
    _tell_unfinished(results)
    if args.json:
        replace_file(args.json, (json.dumps(document(results), indent=1) + "\n").encode())
        print(f"wrote {args.json}")
    return 0 if all(result.outcome.finished for result in results) else 1


def _jobs(args: Namespace) -> Sequence[Job]:
    rest = (args.seeds, args.reaction, args.whip, args.loop, str(args.record or ""))
    if args.level:
        return one(args.level, *rest)
    if args.generated:
        if not args.seed.isprintable():
            raise UserError(f"the seed {args.seed!r} has characters that no map file can hold; any word will do")
        return generated(args.generated, args.seed, *rest)
    return shipped(*rest)


def _tell_unfinished(results: Sequence[Result]) -> None:
    for result in results:
        if not result.outcome.finished:
            how = "got no further" if result.outcome.stuck else "lost all lives"
            print(f"{result.job.name}, rules' seed {result.job.world}: {how}", file=sys.stderr)
