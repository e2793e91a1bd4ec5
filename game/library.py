"""The tile sets and maps there are: those that ship and those a player dropped in. A bad one is listed with its problem."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from game.files import Folders
from generator.errors import UserError

if TYPE_CHECKING:
    from generator.pack_model import Pack
    from levels.model import LevelMap

_CASTLE_MAP = re.compile(r"\d\d-.+")
MAX_LISTED = 500
"""Files of one kind that are listed; a folder with more is no library but an accident."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list: a pack's id or a map's file stem, what to call it, where it lies, and what is wrong with it."""

    name: str
    title: str
    path: Path
    own: bool
    problem: str = ""


class Library:
    """Looks into the folders when asked, so a file dropped in while the game runs is found too."""

    def __init__(self, root: Path, folders: Folders) -> None:
        self._base_pack: Pack | None = None
        self.pack_folders = (root / "assets" / "tilesets", folders.packs)
        self.map_folders = (root / "levels" / "maps", folders.maps)

    def castle(self) -> tuple[Path, ...]:
        """The maps of the castle's stages, in order."""
        return tuple(path for path in _listing(self.map_folders[0], "*.tmx") if _CASTLE_MAP.fullmatch(path.stem))

    def maps(self) -> list[Entry]:
        """Every other map, the shipped ones first; read only when it is chosen."""
        castle = set(self.castle())
        entries = []
        for folder in self.map_folders:
            paths = [path for path in _listing(folder, "*.tmx") if path not in castle]
            entries += [Entry(path.stem, path.stem.replace("_", " "), path, folder is self.map_folders[1]) for path in paths]
        return entries

    def packs(self) -> list[Entry]:
        """Every tile set, good ones first; each is read, because only reading shows what is wrong with it."""
        from generator.pack import find_packs

        packs, problems = find_packs([folder for folder in self.pack_folders if folder.is_dir()])
        own = self.pack_folders[1]
        good = [Entry(pack.id, pack.title, pack.root, pack.root.is_relative_to(own)) for pack in packs if pack.root is not None]
        bad = [Entry("", "", Path(problem.where), True, str(problem)) for problem in problems if problem.fatal]
        return good + bad

    def pack(self, name: str) -> Pack:
        """A tile set by id. Raises UserError when there is none, or a broken one."""
        if (folder := self.folder_of(name)) is not None:
            return self.load_pack(folder)
        for entry in self.packs():
            if entry.name == name and not entry.problem:
                return self.load_pack(entry.path)
        raise UserError(f"there is no tile set '{name}'")

    def folder_of(self, name: str) -> Path | None:
        """The folder of that name among the tile sets, the player's own first; None when there is none."""
        for folder in reversed(self.pack_folders):
            if name and _is_folder(folder / name) and (folder / name).resolve().parent == folder.resolve():
                return folder / name
        return None

    def load_pack(self, folder: Path) -> Pack:
        """A tile set by folder; what it lacks comes from the base pack. Raises UserError."""
        from generator.pack import load_pack

        if not folder.is_dir():
            raise UserError(f"{folder}: there is no such tile-set folder")
        return load_pack(folder, self._base())

    def _base(self) -> Pack | None:
        """The hand-drawn pack, read once; None when somebody has broken it."""
        from generator.pack import BASE_ID, load_pack

        if self._base_pack is None:
            try:
                self._base_pack = load_pack(self.pack_folders[0] / BASE_ID)
            except UserError:
                return None
        return self._base_pack

    def load_map(self, path: Path) -> LevelMap:
        """Read a map. Raises UserError."""
        from levels.load import load_map

        if not path.is_file():
            raise UserError(f"{path}: there is no such map")
        return load_map(path)


def _is_folder(path: Path) -> bool:
    """False also for a name that no disk could hold: maps and saves may say anything."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _listing(folder: Path, pattern: str) -> list[Path]:
    try:
        return sorted(path for path in folder.glob(pattern) if path.is_file())[:MAX_LISTED]
    except OSError:
        return []
