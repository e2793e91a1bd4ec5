"""The most alike levels as a picture: the two of each pair one above the other, to see whether they are still different places."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image, ImageDraw

from levels.build import build
from levels.commands import shipped_coat
from levels.picture import draw
from levels.survey_report import Alike

SCALE = 4
"""Pixels of a level to one of the picture."""
COLUMNS = 2
_GAP, _LINE = 12, 14
_PAPER, _INK, _RULE = (16, 14, 24), (220, 214, 200), (90, 84, 110)


def alike_sheet(alike: Sequence[Alike]) -> Image.Image:
    """At least one pair, in two columns, the most alike first. The levels are built anew from their seeds."""
    shown = [_pair(one) for one in alike]
    rows = [shown[n : n + COLUMNS] for n in range(0, len(shown), COLUMNS)]
    wide = max(picture.width for picture in shown) + _GAP
    high = [max(picture.height for picture in row) + _GAP for row in rows]
    sheet = Image.new("RGB", (wide * min(COLUMNS, len(shown)) + _GAP, sum(high) + _GAP), _PAPER)
    pen = ImageDraw.Draw(sheet)
    for n, row in enumerate(rows):
        top = _GAP + sum(high[:n])
        pen.line((0, top - _GAP // 2, sheet.width, top - _GAP // 2), fill=_RULE)
        for column, picture in enumerate(row):
            sheet.paste(picture, (_GAP + column * wide, top))
    return sheet


def _pair(one: Alike) -> Image.Image:
    """Two levels with their codes above them, and how far they are apart."""
    stage, first, second, apart = one
    levels = [_level(seed, stage) for seed in (first, second)]
    labels = f"stage {stage}, {apart:.3f} apart: {first}", second
    picture = Image.new("RGB", (max(each.width for each in levels), sum(each.height + _LINE for each in levels)), _PAPER)
    pen = ImageDraw.Draw(picture)
    top = 0
    for label, level in zip(labels, levels, strict=True):
        pen.text((0, top), label, fill=_INK)
        picture.paste(level, (0, top + _LINE))
        top += _LINE + level.height
    return picture


def _level(seed: str, stage: int) -> Image.Image:
    level_map = build(seed, stage)
    picture = draw(level_map, shipped_coat(level_map.pack).images(), things=False)
    return picture.resize((picture.width // SCALE, picture.height // SCALE), Image.Resampling.BOX)
