"""Guessing what somebody meant to write."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """``did you mean "solid"?`` for a word close to a known one, else ``otherwise``."""
    close = get_close_matches(word.lower(), list(known), n=1)
    return f'did you mean "{close[0]}"?' if close else otherwise
