"""Findings kept as they come, one JSON text a line: what was found is there after Ctrl-C, a kill or a power cut, and is not built again."""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

import numpy as np
from numpy.typing import NDArray

from generator.errors import UserError
from generator.files import replace_file, writing
from levels.likeness import Features
from levels.measure import Figures
from levels.stages import STAGES
from levels.survey import Finding, Order, Played
from levels.templates import SCREEN_H, SCREEN_W

ENDING = ".jsonl"
_MOST = 1 << 22
"""Bytes of screens that a line may unpack to."""
_LARGEST = 10**9
"""No figure is as large."""
_PLAN = re.compile(r"\d{1,4},\d{1,4}\+\d{1,4}")
"""A part of Figures.plan."""
R = TypeVar("R", Figures, Played)

Found = dict[tuple[str, int], Finding]
"""By seed and stage, in the order of the file."""


def lines_path(path: Path) -> Path:
    """Where the lines that belong to a report lie: survey.json -> survey.jsonl."""
    return path.with_suffix(ENDING)


def read_findings(paths: Iterable[Path]) -> Found:
    """All findings of some files; of two of the same level the one that the bot has played. A last line cut short is left out.

    Raises UserError for a file that cannot be read, and for levels that came out differently in two files.
    """
    found: Found = {}
    for path in paths:
        for finding in _each(path):
            key = finding.order.seed, finding.order.stage
            before = found.get(key, finding)
            if before.level != finding.level:
                raise UserError(f"{path}: {finding.order.name} is another level than before: two builders made these findings")
            found[key] = finding if before.played is None else before
    return found


@contextmanager
def appending(path: Path) -> Iterator[BinaryIO]:
    """The file, open for `append`; a last line that was cut short is taken off first. Raises UserError if it cannot be written."""
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab+") as file:
            _cut(file)
            yield file


def append(file: BinaryIO, finding: Finding) -> None:
    """One line more, handed to the system at once."""
    file.write(_line(finding))
    file.flush()


def write_findings(path: Path, findings: Iterable[Finding]) -> None:
    """A file of them all, whole or not at all. Raises UserError."""
    replace_file(path, b"".join(map(_line, findings)))


def _cut(file: BinaryIO) -> None:
    file.seek(0)
    whole = 0
    for line in file:
        whole += len(line) if line.endswith(b"\n") else 0
    file.truncate(whole)


def _each(path: Path) -> Iterator[Finding]:
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                if line.endswith(b"\n"):
                    yield _finding(line, f"{path}, line {number}")
    except OSError as error:
        raise UserError(f"{path}: cannot be read: {error.strerror or error}") from None


def _line(finding: Finding) -> bytes:
    order, features = finding.order, finding.features
    body: dict[str, Any] = {
        "seed": order.seed,
        "stage": order.stage,
        "level": finding.level,
        "draws": finding.draws,
        "seconds": round(finding.seconds, 4),
        "told": finding.told,
        "figures": asdict(finding.figures),
        "rooms": features.rooms,
        "screens": base64.b64encode(zlib.compress(features.screens.tobytes())).decode(),
        "bot": asdict(finding.played) if finding.played else None,
    }
    return (json.dumps(body, separators=(",", ":")) + "\n").encode()


def _finding(line: bytes, where: str) -> Finding:
    try:
        body = json.loads(line)
        return Finding(
            order=Order(str(body["seed"]), _stage(body["stage"]), bot=body["bot"] is not None),
            level=str(body["level"]),
            draws=_value("int", body["draws"]),
            seconds=_value("float", body["seconds"]),
            figures=_figures(body["figures"]),
            features=Features(_value("tuple[str, ...]", body["rooms"]), _screens(body["screens"])),
            told=_value("tuple[str, ...]", body["told"]),
            played=_record(Played, body["bot"]) if body["bot"] is not None else None,
        )
    except (ValueError, KeyError, TypeError, RecursionError, zlib.error) as fault:
        raise UserError(f"{where}: not a finding of a survey: {fault}") from None


def _stage(value: Any) -> int:
    if value not in range(1, len(STAGES) + 1):
        raise ValueError(f"there is no stage {value!r:.20}")
    return int(value)


def _screens(text: str) -> NDArray[np.uint8]:
    """At least one. Raises ValueError, TypeError or zlib.error."""
    cells = zlib.decompressobj().decompress(base64.b64decode(text), _MOST)
    if not cells:
        raise ValueError("a level without screens")
    return np.frombuffer(cells, np.uint8).reshape(-1, SCREEN_H, SCREEN_W)


def _figures(body: Any) -> Figures:
    figures = _record(Figures, body)
    if figures.screens < 1 or not all(_PLAN.fullmatch(part) for part in figures.plan):
        raise ValueError("a level without screens, or whose plan is none")
    return figures


def _record(kind: type[R], body: Any) -> R:
    """Each field of the type that it says. Raises ValueError, and KeyError or TypeError where fields are missing."""
    return kind(**{each.name: _value(str(each.type), body[each.name]) for each in fields(kind)})


def _value(kind: str, value: Any) -> Any:
    """kind: int, float, bool, str, or a tuple of one of them, written as the fields of records have it. Raises ValueError."""
    one = kind.removeprefix("tuple[").removesuffix(", ...]")
    if one != kind and isinstance(value, list):
        return tuple(_value(one, each) for each in value)
    if kind == "float" and type(value) is int:
        value = float(value)
    if type(value).__name__ != kind or (kind in ("int", "float") and not -_LARGEST < value < _LARGEST):
        raise ValueError(f"{value!r:.40} should be of type {kind}")
    return value
