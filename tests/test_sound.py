"""The synthesiser's voices, by what a microphone and a meter would say of them."""

from __future__ import annotations

import numpy as np
import pytest

from game.sound.arrange import Clip
from game.sound.synth import DUTIES, FRAMES, GAIN, NOISE_PERIODS, RAMP, RATE, Kind, Voice, frame_lengths, register, render
from game.sound.wav import from_wav, to_wav
from generator.errors import UserError

A4 = 440.0
SECOND = FRAMES


def tone(kind: Kind = "pulse", hertz: float = A4, frames: int = 2 * SECOND, volume: float = 15, colour: int = 2) -> np.ndarray:
    """A steady note as floats, full scale 1."""
    steady = np.full(frames, float(hertz))
    voice = Voice(kind, steady, np.full(frames, float(volume)), np.full(frames, colour))
    return render([voice]).astype(float) / 32767


def middle(sound: np.ndarray) -> np.ndarray:
    """Without beginning and end."""
    return sound[2000:-2000]


def pitch_of(sound: np.ndarray) -> float:
    """The strongest frequency, by the phase of its spectral line in two windows one after the other: far finer than a bin."""
    size = 16384
    window = np.hanning(size)
    hop = 64
    first, second = (np.fft.rfft(sound[start : start + size] * window) for start in (0, hop))
    line = int(np.argmax(np.abs(first)))
    turned = np.angle(second[line] / first[line]) / (2 * np.pi)
    expected = line * hop / size
    return float((round(expected - turned) + turned) / hop * RATE)


def cents(found: float, wanted: float) -> float:
    return abs(1200 * np.log2(found / wanted))


@pytest.mark.parametrize("kind", ["pulse", "triangle"])
@pytest.mark.parametrize("hertz", [55.0, A4, 1760.0])
def test_notes_are_in_tune_within_a_cent(kind: Kind, hertz: float) -> None:
    assert cents(pitch_of(middle(tone(kind, hertz))), hertz) < 1


@pytest.mark.parametrize("colour", range(4))
def test_duty_is_the_part_of_the_time_that_a_pulse_is_high(colour: int) -> None:
    sound = middle(tone(hertz=100.0, colour=colour))
    assert np.mean(sound > (sound.max() + sound.min()) / 2) == pytest.approx(DUTIES[colour], abs=0.01)


@pytest.mark.parametrize("colour", range(4))
def test_pulses_have_no_offset(colour: int) -> None:
    assert abs(middle(tone(colour=colour)).mean()) < 0.002


def test_the_triangle_has_sixteen_levels_and_no_offset() -> None:
    sound = middle(tone("triangle", 50.0))
    assert len(np.unique(np.round(sound, 4))) == 16
    assert abs(sound.mean()) < 0.001
    assert sound.max() == pytest.approx(GAIN["triangle"], rel=0.01) == -sound.min()


def test_the_triangle_is_on_or_off_whatever_its_volume() -> None:
    assert (tone("triangle", volume=1) == tone("triangle", volume=15)).all()
    assert not tone("triangle", volume=0).any()


def test_the_triangle_is_mellower_than_the_pulse() -> None:
    def overtones(sound: np.ndarray) -> float:
        spectrum = np.abs(np.fft.rfft(middle(sound) * np.hanning(len(middle(sound)))))
        cut = int(1000 * len(middle(sound)) / RATE)
        return float((spectrum[cut:] ** 2).sum() / (spectrum**2).sum())

    assert overtones(tone("triangle")) < 0.02 < 0.1 < overtones(tone("pulse"))


def test_pulses_are_band_limited() -> None:
    """Between its harmonics a high note of the plain kind has aliases 20 dB louder than these."""
    sound = middle(tone(hertz=1567.98))
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound)))) ** 2
    frequency = np.fft.rfftfreq(len(sound), 1 / RATE)
    away = np.abs(frequency / 1567.98 - np.round(frequency / 1567.98)) > 0.05
    plain = np.sign(np.sin(2 * np.pi * 1567.98 * np.arange(len(sound)) / RATE)) * np.hanning(len(sound))
    aliases = np.abs(np.fft.rfft(plain)) ** 2
    assert spectrum[away].sum() / spectrum.sum() < 0.2 * aliases[away].sum() / aliases.sum()


@pytest.mark.parametrize(("short", "period"), [(False, 32767), (True, 93)])
def test_periods_of_the_shift_register(short: bool, period: int) -> None:
    bits = register(short)
    assert len(bits) == period
    assert set(np.unique(bits)) == {-1.0, 1.0}


def test_the_long_register_is_balanced_and_begins_as_on_the_console() -> None:
    bits = register(False)
    assert (bits < 0).sum() == 16384
    assert (bits[:16] < 0).tolist() == [True] + [False] * 14 + [True]


def test_long_noise_hisses_and_short_noise_sings() -> None:
    def peak(colour: int) -> float:
        sound = middle(tone("noise", 1_789_773 / NOISE_PERIODS[8], colour=colour))
        spectrum = np.abs(np.fft.rfft(sound)) ** 2
        return float(np.sort(spectrum)[-20:].sum() / spectrum.sum())

    assert peak(0) < 0.1
    assert peak(1) > 0.4


def test_volume_scales_the_pulse() -> None:
    loud, soft = (np.abs(middle(tone(volume=volume))).max() for volume in (15, 5))
    assert loud / soft == pytest.approx(3, rel=0.02)


@pytest.mark.parametrize("kind", ["pulse", "triangle", "noise"])
def test_a_sound_begins_and_ends_without_a_click(kind: Kind) -> None:
    sound = tone(kind, 200.0)
    steady = np.abs(middle(sound)).max()
    assert sound[-1] == 0
    assert np.abs(sound[:3]).max() < 3.5 * steady / RAMP
    assert np.abs(sound[-3:]).max() < 3.5 * steady / RAMP


def test_changes_of_loudness_are_spread_out() -> None:
    volume = np.full(60, 15.0)
    volume[30:] = 0
    voice = Voice("pulse", np.full(60, 0.7), volume, np.full(60, 2))
    sound = render([voice]).astype(float) / 32767
    end = int(frame_lengths(30).sum())
    assert np.abs(sound[end + RAMP :]).max() == 0
    assert np.abs(np.diff(sound[end - 10 : end + RAMP])).max() < 1.1 * GAIN["pulse"] / RAMP


def test_before_a_seam_there_is_a_moment_of_silence() -> None:
    voice = Voice("pulse", np.full(60, A4), np.full(60, 15.0), np.full(60, 2))
    seam = int(frame_lengths(20).sum())
    assert np.abs(render([voice], seams=(20,))[seam - 1]) < 50
    assert np.abs(render([voice])[seam - RAMP : seam]).max() > 1000


def test_all_voices_at_their_loudest_do_not_clip() -> None:
    voices = [Voice(kind, np.full(30, hertz), np.full(30, 15.0), np.full(30, 0)) for kind, hertz in
              (("pulse", 330.0), ("pulse", 330.0), ("triangle", 330.0), ("noise", 447443.0))]  # fmt: skip
    assert np.abs(render(voices)).max() < 32767


def test_too_loud_a_mix_is_refused() -> None:
    with pytest.raises(ValueError, match="louder than full scale"):
        render([Voice("pulse", np.full(30, A4), np.full(30, 15.0), np.full(30, 2))], gain=20)


def test_sixty_frames_make_a_second_whatever_their_lengths() -> None:
    lengths = frame_lengths(600)
    assert set(lengths) == {367, 368}
    assert lengths.sum() == 10 * RATE


def test_the_same_voices_give_the_same_samples() -> None:
    assert (tone() == tone()).all()


# --- WAV files


@pytest.mark.parametrize("loop", [None, 0, 1234])
def test_wav_there_and_back(loop: int | None) -> None:
    clip = Clip(np.arange(-2000, 2001, dtype=np.int16), loop)
    found = from_wav(to_wav(clip))
    assert (found.samples == clip.samples).all()
    assert found.loop == loop


def test_other_programs_read_our_wav() -> None:
    import io
    import wave

    with wave.open(io.BytesIO(to_wav(Clip(np.arange(500, dtype=np.int16), 100)))) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate(), file.getnframes()) == (1, 2, RATE, 500)


@pytest.mark.parametrize("content", [b"", b"RIFF", b"x" * 100, to_wav(Clip(np.zeros(100, np.int16)))[:-10]])
def test_broken_wav_files(content: bytes) -> None:
    with pytest.raises(UserError):
        from_wav(content)
