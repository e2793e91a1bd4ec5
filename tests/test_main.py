"""The command line: what a stranger types, and what it answers."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import main

ROOT = Path(main.__file__).parent


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main.main(arguments)
    return code, capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("pla",), "did you mean 'play'"),
        (("xyzzy",), "there are: play, dream"),
        (("build", "--seed", "s", "--stage", "7"), "not a whole number from 1 to 6"),
        (("build",), "--seed"),
        (("build", "--seed", "a\x01b"), "characters that no map file can hold"),
        (("dream",), "--seed"),
        (("train", "--data", "x", "--minutes", "-1"), "not a number of minutes above 0"),
        (("play", "--level", "no/such.tmx", "--headless", "--frames", "1"), "no/such.tmx"),
        (("prove", "no/such.tmx"), "such.tmx: cannot be read"),
        (("check", "no/such/thing"), "no/such/thing"),
        (("dream", "--seed", "s", "--model", "no/such.safetensors"), "no/such.safetensors"),
    ],
)
def test_a_mistake_is_one_clear_line_and_exit_code_2(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], says: str) -> None:
    code, err = answer(capsys, *arguments)
    assert code == 2
    assert says in err
    assert err.count("\n") == 1


def test_a_proof_that_cannot_be_written_is_told_by_the_name_it_was_given(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, err = answer(capsys, "prove", str(ROOT / "levels/maps/01-gate.tmx"), "--out", str(tmp_path))
    assert (code, err.startswith(f"error: {tmp_path}: cannot be written")) == (2, True)


@pytest.mark.parametrize("verb", main.VERBS)
def test_every_verb_explains_itself(capsys: pytest.CaptureFixture[str], verb: str) -> None:
    with pytest.raises(SystemExit) as stop:
        main.main([verb, "--help"])
    assert stop.value.code == 0
    assert "usage: main.py " + verb in capsys.readouterr().out


def test_options_alone_mean_play() -> None:
    args = main.make_parser().parse_args(main._with_verb(["--headless", "--frames", "5"]))
    assert (args.verb, args.headless, args.frames) == ("play", True, 5)


def test_the_command_line_alone_loads_neither_torch_nor_pygame_nor_numpy() -> None:
    code = "import sys, main; main.make_parser(); print(sorted({'torch', 'pygame', 'numpy', 'pytmx', 'pymunk'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
