"""Small things that physics moves: chain links, lamps, bones. Pixels as text, because each is a handful of them."""

from __future__ import annotations

import pygame

from game.view.colours import rgb

_COLOURS = {"#": rgb(0x00), "+": rgb(0x10), "o": rgb(0x30), "g": rgb(0x28), "b": rgb(0x17), "d": rgb(0x07)}

LINK_FACE = """
.+#.
+..#
+..#
+..#
+..#
.+#.
"""
LINK_EDGE = """
.++.
.+#.
.+#.
.+#.
.+#.
.##.
"""
LAMP = """
.......gg.......
......bggb......
.......bb.......
..o....bb....o..
.ogo...bb...ogo.
.bgb..bggb..bgb.
..b...bggb...b..
.bggbbbggbbbggb.
..bbggggggggbb..
....dbbggbbd....
......dbbd......
.......dd.......
"""
BONE = """
oo....oo
+oooooo+
.o++++o.
o+....+o
"""
SKULL = """
.oooo.
oooooo
o#oo#o
oo##oo
.oooo.
.o++o.
"""


def prop(pixels: str) -> pygame.Surface:
    """A picture from text: one character a pixel, a dot is see-through."""
    rows = pixels.split()
    picture = pygame.Surface((len(rows[0]), len(rows)), pygame.SRCALPHA, 32)
    for y, row in enumerate(rows):
        for x, mark in enumerate(row):
            if mark != ".":
                picture.set_at((x, y), _COLOURS[mark])
    return picture
