"""The tunes as files to hear and to see: ``python -m tools.tunes --out FOLDER`` writes a WAV and a piano roll for each, and measures them.

A roll has a column of pixels for every second frame and a row of four for each semitone; pulses are red and gold, the triangle
blue, noise grey below. Lighter columns are bars, the green one is where the loop begins, and notes outside of the key are white.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from game.sound.arrange import Clip, Note, render_tune, tune_notes
from game.sound.score import Score, read_score
from game.sound.synth import RATE
from game.sound.wav import to_wav
from generator.files import replace_file
from generator.palette import MASTER

SOUNDS = Path(__file__).parent.parent / "assets" / "sounds"
_LOW, _HIGH = 24, 96
_ROW, _FRAMES_A_PIXEL = 4, 2
_NOISE_ROWS = 16
_COLOURS = {"pulse1": 0x16, "pulse2": 0x28, "triangle": 0x21, "noise": 0x10}
_GROUND, _BAR, _LOOP, _ASTRAY = 0x0F, 0x2D, 0x1A, 0x30
_FULL = 32767


@dataclass(frozen=True, slots=True)
class Measure:
    """seconds: of the whole; loop: of what is repeated. peak, level: share of full scale, level the root mean square. clipped: samples
    at full scale. click: the step over the loop's seam, in shares of the usual step between samples. borrowed: notes outside of the
    key; the score marks each of them, or it would be refused.
    """

    name: str
    seconds: float
    loop: float
    peak: float
    level: float
    clipped: int
    click: float
    notes: int
    borrowed: int


def measure(score: Score, clip: Clip) -> Measure:
    """What can be said of a tune in figures."""
    samples = clip.samples.astype(float) / _FULL
    usual = float(np.abs(np.diff(samples)).mean())
    seam = abs(float(samples[-1] - samples[clip.loop])) if clip.loop is not None else 0.0
    notes = [note for channel, notes in tune_notes(score).items() if channel != "noise" for note in notes]
    key = score.key
    return Measure(
        name=score.name,
        seconds=len(samples) / RATE,
        loop=(len(samples) - clip.loop) / RATE if clip.loop is not None else 0.0,
        peak=float(np.abs(samples).max()),
        level=float(np.sqrt((samples**2).mean())),
        clipped=int((np.abs(clip.samples.astype(int)) >= _FULL).sum()),
        click=seam / usual,
        notes=len(notes),
        borrowed=sum(key is not None and not key.holds(round(note.pitch)) for note in notes),
    )


def roll(score: Score) -> Image.Image:
    """The piano roll of a tune."""
    frames = sum(section.bars for section in score.order) * score.bar * score.step
    picture = np.full(((_HIGH - _LOW + _NOISE_ROWS) * _ROW, frames // _FRAMES_A_PIXEL), _GROUND, np.uint8)
    picture[:, :: score.bar * score.step // _FRAMES_A_PIXEL] = _BAR
    if score.loop is not None:
        begin = sum(section.bars for section in score.order[: score.loop]) * score.bar * score.step // _FRAMES_A_PIXEL
        picture[:, begin] = _LOOP
    for channel, notes in tune_notes(score).items():
        for note in notes:
            _draw_note(picture, score, channel, note)
    image = Image.fromarray(picture, "P")
    image.putpalette(MASTER.rgb.tobytes())
    return image


def _draw_note(picture: NDArray[np.uint8], score: Score, channel: str, note: Note) -> None:
    colour = _COLOURS[channel]
    row = _HIGH - round(note.pitch) if channel != "noise" else _HIGH - _LOW + round(note.pitch) % _NOISE_ROWS
    if channel != "noise" and score.key is not None and not score.key.holds(round(note.pitch)):
        colour = _ASTRAY
    left = note.start // _FRAMES_A_PIXEL
    right = max(left + 1, (note.start + note.frames) // _FRAMES_A_PIXEL - 1)
    picture[row * _ROW : row * _ROW + _ROW - 1, left:right] = colour


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    out = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    print("tune      seconds   loop   peak  level  clipped  click  notes  borrowed")
    for path in sorted(SOUNDS.glob("*.txt")):
        score = read_score(path)
        if not score.order:
            continue
        clip = render_tune(score)
        replace_file(out / f"{score.name}.wav", to_wav(clip))
        roll(score).save(out / f"{score.name}.png")
        m = measure(score, clip)
        print(
            f"{m.name:8} {m.seconds:8.1f} {m.loop:6.1f} {m.peak:6.2f} {m.level:6.3f} "
            f"{m.clipped:8} {m.click:6.2f} {m.notes:6} {m.borrowed:9}"
        )


if __name__ == "__main__":
    main()
