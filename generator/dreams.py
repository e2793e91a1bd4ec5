"""Painting several dreams of each family of slots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from generator.brush import Brush, Tiles
from generator.canvas import slot_contexts
from generator.families import FAMILIES, Family
from generator.looks import Look
from generator.roles import SLOT_BY_NAME

Array = np.ndarray


@dataclass(frozen=True, eq=False)
class Dreams:
    """One family's dreams under one theme.

    tiles: for each part its dreams, one an attempt; attempts past ``family.tries`` have mirrored parts.
    patches: for each part the roles around it, (tries, 5, 5). textures: (tries, Zx). An attempt past the tries was
    painted from those of ``attempt % tries``. theme: the latent they were painted from.
    """

    family: Family
    tiles: dict[str, Tiles]
    looks: dict[str, Look]
    patches: dict[str, Array]
    textures: Array
    theme: Array


def dream_families(
    brush: Brush, seed: str, theme: Array, backdrop: int, palettes: Array, families: Sequence[Family] = FAMILIES
) -> dict[str, Dreams]:
    """Paints the dreams of families in one go; a family's attempts go through the surroundings that its slots have.

    theme: the latent to paint from; backdrop, palettes: the colours to see it in, mostly but not always the theme's own.
    """
    contexts = slot_contexts()
    textures = {family.name: brush.textures(f"{seed}/{family.name}", family.tries) for family in families}
    patches: dict[str, Array] = {}
    for family in families:
        for part in family.parts:
            around = contexts[SLOT_BY_NAME[part].id]
            patches[part] = around[np.arange(family.tries) % len(around)]
    each = [textures[family.name] for family in families for _ in family.parts]
    painted = brush.tiles(np.concatenate(list(patches.values())), theme, np.concatenate(each))
    tiles: dict[str, Tiles] = {}
    start = 0
    for part, own in patches.items():
        tiles[part] = Tiles(painted.pattern[start : start + len(own)], painted.cells[start : start + len(own)])
        start += len(own)
    dreams = {}
    for family in families:
        whole = _with_mirrors(family, tiles)
        looks = {part: Look.of(backdrop, palettes, one.pattern, one.cells) for part, one in whole.items()}
        shown = {part: patches[part] for part in family.parts}
        dreams[family.name] = Dreams(family, whole, looks, shown, textures[family.name], theme)
    return dreams


def _with_mirrors(family: Family, tiles: dict[str, Tiles]) -> dict[str, Tiles]:
    """Adds, for each way of mirroring, all attempts again with those parts replaced."""
    whole = {}
    for part in family.parts:
        patterns, cells = [tiles[part].pattern], [tiles[part].cells]
        for replaced in map(dict, family.mirrors):
            source = tiles[replaced.get(part, part)]
            patterns.append(source.pattern[:, :, ::-1] if part in replaced else source.pattern)
            cells.append(source.cells)
        whole[part] = Tiles(np.concatenate(patterns), np.concatenate(cells))
    return whole
