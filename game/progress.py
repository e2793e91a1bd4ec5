"""What a player has reached: stages cleared, best scores, the castle run to continue, and which coat each level wears."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from game.records import Migration, read_carry, read_record, write_record
from game.sim.world import Carry

PROGRESS_VERSION = 2
LAST_LOOP = 2
"""After the castle has been dreamt this often it is over."""


def place(stage: str, loop: int = 1) -> str:
    """The name under which what was reached in a stage is kept: that of its file, and of later loops the loop too."""
    return stage if loop == 1 else f"{stage} loop {loop}"


@dataclass(frozen=True, slots=True)
class SavedRun:
    """A run through the castle, at the beginning of a stage. marked: it was played with helps.

    code: of the castle, empty for the shipped one.
    """

    stage: str
    carry: Carry
    seed: str = ""
    loop: int = 1
    marked: bool = False
    code: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """Stages are named by their file without folder and ending (``01-gate``), packs by their id; cleared and best by `place`.

    loop: the hardest loop that stands open.
    coats: stage -> pack chosen for it; coat_for_all: the pack for every level without a choice of its own, or empty.
    helped: the places whose best score was made with helps.
    """

    cleared: frozenset[str] = frozenset()
    best: dict[str, int] = field(default_factory=dict)
    coats: dict[str, str] = field(default_factory=dict)
    coat_for_all: str = ""
    run: SavedRun | None = None
    loop: int = 1
    helped: frozenset[str] = frozenset()

    @property
    def top_score(self) -> tuple[int, bool]:
        """The best score of all, and whether it was made with helps; of equals the one without."""
        found = [(score, name not in self.helped) for name, score in self.best.items()]
        score, alone = max(found, default=(0, True))
        return score, not alone

    def with_cleared(self, where: str, score: int, assisted: bool = False) -> Progress:
        """After clearing a stage, named by `place`, with this score; a better one brings its own mark."""
        cleared = self.cleared | {where}
        if score <= self.best.get(where, -1):
            return replace(self, cleared=cleared)
        helped = self.helped | {where} if assisted else self.helped - {where}
        return replace(self, cleared=cleared, best=self.best | {where: score}, helped=helped)

    def is_open(self, stages: Sequence[str], index: int, loop: int = 1) -> bool:
        """Whether a stage of the castle may be chosen: it was cleared, or the one before it; the first always is."""
        before = place(stages[index - 1], loop) in self.cleared if index else loop <= self.loop
        return before or place(stages[index], loop) in self.cleared

    def with_coat(self, stage: str, pack: str) -> Progress:
        """After choosing a pack for one stage; the empty string takes the choice back."""
        others = {name: worn for name, worn in self.coats.items() if name != stage}
        return replace(self, coats=others | ({stage: pack} if pack else {}))

    def coat(self, stage: str, own: str) -> str:
        """The pack that a stage wears, given its own."""
        return self.coats.get(stage) or self.coat_for_all or own


def load_progress(path: Path) -> tuple[Progress, str]:
    """Read the progress. The second value is a message for the player, or empty."""
    document, message = read_record(path, PROGRESS_VERSION, _MIGRATIONS)
    if document is None:
        return Progress(), message
    return _from_document(document), message


def save_progress(progress: Progress, path: Path) -> None:
    """Write the progress, atomically."""
    document = asdict(progress) | {
        "cleared": sorted(progress.cleared),
        "helped": sorted(progress.helped),
        "version": PROGRESS_VERSION,
    }
    write_record(path, document)


def _from_document(document: dict[str, Any]) -> Progress:
    """Fields of the wrong kind count as missing: a save edited by hand loses no more than it must."""
    return Progress(
        cleared=_names(document.get("cleared")),
        best={name: score for name, score in _dict(document.get("best")).items() if isinstance(score, int)},
        coats={name: pack for name, pack in _dict(document.get("coats")).items() if isinstance(pack, str)},
        coat_for_all=document["coat_for_all"] if isinstance(document.get("coat_for_all"), str) else "",
        run=_run(document.get("run")),
        loop=_loop(document.get("loop")),
        helped=_names(document.get("helped")),
    )


def _run(value: object) -> SavedRun | None:
    run = _dict(value)
    carry = read_carry(run.get("carry"))
    if carry is None or not isinstance(run.get("stage"), str):
        return None
    seed = run["seed"] if isinstance(run.get("seed"), str) else ""
    code = run["code"] if isinstance(run.get("code"), str) else ""
    return SavedRun(run["stage"], carry, seed, _loop(run.get("loop")), run.get("marked") is True, code)


def _loop(value: object) -> int:
    return value if type(value) is int and 1 <= value <= LAST_LOOP else 1


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _names(value: object) -> frozenset[str]:
    return frozenset(name for name in value if isinstance(name, str)) if isinstance(value, list) else frozenset()


def _from_1(document: dict[str, Any]) -> dict[str, Any]:
    """Version 1 knew one loop, and its runs forgot their seed: all of that has defaults."""
    return document


_MIGRATIONS: dict[int, Migration] = {1: _from_1}
