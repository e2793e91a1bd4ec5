"""Two packs' latents mixed: ``dream --cross PACK PACK``.

Half-way, the theme lies between the parents' (so that its colours and drawings are the network's idea of something between
them) and both parents lend their drawings. Family by family, each kind of thing (the ground, the doors ...) is painted from
one parent or the other, by lot, all in the colours of the theme between. A family's textures are the parents' own, then what lies between.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from generator import noise
from generator.brush import Brush, Tiles
from generator.errors import UserError
from generator.families import FAMILIES
from generator.pack_model import Pack
from generator.roles import SLOT_BY_NAME
from generator.theme_choice import Cast, Plan, Theme, finals
from generator.themes import BLENDS
from generator.themes import between as blended

Array = np.ndarray

WAYS = ("half", "families")


@dataclass(frozen=True, eq=False)
class CrossBrush:
    """A brush whose textures are two packs', where they remember theirs. Labels end in ``/<family>``."""

    brush: Brush
    parents: tuple[Pack, Pack]

    @property
    def model(self) -> str:
        return self.brush.model

    def theme(self, label: str) -> Array:
        return self.brush.theme(label)

    def textures(self, label: str, count: int) -> Array:
        own = self.brush.textures(label, count)
        inherited = self._inherited(label.rsplit("/", 1)[-1], own.shape[1])
        return np.concatenate([inherited, own])[:count]

    def colours(self, theme: Array) -> tuple[int, Array]:
        return self.brush.colours(theme)

    def tiles(self, patches: Array, theme: Array, textures: Array) -> Tiles:
        return self.brush.tiles(patches, theme, textures)

    def _inherited(self, family: str, size: int) -> Array:
        """Each parent's first texture of a family and the one between them; none where one of the two has none."""
        parts = [part for one in FAMILIES if one.name == family for part in one.parts]
        slots = [SLOT_BY_NAME[part].id for part in parts]
        found = [next((pack.textures[slot] for slot in slots if slot in pack.textures), None) for pack in self.parents]
        if any(texture is None or len(texture) != size for texture in found):
            return np.zeros((0, size), dtype=np.int64)
        first, second = (np.array(texture, dtype=np.int64) for texture in found)
        return np.stack([first, second, between(first, second)])


def between(first: Array, second: Array, blend: int = len(BLENDS) - 1) -> Array:
    """Two latents mixed by one of ``themes.BLENDS`` (the last is half and half): the result is noise of the same spread."""
    return blended(first, second, np.array(blend))


def crossed(parents: tuple[Pack, Pack], brush: Brush, seed: str, way: str = "half") -> Plan:
    """What to paint: see above. way: one of WAYS. Raises UserError when a pack has no latents, or those of another model."""
    first, second = (_theme(pack, brush) for pack in parents)
    blends = range(1, len(BLENDS))
    mixed = [between(a, b, blend) for blend in blends for a, b in ((first, second), (second, first))]
    themes = [Theme(number, latent, *brush.colours(latent)) for number, latent in enumerate(mixed)]
    if noise.choices(f"{seed}/hour", 1, (1, 1))[0]:
        themes = [_under_their_sky(theme, parents, seed) for theme in themes]
    best, *others = finals(brush, seed, themes, _half_way)
    lenders = [first, second]
    if way == "half":
        casts = [Cast(FAMILIES, (best.latent, *lenders, *(other.latent for other in others[:3])))]
    else:
        lots = noise.choices(f"{seed}/families", len(FAMILIES), (1, 1)).tolist()
        casts = [
            Cast(tuple(family for family, lot in zip(FAMILIES, lots, strict=True) if lot == which), (lenders[which], best.latent))
            for which in (0, 1)
        ]
    return Plan(best, tuple(cast for cast in casts if cast.families), tuple(others))


def _under_their_sky(theme: Theme, parents: tuple[Pack, Pack], seed: str) -> Theme:
    """The theme before the backdrop of one of the parents."""
    return replace(theme, backdrop=parents[int(noise.choices(f"{seed}/sky", 1, (1, 1))[0])].backdrop)


def _half_way(theme: Theme, look: object) -> float:
    """Blends nearer to the middle are preferred: their numbers are higher."""
    return 0.25 * (theme.number // 2)


def _theme(pack: Pack, brush: Brush) -> Array:
    if not pack.theme:
        raise UserError(f"{_name(pack)}: has no latents to mix; only dreamt packs can be crossed")
    if pack.model != brush.model or len(pack.theme) != len(brush.theme("size/0")):
        raise UserError(f"{_name(pack)}: was dreamt by the model {pack.model!r}, not by {brush.model!r}; say which with --model")
    return np.array(pack.theme, dtype=np.int64)


def _name(pack: Pack) -> str:
    return str(pack.root or pack.id)


def cross_seed(parents: Sequence[Pack]) -> str:
    """The seed of a cross for which none was given."""
    return " x ".join(pack.id.removeprefix("dream-") for pack in parents)
