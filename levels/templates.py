"""The stock of rooms: pictures in text (levels/rooms/*.txt, explained in legend.txt there) read into frozen templates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources

from levels.lot import Lot
from levels.machines import BELTS, CRUMBLING, LETTERS, Machine, faults, machine, things

SCREEN_W, SCREEN_H = 16, 13
"""Cells of one screen."""
FLOOR_ROW = {"low": 11, "mid": 9, "high": 7}
"""The row whose top edge is the floor, for the typed edges; neighbours differ by two rows, one comfortable jump."""
NEEDED = {"start": "@", "passage": "", "stairs": "+", "door": "", "ante": "", "arena": "+DM"}
"""The kinds of room, and the marks that each screen of one (upper and lower, for stairs) must have."""
DOOR_HIGH = 3
"""Cells of the opening between two sections side by side."""
STAIRS = {"/": "\\", "\\": "/"}
MIRROR = {**STAIRS, "<": ">", ">": "<"}
BACKDROP = frozenset(".:sWIfFd")
"""What can be walked past."""
MARKS = frozenset("cegpv@+DM")
"""Things and places: the cell under them shows the backdrop around it."""
GROUND = frozenset("#-~^bB")
MACHINES = LETTERS | frozenset(BELTS) | frozenset(CRUMBLING)
CHARACTERS = BACKDROP | MARKS | GROUND | MACHINES | frozenset(STAIRS) | frozenset("123456789")


class TemplateError(ValueError):
    """A room is drawn wrongly. A fault of the project's own files, so no UserError."""


@dataclass(frozen=True, slots=True)
class Part:
    """A random part: all cells with its digit become `yes` with `percent` chance, otherwise `no`."""

    percent: int
    yes: str
    no: str


@dataclass(frozen=True, slots=True)
class Room:
    """One room, drawn for a walk from left to right.

    grid: 13 rows (26 for stairs: the upper screen first) of 16, 32 or 48 characters.
    left, right: the typed edges, keys of FLOOR_ROW or "wall". exit_left: a staircase whose upper screen is left by its left edge.
    turn: the room can also be met from its right edge. place: "in", "out" or "any", whether it wants a roof. landmark: what a stage is
    remembered by, often tried first. hard: only after an easier room with a machine of the same kind.
    parts: digit -> random part. machines: letter -> what moves there. moving: the kinds of machines in it.
    """

    name: str
    kind: str
    stages: frozenset[int]
    left: str
    right: str
    grid: tuple[str, ...]
    turn: bool = False
    exit_left: bool = False
    place: str = "any"
    landmark: bool = False
    parts: Mapping[str, Part] = field(default_factory=dict)
    machines: Mapping[str, Machine] = field(default_factory=dict)
    moving: frozenset[str] = frozenset()
    hard: bool = False

    @property
    def screens(self) -> int:
        """How many screens wide."""
        return len(self.grid[0]) // SCREEN_W

    def mirrored(self) -> Room:
        """The same room seen in a mirror: edges swapped, stairs leaning the other way, lifts and conveyors running there."""
        flipped = tuple("".join(MIRROR.get(c, c) for c in reversed(row)) for row in self.grid)
        machines = {letter: found.mirrored() for letter, found in self.machines.items()}
        return replace(self, grid=flipped, left=self.right, right=self.left, machines=machines)

    def draw(self, lot: Lot) -> tuple[str, ...]:
        """The grid with its random parts decided."""
        chosen = {digit: (part.yes if lot.percent(part.percent) else part.no) for digit, part in sorted(self.parts.items())}
        return tuple("".join(chosen.get(c, c) for c in row) for row in self.grid)


@cache
def stock() -> tuple[Room, ...]:
    """All rooms of levels/rooms, in the order of file names and then of the files."""
    folder = resources.files(__package__).joinpath("rooms")
    files = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".txt")), key=lambda entry: entry.name)
    rooms = [room for entry in files for room in parse(entry.read_text("utf-8"), entry.name)]
    names = [room.name for room in rooms]
    if len(set(names)) != len(names):
        raise TemplateError(f"room names used twice: {sorted({n for n in names if names.count(n) > 1})}")
    return tuple(rooms)


def parse(text: str, source: str) -> list[Room]:
    """The rooms of one file. Raises TemplateError that names the room and what is wrong with it."""
    rooms = []
    for name, header, grid in _blocks(text):
        room = _room(name, header, grid, f"{source}: {name}")
        _check(room, f"{source}: {name}")
        rooms.append(room)
    return rooms


def _blocks(text: str) -> Iterator[tuple[str, list[list[str]], list[str]]]:
    name, drawing = "", False
    header: list[list[str]] = []
    grid: list[str] = []
    for line in [*text.splitlines(), ""]:
        if drawing:
            if line.strip():
                grid.append(line.rstrip())
                continue
            yield name, header, grid
            name, header, grid, drawing = "", [], [], False
        elif line.strip() and not line.startswith(";"):
            words = line.split()
            if words[0] == "room":
                name = words[1]
            elif words[0] == "map":
                drawing = True
            else:
                header.append(words)


def _room(name: str, header: list[list[str]], grid: list[str], where: str) -> Room:
    values: dict[str, list[str]] = {}
    parts: dict[str, Part] = {}
    machines: dict[str, Machine] = {}
    for key, *words in header:
        if key == "part":
            digit, percent, yes, no = words
            parts[digit] = Part(int(percent), yes, no)
        elif key in ("lift", "crusher"):
            try:
                letter, found = machine(key, words)
                machines[letter] = found
            except ValueError as fault:
                raise TemplateError(f"{where}: {fault}") from None
        elif key in ("kind", "stages", "left", "right", "turn", "upper", "place", "landmark", "hard"):
            values[key] = words
        else:
            raise TemplateError(f"{where}: unknown line {key!r}")
    return Room(
        name=name,
        kind=values["kind"][0],
        stages=frozenset(int(word) for word in values["stages"]),
        left=values["left"][0],
        right=values["right"][0],
        grid=tuple(grid),
        turn=values.get("turn") == ["yes"],
        exit_left=values.get("upper") == ["left"],
        place=values.get("place", ["any"])[0],
        landmark=values.get("landmark") == ["yes"],
        parts=parts,
        machines=machines,
        moving=frozenset(thing.kind for thing in things(grid, machines)),
        hard=values.get("hard") == ["yes"],
    )


def _check(room: Room, where: str) -> None:
    if room.kind not in NEEDED:
        raise TemplateError(f"{where}: kind {room.kind!r}, not one of {sorted(NEEDED)}")
    height = SCREEN_H * (2 if room.kind == "stairs" else 1)
    widths = {len(row) for row in room.grid}
    if len(room.grid) != height or len(widths) != 1 or min(widths) % SCREEN_W:
        raise TemplateError(f"{where}: {len(room.grid)} rows of {sorted(widths)} columns, not {height} of a multiple of {SCREEN_W}")
    used = set("".join(room.grid)) | {c for part in room.parts.values() for c in part.yes + part.no}
    if used - CHARACTERS:
        raise TemplateError(f"{where}: unknown characters {sorted(used - CHARACTERS)}")
    digits = used & frozenset("123456789")
    if digits != set(room.parts):
        raise TemplateError(f"{where}: digits {sorted(digits)} drawn, {sorted(room.parts)} explained")
    for screen in range(0, height, SCREEN_H):
        drawn = "".join(room.grid[screen : screen + SCREEN_H])
        missing = [mark for mark in NEEDED[room.kind] if mark not in drawn]
        if missing:
            raise TemplateError(f"{where}: no {missing} in the screen at row {screen}")
    for fault in faults(room.grid, room.machines):
        raise TemplateError(f"{where}: {fault}")
    if room.kind == "door":
        _check_door(room, where)
    top = len(room.grid) - SCREEN_H
    _check_edge(room.left, [row[0] for row in room.grid[top:]], f"{where}: left edge")
    upper_edge = 0 if room.exit_left else -1
    _check_edge(room.right, [row[upper_edge] for row in room.grid[:SCREEN_H]], f"{where}: right edge")


def _check_door(room: Room, where: str) -> None:
    """Two screens with a wall between them, open at its foot, and a checkpoint behind it."""
    if room.screens != 2:
        raise TemplateError(f"{where}: a room with a door is two screens wide")
    floor = FLOOR_ROW["low"]
    opening = [row[SCREEN_W - 1 : SCREEN_W + 1] for row in room.grid[floor - DOOR_HIGH : floor]]
    if any(c not in BACKDROP for c in "".join(opening)):
        raise TemplateError(f"{where}: its door cannot be walked through")
    behind = "".join(row[SCREEN_W:] for row in room.grid)
    if "+" not in behind or "".join(room.grid).count("+") != behind.count("+"):
        raise TemplateError(f"{where}: its checkpoint is not behind the door")


def _check_edge(edge: str, column: list[str], where: str) -> None:
    """The floor of a typed edge lies where it says, two cells thick, with three open cells above it."""
    if edge == "wall":
        return
    if edge not in FLOOR_ROW:
        raise TemplateError(f"{where}: {edge!r}, not wall or one of {sorted(FLOOR_ROW)}")
    floor = FLOOR_ROW[edge]
    if any(c != "#" for c in column[floor : floor + 2]) or any(c not in BACKDROP | MARKS for c in column[floor - 3 : floor]):
        raise TemplateError(f"{where} is not {edge}")
