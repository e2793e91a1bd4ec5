"""Best times of time attack, and where the replays of those runs lie: a stage's ghost."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from game.files import Folders
from game.records import Migration, read_plain, read_record, write_record
from game.replay import Replay, read_replay, write_replay
from generator.errors import UserError

TIMES_VERSION = 1
FPS = 60


@dataclass(frozen=True, slots=True)
class Best:
    """frames: how long it took. level: hash of the level it was run on; on another version of it the time does not count."""

    frames: int = 0
    level: str = ""


@dataclass(frozen=True, slots=True)
class Times:
    """best: by `course`."""

    best: dict[str, Best] = field(default_factory=dict)

    def frames(self, course: str, level: str = "") -> int | None:
        """The best time on a course, in frames; given the level's hash only one that was run on this very level."""
        found = self.best.get(course)
        return found.frames if found is not None and level in ("", found.level) else None

    def with_time(self, course: str, replay: Replay) -> Times:
        """After this run; a slower one changes nothing."""
        best = self.frames(course, replay.level)
        if best is not None and best <= len(replay.buttons):
            return self
        return replace(self, best=self.best | {course: Best(len(replay.buttons), replay.level)})


def course(stage: str, assisted: bool) -> str:
    """The name under which a stage's times are kept; those with helps stand apart."""
    return f"{stage}-assisted" if assisted else stage


def clock(frames: int) -> str:
    """Frames as mm:ss.cc; an hour and more stays 59:59.99."""
    frames = min(frames, 60 * 60 * FPS - 1)
    seconds, rest = divmod(frames, FPS)
    return f"{seconds // 60:02}:{seconds % 60:02}.{rest * 100 // FPS:02}"


def difference(frames: int, best: int) -> str:
    """How much longer (+) or shorter (-) than the best, as +s.cc or +m:ss.cc."""
    gap = abs(frames - best)
    text = clock(gap)
    short = text[1:] if gap >= 60 * FPS else f"{gap // FPS}.{gap % FPS * 100 // FPS:02}"
    return ("-" if frames < best else "+") + short


def load_times(path: Path) -> tuple[Times, str]:
    """Read the best times. The second value is a message for the player, or empty."""
    document, message = read_record(path, TIMES_VERSION, _MIGRATIONS)
    return (_from_document(document) if document else Times()), message


def save_times(times: Times, path: Path) -> None:
    """Write the best times, atomically."""
    write_record(path, asdict(times) | {"version": TIMES_VERSION})


def load_ghost(folders: Folders, course: str, level: str) -> Replay | None:
    """The replay of the best run, None when there is none for this version of the level, or a damaged one."""
    try:
        replay = read_replay(_path(folders, course))
    except UserError:
        return None
    return replay if replay.level == level else None


def save_ghost(folders: Folders, course: str, replay: Replay) -> None:
    """Keep the replay of the best run. Raises UserError when it cannot be written."""
    write_replay(replay, _path(folders, course))


def _path(folders: Folders, course: str) -> Path:
    return folders.replays / "best" / f"{course}.replay"


def _from_document(document: dict[str, Any]) -> Times:
    given = document.get("best")
    read = {name: read_plain(Best, value) for name, value in (given if isinstance(given, dict) else {}).items()}
    return Times({name: best for name, best in read.items() if best is not None and best.frames > 0})


_MIGRATIONS: dict[int, Migration] = {}
