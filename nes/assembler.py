"""A small two-pass assembler for the 6502.

    name = $2000            a constant
    label:                  the address of what follows; ``@name:`` is known up to the next label without an @
        lda table+1,x       an instruction; numbers are 12, $0C or %1100, <e and >e are an expression's low and high byte
        .byte 1, <label     bytes
        .word label         words, low byte first
        ; a comment

Names are told apart by case, instructions and registers are not. An operand takes the short zero-page form where its value
is known to be below 256 when it is first met, so constants stand before the code that uses them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from nes.opcodes import Mode, opcode_table


class AssemblyError(ValueError):
    """A line that cannot be assembled; the message begins with its number."""


@dataclass(frozen=True, slots=True)
class Program:
    """What came out. origin: where the first byte lies. labels: every global name and its value."""

    origin: int
    code: bytes
    labels: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Statement:
    line: int
    scope: str
    word: str
    operand: str
    address: int
    mode: Mode = Mode.IMPLIED


@dataclass(slots=True)
class _State:
    names: dict[str, int]
    address: int
    scope: str = ""
    statements: list[_Statement] = field(default_factory=list)


def assemble(source: str, origin: int, symbols: Mapping[str, int] | None = None) -> Program:
    """The bytes of a source text laid from ``origin`` on. symbols: names it may use. Raises AssemblyError."""
    table = opcode_table()
    state = _State(dict(symbols or {}), origin)
    for number, line in enumerate(source.splitlines(), 1):
        _first_pass(state, table, number, line.split(";")[0].strip())
    code = b"".join(_emit(statement, state.names, table) for statement in state.statements)
    return Program(origin, code, {name: value for name, value in state.names.items() if "@" not in name})


_LABEL = re.compile(r"(@?[A-Za-z_]\w*):\s*(.*)")
_CONSTANT = re.compile(r"([A-Za-z_]\w*)\s*=\s*(.+)")


def _first_pass(state: _State, table: Mapping[tuple[str, Mode], int], number: int, text: str) -> None:
    """Notes a line's names and what stands in it, and moves on by its length."""
    if found := _CONSTANT.fullmatch(text):
        _define(state, number, found[1], _value(found[2], state.names, state.scope, number))
        return
    while found := _LABEL.fullmatch(text):
        local = found[1].startswith("@")
        _define(state, number, state.scope + found[1] if local else found[1], state.address)
        state.scope = state.scope if local else found[1]
        text = found[2]
    if not text:
        return
    word, _, operand = text.partition(" ")
    word, operand = word.upper(), operand.strip()
    mode = Mode.IMPLIED
    if word in (".BYTE", ".WORD"):
        length = len(operand.split(",")) * (1 if word == ".BYTE" else 2)
    else:
        mode = _mode(word, operand, state, table, number)
        length = 1 + mode.operand_bytes
    state.statements.append(_Statement(number, state.scope, word, operand, state.address, mode))
    state.address += length


def _define(state: _State, number: int, name: str, value: int) -> None:
    if name in state.names:
        raise AssemblyError(f"line {number}: {name} is defined twice")
    state.names[name] = value


_SHAPES: tuple[tuple[str, Mode, Mode], ...] = (
    (r"#(.+)", Mode.IMMEDIATE, Mode.IMMEDIATE),
    (r"\((.+),\s*[xX]\)", Mode.INDIRECT_X, Mode.INDIRECT_X),
    (r"\((.+)\),\s*[yY]", Mode.INDIRECT_Y, Mode.INDIRECT_Y),
    (r"\((.+)\)", Mode.INDIRECT, Mode.INDIRECT),
    (r"(.+),\s*[xX]", Mode.ZERO_X, Mode.ABSOLUTE_X),
    (r"(.+),\s*[yY]", Mode.ZERO_Y, Mode.ABSOLUTE_Y),
    (r"(.+)", Mode.ZERO, Mode.ABSOLUTE),
)
"""The shape of an operand, and its mode where the value is a zero-page address and where it is not."""


def _split(operand: str) -> tuple[str, Mode, Mode]:
    """An operand's expression, and its short and long mode."""
    if not operand:
        return "", Mode.IMPLIED, Mode.IMPLIED
    if operand in ("a", "A"):
        return "", Mode.ACCUMULATOR, Mode.ACCUMULATOR
    return next((found[1], short, long) for shape, short, long in _SHAPES if (found := re.fullmatch(shape, operand)))


def _mode(word: str, operand: str, state: _State, table: Mapping[tuple[str, Mode], int], number: int) -> Mode:
    if (word, Mode.RELATIVE) in table:
        return Mode.RELATIVE
    if not any((word, mode) in table for mode in Mode):
        raise AssemblyError(f"line {number}: no instruction {word}")
    expression, short, long = _split(operand)
    known = _known(expression, state.names, state.scope)
    mode = short if (word, short) in table and known is not None and known < 256 else long
    if (word, mode) not in table:
        raise AssemblyError(f"line {number}: {word} knows no operand like {operand!r}")
    return mode


def _emit(statement: _Statement, names: Mapping[str, int], table: Mapping[tuple[str, Mode], int]) -> bytes:
    """The bytes of one statement, now that every name is known."""
    number, scope, word = statement.line, statement.scope, statement.word
    if word in (".BYTE", ".WORD"):
        size = 1 if word == ".BYTE" else 2
        return b"".join(_bytes(_value(part, names, scope, number), size, number) for part in statement.operand.split(","))
    opcode = bytes([table[word, statement.mode]])
    if statement.mode is Mode.RELATIVE:
        distance = _value(statement.operand, names, scope, number) - statement.address - 2
        if not -128 <= distance < 128:
            raise AssemblyError(f"line {number}: {statement.operand} is {distance} bytes away, a branch reaches -128 to 127")
        return opcode + bytes([distance & 0xFF])
    if not statement.mode.operand_bytes:
        return opcode
    value = _value(_split(statement.operand)[0], names, scope, number)
    return opcode + _bytes(value, statement.mode.operand_bytes, number)


def _bytes(value: int, size: int, number: int) -> bytes:
    if not 0 <= value < 256**size:
        raise AssemblyError(f"line {number}: {value} does not fit into {size} byte{'s' * (size > 1)}")
    return value.to_bytes(size, "little")


_TOKEN = re.compile(r"\s*(?:(\$[0-9A-Fa-f]+|%[01]+|\d+)|(@?[A-Za-z_]\w*)|([-+*<>]))")
_BASES = {"$": 16, "%": 2}


def _known(expression: str, names: Mapping[str, int], scope: str) -> int | None:
    """The value of an expression, None while a name in it is not known (or it is none)."""
    try:
        return _value(expression, names, scope, 0)
    except AssemblyError:
        return None


def _value(expression: str, names: Mapping[str, int], scope: str, number: int) -> int:
    """Terms joined by + - *, from left to right; a < or > in front takes a byte of the whole."""
    text = expression.strip()
    if text[:1] in ("<", ">"):
        whole = _value(text[1:], names, scope, number)
        return whole & 0xFF if text[0] == "<" else whole >> 8 & 0xFF
    total, operation, place = 0, "+", 0
    while place < len(text) or operation:
        found = _TOKEN.match(text, place)
        if not found or bool(found[3]) == bool(operation):
            raise AssemblyError(f"line {number}: {expression!r} is no expression")
        place = found.end()
        if found[3]:
            operation = found[3]
            continue
        term = _term(found[1], found[2], names, scope, number)
        total = {"+": total + term, "-": total - term, "*": total * term}[operation]
        operation = ""
    return total


def _term(digits: str | None, name: str, names: Mapping[str, int], scope: str, number: int) -> int:
    if digits:
        base = _BASES.get(digits[0], 10)
        return int(digits if base == 10 else digits[1:], base)
    full = scope + name if name.startswith("@") else name
    if full not in names:
        raise AssemblyError(f"line {number}: {name} is not defined")
    return names[full]
