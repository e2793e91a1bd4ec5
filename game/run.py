"""A way through one map or the whole castle: which stage comes next, and with what in hand."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field, replace
from pathlib import Path

from game.sim.world import Carry

_SYLLABLES = ("ba", "de", "fi", "go", "ka", "lo", "mi", "no", "ra", "se", "ti", "vo", "za")


@dataclass(frozen=True, slots=True)
class Run:
    """maps: the stages in order. carry: the hero as he enters stage `index`. seed: the code all chances come from.

    castle: whether it is the castle, which can be continued another day. pack: a coat named on the command line, for all stages.
    record: where its replays are written besides the player's own folder.
    """

    maps: tuple[Path, ...]
    index: int = 0
    carry: Carry = field(default_factory=Carry)
    seed: str = ""
    castle: bool = True
    pack: Path | None = None
    record: Path | None = None

    @property
    def path(self) -> Path:
        """The map in play."""
        return self.maps[self.index]

    @property
    def stage(self) -> str:
        """The name under which progress and coats of the map in play are kept."""
        return self.path.stem

    @property
    def is_last(self) -> bool:
        """Nothing comes after this stage."""
        return self.index + 1 >= len(self.maps)

    @property
    def world_seed(self) -> int:
        """The seed of the rules for this stage, 0..2^32-1. The empty code is seed 0."""
        if not self.seed:
            return 0
        return int.from_bytes(hashlib.blake2b(f"{self.seed} {self.index}".encode(), digest_size=4).digest(), "big")

    def next_stage(self, carry: Carry) -> Run:
        """On to the next stage with what the hero has after the tally."""
        return replace(self, index=self.index + 1, carry=carry)

    def continued(self) -> Run:
        """The same stage after a game over: new lives, no score."""
        return replace(self, carry=Carry())


def new_code() -> str:
    """A fresh seed that people can tell each other: three syllables and two digits."""
    return "".join(secrets.choice(_SYLLABLES) for _ in range(3)) + f"{secrets.randbelow(100):02}"
