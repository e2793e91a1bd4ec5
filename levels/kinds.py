"""The classes of objects that a level may hold, and what candles may let fall."""

from __future__ import annotations

from dataclasses import fields

from game.sim.body import Body
from game.sim.numbers import numbers
from game.sim.pickups import ITEM_KINDS as ITEM_KINDS

PLACE_KINDS = ("start", "exit", "section", "checkpoint")
MACHINE_KINDS = ("lift", "crusher", "crumble", "conveyor")
DEVICE_KINDS = (*MACHINE_KINDS, "door")


def thing_kinds() -> tuple[str, ...]:
    """Candles, blocks with something in them, devices, and every creature that the rules have numbers for."""
    table = numbers()
    return ("candle", "block", *DEVICE_KINDS, *(field.name for field in fields(table) if isinstance(getattr(table, field.name), Body)))
