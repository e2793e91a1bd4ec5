"""Reading a tile-set pack from its folder: every fault is a Problem, and only hopeless ones stop it."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from generator import manifest
from generator.assemble import assemble, role_slots
from generator.dropin import from_pictures
from generator.errors import Problem, UserError
from generator.guarded import inside, read_limited
from generator.manifest import Manifest
from generator.pack_model import Pack
from generator.roles import SLOT_BY_NAME, SLOTS, Role
from generator.sheet import Sheet, fit_tiles, open_sheet, read_exactly
from generator.tsx_read import TileEntry, TilesetFile, read_tileset

FILE_LIMIT = 256
"""Files in a pack's folder that are looked at."""


def read_folder(folder: Path) -> tuple[Pack | None, list[Problem]]:
    """The pack, or None when it cannot be used, and all problems in the order manifest, tileset, picture, tiles."""
    try:
        if not folder.is_dir():
            return None, [Problem(str(folder), "no such folder")]
        names = sorted(path.name for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))[:FILE_LIMIT]
    except OSError as error:
        return None, [Problem(str(folder), f"cannot be read ({error.strerror})")]
    described, problems = _manifest(folder, names)
    tilesets = [name for name in names if name.lower().endswith(".tsx")]
    if "tiles.tsx" in tilesets or len(tilesets) == 1:
        pack = _from_tileset(folder, "tiles.tsx" if "tiles.tsx" in tilesets else tilesets[0], described, problems)
    elif tilesets:
        pack = None
        problems.append(Problem(folder.name, f"{len(tilesets)} tilesets and none named tiles.tsx", "name one of them tiles.tsx"))
    else:
        pack = from_pictures(folder, names, described, problems)
    return (None if any(problem.fatal for problem in problems) else pack), problems


def _manifest(folder: Path, names: list[str]) -> tuple[Manifest, list[Problem]]:
    if "pack.toml" not in names:
        return Manifest(), []
    try:
        return manifest.read(read_limited(inside(folder, "pack.toml")))
    except UserError as error:
        return Manifest(), [Problem("pack.toml", str(error))]


def _from_tileset(folder: Path, name: str, described: Manifest, problems: list[Problem]) -> Pack | None:
    try:
        found, faults = read_tileset(read_limited(inside(folder, name)), name)
    except UserError as error:
        problems.append(Problem(name, str(error)))
        return None
    problems += faults
    if found is None:
        return None
    try:
        path = inside(folder, found.image)
    except UserError as error:
        problems.append(Problem(found.image_where, f"image {error}"))
        return None
    try:
        sheet = open_sheet(path, found.margin, found.spacing, found.columns)
    except UserError as error:
        problems.append(Problem(path.name, str(error)))
        return None
    _check_count(found, sheet, name, problems)
    slots = _assign(found, problems)
    if not slots:
        problems.append(Problem(name, "no tile has a role or a slot", 'give tiles a class such as "solid" or "wall"'))
        return None
    if any(problem.fatal for problem in problems):
        return None
    used = sorted(set(slots.values()) | {frame for tile in slots.values() for frame, _ in found.tiles[tile].frames})
    _check_cells(sheet, used, found, path.name, problems)
    return assemble(folder, described, read_exactly(sheet, used) or fit_tiles(sheet.rgb[used]), used, slots, found.tiles)


def _check_count(found: TilesetFile, sheet: Sheet, name: str, problems: list[Problem]) -> None:
    """Tiles named by the tileset must lie on the picture."""
    held = len(sheet.rgb)
    if found.count is not None and found.count > held:
        problems.append(Problem(name, f"tilecount is {found.count}", f"{found.image} holds {held} tiles"))
    for entry in found.tiles.values():
        if entry.id >= held and (found.count is None or found.count <= held):
            problems.append(Problem(entry.where, "lies past the picture's end", f"{found.image} holds {held} tiles"))


def _check_cells(sheet: Sheet, used: list[int], found: TilesetFile, name: str, problems: list[Problem]) -> None:
    """In a sheet of our own form, says which tiles mix sub-palettes (then all colours are fitted anew)."""
    if sheet.codes is None or sheet.palette is None or len(sheet.palette) != 16 or (sheet.palette[::4] != sheet.palette[0]).any():
        return
    for tile in used:
        which = np.unique(sheet.codes[tile] >> 2)
        if len(which) > 1:
            names = " and ".join(str(int(one)) for one in which)
            place = found.tiles[tile].where.split()[0] if tile in found.tiles else name
            hint = "a tile can use one; colours were fitted"
            problems.append(Problem(f"{name} tile {tile}", f"uses sub-palettes {names} ({place})", hint, fatal=False))


def _assign(found: TilesetFile, problems: list[Problem]) -> dict[int, int]:
    """Which tile fills which slot: named slots, then terrain by its wang sides, then free slots by role."""
    slots: dict[int, int] = {}
    for entry in found.tiles.values():
        if entry.slot is None:
            continue
        if entry.slot in slots:
            other = found.tiles[slots[entry.slot]].where
            problems.append(Problem(entry.where, f'slot "{SLOTS[entry.slot].name}" is taken', f"by {other}", fatal=False))
        else:
            slots[entry.slot] = entry.id
    frames = {frame for entry in found.tiles.values() for frame, _ in entry.frames if frame != entry.id}
    for entry in found.tiles.values():
        if entry.slot is None and entry.id not in frames:
            free = next((slot for slot in _choices(entry) if slot not in slots), None)
            if free is not None:
                slots[free] = entry.id
    return slots


def _choices(entry: TileEntry) -> tuple[int, ...]:
    if entry.mask is not None and entry.role in (None, Role.SOLID, Role.SURFACE):
        variants = tuple(slot.id for slot in SLOTS if slot.variant_of == f"terrain.{entry.mask}")
        return (SLOT_BY_NAME[f"terrain.{entry.mask}"].id, *variants)
    return role_slots(entry.role) if entry.role is not None else ()
