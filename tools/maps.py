"""Builds the six levels that ship, with their proofs: ``python -m tools.maps``. The same code gives the same bytes."""

from __future__ import annotations

from levels.build import build_proved, shipped_path
from levels.castle import write_level
from levels.stages import STAGES

SEEDS = ("iron", "vesper", "dusk", "zephyr", "willow", "vigil")
"""One for each stage, chosen by looking at many."""


def main() -> None:
    for stage, seed in zip(STAGES, SEEDS, strict=True):
        built = build_proved(seed, stage.number, progress=print)
        path = write_level(built, shipped_path(stage).parent)
        print(f"{path.name}: {seed}, {built.proof.frames} frames to the exit")


if __name__ == "__main__":
    main()
