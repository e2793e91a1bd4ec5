"""Maps made for our slots: one layer ``tiles``, one object layer ``things``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from game.sim.level import CELL, Cell, Level, Section, Thing
from generator.hints import did_you_mean
from generator.roles import SLOT_BY_NAME, SLOTS
from levels.collision import cells_from_slots
from levels.device_fields import check_device_fields, check_machine_count, read_device_fields
from levels.kinds import ITEM_KINDS, PLACE_KINDS, thing_kinds
from levels.model import LevelMap
from levels.report import Report
from levels.templates import SCREEN_H, SCREEN_W
from levels.tiled import TiledLayer, TiledMap, TiledObject, TiledTileset

TILES_LAYER = "tiles"
_EMPTY_SLOT = SLOT_BY_NAME["sky.0"].id
MAX_SECONDS = 9999


def is_own(tiled: TiledMap) -> bool:
    """Whether a map speaks in slots: it says which pack it wears, or its tile set names slots; and has the layer for them."""
    names_slots = any("slot" in tile.properties for tileset in tiled.tilesets for tile in tileset.tiles.values())
    return ("pack" in tiled.properties or names_slots) and any(layer.name == TILES_LAYER for layer in tiled.layers)


def read_own(tiled: TiledMap, path: Path, report: Report) -> LevelMap | None:
    """The level in a map of ours; None if the report says why not."""
    name = path.name
    if tiled.tile != CELL:
        report.fatal(name, f"tiles of {tiled.tile} px in a map of slots", f"it should be {CELL}")
        return None
    if tiled.width < SCREEN_W or tiled.height < SCREEN_H:
        report.fatal(name, f"{tiled.width} x {tiled.height} cells", f"a level has at least {SCREEN_W} x {SCREEN_H}")
        return None
    layer = next(layer for layer in tiled.layers if layer.name == TILES_LAYER)
    for other in tiled.layers:
        if other is not layer:
            report.warn(name, f"layer {other.name!r} is left out", f"each cell shows one tile, that of the layer {TILES_LAYER!r}")
    slots = _slots(tiled.tilesets, layer, name, report)
    objects = _sort_objects(tiled, name, report)
    if slots is None or objects is None:
        return None
    _check_start(objects, slots, name, report)
    return LevelMap(
        level=Level(
            width=tiled.width,
            height=tiled.height,
            cells=cells_from_slots(slots),
            start=objects.start,
            exit=objects.exit,
            sections=objects.sections or default_sections(tiled.width, tiled.height),
            things=objects.things,
            checkpoints=objects.checkpoints,
            seconds=_whole(tiled, "seconds", 300, 1, MAX_SECONDS, name, report),
            stage=_whole(tiled, "stage", 1, 1, 99, name, report),
            title=str(tiled.properties.get("title") or path.stem),
            boss=str(tiled.properties.get("boss") or ""),
        ),
        slots=slots,
        pack=str(tiled.properties.get("pack") or tiled.tilesets[0].name),
        seed=str(tiled.properties.get("seed") or ""),
        path=path,
    )


def default_sections(width: int, height: int) -> tuple[Section, ...]:
    """Whole bands of 13 rows from the top; rows that are left over below belong to none."""
    return tuple(Section(0, y, width) for y in range(0, height - SCREEN_H + 1, SCREEN_H))


def _slots(tilesets: tuple[TiledTileset, ...], layer: TiledLayer, name: str, report: Report) -> NDArray[np.uint8] | None:
    """(h, w) slot ids: by the name that the tile set gives a tile, by the tile's id where it gives none."""
    table: dict[int, int] = {0: _EMPTY_SLOT}
    for gid in np.unique(layer.gids).tolist():
        if gid == 0:
            continue
        tileset = max((found for found in tilesets if found.first <= gid), key=lambda found: found.first)
        tile = tileset.tiles.get(gid - tileset.first)
        wanted = str(tile.properties["slot"]) if tile and "slot" in tile.properties else ""
        if wanted and wanted not in SLOT_BY_NAME:
            hint = did_you_mean(wanted, SLOT_BY_NAME)
            report.fatal(name, f"tile {gid - tileset.first} of {tileset.name!r} stands for the unknown slot {wanted[:40]!r}", hint)
        elif wanted:
            table[gid] = SLOT_BY_NAME[wanted].id
        elif gid - tileset.first < len(SLOTS):
            table[gid] = gid - tileset.first
        else:
            row, column = (int(k) for k in np.argwhere(layer.gids == gid)[0])
            hint = f"the sheet has the slots 0..{len(SLOTS) - 1}"
            report.fatal(name, f"tile {gid - tileset.first} at column {column}, row {row} is no slot", hint)
    if report.broken:
        return None
    if layer.flips.any():
        report.warn(name, f"{np.count_nonzero(layer.flips)} flipped tiles", "slots do not flip; they are shown as they are")
    lookup = np.zeros(max(table) + 1, np.uint8)
    lookup[list(table)] = list(table.values())
    return lookup[layer.gids]


@dataclass(slots=True)
class _Objects:
    start: tuple[int, int, int]
    exit: tuple[int, int, int, int]
    sections: tuple[Section, ...]
    things: tuple[Thing, ...]
    checkpoints: tuple[tuple[int, int], ...]


def _sort_objects(tiled: TiledMap, name: str, report: Report) -> _Objects | None:
    groups: dict[str, list[TiledObject]] = {}
    creatures = thing_kinds()
    for found in tiled.objects:
        kind = found.kind or found.name
        if not (0 <= found.x <= tiled.width * CELL and 0 <= found.y <= tiled.height * CELL):
            report.fatal(name, f"{found.label} lies outside of the map")
        elif kind in creatures:
            groups.setdefault("thing", []).append(found)
            _check_holds(found, name, report)
            check_device_fields(found, name, report)
        elif kind in PLACE_KINDS:
            groups.setdefault(kind, []).append(found)
        else:
            known = (*creatures, *PLACE_KINDS)
            report.fatal(name, f"{found.label} is of an unknown class", did_you_mean(kind, known, f"known are {', '.join(known)}"))
    check_machine_count(tiled.objects, name, report)
    for kind, shape in (("start", "point"), ("exit", "rectangle")):
        if len(groups.get(kind, ())) != 1:
            report.fatal(name, f"{len(groups.get(kind, ()))} objects of class {kind!r}", f"a level has exactly one, a {shape}")
    sections = tuple(section for found in groups.get("section", ()) if (section := _section(found, tiled, name, report)))
    if report.broken:
        return None
    start, leave = groups["start"][0], groups["exit"][0]
    return _Objects(
        start=(round(start.x), round(start.y), _facing(start, 1)),
        exit=(round(leave.x), round(leave.y), max(1, round(leave.w)), max(1, round(leave.h))),
        sections=sections,
        things=tuple(_thing(found) for found in groups.get("thing", ())),
        checkpoints=tuple((round(found.x), round(found.y)) for found in groups.get("checkpoint", ())),
    )


def _thing(found: TiledObject) -> Thing:
    holds = str(found.properties.get("holds") or "")
    return Thing(found.kind or found.name, round(found.x), round(found.y), _facing(found, -1), holds, **read_device_fields(found))


def _check_holds(found: TiledObject, name: str, report: Report) -> None:
    held = str(found.properties.get("holds") or "")
    if held and held not in ITEM_KINDS:
        report.fatal(
            name,
            f"{found.label} holds the unknown item {held[:40]!r}",
            did_you_mean(held, ITEM_KINDS, f"known are {', '.join(ITEM_KINDS)}"),
        )


def _facing(found: TiledObject, usual: int) -> int:
    value = found.properties.get("facing", usual)
    text = str(value).lower()
    return 1 if text in ("1", "1.0", "right") else -1 if text in ("-1", "-1.0", "left") else usual


def _section(found: TiledObject, tiled: TiledMap, name: str, report: Report) -> Section | None:
    x, y, w, h = (round(value / CELL) for value in (found.x, found.y, found.w, found.h))
    if (x * CELL, y * CELL, w * CELL, h * CELL) != (found.x, found.y, found.w, found.h):
        report.fatal(name, f"{found.label} is off the grid", f"its place and size should be multiples of {CELL}")
    elif h != SCREEN_H or w < SCREEN_W:
        report.fatal(name, f"{found.label} is {w} x {h} cells", f"a section is {SCREEN_H} high and at least {SCREEN_W} wide")
    elif x + w > tiled.width or y + h > tiled.height:
        report.fatal(name, f"{found.label} reaches out of the map")
    else:
        return Section(x, y, w, h)
    return None


def _check_start(objects: _Objects, slots: NDArray[np.uint8], name: str, report: Report) -> None:
    x, y, _ = objects.start
    cells = np.frombuffer(cells_from_slots(slots), np.uint8).reshape(slots.shape)
    column = min(x // CELL, slots.shape[1] - 1)
    row = (y - 1) // CELL
    if row >= 0 and cells[row, column] in (Cell.SOLID, Cell.BREAKABLE):
        report.fatal(name, f"the start at ({x}, {y}) is inside solid ground", "its y is where the feet stand: the top edge of a floor")
    inside = any(s.x * CELL <= x < (s.x + s.w) * CELL and s.y * CELL < y <= (s.y + s.h) * CELL for s in objects.sections)
    if objects.sections and not inside:
        report.fatal(name, f"the start at ({x}, {y}) is in no section")


def _whole(tiled: TiledMap, key: str, usual: int, low: int, high: int, name: str, report: Report) -> int:
    value = tiled.properties.get(key, usual)
    try:
        number = int(value)
    except (TypeError, ValueError):
        number = low - 1
    if not low <= number <= high:
        report.fatal(name, f"map property {key!r} is {str(value)[:20]!r}", f"it should be a whole number from {low} to {high}")
        return usual
    return number
