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
    """One family's dreams, in the colours of one sheet.

    tiles: for each part its dreams, one an attempt: every painting as it is and retouched in the family's ways.
    paintings: for each attempt which painting it shows. patches: for each part the roles around it, (paintings, 5, 5).
    textures, themes: what each was painted from, (paintings, Zx) and (paintings, Zt). own: (attempts,) bool, painted
    from the sheet's own theme. plain: (attempts,) bool, in the colours that the network gave it.
    """

    family: Family
    tiles: dict[str, Tiles]
    looks: dict[str, Look]
    paintings: Array
    patches: dict[str, Array]
    textures: Array
    themes: Array
    own: Array
    plain: Array


@dataclass(frozen=True, eq=False)
class _Painted:
    """The paintings of one family: see Dreams."""

    tiles: dict[str, Tiles]
    patches: dict[str, Array]
    textures: Array
    themes: Array
    own: Array


def dream_families(
    brush: Brush, seed: str, themes: Sequence[Array], backdrop: int, palettes: Array, families: Sequence[Family] = FAMILIES
) -> dict[str, Dreams]:
    """Paints the dreams of families; a family's attempts go through the surroundings that its slots have.

    themes: the latents to paint from, the sheet's own first, of which there are ``family.tries``; of each of the others
    there are ``family.borrowed``. backdrop, palettes: the colours to see them in, mostly but not always the first theme's.
    """
    parts = [_paint(brush, seed, number, theme, families) for number, theme in enumerate(themes)]
    found = {}
    for family in families:
        painted = _joined([part[family.name] for part in parts if family.name in part])
        found[family.name] = _retouched(family, painted, backdrop, palettes)
    return found


def _paint(brush: Brush, seed: str, number: int, theme: Array, families: Sequence[Family]) -> dict[str, _Painted]:
    """What one theme gives, in one go. number: 0 for the sheet's own."""
    contexts = slot_contexts()
    wanted = {family: family.borrowed if number else family.tries for family in families}
    wanted = {family: tries for family, tries in wanted.items() if tries}
    if not wanted:
        return {}
    textures = {family: brush.textures(f"{seed}/{family.name}", tries) for family, tries in wanted.items()}
    patches: dict[str, Array] = {}
    for family, tries in wanted.items():
        for part in family.parts:
            around = contexts[SLOT_BY_NAME[part].id]
            patches[part] = around[(np.arange(tries) + number) % len(around)]
    each = [textures[family] for family in wanted for _ in family.parts]
    painted = brush.tiles(np.concatenate(list(patches.values())), theme, np.concatenate(each))
    ends = np.cumsum([len(own) for own in patches.values()])
    tiles = {
        part: Tiles(painted.pattern[end - len(own) : end], painted.cells[end - len(own) : end])
        for (part, own), end in zip(patches.items(), ends.tolist(), strict=True)
    }
    return {
        family.name: _Painted(
            {part: tiles[part] for part in family.parts},
            {part: patches[part] for part in family.parts},
            textures[family],
            np.repeat(theme[None], tries, axis=0),
            np.full(tries, number == 0),
        )
        for family, tries in wanted.items()
    }


def _joined(painted: Sequence[_Painted]) -> _Painted:
    """The paintings of several themes as one stack."""
    parts = painted[0].tiles
    tiles = {
        part: Tiles(*(np.concatenate([getattr(one.tiles[part], name) for one in painted]) for name in ("pattern", "cells")))
        for part in parts
    }
    patches = {part: np.concatenate([one.patches[part] for one in painted]) for part in parts}
    textures, themes, own = (np.concatenate([getattr(one, name) for one in painted]) for name in ("textures", "themes", "own"))
    return _Painted(tiles, patches, textures, themes, own)


def _retouched(family: Family, painted: _Painted, backdrop: int, palettes: Array) -> Dreams:
    """All attempts: every painting, also with parts mirrored, in each of the family's ways."""
    tiles = {part: _all_ways(family, stack) for part, stack in _with_mirrors(family, painted.tiles).items()}
    looks = {part: Look.of(backdrop, palettes, one.pattern, one.cells) for part, one in tiles.items()}
    count, mirrored = len(painted.textures), 1 + len(family.mirrors)
    paintings = np.tile(np.arange(count), mirrored * len(family.ways))
    plain = np.repeat([way.cell is None for way in family.ways], count * mirrored)
    return Dreams(family, tiles, looks, paintings, painted.patches, painted.textures, painted.themes, painted.own[paintings], plain)


def _all_ways(family: Family, tiles: Tiles) -> Tiles:
    shown = [way.of(tiles) for way in family.ways]
    return Tiles(np.concatenate([one.pattern for one in shown]), np.concatenate([one.cells for one in shown]))


def _with_mirrors(family: Family, tiles: dict[str, Tiles]) -> dict[str, Tiles]:
    """Adds, for each way of mirroring, all paintings again with those parts replaced."""
    whole = {}
    for part in family.parts:
        patterns, cells = [tiles[part].pattern], [tiles[part].cells]
        for replaced in map(dict, family.mirrors):
            source = tiles[replaced.get(part, part)]
            patterns.append(source.pattern[:, :, ::-1] if part in replaced else source.pattern)
            cells.append(source.cells)
        whole[part] = Tiles(np.concatenate(patterns), np.concatenate(cells))
    return whole
