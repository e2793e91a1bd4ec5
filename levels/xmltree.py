"""XML from strangers, as an element tree that remembers line numbers.

No DOCTYPE, no entities, no external references (defusedxml), and bounds on size, depth and number of elements.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element, TreeBuilder
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl, Locator

from generator.errors import UserError

MAX_BYTES = 8 << 20
"""Largest XML file read. A 1,024 x 256 map with four CSV layers stays below it."""
MAX_DEPTH = 32
MAX_ELEMENTS = 200_000


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file: ``root`` is its outermost element, ``lines`` the line of every element's start tag."""

    path: Path
    root: Element
    lines: dict[Element, int]

    def where(self, element: Element | None = None) -> str:
        """``file.tmx:12`` for an element of this document, ``file.tmx`` for the whole."""
        if element is None or element not in self.lines:
            return self.path.name
        return f"{self.path.name}:{self.lines[element]}"


class _Collector(ContentHandler):
    """Builds the tree from SAX events; SAX because its locator is the public way to line numbers."""

    def __init__(self) -> None:
        super().__init__()
        self.builder = TreeBuilder()
        self.lines: dict[Element, int] = {}
        self.depth = 0
        self.locator: Locator | None = None

    def setDocumentLocator(self, locator: Locator) -> None:  # the name is SAX's
        self.locator = locator

    def line(self) -> int:
        return (self.locator.getLineNumber() or 1) if self.locator else 1

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise SAXException(f"elements nested more than {MAX_DEPTH} deep")
        if len(self.lines) >= MAX_ELEMENTS:
            raise SAXException(f"more than {MAX_ELEMENTS:,} elements")
        element = self.builder.start(name, dict(attrs.items()))
        self.lines[element] = self.line()

    def endElement(self, name: str) -> None:
        self.depth -= 1
        self.builder.end(name)

    def characters(self, content: str) -> None:
        self.builder.data(content)


def read_bytes(path: Path) -> bytes:
    """The file's content. Raises UserError if it cannot be read or is larger than MAX_BYTES."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise UserError(f"{path.name}: cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if len(data) > MAX_BYTES:
        raise UserError(f"{path.name}: larger than {MAX_BYTES >> 20} MiB; no level or tile set needs that much")
    return data


def parse_document(path: Path, data: bytes) -> Document:
    """Parse XML that was read from ``path``. Raises UserError, with the line where there is one, if it is not acceptable."""
    from defusedxml.common import DefusedXmlException, DTDForbidden
    from defusedxml.sax import parseString

    collector = _Collector()
    try:
        parseString(data, collector, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except DTDForbidden:
        raise UserError(f"{path.name}:{collector.line()}: a DOCTYPE is not allowed; Tiled never writes one, delete it") from None
    except DefusedXmlException as error:
        raise UserError(f"{path.name}:{collector.line()}: not allowed in XML here: {type(error).__name__}") from None
    except SAXParseException as error:
        raise UserError(f"{path.name}:{error.getLineNumber() or 1}: not well-formed XML: {error.getMessage()}") from None
    except SAXException as error:
        raise UserError(f"{path.name}:{collector.line()}: {error.getMessage()}") from None
    except (ValueError, LookupError) as error:  # an encoding that expat or Python does not know
        raise UserError(f"{path.name}: not readable as XML: {error}") from None
    return Document(path, collector.builder.close(), collector.lines)
