"""One byte of buttons a frame: the whole input of the game, and the format of a replay."""

from __future__ import annotations

from enum import IntFlag


class Button(IntFlag):
    """Bits in the order of the NES pad's shift register, A first."""

    A = 1  # jump
    B = 2  # whip; with UP the sub-weapon
    SELECT = 4
    START = 8
    UP = 16
    DOWN = 32
    LEFT = 64
    RIGHT = 128
