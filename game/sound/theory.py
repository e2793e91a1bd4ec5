"""Pitches, scales and chords: MIDI note numbers, where 69 is the A of 440 Hz and 12 make an octave."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.errors import UserError

_LETTERS = {"c": 0, "d": 2, "e": 4, "f": 5, "g": 7, "a": 9, "b": 11}
_BEND = {"": 0, "#": 1, "b": -1}
_MODES = {
    "minor": (0, 2, 3, 5, 7, 8, 10),
    "major": (0, 2, 4, 5, 7, 9, 11),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "phrygian": (0, 1, 3, 5, 7, 8, 10),
}
_QUALITIES = {
    "": (0, 4, 7, 10),
    "m": (0, 3, 7, 10),
    "7": (0, 4, 7, 10),
    "m7": (0, 3, 7, 10),
    "maj7": (0, 4, 7, 11),
    "dim": (0, 3, 6, 9),
    "sus": (0, 5, 7, 10),
}
"""Semitones of degrees 1, 3, 5 and 7; a triad's seventh is only sounded where a figure asks for it."""
_MAJOR = _MODES["major"]


@dataclass(frozen=True, slots=True)
class Key:
    """A scale: tonic 0..11, steps in semitones above it."""

    tonic: int
    steps: tuple[int, ...]

    def holds(self, pitch: int) -> bool:
        """Whether a pitch (any octave) belongs to the scale."""
        return (pitch - self.tonic) % 12 in self.steps


@dataclass(frozen=True, slots=True)
class Chord:
    """root 0..11; tones: semitones of its 1st, 3rd, 5th and 7th. borrowed: marked as outside of the key on purpose."""

    name: str
    root: int
    tones: tuple[int, int, int, int]
    borrowed: bool

    def degree(self, number: int, key: Key) -> int:
        """Semitones above the root of degree 1, 2, 3, ... (8 is the octave): the chord's own tones, between them the scale's."""
        octave, place = divmod(number - 1, 7)
        if place % 2 == 0:
            return 12 * octave + self.tones[place // 2]
        above = (self.root - key.tonic) % 12
        if above not in key.steps:
            return 12 * octave + _MAJOR[place]
        index = key.steps.index(above) + place
        return 12 * octave + key.steps[index % 7] + 12 * (index // 7) - above


def read_pitch(text: str) -> int:
    """``a4`` -> 69, ``bb3`` -> 58. Raises UserError with the bare reason."""
    match = re.fullmatch(r"([a-g])(#|b)?([0-8])", text)
    if not match:
        raise UserError(f"{text!r} is no note; notes are like a4, c#5, bb3")
    return 12 * (int(match[3]) + 1) + _LETTERS[match[1]] + _BEND[match[2] or ""]


def read_key(text: str) -> Key:
    """``d minor`` -> Key."""
    match = re.fullmatch(r"([a-g])(#|b)?\s+(\w+)", text)
    if not match or match[3] not in _MODES:
        raise UserError(f"{text!r} is no key; keys are like d minor, f# dorian ({', '.join(_MODES)})")
    return Key((_LETTERS[match[1]] + _BEND[match[2] or ""]) % 12, _MODES[match[3]])


def read_chord(text: str, key: Key) -> Chord:
    """``Dm``, ``Bb``, ``A7!`` -> Chord. A triad outside of the key must be marked with ``!``."""
    match = re.fullmatch(r"([A-G])(#|b)?(m7|maj7|m|7|dim|sus)?(!)?", text)
    if not match:
        raise UserError(f"{text!r} is no chord; chords are like Dm, Bb, A7!, Edim, Csus ({', '.join(filter(None, _QUALITIES))})")
    root = (_LETTERS[match[1].lower()] + _BEND[match[2] or ""]) % 12
    quality = match[3] or ""
    tones = _QUALITIES[quality]
    sounding = tones if quality in ("7", "m7", "maj7") else tones[:3]
    strange = [tone for tone in sounding if not key.holds(root + tone)]
    if strange and not match[4]:
        raise UserError(f"the chord {text} is not in the key; if it is meant, write {text}!")
    return Chord(text, root, (tones[0], tones[1], tones[2], tones[3]), bool(match[4]))


def frequency(pitch: float) -> float:
    """Hertz of a pitch, equal temperament."""
    return float(440.0 * 2.0 ** ((pitch - 69.0) / 12.0))
