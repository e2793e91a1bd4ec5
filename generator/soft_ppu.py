"""A picture processing unit that gradients can pass: logits or indices -> the picture that the discriminator sees.

Forward, every choice is the best one and nothing else, so each picture is one an NES could show. Backward, the choice acts
as the softmax it came from (straight-through, Bengio et al. 2013).
"""

from __future__ import annotations

from functools import cache

import torch
from torch import Tensor
from torch.nn import functional as F

from generator.network import Logits
from generator.palette import MASTER, USABLE
from generator.roles import TILE

PIXEL_GAIN, CELL_GAIN, COLOUR_GAIN = 3.0, 2.0, 2.0
"""Scales of the logits before the softmax: with 1 the straight-through gradient is faint."""
LAB, CHANNELS = 3, 7
"""Channels of a picture: LAB of them OKLab, the other four one-hot pixel values."""


@cache
def colour_table() -> Tensor:
    """(64, 3): OKLab of each master-palette index, scaled to about -1..1 so that the three weigh alike."""
    lab = torch.tensor(MASTER.oklab, dtype=torch.float32)
    return torch.stack([lab[:, 0] * 2 - 1, lab[:, 1] * 4, lab[:, 2] * 4], dim=1)


@cache
def usable() -> Tensor:
    """(54,): the master-palette index of each choice a palette entry has."""
    return torch.tensor(USABLE)


def choose(logits: Tensor, gain: float, dim: int) -> Tensor:
    """The one-hot of the largest logit along dim (the first, if several); its gradient is that of softmax(gain * logits)."""
    soft = (gain * logits).softmax(dim)
    best = (logits == logits.amax(dim, keepdim=True)).to(soft.dtype)
    hard = best * (best.cumsum(dim) == 1)
    return hard + (soft - soft.detach())


def compose(shades: Tensor, cells: Tensor, colours: Tensor) -> Tensor:
    """The picture of one-hot pixel values (B, 4, H, W), one-hot sub-palettes (B, 4, rows, cols) and colours (B, 13, 3).

    Returns (B, CHANNELS, H, W). Value 0 is entry 0, the backdrop, in every sub-palette.
    """
    batch, _, rows, cols = cells.shape
    backdrop = colours[:, None, :1].expand(-1, 4, -1, -1)
    table = torch.cat([backdrop, colours[:, 1:].reshape(batch, 4, 3, 3)], dim=2)
    tables = torch.einsum("bsij,bskc->bkcij", cells, table)[:, :, :, :, None, :, None]
    tiles = shades.reshape(batch, 4, 1, rows, TILE, cols, TILE)
    return torch.cat([(tiles * tables).sum(1).reshape(batch, 3, rows * TILE, cols * TILE), shades], dim=1)


def draw(logits: Logits) -> Tensor:
    """The generator's picture, legal by construction: (B, CHANNELS, H, W)."""
    colours = choose(logits.palettes, COLOUR_GAIN, 2) @ colour_table()[usable()].to(logits.palettes.device)
    return compose(choose(logits.pattern, PIXEL_GAIN, 1), choose(logits.cells, CELL_GAIN, 1), colours)


def show(pattern: Tensor, cells: Tensor, entries: Tensor) -> Tensor:
    """A real picture from its indices: pattern (B, H, W), cells (B, rows, cols), entries (B, 13) of the master palette."""
    shades = F.one_hot(pattern.long(), 4).movedim(-1, 1).float()
    chosen = F.one_hot(cells.long(), 4).movedim(-1, 1).float()
    return compose(shades, chosen, colour_table().to(pattern.device)[entries.long()])
