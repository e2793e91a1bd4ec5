"""Many levels built at once, in as many processes as there are: each comes back as a Finding, in figures."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from generator.errors import UserError
from levels.build import Built, build_proved
from levels.castle import write_level
from levels.likeness import Features
from levels.measure import Figures, measure, walked_screens
from levels.prove import level_hash
from levels.recall import known
from levels.stages import STAGES


@dataclass(frozen=True, slots=True)
class Order:
    """One level to build. folder: where its map and proof go, as a text; empty for nowhere. bot: the bot plays it too."""

    seed: str
    stage: int
    folder: str = ""
    bot: bool = False

    @property
    def name(self) -> str:
        return f"{self.seed} stage {self.stage}"


@dataclass(frozen=True, slots=True)
class Played:
    """How the bot played a level with its enemies: to the end or not, lives lost, bars of health lost to hits, frames."""

    finished: bool
    deaths: int
    bars: int
    frames: int


@dataclass(frozen=True, slots=True)
class Finding:
    """A level that was built. level: its hash. draws: 0 if the shipped level stepped in. seconds: of the processor's time in this
    process, for drawing, search and proof, with nothing remembered from other levels. played: None if the bot did not."""

    order: Order
    level: str
    draws: int
    seconds: float
    figures: Figures
    features: Features
    told: tuple[str, ...] = ()
    played: Played | None = None

    @property
    def proved(self) -> bool:
        """The seed's own level, and not the shipped one, is there with its proof."""
        return self.draws > 0


def orders(count: int, code: str, stage: int | None, folder: Path | None, bot: int = 0) -> list[Order]:
    """So many castles of six stages, or levels of one stage; the seeds are the code with a number. bot: it plays the first so many.

    Raises UserError for a bad code.
    """
    if not code.isprintable():
        raise UserError(f"the seed {code!r} has characters that no map file can hold; any word will do")
    stages = [stage] if stage else [each.number for each in STAGES]
    seeds = [f"{code}{n:03}" for n in range(1, count + 1)]
    return [Order(seed, number, str(folder / seed) if folder else "", n < bot) for n, seed in enumerate(seeds) for number in stages]


def fill(order: Order) -> tuple[Built, Finding]:
    """Build the level of an order and measure it; its files are written if it says where."""
    told: list[str] = []
    known.cache_clear()  # each level's time is its own, whatever this process has built before
    began = time.process_time()
    built = build_proved(order.seed, order.stage, progress=told.append)
    seconds = time.process_time() - began
    if order.folder:
        write_level(built, Path(order.folder))
    level = built.level_map.level
    features = Features(built.rooms, walked_screens(level))
    figures = measure(level, built.proof)
    return built, Finding(order, level_hash(level), built.draws, seconds, figures, features, tuple(told))
