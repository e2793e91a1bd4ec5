"""The numbers inside a tile layer: CSV, base64 (raw, zlib, gzip) or <tile> elements -> gids, with every length known beforehand."""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from xml.etree.ElementTree import Element

import numpy as np
from numpy.typing import NDArray

from generator.errors import UserError

FLIP_BITS = 0xF0000000
"""The top four bits of a gid are flips and rotations; the fourth (hexagonal rotation) means nothing on a square grid."""

_NOT_CSV = re.compile(r"[^\d,\s]", re.ASCII)
_EITHER_HEADER = 32 + zlib.MAX_WBITS  # zlib's own switch for "zlib or gzip, whichever it is"


def decode_layer(data: Element, count: int) -> NDArray[np.uint32]:
    """(count,) gids with their flip bits. Raises UserError with the bare reason; the caller knows the place."""
    encoding = data.get("encoding", "")
    if data.find("chunk") is not None:
        raise UserError("is stored in chunks, as infinite maps are; switch off Map > Map Properties > Infinite in Tiled")
    if encoding == "csv":
        return _from_csv(data.text or "", count)
    if encoding == "base64":
        return _from_base64(data.text or "", data.get("compression", ""), count)
    if encoding:
        raise UserError(f"has the unknown encoding {encoding[:40]!r}; csv and base64 can be read")
    return _from_elements(data, count)


def _from_csv(text: str, count: int) -> NDArray[np.uint32]:
    wrong = _NOT_CSV.search(text)
    if wrong:
        row = text.lstrip("\n").count("\n", 0, max(wrong.start() - 1, 0)) + 1
        raise UserError(f"has {wrong.group()!r} in its CSV (row {row}); only numbers and commas belong there")
    fields = text.strip().rstrip(",").split(",")
    _expect(len(fields) if text.strip() else 0, count, "numbers")
    return _checked(fields)


def _from_elements(data: Element, count: int) -> NDArray[np.uint32]:
    tiles = data.findall("tile")
    _expect(len(tiles), count, "<tile> elements")
    return _checked([tile.get("gid", "0") for tile in tiles])


def _checked(fields: list[str]) -> NDArray[np.uint32]:
    """Decimal strings -> uint32. Ten digits hold every 32-bit number; a longer one is not worth converting."""
    for place, field in enumerate(fields):
        digits = field.strip()
        if not (digits.isascii() and digits.isdigit() and len(digits) <= 10 and int(digits) < 1 << 32):
            raise UserError(f"has {digits[:20]!r} as number {place + 1}; a gid is a number from 0 to {(1 << 32) - 1}")
    return np.array([int(field) for field in fields], dtype=np.uint32)


def _from_base64(text: str, compression: str, count: int) -> NDArray[np.uint32]:
    if compression == "zstd":
        raise UserError(
            "is compressed with zstd, which cannot be read here; choose CSV or zlib in Map > Map Properties > Tile Layer Format"
        )
    if compression not in ("", "zlib", "gzip"):
        raise UserError(f"has the unknown compression {compression[:40]!r}; none, zlib and gzip can be read")
    try:
        raw = base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise UserError(f"is not base64: {error}") from None
    if compression:
        raw = _inflate(raw, count * 4)
    _expect(len(raw), count * 4, "bytes")
    return np.frombuffer(raw, dtype="<u4").astype(np.uint32)


def _inflate(raw: bytes, size: int) -> bytes:
    """Unpack at most one byte more than ``size``: a bomb goes off no further than that."""
    inflater = zlib.decompressobj(_EITHER_HEADER)
    try:
        out = inflater.decompress(raw, size + 1)
    except zlib.error as error:
        raise UserError(f"cannot be unpacked: {error}") from None
    if len(out) > size:
        raise UserError(f"unpacks to more than the {size:,} bytes that its width x height needs")
    if not inflater.eof:
        raise UserError("is cut off: its compressed data has no end")
    return out


def _expect(found: int, expected: int, what: str) -> None:
    if found != expected:
        raise UserError(f"has {found:,} {what} where its width x height needs {expected:,}")
