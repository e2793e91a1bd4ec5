"""Turns the drawings in ``tools/pixels/*.txt`` into the sheets of ``assets/``: ``python -m tools.draw [name ...]``.

``font.txt`` becomes ``assets/fonts/dreamkeep.png``, every other drawing ``assets/sprites/<name>.png`` and ``.txt``. The same drawing
gives the same bytes. ``title`` is painted by ``tools/title.py``, ``castle`` by ``tools/castle_map.py``, ``ending`` by ``tools/ending.py``.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from PIL import Image

from generator.errors import UserError
from generator.files import replace_file
from generator.palette import MASTER
from generator.ppu import Screen, render
from tools.castle_map import paint_map
from tools.ending import HOURS, paint_hour
from tools.pixelgrid import Grid, Source, load_source
from tools.title import paint

ROOT = Path(__file__).resolve().parent.parent
DRAWINGS = ROOT / "tools" / "pixels"
SHEET_WIDTH = 192
"""Pixels; a frame wider than that makes its sheet wider."""
GLYPH, GLYPH_COLUMNS = 8, 16


@dataclass(frozen=True, slots=True)
class Painting:
    """What a program paints instead of a drawing. painters: one for each picture; ticks: simulation frames that each is shown."""

    painters: tuple[Callable[[], Screen], ...]
    module: str
    ticks: int = 1


PAINTED = {
    "title": Painting((paint,), "title"),
    "castle": Painting((paint_map,), "castle_map"),
    "ending": Painting(tuple(partial(paint_hour, hour) for hour in HOURS), "ending", 200),
}


def pack(source: Source) -> tuple[Grid, list[str]]:
    """Shelves of frames, one pixel apart, in the order of the source: the sheet's pixels and its frame lines."""
    width = max([SHEET_WIDTH, *(picture.pixels.shape[1] for picture in source.pictures)])
    places: list[tuple[int, int]] = []
    x = y = shelf = 0
    for picture in source.pictures:
        h, w = picture.pixels.shape
        if x + w > width:
            x, y, shelf = 0, y + shelf + 1, 0
        places.append((x, y))
        x, shelf = x + w + 1, max(shelf, h)
    sheet = np.zeros((y + shelf, width), np.uint8)
    lines: list[str] = []
    for picture, (left, top) in zip(source.pictures, places, strict=True):
        h, w = picture.pixels.shape
        sheet[top : top + h, left : left + w] = picture.pixels
        lines.append(f"frame {picture.name} {left} {top} {w} {h} {picture.ox} {picture.oy}")
    return sheet, lines


def sheet_files(path: Path) -> tuple[bytes, str]:
    """The PNG and the text of one sprite drawing."""
    source = load_source(path)
    sheet, lines = pack(source)
    text = "\n".join([f"# made from tools/pixels/{path.name} by tools/draw.py", *lines, *source.anims])
    return png(sheet, source.colours), text + "\n"


def font_files(path: Path) -> tuple[bytes, str]:
    """The PNG and the text of the font: 16 glyphs a row from the space on; white, to be tinted by whoever writes."""
    glyphs = read_glyphs(path.read_text("utf-8"), path.name)
    rows = -(-len(glyphs) // GLYPH_COLUMNS)
    sheet = np.zeros((rows * GLYPH, GLYPH_COLUMNS * GLYPH), np.uint8)
    lines = [f"# made from tools/pixels/{path.name} by tools/draw.py"]
    for char in sorted(glyphs):
        y, x = divmod(ord(char) - 32, GLYPH_COLUMNS)
        sheet[y * GLYPH : (y + 1) * GLYPH, x * GLYPH : (x + 1) * GLYPH] = glyphs[char]
        lines.append(f"frame {ord(char)} {x * GLYPH} {y * GLYPH} {GLYPH} {GLYPH} 0 0")
    return png(sheet, (0, 0x30)), "\n".join(lines) + "\n"


def read_glyphs(text: str, where: str) -> dict[str, Grid]:
    """``glyphs ABC`` and eight rows of as many cells apart by one space: (8, 8) grids of 0 and 1 by character."""
    glyphs: dict[str, Grid] = {}
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if not line.startswith("glyphs "):
            continue
        chars = line[len("glyphs ") :]
        for y in range(GLYPH):
            cells = lines[number + 1 + y].split(" ") if number + 1 + y < len(lines) else []
            if len(cells) != len(chars) or any(len(cell) >= GLYPH for cell in cells):
                raise UserError(f"{where}:{number + 2 + y}: {len(chars)} cells of up to 7 pixels expected")
            for char, cell in zip(chars, cells, strict=True):
                grid = glyphs.setdefault(char, np.zeros((GLYPH, GLYPH), np.uint8))
                grid[y, : len(cell)] = [pixel == "#" for pixel in cell]
    return glyphs


def png(pixels: Grid, colours: tuple[int, ...]) -> bytes:
    """An indexed PNG; colours: master-palette index of every pixel value, the first being transparent."""
    image = Image.fromarray(pixels, "P")
    image.putpalette(MASTER.rgb[list(colours)].astype(np.uint8).tobytes())
    stream = io.BytesIO()
    image.save(stream, "PNG", transparency=0, optimize=True)
    return stream.getvalue()


def painted_files(name: str) -> tuple[bytes, str]:
    """The PNG and the text of a painted picture; several stand one below the other and follow each other in an animation."""
    painting = PAINTED[name]
    screens = [painter() for painter in painting.painters]
    rows = MASTER.rgb[np.vstack([render(screen) for screen in screens])].astype(np.uint8)
    colours, pixels = np.unique(rows.reshape(-1, 3), axis=0, return_inverse=True)
    image = Image.fromarray(pixels.reshape(rows.shape[:2]).astype(np.uint8), "P")
    image.putpalette(colours.astype(np.uint8).tobytes())
    stream = io.BytesIO()
    image.save(stream, "PNG", optimize=True)
    names = [f"{name}.{n}" for n in range(len(screens))] if len(screens) > 1 else [name]
    height = image.height // len(screens)
    lines = [f"frame {frame} 0 {n * height} {image.width} {height} 0 0" for n, frame in enumerate(names)]
    if len(names) > 1:
        lines.append(f"anim! {name} {painting.ticks} {' '.join(names)}")
    return stream.getvalue(), "\n".join([f"# made by tools/{painting.module}.py", *lines]) + "\n"


def targets(path: Path) -> dict[Path, bytes]:
    """What a drawing turns into: contents by path."""
    folder, name = ("fonts", "dreamkeep") if path.stem == "font" else ("sprites", path.stem)
    if path.stem in PAINTED:
        image, text = painted_files(path.stem)
    else:
        image, text = (font_files if path.stem == "font" else sheet_files)(path)
    base = ROOT / "assets" / folder / name
    return {base.with_suffix(".png"): image, base.with_suffix(".txt"): text.encode()}


def main(names: list[str]) -> int:
    try:
        for path in [DRAWINGS / f"{name}.txt" for name in names] or [
            *sorted(DRAWINGS.glob("*.txt")),
            *(DRAWINGS / name for name in PAINTED),
        ]:
            for target, content in targets(path).items():
                replace_file(target, content)
                print(target.relative_to(ROOT))
    except UserError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
