"""The ten best runs through the castle, under the names that their players gave."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from game.records import Migration, read_plain, read_record, write_record

SCORES_VERSION = 1
PLACES = 10
SHORTEST_NAME, LONGEST_NAME = 3, 8
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ.-!'"
"""What a name may be made of, in the order of the board."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A run. stage: the one it ended in, from 1; 0 when the castle was left behind. seed: its code. assisted: helps were on."""

    name: str = ""
    score: int = 0
    stage: int = 1
    loop: int = 1
    seed: str = ""
    assisted: bool = False

    @property
    def reached(self) -> str:
        """Loop and stage: ``1-4``, or ``1-END``."""
        return f"{self.loop}-{self.stage or 'END'}"


@dataclass(frozen=True, slots=True)
class Scores:
    """entries: best first, at most PLACES. name: the one entered last."""

    entries: tuple[Entry, ...] = ()
    name: str = ""

    def rank(self, entry: Entry) -> int | None:
        """The place (from 0) that an entry would take, None when it takes none. Equals stand behind those who came first."""
        place = sum(other.score >= entry.score for other in self._rivals(entry))
        return place if entry.score > 0 and place < PLACES else None

    def with_entry(self, entry: Entry) -> Scores:
        """The table with this entry, where it ranks. When a run went on after it was entered, only its later entry stands."""
        place = self.rank(entry)
        if place is None:
            return Scores(self.entries, entry.name)
        rivals = self._rivals(entry)
        return Scores((*rivals[:place], entry, *rivals[place:])[:PLACES], entry.name)

    def _rivals(self, entry: Entry) -> tuple[Entry, ...]:
        """All but what the same player entered for the same run earlier, with less."""
        same = (entry.seed, entry.name)
        return tuple(other for other in self.entries if (other.seed, other.name) != same or not other.seed or other.score > entry.score)


def load_scores(path: Path) -> tuple[Scores, str]:
    """Read the table. The second value is a message for the player, or empty."""
    document, message = read_record(path, SCORES_VERSION, _MIGRATIONS)
    return (_from_document(document) if document else Scores()), message


def save_scores(scores: Scores, path: Path) -> None:
    """Write the table, atomically."""
    write_record(path, asdict(scores) | {"version": SCORES_VERSION})


def _from_document(document: dict[str, Any]) -> Scores:
    """Entries that make no sense are left out, the others stand."""
    given = document.get("entries")
    read = [read_plain(Entry, value) for value in (given if isinstance(given, list) else [])]
    good = [entry for entry in read if entry is not None and _sensible(entry)]
    name = document.get("name")
    best = sorted(good, key=lambda entry: -entry.score)[:PLACES]
    return Scores(tuple(best), name if isinstance(name, str) and is_name(name) else "")


def is_name(text: str) -> bool:
    """Whether a player may be called this."""
    return SHORTEST_NAME <= len(text) <= LONGEST_NAME and all(letter in LETTERS for letter in text)


def _sensible(entry: Entry) -> bool:
    return is_name(entry.name) and entry.score > 0 and entry.loop >= 1 and len(entry.seed) <= 64


_MIGRATIONS: dict[int, Migration] = {}
