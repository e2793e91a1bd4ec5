"""The 6502 assembler: every instruction, every way to name an operand, and mistakes told with their line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nes.assembler import AssemblyError, assemble
from nes.opcodes import Mode, opcode_table

ORIGIN = 0x8000


def code(source: str, **symbols: int) -> str:
    return assemble(source, ORIGIN, symbols).code.hex(" ")


def test_the_table_holds_the_151_documented_instructions_each_with_a_byte_of_its_own() -> None:
    table = opcode_table()
    assert len(table) == len(set(table.values())) == 151
    assert len({name for name, _ in table}) == 56


def test_opcodes_lie_in_the_columns_that_the_chip_decodes_them_by() -> None:
    """Bits 2..4 of an opcode say the addressing mode, for all operations that end in 01."""
    modes = [
        Mode.INDIRECT_X,
        Mode.ZERO,
        Mode.IMMEDIATE,
        Mode.ABSOLUTE,
        Mode.INDIRECT_Y,
        Mode.ZERO_X,
        Mode.ABSOLUTE_Y,
        Mode.ABSOLUTE_X,
    ]
    for (name, mode), opcode in opcode_table().items():
        if opcode & 3 == 1:
            assert modes[opcode >> 2 & 7] is mode, name


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("lda #$0F", "a9 0f"),
        ("lda #%1010", "a9 0a"),
        ("lda 10", "a5 0a"),
        ("lda 10,x", "b5 0a"),
        ("ldx 10,y", "b6 0a"),
        ("lda 10,y", "b9 0a 00"),
        ("lda $2002", "ad 02 20"),
        ("sta $0200,x", "9d 00 02"),
        ("STA $0200,Y", "99 00 02"),
        ("lda ($20),y", "b1 20"),
        ("lda ($20,x)", "a1 20"),
        ("jmp ($FFFC)", "6c fc ff"),
        ("lsr a", "4a"),
        ("lsr $20", "46 20"),
        ("rti", "40"),
        ("ldx #>$1234", "a2 12"),
        ("ldx #<$1234", "a2 34"),
        ("ldx #3*2+1", "a2 07"),
        ("lda table-1,x", "bd ff 03"),
        (".byte 1, <table, >table", "01 00 04"),
        (".word table, $1234", "00 04 34 12"),
        ("  ; nothing but a remark", ""),
    ],
)
def test_a_line_becomes_these_bytes(line: str, expected: str) -> None:
    assert code(line, table=0x400) == expected


def test_a_branch_counts_from_the_next_instruction() -> None:
    assert code("loop: dex\n bne loop") == "ca d0 fd"
    assert code("beq on\n nop\non: rts") == "f0 01 ea 60"


def test_local_labels_belong_to_the_label_before_them() -> None:
    source = "one:\n@loop: dex\n bne @loop\ntwo:\n@loop: dey\n bne @loop\n rts"
    assert code(source) == "ca d0 fd 88 d0 fd 60"
    assert set(assemble(source, ORIGIN).labels) == {"one", "two"}


def test_labels_are_addresses_also_before_they_are_met() -> None:
    program = assemble("start: jmp later\n.byte 0\nlater: rts", ORIGIN)
    assert program.labels == {"start": 0x8000, "later": 0x8004}
    assert program.code.hex(" ") == "4c 04 80 00 60"


def test_a_constant_below_256_takes_the_short_form() -> None:
    assert code("here = $12\n lda here\n lda here+1,x") == "a5 12 b5 13"


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("nop\n lad #1", "line 2: no instruction LAD"),
        ("lda nowhere", "line 1: nowhere is not defined"),
        ("x: nop\nx: nop", "line 2: x is defined twice"),
        ("lda #256", "line 1: 256 does not fit into 1 byte"),
        ("lda #1+", "line 1: '1+' is no expression"),
        ("sta #1", "line 1: STA knows no operand like '#1'"),
        ("jmp (1,x)", "line 1: JMP knows no operand like '(1,x)'"),
        ("bne far\n" + "nop\n" * 128 + "far: rts", "line 1: far is 128 bytes away"),
        (".byte 300", "line 1: 300 does not fit into 1 byte"),
    ],
)
def test_a_mistake_is_told_with_its_line(source: str, says: str) -> None:
    with pytest.raises(AssemblyError) as told:
        assemble(source, ORIGIN)
    assert str(told.value).startswith(says)


_OPERANDS = {
    Mode.IMPLIED: "",
    Mode.ACCUMULATOR: "a",
    Mode.IMMEDIATE: "#{}",
    Mode.ZERO: "{}",
    Mode.ZERO_X: "{},x",
    Mode.ZERO_Y: "{},y",
    Mode.ABSOLUTE: "{}",
    Mode.ABSOLUTE_X: "{},x",
    Mode.ABSOLUTE_Y: "{},y",
    Mode.INDIRECT_X: "({},x)",
    Mode.INDIRECT_Y: "({}),y",
    Mode.INDIRECT: "({})",
}


@given(st.sampled_from(sorted(opcode_table(), key=str)), st.integers(0, 255), st.integers(0x100, 0xFFFF))
def test_every_instruction_is_its_opcode_and_its_operand_low_byte_first(pair: tuple[str, Mode], short: int, long: int) -> None:
    name, mode = pair
    if mode is Mode.RELATIVE:
        distance = short - 128
        assert assemble(f"{name} {ORIGIN + 2 + distance}", ORIGIN).code == bytes([opcode_table()[pair], distance & 0xFF])
        return
    value = long if mode.operand_bytes == 2 else short
    operand = value.to_bytes(mode.operand_bytes, "little") if mode.operand_bytes else b""
    assert assemble(f"{name} {_OPERANDS[mode].format(value)}", ORIGIN).code == bytes([opcode_table()[pair]]) + operand
