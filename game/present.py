"""From the canvas of 256 x 240 to window pixels: whole-number scaling, the 8:7 pixels of the console, the look of a picture tube.

The tube is four cheap steps: bright parts glow (a blurred, darkened copy is added), edges across the lines go soft, lines have
dark gaps, and the mask of the glass tints the columns. No step makes the picture flicker.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pygame

from game.look import Look

WIDTH, HEIGHT = 256, 240
_GLOW = 4
"""Canvas pixels to a pixel of the blurred copy."""
_GLOW_KEEPS = (96, 96, 96)
"""How much of the blurred copy is added, of 255: a soft shine that leaves black black."""
_GAPS = {2: (255, 176), 3: (255, 250, 168), 4: (236, 255, 236, 140), 5: (226, 255, 255, 226, 130)}
"""Brightness of each window line within a picture line, by scale; larger scales repeat the pattern of 5 in proportion."""
_TINTS = ((255, 238, 238), (238, 255, 238), (238, 238, 255))
"""The mask's three columns."""
_CORNER = 0.18
"""How much darker the corners are than the middle."""


@dataclass(frozen=True, slots=True)
class Letterbox:
    """Where the picture lies in the window: window lines per picture line, its top left corner (negative when cut off), its size."""

    scale: int
    x: int
    y: int
    w: int
    h: int

    @property
    def rect(self) -> tuple[int, int, int, int]:
        """x, y, w, h in window pixels."""
        return self.x, self.y, self.w, self.h


def letterbox(width: int, height: int, *, aspect87: bool = False) -> Letterbox:
    """The largest whole scale at which the picture fits a window of width x height, at least 1, and centred."""
    scale = 1
    while picture_width(scale + 1, aspect87) <= width and HEIGHT * (scale + 1) <= height:
        scale += 1
    w, h = picture_width(scale, aspect87), HEIGHT * scale
    return Letterbox(scale, (width - w) // 2, (height - h) // 2, w, h)


def picture_width(scale: int, aspect87: bool) -> int:
    """The picture's width in window pixels."""
    return round(WIDTH * scale * 8 / 7) if aspect87 else WIDTH * scale


class Presenter:
    """Draws canvases into windows. Keeps its masks and buffers between frames."""

    def __init__(self) -> None:
        self._mask: pygame.Surface | None = None
        self._glow = pygame.Surface((WIDTH // _GLOW, HEIGHT // _GLOW), depth=32)
        self._bright = pygame.Surface((WIDTH, HEIGHT), depth=32)

    def show(self, canvas: pygame.Surface, target: pygame.Surface, look: Look) -> None:
        """Draw a canvas of 256 x 240, centred in black, on a target of any size."""
        box = letterbox(*target.get_size(), aspect87=look.aspect87)
        rect = pygame.Rect(box.rect)
        if rect.size != target.get_size():
            target.fill((0, 0, 0))
        if not target.get_rect().contains(rect):
            target.blit(canvas, rect.topleft)
            return
        inside = target.subsurface(rect)
        tube = look.crt and box.scale > 1
        picture = self._shine(canvas) if tube else canvas
        if look.aspect87 or tube:
            picture = _soften_columns(picture, box.w, box.scale)
        pygame.transform.scale(picture, rect.size, inside)
        if tube:
            inside.blit(self._tube_mask(box), (0, 0), special_flags=pygame.BLEND_RGB_MULT)

    def _shine(self, canvas: pygame.Surface) -> pygame.Surface:
        """The canvas with the light of its bright parts spilling over."""
        pygame.transform.smoothscale(canvas, self._glow.get_size(), self._glow)
        self._glow.fill(_GLOW_KEEPS, special_flags=pygame.BLEND_RGB_MULT)
        pygame.transform.smoothscale(self._glow, (WIDTH, HEIGHT), self._bright)
        self._bright.blit(canvas, (0, 0), special_flags=pygame.BLEND_RGB_ADD)
        return self._bright

    def _tube_mask(self, box: Letterbox) -> pygame.Surface:
        if self._mask is None or self._mask.get_size() != (box.w, box.h):
            self._mask = tube_mask(box)
        return self._mask


def _soften_columns(canvas: pygame.Surface, width: int, scale: int) -> pygame.Surface:
    """The canvas `width` pixels wide and still 240 high: enlarged by a whole number first, so that only the edges go soft."""
    return pygame.transform.smoothscale(pygame.transform.scale(canvas, (WIDTH * (scale + 1), HEIGHT)), (width, HEIGHT))


def tube_mask(box: Letterbox) -> pygame.Surface:
    """What the picture is multiplied with: gaps between the lines, tinted columns, darker corners."""
    lines = np.resize(_line_of(box.scale), box.h)[:, None] / 255
    y = np.linspace(-1, 1, box.h)[:, None]
    x = np.linspace(-1, 1, box.w)[None, :]
    glass = 1 - _CORNER * (x * x * y * y)
    tints = np.array(_TINTS)[np.arange(box.w) % 3] if box.scale > 2 else np.full((box.w, 3), 255)
    rgb = (lines * glass)[:, :, None] * tints[None]
    return pygame.image.frombuffer(rgb.astype(np.uint8).tobytes(), (box.w, box.h), "RGB").convert(pygame.Surface((1, 1), depth=32))


def _line_of(scale: int) -> np.ndarray:
    pattern = _GAPS.get(scale) or tuple(_GAPS[5][n * 5 // scale] for n in range(scale))
    return np.array(pattern)
