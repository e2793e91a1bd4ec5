"""The NES master palette: 64 colour indices, what they look like, and the index nearest to any RGB colour.

Indices are the truth in Dreamkeep; RGB appears only when a picture comes in or goes out. There is no one true RGB
for an index (it depends on the television), so another table can be read from a ``.pal`` file.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from generator.errors import UserError

BLACK = 0x0F
"""The index every black is written as. $0D is "blacker than black" and can make a television lose the picture."""

WHITE = 0x30
"""The index for white; $20 looks the same in the 2C02G table."""

FORBIDDEN = 0x0D
BLACK_ALIASES = (0x0D, 0x0E, 0x1D, 0x1E, 0x1F, 0x2E, 0x2F, 0x3E, 0x3F)

USABLE: tuple[int, ...] = tuple(i for i in range(64) if i not in BLACK_ALIASES and i != 0x20)
"""The 54 indices with distinct colours, ascending: what the fitter and the network may use."""

# The 2C02G table of the nesdev wiki (MIT-0), sixteen colours a row.
_2C02G = """
626262 001C95 1904AC 42009D 61006B 6E0025 650500 491E00 223700 004900 004F00 004816 00355E 000000 000000 000000
ABABAB 0C4EDB 3D2EFF 7115F3 9B0BB9 B01262 A92704 894600 576600 237F00 008900 008332 006D90 000000 000000 000000
FFFFFF 57A5FF 8287FF B46DFF DF60FF F863C6 F8746D DE9020 B3AE00 81C800 56D522 3DD36F 3EC1C8 4E4E4E 000000 000000
FFFFFF BEE0FF CDD4FF E0CAFF F1C4FF FCC4EF FDCACE F5D4AF E6DF9C D3E99A C2EFA8 B7EFC4 B6EAE5 B8B8B8 000000 000000
"""


def oklab(rgb: np.ndarray) -> np.ndarray:
    """OKLab of sRGB colours: (..., 3) in 0..255 -> (..., 3) float64 (L 0..1, a, b). Matrices: B. Ottosson, 2020."""
    scaled = np.asarray(rgb, dtype=np.float64) / 255.0
    linear = np.where(scaled <= 0.04045, scaled / 12.92, ((scaled + 0.055) / 1.055) ** 2.4)
    to_lms = np.array(
        [
            [0.4122214708, 0.5363325363, 0.0514459929],
            [0.2119034982, 0.6806995451, 0.1073969566],
            [0.0883024619, 0.2817188376, 0.6299787005],
        ]
    )
    to_lab = np.array(
        [
            [0.2104542553, 0.7936177850, -0.0040720468],
            [1.9779984951, -2.4285922050, 0.4505937099],
            [0.0259040371, 0.7827717662, -0.8086757660],
        ]
    )
    return np.cbrt(linear @ to_lms.T) @ to_lab.T


def difference(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Squared distances between OKLab colours, a and b counted double (dE OK2): (n, 3), (m, 3) -> (n, m) float64.

    With plain OKLab a dark grey is nearer to the master palette's dark brown than to its grey, and stone turns to mud.
    """
    weight = np.array([1.0, 2.0, 2.0])
    one, other = one * weight, other * weight
    square = (one * one).sum(axis=1)[:, None] + (other * other).sum(axis=1)[None, :] - 2.0 * (one @ other.T)
    return np.maximum(square, 0.0)


@dataclass(frozen=True, eq=False)
class Palette:
    """The look of the 64 master indices.

    rgb: (64, 3) uint8.
    """

    rgb: np.ndarray

    @cached_property
    def oklab(self) -> np.ndarray:
        """(64, 3) float64."""
        return oklab(self.rgb)

    @cached_property
    def luminance(self) -> np.ndarray:
        """(64,) float64, OKLab's L."""
        return self.oklab[:, 0].copy()

    @cached_property
    def distance(self) -> np.ndarray:
        """(64, 64) float64: squared distance between any two indices, as ``difference`` measures it."""
        return difference(self.oklab, self.oklab)


def _from_hex(text: str) -> Palette:
    rgb = np.frombuffer(bytes.fromhex("".join(text.split())), dtype=np.uint8).reshape(64, 3)
    return Palette(rgb)


MASTER = _from_hex(_2C02G)
"""The default look, the 2C02G of the nesdev wiki."""


def load_pal(path: str | Path) -> Palette:
    """Reads a ``.pal`` file: 64 RGB triples (192 bytes); of a file with emphasis tables (1536 bytes) the first 64.

    Raises UserError when the file cannot be read or has another size.
    """
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise UserError(f"{path}: cannot read this palette ({error.strerror})") from error
    if len(data) not in (192, 1536):
        raise UserError(f"{path}: a .pal file has 192 bytes (or 1536 with emphasis), this one has {len(data)}")
    return Palette(np.frombuffer(data[:192], dtype=np.uint8).reshape(64, 3))


def canonical(indices: np.ndarray) -> np.ndarray:
    """The same picture with every black written $0F and $20 written $30: (...) uint8 0..63 -> (...) uint8."""
    table = np.arange(64, dtype=np.uint8)
    table[list(BLACK_ALIASES)] = BLACK
    table[0x20] = WHITE
    return table[indices]


def shift_hue(indices: np.ndarray, steps: int) -> np.ndarray:
    """A palette swap as cartridges did it: the twelve hue columns rotated, brightness rows and greys kept."""
    indices = np.asarray(indices, dtype=np.uint8)
    hue = indices & 0x0F
    rotated = (hue.astype(np.int64) - 1 + steps) % 12 + 1
    return np.where((hue >= 1) & (hue <= 12), (indices & 0x30) | rotated.astype(np.uint8), indices).astype(np.uint8)


def nearest(rgb: np.ndarray, palette: Palette = MASTER) -> np.ndarray:
    """The usable index nearest to each colour in OKLab (see ``difference``): (..., 3) uint8 -> (...) uint8.

    Each distinct colour is looked up once, so that large pictures cost little. Ties go to the lower index.
    """
    colours, inverse = distinct_colours(np.asarray(rgb, dtype=np.uint8))
    usable = np.array(USABLE, dtype=np.uint8)
    found = np.empty(len(colours), dtype=np.uint8)
    step = 65536
    for start in range(0, len(colours), step):
        part = colours[start : start + step]
        found[start : start + step] = usable[difference(oklab(part), palette.oklab[usable]).argmin(axis=1)]
    return found[inverse]


def distinct_colours(rgb: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The different colours of a picture and where they are: (..., 3) uint8 -> (u, 3) uint8, (...) indices into it."""
    packed = (rgb[..., 0].astype(np.uint32) << 16) | (rgb[..., 1].astype(np.uint32) << 8) | rgb[..., 2]
    numbers, inverse = np.unique(packed.reshape(-1), return_inverse=True)
    colours = np.stack([numbers >> 16, (numbers >> 8) & 255, numbers & 255], axis=-1).astype(np.uint8)
    return colours, inverse.reshape(packed.shape)
