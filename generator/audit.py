"""The originality audit: each tile of a pack beside the training tile that is nearest to it, however that was turned.

A tile is *nearer* when it lies closer to a training tile than that tile's own nearest neighbour among the other training
tiles does (the "authenticity" of Alaa et al. 2022, whose published code looks the neighbour up by the index of the wrong
array): a drawing that training tiles share among themselves is nobody's own. Repeats of a training tile (the same drawing
again, a few pixels off: ``tile_index.repeats``) are no neighbours, so whatever is itself a repeat of one is nearer.
A *copy* is nearer and shows most of the drawing: of two strangers, too, one is often nearer, at a hundred pixels.
Plain tiles (flat, one edge, stripes, mere noise: ``corpus_tiles.singular``) are not judged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from generator.corpus_tiles import CorpusTiles, singular
from generator.errors import UserError
from generator.files import replace_file
from generator.manifest import with_audit
from generator.pack_model import MISSING, Audit, Pack
from generator.roles import SLOTS, TILE
from generator.tile_index import Match, repeats

Array = np.ndarray

ALIKE = 2.5
"""A tile shows most of another's drawing up to this many times as far away as the other's repeats are: 32 pixels at most."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one tile.

    tile: its place among those asked about. match: the nearest training tile (place in the CorpusTiles). own: how far that
    one's own nearest neighbour is, alike: up to where a tile shows most of its drawing, both in pixels of 256.
    """

    tile: int
    match: Match
    own: float
    alike: float

    @property
    def nearer(self) -> bool:
        """Closer to the training tile than any other training tile is."""
        return self.match.distance < self.own

    @property
    def copy(self) -> bool:
        """Nearer, and most of the drawing."""
        return self.nearer and self.match.distance <= self.alike


def judge(pattern: Array, known: CorpusTiles) -> list[Finding]:
    """The drawn ones of some tiles, each drawing once, those nearest to a training tile first: (n, 16, 16) -> findings."""
    distinct = np.sort(np.unique(pattern.reshape(len(pattern), TILE * TILE), axis=0, return_index=True)[1])
    judged = distinct[singular(pattern[distinct])]
    index = known.index()
    matches = index.nearest(pattern[judged])
    met = sorted({match.index for match in matches if match.index >= 0})
    originals = known.pattern[met]
    limits = repeats(originals)
    around = zip(index.nearest(originals, limits), limits, strict=True)
    limit = {place: (match.distance, ALIKE * float(same)) for place, (match, same) in zip(met, around, strict=True)}
    findings = [Finding(int(tile), match, *limit.get(match.index, (0.0, 0.0))) for tile, match in zip(judged, matches, strict=True)]
    return sorted(findings, key=lambda one: (not one.copy, one.match.distance))


def summary(findings: Sequence[Finding], known: CorpusTiles) -> Audit:
    """The audit in five numbers."""
    median = float(np.median([one.match.distance for one in findings])) if findings else float(TILE * TILE)
    return Audit(len(findings), sum(one.copy for one in findings), sum(one.nearer for one in findings), median, len(known))


def plain_tiles(pattern: Array, findings: Sequence[Finding]) -> int:
    """How many different tiles, of those that were asked about, are too plain to be judged: (n, 16, 16) and what judge() gave."""
    return len({tile.tobytes() for tile in pattern}) - len(findings)


def write_summary(folder: Path, audit: Audit) -> bool:
    """Puts the account into a pack's pack.toml; False where the pack has none. Raises UserError when it cannot be put there."""
    path = folder / "pack.toml"
    if not path.is_file():
        return False
    try:
        content = with_audit(path.read_bytes(), audit)
    except (OSError, ValueError) as error:
        raise UserError(f"{path}: the summary cannot be put into it ({error})") from error
    replace_file(path, content)
    return True


def slot_names(pack: Pack) -> list[str]:
    """For each tile of a pack the slots that it fills, or the tile's number where it only moves in an animation."""
    names: list[list[str]] = [[] for _ in pack.pattern]
    for slot, tile in zip(SLOTS, pack.slots, strict=True):
        if tile != MISSING:
            names[tile].append(slot.name)
    return [", ".join(own) or f"tile {number}" for number, own in enumerate(names)]
