"""Checkpoints: tensors in safetensors files, everything else as JSON in their metadata. No pickles, so a stranger's file can do no harm."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save as serialise
from torch import Tensor, nn

from generator.errors import UserError
from generator.files import replace_file

_MOMENTS = {"step", "exp_avg", "exp_avg_sq"}


def save(path: Path, kind: str, tensors: dict[str, Tensor], about: dict[str, Any]) -> None:
    """Writes tensors and a JSON-able description. kind says what the file is for, and is checked when it is read."""
    tensors = {name: value.detach().cpu().contiguous() for name, value in tensors.items()}
    replace_file(path, serialise(tensors, {"kind": kind, "about": json.dumps(about, sort_keys=True)}))


def load(path: Path, kind: str) -> tuple[dict[str, Tensor], dict[str, Any]]:
    """Reads what save() wrote. Raises UserError when the file is missing, cut short, or of another kind."""
    if not path.is_file():
        raise UserError(f"{path}: no such file")
    try:
        with safe_open(path, "pt") as file:
            meta = file.metadata() or {}
            if meta.get("kind") != kind:
                raise UserError(f"{path}: is no {kind} file (it says {meta.get('kind', 'nothing')!r})")
            about = json.loads(meta["about"])
            if not isinstance(about, dict):
                raise ValueError("its description is no table")
            return {name: file.get_tensor(name) for name in file.keys()}, about  # noqa: SIM118 (not a dict)
    except (SafetensorError, OSError, KeyError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise UserError(f"{path}: is damaged or no safetensors file ({error})") from error


def module_tensors(prefix: str, module: nn.Module) -> dict[str, Tensor]:
    """A module's parameters and buffers, each name behind ``prefix/``."""
    return {f"{prefix}/{name}": tensor for name, tensor in module.state_dict().items()}


def adam_tensors(prefix: str, adam: torch.optim.Optimizer) -> dict[str, Tensor]:
    """An Adam's moments and step counts, by the parameter's place: ``prefix/7/exp_avg``."""
    return {f"{prefix}/{place}/{name}": value for place, state in adam.state_dict()["state"].items() for name, value in state.items()}


def restore_module(prefix: str, module: nn.Module, tensors: dict[str, Tensor]) -> None:
    """Puts back what module_tensors() took. Raises UserError when the names or sizes are another network's."""
    mine = {name.removeprefix(f"{prefix}/"): value for name, value in tensors.items() if name.startswith(f"{prefix}/")}
    try:
        module.load_state_dict(mine)
    except RuntimeError as error:
        raise UserError(f"checkpoint: its {prefix} is of another shape ({str(error).splitlines()[-1].strip()})") from error


def restore_adam(prefix: str, adam: torch.optim.Optimizer, tensors: dict[str, Tensor]) -> None:
    """Puts back what adam_tensors() took. Raises UserError when it is another network's.

    The moments get the memory layout of their parameters (files hold plain row-major tensors): the fused Adam walks through
    both in storage order, and would silently mix up the moments of a channels_last weight.
    """
    parameters = [parameter for group in adam.param_groups for parameter in group["params"]]
    state: dict[int, dict[str, Tensor]] = {}
    try:
        for name, value in tensors.items():
            if name.startswith(f"{prefix}/"):
                _, place, field = name.split("/")
                state.setdefault(int(place), {})[field] = _moment(value, parameters[int(place)], field)
        adam.load_state_dict({"state": state, "param_groups": adam.state_dict()["param_groups"]})
    except (ValueError, IndexError, KeyError, RuntimeError) as error:
        raise UserError(f"checkpoint: its {prefix} is of another shape ({error})") from error
    if state and (state.keys() != set(range(len(parameters))) or any(one.keys() != _MOMENTS for one in state.values())):
        raise UserError(f"checkpoint: its {prefix} lacks tensors")


def _moment(value: Tensor, parameter: Tensor, field: str) -> Tensor:
    """A moment or step count from a file, in the form in which Adam keeps it."""
    if value.shape != (torch.Size() if field == "step" else parameter.shape) or not value.is_floating_point():
        raise ValueError(f"{field} {tuple(value.shape)} for {tuple(parameter.shape)}")
    return value.clone() if field == "step" else torch.empty_like(parameter).copy_(value)
