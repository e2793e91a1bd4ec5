"""How good a tile is for what it is to be: readable ground, a calm wall, a stair that looks like one.

Every score takes (part, n tiles, setting) and gives (n,) float64, higher is better; a good tile has about 1 to 2.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from generator.looks import Look, rising, stair_shape

Array = np.ndarray


@dataclass(frozen=True, eq=False)
class Setting:
    """What tiles are seen against: mean OKLab colours (3,) of the wall, the sky and the ground."""

    wall: Array
    sky: Array
    ground: Array


Score = Callable[[str, Look, Setting], Array]


def drawn(look: Look) -> Array:
    """1 for a tile with about as much detail as an artist draws, falling to 0 for a flat one and below for noise."""
    detail = look.detail
    rising_part = np.clip((detail - 0.01) / 0.06, 0, 1)
    falling_part = np.clip((0.55 - detail) / 0.25, -0.5, 1)
    return np.minimum(rising_part, falling_part) - 3.0 * look.speckle


def standing_out(look: Look, ground: Array, enough: float = 0.18) -> Array:
    """0..1: how clearly tiles can be told from a plain ground; ``enough`` is the mean distance that gives 1."""
    return np.clip(look.away_from(ground) / enough, 0, 1)


def ground(part: str, look: Look, setting: Setting) -> Array:
    """Ground must be seen against the wall, its upper edge above all; but there is much of it, so it must not glare."""
    edge = np.zeros((16, 16), dtype=bool)
    edge[:3] = True
    seen = 1.5 * standing_out(look, setting.wall, 0.25) + 0.5 * np.clip(look.away_in(setting.wall, edge) / 0.3, 0, 1)
    return drawn(look) + seen - 5.0 * np.clip(look.mean[:, 0] - 0.55, 0, 1)


def calm(part: str, look: Look, setting: Setting) -> Array:
    """A wall has courses that can be made out, but keeps back: dark, little contrast within, no speckles."""
    contrast = np.clip(look.lab.std(axis=(1, 2)).sum(axis=1) - 0.12, 0, 1)
    light = np.clip(look.mean[:, 0] - 0.35, 0, 1)
    busy = np.clip(look.detail - 0.28, 0, 1)
    return np.clip(look.detail / 0.12, 0, 1) - 3.0 * contrast - 1.5 * light - 4.0 * busy - 4.0 * look.speckle


def sky(part: str, look: Look, setting: Setting) -> Array:
    """A sky may be any colour but must be calm, a few stars or clouds at most, and not glare."""
    glare = np.clip(look.mean[:, 0] - 0.65, 0, 1)
    return 1.0 - 4.0 * np.clip(look.detail - 0.02, 0, 1) - 4.0 * look.speckle - 2.0 * look.lab.std(axis=(1, 2)).sum(axis=1) - 4.0 * glare


def thing(part: str, look: Look, setting: Setting) -> Array:
    """Something that stands before the wall and is drawn in some detail."""
    return drawn(look) + 1.5 * standing_out(look, setting.wall)


def window(part: str, look: Look, setting: Setting) -> Array:
    """Built evenly, and light comes in through it, or at least it is no darker than the wall."""
    light = np.clip(2.0 * (look.mean[:, 0] - setting.wall[0]), -0.5, 0.5)
    return thing(part, look, setting) + light - 4.0 * look.asymmetry


def outdoor(part: str, look: Look, setting: Setting) -> Array:
    """Something that grows or stands before the sky and can be told from the wall too; above it the sky goes on."""
    top = np.zeros((16, 16), dtype=bool)
    top[:3] = True
    boxed = np.clip(look.away_in(setting.sky, top) / 0.3, 0, 1)
    return drawn(look) + 0.75 * standing_out(look, setting.wall) + 0.75 * standing_out(look, setting.sky) - 0.8 * boxed


def platform(part: str, look: Look, setting: Setting) -> Array:
    """A platform is a bright edge at the top of the cell; its lower half is as calm as the wall."""
    top = np.zeros((16, 16), dtype=bool)
    top[:5] = True
    lower = np.zeros((16, 16), dtype=bool)
    lower[9:] = True
    return (
        2.0 * np.clip(look.away_in(setting.wall, top) / 0.25, 0, 1)
        - np.clip(look.away_in(setting.wall, lower) / 0.25, 0, 1)
        + 0.5 * drawn(look)
    )


def stairs(part: str, look: Look, setting: Setting) -> Array:
    triangle = rising() if part == "stairs.up" else rising()[:, ::-1]
    return 4.0 * stair_shape(look, triangle) + standing_out(look, setting.wall) + 0.5 * drawn(look)


def liquid(part: str, look: Look, setting: Setting) -> Array:
    """A liquid is calmer than the ground and of another colour: to take it for a floor is death."""
    other = standing_out(look, setting.wall) + 1.5 * standing_out(look, setting.ground, 0.25)
    return 0.3 * drawn(look) + other - 3.0 * np.clip(look.detail - 0.15, 0, 1) - 3.0 * look.speckle


def spikes(part: str, look: Look, setting: Setting) -> Array:
    """Points at the top, mass at the foot: rows fill up with what is not wall from top to bottom."""
    filled = (np.sqrt(((look.lab - setting.wall) ** 2).sum(axis=-1)) > 0.08).mean(axis=2)
    rising = filled[:, 10:].mean(axis=1) - filled[:, :6].mean(axis=1)
    return drawn(look) + standing_out(look, setting.wall) + 1.5 * rising
