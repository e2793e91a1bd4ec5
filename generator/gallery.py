"""A contact sheet of many dreams: to choose packs by looking, and to see at a glance what a model can do."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from generator.files import replace_file
from generator.pack_model import Pack
from generator.palette import MASTER, Palette
from generator.preview import preview

_GAP = 8
_LABEL = 12
"""Height of the line under a picture."""
_BORDER = (48, 48, 48)
_INK = (216, 216, 216)
_LETTER = 8
_FONT = Path(__file__).resolve().parent.parent / "assets" / "fonts" / "dreamkeep.png"


def contact_sheet(pictures: Sequence[np.ndarray], labels: Sequence[str] = (), columns: int = 3, palette: Palette = MASTER) -> np.ndarray:
    """Index pictures of one size (h, w) side by side, in reading order, each over its label: (H, W, 3) uint8 RGB."""
    height, width = pictures[0].shape
    rows = -(-len(pictures) // columns)
    line = _LABEL if labels else 0
    sheet = np.empty((rows * (height + line + _GAP) + _GAP, columns * (width + _GAP) + _GAP, 3), dtype=np.uint8)
    sheet[:] = _BORDER
    for n, picture in enumerate(pictures):
        top, left = _GAP + n // columns * (height + line + _GAP), _GAP + n % columns * (width + _GAP)
        sheet[top : top + height, left : left + width] = palette.rgb[picture]
        if n < len(labels):
            ink = lettered(labels[n])[:, :width]
            start = top + height + _LABEL - _LETTER
            sheet[start : start + _LETTER, left : left + ink.shape[1]][ink] = _INK
    return sheet


def lettered(text: str) -> np.ndarray:
    """A line of text in the game's letters, what it has no letter for as a question mark: (8, 8 * n) bool."""
    from PIL import Image

    with Image.open(_FONT) as image:
        font = np.asarray(image) > 0
    columns = font.shape[1] // _LETTER
    cells = []
    for char in text:
        place = (ord(char) if 32 <= ord(char) < 127 else ord("?")) - 32
        top, left = place // columns * _LETTER, place % columns * _LETTER
        cells.append(font[top : top + _LETTER, left : left + _LETTER])
    return np.concatenate(cells, axis=1) if cells else np.zeros((_LETTER, 0), dtype=bool)


def write_gallery(packs: Sequence[Pack], path: Path | str, columns: int = 3, scale: int = 1) -> Path:
    """Writes the previews of packs, with their seeds, as one PNG, each pixel ``scale`` pixels wide; returns its path. Raises UserError."""
    from PIL import Image

    sheet = contact_sheet([preview(pack) for pack in packs], [pack.seed or pack.id for pack in packs], columns)
    path = Path(path)
    content = io.BytesIO()
    Image.fromarray(sheet.repeat(scale, axis=0).repeat(scale, axis=1)).save(content, "PNG")
    replace_file(path, content.getvalue())
    return path
