"""The window, and how large it is. What it shows is drawn by hand (`present`): pygame.SCALED gets full screen wrong."""

from __future__ import annotations

import pygame

from game.look import Look
from game.present import HEIGHT, WIDTH, Presenter, picture_width

DEFAULT_SCALE = 3
_DESKTOP_MARGIN = 80
"""Desktop pixels left for the title bar and panels."""


def window_scale(wanted: int, desktop: tuple[int, int]) -> int:
    """The scale of a new window: as wanted (0 = the default of 3), but never larger than the desktop."""
    room = min(desktop[0] // WIDTH, (desktop[1] - _DESKTOP_MARGIN) // HEIGHT)
    return max(1, min(wanted or DEFAULT_SCALE, room))


class Window:
    """The one window of the game."""

    def __init__(self, scale: int, fullscreen: bool, look: Look) -> None:
        self._wanted = scale
        self._fullscreen = fullscreen
        self._look = look
        self._presenter = Presenter()
        self._place: tuple[int, int] | None = None
        self._open()

    @property
    def fullscreen(self) -> bool:
        """Whether the picture fills the display."""
        return self._fullscreen

    def wear(self, look: Look) -> None:
        """Change how the picture is shown; another width of pixels makes another window."""
        wider = look.aspect87 != self._look.aspect87
        self._look = look
        if wider and not self._fullscreen:
            self._open()

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
        if target is not None:
            self._presenter.show(canvas, target, self._look)
            pygame.display.flip()

    def _open(self) -> None:
        if self._fullscreen:
            if pygame.display.get_surface() is not None:
                self._place = pygame.display.get_window_position()
                pygame.display.set_window_position((0, 0))  # without a window manager nobody else moves it to the corner
            pygame.display.set_mode((0, 0), pygame.FULLSCREEN)
        else:
            scale = window_scale(self._wanted, pygame.display.get_desktop_sizes()[0])
            pygame.display.set_mode((picture_width(scale, self._look.aspect87), HEIGHT * scale), pygame.RESIZABLE)
            if self._place is not None:
                pygame.display.set_window_position(self._place)
                self._place = None
        pygame.display.set_caption("Dreamkeep")
        pygame.mouse.set_visible(not self._fullscreen)
