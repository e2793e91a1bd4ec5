"""Pattern tables as the PPU reads them: 16 bytes for an 8x8 pattern, eight of low bits, then eight of high bits."""

from __future__ import annotations

import numpy as np

from generator.ppu import PATTERN

PATTERN_BYTES = 16


def encode_patterns(patterns: np.ndarray) -> bytes:
    """(n, 8, 8) uint8 0..3 -> n * 16 bytes."""
    planes = np.stack([patterns & 1, patterns >> 1 & 1], axis=1)
    return np.packbits(planes, axis=-1).tobytes()


def decode_patterns(data: bytes) -> np.ndarray:
    """n * 16 bytes -> (n, 8, 8) uint8 0..3. Raises ValueError for a broken length."""
    if len(data) % PATTERN_BYTES:
        raise ValueError(f"{len(data)} bytes are not whole patterns")
    planes = np.unpackbits(np.frombuffer(data, dtype=np.uint8).reshape(-1, 2, PATTERN, 1), axis=-1)
    return planes[:, 0] | planes[:, 1] << 1
