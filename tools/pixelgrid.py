"""Sprites as text: parts drawn in characters, put together to frames.

A source (``tools/pixels/<sheet>.txt``) has these directives; a line that starts with ``# `` is a comment::

    palette cape #=0F b=11 B=21         three colours at most, NES master-palette indices in hex
    part head                           rows of characters follow, up to the next empty line
    ..##..
    .#bB#.

    frame hero.idle legs@-6,-12 ~head@-6,-31
    anim hero.walk 6 hero.walk.0 hero.walk.1*2

A frame is a list of parts, later ones on top; ``x,y`` is where the part's top left goes, counted from the frame's anchor (the
feet's middle). ``~`` mirrors the part left to right, ``^`` top to bottom. In a part ``.`` is transparent and ``_`` erases what
lies below. ``anim`` lines are handed through to the sheet (see ``game/view/sheet.py``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from generator.errors import UserError

CLEAR, ERASE = ".", "_"
Grid = npt.NDArray[np.uint8]
_PLACED = re.compile(r"([~^]*)([\w.]+)@(-?\d+),(-?\d+)$")


@dataclass(frozen=True, slots=True)
class SubPalette:
    """colours: character -> master-palette index, at most three."""

    name: str
    colours: dict[str, int]


@dataclass(frozen=True, slots=True)
class Picture:
    """A finished frame: pixels (h, w) of colour numbers, 0 transparent; ox, oy: the anchor, in the picture's pixels."""

    name: str
    pixels: Grid
    ox: int
    oy: int


@dataclass(frozen=True, slots=True)
class Source:
    """palettes: in order of appearance; colour number n of a picture is ``colours[n]``. anims: the lines as they stand."""

    palettes: tuple[SubPalette, ...]
    colours: tuple[int, ...]
    pictures: tuple[Picture, ...]
    anims: tuple[str, ...]


def load_source(path: Path) -> Source:
    """Reads and composes one source. Raises UserError naming file and line."""
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        raise UserError(f"{path.name}: cannot be read: {error.strerror}") from None
    return parse_source(text, path.name)


def parse_source(text: str, where: str) -> Source:
    """The source in `text`; `where` is how messages call it."""
    palettes: list[SubPalette] = []
    parts: dict[str, list[str]] = {}
    frames: list[tuple[str, str, int]] = []
    anims: list[str] = []
    lines = enumerate(text.splitlines(), 1)
    for number, line in lines:
        word, _, rest = line.partition(" ")
        if not line.strip() or line.startswith("# "):
            continue
        if word == "palette":
            palettes.append(_palette(rest, f"{where}:{number}"))
        elif word == "part":
            parts[rest.strip()] = _rows(lines, f"{where}:{number}")
        elif word == "frame":
            frames.append((*_split(rest), number))
        elif word in ("anim", "anim!"):
            anims.append(line.strip())
        else:
            raise UserError(f"{where}:{number}: {word!r} is none of palette, part, frame, anim, anim!")
    numbers, colours = _number(palettes, where)
    grids = {name: _grid(rows, numbers, f"{where} part {name}") for name, rows in parts.items()}
    pictures = tuple(_compose(name, spec, grids, f"{where}:{number}") for name, spec, number in frames)
    return Source(tuple(palettes), colours, pictures, tuple(anims))


def _split(rest: str) -> tuple[str, str]:
    name, _, spec = rest.strip().partition(" ")
    return name, spec


def _palette(rest: str, where: str) -> SubPalette:
    name, spec = _split(rest)
    try:
        colours = {pair[0]: int(pair[2:], 16) for pair in spec.split() if pair[1] == "="}
    except (ValueError, IndexError):
        raise UserError(f"{where}: a palette reads like 'palette cape #=0F b=11 B=21'") from None
    if not 1 <= len(colours) <= 3 or not all(0 <= colour < 64 and colour != 0x0D for colour in colours.values()):
        raise UserError(f"{where}: a sprite palette has one to three colours between 00 and 3F, without 0D")
    return SubPalette(name, colours)


def _rows(lines: Iterator[tuple[int, str]], where: str) -> list[str]:
    rows: list[str] = []
    for _, line in lines:
        if not line.strip():
            break
        rows.append(line.rstrip())
    if not rows:
        raise UserError(f"{where}: a part without rows")
    return rows


def _number(palettes: list[SubPalette], where: str) -> tuple[dict[str, int], tuple[int, ...]]:
    """Colour numbers of the characters: 1.. in order of appearance; a character shared by palettes must mean one colour."""
    numbers: dict[str, int] = {}
    colours = [0]
    for palette in palettes:
        for char, colour in palette.colours.items():
            if char not in numbers:
                numbers[char] = len(colours)
                colours.append(colour)
            elif colours[numbers[char]] != colour:
                raise UserError(f"{where}: palette {palette.name}: {char!r} already stands for another colour")
    return numbers, tuple(colours)


_HOLE = 255


def _grid(rows: list[str], numbers: dict[str, int], where: str) -> Grid:
    grid = np.zeros((len(rows), max(map(len, rows))), np.uint8)
    codes = {CLEAR: 0, ERASE: _HOLE, **numbers}
    for y, row in enumerate(rows):
        for x, char in enumerate(row):
            if char not in codes:
                raise UserError(f"{where} row {y + 1} column {x + 1}: {char!r} is in no palette")
            grid[y, x] = codes[char]
    return grid


def _compose(name: str, spec: str, grids: dict[str, Grid], where: str) -> Picture:
    placed: list[tuple[Grid, int, int]] = []
    for word in spec.split():
        found = _PLACED.match(word)
        if not found or found[2] not in grids:
            raise UserError(f"{where}: {word!r} is not a part in a place, like head@-6,-31")
        grid = grids[found[2]]
        grid = grid[:, ::-1] if "~" in found[1] else grid
        grid = grid[::-1] if "^" in found[1] else grid
        placed.append((grid, int(found[3]), int(found[4])))
    if not placed:
        raise UserError(f"{where}: frame {name} has no parts")
    left, top = min(x for _, x, _ in placed), min(y for _, _, y in placed)
    right, bottom = max(x + g.shape[1] for g, x, _ in placed), max(y + g.shape[0] for g, _, y in placed)
    canvas = np.zeros((bottom - top, right - left), np.uint8)
    for grid, x, y in placed:
        target = canvas[y - top : y - top + grid.shape[0], x - left : x - left + grid.shape[1]]
        target[grid != 0] = grid[grid != 0]
    canvas[canvas == _HOLE] = 0
    return _trim(name, canvas, -left, -top)


def _trim(name: str, canvas: Grid, ox: int, oy: int) -> Picture:
    ys, xs = np.nonzero(canvas)
    if not len(ys):
        raise UserError(f"frame {name} is empty")
    return Picture(name, canvas[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1], int(ox - xs.min()), int(oy - ys.min()))
