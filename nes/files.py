"""The files of an export: .nes, .chr, .pal, and a .nam for each screen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from generator.files import replace_file
from generator.ppu import CELL
from nes.cartridge import make_rom
from nes.screens import COLUMNS, encode_names, encode_palette
from nes.show import Stretch, table_of


def export_files(stretches: Sequence[Stretch], name: str) -> dict[str, bytes]:
    """File name -> content. The screens of stretch 1 are ``<name>-1-01.nam`` and so on, each 256 px further right.

    Raises UserError when they do not fit onto one cartridge.
    """
    table = table_of(stretches)
    files = {
        f"{name}.nes": make_rom(stretches),
        f"{name}.chr": table.encoded(),
        f"{name}.pal": encode_palette(stretches[0].field),
    }
    for number, stretch in enumerate(stretches, 1):
        for screen in range(-(-stretch.field.cols // COLUMNS)):
            now, later = stretch.planes_at(screen * COLUMNS * CELL)
            names = table.numbers((now.pattern, later.pattern))
            files[f"{name}-{number}-{screen + 1:02}.nam"] = encode_names(names, now.cells)
    return files


def write_files(files: dict[str, bytes], folder: Path) -> None:
    """Writes each file whole. Raises UserError."""
    for name, content in files.items():
        replace_file(folder / name, content)
