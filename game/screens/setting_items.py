"""Lines of a menu that change one setting each, and keep it at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from game.context import Context
from game.screens.menu import Item


def on(value: bool) -> str:
    """A switch's value as a reader likes it."""
    return "ON" if value else "OFF"


def change(context: Context, name: str, value: Any) -> None:
    """Set one field of the settings."""
    context.change_settings(replace(context.settings, **{name: value}))


def toggle(context: Context, label: str, name: str, hint: str = "") -> Item:
    """A switch; choosing it and left and right all turn it."""

    def turn(_: int = 0) -> None:
        change(context, name, not getattr(context.settings, name))

    return Item(label, turn, turn, lambda: on(getattr(context.settings, name)), hint=hint)


def volume(context: Context, label: str, name: str, highest: int) -> Item:
    """A bar from 0 to `highest`."""

    def turn(step: int) -> None:
        change(context, name, min(highest, max(0, getattr(context.settings, name) + step)))

    def bar() -> str:
        value = getattr(context.settings, name)
        return "#" * value + "." * (highest - value)

    return Item(label, adjust=turn, value=bar)


def choice(label: str, values: Sequence[int], get: Callable[[], int], put: Callable[[int], None], hint: str = "") -> Item:
    """One of several percentages, the greatest first. Left lowers it, right raises it; choosing it goes on to the next, round and round."""

    def turn(step: int) -> None:
        put(values[min(len(values) - 1, max(0, values.index(get()) - step))])

    def onward() -> None:
        put(values[(values.index(get()) + 1) % len(values)])

    return Item(label, onward, turn, lambda: f"{get()} %", hint=hint)
