"""What is to be found in a stage: candles and what they hold, and what is walled in off the way."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle

from game.sim.level import Thing
from levels.layout import Layout, Mark, section_at
from levels.lot import Lot
from levels.pace import Stretch, stretches
from levels.plan import NoPlan
from levels.reach import Reach
from levels.spots import Ground
from levels.stages import Stage
from levels.templates import SCREEN_H, SCREEN_W

CANDLES, RICH_CANDLES = 2, 3
"""A screen has at least so many; one of the richer way of a fork."""
CANDLES_APART = 4
"""Cells between one that a room names and one that is added."""
CLIMB = 40
"""The chance in 100 that a candle that is added hangs over a ledge, if there is one."""
LARGE_HEART_EVERY = 4
"""Candles; a hero who throws what he has is paid for it."""
RICH_HOLDS = ("heart_large", "bag")
"""What the candles of a fork's richer way hold in turn with what is drawn."""
AHEAD = 2
"""Columns between the start and the first candle on the way."""
LATE = 50
"""Percent of the way after which treats are found."""


def candle_marks(lot: Lot, layout: Layout, reach: Reach) -> list[Mark]:
    """Where candles hang, in the order they are met: those that rooms name and the whip reaches, and more where there are too few."""
    named = [mark for mark in layout.marks if mark.what == "c" and reach.lashes(mark.x, mark.y)]
    found: list[Mark] = []
    for stretch in stretches(layout):
        here = [mark for mark in named if stretch.holds(mark.x, mark.y)]
        for x in range(stretch.x, stretch.x + stretch.w, SCREEN_W):
            for y in range(stretch.y, stretch.y + stretch.h, SCREEN_H):
                screen = Stretch(stretch.order, stretch.kind, x, y, SCREEN_W, SCREEN_H, stretch.side, stretch.rich)
                here += _more_candles(lot, layout, reach, screen, [mark for mark in here if screen.holds(mark.x, mark.y)])
        found += sorted(here, key=lambda mark: _met(layout, mark))
    return found


def _met(layout: Layout, mark: Mark) -> tuple[int, int, int]:
    """Sorts the marks of a stretch as they are met."""
    return mark.section, layout.ways[mark.section] * mark.x, mark.y


def candles(lot: Lot, stage: Stage, layout: Layout, reach: Reach, marks: Sequence[Mark]) -> list[Thing]:
    """What hangs at these marks: the whip's next level first, the stage's sub-weapons with hearts to throw them, treats late.

    Raises NoPlan where there are too few that the hero can get at.
    """
    holds = _Holdings(lot, layout, reach, marks).deal(stage)
    return [Thing("candle", *mark.feet, holds=held) for mark, held in zip(marks, holds, strict=True)]


class _Holdings:
    """The candles of a stage while it is decided what they hold; the empty string: drawn when one falls."""

    def __init__(self, lot: Lot, layout: Layout, reach: Reach, marks: Sequence[Mark]) -> None:
        self.lot, self.layout, self.reach, self.marks = lot, layout, reach, marks
        self.holds = [""] * len(marks)
        sides = [stretch for stretch in stretches(layout) if stretch.rich]
        self.rich = [i for i, mark in enumerate(marks) if any(way.holds(mark.x, mark.y) for way in sides)]
        self.safe = [i for i, mark in enumerate(marks) if i not in self.rich and reach.catches(mark.x, mark.y)]

    def deal(self, stage: Stage) -> list[str]:
        first = next((i for i in self.safe if self._ahead(self.marks[i])), None)
        if first is None:
            raise NoPlan("no candle on the way that can be caught")
        last = self.safe[-1]
        self.holds[first], self.holds[last] = "whip_up", "heart_large"
        middle = [i for i in self.safe if first < i < last]
        self._spread(middle, stage.finds.arms, paid=True)
        self._spread([i for i in middle if 100 * i >= LATE * len(self.marks)], stage.finds.treats, paid=False)
        for i, held in zip(self.rich[::2], cycle(RICH_HOLDS), strict=False):
            self.holds[i] = held
        self._pay()
        return self.holds

    def _pay(self) -> None:
        """Large hearts wherever there has been none for a while and one can be caught."""
        without = 0
        for i, mark in enumerate(self.marks):
            without = 0 if self.holds[i] == "heart_large" else without + 1
            if without >= LARGE_HEART_EVERY and not self.holds[i] and self.reach.catches(mark.x, mark.y):
                self.holds[i], without = "heart_large", 0

    def _ahead(self, mark: Mark) -> bool:
        start = next(mark for mark in self.layout.marks if mark.what == "@")
        way = self.layout.ways[start.section]
        return mark.section != start.section or (mark.x - start.x) * way >= AHEAD

    def _spread(self, places: list[int], gifts: Sequence[str], *, paid: bool) -> None:
        """One gift in each of as many equal parts of these candles. paid: the next one behind it is a large heart.

        Raises NoPlan where there are fewer of them than gifts that are paid for; of others there are only as many as there is room for.
        """
        places = [i for i in places if not self.holds[i]]
        if not paid:
            gifts = gifts[: len(places)]
        if len(places) < len(gifts):
            raise NoPlan(f"no candle for {', '.join(gifts)}")
        part = len(places) // max(1, len(gifts))
        for turn, held in enumerate(gifts):
            at = turn * part + self.lot.below(max(1, part - 1))
            self.holds[places[at]] = held
            if paid and at + 1 < len(places):
                self.holds[places[at + 1]] = "heart_large"


def _more_candles(lot: Lot, layout: Layout, reach: Reach, screen: Stretch, here: list[Mark]) -> list[Mark]:
    """Candles a cell above plain floor, as far from the others as the screen allows; some over ledges that one has to get to."""
    places = [place for place in _plain(layout, screen) if reach.lashes(*place) and reach.catches(*place)]
    ledges = [(x, y) for x, y in places if not reach.on_the_way(x, y + 1)]
    added: list[Mark] = []

    def alone(place: tuple[int, int]) -> int:
        x, y = place
        return min((abs(x - mark.x) + abs(y - mark.y) for mark in (*here, *added)), default=SCREEN_W)

    while len(here) + len(added) < (RICH_CANDLES if screen.rich else CANDLES):
        choices = ledges if ledges and lot.percent(CLIMB) else places
        best = max(choices, key=alone, default=None)  # the first of equals: the upper left one
        if best is not None and alone(best) >= CANDLES_APART:
            added.append(Mark("c", *best, section_at(layout.sections, *best), screen.order))
        elif choices is ledges:
            ledges = []
        else:
            break
    return added


def _plain(layout: Layout, screen: Stretch) -> list[tuple[int, int]]:
    ground = Ground(layout)
    return [
        (x, y)
        for y in range(screen.y + 2, screen.y + SCREEN_H - 1)
        for x in range(screen.x + 2, screen.x + SCREEN_W - 2)
        if ground.free(x, y)
        and ground.free(x, y - 1)
        and all(ground.at(x + dx, y + 2) in "#-" and ground.free(x + dx, y + 1) for dx in (-1, 0, 1))
    ]


def wall_in(lot: Lot, stage: Stage, layout: Layout) -> Layout:
    """Some rock turned into blocks that hold something: in faces beside floors, rock all around, so no way leads through.

    They crack visibly, as all blocks do (dress.py). The first lies on the last stretch before the boss, the others off the way
    where there is such a place: in the side storey of a fork, on a ledge. The rooms' own blocks hold meat; these come on top.
    """
    reach = Reach(layout)
    faces = lot.shuffled(_faces(layout, reach))
    side = [way for way in stretches(layout) if way.side]
    chosen: dict[int, Mark] = {}
    for _ in stage.finds.walls:
        free = [mark for mark in faces if mark.order not in chosen]
        if not free:
            break
        best = max(free, key=lambda mark: _off_the_way(reach, side, mark) if chosen else mark.order)
        chosen[best.order] = best
    return layout.with_blocks(tuple((mark.x, mark.y, held) for mark, held in zip(chosen.values(), stage.finds.walls, strict=False)))


def _off_the_way(reach: Reach, side: Sequence[Stretch], face: Mark) -> int:
    before = next((face.x + dx, face.y) for dx in (-1, 1) if (face.x + dx, face.y) in reach.places)
    return 2 * any(way.holds(face.x, face.y) for way in side) + (not reach.on_the_way(*before))


def _faces(layout: Layout, reach: Reach) -> list[Mark]:
    ground = Ground(layout)
    found = []
    for stretch in stretches(layout):
        if stretch.kind in ("arena", "ante", "door"):
            continue
        for y in range(stretch.y + 3, stretch.y + stretch.h - 1):
            for x in range(stretch.x, stretch.x + stretch.w):
                if _is_face(ground, reach, x, y):
                    found.append(Mark("B", x, y, section_at(layout.sections, x, y), stretch.order))
    return found


def _is_face(ground: Ground, reach: Reach, x: int, y: int) -> bool:
    """Rock above, below and behind; a place to stand before it that the hero gets to."""
    if any(ground.at(x, y + dy) != "#" for dy in (-1, 0, 1)):
        return False
    return any(
        ground.at(x - way, y) == "#"
        and all((x + way * step, y) in reach.places and ground.at(x + way * step, y + 1) == "#" for step in (1, 2))
        for way in (-1, 1)
    )
