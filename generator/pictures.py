"""Pictures from disk, opened with care: a bad file is a reason in words, never a crash and never a bomb."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, UnidentifiedImageError

SUFFIXES = frozenset({".png", ".gif", ".bmp", ".jpg", ".jpeg", ".webp"})
FORMATS = ("PNG", "GIF", "BMP", "JPEG", "WEBP")
MAX_PIXELS = 16_000_000
"""A 4000x4000 sheet; the largest known pixel-art sheets have about a third of that."""
MAX_BYTES = 64 * 2**20
OPAQUE_FROM = 128
"""Alpha from which a pixel counts as there: the NES knows no half-transparency."""


@dataclass(frozen=True, eq=False)
class Picture:
    """rgb: (H, W, 3) uint8. opaque: (H, W) bool, False where nothing is drawn."""

    rgb: np.ndarray
    opaque: np.ndarray

    @property
    def height(self) -> int:
        return int(self.rgb.shape[0])

    @property
    def width(self) -> int:
        return int(self.rgb.shape[1])


class BadPicture(Exception):
    """str() says in a few words why a file cannot be used."""


def find_pictures(folder: Path) -> Iterator[Path]:
    """Every picture file under a folder by its suffix, sub-folders included, hidden ones not, in a stable order."""
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.suffix.lower() in SUFFIXES and not any(part.startswith(".") for part in inside.parts) and path.is_file():
            yield path


def picture_pixels(path: Path) -> int:
    """How many pixels a picture has by its header, 1 or more; 1 for a file that can't be used."""
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(path, formats=FORMATS) as image:
            pixels = image.width * image.height
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError, IndexError, Image.DecompressionBombError):
        return 1
    return pixels if 0 < pixels <= MAX_PIXELS else 1


def open_picture(path: Path) -> Picture:
    """Reads one picture of any mode (palette, grey, 16 bit, CMYK, alpha); of an animation the first frame.

    Raises BadPicture when the file is empty, broken, truncated, of another format or too large.
    """
    try:
        size = path.stat().st_size
        if size == 0:
            raise BadPicture("the file is empty")
        if size > MAX_BYTES:
            raise BadPicture(f"{size / 2**20:.0f} MiB, more than {MAX_BYTES // 2**20} MiB")
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=FORMATS) as image:
                return _decode(image)
    except UnidentifiedImageError:
        raise BadPicture("not a PNG, GIF, BMP, JPEG or WebP picture") from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise BadPicture(f"more than {MAX_PIXELS // 1_000_000} million pixels") from None
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError, IndexError) as error:
        raise BadPicture(f"broken ({_first_line(error)})") from None


def _decode(image: Image.Image) -> Picture:
    if image.width * image.height > MAX_PIXELS:
        raise BadPicture(f"{image.width}x{image.height}, more than {MAX_PIXELS // 1_000_000} million pixels")
    image.load()
    if image.mode.startswith(("I", "F")):  # 16 and 32 bit grey: Pillow would clip, not scale
        grey = np.asarray(image, dtype=np.float64)
        top = 255.0 if grey.max() <= 255 else 65535.0
        plane = np.clip(grey * (255.0 / top), 0, 255).astype(np.uint8)
        return Picture(np.repeat(plane[..., None], 3, axis=2), np.ones(plane.shape, dtype=bool))
    pixels = np.asarray(image.convert("RGBA"))
    return Picture(pixels[..., :3].copy(), pixels[..., 3] >= OPAQUE_FROM)


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0][:80] if lines else type(error).__name__
