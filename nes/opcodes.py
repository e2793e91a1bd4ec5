"""The instructions of the 6502: which byte stands for which operation in which addressing mode."""

from __future__ import annotations

from enum import Enum


class Mode(Enum):
    """How an instruction names what it works on; the value is the number of bytes behind the opcode."""

    IMPLIED = ("", 0)
    ACCUMULATOR = ("A", 0)
    IMMEDIATE = ("#", 1)
    ZERO = ("zp", 1)
    ZERO_X = ("zp,X", 1)
    ZERO_Y = ("zp,Y", 1)
    INDIRECT_X = ("(zp,X)", 1)
    INDIRECT_Y = ("(zp),Y", 1)
    RELATIVE = ("rel", 1)
    ABSOLUTE = ("abs", 2)
    ABSOLUTE_X = ("abs,X", 2)
    ABSOLUTE_Y = ("abs,Y", 2)
    INDIRECT = ("(abs)", 2)

    @property
    def operand_bytes(self) -> int:
        return self.value[1]


_COLUMNS = (
    Mode.IMMEDIATE,
    Mode.ZERO,
    Mode.ZERO_X,
    Mode.ZERO_Y,
    Mode.ABSOLUTE,
    Mode.ABSOLUTE_X,
    Mode.ABSOLUTE_Y,
    Mode.INDIRECT_X,
    Mode.INDIRECT_Y,
)

_WITH_OPERANDS = """
     #  zp zpX zpY abs abX abY iX  iY
ADC  69 65 75  --  6D  7D  79  61  71
AND  29 25 35  --  2D  3D  39  21  31
ASL  -- 06 16  --  0E  1E  --  --  --
BIT  -- 24 --  --  2C  --  --  --  --
CMP  C9 C5 D5  --  CD  DD  D9  C1  D1
CPX  E0 E4 --  --  EC  --  --  --  --
CPY  C0 C4 --  --  CC  --  --  --  --
DEC  -- C6 D6  --  CE  DE  --  --  --
EOR  49 45 55  --  4D  5D  59  41  51
INC  -- E6 F6  --  EE  FE  --  --  --
JMP  -- -- --  --  4C  --  --  --  --
JSR  -- -- --  --  20  --  --  --  --
LDA  A9 A5 B5  --  AD  BD  B9  A1  B1
LDX  A2 A6 --  B6  AE  --  BE  --  --
LDY  A0 A4 B4  --  AC  BC  --  --  --
LSR  -- 46 56  --  4E  5E  --  --  --
ORA  09 05 15  --  0D  1D  19  01  11
ROL  -- 26 36  --  2E  3E  --  --  --
ROR  -- 66 76  --  6E  7E  --  --  --
SBC  E9 E5 F5  --  ED  FD  F9  E1  F1
STA  -- 85 95  --  8D  9D  99  81  91
STX  -- 86 --  96  8E  --  --  --  --
STY  -- 84 94  --  8C  --  --  --  --
"""

_IMPLIED = """
BRK 00 CLC 18 CLD D8 CLI 58 CLV B8 DEX CA DEY 88 INX E8 INY C8 NOP EA PHA 48 PHP 08 PLA 68 PLP 28
RTI 40 RTS 60 SEC 38 SED F8 SEI 78 TAX AA TAY A8 TSX BA TXA 8A TXS 9A TYA 98
"""
_ACCUMULATOR = "ASL 0A LSR 4A ROL 2A ROR 6A"
_RELATIVE = "BCC 90 BCS B0 BEQ F0 BMI 30 BNE D0 BPL 10 BVC 50 BVS 70"
_INDIRECT = "JMP 6C"


def opcode_table() -> dict[tuple[str, Mode], int]:
    """(mnemonic, mode) -> opcode, for all 151 documented ones."""
    table: dict[tuple[str, Mode], int] = {}
    for line in _WITH_OPERANDS.strip().splitlines()[1:]:
        name, *codes = line.split()
        table |= {(name, mode): int(code, 16) for mode, code in zip(_COLUMNS, codes, strict=True) if code != "--"}
    others = ((_IMPLIED, Mode.IMPLIED), (_ACCUMULATOR, Mode.ACCUMULATOR), (_RELATIVE, Mode.RELATIVE), (_INDIRECT, Mode.INDIRECT))
    for text, mode in others:
        words = text.split()
        table |= {(name, mode): int(code, 16) for name, code in zip(words[::2], words[1::2], strict=True)}
    return table
