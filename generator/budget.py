"""Making a sheet fit the pattern table: 256 distinct 8x8 patterns, and background patterns cannot be flipped."""

from __future__ import annotations

import numpy as np

from generator.ppu import MAX_PATTERNS, distinct_patterns
from generator.roles import SLOT_BY_NAME

DROP_ORDER = (
    *("wall.7", "wall.6", "sky.3", "wall.5", "decor.5", "wall.3", "sky.2", "terrain.15.v3", "decor.4", "foliage.2"),
    *("terrain.14.v2", "decor.3", "wall.4", "sky.1", "spikes.1", "terrain.15.v2", "foliage.3", "wall.2", "decor.1"),
    *("decor.2", "breakable.1", "wall.1", "terrain.14.v1", "terrain.15.v1", "foliage.1"),
    *("liquid.body.3", "liquid.body.2", "liquid.body.1", "liquid.top.3", "liquid.top.2", "liquid.top.1"),
)
"""Slots a sheet can do without, the least missed first. Without them 43 tiles are left: 172 patterns at most."""


def fit_patterns(patterns: dict[int, np.ndarray], limit: int = MAX_PATTERNS) -> dict[int, np.ndarray]:
    """Drops variants in their fixed order until the rest fits: slot -> (16, 16) pattern."""
    kept = dict(patterns)
    for name in DROP_ORDER:
        if distinct_patterns(np.stack(list(kept.values()))) <= limit:
            break
        kept.pop(SLOT_BY_NAME[name].id, None)
    return kept
