"""The mixer and its cache, with SDL's silent device."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from game.sound import Mixer
from game.sound.cache import SoundCache
from game.sound.wav import from_wav
from generator.errors import UserError

TUNE = """key d minor
step 2
bar 4
instrument lead volume 12
notes n lead unit 2 | d5 f5 |
section A 1 | pulse1 n
play A
"""


@pytest.fixture
def sounds(tmp_path: Path) -> Path:
    folder = tmp_path / "scores"
    folder.mkdir()
    for name in ("title", "stage1", "stage2"):
        (folder / f"{name}.txt").write_text(TUNE + ("loop A\n" if name != "title" else ""))
    (folder / "effects.txt").write_text("instrument i volume 12\neffect jump | pulse1 i a4:3\neffect land | pulse1 i a3:3\n")
    return folder


@pytest.fixture
def mixer(tmp_path: Path, sounds: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mixer]:
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    found = Mixer(tmp_path / "cache", sounds)
    yield found
    found.close()


def files(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "cache").rglob("*.wav"))


def settled(mixer: Mixer) -> str:
    assert mixer.wait(20)
    return mixer._playing


# --- cache


def test_what_is_rendered_once_is_kept(tmp_path: Path, sounds: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = SoundCache(sounds, tmp_path / "cache").tune("title")
    monkeypatch.setattr("game.sound.cache.render_tune", lambda score: pytest.fail("rendered again"))
    assert SoundCache(sounds, tmp_path / "cache").tune("title") == first
    assert from_wav(first).loop is None


def test_a_changed_score_is_rendered_again_and_the_old_file_goes(tmp_path: Path, sounds: Path) -> None:
    cache = SoundCache(sounds, tmp_path / "cache")
    before = cache.tune("title")
    [old] = files(tmp_path)
    (sounds / "title.txt").write_text(TUNE.replace("d5 f5", "a5 f5"))
    assert cache.tune("title") != before
    assert len(files(tmp_path)) == 1
    assert files(tmp_path) != [old]


@pytest.mark.parametrize("damage", [b"", b"RIFF", b"nonsense" * 1000])
def test_a_damaged_file_is_rendered_again(tmp_path: Path, sounds: Path, damage: bytes) -> None:
    cache = SoundCache(sounds, tmp_path / "cache")
    whole = cache.tune("title")
    next((tmp_path / "cache").glob("*.wav")).write_bytes(damage)
    assert cache.tune("title") == whole


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path: Path, sounds: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    assert from_wav(SoundCache(sounds, tmp_path / "cache").tune("title")).samples.any()


def test_one_tunes_file_is_not_taken_for_anothers(tmp_path: Path, sounds: Path) -> None:
    (sounds / "title-2.txt").write_text(TUNE)
    cache = SoundCache(sounds, tmp_path / "cache")
    cache.tune("title-2")
    cache.tune("title")
    assert len(files(tmp_path)) == 2


def test_a_missing_score(tmp_path: Path, sounds: Path) -> None:
    with pytest.raises(UserError, match=r"gone\.txt: cannot be read"):
        SoundCache(sounds, None).tune("gone")


# --- mixer


def test_everything_is_rendered_in_the_background(mixer: Mixer, tmp_path: Path) -> None:
    assert mixer.device
    assert mixer.wait(20)
    assert [name.rsplit("-", 1)[0] for name in files(tmp_path)] == ["effects-jump", "effects-land", "stage1", "stage2", "title"]


def test_a_tune_asked_for_at_once_is_played_when_it_is_there(mixer: Mixer) -> None:
    mixer.tune("stage2")
    assert settled(mixer) == "stage2"
    import pygame

    assert pygame.mixer.music.get_busy()


def test_a_tune_can_be_stopped_and_played_again(mixer: Mixer) -> None:
    mixer.tune("stage1")
    assert settled(mixer) == "stage1"
    mixer.stop()
    mixer.tune("stage1")
    assert settled(mixer) == "stage1"
    mixer.stop()
    assert settled(mixer) == ""


def test_the_last_of_many_wishes_counts(mixer: Mixer) -> None:
    for name in ("title", "stage1", "stage2", "title", "stage1"):
        mixer.tune(name)
    assert settled(mixer) == "stage1"


def test_stages_beyond_the_sixth_begin_again(mixer: Mixer) -> None:
    mixer.tune("stage8")
    assert settled(mixer) == "stage2"


def test_unknown_names_are_silent(mixer: Mixer) -> None:
    mixer.tune("nothing")
    mixer.effect("nothing")
    assert settled(mixer) == ""


def test_volumes_and_mute(mixer: Mixer) -> None:
    import pygame

    assert mixer.wait(20)
    mixer.volumes(1.0, 0.5)
    loud = pygame.mixer.music.get_volume()
    assert mixer._effects["jump"].get_volume() == pytest.approx(0.5, abs=0.01)
    mixer.mute(True)
    assert pygame.mixer.music.get_volume() == mixer._effects["jump"].get_volume() == 0
    mixer.mute(False)
    assert pygame.mixer.music.get_volume() == loud > 0
    mixer.volumes(7, -7)
    assert mixer._effects["jump"].get_volume() == 0


def test_pausing_holds_the_tune(mixer: Mixer) -> None:
    mixer.tune("stage1")
    assert settled(mixer) == "stage1"
    mixer.pause()
    mixer.effect("jump")
    mixer.resume()
    assert mixer._playing == "stage1"


def test_a_broken_score_costs_its_own_sound_only(tmp_path: Path, sounds: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    (sounds / "stage1.txt").write_text("nonsense\n")
    said: list[str] = []
    mixer = Mixer(tmp_path / "cache", sounds, said.append)
    mixer.tune("stage1")
    assert mixer.wait(20)
    mixer.tune("stage2")
    assert settled(mixer) == "stage2"
    mixer.close()
    assert said and all("stage1.txt:1: unknown word 'nonsense'" in line for line in said)


def test_without_a_sound_card_everything_is_silent(tmp_path: Path, sounds: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "no such driver")
    before = threading.active_count()
    mixer = Mixer(tmp_path / "cache", sounds)
    assert not mixer.device
    mixer.tune("title")
    mixer.effect("jump")
    mixer.volumes(0.5, 0.5)
    mixer.pause()
    mixer.resume()
    mixer.mute(True)
    mixer.stop()
    mixer.close()
    assert threading.active_count() == before
    assert files(tmp_path) == []


def test_a_tune_that_is_rendered_during_a_pause_begins_after_it(mixer: Mixer) -> None:
    import pygame

    mixer.pause()
    mixer.tune("stage2")
    assert settled(mixer) == "stage2"
    assert not pygame.mixer.music.get_busy()
    mixer.resume()
    assert pygame.mixer.music.get_busy()


def test_a_tune_that_is_no_longer_wanted_does_not_begin_after_the_pause(mixer: Mixer) -> None:
    import pygame

    mixer.pause()
    mixer.tune("stage2")
    assert settled(mixer) == "stage2"
    mixer.stop()
    mixer.resume()
    assert not pygame.mixer.music.get_busy()
