"""A tile set as the rest of the program sees it: NES memory for its tiles, and which tile fills which slot."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np

from generator.palette import MASTER, Palette
from generator.roles import SLOT_BY_NAME, SLOTS, TILE, Slot

MISSING = -1
"""In ``Pack.slots``: no tile of this pack fills the slot."""
BASE_ID = "base"
"""The pack that fills what others lack."""


@dataclass(frozen=True, slots=True)
class Originality:
    """How far a dreamt sheet is from the training tiles.

    tiles: how many tiles were compared (flat ones are not). share: part of them (0..1) that are no near copy.
    median: median distance to the nearest training tile (0 the same drawing, 1 nothing in common).
    dropped: candidates left out as near copies.
    """

    tiles: int
    share: float
    median: float
    dropped: int = 0


@dataclass(frozen=True, slots=True)
class Audit:
    """What an audit against the training tiles themselves found (``audit.py``).

    tiles: how many tiles were judged. copies: how many show a training tile's drawing. nearer: how many are nearer to a
    training tile, however far that is, than its own nearest neighbour.
    median: median distance to the nearest training tile, in pixels of 256. corpus: training tiles compared with.
    """

    tiles: int
    copies: int
    nearer: int
    median: float
    corpus: int


@dataclass(frozen=True, eq=False)
class Pack:
    """A tile-set pack.

    root: its folder, or None while it exists in memory only. seed, model: empty unless it was dreamt.
    origin: what it was dreamt after, besides its seed: ``like PICTURE``, ``half PACK x PACK`` or ``families PACK x PACK``; else empty.
    backdrop: master index. palettes: (4, 3) uint8 master indices. pattern: (n, 16, 16) uint8 0..3.
    cells: (n,) uint8, the sub-palette of each tile. roles: (n,) uint8, Role of each tile.
    slots: for each canonical slot the tile that fills it, or -1. animations: tile -> ((tile, milliseconds), ...).
    theme, textures: the latents it was painted from (textures by slot id), so that a dream can be taken further.
    """

    id: str
    title: str
    version: str
    author: str
    license: str
    backdrop: int
    palettes: np.ndarray
    pattern: np.ndarray
    cells: np.ndarray
    roles: np.ndarray
    slots: tuple[int, ...]
    animations: dict[int, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    root: Path | None = None
    seed: str = ""
    model: str = ""
    origin: str = ""
    theme: tuple[int, ...] = ()
    textures: dict[int, tuple[int, ...]] = field(default_factory=dict)
    originality: Originality | None = None
    audit: Audit | None = None

    @property
    def colours(self) -> np.ndarray:
        """(4, 4) uint8: the master index of each value in each sub-palette; column 0 is the backdrop."""
        table = np.empty((4, 4), dtype=np.uint8)
        table[:, 0] = self.backdrop
        table[:, 1:] = self.palettes
        return table

    @cached_property
    def resolved(self) -> tuple[int, ...]:
        """For each slot the tile that shows it: its own, else the nearest relative's; -1 when it has none."""
        return tuple(self._resolve(slot) for slot in SLOTS)

    def _resolve(self, slot: Slot) -> int:
        return next((self.slots[i] for i in (slot.id, *stand_ins(slot)) if self.slots[i] != MISSING), MISSING)

    def indices(self) -> np.ndarray:
        """Every slot's tile as master indices: (len(SLOTS), 16, 16) uint8; a slot nothing can fill is the backdrop."""
        shown = np.full((len(SLOTS), TILE, TILE), self.backdrop, dtype=np.uint8)
        for slot, tile in enumerate(self.resolved):
            if tile != MISSING:
                shown[slot] = self.colours[self.cells[tile]][self.pattern[tile]]
        return shown

    def images(self, palette: Palette = MASTER) -> np.ndarray:
        """Every slot's tile to look at: (len(SLOTS), 16, 16, 3) uint8, variants and missing slots resolved."""
        return palette.rgb[self.indices()]


def stand_ins(slot: Slot) -> tuple[int, ...]:
    """The slots that may stand in for one that is missing, the best first.

    First the slot it is a variant of, then its relatives (``column.*`` for ``column.top``): for terrain those whose
    open sides differ least, an open top weighing most because it is what the player stands on; among these the plainest.
    """
    family = slot.name.split(".")[0]
    relatives = [other for other in SLOTS if other.name.split(".")[0] == family and other.id != slot.id]
    if family == "terrain":
        relatives.sort(key=lambda other: (_terrain_distance(slot, other), bool(other.variant_of), -terrain_mask(other)))
    first = [SLOT_BY_NAME[slot.variant_of].id] if slot.variant_of else []
    return tuple(dict.fromkeys([*first, *(other.id for other in relatives)]))


def terrain_mask(slot: Slot) -> int:
    """The mask N of a slot ``terrain.N`` or ``terrain.N.vK``."""
    return int(slot.name.split(".")[1])


def _terrain_distance(slot: Slot, other: Slot) -> int:
    differing = terrain_mask(slot) ^ terrain_mask(other)
    return differing.bit_count() + 3 * (differing & 1)


def complete(pack: Pack, base: Pack) -> Pack:
    """The pack with every slot that it cannot show itself filled from ``base``, worn in the pack's own colours.

    A base tile keeps its pattern (values are ordered by luminance in both) and takes the sub-palette nearest to its
    own, so that the result is still one legal set of four sub-palettes.
    """
    lacking = [i for i, tile in enumerate(pack.resolved) if tile == MISSING and base.resolved[i] != MISSING]
    if not lacking:
        return pack
    borrowed = list(dict.fromkeys(base.resolved[i] for i in lacking))
    place = {tile: len(pack.pattern) + n for n, tile in enumerate(borrowed)}
    slots = list(pack.slots)
    for i in lacking:
        slots[i] = place[base.resolved[i]]
    values = {name: getattr(pack, name) for name in pack.__dataclass_fields__}
    values["slots"] = tuple(slots)
    values["pattern"] = np.concatenate([pack.pattern, base.pattern[borrowed]])
    values["cells"] = np.concatenate([pack.cells, _nearest_palettes(pack, base)[base.cells[borrowed]]])
    values["roles"] = np.concatenate([pack.roles, base.roles[borrowed]])
    moved = {
        place[tile]: tuple((place[frame], time) for frame, time in frames)
        for tile, frames in base.animations.items()
        if tile in place and all(frame in place for frame, _ in frames)
    }
    values["animations"] = pack.animations | moved
    return Pack(**values)


def _nearest_palettes(pack: Pack, base: Pack) -> np.ndarray:
    """For each sub-palette of base the most similar one of pack: (4,) uint8."""
    distance = MASTER.distance[base.palettes[:, None, :], pack.palettes[None, :, :]].sum(axis=2)
    return distance.argmin(axis=1).astype(np.uint8)
