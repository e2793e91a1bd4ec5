"""The helps that a player may switch on: what they are called, which values they take, and when a run counts as helped."""

from __future__ import annotations

from dataclasses import dataclass, replace

from game.sim.world import Rules

DAMAGE = (100, 50, 25, 0)
"""Shares of the damage, in percent, that a player may choose from."""
SLOW = (100, 80, 60, 40)
"""Speeds of the game, in percent."""


@dataclass(frozen=True, slots=True)
class Switch:
    """A field of `Rules` that is on or off. name: the field. label: for menus. hint: what it does."""

    name: str
    label: str
    hint: str


SWITCHES = (
    Switch("coyote", "COYOTE TIME", "a jump still counts a moment past the edge"),
    Switch("air_control", "AIR CONTROL", "left and right steer in a jump"),
    Switch("no_knockback", "NO KNOCK-BACK", "a hit hurts, but throws nobody off a ledge"),
    Switch("endless_lives", "ENDLESS LIVES", "dying costs no life"),
    Switch("endless_time", "ENDLESS TIME", "the clock cannot kill"),
)


def assisted(rules: Rules, slow: int = 100) -> bool:
    """Whether a run under these rules, at this speed in percent, is marked on scores and replays."""
    return rules.assisted or slow < 100


def words(rules: Rules, slow: int = 100) -> list[str]:
    """The helps that are on, for people, in lower case."""
    found = [switch.label.lower() for switch in SWITCHES if getattr(rules, switch.name)]
    if rules.damage_percent != 100:
        found.append(f"damage {rules.damage_percent} %")
    if slow < 100:
        found.append(f"speed {slow} %")
    return found


def cleaned(rules: Rules) -> Rules:
    """Rules as a player may set them: only the helps, and only values that are on offer."""
    damage = rules.damage_percent if rules.damage_percent in DAMAGE else 100
    return replace(Rules(), damage_percent=damage, **{switch.name: getattr(rules, switch.name) for switch in SWITCHES})
