"""Timing that says what it measured."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what was measured, the figure with its unit, and how."""

    what: str
    figure: str
    how: str


def seconds(action: Callable[[], object], times: int) -> list[float]:
    """Wall-clock seconds of each of so many calls."""
    spans = []
    for _ in range(times):
        start = time.perf_counter()
        action()
        spans.append(time.perf_counter() - start)
    return spans


def fresh_process(code: str, times: int) -> list[float]:
    """Wall-clock seconds of running code in a new interpreter each time, its start included."""
    return seconds(lambda: subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True), times)


def median(spans: list[float]) -> float:
    return statistics.median(spans)


def percentile(spans: list[float], percent: float) -> float:
    """The value below which so many percent of the spans lie (nearest rank)."""
    ordered = sorted(spans)
    return ordered[min(len(ordered) - 1, round(percent / 100 * (len(ordered) - 1)))]
