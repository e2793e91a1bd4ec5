"""Plays for a long time and watches the rules: ``python -m tools.soak --minutes 60 [--bot]``. Minutes are the game's, 3,600 frames each.

Random input or the bot plays the six stages that ship, one attempt after another, with other chances and from other checkpoints
each time. What is looked for: an exception, a list in the world that grows, memory that grows, a hero who can't move, an
attempt that no clock ends.
"""

from __future__ import annotations

import argparse
import gc
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random

from game.bot.player import Bot
from game.bot.way import Way
from game.sim.buttons import Button
from game.sim.level import Level
from game.sim.world import FPS, Carry, Rules, World
from generator.errors import UserError
from levels.build import shipped_path
from levels.load import load_map
from levels.stages import STAGES

Player = Callable[[World], int]
"""The buttons for a frame."""
STILL = 20 * FPS
"""Frames of random input after which a hero who has not moved is stuck."""
OVERTIME = 60 * FPS
"""Frames by which doors and dying may make an attempt longer than its clock."""
MOST = {"actors": 48, "shots": 64, "items": 48}
"""Bounds of the world's lists."""
BLOCKS = 20_000
"""Python's memory blocks by which an hour may end above its beginning: caches fill, worlds don't pile up."""
LONGEST = 45 * FPS
"""Frames after which an attempt at random is left for another place; every tenth first one goes on until its clock runs out."""
_SIDES = (int(Button.LEFT), int(Button.RIGHT))
_WEAPONS = ("", "dagger", "axe", "flask", "crescent", "watch")
_EXTRAS = (0, 0, 0, int(Button.UP), int(Button.DOWN))


@dataclass(slots=True)
class Report:
    """frames: played. most: the longest that each list was. still: the longest that the hero stood in one place, frames.

    blocks: memory blocks at the end less those after the first stage. faults: what was found wrong, a line each.
    """

    frames: int = 0
    seconds: float = 0.0
    attempts: int = 0
    deaths: int = 0
    clears: int = 0
    blocks: int = 0
    still: int = 0
    most: dict[str, int] = field(default_factory=lambda: dict.fromkeys(MOST, 0))
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        hours, speed = self.frames / FPS / 3600, self.frames / max(1e-9, self.seconds)
        most = ", ".join(f"{name} {count}" for name, count in self.most.items())
        return (
            f"{hours:.2f} simulated hours, {speed:.0f} frames/s, {self.attempts} attempts, {self.deaths} deaths, {self.clears} clears; "
            f"at most {most}; stood still {self.still / FPS:.0f} s; {self.blocks:+} memory blocks"
        )


class RandomPlayer:
    """Holds something for a while, one side more than the other, then something else; both buttons are pressed now and then."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.sides = (_SIDES[seed % 2], _SIDES[seed % 2], *_SIDES, 0)
        self.held, self.frames = 0, 0

    def __call__(self, world: World) -> int:
        if not self.frames:
            self.frames = self.chance.randint(4, 60)
            self.held = self.chance.choice(self.sides) | self.chance.choice(_EXTRAS)
        self.frames -= 1
        press = self.chance.random()
        return self.held | (int(Button.A) if press < 0.04 else int(Button.B) if press < 0.1 else 0)


def attempt(world: World, player: Player, report: Report, left: int) -> None:
    """Play a world to its end, or for the frames that are left."""
    place, since = (0, 0), 0
    end = world.level.seconds * FPS + OVERTIME
    while world.status not in ("cleared", "lost") and left > 0:
        world.step(player(world))
        left -= 1
        report.frames += 1
        here = (world.hero.x, world.hero.y)
        if here != place or world.status != "play":
            place, since = here, world.frame
        _look(world, report, world.frame - since)
        if world.frame > end:
            report.faults.append(f"frame {world.frame}: no clock has ended the attempt")
            return


def _look(world: World, report: Report, still: int) -> None:
    for name, bound in MOST.items():
        count = len(getattr(world, name))
        if count > report.most[name]:
            report.most[name] = count
            if count > bound:
                report.faults.append(f"frame {world.frame}: {count} {name}")
    report.still = max(report.still, still)


def soak(levels: Sequence[Level], frames: int, *, bot: bool = False, seed: int = 0) -> Report:
    """Play for so many frames. Exceptions are faults, too, told with the level, the seed and the frame."""
    report = Report()
    began = time.perf_counter()
    ways = [Way(level) for level in levels] if bot else []
    first_blocks = 0
    turn = seed
    while report.frames < frames and not report.faults:
        level = levels[turn % len(levels)]
        tour = turn // len(levels)
        carry = Carry(whip_level=1 + turn // 2 % 3, subweapon=_WEAPONS[(turn + tour) % len(_WEAPONS)], hearts=20)
        begin = tour % (len(level.checkpoints) + 1) - 1
        world: World | None = World(level, turn, Rules(loop=1 + tour % 2), carry, at_checkpoint=begin)
        while world is not None and report.frames < frames and not report.faults:
            player: Player = Bot(ways[turn % len(levels)]).buttons if bot else RandomPlayer(turn)
            to_the_end = bot or (turn % 10 == 9 and world.hero.lives == carry.lives)
            longest = frames if to_the_end else LONGEST
            _guarded(world, player, report, min(longest, frames - report.frames), turn)
            report.attempts += 1
            report.deaths += world.status == "lost"
            report.clears += world.status == "cleared"
            world = world.respawn() if world.status == "lost" else None
        turn += 1
        if turn == seed + 1:
            gc.collect()
            first_blocks = sys.getallocatedblocks()
    _weigh(report, first_blocks)
    report.seconds = time.perf_counter() - began
    return report


def _guarded(world: World, player: Player, report: Report, left: int, turn: int) -> None:
    where = f"stage {world.level.stage}, seed {turn}"
    known = len(report.faults)
    before = report.still
    report.still = 0
    try:
        attempt(world, player, report, left)
    except Exception as fault:
        report.faults.append(f"frame {world.frame}: {type(fault).__name__}: {fault}")
    if report.still > STILL and isinstance(player, RandomPlayer):
        report.faults.append(
            f"frame {world.frame}: the hero could not move for {report.still / FPS:.0f} s at {world.hero.x >> 8}, {world.hero.y >> 8}"
        )
    report.still = max(before, report.still)
    report.faults[known:] = [f"{where}, {fault}" for fault in report.faults[known:]]


def _weigh(report: Report, first_blocks: int) -> None:
    gc.collect()
    report.blocks = sys.getallocatedblocks() - first_blocks if first_blocks else 0
    if report.blocks > BLOCKS:
        report.faults.append(f"{report.blocks} more memory blocks than after the first stage")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="tools.soak", description=__doc__.split("\n\n")[0])
    parser.add_argument("--minutes", type=float, default=10.0, metavar="M", help="of the game's time (default: %(default)s)")
    parser.add_argument("--bot", action="store_true", help="let the bot play instead of random input")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of the first attempt (default: %(default)s)")
    args = parser.parse_args(arguments)
    levels = [load_map(shipped_path(stage)).level for stage in STAGES]
    report = soak(levels, int(args.minutes * 60 * FPS), bot=args.bot, seed=args.seed)
    print(report, *report.faults, sep="\n")
    return 1 if report.faults else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except UserError as mistake:
        sys.exit(f"error: {mistake}")
    except KeyboardInterrupt:
        sys.exit(130)
