"""Findings kept as they come, one JSON text a line: what was found is there after Ctrl-C, a kill or a power cut, and is not built again."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from generator.errors import UserError
from generator.files import replace_file
from levels.likeness import Features
from levels.measure import Figures
from levels.survey import Finding, Order, Played
from levels.templates import SCREEN_H, SCREEN_W

ENDING = ".jsonl"
_MOST = 1 << 22
"""Bytes of screens that a line may unpack to."""

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
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab+") as file:
            _cut(file)
            yield file
    except OSError as error:
        raise UserError(f"{path}: cannot be written: {error.strerror or error}") from None


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
        figures = {each.name: _frozen(body["figures"][each.name]) for each in fields(Figures)}
        cells = zlib.decompressobj().decompress(base64.b64decode(body["screens"]), _MOST)
        screens = np.frombuffer(cells, np.uint8).reshape(-1, SCREEN_H, SCREEN_W)
        return Finding(
            order=Order(str(body["seed"]), int(body["stage"]), bot=body["bot"] is not None),
            level=str(body["level"]),
            draws=int(body["draws"]),
            seconds=float(body["seconds"]),
            figures=Figures(**figures),
            features=Features(tuple(body["rooms"]), screens),
            told=tuple(body["told"]),
            played=Played(**body["bot"]) if body["bot"] else None,
        )
    except (ValueError, KeyError, TypeError, RecursionError, zlib.error) as fault:
        raise UserError(f"{where}: not a finding of a survey: {fault}") from None


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
