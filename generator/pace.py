"""How fast both networks learn: rates that fall at a run's end, and a guard against a judge that has begun to win.

Both are pure arithmetic of what a checkpoint holds, so that going on from one is the same as never having stopped.
"""

from __future__ import annotations

from dataclasses import dataclass

FALL_FROM = 2 / 3
"""Share of the budget after which the rates fall."""
LOWEST = 0.1
"""What they fall to by the budget's end: pictures get crisper (measured, docs/training.md)."""


def falling(part: float) -> float:
    """The share of the full rates after this part (0..1) of a run's budget: 1, then straight down to LOWEST at its end."""
    fallen = (part - FALL_FROM) / (1 - FALL_FROM)
    return 1 - (1 - LOWEST) * min(1.0, max(0.0, fallen))


@dataclass
class Guard:
    """Slows the judge down while it wins: a painter who can't please it learns nothing from it.

    mean: running mean of the judge's hinge loss, which is 8 when it has no idea and 0 when it is never wrong. Full speed from BOUND up,
    a tenth from LOST down. Until AWAKE steps the loss is low only because the painter has not begun.
    """

    BOUND = 5.0
    LOST = 3.0
    SLOWEST = 0.1
    AWAKE = 1000
    MEMORY = 0.98

    mean: float = BOUND

    def see(self, loss: float) -> None:
        """Takes in the judge's loss of a step."""
        self.mean = self.MEMORY * self.mean + (1 - self.MEMORY) * loss

    def share(self, step: int) -> float:
        """The share of its full rate that the judge gets in this step."""
        if step < self.AWAKE:
            return 1.0
        return min(1.0, max(self.SLOWEST, (self.mean - self.LOST) / (self.BOUND - self.LOST)))
