"""Writing a tile-set pack: four files in open formats, put in place in one move."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

from generator import manifest, tsx_write
from generator.errors import UserError
from generator.pack_model import MISSING, Pack
from generator.palette import MASTER, Palette
from generator.preview import preview
from generator.roles import SHEET_COLUMNS, SLOTS, TILE

SHEET_ROWS = -(-len(SLOTS) // SHEET_COLUMNS)
PACK_FILES = frozenset({"pack.toml", "tiles.png", "tiles.tsx", "preview.png"})


def write_pack(pack: Pack, folder: Path | str) -> Path:
    """Writes the pack into ``folder`` (its name need not be the pack's id) and returns it.

    The files are made in a temporary folder beside it, which then takes its place: nobody sees half a pack.
    Raises UserError when the folder holds anything but a pack, or cannot be written.
    """
    folder = Path(folder)
    if folder.exists() and not (folder.is_dir() and {path.name for path in folder.iterdir()} <= PACK_FILES):
        raise UserError(f"{folder}: exists and is not a tile-set pack; choose another folder")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as scratch:
            fresh, old = Path(scratch) / "new", Path(scratch) / "old"
            fresh.mkdir()
            _write_files(pack, fresh)
            if folder.exists():
                folder.rename(old)
            try:
                fresh.rename(folder)
            except OSError:
                if old.exists():
                    old.rename(folder)
                raise
    except OSError as error:
        raise UserError(f"{folder}: cannot be written ({error.strerror})") from error
    return folder


def _write_files(pack: Pack, folder: Path) -> None:
    sheet_image(pack).save(folder / "tiles.png", optimize=False)
    (folder / "tiles.tsx").write_text(tsx_write.tileset(pack), encoding="utf-8", newline="\n")
    (folder / "pack.toml").write_text(manifest.to_toml(pack), encoding="utf-8", newline="\n")
    indexed_image(preview(pack)).save(folder / "preview.png", optimize=False)


def sheet_image(pack: Pack, palette: Palette = MASTER) -> Image.Image:
    """The canonical sheet: 256 px wide, slot i at column i % 16, row i // 16.

    A slot that is missing shows its stand-in, because an editor draws maps with this very picture; the tileset does not
    name it, so that it is still missing when the pack is read.
    Palette entry = sub-palette * 4 + value, so that both can be read back exactly.
    """
    sheet = np.zeros((SHEET_ROWS, SHEET_COLUMNS, TILE, TILE), dtype=np.uint8)
    for slot, tile in enumerate(pack.resolved):
        if tile != MISSING:
            sheet[slot // SHEET_COLUMNS, slot % SHEET_COLUMNS] = pack.cells[tile] * 4 + pack.pattern[tile]
    picture = sheet.swapaxes(1, 2).reshape(SHEET_ROWS * TILE, SHEET_COLUMNS * TILE)
    image = Image.fromarray(picture, mode="P")
    image.putpalette(palette.rgb[pack.colours].tobytes())
    return image


def indexed_image(indices: np.ndarray, palette: Palette = MASTER) -> Image.Image:
    """An indexed picture of master indices whose palette lists only the colours used: (h, w) uint8 -> P image."""
    used, inverse = np.unique(indices, return_inverse=True)
    image = Image.fromarray(inverse.reshape(indices.shape).astype(np.uint8), mode="P")
    image.putpalette(palette.rgb[used].tobytes())
    return image
