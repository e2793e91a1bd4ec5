"""How the player wants the picture: two small records that settings make and the drawing reads. No pygame here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Look:
    """crt: the look of a picture tube. aspect87: pixels 8/7 as wide as high, as the console's were on a television."""

    crt: bool = False
    aspect87: bool = False


@dataclass(frozen=True, slots=True)
class Comfort:
    """high_contrast: outlines round hero, foes and dangers. reduced_flashing: nothing flickers or flashes."""

    high_contrast: bool = False
    reduced_flashing: bool = False
