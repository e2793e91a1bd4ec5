"""A 6502 for tests, counting its cycles. It knows all that our programs use, and stops at anything else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from nes.opcodes import Mode, opcode_table

CARRY, ZERO, NO_IRQ, DECIMAL, OVERFLOW, NEGATIVE = 1, 2, 4, 8, 64, 128

_CYCLES = {
    Mode.IMPLIED: 2,
    Mode.ACCUMULATOR: 2,
    Mode.IMMEDIATE: 2,
    Mode.RELATIVE: 2,
    Mode.ZERO: 3,
    Mode.ZERO_X: 4,
    Mode.ZERO_Y: 4,
    Mode.ABSOLUTE: 4,
    Mode.ABSOLUTE_X: 4,
    Mode.ABSOLUTE_Y: 4,
    Mode.INDIRECT: 5,
    Mode.INDIRECT_X: 6,
    Mode.INDIRECT_Y: 5,
}
_OWN_CYCLES = {"JSR": 6, "RTS": 6, "RTI": 6, "PHA": 3, "PHP": 3, "PLA": 4, "PLP": 4}
_STORES = {"STA", "STX", "STY"}
_CHANGES = {"ASL", "LSR", "ROL", "ROR", "INC", "DEC"}
_INDEXED = {Mode.ABSOLUTE_X, Mode.ABSOLUTE_Y, Mode.INDIRECT_Y}
_BRANCHES = {
    "BPL": (NEGATIVE, False),
    "BMI": (NEGATIVE, True),
    "BVC": (OVERFLOW, False),
    "BVS": (OVERFLOW, True),
    "BCC": (CARRY, False),
    "BCS": (CARRY, True),
    "BNE": (ZERO, False),
    "BEQ": (ZERO, True),
}
_FLAGS = {"CLC": (CARRY, 0), "SEC": (CARRY, 1), "CLI": (NO_IRQ, 0), "SEI": (NO_IRQ, 1), "CLV": (OVERFLOW, 0), "CLD": (DECIMAL, 0)}
_MOVES = {"TAX": "ax", "TAY": "ay", "TXA": "xa", "TYA": "ya", "TSX": "sx", "TXS": "xs"}
_STEPS = {"INX": ("x", 1), "INY": ("y", 1), "DEX": ("x", -1), "DEY": ("y", -1)}


@dataclass(slots=True)
class Cpu:
    """read, write: the memory around it. cycles: how many it has run."""

    read: Callable[[int], int]
    write: Callable[[int, int], None]
    a: int = 0
    x: int = 0
    y: int = 0
    s: int = 0xFD
    pc: int = 0
    flags: int = NO_IRQ
    cycles: int = 0
    decoded: dict[int, tuple[str, Mode]] = field(default_factory=lambda: {code: key for key, code in opcode_table().items()})

    def jump_through(self, vector: int) -> None:
        self.pc = self.read(vector) | self.read(vector + 1) << 8

    def interrupt(self, vector: int) -> None:
        """What an NMI does."""
        self._push(self.pc >> 8)
        self._push(self.pc & 0xFF)
        self._push(self.flags)
        self.jump_through(vector)
        self.cycles += 7

    def step(self) -> None:
        """Run one instruction."""
        name, mode = self.decoded[self.read(self.pc)]
        self.pc += 1
        address, crossed = self._address(mode)
        self.cycles += _cost(name, mode, crossed)
        if name in _BRANCHES:
            self._branch(name, address)
        elif name in _FLAGS:
            bit, on = _FLAGS[name]
            self._set(bit, on)
        elif name in _MOVES:
            source, target = _MOVES[name]
            setattr(self, target, getattr(self, source))
            if target != "s":
                self._note(getattr(self, target))
        elif name in _STEPS:
            register, by = _STEPS[name]
            setattr(self, register, self._note(getattr(self, register) + by & 0xFF))
        elif name in _CHANGES:
            self._change(name, mode, address)
        else:
            getattr(self, f"_{name.lower()}")(address)

    def _address(self, mode: Mode) -> tuple[int, bool]:
        """Where the operand lies (of a branch: its target), and whether adding an index went over a page's end."""
        operand = sum(self.read(self.pc + k) << 8 * k for k in range(mode.operand_bytes))
        at, self.pc = self.pc, self.pc + mode.operand_bytes
        match mode:
            case Mode.IMMEDIATE:
                return at, False
            case Mode.RELATIVE:
                target = self.pc + (operand ^ 0x80) - 0x80
                return target, target >> 8 != self.pc >> 8
            case Mode.ZERO_X:
                return operand + self.x & 0xFF, False
            case Mode.ZERO_Y:
                return operand + self.y & 0xFF, False
            case Mode.INDIRECT:
                return self._word(operand, operand & 0xFF00 | operand + 1 & 0xFF), False
            case Mode.INDIRECT_X:
                return self._word(operand + self.x & 0xFF, operand + self.x + 1 & 0xFF), False
        base = self._word(operand, operand + 1 & 0xFF) if mode is Mode.INDIRECT_Y else operand
        index = {Mode.ABSOLUTE_X: self.x, Mode.ABSOLUTE_Y: self.y, Mode.INDIRECT_Y: self.y}.get(mode, 0)
        return base + index & 0xFFFF, (base + index) >> 8 != base >> 8

    def _word(self, low: int, high: int) -> int:
        return self.read(low) | self.read(high) << 8

    def _set(self, bit: int, on: object) -> None:
        self.flags = self.flags | bit if on else self.flags & ~bit

    def _note(self, value: int) -> int:
        self._set(ZERO, not value)
        self._set(NEGATIVE, value & 0x80)
        return value

    def _push(self, value: int) -> None:
        self.write(0x100 + self.s, value)
        self.s = self.s - 1 & 0xFF

    def _pull(self) -> int:
        self.s = self.s + 1 & 0xFF
        return self.read(0x100 + self.s)

    def _branch(self, name: str, target: int) -> None:
        bit, wanted = _BRANCHES[name]
        if bool(self.flags & bit) is wanted:
            self.cycles += 1 + (target >> 8 != self.pc >> 8)
            self.pc = target

    def _change(self, name: str, mode: Mode, address: int) -> None:
        old = self.a if mode is Mode.ACCUMULATOR else self.read(address)
        carry = self.flags & CARRY
        new = {
            "ASL": old << 1,
            "LSR": old >> 1,
            "ROL": old << 1 | carry,
            "ROR": old >> 1 | carry << 7,
            "INC": old + 1,
            "DEC": old - 1,
        }[name]
        if name in ("ASL", "ROL"):
            self._set(CARRY, old & 0x80)
        elif name in ("LSR", "ROR"):
            self._set(CARRY, old & 1)
        self._note(new & 0xFF)
        if mode is Mode.ACCUMULATOR:
            self.a = new & 0xFF
        else:
            self.write(address, new & 0xFF)

    def _lda(self, address: int) -> None:
        self.a = self._note(self.read(address))

    def _ldx(self, address: int) -> None:
        self.x = self._note(self.read(address))

    def _ldy(self, address: int) -> None:
        self.y = self._note(self.read(address))

    def _sta(self, address: int) -> None:
        self.write(address, self.a)

    def _stx(self, address: int) -> None:
        self.write(address, self.x)

    def _sty(self, address: int) -> None:
        self.write(address, self.y)

    def _and(self, address: int) -> None:
        self.a = self._note(self.a & self.read(address))

    def _ora(self, address: int) -> None:
        self.a = self._note(self.a | self.read(address))

    def _eor(self, address: int) -> None:
        self.a = self._note(self.a ^ self.read(address))

    def _adc(self, address: int) -> None:
        self._add(self.read(address))

    def _sbc(self, address: int) -> None:
        self._add(self.read(address) ^ 0xFF)

    def _add(self, value: int) -> None:
        total = self.a + value + (self.flags & CARRY)
        self._set(CARRY, total > 0xFF)
        self._set(OVERFLOW, (self.a ^ total) & (value ^ total) & 0x80)
        self.a = self._note(total & 0xFF)

    def _cmp(self, address: int) -> None:
        self._compare(self.a, address)

    def _cpx(self, address: int) -> None:
        self._compare(self.x, address)

    def _cpy(self, address: int) -> None:
        self._compare(self.y, address)

    def _compare(self, register: int, address: int) -> None:
        value = self.read(address)
        self._set(CARRY, register >= value)
        self._note(register - value & 0xFF)

    def _bit(self, address: int) -> None:
        value = self.read(address)
        self._set(ZERO, not value & self.a)
        self._set(NEGATIVE, value & 0x80)
        self._set(OVERFLOW, value & 0x40)

    def _jmp(self, address: int) -> None:
        self.pc = address

    def _jsr(self, address: int) -> None:
        self._push(self.pc - 1 >> 8)
        self._push(self.pc - 1 & 0xFF)
        self.pc = address

    def _rts(self, _: int) -> None:
        low = self._pull()
        self.pc = (low | self._pull() << 8) + 1

    def _rti(self, _: int) -> None:
        self.flags = self._pull()
        low = self._pull()
        self.pc = low | self._pull() << 8

    def _pha(self, _: int) -> None:
        self._push(self.a)

    def _pla(self, _: int) -> None:
        self.a = self._note(self._pull())


def _cost(name: str, mode: Mode, crossed: bool) -> int:
    """Cycles of an instruction; a branch that is taken costs more (see _branch)."""
    if name in _OWN_CYCLES:
        return _OWN_CYCLES[name]
    if name == "JMP":
        return 3 if mode is Mode.ABSOLUTE else 5
    cycles = _CYCLES[mode]
    if name in _CHANGES and mode is not Mode.ACCUMULATOR:
        return cycles + 2 + (mode is Mode.ABSOLUTE_X)
    if mode in _INDEXED:
        return cycles + (crossed or name in _STORES)
    return cycles
