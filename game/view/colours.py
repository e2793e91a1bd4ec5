"""The few master-palette colours that screens and HUD use, as RGB."""

from __future__ import annotations

from generator.palette import MASTER

RGB = tuple[int, int, int]


def rgb(index: int) -> RGB:
    """What a master-palette index 0..63 looks like."""
    red, green, blue = MASTER.rgb[index]
    return int(red), int(green), int(blue)


BLACK = rgb(0x0F)
WHITE = rgb(0x30)
GREY = rgb(0x10)
DARK = rgb(0x00)
RED = rgb(0x16)
GOLD = rgb(0x28)
EMBER = rgb(0x17)
BLUE = rgb(0x21)
NIGHT = rgb(0x02)
VIOLET = rgb(0x14)
