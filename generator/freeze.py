"""From the trained network to the model file that the painter reads: batch norms folded in, all numbers rounded to integers."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from torch import nn

from generator.files import replace_file
from generator.fixed_point import quantise
from generator.network import Generator, Modulated
from generator.noise import ONE
from generator.painter import KIND
from generator.roles import Role


def freeze(network: Generator, known: frozenset[int] | None = None) -> dict[str, np.ndarray]:
    """The tensors of a model file: for each layer ``<name>/weight`` (inputs, outputs) int16, ``/bias`` int64 and ``/shift`` int16.

    known: the roles seen in training, by default all. The others are painted as "unknown" if that was seen: pictures without
    labels make a model that dreams too, though it can't tell walls from floors.
    """
    roles = np.rint(_array(network.coder.role.weight) * ONE).astype(np.int16)
    if known is not None and Role.UNKNOWN in known:
        roles = roles[[role if role in known else Role.UNKNOWN for role in range(len(roles))]]
    tensors = {"roles": roles}

    def put(name: str, weight: np.ndarray, bias: np.ndarray, *, together: bool = False) -> None:
        parts = quantise(weight, bias, together=together)
        tensors.update({f"{name}/{part}": value for part, value in zip(("weight", "bias", "shift"), parts, strict=True)})

    for name in ("near", "far", "join", "code"):
        put(name, *_plain(getattr(network.coder, name)))
    for name in ("seed", "middle", "grow", "fine"):
        block: Modulated = getattr(network, name)
        if isinstance(block.inner, nn.ConvTranspose2d):
            tensors.update(_overlapping(name, *_folded(block)))
        else:
            put(name, *_folded(block))
        put(f"{name}.modulate", *_plain(block.modulate))
    put("pattern", *_plain(network.pattern), together=True)
    for name, stack in (("cells", network.cells), ("palettes", network.palettes)):
        layers = [layer for layer in stack if isinstance(layer, nn.Linear)]
        for place, layer in enumerate(layers):
            put(f"{name}.{place}", *_plain(layer), together=layer is layers[-1])
    return tensors


def write_model(path: Path, network: Generator, about: dict[str, Any], known: frozenset[int] | None = None) -> None:
    """Writes the model file. about: how it was made; the network's shape is added. known: see freeze()."""
    from safetensors.numpy import save

    meta = {"kind": KIND, "about": json.dumps({**about, **asdict(network.shape)}, sort_keys=True)}
    replace_file(path, save(freeze(network, known), meta))


def _overlapping(name: str, weight: np.ndarray, bias: np.ndarray) -> dict[str, np.ndarray]:
    """As fixed_point.double() wants it: the sixteen places of a channel are added up, so they share its scale, and have its bias once."""
    channels = weight.shape[1] // 16
    whole, offset, shift = quantise(weight.reshape(-1, channels), bias[:channels])
    once = np.concatenate([offset, np.zeros(15 * channels, np.int64)])
    return {f"{name}/weight": whole.reshape(weight.shape), f"{name}/bias": once, f"{name}/shift": np.tile(shift, 16)}


def _array(tensor: Any) -> np.ndarray:
    return tensor.detach().cpu().double().numpy()


def _plain(layer: Any) -> tuple[np.ndarray, np.ndarray]:
    """Weight (inputs, outputs) and bias of a layer; a kernel's places come before its channels, row by row."""
    weight = _array(layer.weight)
    if isinstance(layer, nn.ConvTranspose2d):
        matrix = weight.transpose(0, 2, 3, 1).reshape(weight.shape[0], -1)
    elif isinstance(layer, nn.Conv2d):
        matrix = weight.transpose(2, 3, 1, 0).reshape(-1, weight.shape[0])
    else:
        matrix = weight.T
    return matrix, np.zeros(matrix.shape[1]) if layer.bias is None else _array(layer.bias)


def _folded(block: Modulated) -> tuple[np.ndarray, np.ndarray]:
    """The inner layer with the batch norm's running statistics worked in; where it puts out several places, the channel counts last."""
    weight, bias = _plain(block.inner)
    mean, std = _array(block.norm.running_mean), np.sqrt(_array(block.norm.running_var) + block.norm.eps)
    places = weight.shape[1] // len(mean)
    return weight / np.tile(std, places), (bias - np.tile(mean, places)) / np.tile(std, places)
