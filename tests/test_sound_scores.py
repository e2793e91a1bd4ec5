"""Scores: how they are read, what is wrong with them, and that the shipped ones are fit to be heard."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from game.sound.arrange import Clip, render_effect, render_tune, tune_notes
from game.sound.score import Score, parse_score, read_score
from game.sound.synth import RATE
from game.sound.theory import read_chord, read_key, read_pitch
from generator.errors import UserError
from tools.tunes import measure, roll

SOUNDS = Path(__file__).parent.parent / "assets" / "sounds"
TUNES = sorted(path.stem for path in SOUNDS.glob("*.txt") if path.stem != "effects")
STAGES = [f"stage{n}" for n in range(1, 7)]
RULES = Path(__file__).parent.parent / "game" / "sim"
EVENTS = sorted({kind for path in RULES.rglob("*.py") for kind in re.findall(r'emit\(\s*"(\w+)"', path.read_text("utf-8"))})
"""Every kind of event that the rules know."""
MENUS = ("select", "choose", "pause", "dream")

HEAD = """key d minor
step 6
bar 8
instrument lead volume 12 10
instrument bass volume 15
instrument kick note n14 volume 9 3
"""
TUNE = """chords c | Dm | A! |
figure f bass from d2 unit 2 | 1 3 5 8 |
notes n lead unit 2 | d5:4 - . | c#5! e5 a4:4 |
drums k unit 4 | kick . |
section A 2 | pulse1 n | triangle f c | noise k
play A
loop A
"""


@cache
def rendered(name: str) -> Clip:
    """A shipped tune, rendered once for all tests that listen to it."""
    return render_tune(read_score(SOUNDS / f"{name}.txt"))


def score(text: str = TUNE) -> Score:
    return parse_score(HEAD + text, "x.txt")


def fault(text: str) -> str:
    with pytest.raises(UserError) as caught:
        score(text)
    return str(caught.value)


# --- music theory


@pytest.mark.parametrize(("name", "pitch"), [("a4", 69), ("c4", 60), ("c#5", 73), ("bb3", 58), ("cb4", 59), ("b4", 71)])
def test_pitches(name: str, pitch: int) -> None:
    assert read_pitch(name) == pitch


@pytest.mark.parametrize("name", ["h4", "a", "a9", "A4", "c##4", ""])
def test_no_pitches(name: str) -> None:
    with pytest.raises(UserError, match="is no note"):
        read_pitch(name)


def test_degrees_are_the_chords_own_tones_and_between_them_the_scales() -> None:
    key = read_key("d minor")
    assert [read_chord("Dm", key).degree(n, key) for n in range(1, 11)] == [0, 2, 3, 5, 7, 8, 10, 12, 14, 15]
    assert [read_chord("A!", key).degree(n, key) for n in (1, 2, 3, 4, 5)] == [0, 1, 4, 5, 7]
    assert [read_chord("Eb!", key).degree(n, key) for n in (1, 2, 3)] == [0, 2, 4]


# --- reading


def test_a_tune_becomes_notes_in_frames() -> None:
    notes = tune_notes(score())
    assert [(note.start, note.frames, note.pitch) for note in notes["pulse1"]] == [(0, 36, 74), (48, 12, 73), (60, 12, 76), (72, 24, 69)]
    assert [note.pitch for note in notes["triangle"]] == [38, 41, 45, 50, 45, 49, 52, 57]
    assert [(note.start, note.pitch, note.instrument.name) for note in notes["noise"]] == [(0, 14, "kick"), (48, 14, "kick")]
    assert notes["pulse1"][0].room == 12


def test_the_loop_begins_where_its_section_does() -> None:
    tune = TUNE.replace("play A\nloop A", "section I 1 | triangle f c2\nplay I A\nloop A").replace(
        "chords c |", "chords c2 | Dm |\nchords c |"
    )
    assert render_tune(score(tune)).loop == 8 * 6 * RATE // 60
    assert render_tune(score(TUNE.replace("loop A", ""))).loop is None


def test_glides() -> None:
    found = parse_score("instrument i volume 9\neffect e | pulse1 i a4>a5:13", "x.txt").effects["e"]
    assert len(render_effect(found).samples) == 15 * RATE // 60


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("play A", "plai A", "x.txt:12: unknown word 'plai'; did you mean \"play\"?"),
        ("play A", "play B", "x.txt:12: unknown section 'B'"),
        ("loop A", "loop B", "x.txt:13: the loop goes to 'B', which is not played"),
        ("| Dm |", "| Dx |", "x.txt:7: 'Dx' is no chord"),
        ("A!", "A", "x.txt:7: the chord A is not in the key; if it is meant, write A!"),
        ("| Dm |", "| Dm Gm Am |", "x.txt:7: bar 1 has 3 chords; they do not divide its 8 steps"),
        ("1 3 5 8", "1 3 5", "x.txt:8: bar 1 has 6 steps instead of 8"),
        ("1 3 5 8", "1 3 5 x", "x.txt:8: 'x' is not a whole number from 1 to 21"),
        ("f bass from", "f base from", "x.txt:8: unknown instrument 'base'; did you mean \"bass\"?"),
        ("c#5!", "c#5", "x.txt:9: c#5 is not in the key; if it is meant, write c#5!"),
        ("e5 a4:4", "e5 a4:5", "x.txt:9: bar 2 has 9 steps instead of 8"),
        ("d5:4 - .", "- d5:4 .", "x.txt:9: a pattern cannot begin with -"),
        ("kick .", "kik .", "x.txt:10: unknown instrument 'kik'; did you mean \"kick\"?"),
        ("section A 2", "section A 3", "x.txt:11: 'n' has 16 steps, which do not go into the section's 24"),
        ("triangle f c", "triangle f", "x.txt:11: 'f' is a figure and needs chords"),
        ("pulse1 n", "pulse1 n c", "x.txt:11: 'n' is no figure and takes no chords"),
        ("pulse1 n", "pulse3 n", "x.txt:11: 'pulse3 n' is no part"),
        ("noise k", "pulse1 n", "x.txt:11: a section has one part for each channel"),
    ],
)
def test_mistakes_are_told_with_their_line(old: str, new: str, said: str) -> None:
    assert old in TUNE
    assert said in fault(TUNE.replace(old, new, 1))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("instrument x duty 33", "a duty of 33; it is one of 12, 25, 50, 75"),
        ("instrument x volume 16", "'16' is not a whole number from 0 to 15"),
        ("instrument x loudness 3", "'loudness' does not belong to an instrument"),
        ("instrument x vibrato 1 2", "a vibrato has three numbers"),
        ("key h minor", "'h minor' is no key"),
        ("step 0", "'0' is not a whole number from 1 to 60"),
        ("effect e | pulse1 lead", "is no part of an effect"),
    ],
)
def test_mistakes_in_single_lines(line: str, said: str) -> None:
    assert fault(line).startswith("x.txt:7: ")
    assert said in fault(line)


def test_a_score_with_nothing_in_it() -> None:
    with pytest.raises(UserError, match=r"x.txt: nothing to play"):
        parse_score("key d minor", "x.txt")


def test_a_comment_is_no_sharp() -> None:
    assert tune_notes(score(TUNE.replace("c#5! e5 a4:4 |", "c#5! e5 a4:4 | # the leading tone")))["pulse1"][1].pitch == 73


# --- what ships


@pytest.fixture(scope="module")
def effects() -> Score:
    return read_score(SOUNDS / "effects.txt")


def test_there_is_a_tune_for_every_screen() -> None:
    assert {"title", *STAGES, "boss", "clear", "over", "ending"} == set(TUNES)


@pytest.mark.parametrize("name", [*EVENTS, *MENUS, "boss_hit", "hit", "throw", "whip"])
def test_every_event_has_an_effect_that_can_be_heard(effects: Score, name: str) -> None:
    sound = render_effect(effects.effects[name]).samples / 32768
    assert 0.05 < len(sound) / RATE < 2.5
    assert 0.02 < np.sqrt((sound**2).mean()) < 0.4
    assert np.abs(sound).max() < 1
    assert sound[-1] == 0


@pytest.mark.parametrize("name", TUNES)
def test_tunes_are_as_loud_as_each_other_and_do_not_clip(name: str) -> None:
    sound = rendered(name).samples / 32768
    assert np.abs(sound).max() < 0.95
    assert 0.12 < np.sqrt((sound**2).mean()) < 0.25
    assert abs(sound.mean()) < 0.002


@pytest.mark.parametrize("name", [*STAGES, "title", "boss", "ending"])
def test_loops_join_without_a_click(name: str) -> None:
    clip = rendered(name)
    assert clip.loop is not None
    around = np.concatenate((clip.samples[-200:], clip.samples[clip.loop : clip.loop + 200])).astype(int)
    usual = np.abs(np.diff(clip.samples.astype(int))).max()
    assert abs(around[200] - around[199]) < 0.02 * usual


@pytest.mark.parametrize("name", TUNES)
def test_what_is_not_in_the_key_is_marked(name: str) -> None:
    """The reader sees to it; this makes sure that it is asked to, and that the tune has a key at all."""
    found = read_score(SOUNDS / f"{name}.txt")
    assert found.key is not None
    notes = [note for channel, part in tune_notes(found).items() if channel != "noise" for note in part]
    inside = sum(found.key.holds(int(note.pitch)) for note in notes)
    assert inside / len(notes) > 0.9


def test_the_six_stages_are_six_different_pieces() -> None:
    scores = [read_score(SOUNDS / f"{name}.txt") for name in STAGES]
    assert len({(found.key, found.step, found.bar) for found in scores}) == 6
    melodies = [tuple(note.pitch for note in tune_notes(found)["pulse1"][:8]) for found in scores]
    assert len(set(melodies)) == 6
    for found in scores:
        assert 16 <= sum(section.bars for section in found.order) <= 40


def test_rendering_is_the_same_every_time() -> None:
    assert (render_tune(read_score(SOUNDS / "over.txt")).samples == rendered("over").samples).all()


def test_the_roll_shows_each_note_at_its_pitch_and_what_is_out_of_key_in_white() -> None:
    picture = np.array(roll(score()))
    lead = (96 - 74) * 4
    assert (picture[lead, :17] == 0x16).all()
    assert picture[lead, 17] == 0x0F
    assert (picture == 0x30).any()
    assert picture.shape == ((96 - 24 + 16) * 4, 2 * 8 * 6 // 2)


def test_what_is_measured_of_a_tune() -> None:
    found = measure(score(), render_tune(score()))
    assert found.seconds == pytest.approx(2 * 8 * 6 / 60, abs=0.01)
    assert found.loop == pytest.approx(found.seconds)
    assert (found.clipped, found.borrowed > 0) == (0, True)
    assert 0 < found.level < found.peak < 1
    assert found.click < 1
