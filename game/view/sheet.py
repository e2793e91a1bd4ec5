"""Sprite sheets as pygame pictures: ``<name>.txt`` (see ``sheet_text``) and the indexed ``<name>.png`` beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pygame

from game.view.sheet_text import Anim, Frame, parse_sheet
from generator.errors import UserError

MAX_EDGE = 4096
"""Pixels; a larger picture is refused before it is unpacked."""
KEY = (255, 0, 255)
"""Stands for see-through in a cut: no NES colour, so no pixel of a sprite is lost to it."""


@dataclass(frozen=True, slots=True)
class Cut:
    """One frame: its picture looking right and left, and the anchor (from its top left corner, looking right)."""

    right: pygame.Surface
    left: pygame.Surface
    ox: int
    oy: int

    def draw(self, canvas: pygame.Surface, x: int, y: int, facing: int = 1) -> None:
        """Draw with the anchor at canvas pixel (x, y)."""
        if facing < 0:
            canvas.blit(self.left, (x - (self.left.get_width() - self.ox), y - self.oy))
        else:
            canvas.blit(self.right, (x - self.ox, y - self.oy))


@dataclass(slots=True)
class Sheet:
    """The frames and animations of one or more files."""

    cuts: dict[str, Cut] = field(default_factory=dict)
    anims: dict[str, Anim] = field(default_factory=dict)

    def merge(self, other: Sheet) -> None:
        """Take over all of another sheet's names."""
        self.cuts.update(other.cuts)
        self.anims.update(other.anims)


def load_sheet(text_path: Path) -> Sheet:
    """Read ``<name>.txt`` and the ``<name>.png`` beside it. Raises UserError with file, and line where there is one."""
    image_path = text_path.with_suffix(".png")
    try:
        text = text_path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"{text_path.name}: cannot be read: {_reason(error)}") from None
    frames, anims = parse_sheet(text, text_path.name)
    pixels = read_pixels(image_path)
    height, width = pixels.shape[:2]
    for frame in frames.values():
        if frame.x + frame.w > width or frame.y + frame.h > height:
            place = f"{text_path.name}:{frame.line}"
            raise UserError(f"{place}: frame {frame.name} reaches out of {image_path.name}, which is {width}x{height}")
    return Sheet({name: _cut(pixels, frame) for name, frame in frames.items()}, anims)


def read_pixels(path: Path) -> npt.NDArray[np.uint8]:
    """A picture as (h, w, 4) uint8 RGBA. Raises UserError when it is none, or larger than MAX_EDGE."""
    from PIL import Image

    try:
        with Image.open(path) as image:
            if max(image.size) > MAX_EDGE:
                raise UserError(f"{path.name}: {image.width}x{image.height} is too large, {MAX_EDGE} pixels an edge are the limit")
            return np.array(image.convert("RGBA"), np.uint8)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise UserError(f"{path.name}: not a readable picture: {_reason(error)}") from None


def _cut(pixels: npt.NDArray[np.uint8], frame: Frame) -> Cut:
    """Frames are kept as 32-bit surfaces with a colour key, which are the fastest to draw."""
    cut = pixels[frame.y : frame.y + frame.h, frame.x : frame.x + frame.w]
    keyed = np.where(cut[..., 3:] < 128, np.array(KEY, np.uint8), cut[..., :3])
    right = pygame.image.frombytes(keyed.tobytes(), (frame.w, frame.h), "RGB").convert(pygame.Surface((1, 1), depth=32))
    left = pygame.transform.flip(right, True, False)
    for picture in (right, left):
        picture.set_colorkey(KEY, pygame.RLEACCEL)
    return Cut(right, left, frame.ox, frame.oy)


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error).splitlines()[0]
