"""A way through one map or the whole castle: which stage comes next, and with what in hand."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field, replace
from pathlib import Path

from game.assists import assisted
from game.progress import LAST_LOOP, SavedRun
from game.settings import Settings
from game.sim.world import Carry, Rules

_SYLLABLES = ("ba", "de", "fi", "go", "ka", "lo", "mi", "no", "ra", "se", "ti", "vo", "za")


@dataclass(frozen=True, slots=True)
class Run:
    """maps: the stages in order. carry: the hero as he enters stage `index`. seed: the code all chances come from.

    castle: whether it is a castle. code: of which, empty for the shipped one. kept: whether it can be continued another day.
    timed: time attack.
    pack: a coat named on the command line, for all stages.
    record: where its replays are written besides the player's own folder. loop: how often the castle is dreamt, from 1.
    assists, slow: the helps it is played with, speed in percent. marked: it was played with helps before.
    """

    maps: tuple[Path, ...]
    index: int = 0
    carry: Carry = field(default_factory=Carry)
    seed: str = ""
    castle: bool = True
    code: str = ""
    kept: bool = True
    timed: bool = False
    pack: Path | None = None
    record: Path | None = None
    loop: int = 1
    assists: Rules = field(default_factory=Rules)
    slow: int = 100
    marked: bool = False

    @property
    def rules(self) -> Rules:
        """The rules of its worlds."""
        return replace(self.assists, loop=self.loop)

    @property
    def assisted(self) -> bool:
        """Whether its score is marked."""
        return self.marked or assisted(self.assists, self.slow)

    @property
    def path(self) -> Path:
        """The map in play."""
        return self.maps[self.index]

    @property
    def stage(self) -> str:
        """The name under which progress and coats of the map in play are kept."""
        return self.path.stem

    @property
    def replay_name(self) -> str:
        """The name under which the last run of the map in play is kept; those of dreamt castles share theirs."""
        return f"castle-{self.stage}" if self.code else self.stage

    @property
    def is_last(self) -> bool:
        """Nothing comes after this stage."""
        return self.index + 1 >= len(self.maps)

    @property
    def world_seed(self) -> int:
        """The seed of the rules for this stage, 0..2^32-1. The empty code is seed 0."""
        if not self.seed:
            return 0
        return int.from_bytes(
            hashlib.blake2b(f"{self.seed} {self.index + len(self.maps) * (self.loop - 1)}".encode(), digest_size=4).digest(), "big"
        )

    def helped(self, settings: Settings) -> Run:
        """The same run with the helps that the player has chosen by now; once marked it stays so."""
        return replace(self, assists=settings.assists, slow=settings.slow, marked=self.assisted)

    def replayed(self, rules: Rules, slow: int) -> Run:
        """The same stage as a replay played it: under its loop and its helps, with chances that no code stands for."""
        return replace(self, seed="", loop=rules.loop, assists=rules, slow=slow, marked=False)

    def continued(self) -> Run:
        """The same stage after a game over: new lives, no score."""
        return replace(self, carry=Carry())

    def following(self, carry: Carry) -> Run | None:
        """What comes next, with what the hero has after the tally: another stage, the castle once more, or nothing."""
        if not self.is_last:
            return replace(self, index=self.index + 1, carry=carry)
        return replace(self, index=0, carry=carry, loop=self.loop + 1, kept=True) if self.castle and self.loop < LAST_LOOP else None

    @property
    def saved(self) -> SavedRun:
        """What is kept of it at the beginning of a stage."""
        return SavedRun(self.stage, self.carry, self.seed, self.loop, self.assisted, self.code)


def new_code() -> str:
    """A fresh seed that people can tell each other: three syllables and two digits."""
    return "".join(secrets.choice(_SYLLABLES) for _ in range(3)) + f"{secrets.randbelow(100):02}"
