"""Maps that were not made for this game."""

from __future__ import annotations

from pathlib import Path

from levels.model import LevelMap
from levels.report import Report
from levels.tiled import TiledMap


def read_foreign(tiled: TiledMap, path: Path, report: Report) -> LevelMap | None:
    report.fatal(path.name, "no layer named 'tiles' and no pack")
    return None
