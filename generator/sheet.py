"""A tile sheet as NES memory: cut into tiles, and its colours read back exactly or fitted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from generator.errors import UserError
from generator.palette import MASTER, USABLE, nearest
from generator.pictures import BadPicture, open_picture
from generator.roles import TILE

PALETTE_ENTRIES = 16
"""Of a sheet in our own form: entry = sub-palette * 4 + value."""


@dataclass(frozen=True, eq=False)
class Sheet:
    """Tiles in reading order.

    rgb: (n, 16, 16, 3) uint8, see-through pixels black. codes: (n, 16, 16) uint8 palette entries, or None if the
    picture is not indexed. palette: (entries, 3) uint8, or None. blank: (n,) bool, nothing is drawn there.
    columns: tiles in a row.
    """

    rgb: np.ndarray
    codes: np.ndarray | None
    palette: np.ndarray | None
    blank: np.ndarray
    columns: int


@dataclass(frozen=True, eq=False)
class Memory:
    """Tiles that share one set of sub-palettes: backdrop, (4, 3), (n, 16, 16) values, (n,) sub-palettes."""

    backdrop: int
    palettes: np.ndarray
    pattern: np.ndarray
    cells: np.ndarray


def open_sheet(path: Path, margin: int = 0, spacing: int = 0, columns: int | None = None) -> Sheet:
    """Reads and cuts a sheet. Raises UserError when the picture is bad or smaller than a tile."""
    try:
        picture = open_picture(path)
    except BadPicture as error:
        raise UserError(str(error)) from error
    rgb = np.where(picture.opaque[..., None], picture.rgb, 0).astype(np.uint8)
    fitting = (picture.width - 2 * margin + spacing) // (TILE + spacing)
    rows = (picture.height - 2 * margin + spacing) // (TILE + spacing)
    if fitting < 1 or rows < 1:
        raise UserError(f"{picture.width}x{picture.height} pixels hold no tile of {TILE}x{TILE}")
    if columns is not None and columns > fitting:
        raise UserError(f"{picture.width} pixels are too narrow for {columns} columns, {fitting} fit")
    corners = [
        (margin + row * (TILE + spacing), margin + col * (TILE + spacing)) for row in range(rows) for col in range(columns or fitting)
    ]

    def cut(plane: np.ndarray) -> np.ndarray:
        return np.stack([plane[y : y + TILE, x : x + TILE] for y, x in corners])

    blank = np.logical_not(cut(picture.opaque).any(axis=(1, 2)))
    codes, palette = _indexed(path)
    if codes is None or not picture.opaque.all():
        return Sheet(cut(rgb), None, None, blank, columns or fitting)
    return Sheet(cut(rgb), cut(codes), palette, blank, columns or fitting)


def _indexed(path: Path) -> tuple[np.ndarray | None, np.ndarray | None]:
    """The palette entries of an indexed picture that was opened before, and its palette."""
    from PIL import Image

    with Image.open(path) as image:
        if image.mode != "P":
            return None, None
        table = np.array(image.getpalette("RGB"), dtype=np.uint8).reshape(-1, 3)
        return np.asarray(image), table


def read_exactly(sheet: Sheet, tiles: list[int]) -> Memory | None:
    """The memory of a sheet in our own form: 16 palette entries in the master palette's colours, and each tile within
    one sub-palette. None for any other sheet."""
    if sheet.codes is None or sheet.palette is None or len(sheet.palette) < PALETTE_ENTRIES:
        return None
    codes = sheet.codes[tiles]
    table = sheet.palette[:PALETTE_ENTRIES]
    foreign = (table[:, None] != MASTER.rgb[list(USABLE)]).any(axis=2).all(axis=1)
    if codes.max(initial=0) >= PALETTE_ENTRIES or (table[::4] != table[0]).any() or foreign.any():
        return None
    which = codes >> 2
    first = which.min(axis=(1, 2))
    if (which != first[:, None, None]).any():
        return None
    master = nearest(table).reshape(4, 4)
    return Memory(int(master[0, 0]), master[:, 1:].copy(), codes & 3, first.astype(np.uint8))


def fit_tiles(rgb: np.ndarray) -> Memory:
    """The nearest memory for any tiles: (n, 16, 16, 3) uint8 -> Memory."""
    from generator.fitter import fit

    screen, _ = fit(rgb.reshape(-1, TILE, 3))
    return Memory(screen.backdrop, screen.palettes, screen.pattern.reshape(-1, TILE, TILE), screen.cells.reshape(-1))
