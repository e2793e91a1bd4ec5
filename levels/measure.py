"""One level in figures: how straight its way is, how kind it is, what it asks of a jump, and its screens to compare it by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from game.sim.buttons import Button
from game.sim.foes.kinds import FOES
from game.sim.hero import State
from game.sim.level import CELL, Cell, Level, Section
from game.sim.world import Rules, World
from levels.prove import Proof
from levels.templates import SCREEN_H, SCREEN_W
from levels.timing import GROUND, Footing, footing, without_lifts

MOST_SPARE = 16
"""Px; a jump with more to spare than this counts as having this much."""
BENT = 4
"""Cells off the straight line, on average, at which a way counts as not linear at all."""
_WEIGHTS = {"crusher": 0.5, "crumble": 0.1}
"""What a machine takes from the leniency of a stage, beside a foe's 1 and a pit's or a bed of spikes' half."""
_PIT, _SPIKES, _MEAT = 0.5, 0.5, -0.5


@dataclass(frozen=True, slots=True)
class Figures:
    """What a level comes to.

    screens: how many. linearity: 0 (up and down) .. 1 (each section's way lies on a line). leniency: 0 where nothing does harm, less
    with each danger, a screen. foes: of the first loop. pits: widths in cells of what kills who falls in. spare: px of run-up from
    which each jump of the proof from ground to ground comes off, a second try from nearer by counted; as_played says how far it
    may fall short itself. seconds: of the proof. plan: where each section lies and how wide it is, in screens, as "x,y+w" in the
    order they are met. checkpoints; candles; hearts: the candles that hold a large one; secrets: blocks that hold something.
    """

    screens: int
    linearity: float
    leniency: float
    foes: int
    pits: tuple[int, ...]
    spare: tuple[int, ...]
    seconds: float
    plan: tuple[str, ...] = ()
    checkpoints: int = 0
    candles: int = 0
    hearts: int = 0
    secrets: int = 0


def measure(level: Level, proof: Proof) -> Figures:
    """Plays the proof once more and counts."""
    screens = sum(section.w for section in level.sections) // SCREEN_W
    foes = sum(thing.kind in FOES and thing.loop == 1 for thing in level.things)
    pits = tuple(width for section in level.sections for width in pit_widths(level, section))
    heights, spare = _walk(level, proof)
    kinds = Counter(thing.kind for thing in level.things)
    return Figures(
        screens=screens,
        linearity=_linearity(heights),
        leniency=-_danger(level, foes, len(pits)) / screens,
        foes=foes,
        pits=pits,
        spare=spare,
        seconds=proof.frames / 60,
        plan=tuple(f"{s.x // SCREEN_W},{s.y // SCREEN_H}+{s.w // SCREEN_W}" for s in level.sections),
        checkpoints=len(level.checkpoints),
        candles=kinds["candle"],
        hearts=sum(thing.kind == "candle" and thing.holds == "heart_large" for thing in level.things),
        secrets=sum(thing.kind == "block" and bool(thing.holds) for thing in level.things),
    )


def as_played(level: Level, proof: Proof) -> tuple[int, ...]:
    """Px by which each jump that Figures.spare counts could set off too early and still come down on the same ground: the very jump
    that the proof makes, with no second try. One that leads down may come down where it began, and lifts are left out of it."""
    jumps = ((world, buttons) for world, buttons in _standing(level, proof) if buttons & Button.A)
    return tuple(px for world, buttons in jumps for px in _early(world, buttons))


def _standing(level: Level, proof: Proof) -> Iterator[tuple[World, int]]:
    """The world before each frame of the proof on which the hero stands, and the buttons of that frame."""
    world = World(level, 0, Rules(enemies=False))
    for buttons in proof.buttons:
        if world.hero.state == State.GROUND:
            yield world, buttons
        world.step(buttons)


def _walk(level: Level, proof: Proof) -> tuple[dict[int, dict[int, int]], tuple[int, ...]]:
    """Section -> column -> row of the feet, wherever the proof stands; and what its jumps have to spare."""
    heights: dict[int, dict[int, int]] = {}
    spare: list[int] = []
    for world, buttons in _standing(level, proof):
        x, y = world.hero.x >> 12, (world.hero.y >> 8) - 1 >> 4
        heights.setdefault(_section(level, x, y), {})[x] = y
        if buttons & Button.A:
            spare += _spare(world, buttons)
    return heights, tuple(spare)


def _section(level: Level, x: int, y: int) -> int:
    return next((i for i, s in enumerate(level.sections) if s.x <= x < s.x + s.w and s.y <= y < s.y + s.h), -1)


def _early(world: World, buttons: int) -> Iterator[int]:
    """See as_played."""
    way, begun, aim = _leap(world, buttons)
    if aim is None:
        return
    good = {aim, begun} if aim[1] > begun[1] else {aim}
    alone = without_lifts(world) if world.machinery else world
    short = 0
    while short < MOST_SPARE and landing(alone, buttons, -way * (short + 1)) in good:
        short += 1
    yield short


def _leap(world: World, buttons: int) -> tuple[int, Footing, Footing | None]:
    """The side that a jump leads to, what it begins on and what it comes down on; None: no ground, or a lift's or straight up."""
    way = bool(buttons & Button.RIGHT) - bool(buttons & Button.LEFT)
    begun, aim = footing(world), landing(world, buttons, 0)
    on_ground = way and aim is not None and aim[0] == begun[0] == GROUND
    return way, begun, aim if on_ground else None


def _spare(world: World, buttons: int) -> Iterator[int]:
    """By how many px this jump could set off too early; nothing for jumps from or onto lifts, or straight up.

    A jump that leads down may also come down on its way there, or where it began: it lacked a step to the edge, and nothing is lost.
    One that leads up and comes back to where it began may be tried again from nearer by, so what it has there counts too. A lift
    that happens to come by and catches him is no ground: it ends the count, though nothing is lost (_early leaves lifts out).
    """
    way, begun, aim = _leap(world, buttons)
    if aim is None:
        return
    highest, lowest = min(aim[1], begun[1]), aim[1]

    def good(aside: int) -> bool:
        found = landing(world, buttons, aside)
        return found is not None and found[0] == GROUND and highest <= found[1] <= lowest

    short = nearer = 0
    while short < MOST_SPARE and good(-way * (short + 1)):
        short += 1
    if short < MOST_SPARE and landing(world, buttons, -way * (short + 1)) == begun:
        while short + nearer < MOST_SPARE and _free(world, way, nearer + 1) and good(way * (nearer + 1)):
            nearer += 1
    yield short + nearer


def _free(world: World, way: int, nearer: int) -> bool:
    """Whether no rock stands before the hero's feet so many px further on."""
    ahead = (world.hero.x >> 8) + way * (nearer + world.numbers.hero.half_width)
    return world.level.cell(ahead // CELL, ((world.hero.y >> 8) - 1) // CELL) not in (Cell.SOLID, Cell.BREAKABLE)


def landing(world: World, buttons: int, aside: int) -> Footing | None:
    """What a jump with these buttons, from so many px further right than the hero stands, comes down on; None if it kills."""
    twin = world.clone()
    twin.hero.x += aside << 8
    twin.step(buttons)
    while twin.status == "play" and twin.hero.state != State.GROUND:
        twin.step(0)
    return None if twin.status == "dying" else footing(twin)


def _linearity(heights: dict[int, dict[int, int]]) -> float:
    """1 less the mean distance, of BENT cells, between the way's columns and the line that fits each section best."""
    off = []
    for way in heights.values():
        x, y = np.array(list(way)), np.array(list(way.values()))
        off.append(np.abs(y - np.polyval(np.polyfit(x, y, 1), x)) if len(x) > 2 else np.zeros(len(x)))
    return max(0.0, 1 - float(np.concatenate(off).mean()) / BENT) if off else 1.0


def _danger(level: Level, foes: int, pits: int) -> float:
    things = [thing for thing in level.things if thing.loop == 1]
    machines = sum(_WEIGHTS.get(thing.kind, 0.0) for thing in things)
    spikes = sum(_runs(np.frombuffer(level.cells, np.uint8).reshape(level.height, level.width) == Cell.SPIKES))
    meat = sum(thing.holds == "meat" for thing in things)
    return foes + _PIT * pits + _SPIKES * spikes + machines + _MEAT * meat


def _runs(mask: NDArray[np.bool_]) -> Iterator[int]:
    """1 for each run of True in each row."""
    for row in mask:
        yield sum(1 for value, _ in groupby(row.tolist()) if value)


def pit_widths(level: Level, section: Section) -> list[int]:
    """The widths of the runs of columns in which a fall ends in water or out of the section's bottom."""
    deadly = [_deadly(level, section, x) for x in range(section.x, section.x + section.w)]
    return [len(list(run)) for value, run in groupby(deadly) if value]


def _deadly(level: Level, section: Section, x: int) -> bool:
    """From the bottom up, the first cell that is not rock: open at the very bottom, or water with nothing to stand on over it."""
    column = [level.cell(x, y) for y in range(section.y, section.y + section.h)]
    beside = {level.cell(x + dx, section.y + section.h - 1 - dy) for dx in (-1, 0, 1) for dy in (0, 1)}
    if column[-1] == Cell.EMPTY:
        return not beside & {Cell.STAIRS_UP, Cell.STAIRS_DOWN} and not _stairs_near(level, section, x)
    if Cell.LIQUID not in column:
        return False
    surface = column.index(Cell.LIQUID)
    return surface > 0 and column[surface - 1] == Cell.EMPTY


def _stairs_near(level: Level, section: Section, x: int) -> bool:
    """Whether the hole in the floor at x is that of a staircase."""
    floor = section.y + section.h - 1
    for step in (-1, 1):
        at = x
        while level.cell(at, floor) == Cell.EMPTY:
            at += step
        if level.cell(at, floor) in (Cell.STAIRS_UP, Cell.STAIRS_DOWN):
            return True
    return False


def walked_screens(level: Level) -> NDArray[np.uint8]:
    """(n, 13, 16) cells of the screens as they are met, those walked to the left seen in a mirror."""
    grid = np.frombuffer(level.cells, np.uint8).reshape(level.height, level.width)
    entries: Sequence[int] = [level.start[0], *(x for x, _ in level.checkpoints)]
    found = []
    for section, entry in zip(level.sections, entries, strict=False):
        part = grid[section.y : section.y + SCREEN_H, section.x : section.x + section.w]
        if entry // CELL - section.x > section.w // 2:
            part = _mirrored(part)
        found += [part[:, x : x + SCREEN_W] for x in range(0, section.w - SCREEN_W + 1, SCREEN_W)]
    return np.array(found, np.uint8)


def _mirrored(cells: NDArray[np.uint8]) -> NDArray[np.uint8]:
    swap = np.arange(256, dtype=np.uint8)
    swap[[Cell.STAIRS_UP, Cell.STAIRS_DOWN]] = Cell.STAIRS_DOWN, Cell.STAIRS_UP
    return swap[cells[:, ::-1]]
