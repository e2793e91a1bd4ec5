"""What a map may read: only files inside its allowed folders, each once, and not without end."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath, PureWindowsPath

from generator.errors import UserError
from levels.xmltree import Document, parse_document, read_bytes

PROJECT = Path(__file__).resolve().parents[1]
"""The folder that holds ``levels/`` and ``assets/``."""
SHIPPED_TILESETS = PROJECT / "assets" / "tilesets"
MAX_TOTAL_BYTES = 32 << 20
"""XML of one map with all its tile sets and templates."""
MAX_IMAGE_EDGE = 8192
MAX_IMAGE_PIXELS = 1 << 24
IMAGE_FORMATS = ("PNG", "BMP", "GIF", "JPEG", "WEBP")


class OutOfBounds(UserError):
    """A file name that leads out of the allowed folders."""


def default_root(path: Path) -> Path:
    """The folder that a map's files may lie in when the caller names none.

    For a map of ours that is the project's folder. For any other it is the folder above the map's own (``maps/`` beside
    ``tilesets/`` is the usual layout), unless that is the home folder or the root of the disk: then the map's own folder.
    """
    path = path.resolve()
    if path.is_relative_to(PROJECT):
        return PROJECT
    above = path.parent.parent
    home = Path.home().resolve()
    too_wide = {Path(above.anchor), home, *home.parents}
    return path.parent if above in too_wide else above


@dataclass(slots=True)
class Sandbox:
    """Opens files for one map. roots: the folders that files may lie in; the shipped tile sets always belong to them.

    opened: everything that was read, in order (for hot reload).
    """

    roots: tuple[Path, ...]
    opened: list[Path] = field(default_factory=list)
    _documents: dict[Path, Document] = field(default_factory=dict)
    _sizes: dict[Path, tuple[int, int]] = field(default_factory=dict)
    _bytes_left: int = MAX_TOTAL_BYTES

    def __post_init__(self) -> None:
        self.roots = tuple(root.resolve() for root in (*self.roots, SHIPPED_TILESETS))

    def resolve(self, reference: str, base: Path) -> Path:
        """The file that ``reference``, found in a file of folder ``base``, names.

        Raises UserError (the bare reason; the caller knows the place) if the reference is absolute, leaves all roots
        (also by a link), or names no file.
        """
        if not reference.strip():
            raise UserError("an empty file name")
        if "\0" in reference or "://" in reference:
            raise UserError(f"{_shown(reference)} is not a file name")
        windows = PureWindowsPath(reference)
        if PurePosixPath(reference).is_absolute() or windows.drive or windows.root:
            raise OutOfBounds(f"{_shown(reference)} is an absolute path; only paths relative to this file are allowed")
        try:
            target = (base / reference.replace("\\", "/")).resolve()
            if not any(target.is_relative_to(root) for root in self.roots):
                raise OutOfBounds(f"{_shown(reference)} leads out of the allowed folder; keep the files of a map together")
            if not target.is_file():
                raise UserError(f"{_shown(reference)} does not exist")
        except (OSError, ValueError, RuntimeError) as error:  # name too long, surrogates, a loop of links
            raise UserError(f"{_shown(reference)} cannot be opened: {type(error).__name__}") from None
        return target

    def read(self, path: Path) -> Document:
        """The XML file at ``path``, parsed once. Raises UserError with file and line."""
        if path not in self._documents:
            data = read_bytes(path)
            self._bytes_left -= len(data)
            if self._bytes_left < 0:
                raise UserError(f"{path.name}: the files of this map are larger than {MAX_TOTAL_BYTES >> 20} MiB together")
            self.opened.append(path)
            self._documents[path] = parse_document(path, data)
        return self._documents[path]

    def image_size(self, path: Path) -> tuple[int, int]:
        """Width and height of a picture, from its header. Raises UserError if it is too large or none of IMAGE_FORMATS."""
        if path not in self._sizes:
            self._sizes[path] = _image_size(path)
            self.opened.append(path)
        return self._sizes[path]


def _image_size(path: Path) -> tuple[int, int]:
    from PIL import Image

    try:
        with Image.open(path, formats=IMAGE_FORMATS) as picture:
            width, height = picture.size
    except (OSError, ValueError, SyntaxError, OverflowError, Image.DecompressionBombError) as error:
        raise UserError(f"{path.name!r} is not a readable picture ({type(error).__name__})") from None
    if max(width, height) > MAX_IMAGE_EDGE or width * height > MAX_IMAGE_PIXELS:
        raise UserError(f"{path.name!r} is too large: {width} x {height} px")
    return width, height


def _shown(reference: str) -> str:
    """A file name for a one-line message: quoted, cut, no control characters."""
    return repr(reference if len(reference) <= 120 else reference[:117] + "...")
