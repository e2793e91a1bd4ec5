"""Several processes that train one model together (``torchrun``), each on its share of every batch.

Of n processes the one of rank r takes the rows r, r + n, r + 2n ... of a batch. What depends on the whole batch (batch
norm, the spread within groups, the share of edges) is computed over all of them, so that n processes do what one would
have done with the same batch, but for rounding. A crew of one does nothing at all.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

import torch
from torch import Tensor, distributed, nn

from generator.errors import UserError

T = TypeVar("T")
_PATIENCE = timedelta(hours=12)
"""How long the others wait for the one that prepares the pictures."""


class Dismissed(Exception):
    """Another process of the crew could not go on, and has said why."""


@dataclass(frozen=True, slots=True)
class Crew:
    """rank: this process's number of size in all. local: its number on this machine."""

    rank: int = 0
    size: int = 1
    local: int = 0

    @property
    def leads(self) -> bool:
        """Whether this is the process that writes and prints."""
        return self.rank == 0

    def check(self, batch: int) -> None:
        """Raises UserError when a batch can't be shared: its first quarter, which is shown with false roles, must be too."""
        if self.size > 1 and batch % (4 * self.size):
            raise UserError(f"--batch {batch}: for {self.size} processes it must be a multiple of {4 * self.size}")

    def share(self, rows: Any) -> Any:
        """This process's rows of a tensor or array."""
        return rows[self.rank :: self.size]

    def mean(self, x: Tensor) -> Tensor:
        """The mean over all processes; gradients pass."""
        return x if self.size == 1 else _Mean.apply(x, self.size)

    def gather(self, rows: Tensor) -> Tensor:
        """All rows of a batch of which each process has its share, in their order; gradients pass."""
        return rows if self.size == 1 else _Gather.apply(rows, self)

    def average_gradients(self, parameters: Iterable[nn.Parameter]) -> None:
        """Replaces each gradient by its mean over all processes."""
        if self.size == 1:
            return
        gradients = [parameter.grad for parameter in parameters if parameter.grad is not None]
        together = torch.cat([gradient.reshape(-1) for gradient in gradients])
        distributed.all_reduce(together)
        parts = (together / self.size).split([gradient.numel() for gradient in gradients])
        for gradient, part in zip(gradients, parts, strict=True):
            gradient.copy_(part.view_as(gradient))

    def most(self, *values: float) -> tuple[float, ...]:
        """For each value the largest that any process has: what all have to agree on."""
        if self.size == 1:
            return values
        every = torch.tensor(values, dtype=torch.float64)
        distributed.all_reduce(every, distributed.ReduceOp.MAX)
        return tuple(every.tolist())

    def align(self, tensors: Iterable[Tensor]) -> None:
        """Gives all processes the first one's tensors, so that small differences can't grow."""
        if self.size > 1:
            for tensor in tensors:
                distributed.broadcast(tensor, 0)

    def in_turn(self, work: Callable[[], T]) -> T:
        """Lets one process of each machine do something first, then the others (which find it done).

        Raises UserError where the work does, and Dismissed in all others.
        """
        if self.size == 1:
            return work()
        result: list[T] = []
        for turn in (self.local == 0, self.local > 0):
            try:
                result += [work()] if turn else []
            except UserError:
                self.most(1.0)
                raise
            if self.most(0.0) != (0.0,):
                raise Dismissed
        return result[0]


class _Mean(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: Tensor, size: int) -> Tensor:
        ctx.size = size
        return _total(x) / size

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, None]:
        return _total(gradients[0]) / ctx.size, None


class _Gather(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, rows: Tensor, crew: Crew) -> Tensor:
        ctx.crew = crew
        parts = [torch.empty_like(rows, memory_format=torch.contiguous_format) for _ in range(crew.size)]
        distributed.all_gather(parts, rows.contiguous())
        return torch.stack(parts, dim=1).flatten(0, 1)

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, None]:
        return ctx.crew.share(_total(gradients[0])), None


def _total(x: Tensor) -> Tensor:
    x = x.clone(memory_format=torch.contiguous_format)
    distributed.all_reduce(x)
    return x


@contextmanager
def assembled(device: torch.device) -> Iterator[Crew]:
    """The crew that torchrun has started, or a crew of one."""
    size = int(os.environ.get("WORLD_SIZE", "1"))
    if size == 1 or "RANK" not in os.environ:
        yield Crew()
        return
    distributed.init_process_group("cpu:gloo,cuda:nccl" if device.type == "cuda" else "gloo", timeout=_PATIENCE)
    try:
        yield Crew(distributed.get_rank(), size, int(os.environ.get("LOCAL_RANK", "0")))
    finally:
        distributed.destroy_process_group()
