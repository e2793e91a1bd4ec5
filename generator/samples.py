"""Pictures of how far a run has come: windows beside real ones, and a small castle in eight themes."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from generator import noise, themes
from generator.batches import Batch
from generator.figures import Figures, figures, gram_counts
from generator.files import replace_file
from generator.network import Generator, Logits
from generator.palette import MASTER, USABLE
from generator.roles import TILE, Role

_LETTERS = dict(
    zip(
        ".#^-/woID~vf=dB",
        (
            Role.SKY,
            Role.SOLID,
            Role.SURFACE,
            Role.PLATFORM,
            Role.STAIRS,
            Role.WALL,
            Role.WINDOW,
            Role.COLUMN,
            Role.DOOR,
            Role.LIQUID,
            Role.SPIKES,
            Role.FOLIAGE,
            Role.FENCE,
            Role.DECOR,
            Role.BREAKABLE,
        ),
        strict=True,
    )
)
_CASTLE = """
................
................
##....wwwwwwwwww
##....Iwowwowwww
......Iwowwowwww
wwwwwwIwwwwwwIww
wwowwwIw----wIBB
wwowwwIwwwwwwIww
----wwIwww/wwIww
wwwwwwIww/wwwIDD
wdwf==Iw/wwwvIDD
^^^^^^^^^^^^^^^^
####~~~#########
####~~~#########
"""


def castle() -> np.ndarray:
    """A screen's worth of roles, (14, 16) uint8, with all of them in it but "unknown"."""
    return np.array([[_LETTERS[letter] for letter in line] for line in _CASTLE.split()], np.uint8)


def rgb_of(pattern: np.ndarray, cells: np.ndarray, entries: np.ndarray) -> np.ndarray:
    """Pixel values (n, H, W), sub-palettes (n, rows, cols) and master-palette indices (n, 13) -> RGB (n, H, W, 3) uint8."""
    table = np.concatenate([np.repeat(entries[:, None, :1], 4, axis=1), entries[:, 1:].reshape(-1, 4, 3)], axis=2)
    palette = cells.repeat(TILE, axis=1).repeat(TILE, axis=2)
    return MASTER.rgb[table[np.arange(len(table))[:, None, None], palette, pattern]]


def choices(logits: Logits) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pattern, sub-palettes and colours that the logits stand for, as rgb_of() wants them."""
    entries = np.array(USABLE, np.uint8)[logits.palettes.argmax(2).cpu().numpy()]
    return logits.pattern.argmax(1).cpu().numpy().astype(np.uint8), logits.cells.argmax(1).cpu().numpy(), entries


def grid(pictures: np.ndarray, columns: int, zoom: int = 2) -> Image.Image:
    """Pictures (n, H, W, 3) side by side, as many rows as it takes; what doesn't fill a row is left out."""
    rows = [np.concatenate(list(pictures[i : i + columns]), axis=1) for i in range(0, len(pictures) - columns + 1, columns)]
    image = Image.fromarray(np.concatenate(rows))
    return image.resize((image.width * zoom, image.height * zoom), Image.Resampling.NEAREST)


class Gallery:
    """Looks at a generator: always at the same roles and latents, so that its pictures can be compared.

    batches: some batches that the run never sees. styles: number of packs. folder: where the pictures go.
    """

    def __init__(self, batches: list[Batch], styles: int, folder: Path) -> None:
        self._batches, self._styles, self._folder = batches, styles, folder
        self._real = gram_counts(np.concatenate([batch.pattern for batch in batches]))

    def show_reals(self) -> None:
        """Writes reals.png: what the run is to learn."""
        first = self._batches[0]
        self._write("reals", rgb_of(first.pattern, first.cells, first.entries)[:32], 8)

    @torch.no_grad()
    def look(self, generator: Generator, step: int) -> Figures:
        """Writes windows-<step>.png and castle-<step>.png, and measures."""
        painted, rethemed = [], []
        for number, batch in enumerate(self._batches):
            chosen = choices(self._paint(generator, batch.roles, batch.theme, batch.texture))
            painted.append(chosen[0])
            rethemed.append(choices(self._paint(generator, batch.roles, np.roll(batch.theme, 1, axis=0), batch.texture))[0])
            if number == 0:
                self._write(f"windows-{step:06d}", rgb_of(*chosen)[:32], 8)
        self._write(f"castle-{step:06d}", rgb_of(*choices(self._castles(generator))), 4)
        return figures(np.concatenate(painted), np.concatenate(rethemed), self._real)

    def _castles(self, generator: Generator) -> Logits:
        roles = np.repeat(castle()[None], 8, axis=0)
        sizes = generator.shape
        theme = np.stack([themes.dreamt(f"sample {n}", self._styles, sizes.theme) for n in range(8)]) / noise.ONE
        which = np.stack([noise.choices(f"sample {n}", roles[0].size).reshape(roles[0].shape) for n in range(8)])
        codes = noise.normal("sample textures", 4 * sizes.texture).reshape(4, -1) / noise.ONE
        return self._paint(generator, roles, theme.astype(np.float32), np.moveaxis(codes[which], -1, 1).astype(np.float32))

    @staticmethod
    def _paint(generator: Generator, roles: np.ndarray, theme: np.ndarray, texture: np.ndarray) -> Logits:
        device = next(generator.parameters()).device

        def put(array: np.ndarray) -> Tensor:
            return torch.from_numpy(array).to(device)

        return generator(put(roles).long(), put(theme), put(texture))

    def _write(self, name: str, pictures: np.ndarray, columns: int) -> None:
        content = io.BytesIO()
        grid(pictures, min(columns, len(pictures))).save(content, "PNG")
        replace_file(self._folder / f"{name}.png", content.getvalue())
