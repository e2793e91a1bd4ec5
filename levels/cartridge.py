"""What the verb `export` does: a pack or a level in, a cartridge and its parts out."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

from generator.errors import UserError
from generator.pack import BASE_ID, load_pack
from generator.pack_model import Pack
from levels.fields import Field, level_fields, pack_field
from levels.load import load_map
from levels.sandbox import SHIPPED_TILESETS
from nes.files import export_files, write_files
from nes.plate import blank_plate, load_glyphs, make_plate
from nes.show import Stretch, fits_one_table


@dataclass(frozen=True, slots=True)
class _Export:
    """What goes onto a cartridge. name: of its files. note: what else to tell, or nothing."""

    name: str
    stretches: tuple[Stretch, ...]
    note: str = ""


def export_file(path: Path, out: Path, *, pack: Path | None = None, section: int | None = None) -> tuple[str, ...]:
    """Write a pack's folder or a level's map for the NES into the folder `out`; returns the lines to print.

    pack: the tile set that the level wears instead of its own. section: only this one of the level, counted from 1.
    Raises UserError for what cannot be read, does not fit onto a cartridge or cannot be written.
    """
    export = _of_pack(path, pack, section) if path.is_dir() else _of_level(path, pack, section)
    try:
        files = export_files(export.stretches, export.name)
    except UserError as error:
        raise UserError(f"{path}: {error}") from None
    write_files(files, out)
    screens, sections = sum(file.endswith(".nam") for file in files), len(export.stretches)
    more = f"; up and down change between its {sections} sections" if sections > 1 else ""
    lines = (
        f"wrote {out / export.name}.nes: {screens} screen{'s' * (screens > 1)}; left and right scroll, with B held faster{more}",
        f"wrote {export.name}.chr, {export.name}.pal and a name table for each screen beside it",
    )
    return (*lines, export.note) if export.note else lines


def under_plates(fields: Sequence[Field], title: str) -> tuple[Stretch, ...]:
    """Fields under plates with their title and number.

    Where the 256 patterns leave no room, first the letters go, then the rule, then the moving of the water.
    """
    glyphs, colours = load_glyphs(), fields[0].screen.colours
    numbers = [f"{n}/{len(fields)}" if len(fields) > 1 else "" for n in range(1, len(fields) + 1)]
    layouts = (
        [make_plate(colours, _capitals(title), number, glyphs) for number in numbers],
        [make_plate(colours, "", "", glyphs) for _ in numbers],
        [blank_plate(colours) for _ in numbers],
    )
    still = [replace(field, later=field.screen.pattern) for field in fields]
    for shown, plates in product((fields, still), layouts):
        stretches = tuple(Stretch(plate, field.screen, field.later) for plate, field in zip(plates, shown, strict=True))
        if fits_one_table(stretches):
            break
    return stretches


def _of_pack(folder: Path, pack: Path | None, section: int | None) -> _Export:
    if pack or section:
        raise UserError(f"{folder}: --pack and --section are for levels, and this is a pack")
    found = _load(folder)
    return _Export(found.id, under_plates([pack_field(found)], found.title))


def _of_level(path: Path, pack: Path | None, section: int | None) -> _Export:
    level_map = load_map(path)
    shipped = SHIPPED_TILESETS / level_map.pack
    worn = _load(pack or (shipped if shipped.is_dir() else SHIPPED_TILESETS / BASE_ID))
    stretches = list(level_fields(level_map, worn))
    if section and section > len(stretches):
        raise UserError(f"{path}: there is no section {section}; sections here: {len(stretches)}")
    chosen = stretches[section - 1 : section] if section else stretches
    name = f"{path.stem}-section-{section}" if section else path.stem
    note = "" if level_map.art is None else "its art was fitted to the 13 colours and the patterns that an NES has: expect losses"
    return _Export(name, under_plates(chosen, level_map.level.title), note)


def _load(folder: Path) -> Pack:
    return load_pack(folder, load_pack(SHIPPED_TILESETS / BASE_ID))


def _capitals(text: str) -> str:
    """The text without accents and in capitals: fewer letters to keep patterns for."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().upper()
