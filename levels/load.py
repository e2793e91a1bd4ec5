"""Reads a Tiled map, ours or a stranger's, into a frozen level: the guard first, then pytmx, then our own model."""

from __future__ import annotations

from pathlib import Path

from generator.errors import Problem, UserError
from levels.foreign import read_foreign
from levels.guard import guard_map
from levels.model import LevelMap
from levels.own import is_own, read_own
from levels.report import Report
from levels.sandbox import default_root
from levels.tiled import read_tiled


def load_map(path: Path, root: Path | None = None) -> LevelMap:
    """The level in the TMX file at ``path``.

    root: the folder that the files it names must lie in (the shipped tile sets are allowed besides); by default
    `levels.sandbox.default_root`. Raises UserError that names the file, the place, and what would be right.
    """
    level_map, report = _read(Path(path), root)
    report.raise_if_broken()
    if level_map is None:
        raise UserError(f"{Path(path).name}: cannot be read as a level")
    return level_map


def check_map(path: Path, root: Path | None = None) -> list[Problem]:
    """Everything that is wrong with a map, or worth knowing, as far as one reading finds it. Never raises UserError."""
    try:
        _, report = _read(Path(path), root)
    except UserError as error:
        where, _, what = str(error).partition(": ")
        return [Problem(where, what)]
    return list(report.problems)


def _read(path: Path, root: Path | None) -> tuple[LevelMap | None, Report]:
    guarded = guard_map(path, (root or default_root(path),))
    report = Report(list(guarded.problems))
    if guarded.tree is None:
        return None, report
    tiled = read_tiled(guarded.tree, path)
    if is_own(tiled):
        return read_own(tiled, path, report), report
    return read_foreign(tiled, path, report), report
