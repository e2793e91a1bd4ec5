"""Sound: scores in text, a synthesiser with the voices of an NES, and the mixer that the game talks to."""

from __future__ import annotations

from game.sound.mixer import Mixer

__all__ = ["Mixer"]
