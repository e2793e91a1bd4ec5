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
_BORDER = (48, 48, 48)


def contact_sheet(pictures: Sequence[np.ndarray], columns: int = 3, palette: Palette = MASTER) -> np.ndarray:
    """Index pictures of one size (h, w) side by side, in reading order: (H, W, 3) uint8 RGB."""
    height, width = pictures[0].shape
    rows = -(-len(pictures) // columns)
    sheet = np.empty((rows * (height + _GAP) + _GAP, columns * (width + _GAP) + _GAP, 3), dtype=np.uint8)
    sheet[:] = _BORDER
    for n, picture in enumerate(pictures):
        top, left = _GAP + n // columns * (height + _GAP), _GAP + n % columns * (width + _GAP)
        sheet[top : top + height, left : left + width] = palette.rgb[picture]
    return sheet


def write_gallery(packs: Sequence[Pack], path: Path | str, columns: int = 3, scale: int = 1) -> Path:
    """Writes the previews of packs as one PNG, each pixel ``scale`` pixels wide, and returns its path. Raises UserError."""
    from PIL import Image

    sheet = contact_sheet([preview(pack) for pack in packs], columns)
    path = Path(path)
    content = io.BytesIO()
    Image.fromarray(sheet.repeat(scale, axis=0).repeat(scale, axis=1)).save(content, "PNG")
    replace_file(path, content.getvalue())
    return path
