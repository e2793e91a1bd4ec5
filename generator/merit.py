"""How readable a finished sheet is: the figure by which dreams are ranked where there are too many to look at."""

from __future__ import annotations

import numpy as np

from generator.families import FAMILIES
from generator.looks import Look, seam_below, seam_right
from generator.pack_model import MISSING, Pack
from generator.palette import MASTER
from generator.roles import SLOT_BY_NAME
from generator.scores import Setting

_SEAMS = 5.0


def merit(pack: Pack) -> float:
    """The mean over the families of slots of what the choosing scores them, less their seams; about 1 to 3.

    A slot that the pack lacks counts nothing, and so lowers the mean.
    """
    return float(np.mean(list(merits(pack).values())))


def merits(pack: Pack) -> dict[str, float]:
    """The same for each family."""
    setting = _setting(pack)
    found = {}
    for family in FAMILIES:
        looks = {part: _look(pack, part) for part in family.parts}
        own = [family.score(part, look, setting)[0] if look else 0.0 for part, look in looks.items()]
        seams = [
            float(seam(first, second)[0])
            for pairs, seam in ((family.right, seam_right), (family.below, seam_below))
            for one, other in pairs
            if (first := looks[one]) and (second := looks[other])
        ]
        found[family.name] = float(np.mean(own) - _SEAMS * np.mean(seams or [0.0]))
    return found


def _look(pack: Pack, part: str) -> Look | None:
    tile = pack.slots[SLOT_BY_NAME[part].id]
    return Look.of(pack.backdrop, pack.palettes, pack.pattern[[tile]], pack.cells[[tile]]) if tile != MISSING else None


def _setting(pack: Pack) -> Setting:
    shown = MASTER.oklab[pack.indices()]
    wall, sky, ground = (shown[SLOT_BY_NAME[name].id].mean(axis=(0, 1)) for name in ("wall.0", "sky.0", "terrain.14"))
    tile = pack.slots[SLOT_BY_NAME["wall.0"].id]
    return Setting(wall, sky, ground, MASTER.oklab[pack.backdrop], float((pack.pattern[tile] == 0).mean()) if tile != MISSING else 1.0)
