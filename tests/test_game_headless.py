"""`play` from the command line: runs without a display, pictures, recordings, and what is said about bad files."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import pygame
import pytest
from PIL import Image

from game.app import App
from game.cli import play
from game.files import HOME_VARIABLE, ROOT
from game.replay import read_replay
from generator.errors import UserError

GATE = ROOT / "levels" / "maps" / "01-gate.tmx"
PROOF = GATE.with_suffix(".proof.json")
BASE = ROOT / "assets" / "tilesets" / "base"


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))


def asked(**given: object) -> Namespace:
    plain = {"level": None, "pack": None, "seed": "", "replay": None, "record": None, "headless": True, "frames": None, "screenshot": None}
    return Namespace(**(plain | given))


def test_the_title_can_be_pictured_without_a_display(tmp_path: Path) -> None:
    assert play(asked(frames=3, screenshot=tmp_path / "title.png")) == 0
    with Image.open(tmp_path / "title.png") as picture:
        assert picture.size == (256, 240)
        assert len(picture.convert("RGB").getcolors(65536) or ()) > 8


def test_a_proof_is_watched_to_the_exit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert play(asked(replay=PROOF, screenshot=tmp_path / "exit.png")) == 0
    assert "01-gate: " in (out := capsys.readouterr().out) and "cleared" in out
    assert (tmp_path / "exit.png").is_file()


def test_what_is_recorded_can_be_replayed_and_pictured_alike(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run, one, two = tmp_path / "run.replay", tmp_path / "one.png", tmp_path / "two.png"
    assert play(asked(level=GATE, pack=BASE, seed="moon", frames=130, record=run, screenshot=one)) == 0
    first = capsys.readouterr().out.splitlines()[-2]
    assert len(read_replay(run).buttons) == 130
    assert play(asked(replay=run, pack=BASE, screenshot=two)) == 0
    assert capsys.readouterr().out.splitlines()[0] == first
    assert one.read_bytes() == two.read_bytes()


def test_another_seed_is_another_run(capsys: pytest.CaptureFixture[str]) -> None:
    states = set()
    for seed in ("moon", "moon", "sun"):
        play(asked(level=GATE, pack=BASE, seed=seed, frames=5))
        states.add(capsys.readouterr().out)
    assert len(states) == 2


def test_a_replay_that_goes_another_way_says_where_and_returns_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = tmp_path / "run.replay"
    play(asked(level=GATE, seed="moon", frames=200, record=run))
    text = run.read_text()
    place = text.index('"d": "', text.index('"d": "') + 1) + 6
    run.write_text(text[:place] + "0123456789abcdef" + text[place + 16 :])
    assert play(asked(replay=run)) == 1
    assert "diverges at frame 120" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "--frames N or --replay FILE"),
        ({"level": Path("no/such.tmx"), "frames": 1}, "no/such.tmx"),
        ({"level": GATE, "pack": Path("no/such"), "frames": 1}, "no/such"),
        ({"level": GATE, "record": GATE / "no.replay", "frames": 1}, "no.replay"),
        ({"level": GATE, "replay": Path("no/such.replay")}, "no/such.replay"),
        ({"level": ROOT / "levels" / "maps" / "02-hall.tmx", "replay": PROOF}, "another level"),
    ],
)
def test_what_is_wrong_is_one_line(given: dict[str, object], says: str) -> None:
    with pytest.raises(UserError) as caught:
        play(asked(**given))
    assert says in str(caught.value) and "\n" not in str(caught.value)


def test_without_a_display_the_window_says_how_to_do_without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_VIDEODRIVER", "no-such-driver")
    with pytest.raises(UserError, match="--headless"):
        play(asked(headless=False, frames=1))


@pytest.mark.parametrize("given", [{}, {"level": GATE}, {"replay": PROOF}], ids=["title", "level", "replay"])
def test_a_window_of_the_dummy_driver_runs_and_closes(given: dict[str, object], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    assert play(asked(**given, headless=False, frames=4, screenshot=tmp_path / "window.png")) == 0
    assert (tmp_path / "window.png").is_file()


def test_a_window_closes_in_the_middle_of_a_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    monkeypatch.setattr("game.screens.card.CARD_FRAMES", 1)
    shown: list[str] = []

    def step_and_look_away(app: App) -> None:
        step(app)
        app.handle(pygame.event.Event(pygame.WINDOWFOCUSLOST))
        shown.append(type(app.context.stack.top).__name__)

    step = App.step
    monkeypatch.setattr(App, "step", step_and_look_away)
    assert play(asked(level=GATE, headless=False, frames=4)) == 0
    assert shown[-1] == "PauseScreen"
