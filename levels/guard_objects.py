"""The guard's part for object layers: rectangles, points, polygons, tile objects and templates."""

from __future__ import annotations

import re
from copy import deepcopy
from xml.etree.ElementTree import Element, SubElement

from generator.errors import UserError
from levels.attributes import MAX_NUMBER, copy_attributes, copy_properties
from levels.report import Report
from levels.sandbox import Sandbox
from levels.xmltree import Document

MAX_OBJECTS = 4096
_POINTS = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,20})?,-?[0-9]{1,9}(\.[0-9]{1,20})?( |$)")


def guard_object_layer(document: Document, layer: Element, clean: Element, sandbox: Sandbox, report: Report) -> None:
    """Copy an object layer (or the colliders of a tile) below ``clean``."""
    copy = SubElement(clean, "objectgroup")
    copy_attributes(layer, copy, document.where(layer), report)
    copy_properties(layer, copy, document, report)
    objects = layer.findall("object")
    if len(objects) > MAX_OBJECTS:
        report.fatal(document.where(layer), f"{len(objects):,} objects", f"at most {MAX_OBJECTS:,} are allowed")
        return
    for element in objects:
        _guard_object(document, element, copy, sandbox, report)


def _guard_object(document: Document, element: Element, layer: Element, sandbox: Sandbox, report: Report) -> None:
    where = document.where(element)
    copy = SubElement(layer, "object")
    template = element.get("template")
    if template is not None:
        _apply_template(document, template, copy, sandbox, where, report)
    copy_attributes(element, copy, where, report)
    if element.get("x") is None or element.get("y") is None:
        report.fatal(where, "an object without x and y")
    properties = copy.find("properties")
    if properties is not None:
        copy.remove(properties)
    copy_properties(element, copy, document, report)
    if properties is not None:
        _keep_defaults(properties, copy)
    for tag in ("polygon", "polyline"):
        shape = element.find(tag)
        if shape is not None:
            _guard_points(shape, copy, where, report)


def _guard_points(shape: Element, copy: Element, where: str, report: Report) -> None:
    points = " ".join(shape.get("points", "").split())
    rest = _POINTS.sub("", points)
    too_far = any(abs(float(number)) >= MAX_NUMBER for number in re.findall(r"[0-9.]+", points) if not rest)
    if not points or rest or too_far:
        report.fatal(where, f"a {shape.tag} whose points are {points[:40]!r}", 'they should be like "0,0 16,0 16,16"')
        return
    SubElement(copy, shape.tag, points=points)


def _apply_template(document: Document, source: str, copy: Element, sandbox: Sandbox, where: str, report: Report) -> None:
    """Fill an object with what its template says; the object's own attributes come after and win."""
    try:
        template = sandbox.read(sandbox.resolve(source, document.path.parent))
    except UserError as error:
        report.fatal(where, f"template: {error}")
        return
    found = template.root.find("object")
    if template.root.tag != "template" or found is None:
        report.fatal(where, f"template {source[:60]!r} holds no object")
        return
    copy_attributes(found, copy, template.where(found), report)
    copy.attrib.pop("gid", None)  # counted from the template's own tile set, which the map need not have
    copy_properties(found, copy, template, report)


def _keep_defaults(defaults: Element, copy: Element) -> None:
    group = copy.find("properties")
    if group is None:
        group = SubElement(copy, "properties")
    own = {element.get("name") for element in group}
    group.extend(deepcopy(element) for element in defaults if element.get("name") not in own)
