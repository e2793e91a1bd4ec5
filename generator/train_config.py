"""What a training run is asked to do, and how far it has come."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

DEFAULT_MINUTES = 60.0
"""How long a run takes that was told neither minutes nor steps."""


@dataclass(frozen=True, slots=True)
class TrainConfig:
    """What ``train`` is asked to do; minutes and steps count from the very beginning, over all resumptions.

    hold_out: packs that the run never sees, or how many, see holdout.py.
    width: channels of the painter's widest full-size layer; the rest of both networks follows from it.
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


@dataclass(frozen=True, slots=True)
class Place:
    """How far a run has come."""

    step: int = 0
    seconds: float = 0.0
