"""Rendered sound as WAV files: 16 bit mono, the loop in a ``smpl`` chunk, which SDL's mixer plays."""

from __future__ import annotations

import struct

import numpy as np

from game.sound.arrange import Clip
from game.sound.synth import RATE
from generator.errors import UserError

_FOREVER = 0


def to_wav(clip: Clip) -> bytes:
    """The clip as the content of a WAV file."""
    data = clip.samples.astype("<i2").tobytes()
    form = struct.pack("<HHIIHH", 1, 1, RATE, 2 * RATE, 2, 16)
    chunks = _chunk(b"fmt ", form)
    if clip.loop is not None:
        head = struct.pack("<9I", 0, 0, 1_000_000_000 // RATE, 60, 0, 0, 0, 1, 0)
        chunks += _chunk(b"smpl", head + struct.pack("<6I", 0, 0, clip.loop, len(clip.samples) - 1, 0, _FOREVER))
    chunks += _chunk(b"data", data)
    return _chunk(b"RIFF", b"WAVE" + chunks)


def from_wav(content: bytes) -> Clip:
    """Back from what `to_wav` wrote. Raises UserError if it is anything else, or cut off."""
    if content[:4] != b"RIFF" or content[8:12] != b"WAVE" or len(content) != 8 + _size(content, 4):
        raise UserError("no WAV file, or cut off")
    found: dict[bytes, bytes] = {}
    place = 12
    while place + 8 <= len(content):
        size = _size(content, place + 4)
        found[content[place : place + 4]] = content[place + 8 : place + 8 + size]
        place += 8 + size + size % 2
    if b"fmt " not in found or b"data" not in found or found[b"fmt "][:16] != struct.pack("<HHIIHH", 1, 1, RATE, 2 * RATE, 2, 16):
        raise UserError(f"not 16 bit mono at {RATE} Hz")
    loop = _size(found[b"smpl"], 36 + 8) if len(found.get(b"smpl", b"")) >= 60 else None
    return Clip(np.frombuffer(found[b"data"], "<i2").astype(np.int16), loop)


def _chunk(name: bytes, data: bytes) -> bytes:
    return name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)


def _size(content: bytes, place: int) -> int:
    return int(struct.unpack_from("<I", content, place)[0]) if len(content) >= place + 4 else -1
