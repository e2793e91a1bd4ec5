"""Fixed point on floats: layers whose every number is an integer held in a float64.

Activations are integers of at most 16 bits in units of 1/1024; so are weights, with a scale of their own for each output.
A sum of n products then needs 30 + log2(n) bits, and as long as that stays below 53 it is exact: in any order, with any
blocking, on any processor, through any BLAS. float64 is used because its matrix products are fast everywhere and integer
ones are not. Limits are checked when a layer is made.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator.noise import ONE

LIMIT = 32767
"""Activations are clipped to -LIMIT..LIMIT, that is to about -32..32."""
_EXACT = 2.0**53


@dataclass(frozen=True, eq=False)
class Layer:
    """A linear map: x @ weight + bias, divided by 2**shift and rounded.

    weight: (inputs, outputs) integers in float64. bias: (outputs,) integers, in units of 1/1024 / 2**shift. shift: (outputs,).
    Raises ValueError when a sum could leave the range in which float64 is exact.
    """

    weight: np.ndarray
    bias: np.ndarray
    shift: np.ndarray

    def __post_init__(self) -> None:
        worst = np.abs(self.weight).sum(axis=0) * LIMIT + np.abs(self.bias)
        if not (worst < _EXACT / 16).all():
            raise ValueError("weights so large that sums would not be exact")

    def sums(self, x: np.ndarray) -> np.ndarray:
        """x (..., inputs) -> (..., outputs), exact and not yet scaled."""
        return product(x, self.weight) + self.bias

    def __call__(self, x: np.ndarray) -> np.ndarray:
        """x (..., inputs) -> activations (..., outputs)."""
        return scale(self.sums(x), self.shift)


def product(x: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """x (..., inputs) @ weight (inputs, outputs) as one matrix product: numpy would make one of each row of positions."""
    return (x.reshape(-1, x.shape[-1]) @ weight).reshape(*x.shape[:-1], -1)


def scale(sums: np.ndarray, shift: np.ndarray | int) -> np.ndarray:
    """Divides by 2**shift, rounds halves up and clips. Powers of two make the division exact."""
    return np.clip(np.floor(np.ldexp(sums, -shift) + 0.5), -LIMIT, LIMIT)


def relu(x: np.ndarray) -> np.ndarray:
    """Nothing below zero."""
    return np.maximum(x, 0.0)


def modulate(x: np.ndarray, gain: np.ndarray, shift: np.ndarray) -> np.ndarray:
    """relu(x * (1 + gain) + shift), all three activations."""
    return relu(np.clip(scale(x * (ONE + gain), 10) + shift, -LIMIT, LIMIT))


def neighbours(x: np.ndarray) -> np.ndarray:
    """The 3x3 neighbourhoods inside a padded map: (n, h + 2, w + 2, c) -> (n, h, w, 9 * c), row by row."""
    h, w = x.shape[1] - 2, x.shape[2] - 2
    return np.concatenate([x[:, dy : dy + h, dx : dx + w] for dy in range(3) for dx in range(3)], axis=-1)


def zero_border(x: np.ndarray) -> np.ndarray:
    """(n, h, w, c) -> (n, h + 2, w + 2, c) with zeros around."""
    return np.pad(x, ((0, 0), (1, 1), (1, 1), (0, 0)))


def same_border(x: np.ndarray) -> np.ndarray:
    """(n, h, w, c) -> (n, h + 2, w + 2, c) with the outermost repeated around."""
    return np.pad(x, ((0, 0), (1, 1), (1, 1), (0, 0)), mode="edge")


def double(x: np.ndarray, layer: Layer) -> np.ndarray:
    """A transposed convolution, 4x4 with stride 2 and padding 1, as four products, one for each parity of row and column.

    x: (n, h, w, c); the layer's weight is (c, 16 * outputs), kernel rows first; its bias and shift are (outputs,) repeated 16 times,
    the bias in the first of them alone. Returns activations (n, 2h, 2w, outputs).
    """
    n, h, w, _ = x.shape
    outputs = layer.weight.shape[1] // 16
    kernel = layer.weight.reshape(-1, 4, 4, outputs)
    around = zero_border(x)
    total = np.empty((n, 2 * h, 2 * w, outputs))
    for dy, dx in np.ndindex(2, 2):
        near = np.concatenate([around[:, dy + i : dy + i + h, dx + j : dx + j + w] for i, j in np.ndindex(2, 2)], axis=-1)
        taps = np.concatenate([kernel[:, 3 - dy - 2 * i, 3 - dx - 2 * j] for i, j in np.ndindex(2, 2)])
        total[:, dy::2, dx::2] = product(near, taps)
    return scale(total + layer.bias[:outputs], layer.shift[:outputs])


def quantise(weight: np.ndarray, bias: np.ndarray, *, together: bool = False) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rounds a float layer: weight (inputs, outputs), bias (outputs,) -> int16 weight, int64 bias, int16 shift.

    Each output gets the finest scale that its largest weight allows. together: one scale for all, so that unscaled sums can be compared.
    """
    largest = np.abs(weight).max(axis=0)
    if together:
        largest = np.full_like(largest, largest.max())
    shift = np.clip(np.floor(np.log2(LIMIT / np.maximum(largest, 1e-6))), 0, 20).astype(np.int16)
    whole = np.clip(np.rint(np.ldexp(weight, shift)), -LIMIT, LIMIT).astype(np.int16)
    return np.ascontiguousarray(whole), np.rint(np.ldexp(bias * ONE, shift)).astype(np.int64), shift
