"""Tile-set packs: load, check, find, write. What the rest of the program needs of them stands here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from generator.errors import Problem, UserError
from generator.pack_model import BASE_ID, MISSING, Audit, Originality, Pack, complete, stand_ins
from generator.pack_read import read_folder
from generator.pack_write import indexed_image, sheet_image, write_pack

__all__ = [
    "BASE_ID",
    "MISSING",
    "Audit",
    "Originality",
    "Pack",
    "check_pack",
    "complete",
    "find_packs",
    "indexed_image",
    "load_pack",
    "sheet_image",
    "stand_ins",
    "write_pack",
]


def load_pack(folder: Path | str, base: Pack | None = None) -> Pack:
    """Reads a pack; slots it cannot show are filled from ``base``. Raises UserError with its first fatal problem."""
    folder = Path(folder)
    pack, problems = read_folder(folder)
    if pack is None:
        worst = next((problem for problem in problems if problem.fatal), Problem(folder.name, "cannot be used"))
        raise UserError(str(_placed(folder, worst)))
    return pack if base is None else complete(pack, base)


def check_pack(folder: Path | str) -> list[Problem]:
    """Everything that is wrong with a pack's folder; empty when all is right. Never raises for bad content."""
    return read_folder(Path(folder))[1]


def find_packs(folders: Iterable[Path | str]) -> tuple[list[Pack], list[Problem]]:
    """Every usable pack in these folders, sorted by id, and the problems of all; a bad pack is only a problem.

    Folders that do not exist are passed over. Of packs with the same id the one found last counts, so that a player's
    pack can replace a shipped one. Each pack is completed from the one named ``base``.
    """
    packs: dict[str, Pack] = {}
    problems: list[Problem] = []
    for folder in folders:
        for path in _pack_folders(Path(folder)):
            pack, faults = read_folder(path)
            problems += [_placed(path, fault) for fault in faults]
            if pack is not None:
                packs[pack.id] = pack
    base = packs.get(BASE_ID)
    found = [complete(pack, base) if base is not None and pack is not base else pack for _, pack in sorted(packs.items())]
    return found, problems


def _pack_folders(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))
    except OSError:
        return []


def _placed(folder: Path, problem: Problem) -> Problem:
    """The problem with the pack's folder before its place."""
    return problem if problem.where.startswith(str(folder)) else replace(problem, where=f"{folder.name}/{problem.where}")
