"""Sprite sheets: a PNG whose index 0 is see-through, and a text file that names its frames and animations."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pygame

from generator.errors import UserError


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


@dataclass(frozen=True, slots=True)
class Anim:
    """Frames shown `ticks` steps each; a looping one starts over, the others stay on the last frame."""

    ticks: int
    frames: tuple[str, ...]
    loops: bool

    @property
    def length(self) -> int:
        """Steps until it starts over or stands still."""
        return self.ticks * len(self.frames)

    def at(self, tick: int) -> str:
        """The frame's name at a step, counted from 0."""
        n = tick // self.ticks
        return self.frames[n % len(self.frames) if self.loops else min(n, len(self.frames) - 1)]


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
    """Read ``<name>.txt`` and the ``<name>.png`` beside it. Raises UserError with file and line when one is wrong."""
    image_path = text_path.with_suffix(".png")
    try:
        picture = pygame.image.load(str(image_path))
        lines = text_path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError, pygame.error) as error:
        raise UserError(f"{text_path.name}: cannot read this sprite sheet ({error})") from error
    if picture.get_bitsize() == 8:
        picture.set_colorkey(0)
    sheet = Sheet()
    for number, line in enumerate(lines, 1):
        words = line.split("#", 1)[0].split()
        try:
            _read_line(sheet, words, picture)
        except (ValueError, IndexError) as error:
            raise UserError(f"{text_path.name}:{number}: {error} in '{line.strip()}'") from error
    for name, anim in sheet.anims.items():
        for frame in anim.frames:
            if frame not in sheet.cuts:
                raise UserError(f"{text_path.name}: animation {name} names the frame {frame}, which is not there")
    return sheet


def _read_line(sheet: Sheet, words: list[str], picture: pygame.Surface) -> None:
    match words:
        case []:
            return
        case ["frame", name, *numbers] if len(numbers) == 6:
            x, y, w, h, ox, oy = map(int, numbers)
            if not picture.get_rect().contains((x, y, w, h)):
                raise ValueError("frame outside the picture")
            sheet.cuts[name] = _cut(picture, pygame.Rect(x, y, w, h), ox, oy)
        case ["anim" | "anim!" as kind, name, ticks, *frames] if frames and int(ticks) > 0:
            sheet.anims[name] = Anim(int(ticks), tuple(frames), kind == "anim")
        case _:
            raise ValueError("expected 'frame NAME x y w h ox oy' or 'anim NAME ticks frame...'")


def _cut(picture: pygame.Surface, rect: pygame.Rect, ox: int, oy: int) -> Cut:
    """Frames are kept as 32-bit surfaces with a colour key, which are the fastest to draw."""
    right = picture.subsurface(rect).convert(pygame.Surface((1, 1), depth=32))
    key = picture.get_colorkey()
    if key is not None:
        right.set_colorkey(key, pygame.RLEACCEL)
    left = pygame.transform.flip(right, True, False)
    if key is not None:
        left.set_colorkey(key, pygame.RLEACCEL)
    return Cut(right, left, ox, oy)
