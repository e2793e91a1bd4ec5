"""All sprites by name. A pose nobody has drawn falls back to another of the same body, then to a plain box with its name."""

from __future__ import annotations

from pathlib import Path

import pygame

from game.view.colours import BLACK, VIOLET
from game.view.sheet import Cut, Sheet, load_sheet

_STAND_INS = ("idle", "move", "walk", "fly", "jump")


class Sprites:
    """The sheets of a folder, read when the first sprite is asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sheet: Sheet | None = None
        self._resolved: dict[str, str] = {}

    def has(self, name: str) -> bool:
        """Whether this very name is a frame or an animation."""
        sheet = self._sheets()
        return name in sheet.anims or name in sheet.cuts

    def cut(self, name: str, tick: int = 0) -> Cut:
        """The frame that a sprite shows at a step."""
        sheet = self._sheets()
        known = self._resolved.get(name)
        if known is None:
            known = self._resolved[name] = self._resolve(sheet, name)
        anim = sheet.anims.get(known)
        return sheet.cuts[anim.at(tick) if anim else known]

    def length(self, name: str) -> int:
        """Steps an animation takes; 1 for a single frame."""
        anim = self._sheets().anims.get(name)
        return anim.length if anim else 1

    def draw(self, canvas: pygame.Surface, name: str, x: int, y: int, facing: int = 1, tick: int = 0) -> None:
        """Draw a sprite with its anchor at canvas pixel (x, y)."""
        self.cut(name, tick).draw(canvas, x, y, facing)

    def _sheets(self) -> Sheet:
        if self._sheet is None:
            self._sheet = Sheet()
            for path in sorted(self._folder.glob("*.txt")):
                self._sheet.merge(load_sheet(path))
        return self._sheet

    def _resolve(self, sheet: Sheet, name: str) -> str:
        """The name itself, a stand-in of the same body, or a box made for it."""
        body = name.rsplit(".", 1)[0]
        for candidate in (name, *(f"{body}.{pose}" for pose in _STAND_INS), body):
            if candidate in sheet.anims or candidate in sheet.cuts:
                return candidate
        sheet.cuts[name] = _box(name)
        return name


def _box(name: str) -> Cut:
    """A stand-in for a sprite nobody has drawn: it must be seen, and say what it is."""
    box = pygame.Surface((16, 24), depth=32)
    box.fill(VIOLET)
    box.fill(BLACK, (1, 1, 14, 22))
    label = pygame.font.Font(None, 10) if pygame.font.get_init() else None
    for line, part in enumerate(name.split(".")[:3] if label else ()):
        box.blit(label.render(part[:4], False, VIOLET), (1, 2 + 7 * line))  # type: ignore[union-attr]
    return Cut(box, box, 8, 24)
