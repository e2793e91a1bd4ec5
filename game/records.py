"""Small JSON files with a version: settings and progress. Old ones are migrated, damaged ones set aside with a word."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

from game.files import set_aside
from game.sim.numbers import numbers
from game.sim.weapons import WEAPONS
from game.sim.world import Carry
from generator.files import write_whole

LARGEST = 2**31 - 1
"""No number that a player reaches comes near it; a larger one in a file is nobody's."""
_T = TypeVar("_T")
Migration = Callable[[dict[str, Any]], dict[str, Any]]
"""Turns a document of one version into the next version's; the version field itself is set by `migrate`."""


def migrate(document: dict[str, Any], version: int, steps: Mapping[int, Migration]) -> dict[str, Any]:
    """Bring a document up to `version`, one step at a time.

    steps: version -> the migration away from it. Raises ValueError for a document newer than this game, or of no version.
    """
    found = document.get("version")
    if not isinstance(found, int) or found < 1:
        raise ValueError("no version number")
    if found > version:
        raise ValueError(f"version {found} is newer than this game's {version}")
    while found < version:
        document = steps[found](document) | {"version": found + 1}
        found += 1
    return document


def read_record(path: Path, version: int, steps: Mapping[int, Migration]) -> tuple[dict[str, Any] | None, str]:
    """Read a record. Returns (document, message): None when there is none; a damaged file is set aside and the message says so."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None, ""
    except (OSError, UnicodeDecodeError) as error:
        return None, _put_away(path, str(error))
    try:
        document = json.loads(text)
        if not isinstance(document, dict):
            raise ValueError("not a JSON object")
        return migrate(document, version, steps), ""
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        return None, _put_away(path, str(error))


def write_record(path: Path, document: Mapping[str, Any]) -> None:
    """Write a record as indented JSON, atomically."""
    write_whole(path, (json.dumps(document, indent=2, sort_keys=True) + "\n").encode())


def read_plain(kind: type[_T], value: object) -> _T | None:
    """A dataclass of plain fields that all have defaults, from a dictionary; None when one is of another type, or not in 0..LARGEST.

    A field that is missing takes its default: the file is older than the field.
    """
    if not isinstance(value, dict):
        return None
    usual = kind()
    known: dict[str, Any] = {}
    for field in fields(kind):  # type: ignore[arg-type]
        default = getattr(usual, field.name)
        found = known[field.name] = value.get(field.name, default)
        if type(found) is not type(default) or (isinstance(found, int) and not 0 <= found <= LARGEST):
            return None
    return kind(**known)


def read_carry(value: object) -> Carry | None:
    """What a hero carries, from a dictionary; None where no hero can carry that: the rules would stumble over it in the middle of play."""
    carry = read_plain(Carry, value)
    if carry is None or carry.subweapon not in ("", *WEAPONS):
        return None
    n = numbers()
    armed = 1 <= carry.whip_level <= len(n.whip.far) and 1 <= carry.multiplier <= len(n.item.multiplier_at) + 1
    return carry if armed and carry.health <= n.hero.health else None


def _put_away(path: Path, reason: str) -> str:
    try:
        return f"{path.name} was damaged and is now {set_aside(path).name} ({reason})"
    except OSError:
        return f"{path.name} cannot be read ({reason})"
