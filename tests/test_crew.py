"""Several processes that train one model: the same losses and weights as one process with the same batches, but for rounding."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from training_kit import a_config, command, environment, python, tensors_of

from generator import checkpoint, train
from generator.batches import Batches
from generator.crew import Crew, assembled
from generator.errors import UserError
from generator.gan import Gan, Rates
from generator.network import Norm, Shape, variety
from generator.records import window_dtype
from generator.train import state_path

SMALL = Shape(width=8, code=16, theme=8, texture=4, judge=48)
STEPS = 3


def some_windows(n: int = 24) -> np.ndarray:
    rng = np.random.default_rng(0)
    windows = np.zeros(n, window_dtype())
    windows["pattern"] = rng.integers(0, 4, (n, 8, 8)).repeat(8, axis=1).repeat(8, axis=2)
    windows["cells"] = rng.integers(0, 4, (n, 4, 4))
    windows["palettes"] = rng.integers(1, 13, (n, 4, 3)) + 16 * rng.integers(0, 4, (n, 4, 3))
    windows["roles"] = rng.integers(0, 4, (n, 4, 4))
    windows["pack"] = np.arange(n) % 3
    return windows


def steps(crew: Crew) -> dict[str, torch.Tensor]:
    """Losses of a few steps in float32, gradients of the first, and everything that a checkpoint would hold."""
    torch.set_num_threads(1)
    gan = Gan(SMALL, Rates(), 3, 0, torch.device("cpu"), half=False, crew=crew)
    batches = Batches(some_windows(), 16, SMALL.theme, SMALL.texture, 5, 3)
    said, gradients = [], {}
    for step in range(STEPS):
        said.append(list(gan.step(batches.at(step), step).values()))
        if step == 0:
            gradients = {f"gradient/{name}": p.grad.clone() for name, p in gan.generator.named_parameters() if p.grad is not None}
            gradients |= {f"judge gradient/{name}": p.grad.clone() for name, p in gan.judge.named_parameters() if p.grad is not None}
    return {"said": torch.tensor(said, dtype=torch.float64), **gradients, **gan.tensors()}


def parts(crew: Crew) -> dict[str, torch.Tensor]:
    """What the crew's own building blocks give for this process's rows, and the gradients that come back."""
    torch.manual_seed(3)
    every, weights = torch.randn(16, 6, 4, 4) * 2 + 1, torch.randn(16, 7, 4, 4)
    rows = crew.share(every).clone().requires_grad_()
    norm = Norm(6)
    norm.crew = crew
    normed, spread = norm(rows), variety(rows, crew)
    ((normed * crew.share(weights)[:, :6]).sum() + (spread * crew.share(weights)[:, 6, 0, :1]).sum()).backward()
    assert rows.grad is not None and norm.running_mean is not None and norm.running_var is not None
    return {"normed": normed, "spread": spread, "gradient": rows.grad, "mean": norm.running_mean, "variance": norm.running_var}


def as_one_of_two(what: str, out: Path) -> None:
    """What a process of the crew does in these tests: started by torchrun's variables, as torchrun would."""
    with assembled(torch.device("cpu")) as crew:
        made = {"steps": steps, "parts": parts}[what](crew)
        save_file({name: value.detach().clone().contiguous() for name, value in made.items()}, out / f"{what}{crew.rank}.safetensors")


def two(what: str, tmp_path: Path) -> list[dict[str, torch.Tensor]]:
    """Runs as_one_of_two() in two processes; what each of them made."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    crew = {"WORLD_SIZE": "2", "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(port)}
    call = [python(), __file__, what, str(tmp_path)]
    folders = f"{Path(__file__).parent.parent}:{Path(__file__).parent}"
    alike = {**environment(tmp_path), **crew, "PYTHONPATH": folders}
    running = [subprocess.Popen(call, env={**alike, "RANK": str(rank), "LOCAL_RANK": str(rank)}) for rank in range(2)]
    assert [process.wait(timeout=300) for process in running] == [0, 0]
    return [load_file(tmp_path / f"{what}{rank}.safetensors") for rank in range(2)]


def test_two_processes_take_the_steps_of_one(tmp_path: Path) -> None:
    alone, (first, second) = steps(Crew()), two("steps", tmp_path)
    assert all(torch.equal(first[name], second[name]) for name in first), "both processes have the same weights to the bit"
    assert torch.allclose(first["said"], alone["said"], rtol=1e-4), "losses"
    for name, value in alone.items():
        if "gradient/" in name:
            assert torch.allclose(first[name], value, rtol=1e-3, atol=1e-5 * float(value.abs().max() + 1e-3)), name
        elif "running" in name:
            assert torch.allclose(first[name], value, rtol=1e-3, atol=1e-4), name
        elif name.split("/")[0] in ("generator", "judge") and value.is_floating_point():
            apart = (first[name] - value).abs()  # Adam makes a whole step of a gradient that is nothing but rounding
            assert apart.mean() < 2e-5 and apart.max() <= 2 * STEPS * 3e-4 + 1e-6, name


def test_norms_and_spreads_are_those_of_the_whole_batch(tmp_path: Path) -> None:
    alone, both = parts(Crew()), two("parts", tmp_path)
    for name in ("normed", "spread", "gradient"):
        together = torch.stack([part[name] for part in both], dim=1).flatten(0, 1)
        assert torch.allclose(together, alone[name], atol=1e-5), name
    for name in ("mean", "variance"):
        assert torch.allclose(both[0][name], alone[name], atol=1e-6), name


def test_a_batch_must_be_shareable() -> None:
    Crew(1, 2, 1).check(32)
    Crew().check(7)
    with pytest.raises(UserError, match="multiple of 16"):
        Crew(0, 4, 0).check(40)


def torchrun(config: object, tmp_path: Path, *more: str) -> subprocess.Popen:
    call = [python(), "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2", *command(config, *more)]  # type: ignore[arg-type]
    return subprocess.Popen(call, env=environment(tmp_path), stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_torchrun_trains_resumes_and_stops_all_at_once(tmp_path: Path) -> None:
    config = a_config(tmp_path, steps=100_000, save_every=2, batch=8, out=tmp_path / "two" / "m.safetensors")
    process = torchrun(config, tmp_path)
    while not state_path(config.out).exists() and process.poll() is None:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=300)[1]
    state = checkpoint.load(state_path(config.out), train.KIND)[1]
    assert said.count("go on with the same command and --resume") == 1, "only the first process speaks"
    assert f"stopped at step {state['step']}" in said
    log = config.out.with_name("m.safetensors.log.tsv").read_text().splitlines()
    assert log[-1].split("\t")[0] == str(state["step"])
    end = state["step"] + 2
    call = torchrun(a_config(tmp_path, steps=end, save_every=2, batch=8, out=config.out), tmp_path, "--resume")
    said = call.communicate(timeout=300)[1]
    assert call.returncode == 0, said
    assert said.count("wrote ") == 1
    assert checkpoint.load(state_path(config.out), train.KIND)[1]["step"] == end
    assert tensors_of(config.out)


if __name__ == "__main__":
    as_one_of_two(sys.argv[1], Path(sys.argv[2]))
