"""The cartridges on an NES of our own, which needs no emulator installed and minds the time that the chips take."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from nes_cpu import CARRY, NEGATIVE, OVERFLOW, ZERO, Cpu
from nes_machine import Machine
from nes_screens import MAPS, cartridge_of, random_stretch, shown

from nes.assembler import assemble
from nes.cartridge import make_rom

VERTICAL_BLANK = 2273
"""CPU cycles."""


def place(machine: Machine) -> tuple[int, int]:
    return machine.ram[2], machine.ram[0] | machine.ram[1] << 8


def run(source: str) -> Cpu:
    """A program's end state; it ends where it jumps to itself."""
    memory = bytearray(0x10000)
    code = assemble(source + "\nend: jmp end", 0x8000).code
    memory[0x8000 : 0x8000 + len(code)] = code
    cpu = Cpu(memory.__getitem__, memory.__setitem__, pc=0x8000)
    while cpu.pc != 0x8000 + len(code) - 3:
        cpu.step()
    return cpu


# --- the test's own processor does what the chip's manual says


@pytest.mark.parametrize(
    ("source", "a", "flags"),
    [
        ("lda #$50\n clc\n adc #$50", 0xA0, NEGATIVE | OVERFLOW),
        ("lda #$FF\n clc\n adc #1", 0x00, ZERO | CARRY),
        ("lda #$50\n sec\n sbc #$B0", 0xA0, NEGATIVE | OVERFLOW),
        ("lda #5\n sec\n sbc #3", 2, CARRY),
        ("lda #$81\n asl a", 0x02, CARRY),
        ("sec\n lda #1\n ror a", 0x80, CARRY | NEGATIVE),
        ("lda #3\n cmp #4", 3, NEGATIVE),
        ("lda #$C0\n sta $10\n lda #$3F\n bit $10", 0x3F, ZERO | NEGATIVE | OVERFLOW),
        ("ldx #$FF\n txs\n lda #7\n pha\n lda #0\n pla", 7, 0),
        ("lda #9\n jsr sub\n jmp end\nsub: ora #$10\n rts", 0x19, 0),
    ],
)
def test_the_processor_computes_like_a_6502(source: str, a: int, flags: int) -> None:
    cpu = run(source)
    assert (cpu.a, cpu.flags & (CARRY | ZERO | OVERFLOW | NEGATIVE)) == (a, flags)


@pytest.mark.parametrize(
    ("source", "cycles"),
    [
        ("lda #1", 2),
        ("lda $10\n sta $0200", 7),
        ("ldx #1\n lda $02FF,x", 2 + 5),
        ("ldx #1\n lda $0200,x", 2 + 4),
        ("ldx #1\n sta $0200,x", 2 + 5),
        ("inc $0200", 6),
        ("ldx #3\nloop: dex\n bne loop", 2 + 3 * 2 + 2 * 3 + 2),
        ("jsr sub\n jmp end\nsub: rts", 6 + 6 + 3),
    ],
)
def test_the_processor_takes_a_6502_s_time(source: str, cycles: int) -> None:
    assert run(source).cycles == cycles


# --- the viewer


@pytest.mark.parametrize("path", MAPS[::3], ids=lambda path: path.stem)
def test_every_section_of_a_stage_opens_with_our_picture(path: Path) -> None:
    stretches = cartridge_of(path)
    machine = Machine(make_rom(stretches))
    machine.run(12)
    for number, stretch in enumerate(stretches):
        assert place(machine) == (number, 0)
        assert int((machine.run(1) != shown(stretch, 0)).sum()) == 0
        machine.run(1, "down")
        machine.run(6)
    assert place(machine) == (0, 0)


def test_there_and_back_at_full_speed_no_pixel_is_wrong_and_no_column_late() -> None:
    stretch = random_stretch(43, 25, 11, moving=True)
    machine = Machine(make_rom([stretch]))
    machine.run(12)
    places = set()
    ways = (("right",), 4), (("right", "B"), 55), (("left", "B"), 25), (("right", "B"), 25), (("left",), 4), (("left", "B"), 56)
    for buttons, frames in ways:
        for _ in range(frames):
            scroll, later = place(machine)[1], bool(machine.ram[5] & 0x10)
            places.add((scroll, later))
            assert np.array_equal(machine.run(1, *buttons), shown(stretch, scroll, later=later)), (buttons, scroll)
    assert {0, stretch.widest} <= {scroll for scroll, _ in places}
    assert {later for _, later in places} == {False, True}


def test_the_picture_s_memory_is_written_well_within_the_vertical_blank() -> None:
    machine = Machine(make_rom([random_stretch(60, 25, 3)]))
    machine.run(12)
    machine.run(30, "right", "B")
    assert 1000 < machine.busiest < VERTICAL_BLANK - 300


def test_a_plate_without_a_rule_scrolls_without_waiting_for_a_hit() -> None:
    stretch = random_stretch(30, 25, 4)
    stretch.plate.pattern[:] = 0
    machine = Machine(make_rom([stretch]))
    machine.run(12)
    machine.run(20, "right")
    assert place(machine) == (0, 40)
    assert np.array_equal(machine.run(2), shown(stretch, 40))
