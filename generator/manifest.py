"""``pack.toml``: what a tile-set pack says about itself."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from typing import Any

from generator.errors import Problem
from generator.hints import did_you_mean
from generator.pack_model import Audit, Originality, Pack
from generator.roles import SLOT_BY_NAME, SLOTS

FORMAT = 1
"""The version of the pack format that this program writes and reads."""

_TEXTS = ("id", "title", "version", "author", "license", "seed", "model", "origin")
_OPTIONAL = ("seed", "model", "origin")
_KEYS = (*_TEXTS, "format", "theme", "textures", "originality")
_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_LONGEST = 200
"""Characters of a text that is shown to the player."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The fields of pack.toml; texts that are missing are empty."""

    texts: dict[str, str] = field(default_factory=dict)
    theme: tuple[int, ...] = ()
    textures: dict[int, tuple[int, ...]] = field(default_factory=dict)
    originality: Originality | None = None
    audit: Audit | None = None


def to_toml(pack: Pack) -> str:
    lines = [f"{key} = {_quoted(getattr(pack, key))}" for key in _TEXTS if getattr(pack, key) or key not in _OPTIONAL]
    lines.insert(2, f"format = {FORMAT}")
    if pack.theme:
        lines.append(f"theme = {list(pack.theme)}")
    if pack.originality is not None:
        o = pack.originality
        lines += ["", "[originality]", f"tiles = {o.tiles}", f"share = {o.share:.4f}", f"median = {o.median:.3f}", f"dropped = {o.dropped}"]
    if pack.textures:
        lines += ["", "[textures]"]
        lines += [f'"{SLOTS[slot].name}" = {list(latent)}' for slot, latent in sorted(pack.textures.items())]
    if pack.audit is not None:
        lines += ["", *_audit_lines(pack.audit)]
    return "\n".join(lines) + "\n"


def with_audit(data: bytes, audit: Audit) -> bytes:
    """A pack.toml with the account of an audit at its end, in place of an earlier one; all else stays as it was written.

    Raises ValueError for a file into which it cannot be put, such as one that is not TOML.
    """
    text = data.decode("utf-8")
    before = tomllib.loads(text)
    kept, inside = [], False
    for line in text.splitlines():
        if line.lstrip().startswith("["):
            inside = line.strip() == _AUDIT_HEADER
        if not inside:
            kept.append(line)
    changed = "\n".join([*kept, "", *_audit_lines(audit)]).replace("\n\n\n", "\n\n") + "\n"
    after = tomllib.loads(changed)
    for raw in (before, after):
        table = raw.setdefault("originality", {})
        table.pop("audit", None)
    if before != after:
        raise ValueError("its [originality] table is written in an unusual way")
    return changed.encode()


_AUDIT_HEADER = "[originality.audit]"


def _audit_lines(audit: Audit) -> list[str]:
    numbers = (
        f"tiles = {audit.tiles}",
        f"copies = {audit.copies}",
        f"nearer = {audit.nearer}",
        f"median = {audit.median:.1f}",
        f"corpus = {audit.corpus}",
    )
    return [_AUDIT_HEADER, *numbers]


def read(data: bytes, name: str = "pack.toml") -> tuple[Manifest, list[Problem]]:
    """The manifest and everything that is wrong with it; wrong fields are left out."""
    try:
        raw = tomllib.loads(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        return Manifest(), [Problem(f"{name}: byte {error.start}", "not UTF-8 text", "save the file as UTF-8")]
    except (ValueError, RecursionError) as error:  # TOMLDecodeError is a ValueError; so is a number of too many digits
        return Manifest(), [Problem(name, f"not TOML: {error}")]
    problems = [_unknown(name, key) for key in raw if key not in _KEYS]
    problems += _format_problems(name, raw.get("format"))
    texts: dict[str, str] = {}
    for key in _TEXTS:
        fault = _text_fault(key, raw.get(key))
        if fault:
            problems.append(Problem(f"{name} {key}", *fault, fatal=False))
        elif key in raw:
            texts[key] = raw[key]
    theme = _integers(raw.get("theme", []))
    if theme is None:
        what = f"not a list of whole numbers from {-_FARTHEST} to {_FARTHEST}"
        problems.append(Problem(f"{name} theme", what, fatal=False))
    found = raw.get("originality")
    return Manifest(texts, theme or (), _textures(raw.get("textures")), _originality(found), _audit(found)), problems


def _unknown(name: str, key: str) -> Problem:
    return Problem(name, f'unknown key "{key}"', did_you_mean(key, _KEYS), fatal=False)


def _format_problems(name: str, value: Any) -> list[Problem]:
    if value == FORMAT and not isinstance(value, bool):
        return []
    if value is None:
        return [Problem(name, "no format number", f"write format = {FORMAT}", fatal=False)]
    if isinstance(value, int) and value > FORMAT:
        return [Problem(f"{name} format", f"format {value} is newer than this program reads", f"it reads format {FORMAT}")]
    return [Problem(f"{name} format", f"{value!r:.40} is no format number", f"write format = {FORMAT}")]


def _text_fault(key: str, value: Any) -> tuple[str, str] | None:
    """What is wrong with a text field, and what would be right."""
    if value is None:
        return None if key in _OPTIONAL else ("is missing", f'write {key} = "..."')
    if not isinstance(value, str):
        return (f"is {value!r:.40}, not a text", f'write {key} = "..."')
    if len(value) > _LONGEST or any(not char.isprintable() for char in value):
        return (f"is longer than {_LONGEST} characters or has unprintable ones", "write one short line")
    if key == "id" and not _ID.fullmatch(value):
        return (f'"{value:.40}" is not an id', "use lower-case letters, digits, - and _")
    return None


_FARTHEST = 32767
"""The largest number of a latent, which the painter adds up exactly (``fixed_point.LIMIT``); noise reaches a third of it."""


def _integers(value: Any) -> tuple[int, ...] | None:
    """The numbers of a latent; None for what is no list of such."""
    if isinstance(value, list) and all(isinstance(n, int) and not isinstance(n, bool) and abs(n) <= _FARTHEST for n in value):
        return tuple(value)
    return None


def _textures(value: Any) -> dict[int, tuple[int, ...]]:
    if not isinstance(value, dict):
        return {}
    known = {SLOT_BY_NAME[key].id: _integers(numbers) for key, numbers in value.items() if key in SLOT_BY_NAME}
    return {slot: numbers for slot, numbers in known.items() if numbers}


_MAX_FIGURE = 1_000_000
"""The largest figure of an originality report that is believed."""


def _originality(value: Any) -> Originality | None:
    numbers = _figures(value, ("tiles", "share", "median", "dropped"))
    return Originality(int(numbers[0]), numbers[1], numbers[2], int(numbers[3])) if numbers and "tiles" in value else None


def _audit(value: Any) -> Audit | None:
    numbers = _figures(value.get("audit"), ("tiles", "copies", "nearer", "median", "corpus")) if isinstance(value, dict) else None
    return Audit(int(numbers[0]), int(numbers[1]), int(numbers[2]), numbers[3], int(numbers[4])) if numbers else None


def _figures(table: Any, keys: tuple[str, ...]) -> list[float] | None:
    """The figures of a table, 0 where one is missing; None if there is none or one cannot be believed."""
    if not isinstance(table, dict):
        return None
    numbers = [table.get(key, 0) for key in keys]
    if not all(isinstance(n, int | float) and 0 <= n <= _MAX_FIGURE for n in numbers):  # not a number and infinity fail, too
        return None
    return [float(n) for n in numbers]


def _quoted(text: str) -> str:
    """A TOML basic string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in escaped) + '"'
