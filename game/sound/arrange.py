"""From a score to what each voice of the synthesiser does, frame by frame."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, cast

import numpy as np
from numpy.typing import NDArray

from game.sound.score import CHANNELS, Effect, Instrument, Part, Score, Token
from game.sound.synth import CPU_HZ, NOISE_PERIODS, RATE, Voice, frame_lengths, render
from generator.errors import UserError

TAIL = 2
"""Frames of silence that an effect ends with."""


@dataclass(frozen=True, slots=True)
class Note:
    """A note in frames from the beginning. pitch, to: MIDI numbers or noise settings, equal if it does not glide.

    room: frames of rest behind it, for its release.
    """

    start: int
    frames: int
    pitch: float
    to: float
    instrument: Instrument
    room: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """Rendered sound. samples: (n,) int16 mono. loop: the sample to go on from after the end, or None."""

    samples: NDArray[np.int16]
    loop: int | None = None


def render_tune(score: Score) -> Clip:
    """The whole tune, once through."""
    if not score.order:
        raise UserError(f"{score.name}: it has no line 'play'")
    bars = [section.bars for section in score.order]
    frames = sum(bars) * score.bar * score.step
    voices = [_voice(channel, notes, frames) for channel, notes in tune_notes(score).items()]
    if score.loop is None:
        return Clip(render(voices))
    before = sum(bars[: score.loop]) * score.bar * score.step
    return Clip(render(voices, seams=(before,)), int(frame_lengths(before).sum()))


def render_effect(effect: Effect) -> Clip:
    """An effect, its notes counted in frames."""
    parts = {part.channel: list(_to_notes(_tokens_of(part, part.pattern.steps), part.pattern.instrument, 0, 1)) for part in effect.parts}
    frames = max(note.start + note.frames + len(note.instrument.release) for notes in parts.values() for note in notes) + TAIL
    return Clip(render([_voice(channel, _with_room(notes, frames), frames) for channel, notes in parts.items()]))


def tune_notes(score: Score) -> dict[str, list[Note]]:
    """Every note of a tune, by channel; channels that are silent throughout are left out."""
    found: dict[str, list[Note]] = {channel: [] for channel in CHANNELS}
    start = 0
    for section in score.order:
        steps = section.bars * score.bar
        for part in section.parts:
            tokens = _tokens_of(part, steps, score)
            found[part.channel] += _to_notes(tokens, part.pattern.instrument, start, score.step)
        start += steps * score.step
    return {channel: _with_room(notes, start) for channel, notes in found.items() if notes}


def _tokens_of(part: Part, steps: int, score: Score | None = None) -> list[Token]:
    """A part's tokens repeated over ``steps``, degrees of chords turned into pitches."""
    pattern = part.pattern
    tokens = list(pattern.tokens) * (steps // pattern.steps)
    if part.progression is None or pattern.base is None or score is None or score.key is None:
        return tokens
    ends = np.cumsum([length for _, length in part.progression.chords])
    sounding, place = [], 0
    for token in tokens:
        chord = part.progression.chords[int(np.searchsorted(ends, place % ends[-1], side="right"))][0]
        root = pattern.base + (chord.root - pattern.base) % 12
        pitch, to = (None if degree is None else root + chord.degree(degree, score.key) for degree in (token.pitch, token.to))
        sounding.append(Token(pitch, token.steps, to))
        place += token.steps
    return sounding


def _to_notes(tokens: list[Token], instrument: Instrument, start: int, step: int) -> Iterator[Note]:
    for token in tokens:
        if token.pitch is not None:
            yield Note(start, token.steps * step, token.pitch, token.pitch if token.to is None else token.to, token.drum or instrument)
        start += token.steps * step


def _with_room(notes: list[Note], frames: int) -> list[Note]:
    """The same notes, knowing how much rest follows each."""
    nexts = [note.start for note in notes[1:]] + [frames]
    return [
        Note(note.start, note.frames, note.pitch, note.to, note.instrument, after - note.start - note.frames)
        for note, after in zip(notes, nexts, strict=True)
    ]


def _voice(channel: str, notes: list[Note], frames: int) -> Voice:
    pitch = np.full(frames, 69.0)
    volume = np.zeros(frames)
    colour = np.zeros(frames, np.int64)
    kind = cast(Literal["pulse", "triangle", "noise"], channel.rstrip("12"))
    for note in notes:
        instrument = note.instrument
        long = note.frames + min(note.room, len(instrument.release))
        span = slice(note.start, note.start + long)
        pitch[span] = _pitches(note, long)
        volume[span] = _volumes(note, long)
        colour[span] = int(instrument.short) if kind == "noise" else instrument.duty
    hertz = _noise_steps(pitch) if kind == "noise" else np.minimum(440.0 * 2.0 ** ((pitch - 69.0) / 12.0), RATE / 4)
    return Voice(kind, hertz, volume, colour)


def _pitches(note: Note, long: int) -> NDArray[np.float64]:
    """A note's pitch on each of its frames: glide, slide, arpeggio, vibrato."""
    instrument = note.instrument
    frame = np.arange(long)
    glide = (note.to - note.pitch) * np.minimum(frame / max(note.frames - 1, 1), 1.0)
    turns = np.asarray(instrument.arp, float)[frame % len(instrument.arp)]
    delay, cents, period = instrument.vibrato
    swing = np.where(frame < delay, 0.0, cents / 100 * np.sin(2 * np.pi * (frame - delay) / period))
    return note.pitch + glide + turns + instrument.slide * frame + swing


def _volumes(note: Note, long: int) -> NDArray[np.float64]:
    instrument = note.instrument
    level = np.asarray(instrument.volume, float)[np.minimum(np.arange(long), len(instrument.volume) - 1)]
    level[note.frames :] = instrument.release[: long - note.frames]
    if instrument.gate:
        level[max(1, note.frames - instrument.gate) : note.frames] = 0
    return level


def _noise_steps(setting: NDArray[np.float64]) -> NDArray[np.float64]:
    """Noise settings (0..15, rounded) to steps of the register a second."""
    periods = np.asarray(NOISE_PERIODS, float)
    return CPU_HZ / periods[np.clip(np.rint(setting), 0, 15).astype(int)]
