"""What a player can mean, and which keys and pad buttons mean it until somebody changes them. No pygame here."""

from __future__ import annotations

from enum import Enum

from game.sim.buttons import Button


class Intent(Enum):
    """The values are the names in the settings file: never rename one without a migration."""

    UP = "up"
    DOWN = "down"
    LEFT = "left"
    RIGHT = "right"
    JUMP = "jump"
    WHIP = "whip"
    SELECT = "select"
    START = "start"
    BACK = "back"


BUTTONS: dict[Intent, Button] = {
    Intent.UP: Button.UP,
    Intent.DOWN: Button.DOWN,
    Intent.LEFT: Button.LEFT,
    Intent.RIGHT: Button.RIGHT,
    Intent.JUMP: Button.A,
    Intent.WHIP: Button.B,
    Intent.SELECT: Button.SELECT,
    Intent.START: Button.START,
}
"""The pad's eight buttons. BACK is not one: it leaves a menu or pauses, and never reaches the rules."""

OPPOSITE = {Intent.UP: Intent.DOWN, Intent.DOWN: Intent.UP, Intent.LEFT: Intent.RIGHT, Intent.RIGHT: Intent.LEFT}
"""A real pad cannot press both ends of its cross."""

DEFAULT_KEYS: dict[str, tuple[str, ...]] = {
    "up": ("up", "w"),
    "down": ("down", "s"),
    "left": ("left", "a"),
    "right": ("right", "d"),
    "jump": ("x", "k", "space"),
    "whip": ("z", "j"),
    "select": ("rshift", "tab"),
    "start": ("return", "kp_enter"),
    "back": ("escape", "backspace"),
}
"""Key names are SDL's key codes without the prefix, so they follow the letters on the player's own keyboard."""

DEFAULT_PAD: dict[str, tuple[str, ...]] = {
    "up": ("dpad_up", "stick_up"),
    "down": ("dpad_down", "stick_down"),
    "left": ("dpad_left", "stick_left"),
    "right": ("dpad_right", "stick_right"),
    "jump": ("a",),
    "whip": ("x", "b"),
    "select": ("leftshoulder",),
    "start": ("start",),
    "back": ("back",),
}
"""Names as SDL's game controllers call them: `a` is the lower, `b` the right, `x` the left button of the diamond."""
