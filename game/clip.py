"""The last seconds of play, kept as pictures so that a key can write them as a GIF."""

from __future__ import annotations

import io
import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pygame
from numpy.typing import NDArray

from generator.errors import UserError
from generator.files import replace_file

SECONDS = 6
_STEPS = 3
"""Steps of 1/60 s between two pictures: 20 a second, for a GIF counts in hundredths."""
_SCALE = 2
_DURATION = 50


class Clip:
    """A ring of canvases, 256 x 240 each (about 30 MB in all, taken once and used again)."""

    def __init__(self) -> None:
        self._frames: deque[pygame.Surface] = deque()
        self._most = SECONDS * 60 // _STEPS
        self._step = 0

    def __len__(self) -> int:
        return len(self._frames)

    def note(self, canvas: pygame.Surface, steps: int) -> None:
        """Called with each picture shown and the steps since the one before."""
        self._step += steps
        if self._step < _STEPS:
            return
        self._step %= _STEPS
        if len(self._frames) < self._most:
            self._frames.append(canvas.copy())
        else:
            oldest = self._frames.popleft()
            oldest.blit(canvas, (0, 0))
            self._frames.append(oldest)

    def write(self, path: Path, done: Callable[[str], None]) -> threading.Thread:
        """Writes what there is as a GIF beside the game, which goes on; `done` gets the line to tell the player."""
        frames = [pygame.surfarray.array2d(frame).T & 0xFFFFFF for frame in self._frames]
        thread = threading.Thread(target=_write, args=(frames, path, done), name="gif")
        thread.start()
        return thread


def _write(frames: list[NDArray[np.int32]], path: Path, done: Callable[[str], None]) -> None:
    try:
        replace_file(path, encode(frames))
        done(f"clip: {path.name}")
    except UserError as error:
        done(f"no clip: {error}")


def encode(frames: list[NDArray[np.int32]]) -> bytes:
    """A GIF of frames (h, w) of 0xRRGGBB, twice as large, endless. With 256 colours or fewer no colour changes."""
    from PIL import Image

    colours, indices = np.unique(np.stack(frames), return_inverse=True)
    if len(colours) > 256:
        indices = _nearest(colours)[indices]
        colours = np.unique(_coarse(colours))
    palette = np.stack([colours >> 16, colours >> 8 & 255, colours & 255], axis=1).astype(np.uint8).tobytes()
    pictures = []
    for picture in indices.reshape(len(frames), *frames[0].shape).astype(np.uint8):
        image = Image.fromarray(np.repeat(np.repeat(picture, _SCALE, 0), _SCALE, 1), "P")
        image.putpalette(palette)
        pictures.append(image)
    target = io.BytesIO()
    pictures[0].save(target, "GIF", save_all=True, append_images=pictures[1:], duration=_DURATION, loop=0, disposal=1)
    return target.getvalue()


def _coarse(colours: NDArray[np.int32]) -> NDArray[np.int32]:
    """Colours with 3, 3 and 2 bits, for clips of pictures that aren't the console's."""
    return colours & 0xE0E0C0


def _nearest(colours: NDArray[np.int32]) -> NDArray[np.intp]:
    return np.searchsorted(np.unique(_coarse(colours)), _coarse(colours))
