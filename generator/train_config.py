"""What a training run is asked to do, and how far it has come."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

DEFAULT_MINUTES = 60.0
"""How long a run takes that was told neither minutes nor steps."""
FIRST_LOOKS = (100, 200)


@dataclass(frozen=True, slots=True)
class TrainConfig:
    """What ``train`` is asked to do; minutes and steps count from the very beginning, over all resumptions.

    hold_out: packs that the run never sees, or how many, see holdout.py.
    batch: windows a step, of all processes together. width: channels of the painter's widest full-size layer; the rest of both
    networks follows from it. save_every: steps between looks at the samples, each of which also saves.
    """

    data: Path
    out: Path = Path("runs/dreamer.safetensors")
    minutes: float | None = None
    steps: int | None = None
    resume: bool = False
    device: str = "auto"
    batch: int = 32
    width: int = 96
    seed: int = 1
    hold_out: str = ""
    cache: Path | None = None
    save_every: int = 500

    @property
    def budget(self) -> str:
        """How long the run may take, in words."""
        return f"{self.steps} steps" if self.steps is not None else f"{self.minutes or DEFAULT_MINUTES:g} minutes"

    def part(self, place: Place) -> float:
        """The share of the budget that is spent: 0 .. 1, or a little over."""
        return place.step / self.steps if self.steps is not None else place.seconds / (60 * (self.minutes or DEFAULT_MINUTES))

    def spent(self, place: Place) -> bool:
        """Whether a run that has come so far is over."""
        return self.part(place) >= 1

    def due(self, place: Place) -> bool:
        """Whether to look and save after this step: at 100, 200, and then at each multiple of save_every."""
        return place.step in FIRST_LOOKS or place.step % self.save_every == 0


@dataclass(frozen=True, slots=True)
class Place:
    """How far a run has come."""

    step: int = 0
    seconds: float = 0.0
