"""Where themes come from: every pack of the corpus has a fixed place in the theme space, and dreams lie between them.

A pack's *style* is a point of the noise stream, not something learned. In training the discriminator is told which pack a
picture should look like, which is what keeps the generator from painting all castles alike; a quarter of the time it is
told nothing and the theme lies between two styles, which is where dreams are taken from. All in integers, unit noise.ONE.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from generator import noise

WHIM = (887, 512)
"""Weights, of 1024, of the style and of the noise added to it: sqrt(0.75) and sqrt(0.25), so the variance stays 1."""
BLENDS = ((1024, 0), (971, 324), (916, 458), (852, 568), (724, 724))
"""Weights, of 1024, of two styles mixed 1:0, 3:1, 2:1, 3:2 and 1:1, their squares adding up to 1."""


@cache
def styles(count: int, size: int) -> np.ndarray:
    """The places of count packs: (count, size) int64, not to be written to."""
    places = np.stack([noise.normal(f"dreamkeep style {number}", size) for number in range(count)])
    places.flags.writeable = False
    return places


def near(style: np.ndarray, whim: np.ndarray) -> np.ndarray:
    """Themes around styles, both (..., size): what a pack might have looked like."""
    return (style * WHIM[0] + whim * WHIM[1]) >> 10


def between(first: np.ndarray, second: np.ndarray, blend: np.ndarray) -> np.ndarray:
    """Styles between others, (..., size) each; blend: (...) indices into BLENDS."""
    weights = np.array(BLENDS)[blend]
    return (first * weights[..., :1] + second * weights[..., 1:]) >> 10


def dreamt(seed: str, count: int, size: int) -> np.ndarray:
    """The theme of a seed for a model that knows count styles: (size,) int64."""
    places = styles(count, size)
    first, second, blend = (
        int(noise.choices(f"{seed}/{what}", 1, (1,) * n)[0]) for what, n in (("style", count), ("other", count), ("blend", len(BLENDS)))
    )
    return near(between(places[first], places[second], np.array(blend)), noise.normal(f"{seed}/theme", size))
