"""Writes a level as a TMX map that Tiled 1.10 and newer opens: CSV tiles, an external tile set, objects as points."""

from __future__ import annotations

import os
from pathlib import Path
from xml.sax.saxutils import quoteattr

from game.sim.level import CELL, Level, Thing
from generator.files import write_whole
from levels.device_fields import device_values
from levels.model import LevelMap
from levels.sandbox import SHIPPED_TILESETS

FORMAT_VERSION = 1
"""The map property `version`: raised when what a map means changes."""


def save_map(level_map: LevelMap, path: Path) -> None:
    """Writes `level_map` to `path` whole or not at all. ValueError for a foreign map: those are never ours to rewrite."""
    write_whole(path, tmx_text(level_map, tileset_source(level_map.pack, path.resolve().parent)).encode())


def tileset_source(pack: str, folder: Path) -> str:
    """The tile set's file as a map in `folder` names it: in the layout of the project where there is one, else the shipped one.

    A pack that lies elsewhere (a player's own) is stood in for by `base`: slots mean the same in all of them, and the map
    property `pack` still says which one to wear.
    """
    usual = f"../../assets/tilesets/{pack}/tiles.tsx"
    if (folder / usual).is_file():
        return usual
    for shipped in (SHIPPED_TILESETS / pack / "tiles.tsx", SHIPPED_TILESETS / "base" / "tiles.tsx"):
        if shipped.is_file() and shipped.drive == folder.drive:
            return Path(os.path.relpath(shipped, folder)).as_posix()
    return usual


def tmx_text(level_map: LevelMap, source: str) -> str:
    """The whole file as text, `source` naming its tile set; the same level gives the same bytes."""
    if level_map.slots is None:
        raise ValueError("a map without slots has no place in our format")
    level = level_map.level
    objects = _objects(level)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<map version="1.10" orientation="orthogonal" renderorder="right-down" width="{level.width}" height="{level.height}" '
        f'tilewidth="{CELL}" tileheight="{CELL}" infinite="0" nextlayerid="3" nextobjectid="{len(objects) + 1}">',
        *_map_properties(level_map),
        f' <tileset firstgid="1" source={quoteattr(source)}/>',
        f' <layer id="1" name="tiles" width="{level.width}" height="{level.height}">',
        '  <data encoding="csv">',
        ",\n".join(",".join(str(int(slot) + 1) for slot in row) for row in level_map.slots),
        "</data>",
        " </layer>",
        ' <objectgroup id="2" name="things">',
        *(line for number, body in enumerate(objects, 1) for line in body.replace("<object ", f'<object id="{number}" ', 1).split("\n")),
        " </objectgroup>",
        "</map>",
        "",
    ]
    return "\n".join(lines)


def _map_properties(level_map: LevelMap) -> list[str]:
    level = level_map.level
    rows = [
        ("boss", "", level.boss),
        ("pack", "", level_map.pack),
        ("seconds", "int", str(level.seconds)),
        ("seed", "", level_map.seed),
        ("stage", "int", str(level.stage)),
        ("title", "", level.title),
        ("version", "int", str(FORMAT_VERSION)),
    ]
    return [" <properties>", *(_property(name, kind, value, 2) for name, kind, value in rows), " </properties>"]


def _property(name: str, kind: str, value: str, indent: int) -> str:
    typed = f' type="{kind}"' if kind else ""
    return f'{" " * indent}<property name="{name}"{typed} value={quoteattr(value)}/>'


def _objects(level: Level) -> list[str]:
    x, y, facing = level.start
    found = [_rectangle("section", s.x * CELL, s.y * CELL, s.w * CELL, s.h * CELL) for s in level.sections]
    found.append(_point("start", x, y, [_property("facing", "int", str(facing), 4)]))
    found.append(_rectangle("exit", *level.exit))
    found += [_point("checkpoint", x, y, []) for x, y in level.checkpoints]
    found += [_thing(thing) for thing in level.things]
    return found


def _thing(thing: Thing) -> str:
    properties = [_property("facing", "int", str(thing.facing), 4)]
    if thing.holds:
        properties.append(_property("holds", "", thing.holds, 4))
    properties += [_property(field, "int", str(value), 4) for field, value in device_values(thing).items()]
    return _point(thing.kind, thing.x, thing.y, properties)


def _rectangle(kind: str, x: int, y: int, w: int, h: int) -> str:
    return f'  <object type={quoteattr(kind)} x="{x}" y="{y}" width="{w}" height="{h}"/>'


def _point(kind: str, x: int, y: int, properties: list[str]) -> str:
    head = f'  <object type={quoteattr(kind)} x="{x}" y="{y}">'
    if properties:
        return "\n".join([head, "   <properties>", *properties, "   </properties>", "   <point/>", "  </object>"])
    return "\n".join([head, "   <point/>", "  </object>"])
