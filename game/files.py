"""Where things lie on this machine, and how files are written so that a crash never leaves half of one."""

from __future__ import annotations

import os
import tempfile
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


def write_atomic(path: Path, content: bytes) -> None:
    """Write content to a temporary file beside path, then rename it into place. Makes the folder when it is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def set_aside(path: Path) -> Path:
    """Rename a damaged file to ``<name>.damaged`` so that a person can look at it, and return the new path."""
    target = path.with_name(path.name + ".damaged")
    os.replace(path, target)
    return target
