"""What ours is measured against: the DCGAN that everybody runs (pytorch/examples, 64x64, width 64), trained on the same windows.

RGB, batch norm, binary cross-entropy, Adam at 2e-4, batches of 64 in float32, and no tricks. It knows no palettes: what it
paints is put through the fitter, as real pictures are.
"""

from __future__ import annotations

import copy
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from generator import checkpoint
from generator.errors import UserError
from generator.views import view

KIND = "dreamkeep reference 1"
WIDTH, LATENT, BATCH = 64, 100, 64
RATE, BETAS = 2e-4, (0.5, 0.999)
_WIDEST = 1024
_KEEP = 300.0
"""Seconds between two savings."""


class Reference:
    """Generator, discriminator, and one step of both."""

    def __init__(self, width: int = WIDTH, seed: int = 0) -> None:
        torch.manual_seed(seed)
        self.width = width
        self.generator = _generator(width).apply(_begin)
        self.judge = _judge(width).apply(_begin)
        self._adams = [torch.optim.Adam(net.parameters(), RATE, BETAS) for net in (self.generator, self.judge)]

    def step(self, real: Tensor) -> tuple[float, float]:
        """Discriminator on real pictures (n, 3, 64, 64) of -1..1 and on as many fake ones, then generator; returns their losses."""
        painter_adam, judge_adam = self._adams
        fake = self.generator(torch.randn(len(real), LATENT, 1, 1))
        yes, no = torch.ones(len(real), 1), torch.zeros(len(real), 1)
        judge_adam.zero_grad()
        losses = [F.binary_cross_entropy_with_logits(self.judge(x), answer) for x, answer in ((real, yes), (fake.detach(), no))]
        for loss in losses:
            loss.backward()
        judge_adam.step()
        painter_adam.zero_grad()
        painter_loss = F.binary_cross_entropy_with_logits(self.judge(fake), yes)
        painter_loss.backward()
        painter_adam.step()
        return sum(loss.item() for loss in losses), painter_loss.item()

    @torch.no_grad()
    def paint(self, count: int, seed: int = 0) -> np.ndarray:
        """(count, 64, 64, 3) uint8 RGB. Batch norm goes by the statistics of each BATCH, as in the example that everybody runs:
        the running ones of so young a network paint paler pictures.
        """
        noise = torch.randn(-(-count // BATCH) * BATCH, LATENT, 1, 1, generator=torch.Generator().manual_seed(seed))
        painter = copy.deepcopy(self.generator).train()  # painting must not move the running statistics
        parts = [painter(part) for part in noise.split(BATCH)]
        return ((torch.cat(parts)[:count] + 1) * 127.5).round().clamp(0, 255).byte().movedim(1, -1).numpy()

    def save(self, path: Path, about: dict[str, Any]) -> None:
        """Writes the generator. about: how it was trained."""
        checkpoint.save(path, KIND, checkpoint.module_tensors("generator", self.generator), {**about, "width": self.width})


def load_reference(path: Path) -> tuple[Reference, dict[str, Any]]:
    """A reference trained before, and how. Raises UserError when the file is missing or something else."""
    tensors, about = checkpoint.load(path, KIND)
    width = about.get("width")
    if not isinstance(width, int) or not 1 <= width <= _WIDEST:
        raise UserError(f"{path}: is damaged (its width is {str(width)[:40]}: there should be a whole number from 1 to {_WIDEST})")
    reference = Reference(width)
    checkpoint.restore_module("generator", reference.generator, tensors)
    return reference, about


def train_reference(
    windows: np.ndarray, path: Path, minutes: float, held_out: tuple[str, ...], tell: Callable[[float, str], None], width: int = WIDTH
) -> tuple[Reference, dict[str, Any]]:
    """Trains a reference for so long on a corpus's windows, all drawn equally often.

    Writes it from time to time, at the end, and when it is interrupted. minutes: of computing, which on a machine that does nothing
    else is the time that passes; on a busy one the reference loses nothing by waiting.
    """
    reference, rng = Reference(width), np.random.default_rng(0)
    about: dict[str, Any] = {"held_out": list(held_out), "batch": BATCH, "step": 0, "seconds": 0.0}
    began, saved = _computed(), 0.0
    try:
        while about["seconds"] < 60 * minutes or about["step"] == 0:
            losses = reference.step(real_batch(windows, rng))
            about |= {"step": about["step"] + 1, "seconds": round(_computed() - began, 3)}
            tell(
                min(1.0, about["seconds"] / (60 * minutes)),
                f"reference, step {about['step']}, judge {losses[0]:.2f}, painter {losses[1]:.2f}",
            )
            if about["seconds"] - saved > _KEEP:
                saved = about["seconds"]
                reference.save(path, about)
    finally:
        if about["step"]:
            reference.save(path, about)
    return reference, about


def _computed() -> float:
    """Seconds that this process has computed, with all its threads at once."""
    return time.process_time() / torch.get_num_threads()


def real_batch(windows: np.ndarray, rng: np.random.Generator) -> Tensor:
    """BATCH windows as the reference sees them: (BATCH, 3, 64, 64) of -1..1."""
    chosen = windows[np.sort(rng.integers(0, len(windows), BATCH))]
    return torch.from_numpy(view(chosen).rgb).movedim(-1, 1).float() / 127.5 - 1


def _generator(w: int) -> nn.Sequential:
    def up(i: int, o: int, stride: int, padding: int) -> list[nn.Module]:
        return [nn.ConvTranspose2d(i, o, 4, stride, padding, bias=False), nn.BatchNorm2d(o), nn.ReLU(True)]

    grow = [*up(LATENT, 8 * w, 1, 0), *up(8 * w, 4 * w, 2, 1), *up(4 * w, 2 * w, 2, 1), *up(2 * w, w, 2, 1)]
    return nn.Sequential(*grow, nn.ConvTranspose2d(w, 3, 4, 2, 1, bias=False), nn.Tanh())


def _judge(w: int) -> nn.Sequential:
    def down(i: int, o: int) -> list[nn.Module]:
        return [nn.Conv2d(i, o, 4, 2, 1, bias=False), nn.BatchNorm2d(o), nn.LeakyReLU(0.2, True)]

    first = [nn.Conv2d(3, w, 4, 2, 1, bias=False), nn.LeakyReLU(0.2, True)]
    return nn.Sequential(
        *first, *down(w, 2 * w), *down(2 * w, 4 * w), *down(4 * w, 8 * w), nn.Conv2d(8 * w, 1, 4, bias=False), nn.Flatten()
    )


def _begin(layer: nn.Module) -> None:
    """The article's first weights: N(0, 0.02), of batch norms N(1, 0.02)."""
    if isinstance(layer, nn.Conv2d | nn.ConvTranspose2d):
        nn.init.normal_(layer.weight, 0.0, 0.02)
    elif isinstance(layer, nn.BatchNorm2d):
        nn.init.normal_(layer.weight, 1.0, 0.02)
        nn.init.zeros_(layer.bias)
