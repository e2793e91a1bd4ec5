"""Which slots are dreamt together, and by what the best dream of them is known.

Slots of one family (all edges of the ground, the four quarters of a door) share a texture latent, so that they come
out of one stone. A family is dreamt several times; its score, summed over its parts and seams, picks one. Variants are
the runners-up that sit well beside the winner.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from generator.looks import Look, rising, seam_below, seam_right, stair_shape

Array = np.ndarray


@dataclass(frozen=True, eq=False)
class Setting:
    """What tiles are seen against: mean OKLab colours (3,) of the wall and of the sky."""

    wall: Array
    sky: Array


Score = Callable[[str, Look, Setting], Array]
"""(part, n tiles, setting) -> (n,) float64, higher is better; a good tile has about 1 to 2."""
Pairs = tuple[tuple[str, str], ...]
"""Pairs of part names."""


@dataclass(frozen=True, slots=True)
class Family:
    """parts: slot names dreamt together. tries: how many times. variants: slots filled from the runners-up of a part.

    right, below: pairs of parts that stand side by side or one above the other. mirrors: ways to dream the family with
    some parts replaced by another part's tile, mirrored left to right: sets of (replaced, source). even: its variants
    are strewn among the main tile and must not stand out.
    """

    name: str
    parts: tuple[str, ...]
    tries: int
    score: Score
    right: Pairs = ()
    below: Pairs = ()
    variants: tuple[tuple[str, tuple[str, ...]], ...] = ()
    mirrors: tuple[Pairs, ...] = ()
    even: bool = False


def drawn(look: Look) -> Array:
    """1 for a tile with about as much detail as an artist draws, falling to 0 for a flat one and below for noise."""
    detail = look.detail
    rising_part = np.clip((detail - 0.01) / 0.06, 0, 1)
    falling_part = np.clip((0.55 - detail) / 0.25, -0.5, 1)
    return np.minimum(rising_part, falling_part) - 3.0 * look.speckle


def standing_out(look: Look, ground: Array, enough: float = 0.18) -> Array:
    """0..1: how clearly tiles can be told from a plain ground; ``enough`` is the mean distance that gives 1."""
    return np.clip(look.away_from(ground) / enough, 0, 1)


def ground_score(part: str, look: Look, setting: Setting) -> Array:
    """Ground must be seen against the wall, its upper edge above all."""
    edge = np.zeros((16, 16), dtype=bool)
    edge[:3] = True
    return drawn(look) + 1.5 * standing_out(look, setting.wall, 0.25) + 0.5 * np.clip(look.away_in(setting.wall, edge) / 0.3, 0, 1)


def calm_score(part: str, look: Look, setting: Setting) -> Array:
    """A wall or sky keeps back: little contrast within, few steps, dark rather than light, but not one flat colour."""
    contrast = look.lab.std(axis=(1, 2)).sum(axis=1)
    lightness = look.mean[:, 0]
    busy = np.clip(look.detail - 0.2, 0, 1)
    return np.clip(look.detail / 0.05, 0, 1) - 2.0 * contrast - 1.2 * np.clip(lightness - 0.25, 0, 1) - 4.0 * busy - 4.0 * look.speckle


def sky_score(part: str, look: Look, setting: Setting) -> Array:
    """A sky may be any colour but must be calm."""
    return 1.0 - 3.0 * look.detail - 4.0 * look.speckle - look.lab.std(axis=(1, 2)).sum(axis=1)


def object_score(part: str, look: Look, setting: Setting) -> Array:
    """Something that stands before the wall and is drawn in some detail."""
    return drawn(look) + 1.5 * standing_out(look, setting.wall)


def outdoor_score(part: str, look: Look, setting: Setting) -> Array:
    return drawn(look) + 0.75 * standing_out(look, setting.wall) + 0.75 * standing_out(look, setting.sky)


def platform_score(part: str, look: Look, setting: Setting) -> Array:
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


def stairs_score(part: str, look: Look, setting: Setting) -> Array:
    triangle = rising() if part == "stairs.up" else rising()[:, ::-1]
    return 4.0 * stair_shape(look, triangle) + standing_out(look, setting.wall) + 0.5 * drawn(look)


def liquid_score(part: str, look: Look, setting: Setting) -> Array:
    return 0.5 * drawn(look) + 1.5 * standing_out(look, setting.wall) - look.detail


def spike_score(part: str, look: Look, setting: Setting) -> Array:
    """Points at the top, mass at the foot: the foot stands out more evenly than the tips."""
    foot = np.zeros((16, 16), dtype=bool)
    foot[10:] = True
    return (
        drawn(look)
        + standing_out(look, setting.wall)
        + np.clip(look.away_in(setting.wall, foot) - look.away_in(setting.wall, ~foot), 0, 0.3)
    )


def _names(stem: str, first: int, last: int) -> tuple[str, ...]:
    return tuple(f"{stem}.{n}" for n in range(first, last + 1))


_TERRAIN = tuple(f"terrain.{mask}" for mask in range(16))


def _ends(stem: str) -> tuple[Pairs, ...]:
    """A run's two ends, either of which may be the other one mirrored."""
    return (((f"{stem}.right", f"{stem}.left"),), ((f"{stem}.left", f"{stem}.right"),))


FAMILIES: tuple[Family, ...] = (
    Family(
        "wall",
        ("wall.0",),
        12,
        calm_score,
        right=(("wall.0", "wall.0"),),
        below=(("wall.0", "wall.0"),),
        variants=(("wall.0", _names("wall", 1, 7)),),
        even=True,
    ),
    Family(
        "sky",
        ("sky.0",),
        6,
        sky_score,
        right=(("sky.0", "sky.0"),),
        below=(("sky.0", "sky.0"),),
        variants=(("sky.0", _names("sky", 1, 3)),),
        even=True,
    ),
    Family(
        "terrain",
        _TERRAIN,
        4,
        ground_score,
        right=(("terrain.14", "terrain.14"), ("terrain.15", "terrain.15"), ("terrain.6", "terrain.14"), ("terrain.14", "terrain.12")),
        below=(("terrain.14", "terrain.15"), ("terrain.15", "terrain.15"), ("terrain.6", "terrain.7"), ("terrain.12", "terrain.13")),
        variants=(("terrain.15", ("terrain.15.v1", "terrain.15.v2", "terrain.15.v3")), ("terrain.14", ("terrain.14.v1", "terrain.14.v2"))),
        even=True,
    ),
    Family(
        "platform",
        ("platform.left", "platform.mid", "platform.right", "platform.single"),
        4,
        platform_score,
        right=(("platform.left", "platform.mid"), ("platform.mid", "platform.mid"), ("platform.mid", "platform.right")),
        mirrors=_ends("platform"),
    ),
    Family("breakable", ("breakable.0",), 5, object_score, variants=(("breakable.0", ("breakable.1",)),)),
    Family("spikes", ("spikes.0",), 5, spike_score, right=(("spikes.0", "spikes.0"),), variants=(("spikes.0", ("spikes.1",)),)),
    Family(
        "stairs",
        ("stairs.up", "stairs.down"),
        8,
        stairs_score,
        mirrors=((("stairs.down", "stairs.up"),), (("stairs.up", "stairs.down"),)),
    ),
    Family("window", ("window.top", "window.bottom", "window.single"), 4, object_score, below=(("window.top", "window.bottom"),)),
    Family(
        "column",
        ("column.top", "column.mid", "column.bottom"),
        5,
        object_score,
        below=(("column.top", "column.mid"), ("column.mid", "column.mid"), ("column.mid", "column.mid"), ("column.mid", "column.bottom")),
    ),
    Family(
        "door",
        ("door.nw", "door.ne", "door.sw", "door.se"),
        4,
        object_score,
        right=(("door.nw", "door.ne"), ("door.sw", "door.se")),
        below=(("door.nw", "door.sw"), ("door.ne", "door.se")),
        mirrors=((("door.ne", "door.nw"), ("door.se", "door.sw")), (("door.nw", "door.ne"), ("door.sw", "door.se"))),
    ),
    Family(
        "liquid",
        ("liquid.top", "liquid.body"),
        5,
        liquid_score,
        right=(("liquid.top", "liquid.top"), ("liquid.body", "liquid.body")),
        below=(("liquid.top", "liquid.body"), ("liquid.body", "liquid.body")),
    ),
    Family("foliage", ("foliage.0",), 8, outdoor_score, variants=(("foliage.0", _names("foliage", 1, 3)),)),
    Family(
        "fence",
        ("fence.left", "fence.mid", "fence.right"),
        4,
        outdoor_score,
        right=(("fence.left", "fence.mid"), ("fence.mid", "fence.mid"), ("fence.mid", "fence.right")),
        mirrors=_ends("fence"),
    ),
    Family("decor", ("decor.0",), 12, object_score, variants=(("decor.0", _names("decor", 1, 5)),)),
)


def seams(family: Family, looks: dict[str, Look]) -> Array:
    """(tries,): the sum of the family's visible seams; looks: for each part its dreams, one a try."""
    total = np.zeros(len(looks[family.parts[0]]))
    for left, right in family.right:
        total += seam_right(looks[left], looks[right])
    for upper, lower in family.below:
        total += seam_below(looks[upper], looks[lower])
    return total
