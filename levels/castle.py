"""One seed, six stages: a castle's maps and proofs in a folder, stage by stage."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.errors import UserError
from generator.files import writing
from levels.build import Built, build_proved
from levels.prove import proof_path, save_proof
from levels.save import save_map
from levels.stages import STAGES

LONGEST = 14
"""Characters of a castle's code: what a line of the pause screen holds."""
_CODE = re.compile(r"[a-z0-9][a-z0-9-]*")
_DEVICE = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9]")
"""Names that no folder can have on Windows."""


@dataclass(frozen=True, slots=True)
class Raised:
    """A stage of a castle that now stands. draws: 0 if the shipped one stepped in.

    told: what the builder said on the way, a line for each draw in vain; after the last of all one that the shipped level is taken.
    """

    stage: int
    path: Path
    draws: int
    told: tuple[str, ...]

    @property
    def line(self) -> str:
        """For the log."""
        if self.draws:
            return f"{self.path.name}: {STAGES[self.stage - 1].title}" + (f", at the draw {self.draws}" if self.draws > 1 else "")
        return f"{self.path.name}: no level came of this code, the shipped one stands in ({self.told[-2] if self.told[1:] else 'no draw'})"


def check_code(code: str) -> str:
    """The code in small letters, if it can be a castle's: it names a folder. Raises UserError."""
    code = code.lower()
    if len(code) > LONGEST or not _CODE.fullmatch(code):
        raise UserError(f"{code[:40]!r} is no castle's code: 1 to {LONGEST} letters, digits and hyphens, no hyphen first")
    if _DEVICE.fullmatch(code):
        raise UserError(f"{code!r} is no castle's code: it is the name of a device on Windows")
    return code


def code_of_day(day: date, version: str) -> str:
    """The code of a day's castle: the same for everybody who plays the same version that day."""
    salt = hashlib.blake2b(f"{day.isoformat()} {version}".encode(), digest_size=2).hexdigest()
    return f"{day:%y%m%d}-{salt}"


def stage_path(folder: Path, stage: int) -> Path:
    """Where a stage's map lies: named as the shipped one."""
    return folder / f"{STAGES[stage - 1].file_stem}.tmx"


def stands(path: Path) -> bool:
    """Whether a stage is there with its proof, which is written last."""
    return path.is_file() and proof_path(path).is_file()


def write_level(built: Built, folder: Path) -> Path:
    """The map, named as the shipped one of its stage, and its proof beside it. Raises UserError; returns the map's path."""
    path = stage_path(folder, built.level_map.level.stage)
    with writing(path):
        save_map(built.level_map, path)
        save_proof(built.proof, proof_path(path))
    return path


def raise_stage(code: str, stage: int, folder: Path) -> Raised:
    """Build one stage into the folder. Raises UserError."""
    told: list[str] = []
    built = build_proved(code, stage, progress=told.append)
    return Raised(stage, write_level(built, folder), built.draws, tuple(told))


def raise_castle(code: str, folder: Path) -> Iterator[Raised]:
    """All six, each given when it stands. Raises UserError."""
    code = check_code(code)
    for stage in STAGES:
        yield raise_stage(code, stage.number, folder)
