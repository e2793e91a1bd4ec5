"""Where things lie on this machine."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
"""The folder that holds main.py, assets/ and levels/."""
HOME_VARIABLE = "DREAMKEEP_HOME"
"""An environment variable that moves all of a player's files into one folder: portable installs, tests."""


@dataclass(frozen=True, slots=True)
class Folders:
    """A player's folders. None of them needs to exist before something is written there."""

    config: Path
    data: Path
    cache: Path
    pictures: Path

    @property
    def packs(self) -> Path:
        """Tile sets dropped in or dreamt by this player."""
        return self.data / "packs"

    @property
    def maps(self) -> Path:
        """Tiled maps dropped in by this player."""
        return self.data / "maps"

    @property
    def replays(self) -> Path:
        """The last run of each stage."""
        return self.data / "replays"


def user_folders() -> Folders:
    """The folders the platform wants us to use, or one place when DREAMKEEP_HOME is set."""
    if home := os.environ.get(HOME_VARIABLE):
        base = Path(home)
        return Folders(base / "config", base / "data", base / "cache", base / "pictures")
    from platformdirs import PlatformDirs

    dirs = PlatformDirs("dreamkeep", appauthor=False)
    return Folders(
        Path(dirs.user_config_dir), Path(dirs.user_data_dir), Path(dirs.user_cache_dir), Path(dirs.user_pictures_dir) / "dreamkeep"
    )


def set_aside(path: Path) -> Path:
    """Rename a damaged file to ``<name>.damaged`` so that a person can look at it, and return the new path."""
    target = path.with_name(path.name + ".damaged")
    os.replace(path, target)
    return target
