"""Tunes and effects as text: what is written in ``assets/sounds/*.txt``, line by line.

::

    key d minor                 # every note must be in it, or be marked: c#5!
    step 6                      # frames (1/60 s) a step; a step is a sixteenth
    bar 16                      # steps a bar
    instrument lead duty 25 volume 12 11 10 9 vibrato 18 20 10 release 5 2
    chords verse | Dm | Bb C | Gm | A7! |
    figure walk bass from e1 unit 2 | 1 - 5 1 8 5 3 2 |       # degrees of the chord: 1 root, 8 its octave; - on, . rest
    notes theme lead unit 2 | d5:4 f5 e5 d5 a4:6 |            # a note lasts a unit, or :n steps; g4>d5:8 glides
    | ...                                                     # goes on with the line above
    drums beat unit 2 | kick hat snare hat |                  # each token an instrument, at its own note
    section A 8 | pulse1 theme | pulse2 arp verse | triangle walk verse | noise beat
    play A A B
    loop A                      # after the end on from there; without it the tune is played once

    effect jump | pulse1 blip e4>b4:9                         # an effect: notes counted in frames

An instrument's ``volume`` is its loudness (0..15) frame by frame, the last goes on; ``release`` follows when the note ends in
a rest; ``vibrato`` is delay (frames), depth (cents), period (frames); ``arp`` are semitones taken in turn, a frame each;
``note`` what a drum plays; ``slide`` semitones a frame; ``gate`` frames of silence at a note's end; ``short`` the metallic noise.
Noise has sixteen pitches, n0 (highest) to n15. Parts shorter than their section are repeated.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from game.sound.theory import Chord, Key, read_chord, read_key, read_pitch
from generator.errors import UserError
from generator.hints import did_you_mean

CHANNELS = ("pulse1", "pulse2", "triangle", "noise")
_T = TypeVar("_T")
_WORDS = ("duty", "volume", "release", "vibrato", "arp", "note", "slide", "gate", "short")
_DUTY = {"12": 0, "25": 1, "50": 2, "75": 3}


@dataclass(frozen=True, slots=True)
class Instrument:
    """How a note sounds; see the module's text."""

    name: str
    duty: int = 2
    volume: tuple[int, ...] = (12,)
    release: tuple[int, ...] = ()
    vibrato: tuple[int, int, int] = (0, 0, 1)
    arp: tuple[int, ...] = (0,)
    note: int = 60
    slide: float = 0.0
    gate: int = 0
    short: bool = False


@dataclass(frozen=True, slots=True)
class Token:
    """pitch: a MIDI number, a noise setting, or (in a figure) a degree; None is a rest. to: where it glides. steps: how long.

    drum: the instrument that plays it, if not its pattern's.
    """

    pitch: int | None
    steps: int
    to: int | None = None
    drum: Instrument | None = None


@dataclass(frozen=True, slots=True)
class Pattern:
    """A line of tokens for one instrument. base: for a figure the lowest note that a chord's root may take, else None."""

    name: str
    instrument: Instrument
    tokens: tuple[Token, ...]
    base: int | None = None

    @property
    def steps(self) -> int:
        return sum(token.steps for token in self.tokens)


@dataclass(frozen=True, slots=True)
class Progression:
    """Chords with the steps that each lasts."""

    name: str
    chords: tuple[tuple[Chord, int], ...]

    @property
    def steps(self) -> int:
        return sum(steps for _, steps in self.chords)


@dataclass(frozen=True, slots=True)
class Part:
    channel: str
    pattern: Pattern
    progression: Progression | None = None


@dataclass(frozen=True, slots=True)
class Section:
    name: str
    bars: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    name: str
    parts: tuple[Part, ...]


@dataclass(slots=True)
class Score:
    """A parsed file. order: the sections in playing order; loop: index into it, or None."""

    name: str
    key: Key | None = None
    step: int = 6
    bar: int = 16
    instruments: dict[str, Instrument] = field(default_factory=dict)
    patterns: dict[str, Pattern] = field(default_factory=dict)
    progressions: dict[str, Progression] = field(default_factory=dict)
    sections: dict[str, Section] = field(default_factory=dict)
    effects: dict[str, Effect] = field(default_factory=dict)
    order: tuple[Section, ...] = ()
    loop: int | None = None


def read_score(path: Path) -> Score:
    """Parse a file. Raises UserError with file and line."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"{path.name}: cannot be read: {error}") from None
    return parse_score(text, path.name)


def parse_score(text: str, name: str = "score") -> Score:
    """Parse the text of a score. Raises UserError with file and line."""
    score = Score(Path(name).stem)
    for number, line in _lines(text):
        try:
            _read_line(score, line)
        except UserError as error:
            raise UserError(f"{name}:{number}: {error}") from None
    if not score.order and not score.effects:
        raise UserError(f"{name}: nothing to play; it needs a line 'play' or an 'effect'")
    return score


def _read_line(score: Score, line: str) -> None:
    word, *rest = line.split(maxsplit=1)
    if word not in _READERS:
        raise UserError(f"unknown word {word!r}; {did_you_mean(word, _READERS, 'known are ' + ', '.join(_READERS))}")
    _READERS[word](score, rest[0] if rest else "")


def _lines(text: str) -> list[tuple[int, str]]:
    """Lines without comments, continuations joined to the line they belong to; with the number of the first."""
    found: list[tuple[int, str]] = []
    for number, raw in enumerate(text.splitlines(), 1):
        line = re.sub(r"(^|\s)#.*", "", raw).strip()  # the # of c#4 stands behind a letter
        if line.startswith("|") and found:
            found[-1] = found[-1][0], f"{found[-1][1].removesuffix('|')} {line}"
        elif line:
            found.append((number, line))
    return found


def _read_key(score: Score, rest: str) -> None:
    score.key = read_key(rest)


def _read_step(score: Score, rest: str) -> None:
    score.step = _number(rest, 1, 60)


def _read_bar(score: Score, rest: str) -> None:
    score.bar = _number(rest, 1, 64)


def _read_instrument(score: Score, rest: str) -> None:
    name, *words = rest.split()
    settings: dict[str, list[str]] = {}
    for word in words:
        if word in _WORDS:
            settings[word] = []
        elif settings:
            settings[list(settings)[-1]].append(word)
        else:
            raise UserError(f"{word!r} does not belong to an instrument; it has {', '.join(_WORDS)}")
    duty = settings.get("duty", ["50"])
    if len(duty) != 1 or duty[0] not in _DUTY:
        raise UserError(f"a duty of {' '.join(duty)}; it is one of {', '.join(_DUTY)} (per cent)")
    vibrato = [_number(word, 0, 600) for word in settings.get("vibrato", ["0", "0", "1"])]
    if len(vibrato) != 3 or not vibrato[2]:
        raise UserError("a vibrato has three numbers: delay, depth in cents, period")
    score.instruments[name] = Instrument(
        name,
        _DUTY[duty[0]],
        tuple(_number(word, 0, 15) for word in settings.get("volume", ["12"])) or (12,),
        tuple(_number(word, 0, 15) for word in settings.get("release", [])),
        (vibrato[0], vibrato[1], vibrato[2]),
        tuple(_number(word, -48, 48) for word in settings.get("arp", ["0"])) or (0,),
        _pitch(" ".join(settings.get("note", ["c4"])), None),
        _fraction(" ".join(settings.get("slide", ["0"]))),
        _number(" ".join(settings.get("gate", ["0"])), 0, 60),
        "short" in settings,
    )


def _read_chords(score: Score, rest: str) -> None:
    name, bars = _named_bars(rest)
    key = _need_key(score)
    chords: list[tuple[Chord, int]] = []
    for number, words in enumerate(bars, 1):
        if not words or score.bar % len(words):
            raise UserError(f"bar {number} has {len(words)} chords; they do not divide its {score.bar} steps")
        chords += [(read_chord(word, key), score.bar // len(words)) for word in words]
    score.progressions[name] = Progression(name, tuple(chords))


def _read_figure(score: Score, rest: str) -> None:
    head, bars = _named_bars(rest)
    match = re.fullmatch(r"(\S+) (\S+) from (\S+) unit (\d+)", head)
    if not match:
        raise UserError("a figure begins: figure NAME INSTRUMENT from NOTE unit STEPS |")
    tokens = _tokens(bars, _number(match[4], 1, 64), _degree, score.bar)
    score.patterns[match[1]] = Pattern(match[1], _instrument(score, match[2]), tokens, read_pitch(match[3]))


def _read_notes(score: Score, rest: str) -> None:
    head, bars = _named_bars(rest)
    match = re.fullmatch(r"(\S+) (\S+) unit (\d+)", head)
    if not match:
        raise UserError("notes begin: notes NAME INSTRUMENT unit STEPS |")
    key = _need_key(score)
    tokens = _tokens(bars, _number(match[3], 1, 64), lambda word: _pitch(word, key), score.bar)
    score.patterns[match[1]] = Pattern(match[1], _instrument(score, match[2]), tokens)


def _read_drums(score: Score, rest: str) -> None:
    head, bars = _named_bars(rest)
    match = re.fullmatch(r"(\S+) unit (\d+)", head)
    if not match:
        raise UserError("drums begin: drums NAME unit STEPS |")
    names = list(score.instruments)
    plain = _tokens(bars, _number(match[2], 1, 64), lambda word: names.index(_instrument(score, word).name), score.bar)
    tokens = []
    for token in plain:
        drum = None if token.pitch is None else score.instruments[names[token.pitch]]
        tokens.append(Token(drum.note if drum else None, token.steps, drum=drum))
    score.patterns[match[1]] = Pattern(match[1], Instrument("drums"), tuple(tokens))


def _read_section(score: Score, rest: str) -> None:
    head, *bodies = (piece.strip() for piece in rest.split("|"))
    match = re.fullmatch(r"(\S+)\s+(\d+)", head)
    if not match:
        raise UserError("a section begins: section NAME BARS |")
    bars = _number(match[2], 1, 256)
    parts = tuple(_part(score, body.split(), bars * score.bar) for body in bodies if body)
    if len({part.channel for part in parts}) != len(parts) or not parts:
        raise UserError("a section has one part for each channel it uses")
    score.sections[match[1]] = Section(match[1], bars, parts)


def _part(score: Score, words: list[str], steps: int) -> Part:
    if len(words) not in (2, 3) or words[0] not in CHANNELS:
        raise UserError(f"{' '.join(words)!r} is no part; a part is CHANNEL PATTERN [CHORDS], channels are {', '.join(CHANNELS)}")
    pattern = _known(score.patterns, words[1], "pattern")
    progression = _known(score.progressions, words[2], "progression") if len(words) == 3 else None
    if (pattern.base is not None) != (progression is not None):
        raise UserError(f"{words[1]!r} {'is a figure and needs chords' if progression is None else 'is no figure and takes no chords'}")
    for what, length in ((words[1], pattern.steps), (words[-1], progression.steps if progression else pattern.steps)):
        if steps % length:
            raise UserError(f"{what!r} has {length} steps, which do not go into the section's {steps}")
    return Part(words[0], pattern, progression)


def _read_play(score: Score, rest: str) -> None:
    score.order = tuple(_known(score.sections, word, "section") for word in rest.split())


def _read_loop(score: Score, rest: str) -> None:
    names = [section.name for section in score.order]
    if rest not in names:
        raise UserError(f"the loop goes to {rest!r}, which is not played")
    score.loop = names.index(rest)


def _read_effect(score: Score, rest: str) -> None:
    head, *bodies = (piece.strip() for piece in rest.split("|"))
    parts = []
    for body in bodies:
        channel, _, line = body.partition(" ")
        instrument, _, notes = line.partition(" ")
        if channel not in CHANNELS or not notes:
            raise UserError(f"{body!r} is no part of an effect; a part is CHANNEL INSTRUMENT NOTES, channels are {', '.join(CHANNELS)}")
        tokens = _tokens([notes.split()], 1, lambda word: _pitch(word, None), 0)
        parts.append(Part(channel, Pattern(head, _instrument(score, instrument), tokens)))
    if not parts or " " in head:
        raise UserError("an effect is: effect NAME | CHANNEL INSTRUMENT NOTES | ...")
    score.effects[head] = Effect(head, tuple(parts))


_READERS: dict[str, Callable[[Score, str], None]] = {
    "key": _read_key,
    "step": _read_step,
    "bar": _read_bar,
    "instrument": _read_instrument,
    "chords": _read_chords,
    "figure": _read_figure,
    "notes": _read_notes,
    "drums": _read_drums,
    "section": _read_section,
    "play": _read_play,
    "loop": _read_loop,
    "effect": _read_effect,
}


def _named_bars(rest: str) -> tuple[str, list[list[str]]]:
    """``name | a b | c |`` -> the name and the words of each bar."""
    head, _, body = rest.partition("|")
    bars = [piece.split() for piece in body.strip().removesuffix("|").split("|")]
    if not head.strip() or bars == [[]]:
        raise UserError("a name and bars between | are expected")
    return " ".join(head.split()), bars


def _tokens(bars: list[list[str]], unit: int, pitch: Callable[[str], int], bar: int) -> tuple[Token, ...]:
    """Words to tokens; holds are joined to what they hold. bar: steps that every bar must have, 0 for any number."""
    found: list[Token] = []
    for number, words in enumerate(bars, 1):
        total = 0
        for word in words:
            token = _token(word, unit, pitch)
            total += token.steps
            if word.partition(":")[0] != "-":
                found.append(token)
            elif found:
                found[-1] = replace(found[-1], steps=found[-1].steps + token.steps)
            else:
                raise UserError("a pattern cannot begin with -")
        if bar and total != bar:
            raise UserError(f"bar {number} has {total} steps instead of {bar}")
    return tuple(found)


def _token(word: str, unit: int, pitch: Callable[[str], int]) -> Token:
    head, colon, length = word.partition(":")
    steps = _number(length, 1, 1024) if colon else unit
    if head in (".", "-"):
        return Token(None, steps)
    start, arrow, end = head.partition(">")
    return Token(pitch(start), steps, pitch(end) if arrow else None)


def _pitch(word: str, key: Key | None) -> int:
    """A note, or a noise setting n0..n15. key: what unmarked notes must belong to."""
    if re.fullmatch(r"n\d+", word):
        return _number(word[1:], 0, 15)
    pitch = read_pitch(word.removesuffix("!"))
    if key is not None and not key.holds(pitch) and not word.endswith("!"):
        raise UserError(f"{word} is not in the key; if it is meant, write {word}!")
    return pitch


def _degree(word: str) -> int:
    return _number(word, 1, 21)


def _need_key(score: Score) -> Key:
    if score.key is None:
        raise UserError("the key must come first: key d minor")
    return score.key


def _instrument(score: Score, name: str) -> Instrument:
    return _known(score.instruments, name, "instrument")


def _known(table: dict[str, _T], name: str, what: str) -> _T:
    if name not in table:
        raise UserError(f"unknown {what} {name!r}; {did_you_mean(name, table, 'it must be described above')}")
    return table[name]


def _number(word: str, low: int, high: int) -> int:
    if not re.fullmatch(r"-?\d{1,5}", word) or not low <= int(word) <= high:
        raise UserError(f"{word!r} is not a whole number from {low} to {high}")
    return int(word)


def _fraction(word: str) -> float:
    if not re.fullmatch(r"-?\d{1,3}(\.\d{1,3})?", word):
        raise UserError(f"{word!r} is not a number")
    return float(word)
