"""A synthesiser with the voices of an NES: two pulses, a stepped triangle, a noise from a shift register.

A voice is told sixty times a second how high, how loud and of what colour it is, as a sound driver told the chip; between these frames
it sounds on by itself. Everything is arrays; nothing loops over samples. Edges of pulses are band-limited (PolyBLEP, Valimaki and
Huovilainen 2007), changes of loudness last 3 ms and the pulses' mean is taken out, so there are no clicks and no offset.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

RATE = 22_050
"""Samples a second."""
FRAMES = 60
"""Frames a second; 367.5 samples each, so they are 367 or 368 long."""
DUTIES = (0.125, 0.25, 0.5, 0.75)
NOISE_PERIODS = (4, 8, 16, 32, 64, 96, 128, 160, 202, 254, 380, 508, 762, 1016, 2034, 4068)
"""CPU cycles a step of the noise, for its sixteen settings on an NTSC console (nesdev.org, "APU Noise")."""
CPU_HZ = 1_789_773
PIECE = 1 << 14
RAMP = 64
"""Samples over which a change of loudness is spread: 2.9 ms."""
GAIN = {"pulse": 0.15, "triangle": 0.26, "noise": 0.14}
"""Amplitude of a voice at full loudness. Two pulses of the thinnest duty (peak 1.75), triangle and noise together stay below 1."""

Kind = Literal["pulse", "triangle", "noise"]
Wave = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Voice:
    """What one voice does on each frame; all arrays are (frames,).

    hertz: its frequency (for noise: steps of the shift register a second). volume: 0..15; the triangle knows only off and on.
    colour: pulse: index into DUTIES; noise: 1 for the short, metallic register.
    """

    kind: Kind
    hertz: NDArray[np.float64]
    volume: NDArray[np.float64]
    colour: NDArray[np.int64]


def render(voices: list[Voice], gain: float = 1.0, seams: tuple[int, ...] = ()) -> NDArray[np.int16]:
    """Mix voices of equal length down to (samples,) int16 mono.

    The sound begins and ends in silence, and sinks into silence for a moment before each frame of ``seams``, so that one may
    jump from its end to there unheard. ValueError if the mix is louder than full scale.
    """
    frames = len(voices[0].hertz)
    lengths = frame_lengths(frames)
    edges = np.concatenate(([0], np.cumsum(lengths)))
    silences = edges[[*seams, frames]]
    total = np.zeros(int(edges[-1]))
    for voice in voices:
        total += gain * GAIN[voice.kind] * _sound(voice, lengths, silences)
    if np.abs(total).max(initial=0.0) > 1.0:
        raise ValueError("the mix is louder than full scale")
    return np.round(total * 32767).astype(np.int16)


def frame_lengths(frames: int) -> NDArray[np.int64]:
    """(frames,) samples of each frame."""
    edges = np.arange(frames + 1, dtype=np.int64) * RATE // FRAMES
    return np.diff(edges)


def _sound(voice: Voice, lengths: NDArray[np.int64], silences: NDArray[np.int64]) -> Wave:
    """One voice; its wave is worked out a piece at a time, because small arrays stay in the processor's cache."""
    step = np.repeat(voice.hertz / RATE, lengths)
    phase = np.cumsum(step) - step
    colour = np.repeat(voice.colour, lengths)
    level = voice.volume if voice.kind != "triangle" else np.where(voice.volume > 0, 15.0, 0.0)
    sound = _smooth(np.repeat(level / 15.0, lengths), silences)
    for start in range(0, len(sound), PIECE):
        piece = slice(start, start + PIECE)
        if sound[piece].any():
            sound[piece] *= _wave(voice.kind, phase[piece], step[piece], colour[piece])
    return sound


def _wave(kind: Kind, phase: Wave, step: Wave, colour: NDArray[np.int64]) -> Wave:
    if kind == "pulse":
        return pulse(phase, step, np.asarray(DUTIES)[colour])
    if kind == "triangle":
        return triangle(phase)
    if not colour.any():
        return noise(phase, short=False)
    return np.where(colour == 1, noise(phase, short=True), noise(phase, short=False))


def pulse(phase: Wave, step: Wave, duty: Wave) -> Wave:
    """A pulse wave around zero. phase: in periods. step: periods a sample. duty: part of the period that it is high."""
    rise = phase - np.floor(phase)
    high = rise < duty
    fall = rise - duty + high
    return 2.0 * (high - duty) + _blep(rise, step) - _blep(fall, step)


def _blep(place: Wave, step: Wave) -> Wave:
    """What makes an edge at place 0 of the period band-limited: a parabola on either side of it."""
    correction = np.zeros_like(place)
    after = np.flatnonzero(place < step)
    correction[after] = -((place[after] / step[after] - 1.0) ** 2)
    before = np.flatnonzero(place > 1.0 - step)
    correction[before] += ((place[before] - 1.0) / step[before] + 1.0) ** 2
    return correction


def triangle(phase: Wave) -> Wave:
    """The chip's triangle: 32 steps a period over 16 levels, 15 down to 0 and up again; here from -1 to 1."""
    place = np.floor((phase - np.floor(phase)) * 32.0)
    return np.abs(place - 15.5) * (2.0 / 15.0) - 16.0 / 15.0


def noise(phase: Wave, *, short: bool) -> Wave:
    """The shift register's output, -1 or 1, after ``phase`` steps; taken around zero."""
    bits = register(short)
    return bits[np.floor(phase).astype(np.int64) % len(bits)] - bits.mean()


@cache
def register(short: bool) -> Wave:
    """One period of the 15-bit shift register, started at 1: 32,767 steps, or 93 with its other tap; -1 where its bit is set."""
    tap = 6 if short else 1
    state, found = 1, []
    while True:
        found.append(-1.0 if state & 1 else 1.0)
        state = state >> 1 | ((state ^ state >> tap) & 1) << 14
        if state == 1:
            return np.array(found)


def _smooth(level: Wave, silences: NDArray[np.int64]) -> Wave:
    """A running mean over the last RAMP samples, sunk to 0 where a silence is asked for."""
    for end in silences:
        level[max(0, end - RAMP) : end] = 0.0
    sums = np.concatenate((np.zeros(RAMP), np.cumsum(level)))
    smooth: Wave = (sums[RAMP:] - sums[:-RAMP]) / RAMP
    return np.maximum(smooth, 0.0)
