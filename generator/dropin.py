"""A folder with nothing but pictures of 16x16 tiles, as a pack: roles are read off the tiles, colours fitted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from generator.assemble import assemble, role_slots
from generator.errors import Problem, UserError
from generator.guarded import inside
from generator.looks import Look, seam_below, seam_right
from generator.manifest import Manifest
from generator.pack_model import Pack
from generator.palette import nearest, oklab
from generator.roles import TILE, Role
from generator.sheet import Sheet, fit_tiles, open_sheet

if TYPE_CHECKING:
    from generator.classifier import RoleClassifier

SUFFIXES = (".png", ".bmp", ".gif", ".webp")
TILE_LIMIT = 2048
"""Tiles of a folder that are looked at; more are passed over, and it is told."""
SURE = 0.35
"""How sure the classifier must be of a role before a tile gets it."""
_NEEDED = (Role.SURFACE, Role.SOLID, Role.WALL)
"""Roles without which there is no level: they get their likeliest tile, however unlikely."""
_ROWS = [Role.SOLID, Role.SURFACE, Role.WALL, Role.SKY, Role.LIQUID]
"""Roles whose tiles stand beside themselves, and"""
_FILLS = [Role.SOLID, Role.WALL, Role.SKY]
"""those that stand above themselves too."""
_SEAM_WEIGHT = 6.0
_BATCH = 256


@dataclass(frozen=True, eq=False)
class _Found:
    """Distinct tiles and what is thought of them: rgb (n, 16, 16, 3), chances of each role (n, 15)."""

    rgb: np.ndarray
    chances: np.ndarray


def from_pictures(folder: Path, names: list[str], described: Manifest, problems: list[Problem]) -> Pack | None:
    """The pack of a folder's pictures; adds to ``problems``, and returns None when nothing can be made of them."""
    pictures = [name for name in names if name.lower().endswith(SUFFIXES) and name != "preview.png"]
    if not pictures:
        problems.append(Problem(folder.name, "no tileset (.tsx) and no picture of tiles", "put in a tiles.png of 16x16 tiles"))
        return None
    found = _gather(folder, pictures, problems)
    if found is None:
        return None
    slots = assign(found.chances * _repeating(found.rgb))
    if not slots:
        problems.append(Problem(folder.name, "no tile looks like a part of a level", "name the roles in a tiles.tsx"))
        return None
    used = sorted(set(slots.values()))
    return assemble(folder, described, fit_tiles(found.rgb[used]), used, slots, {})


def _gather(folder: Path, pictures: list[str], problems: list[Problem]) -> _Found | None:
    """All distinct drawn tiles of the pictures that can be read."""
    from generator.classifier import RoleClassifier

    try:
        classifier = RoleClassifier.load()
    except UserError as error:
        problems.append(Problem(folder.name, f"roles cannot be read off tiles: {error}", "name the roles in a tiles.tsx"))
        return None
    tiles, chances = [], []
    room = TILE_LIMIT
    for name in pictures:
        try:
            sheet = open_sheet(inside(folder, name))
        except UserError as error:
            problems.append(Problem(name, str(error), fatal=False))
            continue
        drawn = np.flatnonzero(~sheet.blank & sheet.rgb.any(axis=(1, 2, 3)))
        if len(drawn) > room:
            problems.append(Problem(name, f"more than {TILE_LIMIT} tiles", "the rest is passed over", fatal=False))
        drawn = drawn[:room]
        room -= len(drawn)
        tiles.append(sheet.rgb[drawn])
        chances.append(_chances(classifier, sheet, drawn))
    if room == TILE_LIMIT:
        problems.append(Problem(folder.name, "no picture holds a drawn 16x16 tile", "put in a tiles.png of 16x16 tiles"))
        return None
    rgb = np.concatenate(tiles)
    _, first = np.unique(rgb.reshape(len(rgb), -1), axis=0, return_index=True)
    first.sort()
    return _Found(rgb[first], np.concatenate(chances)[first])


def _chances(classifier: RoleClassifier, sheet: Sheet, tiles: np.ndarray) -> np.ndarray:
    """The chance of each role for some tiles of a sheet: (n, 15).

    The mean of what is thought of a tile alone and among its neighbours, for sheets may be scenes or mere lists of tiles.
    """
    from generator.classifier import UNSEEN, neighbourhoods

    rows = len(sheet.rgb) // sheet.columns
    indices = nearest(sheet.rgb)
    picture = indices.reshape(rows, sheet.columns, TILE, TILE).swapaxes(1, 2).reshape(rows * TILE, -1)
    among = neighbourhoods(picture)[tiles]
    alone = np.pad(indices[tiles], ((0, 0), (TILE, TILE), (TILE, TILE)), constant_values=UNSEEN)
    parts = [classifier.chances(views[start : start + _BATCH]) for start in range(0, len(tiles), _BATCH) for views in (among, alone)]
    if not parts:
        return np.zeros((0, len(Role) - 1))
    return (np.concatenate(parts[::2]) + np.concatenate(parts[1::2])) / 2


def _repeating(rgb: np.ndarray) -> np.ndarray:
    """How well tiles do what their role has them do, repeat: (n, 15) factors 0..1, 1 for roles that do not repeat."""
    look = Look(oklab(rgb))
    factors = np.ones((len(rgb), len(Role) - 1))
    factors[:, _ROWS] = np.exp(-_SEAM_WEIGHT * seam_right(look, look))[:, None]
    factors[:, _FILLS] *= np.exp(-_SEAM_WEIGHT * seam_below(look, look))[:, None]
    return factors


def assign(chances: np.ndarray) -> dict[int, int]:
    """Which tile fills which slot: (n, 15) chances -> slot id -> tile. The surest tiles of a role come first."""
    role_of = chances.argmax(axis=1)
    slots: dict[int, int] = {}
    for role in Role:
        if role == Role.UNKNOWN:
            continue
        mine = np.flatnonzero((role_of == role) & (chances[:, role] >= SURE))
        if not len(mine) and role in _NEEDED:
            mine = chances[:, [role]].argmax(axis=0)
        surest = mine[np.argsort(-chances[mine, role], kind="stable")]
        slots |= dict(zip(role_slots(role), surest.tolist(), strict=False))
    return slots
