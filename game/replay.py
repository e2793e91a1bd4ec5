"""Runs that can be played again: seed, level, one byte of buttons a frame, and a digest of the state each second.

The file is JSON lines. The first line is the header; each further line holds up to 60 frames: ``{"b": [[byte, frames], ...], "d": digest}``
with the digest (16 hex digits) after the last of them. A file cut short is a shorter run, not a broken one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from itertools import groupby
from pathlib import Path
from typing import Any, TypeVar

from game.assists import assisted
from game.records import read_carry, read_plain
from game.sim.level import Level
from game.sim.world import Carry, Rules, World
from game.version import VERSION
from generator.errors import UserError
from generator.files import replace_file
from levels.prove import level_hash, load_proof

FORMAT = "dreamkeep replay"
FORMAT_VERSION = 1
EVERY = 60
"""Frames between two digests."""
MAX_FRAMES = 60 * 60 * 60
"""An hour, more than any stage's clock allows: a longer file is not ours."""
MAX_BYTES = 8 << 20
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Replay:
    """level: hash of the level it was played on. digests: the state's hash after each 60 frames, and after the last frame;
    of a proof only the last.

    map: the file's name, for people. checkpoint: where it began, -1 for the start. slow: the speed it was played at, in percent.
    No digests: nothing can be verified.
    """

    level: str
    buttons: bytes
    digests: tuple[int, ...] = ()
    seed: int = 0
    rules: Rules = field(default_factory=Rules)
    carry: Carry = field(default_factory=Carry)
    checkpoint: int = -1
    map: str = ""
    version: str = VERSION
    slow: int = 100

    @property
    def assisted(self) -> bool:
        """Whether it was played with helps."""
        return assisted(self.rules, self.slow)

    def world(self, level: Level) -> World:
        """The state it begins in. Raises UserError when it was played on another level, or begins at no checkpoint of this one."""
        if self.level != level_hash(level):
            raise UserError(f"the replay was played on another level ({self.map or self.level}), or on another version of it")
        if self.checkpoint >= len(level.checkpoints):
            raise UserError(f"the replay begins at checkpoint {self.checkpoint}, and its level has {len(level.checkpoints)}")
        return World(level, self.seed, self.rules, self.carry, at_checkpoint=self.checkpoint)

    def expected(self, frame: int) -> int | None:
        """The state's hash after `frame` frames, where the replay knows it."""
        if not self.digests:
            return None
        if frame == len(self.buttons):
            return self.digests[-1]
        n = frame // EVERY - 1
        return self.digests[n] if frame % EVERY == 0 and 0 <= n < len(self.digests) - 1 else None


class Divergence(UserError):
    """The rules went another way than when the replay was made."""

    def __init__(self, frame: int) -> None:
        super().__init__(f"the replay diverges at frame {frame}: it was made by other rules")
        self.frame = frame


class Recorder:
    """Writes down one attempt as it is played. Made before the first step."""

    def __init__(self, world: World, map_name: str, slow: int = 100) -> None:
        self._world = world
        self._start = Replay(
            level_hash(world.level), b"", (), world.seed, world.rules, world.carry(), world.hero.checkpoint, map_name, slow=slow
        )
        self._buttons = bytearray()
        self._digests: list[int] = []

    def note(self, buttons: int) -> None:
        """Called after each step with the buttons it was given."""
        self._buttons.append(buttons)
        if len(self._buttons) % EVERY == 0:
            self._digests.append(self._world.digest())

    def replay(self) -> Replay:
        """The attempt so far."""
        last = [self._world.digest()] if len(self._buttons) % EVERY else []
        return replace(self._start, buttons=bytes(self._buttons), digests=(*self._digests, *last))


class Playback:
    """Feeds a replay to a world, and compares the states on the way."""

    def __init__(self, replay: Replay, level: Level) -> None:
        self.replay = replay
        self.world = replay.world(level)

    @property
    def done(self) -> bool:
        """All frames were played."""
        return self.world.frame >= len(self.replay.buttons)

    def next_buttons(self) -> int:
        """The buttons of the next frame; 0 after the end."""
        return 0 if self.done else self.replay.buttons[self.world.frame]

    def verify(self) -> None:
        """Called after each step. Raises Divergence when the state is not the recorded one."""
        expected = self.replay.expected(self.world.frame)
        if expected is not None and self.world.digest() != expected:
            raise Divergence(self.world.frame)


def encode(replay: Replay) -> bytes:
    """The file's content."""
    header = {
        FORMAT: FORMAT_VERSION,
        "version": replay.version,
        "map": replay.map,
        "level": replay.level,
        "seed": replay.seed,
        "rules": asdict(replay.rules),
        "carry": asdict(replay.carry),
        "checkpoint": replay.checkpoint,
        "slow": replay.slow,
    }
    lines: list[dict[str, Any]] = [header]
    for n, start in enumerate(range(0, len(replay.buttons), EVERY)):
        line: dict[str, Any] = {"b": [[byte, len(list(run))] for byte, run in groupby(replay.buttons[start : start + EVERY])]}
        if n < len(replay.digests):
            line["d"] = f"{replay.digests[n]:016x}"
        lines.append(line)
    return "".join(json.dumps(line) + "\n" for line in lines).encode()


def write_replay(replay: Replay, path: Path) -> None:
    """Write a replay, atomically. Raises UserError when the file cannot be written."""
    replace_file(path, encode(replay))


def read_replay(path: Path) -> Replay:
    """Read a replay, or a level's proof (``.proof.json``). Raises UserError naming file and line."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UserError(f"{path.name}: too large for a replay")
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise UserError(f"{path}: cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise UserError(f"{path.name}: no replay: not a text file") from None
    if path.name.endswith(".proof.json"):
        return _from_proof(path)
    return decode(text, path.name)


def decode(text: str, where: str) -> Replay:
    """The replay in a file's text. Raises UserError that begins with `where` and the line."""
    lines = text.splitlines()
    header = _object(lines[0] if lines else "", f"{where}:1")
    if header.get(FORMAT) != FORMAT_VERSION:
        raise UserError(f"{where}:1: no replay of format {FORMAT_VERSION}")
    buttons, digests = bytearray(), []
    for number, line in enumerate(lines[1:], 2):
        at = f"{where}:{number}"
        if number == len(lines) and not line.rstrip().endswith("}"):
            break  # the writer was stopped in the middle of its last line
        document = _object(line, at)
        buttons += _run_lengths(document.get("b"), at)
        if len(buttons) > MAX_FRAMES:
            raise UserError(f"{at}: more than {MAX_FRAMES} frames")
        if "d" in document:
            digests.append(_digest(document["d"], at))
    return Replay(
        level=_field(header, "level", str, where),
        buttons=bytes(buttons),
        digests=tuple(digests),
        seed=_field(header, "seed", int, where),
        rules=_known(read_plain(Rules, header.get("rules")), Rules, "rules", where),
        carry=_known(read_carry(header.get("carry")), Carry, "carry", where),
        checkpoint=_field(header, "checkpoint", int, where),
        map=_field(header, "map", str, where),
        version=_field(header, "version", str, where),
        slow=_field({"slow": 100} | header, "slow", int, where),  # older files have none
    )


def _object(line: str, at: str) -> dict[str, Any]:
    try:
        document = json.loads(line)
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict):
        raise UserError(f"{at}: not a line of a replay")
    return document


def _field(header: dict[str, Any], name: str, kind: type, where: str) -> Any:
    value = header.get(name)
    if type(value) is not kind:
        raise UserError(f"{where}:1: '{name}' is {value!r}; it should be of type {kind.__name__}")
    return value


def _known(found: _T | None, kind: type[_T], name: str, where: str) -> _T:
    if found is None:
        raise UserError(f"{where}:1: '{name}' should have the fields of {kind.__name__}, with values that can be played")
    return found


def _digest(value: object, at: str) -> int:
    try:
        return int(str(value), 16)
    except ValueError:
        raise UserError(f"{at}: {value!r} is no digest") from None


def _run_lengths(value: object, at: str) -> bytes:
    """Bytes from [[byte, count], ...]."""
    pairs = list(_pairs(value))
    if not isinstance(value, list) or len(pairs) != len(value):
        raise UserError(f"{at}: 'b' should be pairs of a byte 0..255 and a count 1..{EVERY}")
    return b"".join(bytes([byte]) * count for byte, count in pairs)


def _pairs(value: object) -> Iterator[tuple[int, int]]:
    entries: Iterable[object] = value if isinstance(value, list) else ()
    for entry in entries:
        if isinstance(entry, list) and len(entry) == 2 and all(type(n) is int for n in entry):
            byte, count = entry
            if 0 <= byte <= 255 and 1 <= count <= EVERY:
                yield byte, count


def _from_proof(path: Path) -> Replay:
    """A proof is a run of the bare level with seed 0, of which only the last state's digest is known."""
    proof = load_proof(path)
    return Replay(proof.level, proof.buttons, (proof.digest,), rules=Rules(enemies=False), map=path.name)
