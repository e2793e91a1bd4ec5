"""All sprites by name. A pose nobody has drawn falls back to another of the same body, then to a plain box with its name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pygame

from game.view.colours import BLACK, RGB, VIOLET
from game.view.sheet import Anim, load_sheets, surfaces

_STAND_INS = ("idle", "move", "walk")


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
            canvas.blit(self.left, (x - self.left.get_width() + self.ox, y - self.oy))
        else:
            canvas.blit(self.right, (x - self.ox, y - self.oy))


class Sprites:
    """The sheets of a folder, read when the first sprite is asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._loaded = False
        self._cuts: dict[str, Cut] = {}
        self._anims: dict[str, Anim] = {}
        self._resolved: dict[str, str] = {}
        self._outlined: dict[tuple[int, RGB], Cut] = {}

    def has(self, name: str) -> bool:
        """Whether this very name is a frame or an animation."""
        self._load()
        return name in self._anims or name in self._cuts

    def cut(self, name: str, tick: int = 0) -> Cut:
        """The frame that a sprite shows at a step."""
        known = self._resolved.get(name)
        if known is None:
            self._load()
            known = self._resolved[name] = self._resolve(name)
        anim = self._anims.get(known)
        return self._cuts[anim.at(tick) if anim else known]

    def length(self, name: str) -> int:
        """Steps an animation takes; 1 for a single frame."""
        self._load()
        anim = self._anims.get(name)
        return anim.length if anim else 1

    def draw(self, canvas: pygame.Surface, name: str, x: int, y: int, facing: int = 1, tick: int = 0, outline: RGB | None = None) -> None:
        """Draw a sprite with its anchor at canvas pixel (x, y), with a line of a colour round it if one is given."""
        cut = self.cut(name, tick)
        (self._with_outline(cut, outline) if outline else cut).draw(canvas, x, y, facing)

    def _with_outline(self, cut: Cut, colour: RGB) -> Cut:
        key = id(cut), colour  # cuts are kept for good, so an id stays one cut's
        if key not in self._outlined:
            self._outlined[key] = outlined(cut, colour)
        return self._outlined[key]

    def _load(self) -> None:
        if self._loaded:
            return
        self._loaded = True
        for sheet in load_sheets(self._folder).values():
            self._anims.update(sheet.anims)
            for name, picture in surfaces(sheet).items():
                frame = sheet.frames[name]
                self._cuts[name] = make_cut(picture, frame.ox, frame.oy)

    def _resolve(self, name: str) -> str:
        """The name itself, a stand-in of the same body, or a box made for it."""
        body = name.rsplit(".", 1)[0]
        for candidate in (name, *(f"{body}.{pose}" for pose in _STAND_INS), body):
            if candidate in self._anims or candidate in self._cuts:
                return candidate
        box = f"box of {name}"
        self._cuts[box] = _box(name)
        return box


def make_cut(picture: pygame.Surface, ox: int, oy: int) -> Cut:
    """A frame ready for drawing, in a format that blits fast on the canvas."""
    right = picture.convert(pygame.Surface((1, 1), pygame.SRCALPHA, 32))
    return Cut(right, pygame.transform.flip(right, True, False), ox, oy)


def outlined(cut: Cut, colour: RGB) -> Cut:
    """The same frame with a line of one pixel round its shape."""
    width, height = cut.right.get_size()
    shape = pygame.mask.from_surface(cut.right).to_surface(setcolor=colour, unsetcolor=(0, 0, 0, 0))
    picture = pygame.Surface((width + 2, height + 2), pygame.SRCALPHA, 32)
    for at in ((0, 1), (2, 1), (1, 0), (1, 2)):
        picture.blit(shape, at)
    picture.blit(cut.right, (1, 1))
    return make_cut(picture, cut.ox + 1, cut.oy + 1)


def _box(name: str) -> Cut:
    """A stand-in for a sprite nobody has drawn: it must be seen, and say what it is."""
    box = pygame.Surface((16, 24), depth=32)
    box.fill(VIOLET)
    box.fill(BLACK, (1, 1, 14, 22))
    if not pygame.font.get_init():
        pygame.font.init()
    small = pygame.font.Font(None, 10)
    for line, part in enumerate(name.split(".")[:3]):
        box.blit(small.render(part[:4], False, VIOLET), (1, 2 + 7 * line))
    return Cut(box, box, 8, 24)
