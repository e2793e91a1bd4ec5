"""The window: 256 x 240 game pixels scaled by a whole number, centred in black. By hand: pygame.SCALED gets full screen wrong."""

from __future__ import annotations

from dataclasses import dataclass

import pygame

WIDTH, HEIGHT = 256, 240
DEFAULT_SCALE = 3
_DESKTOP_MARGIN = 80
"""Desktop pixels left for the title bar and panels."""


@dataclass(frozen=True, slots=True)
class Letterbox:
    """Where the picture lies in the window: window pixels per game pixel, and its top left corner (negative when cut off)."""

    scale: int
    x: int
    y: int

    @property
    def rect(self) -> tuple[int, int, int, int]:
        """x, y, w, h in window pixels."""
        return self.x, self.y, WIDTH * self.scale, HEIGHT * self.scale


def letterbox(width: int, height: int) -> Letterbox:
    """The largest whole scale that fits a window of width x height, at least 1, and centred."""
    scale = max(1, min(width // WIDTH, height // HEIGHT))
    return Letterbox(scale, (width - WIDTH * scale) // 2, (height - HEIGHT * scale) // 2)


def window_scale(wanted: int, desktop: tuple[int, int]) -> int:
    """The scale of a new window: as wanted (0 = the default of 3), but never larger than the desktop."""
    room = min(desktop[0] // WIDTH, (desktop[1] - _DESKTOP_MARGIN) // HEIGHT)
    return max(1, min(wanted or DEFAULT_SCALE, room))


class Window:
    """The one window of the game."""

    def __init__(self, scale: int, fullscreen: bool, crt: bool = False) -> None:
        self._wanted = scale
        self._fullscreen = fullscreen
        self.crt = crt
        self._mask: pygame.Surface | None = None
        self._place: tuple[int, int] | None = None
        self._open()

    @property
    def fullscreen(self) -> bool:
        """Whether the picture fills the display."""
        return self._fullscreen

    def resize(self, scale: int) -> None:
        """Give the window another size, in window pixels per game pixel (0 = default)."""
        self._wanted, self._fullscreen = scale, False
        self._open()

    def toggle_fullscreen(self) -> None:
        """To the whole display and back."""
        self._fullscreen = not self._fullscreen
        self._open()

    def show(self, canvas: pygame.Surface) -> None:
        """Show a canvas of 256 x 240."""
        target = pygame.display.get_surface()
        if target is None:
            return
        box = letterbox(*target.get_size())
        target.fill((0, 0, 0))
        rect = pygame.Rect(box.rect)
        if target.get_rect().contains(rect):
            pygame.transform.scale(canvas, rect.size, target.subsurface(rect))
        else:
            target.blit(canvas, rect.topleft)
        if self.crt and box.scale > 1:
            target.blit(self._scanlines(rect.size, box.scale), rect.topleft)
        pygame.display.flip()

    def _open(self) -> None:
        if self._fullscreen:
            if pygame.display.get_surface() is not None:
                self._place = pygame.display.get_window_position()
                pygame.display.set_window_position((0, 0))  # without a window manager nobody else moves it to the corner
            pygame.display.set_mode((0, 0), pygame.FULLSCREEN)
        else:
            scale = window_scale(self._wanted, pygame.display.get_desktop_sizes()[0])
            pygame.display.set_mode((WIDTH * scale, HEIGHT * scale), pygame.RESIZABLE)
            if self._place is not None:
                pygame.display.set_window_position(self._place)
                self._place = None
        pygame.display.set_caption("Dreamkeep")
        pygame.mouse.set_visible(not self._fullscreen)

    def _scanlines(self, size: tuple[int, int], scale: int) -> pygame.Surface:
        """A veil with the last window line of each game line darkened."""
        if self._mask is None or self._mask.get_size() != size:
            self._mask = pygame.Surface(size, pygame.SRCALPHA)
            for y in range(scale - 1, size[1], scale):
                self._mask.fill((0, 0, 0, 96), (0, y, size[0], 1))
        return self._mask
