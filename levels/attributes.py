"""Which attributes and properties of a Tiled file are known, and of what type: https://doc.mapeditor.org/en/stable/reference/tmx-map-format/."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from xml.etree.ElementTree import Element, SubElement

from levels.report import Report
from levels.xmltree import Document

MAX_TEXT = 4096
MAX_NUMBER = 1 << 28
"""Bound of every number read: gids end there, and no coordinate of a sensible map comes near it."""


def _count(text: str) -> bool:
    return bool(re.fullmatch(r"[0-9]{1,9}", text)) and int(text) < MAX_NUMBER


def _gid(text: str) -> bool:
    return bool(re.fullmatch(r"[0-9]{1,10}", text)) and int(text) < 1 << 32


def _integer(text: str) -> bool:
    return bool(re.fullmatch(r"-?[0-9]{1,9}", text)) and abs(int(text)) < MAX_NUMBER


def _number(text: str) -> bool:
    if not re.fullmatch(r"-?[0-9]{0,12}\.?[0-9]{0,20}(e-?[0-9]{1,3})?", text):
        return False
    try:
        return math.isfinite(float(text)) and abs(float(text)) < MAX_NUMBER
    except ValueError:
        return False


def _flag(text: str) -> bool:
    return text in ("0", "1", "true", "false")


def _text(text: str) -> bool:
    return len(text) <= MAX_TEXT


Check = Callable[[str], bool]
_MEANING: dict[Check, str] = {
    _count: "a whole number from 0",
    _gid: "a gid",
    _integer: "a whole number",
    _number: "a number",
    _flag: "0 or 1",
    _text: f"a text of at most {MAX_TEXT} characters",
}

_KEPT: dict[str, dict[str, Check]] = {
    "map": {"width": _count, "height": _count, "tilewidth": _count, "tileheight": _count, "orientation": _text},
    "tileset": {
        "firstgid": _count, "name": _text, "tilewidth": _count, "tileheight": _count,
        "spacing": _count, "margin": _count, "tilecount": _count, "columns": _count,
    },
    "image": {"source": _text, "trans": _text, "width": _count, "height": _count},
    "tile": {"id": _count, "type": _text, "class": _text},
    "layer": {
        "id": _count, "name": _text, "class": _text, "width": _count, "height": _count, "visible": _flag, "opacity": _number,
    },
    "objectgroup": {"id": _count, "name": _text, "class": _text, "visible": _flag},
    "object": {
        "id": _count, "name": _text, "type": _text, "class": _text, "x": _number, "y": _number,
        "width": _number, "height": _number, "rotation": _number, "gid": _gid, "visible": _flag,
    },
    "polygon": {"points": _text},
    "polyline": {"points": _text},
}  # fmt: skip
"""What is passed on, by element."""

_IGNORED: dict[str, str] = {
    "map": "version tiledversion class renderorder compressionlevel hexsidelength staggeraxis staggerindex skewx skewy parallaxoriginx "
    "parallaxoriginy backgroundcolor nextlayerid nextobjectid infinite",
    "tileset": "source class objectalignment tilerendersize fillmode backgroundcolor version tiledversion",
    "image": "format id",
    "tile": "terrain probability x y width height",
    "layer": "x y offsetx offsety parallaxx parallaxy tintcolor mode locked",
    "objectgroup": "x y width height color opacity offsetx offsety parallaxx parallaxy tintcolor draworder mode locked",
    "object": "template opacity",
}
"""Attributes of the format that change nothing here."""


def copy_attributes(source: Element, target: Element, where: str, report: Report) -> None:
    """Copy the known attributes of ``source`` to ``target``; say which others there are and which have no legal value."""
    kept = _KEPT[source.tag]
    ignored = _IGNORED.get(source.tag, "").split()
    for key, value in source.items():
        check = kept.get(key)
        if check is not None and check(value):
            target.set(key, value)
        elif check is not None:
            report.fatal(where, f"<{source.tag}> has {key}={value[:40]!r}", f"it should be {_MEANING[check]}")
        elif key not in ignored:
            report.warn(where, f"<{source.tag}> has an unknown attribute {key[:40]!r}", "it is ignored")


_PROPERTY_CHECKS: dict[str, Check] = {
    "string": _text, "file": _text, "color": _text, "int": _integer, "float": _number, "bool": _flag, "object": _count,
}  # fmt: skip


def copy_properties(source: Element, target: Element, document: Document, report: Report) -> None:
    """Copy the custom properties of ``source`` that have a simple type and a legal value."""
    found = source.findall("properties/property")
    if not found:
        return
    group = SubElement(target, "properties")
    for element in found:
        where = document.where(element)
        name, kind = element.get("name", ""), element.get("type", "string")
        value = element.get("value", element.text or "")
        if not name or not _text(name):
            report.fatal(where, "a property without a name")
        elif kind not in _PROPERTY_CHECKS:
            report.warn(where, f"property {name[:40]!r} is of type {kind[:20]!r}", "it is ignored")
        elif _PROPERTY_CHECKS[kind](value):
            SubElement(group, "property", name=name, type=kind, value=value)
        elif kind == "float" and math.isfinite(_as_float(value)):
            SubElement(group, "property", name=name, type="string", value=value[:MAX_TEXT])
        else:
            report.fatal(where, f"property {name[:40]!r} has value {value[:40]!r}", f"it should be {_MEANING[_PROPERTY_CHECKS[kind]]}")


def property_value(element: Element, name: str) -> str:
    """The text of one custom property, or the empty string."""
    for found in element.findall("properties/property"):
        if found.get("name") == name:
            return found.get("value", found.text or "")
    return ""


def _as_float(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan
