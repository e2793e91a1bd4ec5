"""Short-lived pictures: sparks, flames, splashes, and the points that rise from a bag of coins (a slain enemy's go unsaid)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pygame

from game.look import Comfort
from game.sim.events import Event
from game.view.colours import WHITE
from game.view.font import GLYPH, Font
from game.view.sprites import Sprites

_SPRITES = {
    "hit": "fx.hit",
    "boss_hit": "fx.hit",
    "kill": "fx.flame",
    "candle": "fx.flame",
    "boss_dead": "fx.flame",
    "splash": "fx.splash",
    "burn": "fx.burn",
    "rise": "fx.rise",
    "appear": "fx.appear",
    "slam": "fx.dust",
    "crush": "fx.dust",
    "crumble": "fx.crumble",
}
_FLASH_STEPS = 24
_GLARE = 120
"""How bright, of 255, the view is washed at first where flashing is reduced."""
_SHORTEST = 16
_POINTS_STEPS = 45
_BOSS_FLAMES = ((-16, 0), (0, -12), (14, 4), (-6, -22), (9, -18))


@dataclass(slots=True)
class _Effect:
    sprite: str
    text: str
    x: int
    y: int
    age: int
    length: int


class Effects:
    """Listens to events and draws what they leave behind."""

    def __init__(self, sprites: Sprites, font: Font, comfort: Comfort) -> None:
        self._sprites = sprites
        self._font = font
        self._comfort = comfort
        self._flash = 0
        self._running: list[_Effect] = []

    def update(self, events: Iterable[Event]) -> None:
        """Advance by one step, then begin what the step's events ask for."""
        for effect in self._running:
            effect.age += 1
        self._running = [effect for effect in self._running if effect.age < effect.length]
        self._flash = max(0, self._flash - 1)
        events = list(events)
        slain = any(event.kind == "kill" for event in events)
        for event in events:
            if sprite := _SPRITES.get(event.kind):
                self._begin(sprite, event.x, event.y)
            elif event.kind == "land" and event.value:  # from high up
                self._begin("fx.dust", event.x, event.y)
            if event.kind == "boss_dead":
                for n, (dx, dy) in enumerate(_BOSS_FLAMES):
                    self._begin(sprite or "fx.flame", event.x + dx, event.y + dy, -6 * n - 6)
            elif event.kind == "rosary":
                self._flash = _FLASH_STEPS
            elif event.kind == "points" and event.value and not slain:
                self._running.append(_Effect("", str(event.value), event.x, event.y, 0, _POINTS_STEPS))

    def draw(self, view: pygame.Surface, camera: tuple[int, int]) -> None:
        """Draw what has begun."""
        if self._flash:
            self._draw_flash(view)
        for effect in self._running:
            x, y = effect.x - camera[0], effect.y - camera[1]
            if effect.age < 0:
                continue
            if effect.text:
                self._font.draw(view, effect.text, x - len(effect.text) * GLYPH // 2, y - 16 - effect.age // 3, WHITE)
            else:
                self._sprites.draw(view, effect.sprite, x, y, 1, effect.age)

    def _draw_flash(self, view: pygame.Surface) -> None:
        """The rosary's light: white every other moment, or where flashing is reduced one pale wash that fades."""
        if self._comfort.reduced_flashing:
            glare = _GLARE * self._flash // _FLASH_STEPS
            view.fill((glare, glare, glare), special_flags=pygame.BLEND_RGB_ADD)
        elif self._flash % 8 >= 4:
            view.fill(WHITE)

    def _begin(self, sprite: str, x: int, y: int, age: int = 0) -> None:
        self._running.append(_Effect(sprite, "", x, y, age, max(_SHORTEST, self._sprites.length(sprite))))
