"""A cartridge image (iNES, mapper 0): our viewer, the blocks and maps it shows, and the pattern table.

32 KiB of program from $8000 on: maps (16 bytes a column), plates, tables of stretches, palette, tables of blocks; the code
from $FB00 on, and the three vectors at the end. 8 KiB of patterns: the table, and the same half a cycle of the water later.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from generator.errors import UserError
from nes.assembler import assemble
from nes.screens import encode_attributes, encode_palette
from nes.show import Stretch, table_of
from nes.table import BLANK, PatternTable

PRG_BYTES, CHR_BYTES = 0x8000, 0x2000
PRG_START, CODE_START, VECTORS = 0x8000, 0xFB00, 0xFFFA
HEADER = b"NES\x1a" + bytes([2, 1, 0x01, 0]) + bytes(8)
"""Two banks of 16 KiB program, one of 8 KiB patterns, vertical mirroring, mapper 0."""
MAX_BLOCKS = 256
MAX_STRETCHES = 255
_COLUMN_BYTES = 16
_MOVING = 0x10
"""The bit of $2000 that takes the background from the second pattern table."""


class _Full(Exception):
    """The data does not fit before the code."""


@dataclass(slots=True)
class _Memory:
    """The program memory as it fills up from $8000 on, and the names of what lies where."""

    data: bytearray = field(default_factory=bytearray)
    names: dict[str, int] = field(default_factory=dict)

    def lay(self, content: bytes, name: str = "") -> int:
        """Appends bytes; returns their address and notes it under a name. Raises _Full."""
        address = PRG_START + len(self.data)
        self.data += content
        if address + len(content) > CODE_START:
            raise _Full
        if name:
            self.names[name] = address
        return address

    def lay_addresses(self, name: str, values: Sequence[int]) -> None:
        """Two tables: the low bytes of 16-bit values, then the high ones."""
        self.lay(bytes(value & 0xFF for value in values), f"{name}_lo")
        self.lay(bytes(value >> 8 for value in values), f"{name}_hi")


@dataclass(frozen=True, slots=True)
class _Blocks:
    """The different 16x16 blocks of all fields, and where they are.

    parts: (n, 5) uint8: the patterns top left, top right, bottom left, bottom right, and the sub-palette.
    maps: for each stretch (columns, 16) uint8, an even number of columns; the last three bytes of a column are 0.
    """

    parts: np.ndarray
    maps: tuple[np.ndarray, ...]


def make_rom(stretches: Sequence[Stretch]) -> bytes:
    """The whole file. Raises UserError when patterns, blocks or maps do not fit, ValueError for stretches of unlike colours."""
    table = table_of(stretches)
    chr_data = table.encoded().ljust(CHR_BYTES, b"\0")
    return HEADER + _program(stretches, table) + chr_data


def _program(stretches: Sequence[Stretch], table: PatternTable) -> bytes:
    """32 KiB: data, code, vectors."""
    try:
        memory = _data(stretches, table)
    except _Full:
        columns = sum(stretch.field.cols for stretch in stretches)
        parts = f"{len(stretches)} sections with {columns} columns of blocks"
        raise UserError(f"{parts} do not fit into the 32 KiB of an NROM cartridge; export them singly") from None
    code = assemble(Path(__file__).with_name("viewer.asm").read_text("utf-8"), CODE_START, memory.names)
    vectors = b"".join(code.labels[name].to_bytes(2, "little") for name in ("nmi", "reset", "irq"))
    return bytes(memory.data).ljust(CODE_START - PRG_START, b"\0") + code.code.ljust(VECTORS - CODE_START, b"\0") + vectors


def _data(stretches: Sequence[Stretch], table: PatternTable) -> _Memory:
    """Everything the viewer asks for by name (see viewer.asm). Maps come first, for they begin at multiples of 32."""
    if len(stretches) > MAX_STRETCHES:
        raise _Full
    blocks = _blocks(stretches, table)
    memory = _Memory()
    maps = [memory.lay(columns.tobytes()) for columns in blocks.maps]
    plates = [memory.lay(_plate(stretch, table)) for stretch in stretches]
    memory.lay_addresses("map", maps)
    memory.lay_addresses("plate", plates)
    memory.lay_addresses("columns", [stretch.field.cols for stretch in stretches])
    memory.lay_addresses("limit", [stretch.widest for stretch in stretches])
    memory.lay(encode_palette(stretches[0].field), "palette")
    for column, part in enumerate(("tl", "tr", "bl", "br")):
        memory.lay(blocks.parts[:, column].tobytes(), f"block_{part}")
    memory.lay(blocks.parts[:, 4].tobytes(), "block_palette")
    rule = _rule(stretches, table)
    memory.names |= {"stretches": len(stretches), "rule": rule, "split": int(rule != BLANK), "moving": _MOVING if table.moves else 0}
    return memory


def _blocks(stretches: Sequence[Stretch], table: PatternTable) -> _Blocks:
    grids = []
    for stretch in stretches:
        numbers = table.numbers(stretch.pictures[1])
        corners = [numbers[0::2, 0::2], numbers[0::2, 1::2], numbers[1::2, 0::2], numbers[1::2, 1::2]]
        grids.append(np.stack([*corners, stretch.field.cells], axis=-1).astype(np.uint8))
    every = np.concatenate([grid.reshape(-1, 5) for grid in grids])
    parts, ids = np.unique(every, axis=0, return_inverse=True)
    if len(parts) > MAX_BLOCKS:
        raise UserError(f"{len(parts)} different 16x16 blocks are needed, {MAX_BLOCKS} fit onto the cartridge")
    ends = np.cumsum([grid.shape[0] * grid.shape[1] for grid in grids])[:-1]
    maps = []
    for part, grid in zip(np.split(ids.reshape(-1), ends), grids, strict=True):
        rows, cols = grid.shape[:2]
        columns = np.zeros((cols + cols % 2, _COLUMN_BYTES), dtype=np.uint8)
        columns[:cols, :rows] = part.reshape(rows, cols).T
        maps.append(columns)
    return _Blocks(parts, tuple(maps))


def _plate(stretch: Stretch, table: PatternTable) -> bytes:
    """Four rows of pattern numbers, and the attributes of the two rows of cells."""
    return table.numbers(stretch.pictures[0]).tobytes() + encode_attributes(stretch.plate.cells)


def _rule(stretches: Sequence[Stretch], table: PatternTable) -> int:
    """The pattern under sprite 0, by which the viewer knows where the plate ends; blank where there is no plate."""
    found = {int(table.numbers(stretch.pictures[0])[3, 30]) for stretch in stretches}
    if len(found) > 1:
        raise ValueError("the stretches' plates end in different rules")
    return found.pop()
