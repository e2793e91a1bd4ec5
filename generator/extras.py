"""Further attempts, which need what was chosen before: shapes cut out of the ground, and things drawn upon the wall itself.

A cell has one sub-palette. What stands before a wall in another one stands in a box of backdrop; drawn over the wall's own
tile, in the wall's colours, it stands in the room.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from generator.brush import Tiles
from generator.dreams import Dreams
from generator.looks import Look
from generator.roles import SLOT_BY_NAME

Array = np.ndarray

_STONE = SLOT_BY_NAME["terrain.15"].id
"""What shapes are cut out of."""
_WALL = SLOT_BY_NAME["wall.0"].id


@dataclass(frozen=True, eq=False)
class Choice:
    """The tile chosen for a slot, and what it was painted from, before any retouching: a patch of roles (5, 5), texture and
    theme latents. own: it was painted from the sheet's own theme."""

    pattern: Array
    cell: int
    patch: Array
    texture: Array
    theme: Array
    own: bool


def with_extras(dreams: Dreams, found: dict[int, Choice], backdrop: int, palettes: Array) -> Dreams:
    """The dreams and the further attempts that their family allows. found: what was chosen so far, by slot."""
    if dreams.family.cut and _STONE in found:
        dreams = _with_cuts(dreams, found[_STONE], len(palettes))
    if dreams.family.on_wall and _WALL in found:
        dreams = _upon(dreams, found[_WALL])
    if dreams.family.cut or dreams.family.on_wall:
        looks = {part: Look.of(backdrop, palettes, tiles.pattern, tiles.cells) for part, tiles in dreams.tiles.items()}
        dreams = replace(dreams, looks=looks)
    return dreams


def _with_cuts(dreams: Dreams, stone: Choice, colours: int) -> Dreams:
    """With the family's shape cut out of a chosen tile, in each sub-palette."""
    stones = Tiles(stone.pattern[None].repeat(colours, axis=0), np.arange(colours, dtype=np.uint8))
    cut = {part: shape(stones) for part, shape in dreams.family.cut}
    painted = np.zeros(colours, dtype=bool)
    return replace(
        _longer(dreams, cut, np.full(colours, len(dreams.textures)), painted, stones.cells == stone.cell),
        patches={part: np.concatenate([patches, stone.patch[None]]) for part, patches in dreams.patches.items()},
        textures=np.concatenate([dreams.textures, stone.texture[None]]),
        themes=np.concatenate([dreams.themes, stone.theme[None]]),
    )


def _upon(dreams: Dreams, wall: Choice) -> Dreams:
    """With all attempts whose parts have the wall's colours once more, the wall's tile in place of the backdrop."""
    cells = np.stack([tiles.cells for tiles in dreams.tiles.values()])
    rows = np.flatnonzero((cells == wall.cell).all(axis=0))
    upon = {
        part: Tiles(np.where(tiles.pattern[rows] == 0, wall.pattern, tiles.pattern[rows]), tiles.cells[rows])
        for part, tiles in dreams.tiles.items()
    }
    return _longer(dreams, upon, dreams.paintings[rows], dreams.own[rows], dreams.plain[rows])


def _longer(dreams: Dreams, tiles: dict[str, Tiles], paintings: Array, own: Array, plain: Array) -> Dreams:
    """The dreams with further attempts; their looks are left as they were."""
    joined = {
        part: Tiles(np.concatenate([old.pattern, tiles[part].pattern]), np.concatenate([old.cells, tiles[part].cells]))
        for part, old in dreams.tiles.items()
    }
    return replace(
        dreams,
        tiles=joined,
        paintings=np.concatenate([dreams.paintings, paintings]),
        own=np.concatenate([dreams.own, own]),
        plain=np.concatenate([dreams.plain, plain]),
    )
