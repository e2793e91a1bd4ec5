"""``python -m benchmarks [play] [make] [training] [corpus]``: measure, and print one table."""

from __future__ import annotations

import sys
from importlib import import_module

from rich.console import Console
from rich.table import Table

TOPICS = ("play", "make", "training", "corpus")


def main(topics: list[str]) -> int:
    """Measure the named topics, all of them if none is named. Returns the exit code."""
    if unknown := [topic for topic in topics if topic not in TOPICS]:
        print(f"error: unknown topic {unknown[0]!r}; there are: {', '.join(TOPICS)}", file=sys.stderr)
        return 2
    table = Table("what", "figure", "how")
    console = Console()
    for topic in topics or TOPICS:
        with console.status(f"measuring {topic}"):
            for row in import_module(f"benchmarks.{topic}").rows():
                table.add_row(row.what, row.figure, row.how)
    console.print(table)
    return 0


sys.exit(main(sys.argv[1:]))
