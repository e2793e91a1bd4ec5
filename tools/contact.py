"""Contact sheets of the sprites, to be looked at: ``python -m tools.contact --out FOLDER [stem ...]``.

One PNG for each stem: every animation as a strip in order, every frame enlarged and standing on one floor beside the hero, on a dark,
a middling and a light ground; with ``--over PICTURE`` also on that picture (say, a tile set's preview), as busy as a dream is.
"""

from __future__ import annotations

import argparse
import io
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from game.view.sheet import Frame, Sheet, load_sheet, load_sheets
from generator.errors import UserError
from generator.files import replace_file
from generator.palette import MASTER

ROOT = Path(__file__).resolve().parent.parent
SPRITES, FONT = ROOT / "assets" / "sprites", ROOT / "assets" / "fonts" / "dreamkeep.txt"
YARDSTICK = ("hero", "hero.idle.0")
"""Sheet and frame of what every figure is measured against."""
GROUNDS = (0x0C, 0x00, 0x36)
"""Master-palette indices: dark, middling, light."""
SCALE, WIDTH, GAP, LABEL, GLYPH = 8, 200, 4, 10, 8
"""Enlargement; then sheet pixels: width of a panel, space between frames, height of a line of writing, width of a letter."""
Pixels = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Strip:
    """Frames of one animation (each once, in the order in which they first come), or one frame that is in none."""

    name: str
    frames: tuple[tuple[Sheet, Frame], ...]

    @property
    def label(self) -> str:
        """The name without the kind that all strips of a sheet share."""
        return self.name.partition(".")[2] or self.name

    @property
    def width(self) -> int:
        """Sheet pixels, with a gap after every frame and one more, and room for the label."""
        return max(sum(frame.w + GAP for _, frame in self.frames), GLYPH * len(self.label)) + GAP

    @property
    def above(self) -> int:
        """Pixels from the top of the tallest frame to the line of the feet."""
        return max(frame.oy for _, frame in self.frames)

    @property
    def below(self) -> int:
        return max(max(frame.h - frame.oy for _, frame in self.frames), 0)


def strips(sheet: Sheet) -> list[Strip]:
    """The animations of a sheet in its order, then the frames that stand alone."""
    found = [Strip(anim.name, tuple((sheet, sheet.frames[name]) for name in dict.fromkeys(anim.frames))) for anim in sheet.anims.values()]
    moving = {name for anim in sheet.anims.values() for name in anim.frames}
    return found + [Strip(name, ((sheet, frame),)) for name, frame in sheet.frames.items() if name not in moving]


def shelves(all_strips: list[Strip], width: int) -> list[list[Strip]]:
    """The strips in lines of at most `width` pixels (a longer strip has a line of its own)."""
    lines: list[list[Strip]] = [[]]
    for strip in all_strips:
        if lines[-1] and sum(other.width for other in lines[-1]) + strip.width > width:
            lines.append([])
        lines[-1].append(strip)
    return lines


def panel(lines: list[list[Strip]], font: Sheet, ground: Pixels | int) -> Pixels:
    """The lines on a ground (a master-palette index, or a picture (h, w, 3) that is repeated): (h, w, 3) uint8, not enlarged."""
    heights = [LABEL + max(s.above for s in line) + max(s.below for s in line) + GAP for line in lines]
    width = max(WIDTH, max(sum(s.width for s in line) for line in lines))
    canvas = _ground(ground, sum(heights), width)
    top = 0
    for line, height in zip(lines, heights, strict=True):
        left, floor = GAP, top + LABEL + max(s.above for s in line)
        for strip in line:
            _write(canvas, font, strip.label, left, top + 1)
            start = left
            for sheet, frame in strip.frames:
                _paste(canvas, sheet.image(frame.name), left, floor - frame.oy)
                left += frame.w + GAP
            left = start + strip.width
        top += height
    return canvas


def contact_sheet(sheet: Sheet, hero: Strip, font: Sheet, over: Pixels | None = None, scale: int = SCALE) -> Pixels:
    """All panels of one stem, one above the other, enlarged: (h, w, 3) uint8."""
    lines = shelves([hero, *strips(sheet)], WIDTH)
    grounds: list[Pixels | int] = [*GROUNDS, *([] if over is None else [over])]
    panels = [panel(lines, font, ground) for ground in grounds]
    return np.concatenate(panels).repeat(scale, axis=0).repeat(scale, axis=1)


def _ground(ground: Pixels | int, height: int, width: int) -> Pixels:
    if isinstance(ground, int):
        return np.full((height, width, 3), MASTER.rgb[ground], np.uint8)
    times = (-(-height // ground.shape[0]), -(-width // ground.shape[1]), 1)
    return np.tile(ground, times)[:height, :width].copy()


def _paste(canvas: Pixels, image: Pixels, left: int, top: int) -> None:
    target = canvas[top : top + image.shape[0], left : left + image.shape[1]]
    opaque = image[: target.shape[0], : target.shape[1], 3] > 0
    target[opaque] = image[: target.shape[0], : target.shape[1], :3][opaque]


def _write(canvas: Pixels, font: Sheet, words: str, left: int, top: int) -> None:
    """White letters on a black bar, to be read on any ground."""
    canvas[top - 1 : top + GLYPH, left : left + GLYPH * len(words)] = 0
    for n, char in enumerate(words):
        _paste(canvas, font.image(str(ord(char))), left + GLYPH * n, top)


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.contact", description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("stems", nargs="*", metavar="stem", help="sheets of assets/sprites; all where none is named")
    parser.add_argument("--out", type=Path, required=True, help="folder the pictures are written to")
    parser.add_argument("--over", type=Path, help="a picture to show the sprites on as well")
    parser.add_argument("--scale", type=int, default=SCALE, choices=range(1, 17), metavar="1..16", help="enlargement (8)")
    return parser.parse_args(arguments)


def _picture(path: Path) -> Pixels:
    try:
        with Image.open(path) as image:
            return np.array(image.convert("RGB"), np.uint8)
    except (OSError, ValueError, Image.DecompressionBombError):
        raise UserError(f"{path}: not a readable picture") from None


def _png(pixels: Pixels) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "PNG")
    return stream.getvalue()


def main(arguments: list[str]) -> int:
    options = _options(arguments)
    try:
        sheets, font = load_sheets(SPRITES), load_sheet(FONT.with_suffix(".png"), FONT)
        unknown = [stem for stem in options.stems if stem not in sheets]
        if unknown:
            raise UserError(f"{unknown[0]}: no such sheet in assets/sprites")
        over = _picture(options.over) if options.over else None
        name, pose = YARDSTICK
        hero = Strip(name, ((sheets[name], sheets[name].frames[pose]),))
        options.out.mkdir(parents=True, exist_ok=True)
        for stem in options.stems or sheets:
            target = options.out / f"{stem}.png"
            replace_file(target, _png(contact_sheet(sheets[stem], hero, font, over, options.scale)))
            print(target)
    except (UserError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
