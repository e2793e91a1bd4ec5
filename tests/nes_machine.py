"""An NES for tests: our own cartridges run on it, and it takes offence at what a real one would show as rubbish.

The CPU counts cycles, the picture is drawn line by line as it stands at each line's beginning, and sprite 0's hit
comes at its pixel. Writing to the picture's memory while it is being drawn is an error here.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from nes_cpu import Cpu

from nes.chr import decode_patterns

DOTS, LINES = 341, 262
BLANK_LINE = 241
"""The line in which the vertical blank begins: the picture's 240, and one at rest."""
_BUTTONS = ("A", "B", "select", "start", "up", "down", "left", "right")


@dataclass(slots=True)
class Ppu:
    """The picture unit's memory and registers. patterns: (512, 8, 8), both tables."""

    patterns: np.ndarray
    names: np.ndarray = field(default_factory=lambda: np.full((2, 1024), 0xAA, dtype=np.uint8))
    palette: np.ndarray = field(default_factory=lambda: np.full(32, 0x16, dtype=np.uint8))
    sprites: np.ndarray = field(default_factory=lambda: np.zeros(256, dtype=np.uint8))
    control: int = 0
    mask: int = 0
    scroll: list[int] = field(default_factory=lambda: [0, 0])
    second_write: bool = False
    address: int = 0
    high: int = 0

    @property
    def shows(self) -> bool:
        return bool(self.mask & 0x18)

    def store(self, value: int) -> None:
        """$2007."""
        place = self.address & 0x3FFF
        if place >= 0x3F00:
            index = place & 0x1F
            self.palette[index] = value
            if index & 3 == 0:
                self.palette[index ^ 0x10] = value
        elif place >= 0x2000:
            self.names[place >> 10 & 1, place & 0x3FF] = value
        self.address = place + (32 if self.control & 4 else 1)

    def line(self, y: int) -> np.ndarray:
        """The colours of a picture's line as the registers stand now: (256,) uint8. Sprites: ours is never seen."""
        if not self.shows:
            return np.full(256, self.palette[0], dtype=np.uint8)
        values, cells = self.background(y)
        return self.palette[np.where(values > 0, cells * 4 + values, 0)]

    def background(self, y: int) -> tuple[np.ndarray, np.ndarray]:
        """Pattern values and sub-palettes along a line: (256,) each."""
        assert self.scroll[1] == 0
        x = np.arange(256) + self.scroll[0] + 256 * (self.control & 1)
        table, column = x >> 8 & 1, x >> 3 & 31
        number = self.names[table, (y >> 3) * 32 + column].astype(np.int64) + (256 if self.control & 0x10 else 0)
        attribute = self.names[table, 960 + (y >> 5) * 8 + (column >> 2)]
        return self.patterns[number, y & 7, x & 7], attribute >> ((y >> 4 & 1) * 4 + (column >> 1 & 1) * 2) & 3

    def hit(self) -> tuple[int, int] | None:
        """(line, dot) at which sprite 0 and the background first meet in this picture."""
        top, number, _, left = (int(byte) for byte in self.sprites[:4])
        for row in range(8):
            if top + 1 + row < 240:
                opaque = self.patterns[number, row] > 0
                under = self.background(top + 1 + row)[0][left : left + 8] > 0
                met = np.flatnonzero(opaque[: len(under)] & under)
                if met.size:
                    return top + 1 + row, left + int(met[0]) + 2
        return None


class Machine:
    """A console with one of our cartridges in it."""

    def __init__(self, rom: bytes) -> None:
        self.program = rom[16 : 16 + 0x8000]
        self.ppu = Ppu(decode_patterns(rom[16 + 0x8000 :]))
        self.ram = bytearray(b"\x5a" * 0x800)
        self.cpu = Cpu(self._read, self._write)
        self.cpu.jump_through(0xFFFC)
        self.buttons: frozenset[str] = frozenset()
        self.blank = self.met = False
        self.frame = 0
        self.busiest = 0
        self._pad = 0
        self._changes = 0

    def run(self, frames: int, *buttons: str) -> np.ndarray:
        """Hold buttons for some frames: the last picture, (240, 256) uint8 master indices."""
        self.buttons = frozenset(buttons)
        for frame in range(frames):
            picture = self._one_frame(drawn=frame == frames - 1)
        return picture

    def _one_frame(self, drawn: bool) -> np.ndarray:
        """From one vertical blank's end to the next one's; the picture is only good where it is drawn."""
        start = self.frame * DOTS * LINES
        self.blank = self.met = False
        picture = np.empty((240, 256), dtype=np.uint8)
        hit: tuple[int, int] | None = None
        for y in range(240):
            self._until(start + y * DOTS)
            if drawn:
                picture[y] = self.ppu.line(y)
            hit = hit or (self.ppu.hit() if y == 0 and self.ppu.shows else None)
            if hit and hit[0] == y:
                self._until(start + y * DOTS + hit[1])
                self.met = True
        self._until(start + BLANK_LINE * DOTS + 1)
        self.blank = True
        if self.ppu.control & 0x80:
            self.cpu.interrupt(0xFFFA)
        self._until(start + (LINES - 1) * DOTS)
        self.frame += 1
        return picture

    def _until(self, dot: int) -> None:
        """Runs the CPU up to a dot. Nothing comes from outside meanwhile, so a loop that came round unchanged goes on like that."""
        cpu, before, since = self.cpu, None, 0
        while cpu.cycles * 3 < dot:
            was = cpu.pc
            cpu.step()
            if cpu.pc < was:
                now = cpu.pc, cpu.a, cpu.x, cpu.y, cpu.s, cpu.flags, self._changes
                if now == before:
                    rounds = (dot - cpu.cycles * 3) // (3 * (cpu.cycles - since))
                    cpu.cycles += max(0, rounds) * (cpu.cycles - since)
                before, since = now, cpu.cycles

    def _read(self, address: int) -> int:
        if address >= 0x8000:
            return self.program[address - 0x8000]
        if address < 0x2000:
            return self.ram[address & 0x7FF]
        if address == 0x2002:
            status = self.blank << 7 | self.met << 6
            self.blank = self.ppu.second_write = False
            return status
        if address == 0x4016:
            self._changes += 1
            bit, self._pad = self._pad & 1, self._pad >> 1 | 0x80
            return 0x40 | bit
        raise AssertionError(f"read from ${address:04X}")

    def _write(self, address: int, value: int) -> None:
        ppu = self.ppu
        self._changes += 1
        match address:
            case _ if address < 0x2000:
                self.ram[address & 0x7FF] = value
            case 0x2000:
                ppu.control = value
            case 0x2001:
                assert not value & 0x18 or ppu.shows or self._in_blank(), "the picture goes on in the middle"
                ppu.mask = value
            case 0x2003:
                assert value == 0
            case 0x2005:
                ppu.scroll[ppu.second_write] = value
                ppu.second_write = not ppu.second_write
            case 0x2006:
                self._expect_rest()
                if ppu.second_write:
                    ppu.address = ppu.high << 8 | value
                ppu.high, ppu.second_write = value, not ppu.second_write
            case 0x2007:
                self._expect_rest()
                ppu.store(value)
            case 0x4014:
                self._expect_rest()
                ppu.sprites[:] = np.frombuffer(self.ram[value << 8 : (value << 8) + 256], dtype=np.uint8)
                self.cpu.cycles += 514
            case 0x4016:
                self._pad = sum((name in self.buttons) << place for place, name in enumerate(_BUTTONS))
            case 0x4010 | 0x4015 | 0x4017:
                pass
            case _:
                raise AssertionError(f"${value:02X} is written to ${address:04X}")

    def _in_blank(self) -> bool:
        return (self.cpu.cycles * 3) % (DOTS * LINES) >= BLANK_LINE * DOTS

    def _expect_rest(self) -> None:
        """The picture's memory may be written to in the vertical blank or while nothing is shown."""
        if self.ppu.shows:
            late = self.cpu.cycles * 3 % (DOTS * LINES) - BLANK_LINE * DOTS
            assert late >= 0, "written to while the picture is drawn"
            self.busiest = max(self.busiest, late // 3)
