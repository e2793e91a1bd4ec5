"""One training step of the two networks, and all the state they carry from step to step."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import torch
from torch import Tensor, nn

from generator import checkpoint, losses
from generator.batches import Batch
from generator.crew import Crew
from generator.network import Discriminator, Generator, Norm, Scores, Shape
from generator.pace import Guard
from generator.roles import Role
from generator.soft_ppu import CHANNELS, LAB, draw, show

M = TypeVar("M", bound=nn.Module)
_MODULES = ("generator", "judge", "average")
_ADAMS = ("painter_adam", "judge_adam")
_GUARD = "guard/mean"


@dataclass(frozen=True, slots=True)
class Rates:
    """Learning rates and betas of both Adams, and the decay of the generator's running average."""

    painter: float = 3e-4
    judge: float = 2e-4
    betas: tuple[float, float] = (0.5, 0.99)
    ema: float = 0.999


class Gan:
    """Generator, its running average, discriminator and both optimisers.

    styles: number of packs. half: run the convolutions in bfloat16 (pays where the processor has it). crew: the processes that
    share each batch.
    """

    def __init__(
        self, shape: Shape, rates: Rates, styles: int, seed: int, device: torch.device, half: bool, crew: Crew | None = None
    ) -> None:
        torch.manual_seed(seed)
        self.shape, self.rates, self.device, self.half = shape, rates, device, half
        self.generator = _placed(Generator(shape), device)
        self.judge = _placed(Discriminator(shape, CHANNELS, styles), device)
        self.average = copy.deepcopy(self.generator).eval().requires_grad_(False)
        self.painter_adam = _adam(self.generator, rates.painter, rates.betas)
        self.judge_adam = _adam(self.judge, rates.judge, rates.betas)
        self.guard = Guard()
        self.crew = self.judge.crew = crew or Crew()
        for module in self.generator.modules():
            if isinstance(module, Norm):
                module.crew = self.crew

    def step(self, batch: Batch, step: int, pace: float = 1.0) -> dict[str, float]:
        """One step of both networks on one batch, of which each process of the crew takes its share.

        The same dreamt pictures serve both: the judge learns first. pace: share of the full learning rates.
        """
        _set_rate(self.painter_adam, pace * self.rates.painter)
        _set_rate(self.judge_adam, pace * self.rates.judge * self.guard.share(step))
        told = torch.from_numpy(batch.roles)
        roles, others = self._put(told).long(), self._put(told.roll(1, 0)[: len(told) // 4]).long()
        style = self._put(batch.style)
        real = show(self._put(batch.pattern), self._put(batch.cells), self._put(batch.entries))
        with self._cast():
            logits = self.generator(roles, self._put(batch.theme), self._put(batch.texture))
        dreamt = draw(logits)
        judge_loss, scores = self._judge_loss(real, dreamt.detach(), roles, others, style)
        self._descend(self.judge_adam, judge_loss)
        self.judge.requires_grad_(False)
        painter_loss = losses.painter_loss(self._judge(dreamt, roles, style))
        painter_loss = painter_loss + losses.busy_loss(real[:, LAB:], dreamt[:, LAB:], self.crew)
        self._descend(self.painter_adam, painter_loss)
        self.judge.requires_grad_(True)
        follow(self.average, self.generator, min(self.rates.ema, (1 + step) / (10 + step)))
        said = self.crew.mean(torch.stack([judge_loss.detach(), painter_loss.detach(), *scores])).tolist()
        self.guard.see(said[0])
        return dict(zip(("judge", "painter", "real", "dreamt"), said, strict=True))

    def tensors(self) -> dict[str, Tensor]:
        """Everything that a step changes, by name."""
        modules = {name: getattr(self, name) for name in _MODULES}
        adams = {name: getattr(self, name) for name in _ADAMS}
        return {
            **{k: v for name, module in modules.items() for k, v in checkpoint.module_tensors(name, module).items()},
            **{k: v for name, adam in adams.items() for k, v in checkpoint.adam_tensors(name, adam).items()},
            _GUARD: torch.tensor(self.guard.mean, dtype=torch.float64),
        }

    def restore(self, tensors: dict[str, Tensor]) -> None:
        """Puts back what tensors() gave. Raises UserError when it came from networks of another shape."""
        for name in _MODULES:
            checkpoint.restore_module(name, getattr(self, name), tensors)
        for name in _ADAMS:
            checkpoint.restore_adam(name, getattr(self, name), tensors)
        if _GUARD in tensors:  # states of before there was a guard go on with a fresh one
            self.guard.mean = float(tensors[_GUARD])

    def _judge_loss(
        self, real: Tensor, dreamt: Tensor, roles: Tensor, others: Tensor, style: Tensor
    ) -> tuple[Tensor, tuple[Tensor, Tensor]]:
        n, part = len(real), len(others)
        differs = (others != roles[:part]) & (others != Role.UNKNOWN) & (roles[:part] != Role.UNKNOWN)
        every = self._judge(
            torch.cat([real, dreamt, real[:part]]), torch.cat([roles, roles, others]), torch.cat([style, style, style[:part]])
        )
        reals, fakes, swapped = (_rows(every, a, b) for a, b in ((0, n), (n, 2 * n), (2 * n, 2 * n + part)))
        loss = losses.judge_loss(reals, fakes) + losses.mismatch_loss(swapped, differs, self.crew)
        return loss, (reals.cells.detach().mean(), fakes.cells.detach().mean())

    def _judge(self, picture: Tensor, roles: Tensor, style: Tensor) -> Scores:
        with self._cast():
            return self.judge(picture.to(torch.bfloat16 if self.half else torch.float32), roles, style)

    def _cast(self) -> torch.autocast:
        return torch.autocast(self.device.type, torch.bfloat16, enabled=self.half)

    def _put(self, rows: np.ndarray | Tensor) -> Tensor:
        """This process's rows of a batch, on its device."""
        return torch.as_tensor(self.crew.share(rows)).to(self.device)

    def _descend(self, adam: torch.optim.Optimizer, loss: Tensor) -> None:
        adam.zero_grad(set_to_none=True)
        loss.backward()
        self.crew.average_gradients(parameter for group in adam.param_groups for parameter in group["params"])
        adam.step()


def _set_rate(adam: torch.optim.Optimizer, rate: float) -> None:
    for group in adam.param_groups:
        group["lr"] = rate


def _placed(module: M, device: torch.device) -> M:
    """The module on its device, in the memory layout that convolutions like best."""
    return module.to(device).to(memory_format=torch.channels_last)  # type: ignore[call-overload]


def _rows(scores: Scores, start: int, stop: int) -> Scores:
    return Scores(scores.grain[start:stop], scores.patches[start:stop], scores.cells[start:stop], scores.whole[start:stop])


def _adam(module: nn.Module, rate: float, betas: tuple[float, float]) -> torch.optim.Adam:
    return torch.optim.Adam(module.parameters(), lr=rate, betas=betas, fused=True)


@torch.no_grad()
def follow(average: nn.Module, module: nn.Module, decay: float) -> None:
    """Moves the average towards the module; its batch norms' statistics too, or it would paint with those of the first step."""
    for kept, new in zip(average.state_dict().values(), module.state_dict().values(), strict=True):
        if kept.is_floating_point():
            kept.lerp_(new, 1 - decay)
        else:
            kept.copy_(new)
