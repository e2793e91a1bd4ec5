"""Looks a Tiled map over before anything else touches it, and passes on a copy that holds only what was checked.

A map is hostile until proven otherwise. The guard reads it (and its tile sets and templates) with defusedxml, checks
sizes, counts, numbers and paths, and builds a new, small element tree from what it recognised: layers unpacked to
CSV, external tile sets put inside, groups flattened, image paths made absolute, unknown attributes left out. So pytmx never opens
a file or sees an attribute that the guard has not seen (it sets any XML attribute on its own objects: ``parent="y"`` crashes it).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement

import numpy as np
from numpy.typing import NDArray

from generator.errors import Problem, UserError
from levels.attributes import copy_attributes, copy_properties, property_value
from levels.guard_objects import guard_object_layer
from levels.guard_tilesets import GuardedTileset, guard_tilesets
from levels.layer_data import FLIP_BITS, decode_layer
from levels.report import Report
from levels.sandbox import Sandbox
from levels.xmltree import Document

MAX_EDGE = 4096
MAX_CELLS = 1 << 18
"""Cells of one layer: 262,144 = sixty-four times the longest level of our own."""
MAX_LAYERS = 24
TILE_SIZES = (8, 16, 32, 64)

_LAYER_TAGS = ("layer", "objectgroup", "imagelayer", "group")


@dataclass(frozen=True, slots=True)
class Guarded:
    """What may be passed on. tree: None if anything fatal was found. files: everything that was read (for hot reload)."""

    tree: Element | None
    tilesets: tuple[GuardedTileset, ...]
    problems: tuple[Problem, ...]
    files: tuple[Path, ...]


@dataclass(slots=True)
class _Context:
    document: Document
    sandbox: Sandbox
    report: Report
    tilesets: tuple[GuardedTileset, ...] = ()
    tilesets_complete: bool = False
    width: int = 0
    height: int = 0
    layers: int = 0


def guard_map(path: Path, roots: Sequence[Path]) -> Guarded:
    """Check the TMX map at ``path``, whose files must lie inside one of ``roots`` (or among the shipped tile sets).

    Raises UserError only if the file cannot be read as XML at all; everything else is told in ``problems``.
    """
    report = Report()
    sandbox = Sandbox(tuple(roots))
    context = _Context(sandbox.read(path), sandbox, report)
    tree = _guard_root(context)
    return Guarded(None if report.broken else tree, context.tilesets, tuple(report.problems), tuple(sandbox.opened))


def _guard_root(context: _Context) -> Element | None:
    root, report = context.document.root, context.report
    where = context.document.where(root)
    if root.tag != "map":
        report.fatal(where, f"the outermost element is <{root.tag[:40]}>, not <map>", "this is not a Tiled map")
        return None
    clean = Element("map")
    copy_attributes(root, clean, where, report)
    _check_kind(root, where, report)
    context.width, context.height = int(clean.get("width", "0")), int(clean.get("height", "0"))
    if not _size_fits(context.width, context.height, where, report):
        return None
    copy_properties(root, clean, context.document, report)
    wanted_pack = property_value(root, "pack")
    context.tilesets = guard_tilesets(context.document, clean, context.sandbox, wanted_pack, report)
    context.tilesets_complete = len(context.tilesets) == len(root.findall("tileset"))
    _guard_layers(context, root, clean, inherited={})
    if clean.find("layer") is None:
        report.fatal(where, "has no tile layer", "add one and paint the level on it")
    return clean


def _check_kind(root: Element, where: str, report: Report) -> None:
    orientation = root.get("orientation", "orthogonal")
    if orientation != "orthogonal":
        report.fatal(where, f"the map is {orientation[:40]}", "only orthogonal maps can be played here")
    if root.get("infinite", "0") not in ("0", "false"):
        report.fatal(where, "the map is infinite", "switch off Map > Map Properties > Infinite in Tiled")
    width, height = root.get("tilewidth", "?"), root.get("tileheight", "?")
    if width != height or width not in map(str, TILE_SIZES):
        report.fatal(where, f"tiles of {width[:9]} x {height[:9]} px", "8, 16, 32 or 64 px square tiles can be played here")


def _size_fits(width: int, height: int, where: str, report: Report) -> bool:
    if width < 1 or height < 1:
        report.fatal(where, "the map's width and height must both be at least 1")
    elif max(width, height) > MAX_EDGE or width * height > MAX_CELLS:
        report.fatal(where, f"{width} x {height} cells is too big", f"at most {MAX_EDGE} on a side and {MAX_CELLS:,} in all")
    else:
        return True
    return False


def _guard_layers(context: _Context, parent: Element, clean: Element, inherited: dict[str, str]) -> None:
    """Copy the layers below ``parent`` in drawing order, groups flattened: pytmx would lose what a group hands down."""
    for element in parent:
        if element.tag not in _LAYER_TAGS:
            continue
        context.layers += 1
        if context.layers > MAX_LAYERS:
            if context.layers == MAX_LAYERS + 1:
                context.report.fatal(context.document.where(element), f"more than {MAX_LAYERS} layers")
            return
        hidden = inherited if element.get("visible", "1") not in ("0", "false") else {"visible": "0"}
        if element.tag == "group":
            _guard_layers(context, element, clean, hidden)
        elif element.tag == "layer":
            _guard_tile_layer(context, element, clean, hidden)
        elif element.tag == "objectgroup":
            guard_object_layer(context.document, element, clean, context.sandbox, context.report)
        else:
            context.report.warn(context.document.where(element), f"image layer {_name(element)} is left out", "only tile layers are drawn")


def _guard_tile_layer(context: _Context, layer: Element, clean: Element, inherited: dict[str, str]) -> None:
    document, report = context.document, context.report
    where, title = document.where(layer), f"layer {_name(layer)}"
    copy = SubElement(clean, "layer")
    copy_attributes(layer, copy, where, report)
    for key, value in inherited.items():
        copy.set(key, value)
    copy_properties(layer, copy, document, report)
    width, height = context.width, context.height
    if (copy.get("width", str(width)), copy.get("height", str(height))) != (str(width), str(height)):
        report.fatal(where, f"{title} is {layer.get('width')} x {layer.get('height')} cells", f"the map is {width} x {height}")
        return
    copy.set("width", str(width))
    copy.set("height", str(height))
    data = layer.find("data")
    if data is None:
        report.fatal(where, f"{title} has no <data>")
        return
    try:
        gids = decode_layer(data, width * height)
    except UserError as error:
        report.fatal(document.where(data), f"{title} {error}")
        return
    if context.tilesets_complete:
        _check_gids(context, gids, document.where(data), title)
    SubElement(copy, "data", encoding="csv").text = ",".join(map(str, gids.tolist()))


def _check_gids(context: _Context, gids: NDArray[np.uint32], where: str, title: str) -> None:
    plain = gids & np.uint32(~FLIP_BITS & 0xFFFFFFFF)
    known = plain == 0
    for tileset in context.tilesets:
        known |= np.isin(plain, tileset.gids())
    if known.all():
        return
    first = int(np.argmin(known))
    row, column = divmod(first, context.width)
    count = int(plain.size - np.count_nonzero(known))
    others = f" (and {count - 1} more)" if count > 1 else ""
    ranges = ", ".join(f"{tileset.first}..{tileset.last}" for tileset in context.tilesets) or "none"
    context.report.fatal(
        where, f"{title}: no tile has gid {plain[first]} at column {column}, row {row}{others}", f"the tile sets have {ranges}"
    )


def _name(element: Element) -> str:
    return repr(element.get("name", "")[:60])
