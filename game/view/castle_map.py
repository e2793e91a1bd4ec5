"""The castle as a map: six places, and the way that leads from one to the next."""

from __future__ import annotations

from itertools import pairwise
from math import hypot
from typing import NamedTuple

import pygame

from game.view.colours import BLACK, RGB, WHITE, rgb
from game.view.sprites import Sprites

PICTURE = "castle"
PLACES = ((35, 180), (88, 165), (122, 136), (140, 209), (219, 152), (170, 80))
"""Gate, hall, chapel, crypt, laboratory, keep; pixels of the picture."""
_BENDS: tuple[tuple[tuple[int, int], ...], ...] = (
    ((60, 180), (72, 165)),
    ((122, 165),),
    ((140, 136), (140, 180)),
    ((196, 209), (219, 188)),
    ((219, 128), (200, 128), (170, 116)),
)
"""Between each two places, where the way turns."""
AMBER, CREAM, BLUE = rgb(0x27), rgb(0x38), rgb(0x21)
_GAP = 5
_HEAD = "hud.life"


class Spot(NamedTuple):
    x: int
    y: int


def leg(index: int) -> list[Spot]:
    """The way from place `index` to the next, a spot every _GAP pixels, both places among them."""
    corners = [PLACES[index], *_BENDS[index], PLACES[index + 1]]
    spots = [Spot(*corners[0])]
    for (x0, y0), (x1, y1) in pairwise(corners):
        steps = max(1, round(hypot(x1 - x0, y1 - y0) / _GAP))
        spots += [Spot(round(x0 + (x1 - x0) * n / steps), round(y0 + (y1 - y0) * n / steps)) for n in range(1, steps + 1)]
    return spots


def draw_castle_map(canvas: pygame.Surface, sprites: Sprites, stage: int, share: float, bright: bool) -> None:
    """Draw the map with the hero on the way to place `stage` (0..5), `share` of the last leg (0..1) behind him.

    bright: the place he stands on glows.
    """
    sprites.draw(canvas, PICTURE, 0, 0)
    walked = [spot for n in range(stage - 1) for spot in leg(n)]
    head = Spot(*PLACES[stage])
    if stage:
        last = leg(stage - 1)
        walked += last[: max(1, round(share * len(last)))]
        head = walked[-1]
    for spot in walked:
        _dot(canvas, spot, AMBER)
    for n, place in enumerate(PLACES):
        if n < stage:
            _place(canvas, place, AMBER, CREAM)
        elif n > stage or share < 1:
            _place(canvas, place, BLUE, BLACK)
        else:
            _place(canvas, place, WHITE if bright else AMBER, AMBER)
    _draw_head(canvas, sprites, head)


def _dot(canvas: pygame.Surface, spot: Spot, colour: RGB) -> None:
    canvas.fill(BLACK, (spot.x - 2, spot.y - 2, 4, 4))
    canvas.fill(colour, (spot.x - 1, spot.y - 1, 2, 2))


def _place(canvas: pygame.Surface, place: tuple[int, int], edge: RGB, middle: RGB) -> None:
    x, y = place
    canvas.fill(BLACK, (x - 5, y - 5, 10, 10))
    canvas.fill(edge, (x - 4, y - 4, 8, 8))
    canvas.fill(middle, (x - 2, y - 2, 4, 4))


def _draw_head(canvas: pygame.Surface, sprites: Sprites, spot: Spot) -> None:
    """The hero's head above the spot, in a frame of his lamp's light."""
    picture = sprites.cut(_HEAD).right
    frame = picture.get_rect(midbottom=(spot.x, spot.y - 7)).inflate(6, 6)
    canvas.fill(AMBER, frame)
    canvas.fill(BLACK, frame.inflate(-2, -2))
    pygame.draw.polygon(canvas, AMBER, ((spot.x - 2, frame.bottom), (spot.x + 2, frame.bottom), (spot.x, frame.bottom + 2)))
    canvas.blit(picture, picture.get_rect(center=frame.center))
