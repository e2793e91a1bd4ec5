"""The losses: hinge at every size at which the discriminator speaks.

In a crew each process gets the loss of its rows, scaled so that the mean over all processes is the loss of the whole batch.
"""

from __future__ import annotations

from torch import Tensor
from torch.nn import functional as F

from generator.crew import Crew
from generator.network import Scores

ALONE = Crew()
MISMATCH = 0.5
"""Weight of real cells that were shown with somebody else's roles (matching-aware negatives, Reed et al. 2016)."""

BUSY = 10.0
"""Weight of the edges that a batch of dreamt pictures has beyond those of the real ones: without it lines stay ragged."""


def real(score: Tensor) -> Tensor:
    """Asks for a score of at least 1."""
    return F.relu(1 - score).mean()


def fake(score: Tensor) -> Tensor:
    """Asks for a score of at most -1."""
    return F.relu(1 + score).mean()


def judge_loss(reals: Scores, fakes: Scores) -> Tensor:
    """What the discriminator pays: hinge on grain, patches, cells and wholes alike."""
    return sum((real(r) + fake(f) for r, f in _pairs(reals, fakes)), start=reals.whole.new_zeros(()))


def mismatch_loss(swapped: Scores, differs: Tensor, crew: Crew = ALONE) -> Tensor:
    """What it pays for believing true cells under false roles; differs (B, 4, 4) is true where the role is false."""
    wrong = F.relu(1 + swapped.cells) * differs
    return MISMATCH * wrong.sum() / crew.mean(differs.sum().float()).clamp(min=1 / crew.size)


def busy_loss(real: Tensor, dreamt: Tensor, crew: Crew = ALONE) -> Tensor:
    """What it pays besides for pictures with more edges than real ones have: shades as one-hot (B, 4, H, W) both."""
    return BUSY * F.relu(crew.mean(edges(dreamt)) - crew.mean(edges(real)))


def edges(shades: Tensor) -> Tensor:
    """The share of neighbouring pixels that differ, of one-hot shades (B, 4, H, W)."""
    beside = 1 - (shades[..., 1:] * shades[..., :-1]).sum(1).mean()
    above = 1 - (shades[..., 1:, :] * shades[..., :-1, :]).sum(1).mean()
    return (beside + above) / 2


def painter_loss(fakes: Scores) -> Tensor:
    """What the generator pays: the scores of its pictures, negated."""
    return -(fakes.grain.mean() + fakes.patches.mean() + fakes.cells.mean() + fakes.whole.mean())


def _pairs(a: Scores, b: Scores) -> tuple[tuple[Tensor, Tensor], ...]:
    return (a.grain, b.grain), (a.patches, b.patches), (a.cells, b.cells), (a.whole, b.whole)
