"""Reading a Tiled tileset, ours or anybody's: what each tile is said to be, and everything that is wrong with the file."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from generator.errors import Problem, UserError
from generator.guarded import Element, parse_xml
from generator.hints import did_you_mean
from generator.roles import EAST, NORTH, ROLE_BY_LABEL, SLOT_BY_NAME, SOUTH, TILE, WEST, Role

TILE_LIMIT = 4096
"""Tiles of a sheet; ours have 80."""
_WANG_SIDE = re.compile(r"[0-9]{1,3}")
_FRAME_LIMIT = 64


@dataclass(slots=True)
class TileEntry:
    """What the tileset says of one tile. slot: a slot id or None. frames: ((tile, milliseconds), ...)."""

    id: int
    where: str
    role: Role | None = None
    slot: int | None = None
    frames: tuple[tuple[int, int], ...] = ()
    mask: int | None = None


@dataclass(slots=True)
class TilesetFile:
    """A tileset with one image cut into a grid. image: its path as written."""

    image: str
    image_where: str
    count: int | None
    columns: int | None
    margin: int
    spacing: int
    tiles: dict[int, TileEntry] = field(default_factory=dict)


def read_tileset(data: bytes, name: str) -> tuple[TilesetFile | None, list[Problem]]:
    """The tileset, or None when nothing can be made of it, and all problems."""
    try:
        root = parse_xml(data)
    except UserError as error:
        return None, [Problem(name, str(error))]
    return _Reader(name).tileset(root)


class _Reader:
    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []

    def fault(self, where: str, what: str, hint: str = "", *, fatal: bool = False) -> None:
        self.problems.append(Problem(where, what, hint, fatal))

    def at(self, element: Element) -> str:
        return f"{self.name}:{element.line}"

    def number(self, element: Element, name: str, least: int = 0, *, fatal: bool = True) -> int | None:
        """A whole number attribute; None when it is missing or wrong (which is then a problem)."""
        text = element.get(name)
        if text is None:
            return None
        try:
            value = int(text)
        except ValueError:
            value = least - 1
        if not least <= value <= 1 << 24:
            self.fault(self.at(element), f'{element.tag} has {name}="{text:.20}"', f"a whole number from {least} on", fatal=fatal)
            return None
        return value

    def tileset(self, root: Element) -> tuple[TilesetFile | None, list[Problem]]:
        if root.tag != "tileset":
            hint = "save the tileset as its own .tsx file" if root.tag == "map" else "a Tiled tileset is wanted"
            self.fault(self.at(root), f"the root element is <{root.tag:.30}>, not <tileset>", hint, fatal=True)
            return None, self.problems
        images = root.all("image")
        if len(images) != 1 or images[0].get("source") is None:
            what = "a collection of pictures" if any(tile.all("image") for tile in root.all("tile")) else "no single image"
            self.fault(self.at(root), f"the tileset has {what}", "use one sheet of tiles", fatal=True)
            return None, self.problems
        for side in ("tilewidth", "tileheight"):
            size = self.number(root, side, 1)
            if size is not None and size != TILE:
                self.fault(self.at(root), f"{side} is {size}", f"tiles are {TILE}x{TILE} pixels", fatal=True)
        count = self.number(root, "tilecount", 1)
        if count is not None and count > TILE_LIMIT:
            self.fault(self.at(root), f"{count} tiles are too many", f"at most {TILE_LIMIT}", fatal=True)
        found = TilesetFile(
            image=images[0].attributes["source"],
            image_where=self.at(images[0]),
            count=count,
            columns=self.number(root, "columns", 1),
            margin=self.number(root, "margin") or 0,
            spacing=self.number(root, "spacing") or 0,
        )
        for element in root.all("tile"):
            self.tile(found, element)
        for sets in root.all("wangsets"):
            for wang_set in sets.all("wangset"):
                self.wang_set(found, wang_set)
        return found, self.problems

    def tile(self, found: TilesetFile, element: Element) -> None:
        number = self.number(element, "id")
        if number is None:
            if element.get("id") is None:
                self.fault(self.at(element), "a tile without id", fatal=True)
            return
        entry = TileEntry(number, f"{self.at(element)} tile {number}")
        if found.count is not None and number >= found.count:
            self.fault(entry.where, "lies past the tileset's end", f"tilecount is {found.count}", fatal=True)
            return
        if number in found.tiles:
            self.fault(entry.where, "is told twice", f"first at {found.tiles[number].where}")
            return
        entry.role = self.role(entry, element.get("type", "class"))
        for properties in element.all("properties"):
            for prop in properties.all("property"):
                if prop.get("name") == "slot":
                    entry.slot = self.slot(entry, f"{self.at(prop)} tile {number}", prop.get("value") or "")
        for animation in element.all("animation"):
            entry.frames = self.frames(found, entry, animation)
        found.tiles[number] = entry

    def role(self, entry: TileEntry, label: str | None) -> Role | None:
        if not label:
            return None
        role = ROLE_BY_LABEL.get(label.strip().lower())
        if role is None:
            known = [name for name in ROLE_BY_LABEL if name != Role.UNKNOWN.label]
            self.fault(entry.where, f'unknown role "{label:.40}"', did_you_mean(label, known, "one of " + " ".join(known)))
        return role if role != Role.UNKNOWN else None

    def slot(self, entry: TileEntry, where: str, name: str) -> int | None:
        slot = SLOT_BY_NAME.get(name.strip())
        if slot is None:
            self.fault(where, f'unknown slot "{name:.40}"', did_you_mean(name, SLOT_BY_NAME))
            return None
        if entry.role is not None and entry.role != slot.role:
            hint = f'a "{slot.role.label}" is wanted there; the slot counts'
            self.fault(where, f'role "{entry.role.label}" does not fit slot "{slot.name}"', hint)
        return slot.id

    def frames(self, found: TilesetFile, entry: TileEntry, animation: Element) -> tuple[tuple[int, int], ...]:
        frames: list[tuple[int, int]] = []
        for frame in animation.all("frame")[:_FRAME_LIMIT]:
            tile, time = self.number(frame, "tileid", fatal=False), self.number(frame, "duration", 1, fatal=False)
            if tile is None or time is None:
                self.fault(f"{self.at(frame)} tile {entry.id}", "an animation frame without tileid or duration")
            elif found.count is not None and tile >= found.count:
                self.fault(f"{self.at(frame)} tile {entry.id}", f"frame {tile} lies past the tileset's end", f"tilecount is {found.count}")
            else:
                frames.append((tile, time))
        return tuple(frames)

    def wang_set(self, found: TilesetFile, wang_set: Element) -> None:
        """Of an edge set, the sides on which each tile goes on; other kinds of set say nothing about terrain masks."""
        if wang_set.get("type") != "edge":
            return
        for element in wang_set.all("wangtile"):
            tile = self.number(element, "tileid", fatal=False)
            sides = (element.get("wangid") or "").split(",")
            if tile is None or len(sides) != 8 or not all(_WANG_SIDE.fullmatch(side.strip()) for side in sides):
                self.fault(self.at(element), "a wang tile without tileid or eight-part wangid")
                continue
            if found.count is not None and tile >= found.count:
                self.fault(self.at(element), f"wang tile {tile} lies past the tileset's end", f"tilecount is {found.count}")
                continue
            entry = found.tiles.setdefault(tile, TileEntry(tile, f"{self.at(element)} tile {tile}"))
            edges = zip((NORTH, EAST, SOUTH, WEST), sides[::2], strict=True)
            entry.mask = sum(bit for bit, side in edges if int(side))
