"""The expressive range of the builder as a picture: how many levels of each stage are how straight and how kind."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from levels.measure import Figures
from levels.stages import STAGES
from levels.survey import Finding

BINS = 24
_BIN = 9
_PANEL = BINS * _BIN
_LEFT, _TOP, _RIGHT, _BOTTOM = 50, 26, 14, 40
_PAPER, _INK, _GRID = (16, 14, 24), (220, 214, 200), (34, 31, 46)
_COLD, _HOT = np.array((40, 30, 90)), np.array((255, 220, 90))
_MEAN = (80, 230, 220)
_STEP = 0.1


def plot(findings: Sequence[Finding]) -> Image.Image:
    """A heat map for each stage: linearity to the right, leniency upwards; all panels have the same axes.

    How many levels the brightest square holds is told over each; a cross marks the mean.
    """
    stages = sorted({found.order.stage for found in findings})
    columns = min(3, len(stages))
    rows = -(-len(stages) // columns)
    wide, high = _LEFT + _PANEL + _RIGHT, _TOP + _PANEL + _BOTTOM
    picture = Image.new("RGB", (columns * wide, rows * high), _PAPER)
    pen = ImageDraw.Draw(picture)
    low, top = _range([found.figures.leniency for found in findings])
    left, right = _range([found.figures.linearity for found in findings])
    for n, stage in enumerate(stages):
        group = [found.figures for found in findings if found.order.stage == stage]
        counts = np.histogram2d([one.leniency for one in group], [one.linearity for one in group], BINS, ((low, top), (left, right)))[0]
        x, y = n % columns * wide + _LEFT, n // columns * high + _TOP
        pen.text((x, y - 18), f"{stage} {STAGES[stage - 1].title}: {len(group)}, brightest {counts.max():.0f}", fill=_INK)
        _panel(pen, x, y, counts[::-1])
        _cross(pen, x, y, (_mean(group, "linearity") - left) / (right - left), (top - _mean(group, "leniency")) / (top - low))
        _axes(pen, x, y, (left, right), (low, top))
    return picture


def _range(values: Sequence[float]) -> tuple[float, float]:
    """Round ends around the values, never equal."""
    low, high = np.floor(min(values) / _STEP) * _STEP, np.ceil(max(values) / _STEP) * _STEP
    return float(low), float(max(high, low + _STEP))


def _mean(group: Sequence[Figures], what: str) -> float:
    return fmean(getattr(one, what) for one in group)


def _cross(pen: ImageDraw.ImageDraw, x: int, y: int, across: float, down: float) -> None:
    """At so much of the panel's edges."""
    middle, level = x + round(across * _PANEL), y + round(down * _PANEL)
    pen.line((middle - 5, level, middle + 5, level), fill=_MEAN)
    pen.line((middle, level - 5, middle, level + 5), fill=_MEAN)


def _panel(pen: ImageDraw.ImageDraw, x: int, y: int, counts: NDArray[np.float64]) -> None:
    """counts: (BINS, BINS), the top row first; brighter where more levels are, empty where none is."""
    most = max(1.0, float(counts.max()))
    for row, column in np.ndindex(counts.shape):
        box = (x + column * _BIN, y + row * _BIN, x + (column + 1) * _BIN - 1, y + (row + 1) * _BIN - 1)
        share = float(np.sqrt(counts[row, column] / most))
        red, green, blue = (_COLD + (_HOT - _COLD) * share).astype(int).tolist()
        pen.rectangle(box, fill=(red, green, blue) if share else _PAPER, outline=_GRID)


def _axes(pen: ImageDraw.ImageDraw, x: int, y: int, across: tuple[float, float], up: tuple[float, float]) -> None:
    below = y + _PANEL
    pen.text((x, below + 4), f"{across[0]:.2f}", fill=_INK)
    pen.text((x + _PANEL - 24, below + 4), f"{across[1]:.2f}", fill=_INK)
    pen.text((x + _PANEL // 2 - 28, below + 4), "linearity", fill=_INK)
    pen.text((x - 36, y), f"{up[1]:.2f}", fill=_INK)
    pen.text((x - 36, below - 12), f"{up[0]:.2f}", fill=_INK)
    pen.text((x - 48, y + _PANEL // 2 - 6), "leniency", fill=_INK)
