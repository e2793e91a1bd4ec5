"""The stack of screens. Changes are queued and happen between frames, so a screen may ask for one at any moment."""

from __future__ import annotations

from collections.abc import Callable

import pygame

from game.input import Frame


class Screen:
    """One screen of the game: it takes input, changes, and draws itself on the 256 x 240 canvas."""

    covers = True
    """Whether the screen hides what lies under it; others are drawn over the screen below."""

    def enter(self) -> None:
        """Called when the screen comes to the top, also again after a screen above it has gone."""

    def leave(self) -> None:
        """Called once, when the screen is taken off the stack."""

    def update(self, frame: Frame) -> None:
        """Advance by one frame of 1/60 s."""

    def draw(self, canvas: pygame.Surface) -> None:
        """Draw the screen as it is now."""

    def focus_lost(self) -> None:
        """The window no longer has the keyboard."""


class ScreenStack:
    """The screens, the last one on top. Only the top one is updated."""

    def __init__(self) -> None:
        self._screens: list[Screen] = []
        self._queue: list[Callable[[], None]] = []

    @property
    def top(self) -> Screen | None:
        """The screen that gets the input, None when the game is over."""
        return self._screens[-1] if self._screens else None

    def push(self, screen: Screen) -> None:
        """Put a screen on top, after this frame."""
        self._queue.append(lambda: self._screens.append(screen))

    def pop(self, count: int = 1) -> None:
        """Take the top screens off, after this frame."""
        self._queue.append(lambda: self._drop(len(self._screens) - count))

    def replace(self, screen: Screen) -> None:
        """Put a screen in place of the top one, after this frame."""
        self.pop()
        self.push(screen)

    def reset(self, screen: Screen) -> None:
        """Put a screen in place of all, after this frame."""
        self.clear()
        self.push(screen)

    def clear(self) -> None:
        """Take all screens off, after this frame: the game ends."""
        self._queue.append(lambda: self._drop(0))

    def settle(self) -> None:
        """Carry out what was asked for, and what the screens ask for on entering."""
        while self._queue:
            before = self.top
            queue, self._queue = self._queue, []
            for change in queue:
                change()
            if self.top is not None and self.top is not before:
                self.top.enter()

    def draw(self, canvas: pygame.Surface) -> None:
        """Draw the topmost covering screen and all above it."""
        first = len(self._screens) - 1
        while first > 0 and not self._screens[first].covers:
            first -= 1
        for screen in self._screens[max(first, 0) :]:
            screen.draw(canvas)

    def _drop(self, keep: int) -> None:
        while len(self._screens) > max(keep, 0):
            self._screens.pop().leave()
