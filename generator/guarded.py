"""Reading what a user dropped in, which is hostile until checked: paths that stay inside, sizes that stay small."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath, PureWindowsPath
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from generator.errors import UserError

TEXT_LIMIT = 2 << 20
"""Bytes of a manifest or tileset file; ours have about 20 KiB."""
DEPTH_LIMIT = 32
"""Nesting of XML elements; Tiled's tilesets reach 6."""


def inside(root: Path, name: str) -> Path:
    """The file that a pack names, which must lie inside the pack's folder. Raises UserError with the reason."""
    if not name:
        raise UserError("the file name is empty")
    if PurePosixPath(name).is_absolute() or PureWindowsPath(name).is_absolute() or PureWindowsPath(name).drive:
        raise UserError(f'"{name}" is an absolute path; name a file inside the folder')
    try:
        path = (root / name.replace("\\", "/")).resolve()
        if not path.is_relative_to(root.resolve()):
            raise UserError(f'"{name}" leads out of the folder; name a file inside it')
        if not path.is_file():
            raise UserError(f'"{name}" does not exist')
    except (OSError, RuntimeError, ValueError):  # a name too long, a loop of links, a null byte
        raise UserError(f'"{name[:60]}" is no file name that can be opened') from None
    return path


def read_limited(path: Path, limit: int = TEXT_LIMIT) -> bytes:
    """The bytes of a regular file of at most ``limit`` bytes. Raises UserError."""
    try:
        if not path.is_file():
            raise UserError("not a regular file")
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise UserError(f"cannot be read ({error.strerror})") from error
    if len(data) > limit:
        raise UserError(f"larger than {limit >> 20} MiB")
    return data


@dataclass(slots=True)
class Element:
    """An XML element with the line it starts on."""

    tag: str
    attributes: dict[str, str]
    line: int
    children: list[Element] = field(default_factory=list)

    def all(self, tag: str) -> list[Element]:
        return [child for child in self.children if child.tag == tag]

    def get(self, *names: str) -> str | None:
        """The first of these attributes that is there."""
        return next((self.attributes[name] for name in names if name in self.attributes), None)


class _Builder(ContentHandler):
    def __init__(self) -> None:
        super().__init__()
        self.root: Element | None = None
        self.open: list[Element] = []
        self.line = lambda: 0

    def setDocumentLocator(self, locator: object) -> None:
        self.line = locator.getLineNumber  # type: ignore[attr-defined]

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        element = Element(name, dict(attrs.items()), self.line())
        if len(self.open) >= DEPTH_LIMIT:
            raise UserError(f"elements nested more than {DEPTH_LIMIT} deep")
        if self.open:
            self.open[-1].children.append(element)
        else:
            self.root = element
        self.open.append(element)

    def endElement(self, name: str) -> None:
        self.open.pop()


def parse_xml(data: bytes) -> Element:
    """The element tree of a document without DOCTYPE or entities. Raises UserError ("line 3: ...")."""
    from xml.sax import SAXParseException

    import defusedxml.sax
    from defusedxml import DefusedXmlException

    builder = _Builder()
    try:
        defusedxml.sax.parseString(data, builder, forbid_dtd=True)
    except DefusedXmlException as error:
        raise UserError("a DOCTYPE is not allowed here") from error
    except SAXParseException as error:
        raise UserError(f"line {error.getLineNumber()}: not well-formed XML ({error.getMessage()})") from error
    except (LookupError, ValueError) as error:
        raise UserError(f"not readable as XML ({error})") from error
    assert builder.root is not None  # a document without a root is not well-formed
    return builder.root
