"""Role labels of tile sheets: tab-separated rectangles of cells, as people and tools write them.

``file tile_px ox oy col row ncols nrows role``: a rectangle of cells of one file, on the grid with origin (ox, oy), all
of one role. One file may be labelled on several grids, since art does not always keep to one.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from generator.errors import Problem
from generator.roles import ROLE_BY_LABEL, TILE, Role

_COLUMNS = ("file", "tile_px", "ox", "oy", "col", "row", "ncols", "nrows", "role")
_MAX_CELLS = 4096
"""A sheet of more cells than this along one edge is a typing error."""


@dataclass(frozen=True, slots=True)
class Patch:
    """A rectangle of cells of one role; col, row count from the grid's origin."""

    col: int
    row: int
    cols: int
    rows: int
    role: Role


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of one pack: patches by file name, then by grid origin (ox, oy) in pixels."""

    files: dict[str, dict[tuple[int, int], list[Patch]]]
    problems: tuple[Problem, ...] = field(default=())

    def grids(self, name: str) -> list[tuple[int, int]]:
        """The grid origins on which a file is labelled."""
        return sorted(self.files.get(name, {}))

    def role_map(self, name: str, origin: tuple[int, int], rows: int, cols: int) -> np.ndarray:
        """Roles of a file's cells on one grid: (rows, cols) uint8, UNKNOWN where unlisted or doubtful (two roles)."""
        roles = np.full((rows, cols), Role.UNKNOWN, dtype=np.uint8)
        doubtful = np.zeros((rows, cols), dtype=bool)
        for patch in self.files.get(name, {}).get(origin, ()):
            area = (slice(patch.row, patch.row + patch.rows), slice(patch.col, patch.col + patch.cols))
            doubtful[area] |= (roles[area] != Role.UNKNOWN) & (roles[area] != patch.role)
            roles[area] = patch.role
        roles[doubtful] = Role.UNKNOWN
        return roles


def read_labels(path: Path) -> Labels:
    """Reads one label file. Lines that make no sense are left out and told as problems, one each."""
    files: dict[str, dict[tuple[int, int], list[Patch]]] = {}
    problems: list[Problem] = []
    try:
        text = path.read_text(encoding="utf-8-sig")  # spreadsheets begin their files with a mark
    except (OSError, UnicodeDecodeError) as error:
        return Labels({}, (Problem(path.name, f"cannot be read ({error})"),))
    rows = enumerate(map(_cells, text.splitlines()), 1)
    header = next(rows, (1, []))[1]
    missing = [name for name in _COLUMNS if name not in header]
    if missing:
        return Labels({}, (Problem(f"{path.name}:1", f"no column {missing[0]!r}", "columns: " + " ".join(_COLUMNS)),))
    for number, cells in rows:
        if not cells:
            continue
        try:
            name, origin, patch = _patch(dict(zip(header, cells, strict=False)))
        except ValueError as error:
            problems.append(Problem(f"{path.name}:{number}", f"not a label ({error})", fatal=False))
            continue
        files.setdefault(name, {}).setdefault(origin, []).append(patch)
    return Labels(files, tuple(problems))


def _cells(line: str) -> list[str]:
    """The cells of one line by itself, so that a quotation mark left open spoils no other line; one cell of what is far too long."""
    try:
        return next(csv.reader([line], delimiter="\t"), [])
    except csv.Error:
        return [line[:40]]


def _patch(row: dict[str, str]) -> tuple[str, tuple[int, int], Patch]:
    if lacking := [name for name in _COLUMNS if name not in row]:
        raise ValueError(f"it ends before its {lacking[0]}")
    if int(row["tile_px"]) != TILE:
        raise ValueError(f"tile_px {row['tile_px']}, only {TILE} is read")
    if row["role"] not in ROLE_BY_LABEL:
        raise ValueError(f"unknown role {row['role']!r}")
    col, rw, cols, rows = (int(row[key]) for key in ("col", "row", "ncols", "nrows"))
    if min(col, rw) < 0 or min(cols, rows) < 1 or max(col + cols, rw + rows) > _MAX_CELLS:
        raise ValueError("a rectangle outside every sheet")
    origin = (int(row["ox"]), int(row["oy"]))
    if min(origin) < 0 or max(origin) >= _MAX_CELLS * TILE:
        raise ValueError("a grid origin outside every sheet")
    return row["file"], origin, Patch(col, rw, cols, rows, ROLE_BY_LABEL[row["role"]])
