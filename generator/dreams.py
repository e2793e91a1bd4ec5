"""Painting several dreams of each family of slots."""

from __future__ import annotations

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
    painted from those of ``attempt % tries``.
    """

    family: Family
    tiles: dict[str, Tiles]
    looks: dict[str, Look]
    patches: dict[str, Array]
    textures: Array


def dream_families(brush: Brush, seed: str, theme: Array) -> dict[str, Dreams]:
    """Paints every family's dreams in one go; a family's attempts go through the surroundings that its slots have."""
    contexts = slot_contexts()
    textures = {family.name: brush.textures(f"{seed}/{family.name}", family.tries) for family in FAMILIES}
    patches: dict[str, Array] = {}
    for family in FAMILIES:
        for part in family.parts:
            around = contexts[SLOT_BY_NAME[part].id]
            patches[part] = around[np.arange(family.tries) % len(around)]
    each = [textures[family.name] for family in FAMILIES for _ in family.parts]
    painted = brush.tiles(np.concatenate(list(patches.values())), theme, np.concatenate(each))
    tiles: dict[str, Tiles] = {}
    start = 0
    for part, own in patches.items():
        tiles[part] = Tiles(painted.pattern[start : start + len(own)], painted.cells[start : start + len(own)])
        start += len(own)
    colours = brush.colours(theme)
    return {family.name: _with_mirrors(family, tiles, patches, textures[family.name], *colours) for family in FAMILIES}


def _with_mirrors(
    family: Family, tiles: dict[str, Tiles], patches: dict[str, Array], textures: Array, backdrop: int, palettes: Array
) -> Dreams:
    """Adds, for each way of mirroring, all attempts again with those parts replaced."""
    whole = {}
    for part in family.parts:
        patterns, cells = [tiles[part].pattern], [tiles[part].cells]
        for replaced in map(dict, family.mirrors):
            source = tiles[replaced.get(part, part)]
            patterns.append(source.pattern[:, :, ::-1] if part in replaced else source.pattern)
            cells.append(source.cells)
        whole[part] = Tiles(np.concatenate(patterns), np.concatenate(cells))
    looks = {part: Look.of(backdrop, palettes, one.pattern, one.cells) for part, one in whole.items()}
    return Dreams(family, whole, looks, {part: patches[part] for part in family.parts}, textures)
