"""Going on: after SIGKILL as if nothing had been, with other budgets, and from files that somebody has tampered with."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from safetensors.numpy import load_file, save_file
from safetensors.torch import load_file as load_torch
from safetensors.torch import save_file as save_torch
from training_kit import a_config, command, environment, python, tensors_of

from generator import checkpoint, train
from generator.classifier import RoleClassifier, default_weights
from generator.errors import UserError
from generator.gan import Gan
from generator.painter import KIND, Painter
from generator.train import run, state_path


@pytest.fixture(autouse=True)
def one_thread():
    """Sums split over threads may differ in the last bit."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def about(path: Path) -> dict:
    return checkpoint.load(path, train.KIND)[1]


def test_a_run_killed_in_the_middle_ends_with_the_bytes_of_one_that_was_not(tmp_path: Path) -> None:
    config = a_config(tmp_path, steps=20, save_every=5, out=tmp_path / "killed" / "m.safetensors")
    state = state_path(config.out)
    process = subprocess.Popen([python(), *command(config)], env=environment(tmp_path), stderr=subprocess.DEVNULL)
    try:
        while not state.exists() and process.poll() is None:
            time.sleep(0.002)
    finally:
        process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    assert 0 < about(state)["step"] < 20
    through = replace(config, out=tmp_path / "through" / "m.safetensors")
    assert run(replace(config, resume=True)) == 0
    assert run(through) == 0
    assert about(state)["step"] == 20
    assert tensors_of(state) == tensors_of(state_path(through.out))
    assert tensors_of(config.out) == tensors_of(through.out)
    logs = [
        [line.split("\t")[0] for line in path.with_name("m.safetensors.log.tsv").read_text().split("\n")] for path in (state, through.out)
    ]
    assert logs[0] == logs[1] == ["step", "0", "5", "10", "15", "20", ""]


def test_what_a_killed_run_logged_but_did_not_save_is_not_told_twice(tmp_path: Path) -> None:
    config = a_config(tmp_path, save_every=1)
    assert run(config) == 0
    log = tmp_path / "m.safetensors.log.tsv"
    log.write_text(log.read_text() + "3\t9\t0\t0\t0\t0\t0\t0\n")
    assert run(replace(config, steps=3, resume=True)) == 0
    assert [line.split("\t")[0] for line in log.read_text().splitlines()] == ["step", "0", "1", "2", "3"]


def test_a_run_killed_before_it_wrote_its_last_model_writes_it_on_resuming(tmp_path: Path) -> None:
    config = a_config(tmp_path)
    assert run(config) == 0
    whole = tensors_of(config.out)
    config.out.unlink()
    assert run(replace(config, resume=True)) == 0
    assert tensors_of(config.out) == whole
    with pytest.raises(UserError, match="has had its 2 steps"):
        run(replace(config, resume=True))


def test_a_state_of_before_the_guard_goes_on(tmp_path: Path) -> None:
    config = a_config(tmp_path)
    assert run(config) == 0
    tensors, account = checkpoint.load(state_path(config.out), train.KIND)
    checkpoint.save(state_path(config.out), train.KIND, {k: v for k, v in tensors.items() if not k.startswith("guard/")}, account)
    assert run(replace(config, steps=3, resume=True)) == 0


def test_a_device_that_is_not_there_is_told_before_anything_is_prepared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    config = a_config(tmp_path, device="cuda")
    with pytest.raises(UserError, match="no CUDA device"):
        run(config)
    assert not config.cache.exists()


@pytest.mark.parametrize("where", ["__init__", "step", "restore"])
@pytest.mark.parametrize("error", [RuntimeError("CUDA out of memory. Tried"), MemoryError()])
def test_running_out_of_memory_is_explained_wherever_it_happens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str, error: Exception
) -> None:
    config = a_config(tmp_path)
    if where == "restore":
        assert run(config) == 0

    def full(*_: object) -> None:
        raise error

    monkeypatch.setattr(Gan, where, full)
    with pytest.raises(UserError, match=r"out of memory on cpu: try --batch 2 or --width 4"):
        run(replace(config, steps=3, resume=where == "restore"))


def test_the_end_says_how_to_dream(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = a_config(tmp_path, out=tmp_path / "my dreams" / "m.safetensors")
    assert run(config) == 0
    assert f"main.py dream --seed nightfall --model '{config.out}'" in capsys.readouterr().err


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
NUMBERS = st.one_of(JSON, st.sampled_from([0, -1, 2, 2**70, 10**400, 1e308, float("inf"), float("nan"), "3", True]))
FUZZ = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run that is done."""
    folder = tmp_path_factory.mktemp("trained")
    run(a_config(folder))
    return folder


def told(value: object) -> str:
    return json.dumps(value)


@FUZZ
@given(name=st.sampled_from(["styles", "theme", "texture", "step", "figures"]), value=NUMBERS, whole=st.none() | JSON)
def test_no_account_of_a_model_ends_in_a_traceback(trained: Path, tmp_path: Path, name: str, value: object, whole: object) -> None:
    account = {**Painter.load(trained / "m.safetensors").about, name: value} if whole is None else whole
    save_file(load_file(trained / "m.safetensors"), tmp_path / "m.safetensors", {"kind": KIND, "about": told(account)})
    try:
        painter = Painter.load(tmp_path / "m.safetensors")
    except UserError as error:
        assert "\n" not in str(error)
    else:
        painter.paint(np.zeros((2, 2), np.uint8), *painter.latents("seed", 2, 2))


@pytest.mark.parametrize(
    "text", ["", "[" * 100_000, "nonsense", "\udcff".encode("utf-8", "surrogateescape").decode("latin-1"), "NaN", "{}"]
)
def test_no_metadata_ends_in_a_traceback(trained: Path, tmp_path: Path, text: str) -> None:
    save_file(load_file(trained / "m.safetensors"), tmp_path / "m.safetensors", {"kind": KIND, "about": text})
    with pytest.raises(UserError, match="damaged"):
        Painter.load(tmp_path / "m.safetensors")
    save_torch(load_torch(state_path(trained / "m.safetensors")), tmp_path / "state", {"kind": train.KIND, "about": text})
    if text != "{}":
        with pytest.raises(UserError, match="damaged"):
            checkpoint.load(tmp_path / "state", train.KIND)
    save_file(load_file(default_weights()), tmp_path / "roles", {"format": "dreamkeep-roles-2", "roles": text})
    with pytest.raises(UserError, match="roles"):
        RoleClassifier.load(tmp_path / "roles")


@FUZZ
@given(name=st.sampled_from(["step", "seconds", "styles", "batch", "width", "seed"]), value=NUMBERS)
def test_no_account_of_a_state_ends_in_a_traceback(trained: Path, tmp_path: Path, name: str, value: object) -> None:
    state = state_path(trained / "m.safetensors")
    account = {**about(state), name: value}
    save_torch(load_torch(state), tmp_path / "m.safetensors.training", {"kind": train.KIND, "about": told(account)})
    config = a_config(trained, out=tmp_path / "m.safetensors", resume=True)
    if isinstance(value, int) and not isinstance(value, bool) and name in ("batch", "width", "step", "seed"):
        return  # a number that is a right one would begin a run
    try:
        run(config)
    except UserError as error:
        assert "\n" not in str(error)


def damages(tensors: dict[str, np.ndarray]) -> st.SearchStrategy[tuple[str, str]]:
    return st.tuples(
        st.sampled_from(sorted(tensors)), st.sampled_from(["gone", "short", "flat", "empty", "scalar", "wide", "bytes", "extreme"])
    )


def damaged(value: np.ndarray, how: str) -> np.ndarray:
    if how == "extreme":
        least = np.iinfo(value.dtype).min if value.dtype.kind == "i" else np.nan
        return np.full_like(value, least)
    made = {
        "short": value[:-1] if value.ndim else value,
        "flat": value.reshape(-1),
        "empty": value[:0] if value.ndim else value.reshape(1)[:0],
        "scalar": value.reshape(-1)[:1].reshape(()),
        "wide": np.concatenate([value.reshape(1, -1)] * 2),
        "bytes": value.astype(np.uint8),
    }
    return np.ascontiguousarray(made[how])


@FUZZ
@given(data=st.data())
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_no_tensor_of_a_model_ends_in_a_traceback(trained: Path, tmp_path: Path, data: st.DataObject) -> None:
    tensors = load_file(trained / "m.safetensors")
    name, how = data.draw(damages(tensors))
    value = tensors.pop(name)
    if how != "gone":
        tensors[name] = damaged(value, how)
    account = Painter.load(trained / "m.safetensors").about
    save_file(tensors, tmp_path / "m.safetensors", {"kind": KIND, "about": told(account)})
    try:
        painter = Painter.load(tmp_path / "m.safetensors")
    except UserError as error:
        assert "\n" not in str(error)
    else:
        painter.paint(np.arange(6, dtype=np.uint8).reshape(2, 3), *painter.latents("seed", 2, 3))


@FUZZ
@given(data=st.data())
def test_no_tensor_of_a_state_ends_in_a_traceback(trained: Path, tmp_path: Path, data: st.DataObject) -> None:
    state = state_path(trained / "m.safetensors")
    tensors = {name: value.numpy() for name, value in load_torch(state).items()}
    name, how = data.draw(damages(tensors))
    value = tensors.pop(name)
    if how not in ("gone", "extreme"):
        tensors[name] = damaged(value, how)
    save_file(tensors, tmp_path / "state", {"kind": train.KIND, "about": told(about(state))})
    gan = made_gan(trained)
    try:
        gan.restore(checkpoint.load(tmp_path / "state", train.KIND)[0])
    except UserError as error:
        assert "\n" not in str(error)


def made_gan(trained: Path) -> Gan:
    from generator.gan import Rates
    from generator.network import Shape

    return Gan(Shape(width=8, judge=48), Rates(), 2, 1, torch.device("cpu"), half=False)
