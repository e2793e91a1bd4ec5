"""Who was in the dream: everyone steps into the light once, between the ending and the credits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pygame

from game.context import Context
from game.input import Frame
from game.stack import Screen
from game.view.colours import BLACK, DARK, GOLD, GREY, WHITE
from game.view.sprites import Sprites

FIGURE_FRAMES = 110
BOSS_FRAMES = 170
_HURRY = 4
_FLOOR = 150
_LIGHT = ((96, 0), (80, 2), (56, 4))
"""Widths and depths in px of the steps that the figures stand on."""
_NECK = ((-14, 0), (-24, 4), (-34, 11), (-44, 16), (-54, 15), (-64, 9))
"""Where the eel's bones are, from its head on, in px."""


@dataclass(frozen=True, slots=True)
class Figure:
    """kind: of the actor, or `hero`. name, line: up to 30 characters each."""

    kind: str
    name: str
    line: str

    @property
    def frames(self) -> int:
        """How long it stays."""
        return FIGURE_FRAMES if not self.kind.startswith("boss") else BOSS_FRAMES


CAST = (
    Figure("shambler", "THE SLEEPWALKER", "who never woke"),
    Figure("hound", "THE EMBER HOUND", "asleep until you come near"),
    Figure("bat", "THE BATS", "small change of the Hush"),
    Figure("thrower", "THE PORTER", "who has a bone for everyone"),
    Figure("fishman", "THE BARGEE", "drowned, and none the calmer"),
    Figure("head", "THE MASK", "that grins at nobody"),
    Figure("ghost", "THE MOURNER", "who forgot whom she mourned"),
    Figure("spear", "THE WATCH", "armour that walks its round"),
    Figure("riser", "THE RED KING", "whom nobody buried twice"),
    Figure("pillar", "THE TWO SKULLS", "of one mind and one spine"),
    Figure("flea", "THE SACRISTAN", "all knees and nose"),
    Figure("knight", "THE AXE KNIGHT", "as wide as a door"),
    Figure("boss_bat", "THE HUSH", "great bat of the gate"),
    Figure("boss_weaver", "THE WIDOW OF THE LOOMS", "whose face is porcelain"),
    Figure("boss_bell", "PRIME AND COMPLINE", "jacks of the great clock"),
    Figure("boss_eel", "THE LANTERN-EATER", "all bones and appetite"),
    Figure("boss_golem", "OLD PATCHWORK", "with a stove for a heart"),
    Figure("boss_nightmare", "THE NIGHT MARE", "what the sleeper was afraid of"),
    Figure("boss_dreamer", "THE SLEEPER", "who dreamt them all"),
    Figure("hero", "HOB TALLOW", "lamplighter"),
)


class CastScreen(Screen):
    """One figure after the other. Held buttons hurry them, yes calls the next, no ends it; then: what follows."""

    def __init__(self, context: Context, then: Callable[[], None]) -> None:
        self.context = context
        self._then = then
        self._number = 0
        self._age = 0

    @property
    def figure(self) -> Figure:
        """Who stands in the light."""
        return CAST[self._number]

    def enter(self) -> None:
        """The tune of morning goes on."""
        self.context.mixer.tune("ending")

    def update(self, frame: Frame) -> None:
        """The next, when it is time."""
        self._age += _HURRY if frame.held else 1
        over = self._age >= self.figure.frames or frame.confirm
        if frame.cancel or (over and self._number == len(CAST) - 1):
            self._then()
        elif over:
            self._number += 1
            self._age = 0

    def draw(self, canvas: pygame.Surface) -> None:
        """The figure on its step, and what it is called."""
        canvas.fill(BLACK)
        font, sprites = self.context.font, self.context.sprites
        font.centre(canvas, "THE DREAM", 28, GOLD)
        for width, depth in _LIGHT:
            canvas.fill(DARK, (128 - width // 2, _FLOOR + depth, width, 1))
        _draw_figure(canvas, sprites, self.figure.kind, self._age)
        font.centre(canvas, self.figure.name, 172, WHITE)
        font.centre(canvas, self.figure.line, 188, GREY)


def _draw_figure(canvas: pygame.Surface, sprites: Sprites, kind: str, tick: int) -> None:
    """Most walk on the spot; the jacks come as two, and the eel with its bones."""
    if kind == "boss_bell":
        sprites.draw(canvas, "boss_bell.idle", 108, _FLOOR, 1, tick)
        sprites.draw(canvas, "boss_bell.moon.idle", 148, _FLOOR, -1, tick)
    elif kind == "boss_eel":
        for n, (dx, dy) in reversed(tuple(enumerate(_NECK, 1))):
            sprites.draw(canvas, "boss_eel.body" if n < len(_NECK) else "boss_eel.tail", 148 + dx, _FLOOR - 30 + dy)
        sprites.draw(canvas, "boss_eel.move", 148, _FLOOR - 30, 1, tick)
    else:
        pose = "walk" if kind == "hero" else "idle" if kind in ("boss_weaver", "boss_dreamer", "pillar") else "move"
        lift = 12 if kind in ("bat", "boss_bat", "head", "ghost", "boss_dreamer") else 0
        sprites.draw(canvas, f"{kind}.{pose}", 128, _FLOOR - lift, 1, tick)
