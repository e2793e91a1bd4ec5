"""The guard's part for tile sets: embedded or in a .tsx file, cut from one image or a collection of images."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement

import numpy as np
from numpy.typing import NDArray

from generator.errors import UserError
from generator.roles import SLOTS
from levels.attributes import MAX_NUMBER, copy_attributes, copy_properties
from levels.guard_objects import guard_object_layer
from levels.report import Report
from levels.sandbox import MAX_IMAGE_EDGE, OutOfBounds, Sandbox
from levels.xmltree import Document

_OUR_SOURCE = re.compile(r"(?:[^/\\]+/)*assets/tilesets/([^/\\]+)/tiles\.tsx")
MAX_TILESETS = 32
MAX_TILES = 1 << 16
TERRAIN_MARK = "1"
"""What a tile gets as its attribute ``terrain`` if it belongs to a terrain or a wang set, which pytmx does not read."""
PACK_FOLDERS = (".", "packs", "assets/tilesets")
"""Where packs lie: in the folder of shipped ones, in a player's folder, in the project."""
BASE_PACK = "base"
"""The pack whose sheet is the canonical one: its slots are known without reading its file."""


@dataclass(frozen=True, slots=True)
class GuardedTileset:
    """first: its first gid. ids: the tile ids it has, ascending. path: its .tsx file, None if it is embedded."""

    name: str
    first: int
    ids: NDArray[np.int64]
    tile: tuple[int, int]
    path: Path | None

    @property
    def last(self) -> int:
        return self.first + (int(self.ids[-1]) if len(self.ids) else -1)

    def gids(self) -> NDArray[np.int64]:
        return self.ids + self.first


def guard_tilesets(document: Document, clean: Element, sandbox: Sandbox, pack: str, report: Report) -> tuple[GuardedTileset, ...]:
    """Copy the map's tile sets below ``clean``, external ones put inside. pack: what to use in place of one that is missing."""
    found = document.root.findall("tileset")
    if len(found) > MAX_TILESETS:
        report.fatal(document.where(found[MAX_TILESETS]), f"more than {MAX_TILESETS} tile sets")
        return ()
    kept: list[GuardedTileset] = []
    for element in found:
        guarded = _guard_one(document, element, clean, sandbox, pack, report)
        if guarded is not None:
            _check_overlap(kept, guarded, document.where(element), report)
            kept.append(guarded)
    return tuple(kept)


def _check_overlap(others: list[GuardedTileset], new: GuardedTileset, where: str, report: Report) -> None:
    for other in others:
        if new.first <= other.last and other.first <= new.last:
            hint = f"{new.first}..{new.last} and {other.first}..{other.last}"
            report.fatal(where, f"the gids of tile sets {new.name[:40]!r} and {other.name[:40]!r} overlap", hint)


def _guard_one(document: Document, element: Element, clean: Element, sandbox: Sandbox, pack: str, report: Report) -> GuardedTileset | None:
    where = document.where(element)
    first = element.get("firstgid", "")
    if not re.fullmatch(r"[0-9]{1,9}", first) or not 1 <= int(first) < MAX_NUMBER - MAX_TILES:
        report.fatal(where, f"tile set with firstgid {first[:20]!r}", "it should be a whole number from 1")
        return None
    source = element.get("source")
    if source is None:
        return guard_tileset(document, element, clean, int(first), sandbox, report)
    try:
        external = _open_external(document, source, sandbox, pack, where, report)
    except UserError as error:
        report.fatal(where, f"tile set: {error}")
        return None
    if external is None:
        return _canonical(clean, int(first))
    return guard_tileset(external, external.root, clean, int(first), sandbox, report)


def _open_external(document: Document, source: str, sandbox: Sandbox, pack: str, where: str, report: Report) -> Document | None:
    """The .tsx that a map names; the map's pack if that is missing; None for the canonical sheet.

    ``.../assets/tilesets/<pack>/tiles.tsx``, as our own maps say it, means the pack wherever the map lies. Any other name
    that leads out of the allowed folders raises UserError.
    """
    if source.lower().endswith((".tsj", ".json")):
        raise UserError(f"{source[:60]!r} is a JSON tile set, which cannot be read here; save it as .tsx in Tiled")
    try:
        return _read_tileset(sandbox.resolve(source, document.path.parent), sandbox)
    except UserError as error:
        reason = error
    said = _OUR_SOURCE.fullmatch(source)
    if said is None and isinstance(reason, OutOfBounds):
        raise reason
    for candidate in (said[1] if said else "", pack):
        found = find_pack(candidate, sandbox)
        if found is None and candidate != BASE_PACK:
            continue
        if said is None or candidate != said[1]:
            report.warn(where, f"tile set: {reason}", f"the pack {candidate!r} is used in its place")
        return None if found is None else _read_tileset(found, sandbox)
    raise reason


def _read_tileset(path: Path, sandbox: Sandbox) -> Document:
    external = sandbox.read(path)
    if external.root.tag != "tileset":
        raise UserError(f"{external.where(external.root)} holds <{external.root.tag[:40]}>, not <tileset>")
    return external


def find_pack(pack: str, sandbox: Sandbox) -> Path | None:
    """The .tsx of a tile-set pack by its id: shipped, or in one of the PACK_FOLDERS of a root."""
    if not re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,63}", pack):
        return None
    for root in sandbox.roots:
        for folder in PACK_FOLDERS:
            try:
                return sandbox.resolve(f"{folder}/{pack}/tiles.tsx", root)
            except UserError:
                continue
    return None


def _canonical(clean: Element, first: int) -> GuardedTileset:
    attributes = {"firstgid": str(first), "name": BASE_PACK, "tilewidth": "16", "tileheight": "16"}
    SubElement(clean, "tileset", attributes | {"tilecount": str(len(SLOTS)), "columns": "16"})
    return GuardedTileset(BASE_PACK, first, np.arange(len(SLOTS)), (16, 16), None)


def guard_tileset(
    document: Document, element: Element, clean: Element, first: int, sandbox: Sandbox, report: Report
) -> GuardedTileset | None:
    """Copy one tile set, wherever it stands, below ``clean``. None if it is unusable (the report says why)."""
    where = document.where(element)
    copy = Element("tileset")
    before = len(report.problems)
    copy_attributes(element, copy, where, report)
    copy.set("firstgid", str(first))
    tile = int(copy.get("tilewidth", "0")), int(copy.get("tileheight", "0"))
    if min(tile) < 1 or max(tile) > MAX_IMAGE_EDGE:
        report.fatal(where, f"tile set {copy.get('name', '')[:40]!r} has tiles of {tile[0]} x {tile[1]} px")
        return None
    copy_properties(element, copy, document, report)
    image = element.find("image")
    size = _guard_image(document, image, copy, sandbox, report) if image is not None else None
    if any(problem.fatal for problem in report.problems[before:]):
        return None
    listed = _guard_tiles(document, element, copy, sandbox, report)
    ids = _sheet_ids(copy, tile, size) if size else np.array(sorted(listed), dtype=np.int64)
    if not len(ids) or len(ids) > MAX_TILES:
        reason = "no whole tile fits its image" if size else "it has no image and no tiles"
        report.fatal(
            where, f"tile set {copy.get('name', '')[:40]!r} has {len(ids):,} tiles", reason if not len(ids) else f"at most {MAX_TILES:,}"
        )
        return None
    stray = [tile_id for tile_id in listed if size and tile_id > ids[-1]]
    if stray:
        report.warn(where, f"tile {stray[0]} is described but the image holds tiles 0..{ids[-1]} only", "it is ignored")
        for described in [found for found in copy.findall("tile") if int(found.get("id", "0")) in stray]:
            copy.remove(described)
    clean.append(copy)
    return GuardedTileset(copy.get("name", ""), first, ids, tile, document.path if element.get("firstgid") is None else None)


def _sheet_ids(copy: Element, tile: tuple[int, int], size: tuple[int, int]) -> NDArray[np.int64]:
    """The ids of the whole tiles in an image of ``size`` pixels, counted like Tiled: margin around, spacing between."""
    margin, spacing = int(copy.get("margin", "0")), int(copy.get("spacing", "0"))
    across, down = (max(0, (size[k] - margin + spacing) // (tile[k] + spacing)) for k in (0, 1))
    copy.set("columns", str(across))
    copy.set("tilecount", str(across * down))
    return np.arange(min(across * down, MAX_TILES + 1))


def _guard_tiles(document: Document, element: Element, copy: Element, sandbox: Sandbox, report: Report) -> set[int]:
    """Copy what is said of single tiles; returns their ids."""
    seen: set[int] = set()
    brushed = {found.get("tileid") for found in element.iterfind("wangsets/wangset/wangtile")}
    for tile in element.findall("tile"):
        where = document.where(tile)
        clean = SubElement(copy, "tile")
        copy_attributes(tile, clean, where, report)
        number = int(clean.get("id", "-1"))
        if not 0 <= number < MAX_TILES:
            report.fatal(where, f"a tile with id {tile.get('id', '')[:20]!r}", f"it should be a whole number below {MAX_TILES}")
            continue
        seen.add(number)
        if tile.get("id") in brushed or tile.get("terrain", "").strip(","):
            clean.set("terrain", TERRAIN_MARK)
            brushed.discard(tile.get("id"))
        copy_properties(tile, clean, document, report)
        image = tile.find("image")
        if image is not None:
            _guard_image(document, image, clean, sandbox, report)
        colliders = tile.find("objectgroup")
        if colliders is not None:
            guard_object_layer(document, colliders, clean, sandbox, report)
    for number in sorted(int(found) for found in brushed if found and re.fullmatch(r"[0-9]{1,5}", found)):
        if number not in seen and number < MAX_TILES:
            SubElement(copy, "tile", id=str(number), terrain=TERRAIN_MARK)
            seen.add(number)
    return seen


def _guard_image(document: Document, image: Element, copy: Element, sandbox: Sandbox, report: Report) -> tuple[int, int] | None:
    """Copy an <image> with its path made absolute and its true size; returns (width, height) in pixels."""
    where = document.where(image)
    clean = Element("image")
    copy_attributes(image, clean, where, report)
    source = image.get("source")
    if source is None:
        report.fatal(where, "an image without a source", "images inside the file are not supported")
        return None
    try:
        path = sandbox.resolve(source, document.path.parent)
        size = sandbox.image_size(path)
    except UserError as error:
        report.fatal(where, f"image: {error}")
        return None
    said = clean.get("width"), clean.get("height")
    if said != (None, None) and said != (str(size[0]), str(size[1])):
        report.warn(where, f"image {path.name!r} is {size[0]} x {size[1]} px, not {said[0]} x {said[1]}", "its true size is used")
    clean.set("source", str(path))
    clean.set("width", str(size[0]))
    clean.set("height", str(size[1]))
    copy.append(clean)
    return size
