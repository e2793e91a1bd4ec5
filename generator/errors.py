"""Mistakes a user can make, told in one line."""

from __future__ import annotations

from dataclasses import dataclass


class UserError(Exception):
    """Something in the input is wrong. str() is one line that says what, where, and what would be right; exit code 2."""

    def __str__(self) -> str:
        return one_line(super().__str__())


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding of a check.

    where: file, and place in it (``tiles.tsx:41 tile 12``). what: the fault. hint: what would be right, or empty.
    fatal: the pack or level cannot be used.
    """

    where: str
    what: str
    hint: str = ""
    fatal: bool = True

    def __str__(self) -> str:
        return one_line(f"{self.where}: {self.what}" + (f"; {self.hint}" if self.hint else ""))


def one_line(text: str) -> str:
    """A text with a blank for every character that would break its line or steer the terminal: names out of files may hold any."""
    return text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)
