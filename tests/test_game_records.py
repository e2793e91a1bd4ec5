"""Settings and progress: they survive an upgrade, and a damaged file costs no more than itself."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from game.files import HOME_VARIABLE, user_folders
from game.progress import PROGRESS_VERSION, Progress, SavedRun, load_progress, place, save_progress
from game.records import read_plain
from game.settings import SETTINGS_VERSION, Settings, conflicts, load_settings, save_settings
from game.sim.world import Carry, Rules
from game.version import VERSION
from generator.files import write_whole


def test_settings_come_back_as_they_were_kept(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "settings.json"
    settings = replace(
        Settings(),
        music=3,
        scale=4,
        crt=True,
        slow=60,
        assists=Rules(coyote=True, damage_percent=25),
        keys=Settings().keys | {"jump": ("q",)},
    )
    save_settings(settings, path)
    assert load_settings(path) == (settings, "")
    assert [file.name for file in path.parent.iterdir()] == ["settings.json"]


def test_without_a_file_everything_is_as_it_came(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "none.json") == (Settings(), "")
    assert load_progress(tmp_path / "none.json") == (Progress(), "")


def test_settings_of_version_1_are_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"version": 1, "volume": 4, "keys": {"jump": "q"}}))
    settings, message = load_settings(path)
    assert (settings.music, settings.effects, settings.keys["jump"], message) == (4, 4, ("q",), "")
    assert settings.keys["whip"] == Settings().keys["whip"]


def test_the_scan_lines_of_version_2_are_the_look_of_a_tube(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"version": 2, "music": 3, "scanlines": True, "fullscreen": True}))
    settings, message = load_settings(path)
    assert (settings.crt, settings.music, settings.fullscreen, message) == (True, 3, True, "")
    assert (settings.slow, settings.assists, settings.mute) == (100, Rules(), False)


def test_helps_that_are_not_on_offer_count_as_none(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    helps = {"enemies": False, "damage_percent": 7, "coyote": True}
    path.write_text(json.dumps({"version": SETTINGS_VERSION, "slow": 7, "assists": helps}))
    settings, _ = load_settings(path)
    assert (settings.slow, settings.assists) == (100, Rules(coyote=True))


def test_a_key_that_means_two_things_is_found() -> None:
    bindings = Settings().keys | {"jump": ("q", "x"), "whip": ("q",)}
    assert conflicts(bindings) == {"q"}
    assert not conflicts(Settings().keys) and not conflicts(Settings().pad)


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe\x00", b"[]", b"{}", b'{"version": 99}', b'{"version": "2"}', b"[" * 100_000])
def test_a_damaged_file_is_set_aside_with_a_word(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    settings, message = load_settings(path)
    assert settings == Settings()
    assert "settings.json" in message and "\n" not in message
    assert not path.exists()
    assert (tmp_path / "settings.json.damaged").read_bytes() == content


def test_a_value_out_of_range_takes_its_default_and_the_others_stay(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    keys = {"jump": [], "up": ["i"]}
    path.write_text(json.dumps({"version": SETTINGS_VERSION, "music": 99, "effects": 2, "fullscreen": "yes", "keys": keys}))
    settings, message = load_settings(path)
    assert (settings.music, settings.effects, settings.fullscreen, message) == (Settings().music, 2, False, "")
    assert (settings.keys["jump"], settings.keys["up"]) == (Settings().keys["jump"], ("i",))


def test_progress_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    path = tmp_path / "progress.json"
    run = SavedRun("02-hall", Carry(score=1200, lives=2, subweapon="dagger"), "bafiko12", 2, True)
    progress = Progress(run=run, coat_for_all="dream-x", loop=2)
    progress = progress.with_cleared("01-gate", 900).with_cleared("01-gate", 300).with_coat("01-gate", "dream-y")
    save_progress(progress, path)
    assert load_progress(path) == (progress, "")
    assert progress.best == {"01-gate": 900}


@pytest.mark.parametrize(
    "carry",
    [{"lives": -4}, {"lives": 10**20}, {"subweapon": "spoon"}, {"whip_level": 0}, {"whip_level": 4}, {"multiplier": 4}, {"health": 17}],
)
def test_progress_edited_by_hand_loses_no_more_than_it_must(tmp_path: Path, carry: dict[str, object]) -> None:
    path = tmp_path / "progress.json"
    run = {"stage": "02-hall", "carry": carry}
    path.write_text(json.dumps({"version": PROGRESS_VERSION, "cleared": ["01-gate", 7], "best": {"01-gate": "x"}, "run": run}))
    progress, message = load_progress(path)
    assert (progress.cleared, progress.best, progress.run, message) == (frozenset({"01-gate"}), {}, None, "")


def test_the_best_score_of_a_stage_is_marked_when_it_was_made_with_helps(tmp_path: Path) -> None:
    progress = Progress().with_cleared("01-gate", 500, assisted=True).with_cleared("01-gate", 400)
    assert (progress.helped, progress.top_score) == ({"01-gate"}, (500, True))
    save_progress(progress, tmp_path / "progress.json")
    assert load_progress(tmp_path / "progress.json") == (progress, "")
    progress = progress.with_cleared("02-hall", 500)
    assert progress.top_score == (500, False)
    assert progress.with_cleared("01-gate", 600).helped == frozenset()


def test_a_level_wears_its_own_choice_then_the_one_for_all_then_its_own_coat() -> None:
    progress = Progress().with_coat("01-gate", "mine")
    assert progress.coat("01-gate", "gate") == "mine"
    assert progress.coat("02-hall", "hall") == "hall"
    progress = replace(progress, coat_for_all="everywhere")
    assert (progress.coat("01-gate", "gate"), progress.coat("02-hall", "hall")) == ("mine", "everywhere")
    assert progress.with_coat("01-gate", "").coat("01-gate", "gate") == "everywhere"


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "settings.json"
    write_whole(path, b"old")

    def full(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(OSError, match="no space"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["settings.json"]


def test_one_variable_moves_all_of_a_players_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    folders = user_folders()
    assert all(folder.is_relative_to(tmp_path) for folder in (folders.config, folders.packs, folders.maps, folders.cache, folders.pictures))


def test_the_game_tells_the_version_that_the_project_has() -> None:
    import tomllib

    project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text())
    assert project["project"]["version"] == VERSION


def test_a_run_saved_before_the_hero_could_do_more_is_still_good() -> None:
    old = {"score": 1200, "lives": 2, "subweapon": "dagger"}
    assert read_plain(Carry, old) == Carry(score=1200, lives=2, subweapon="dagger")
    assert read_plain(Carry, old | {"lives": "two"}) is None
    assert read_plain(Carry, old | {"lives": -1}) is None
    assert read_plain(Carry, None) is None


def test_progress_of_version_1_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "progress.json"
    carry = {"score": 900, "lives": 2, "hearts": 5, "health": 16, "whip_level": 2, "subweapon": "", "next_life": 30000}
    path.write_text(json.dumps({"version": 1, "cleared": ["01-gate"], "run": {"stage": "02-hall", "carry": carry}}))
    progress, message = load_progress(path)
    assert (progress.cleared, progress.loop, message) == (frozenset({"01-gate"}), 1, "")
    assert progress.run == SavedRun("02-hall", Carry(score=900, lives=2, whip_level=2))


def test_a_stage_opens_when_the_one_before_it_is_cleared_in_the_same_loop() -> None:
    stages = ["01-gate", "02-hall", "03-chapel"]
    progress = Progress().with_cleared("01-gate", 100)
    assert [progress.is_open(stages, n) for n in range(3)] == [True, True, False]
    assert not any(progress.is_open(stages, n, 2) for n in range(3))
    progress = replace(progress, loop=2).with_cleared(place("01-gate", 2), 50)
    assert [progress.is_open(stages, n, 2) for n in range(3)] == [True, True, False]
    assert progress.best == {"01-gate": 100, "01-gate loop 2": 50}
