"""The stack of screens: what is asked for during a frame happens after it."""

from __future__ import annotations

import pygame

from game.input import Frame
from game.stack import Screen, ScreenStack


class Noted(Screen):
    """Writes down what happens to it."""

    def __init__(self, name: str, log: list[str], covers: bool = True) -> None:
        self.name, self.log, self.covers = name, log, covers

    def enter(self) -> None:
        self.log.append(f"enter {self.name}")

    def leave(self) -> None:
        self.log.append(f"leave {self.name}")

    def update(self, frame: Frame) -> None:
        self.log.append(f"update {self.name}")

    def draw(self, canvas: pygame.Surface) -> None:
        self.log.append(f"draw {self.name}")


def stack_of(log: list[str], *screens: Screen) -> ScreenStack:
    stack = ScreenStack()
    for screen in screens:
        stack.push(screen)
        stack.settle()
    log.clear()
    return stack


def test_a_push_waits_for_the_end_of_the_frame() -> None:
    log: list[str] = []
    below = Noted("below", log)
    stack = stack_of(log, below)
    stack.push(Noted("above", log))
    assert stack.top is below
    stack.settle()
    assert log == ["enter above"]


def test_the_screen_below_is_entered_again_when_the_one_above_goes() -> None:
    log: list[str] = []
    stack = stack_of(log, Noted("below", log), Noted("above", log))
    stack.pop()
    stack.settle()
    assert log == ["leave above", "enter below"]


def test_replacing_never_wakes_the_screen_below() -> None:
    log: list[str] = []
    stack = stack_of(log, Noted("below", log), Noted("old", log))
    stack.replace(Noted("new", log))
    stack.settle()
    assert log == ["leave old", "enter new"]


def test_a_reset_leaves_all_screens_from_the_top_down() -> None:
    log: list[str] = []
    stack = stack_of(log, Noted("one", log), Noted("two", log))
    stack.reset(Noted("three", log))
    stack.settle()
    assert log == ["leave two", "leave one", "enter three"]


def test_a_screen_may_ask_for_another_while_it_is_entered() -> None:
    log: list[str] = []
    stack = ScreenStack()
    last = Noted("last", log)

    class Hasty(Noted):
        def enter(self) -> None:
            stack.replace(last)

    stack.push(Hasty("hasty", log))
    stack.settle()
    assert stack.top is last


def test_only_what_can_be_seen_is_drawn_from_the_bottom_up() -> None:
    log: list[str] = []
    stack = stack_of(log, Noted("hidden", log), Noted("play", log), Noted("pause", log, covers=False))
    stack.draw(pygame.Surface((1, 1)))
    assert log == ["draw play", "draw pause"]


def test_an_empty_stack_is_the_end() -> None:
    log: list[str] = []
    stack = stack_of(log, Noted("only", log))
    stack.pop(5)
    stack.settle()
    assert stack.top is None
    stack.draw(pygame.Surface((1, 1)))
