"""The stock of rooms: pictures in text (levels/rooms/*.txt, explained in legend.txt there) read into frozen templates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources

from game.sim.level import CELL, VIEW_H, VIEW_W
from levels.lot import Lot
from levels.machines import BELTS, CRUMBLING, LETTERS, Machine, faults, machine, things

SCREEN_W, SCREEN_H = VIEW_W // CELL, VIEW_H // CELL
"""Cells of one screen."""
FLOOR_ROW = {"low": 11, "mid": 9, "high": 7}
"""The row whose top edge is the floor, for the typed edges; neighbours differ by two rows, one comfortable jump."""
NEEDED = {"start": "@", "passage": "", "fork": "", "stairs": "+", "door": "", "ante": "", "arena": "+DM"}
"""The kinds of room, and the marks that each storey of one must have."""
STOREYS = {"stairs": (2, 3), "fork": (2,)}
"""How many storeys of 13 rows a room of these kinds may have; others have one."""
WIDTHS = {"stairs": (1, 2), "fork": (2, 3, 4)}
"""How many screens wide a room of these kinds may be."""
YES_NO = ("yes", "no")
LINES = {"kind": (), "stages": (), "left": (), "right": (), "side": ()} | {
    "turn": YES_NO,
    "landmark": YES_NO,
    "hard": YES_NO,
    "upper": ("left", "right"),
    "place": ("in", "out", "any"),
    "beat": ("calm", "gauntlet"),
}
"""The lines of a room that say one thing, and the words for it; those without are looked at together with the picture."""
DOOR_HIGH = 3
"""Cells of the opening between two sections side by side."""
STAIRS = {"/": "\\", "\\": "/"}
LEANS = {"/": 1, "\\": -1}
"""Stairs, and the side that they rise to."""
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

    grid: 13 rows for each storey, the topmost first: stairs have two or three, a fork two. A row has 16 characters for each screen.
    left, right: the typed edges, keys of FLOOR_ROW or "wall". exit_left: a staircase whose upper screen is left by its left edge.
    side: "up" or "down", where the storey of a fork lies that one need not walk through; empty for all other kinds.
    turn: the room can also be met from its right edge. place: "in", "out" or "any", whether it wants a roof. landmark: what a stage is
    remembered by, often tried first. hard: only after an easier room with a machine of the same kind. beat: "calm" for a breather,
    "gauntlet" for what comes just before the arena, empty for all else.
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
    side: str = ""
    place: str = "any"
    landmark: bool = False
    parts: Mapping[str, Part] = field(default_factory=dict)
    machines: Mapping[str, Machine] = field(default_factory=dict)
    moving: frozenset[str] = frozenset()
    hard: bool = False
    beat: str = ""

    @property
    def screens(self) -> int:
        """How many screens wide."""
        return len(self.grid[0]) // SCREEN_W

    @property
    def storeys(self) -> int:
        """How many screens high."""
        return len(self.grid) // SCREEN_H

    @property
    def walk(self) -> int:
        """The storey, counted from the top, that is entered by the left edge: the lower one but where a fork's side lies below."""
        return self.storeys - 1 if self.side != "down" else 0

    @property
    def leave(self) -> int:
        """The storey that is left by the right edge: the topmost of stairs, the same again of all others."""
        return 0 if self.kind == "stairs" else self.walk

    def storey(self, number: int) -> tuple[str, ...]:
        """The 13 rows of a storey, counted from the top."""
        return self.grid[number * SCREEN_H : (number + 1) * SCREEN_H]

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
        if not name:
            raise TemplateError(f"{source}: a room without a name")
        room = _room(name, header, grid, f"{source}: {name}")
        _check(room, f"{source}: {name}")
        rooms.append(room)
    return rooms


def _blocks(text: str) -> Iterator[tuple[str, list[list[str]], list[str]]]:
    """Name, header lines in words and picture of each room; the picture is empty where `map` is missing."""
    name, drawing = "", False
    header: list[list[str]] = []
    grid: list[str] = []
    for line in [*text.splitlines(), "", "room"]:
        words = line.split()
        if drawing and words:
            grid.append(line.rstrip())
        elif drawing or (words and words[0] == "room" and (name or header)):
            yield name, header, grid
            name, header, grid, drawing = " ".join(words[1:]), [], [], False
        elif not words or line.startswith(";"):
            continue
        elif words[0] == "room":
            name = " ".join(words[1:])
        elif words[0] == "map":
            drawing = True
        else:
            header.append(words)


def _room(name: str, header: list[list[str]], grid: list[str], where: str) -> Room:
    values, parts, machines = _read(header, where)
    return Room(
        name=name,
        kind=values["kind"][0],
        stages=frozenset(int(word) for word in values["stages"]),
        left=values["left"][0],
        right=values["right"][0],
        grid=tuple(grid),
        turn=values.get("turn") == ["yes"],
        exit_left=values.get("upper") == ["left"],
        side=values.get("side", [""])[0],
        place=values.get("place", ["any"])[0],
        landmark=values.get("landmark") == ["yes"],
        parts=parts,
        machines=machines,
        moving=frozenset(thing.kind for thing in things(grid, machines)),
        hard=values.get("hard") == ["yes"],
        beat=values.get("beat", [""])[0],
    )


def _read(header: list[list[str]], where: str) -> tuple[dict[str, list[str]], dict[str, Part], dict[str, Machine]]:
    """The words of each plain line by its first one, the random parts, the machines."""
    values: dict[str, list[str]] = {}
    parts: dict[str, Part] = {}
    machines: dict[str, Machine] = {}
    for key, *words in header:
        try:
            if key == "part":
                digit, parts[digit] = _part(words)
            elif key in ("lift", "crusher"):
                letter, machines[letter] = machine(key, words)
            else:
                values[key] = _plain(key, words)
        except ValueError as fault:
            raise TemplateError(f"{where}: {fault}") from None
    missing = [key for key in ("kind", "stages", "left", "right") if key not in values]
    if missing:
        raise TemplateError(f"{where}: no line {' or '.join(missing)}")
    return values, parts, machines


def _part(words: list[str]) -> tuple[str, Part]:
    """A line `part DIGIT PERCENT YES NO`. ValueError for any other."""
    if [len(word) for word in words[:1] + words[2:]] != [1, 1, 1] or not words[1].isdecimal() or int(words[1]) > 100:
        raise ValueError(f"part {' '.join(words)}: not `part DIGIT PERCENT YES NO`")
    digit, percent, yes, no = words
    return digit, Part(int(percent), yes, no)


def _plain(key: str, words: list[str]) -> list[str]:
    """The words of a line that says one thing. ValueError if that cannot be said."""
    if key not in LINES:
        raise ValueError(f"unknown line {key!r}")
    fits = all(word.isdecimal() for word in words) if key == "stages" else len(words) == 1 and (not LINES[key] or words[0] in LINES[key])
    if not words or not fits:
        raise ValueError(f"{key} {' '.join(words)!r}, not {' or '.join(LINES[key]) or 'what it takes'}")
    return words


def _check(room: Room, where: str) -> None:
    if room.kind not in NEEDED:
        raise TemplateError(f"{where}: kind {room.kind!r}, not one of {sorted(NEEDED)}")
    _check_size(room, where)
    used = set("".join(room.grid)) | {c for part in room.parts.values() for c in part.yes + part.no}
    if used - CHARACTERS:
        raise TemplateError(f"{where}: unknown characters {sorted(used - CHARACTERS)}")
    digits = used & frozenset("123456789")
    if digits != set(room.parts):
        raise TemplateError(f"{where}: digits {sorted(digits)} drawn, {sorted(room.parts)} explained")
    for number in range(room.storeys):
        missing = [mark for mark in NEEDED[room.kind] if mark not in "".join(room.storey(number))]
        if missing:
            raise TemplateError(f"{where}: no {missing} in the screen at row {number * SCREEN_H}")
    for fault in faults(room.grid, room.machines):
        raise TemplateError(f"{where}: {fault}")
    if room.kind == "door":
        _check_door(room, where)
    if room.storeys > 1:
        _check_borders(room, where)
    if room.kind == "fork" or room.side:
        _check_fork(room, where)
    _check_edge(room.left, [row[0] for row in room.storey(room.walk)], f"{where}: left edge")
    upper_edge = 0 if room.exit_left else -1
    _check_edge(room.right, [row[upper_edge] for row in room.storey(room.leave)], f"{where}: right edge")


def _check_size(room: Room, where: str) -> None:
    heights = [SCREEN_H * storeys for storeys in STOREYS.get(room.kind, (1,))]
    widths = {len(row) for row in room.grid}
    if len(room.grid) not in heights or len(widths) != 1 or min(widths) % SCREEN_W:
        high = " or ".join(map(str, heights))
        raise TemplateError(f"{where}: {len(room.grid)} rows of {sorted(widths)} columns, not {high} of a multiple of {SCREEN_W}")
    screens = WIDTHS.get(room.kind)
    if screens and room.screens not in screens:
        raise TemplateError(f"{where}: {room.screens} screens wide; a room of kind {room.kind} has {' or '.join(map(str, screens))}")


def _check_borders(room: Room, where: str) -> None:
    """Between storeys: stairs lead across each border, nobody falls through one (it would be death), and what is no way in is walled."""
    for border in range(SCREEN_H, len(room.grid), SCREEN_H):
        boards, bottom = room.grid[border - 2], room.grid[border - 1]
        for x, c in enumerate(bottom):
            if c not in "#~/\\" and boards[x] not in "#-/\\":
                raise TemplateError(
                    f"{where}: one would fall through row {border - 1} at column {x}; cover the hole with boards in the row above"
                )
        if not _crossings(room, border):
            raise TemplateError(f"{where}: no stairs cross the border at row {border}")
    closed = range(1, room.storeys - 1) if room.kind == "stairs" else [1 - room.walk]
    for number in closed:
        if any(row[0] != "#" or row[-1] != "#" for row in room.storey(number)):
            raise TemplateError(
                f"{where}: the storey at row {number * SCREEN_H} is no section of its own: its first and last columns are not all #"
            )


def _crossings(room: Room, border: int) -> list[int]:
    """The columns in which runs of stairs cross the border above this row."""
    above, below = room.grid[border - 1], room.grid[border]
    return [x for x, c in enumerate(above) if c in LEANS and 0 <= x - LEANS[c] < len(below) and below[x - LEANS[c]] == c]


def _check_fork(room: Room, where: str) -> None:
    """Two ways that lead on: the side storey hangs on the walk by a staircase near each end and has the checkpoint."""
    if room.kind != "fork" or room.side not in ("up", "down"):
        raise TemplateError(f"{where}: kind {room.kind!r} with side {room.side!r}; a fork, and nothing else, has `side up` or `side down`")
    columns = _crossings(room, SCREEN_H)
    middle = len(room.grid[0]) // 2
    if min(columns) >= middle or max(columns) < middle:
        raise TemplateError(f"{where}: stairs at columns {columns} only; a fork has one to each side of its middle")
    if "+" in "".join(room.storey(room.walk)) or "+" not in "".join(room.storey(1 - room.walk)):
        raise TemplateError(f"{where}: its checkpoint is not in the side storey")


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
