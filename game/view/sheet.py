"""Sprite sheets: an indexed picture and a text file that says which rectangle is which frame, and how frames follow each other.

Lines of the text, ``#`` starting a comment::

    frame NAME x y w h ox oy      ox, oy: the anchor (the feet's middle) counted from the frame's top left; may lie outside
    anim NAME ticks FRAME ...     loops; FRAME*3 stays three times as long
    anim! NAME ticks FRAME ...    plays once and stays on its last frame
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from generator.errors import UserError

if TYPE_CHECKING:
    import pygame

MAX_EDGE = 4096
"""Pixels; a larger picture is refused before it is unpacked."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One rectangle of a sheet, in pixels, and its anchor."""

    name: str
    x: int
    y: int
    w: int
    h: int
    ox: int
    oy: int


@dataclass(frozen=True, slots=True)
class Anim:
    """frames: a frame name for each step of `ticks` simulation frames."""

    name: str
    ticks: int
    loops: bool
    frames: tuple[str, ...]

    @property
    def length(self) -> int:
        """Of one round, in simulation frames."""
        return self.ticks * len(self.frames)

    def at(self, tick: int) -> str:
        """The frame to show `tick` simulation frames after the start; negative ticks show the first one."""
        step = max(tick, 0) // self.ticks
        return self.frames[step % len(self.frames) if self.loops else min(step, len(self.frames) - 1)]


@dataclass(frozen=True, slots=True)
class Sheet:
    """pixels: (h, w, 4) uint8 RGBA, alpha 0 or 255. Every name in `anims` leads to names in `frames`."""

    pixels: npt.NDArray[np.uint8]
    frames: dict[str, Frame]
    anims: dict[str, Anim]

    def image(self, name: str) -> npt.NDArray[np.uint8]:
        """The pixels of one frame, (h, w, 4) uint8."""
        frame = self.frames[name]
        return self.pixels[frame.y : frame.y + frame.h, frame.x : frame.x + frame.w]


def parse_sheet(text: str, where: str) -> tuple[dict[str, Frame], dict[str, Anim]]:
    """Frames and animations by name. Raises UserError naming ``where:line``."""
    frames: dict[str, Frame] = {}
    anims: dict[str, Anim] = {}
    lines: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split("#", 1)[0].split()
        if not words:
            continue
        at = f"{where}:{number}"
        if words[0] == "frame":
            frame = _frame(words, at)
            if frame.name in frames:
                raise UserError(f"{at}: frame {frame.name} is there twice")
            frames[frame.name] = frame
        elif words[0] in ("anim", "anim!"):
            anim = _anim(words, at)
            if anim.name in anims:
                raise UserError(f"{at}: animation {anim.name} is there twice")
            anims[anim.name], lines[anim.name] = anim, number
        else:
            raise UserError(f"{at}: {words[0]!r} is none of frame, anim, anim!")
    for anim in anims.values():
        lost = sorted(set(anim.frames) - set(frames))
        if lost:
            raise UserError(f"{where}:{lines[anim.name]}: animation {anim.name} names frame {lost[0]}, which is not in this sheet")
    return frames, anims


def _frame(words: list[str], at: str) -> Frame:
    try:
        _, name, *numbers = words
        x, y, w, h, ox, oy = map(int, numbers)
    except ValueError:
        raise UserError(f"{at}: a frame reads 'frame NAME x y w h ox oy', numbers in pixels") from None
    if min(x, y) < 0 or min(w, h) < 1:
        raise UserError(f"{at}: frame {name} has no size or starts left of or above the picture")
    return Frame(name, x, y, w, h, ox, oy)


def _anim(words: list[str], at: str) -> Anim:
    try:
        kind, name, ticks = words[0], words[1], int(words[2])
        steps = tuple(frame for word in words[3:] for frame in _repeated(word))
    except (ValueError, IndexError):
        raise UserError(f"{at}: an animation reads 'anim NAME ticks FRAME FRAME*2 ...'") from None
    if ticks < 1 or not steps:
        raise UserError(f"{at}: animation {name} needs one tick and one frame at least")
    return Anim(name, ticks, kind == "anim", steps)


def _repeated(word: str) -> list[str]:
    name, star, times = word.partition("*")
    count = int(times) if star else 1
    if not 1 <= count <= 3600:
        raise ValueError(word)
    return [name] * count


def load_sheet(png: Path, txt: Path) -> Sheet:
    """Reads a sheet. Raises UserError naming the file, and the line when a frame reaches out of the picture."""
    try:
        text = txt.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"{txt.name}: cannot be read: {_reason(error)}") from None
    frames, anims = parse_sheet(text, txt.name)
    pixels = _pixels(png)
    height, width = pixels.shape[:2]
    for frame in frames.values():
        if frame.x + frame.w > width or frame.y + frame.h > height:
            number = next(n for n, line in enumerate(text.splitlines(), 1) if line.split()[:2] == ["frame", frame.name])
            raise UserError(f"{txt.name}:{number}: frame {frame.name} reaches out of {png.name}, which is {width}x{height}")
    return Sheet(pixels, frames, anims)


def load_sheets(folder: Path) -> dict[str, Sheet]:
    """Every sheet of a folder (each ``.txt`` with the ``.png`` of that name), by file name without ending."""
    return {txt.stem: load_sheet(txt.with_suffix(".png"), txt) for txt in sorted(folder.glob("*.txt"))}


def surfaces(sheet: Sheet) -> dict[str, pygame.Surface]:
    """Every frame as a pygame surface with alpha, right-facing, unconverted (works without a display)."""
    import pygame

    return {
        name: pygame.image.frombuffer(np.ascontiguousarray(sheet.image(name)).tobytes(), (frame.w, frame.h), "RGBA")
        for name, frame in sheet.frames.items()
    }


def _pixels(png: Path) -> npt.NDArray[np.uint8]:
    from PIL import Image

    try:
        with Image.open(png) as image:
            if max(image.size) > MAX_EDGE:
                raise UserError(f"{png.name}: {image.width}x{image.height} is too large, {MAX_EDGE} pixels an edge are the limit")
            return np.array(image.convert("RGBA"), np.uint8)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise UserError(f"{png.name}: not a readable picture: {_reason(error)}") from None


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error).splitlines()[0]
