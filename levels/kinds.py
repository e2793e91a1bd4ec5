"""The classes of objects that a level may hold besides its start, exit, sections and checkpoints."""

from __future__ import annotations

THING_KINDS = ("candle", "shambler", "hound", "bat", "thrower", "boss_bat")
