"""Where in a layout somebody could live: the places that rooms name, and those found by looking at the cells.

A place is good for some of these, each a letter:

    e  stands on the ground        g  walks a guard's beat on it      p  has a ledge to itself
    v  hangs or hovers in the air  r  roosts under a ceiling          w  lies in wait in water
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from game.sim.level import Section
from levels.layout import Layout, Mark, section_at
from levels.machines import calm_around
from levels.pace import Stretch
from levels.reach import FOOT, LASH_UP, TOP, Reach, stair_ends
from levels.templates import BACKDROP, MARKS

BEAT = 7
"""Cells of level floor that make a guard's beat."""
LANDING = 3
"""Cells beyond a deadly gap that are kept free: whoever jumps it lands there."""
CALM = 7
"""Cells around a start, a checkpoint or a door in which nobody lies in wait: the hero never lands blind."""
STAIR_CALM = 5
"""The same around the ends of stairs, where he can neither jump nor turn in time."""
FALL_CALM = 4
"""The same around a landing after which he is stunned."""
POOL = 2
"""Cells of open water that hide a fish."""
LEDGE = 6
"""Cells of the widest ledge that is one's own."""
ALOFT = range(3, 7)
"""Cells above a floor."""
_FREE = BACKDROP | MARKS
_GROUND, _DEADLY = frozenset("#-b"), frozenset("~^")
_NAMED = {"e": "e", "g": "eg", "p": "p", "v": "v"}


@dataclass(frozen=True, slots=True)
class Spot:
    """A place (its cell's lower edge is where the feet are), and what it is good for."""

    mark: Mark
    fits: str


class Ground:
    """Questions about a layout's cells."""

    def __init__(self, layout: Layout) -> None:
        self.layout, self.rows = layout, layout.rows
        self._width, self._height = layout.width, layout.height

    def at(self, x: int, y: int) -> str:
        return self.rows[y][x] if 0 <= x < self._width and 0 <= y < self._height else "#"

    def free(self, x: int, y: int) -> bool:
        """Nothing but backdrop here."""
        return self.at(x, y) in _FREE

    def stands(self, x: int, y: int) -> bool:
        """Floor below, and room for a body two cells high."""
        return self.at(x, y + 1) in "#-" and self.free(x, y) and self.free(x, y - 1)

    def beat(self, x: int, y: int) -> int:
        """Cells of level floor that can be walked from here to both sides."""
        ends = []
        for way in (-1, 1):
            steps = 0
            while steps < BEAT and self.stands(x + way * (steps + 1), y):
                steps += 1
            ends.append(steps)
        return sum(ends) + 1

    def deadly_below(self, x: int, y: int) -> bool:
        """Whoever steps off here falls into a pit, into water or on needles."""
        section = self.layout.sections[section_at(self.layout.sections, x, y)]
        column = (self.at(x, down) for down in range(y + 1, section.y + section.h))
        ground = next((c for c in column if c in _GROUND | _DEADLY), "~")
        return ground in _DEADLY

    def gapes(self, x: int, section: Section) -> bool:
        """The section's bottom is open or deadly here; boards above it, but for those that cover a stairwell, do not count."""
        column = "".join(self.at(x, y) for y in range(section.y, section.y + section.h))
        return bool(set(column) & _DEADLY) or (column[-1] in BACKDROP and column[-2] not in "-/\\")

    def by_a_gap(self, x: int, y: int) -> bool:
        """A jump over something deadly comes down here, or sets off."""
        for way in (-1, 1):
            for steps in range(1, LANDING + 1):
                there = x + way * steps
                if not self.free(there, y):
                    break
                if self.at(there, y + 1) not in _GROUND:
                    if self.deadly_below(there, y):
                        return True
                    break
        return False

    def near_a_gap(self, mark: Mark, cells: int) -> bool:
        """Whether there is something deadly to fall into within so many cells to either side, in the same section."""
        section = self.layout.sections[mark.section]
        columns = range(max(section.x, mark.x - cells), min(section.x + section.w, mark.x + cells + 1))
        return any(self.gapes(x, section) for x in columns)


def spots(layout: Layout, stretch: Stretch) -> tuple[list[Spot], list[Spot]]:
    """The spots of a stretch: those it names, and those found in it."""
    ground = Ground(layout)
    marks = [mark for mark in layout.marks if mark.what in _NAMED and stretch.holds(mark.x, mark.y)]
    named = [_named(ground, mark) for mark in marks if mark.what == "v" or ground.stands(mark.x, mark.y)]
    found = []
    for y in range(stretch.y + 1, stretch.y + stretch.h - 1):
        for x in range(stretch.x + 1, stretch.x + stretch.w - 1):
            fits = _found(ground, x, y)
            if fits:
                found.append(Spot(Mark("", x, y, section_at(layout.sections, x, y), stretch.order), fits))
    return named, found


def to_meet(spot: Spot, reach: Reach, treats: Sequence[Mark]) -> Spot | None:
    """The spot for whoever can be met there: on ground that the hero gets to; guards only where he walks, or has something to fetch."""
    x, y = spot.mark.x, spot.mark.y
    if not set(spot.fits) & set("egp"):
        return spot
    if (x, y) not in reach.places:
        return None
    if "g" not in spot.fits or reach.on_the_way(x, y) or _worth_it(reach, treats, x, y):
        return spot
    return Spot(spot.mark, spot.fits.replace("g", ""))


def _worth_it(reach: Reach, treats: Sequence[Mark], x: int, y: int) -> bool:
    """Something to be found hangs over this floor."""
    columns = {column for column, _ in reach.floor(x, y)}
    return any(mark.x in columns and 0 <= y - mark.y <= LASH_UP for mark in treats)


def _named(ground: Ground, mark: Mark) -> Spot:
    fits = _NAMED[mark.what]
    if mark.what == "e" and ground.beat(mark.x, mark.y) >= BEAT:
        fits = "eg"
    return Spot(mark, fits)


def _found(ground: Ground, x: int, y: int) -> str:
    """What a cell that no room names is good for."""
    if ground.at(x, y) == "~":
        pool = all(ground.at(x + dx, y) == "~" and ground.free(x + dx, y - 1) for dx in range(POOL))
        return "w" if pool and all(ground.free(x, y - up) for up in (1, 2, 3)) else ""
    if not ground.free(x, y):
        return ""
    if ground.stands(x, y):
        beat = ground.beat(x, y)
        if not all(ground.stands(x + dx, y) for dx in (-1, 0, 1)):
            return ""
        if beat >= BEAT:
            return "eg"
        return "ep" if beat <= LEDGE and ground.at(x, y + 1) == "#" else "e"
    if not all(ground.free(x + dx, y + dy) for dx in (-1, 0, 1) for dy in (0, 1, 2)):
        return ""
    if all(ground.at(x + dx, y - 1) == "#" for dx in (-1, 0, 1)):
        return "r"
    return "v" if ground.free(x, y - 1) and _aloft(ground, x, y) else ""


def _aloft(ground: Ground, x: int, y: int) -> bool:
    """Three to six cells above a floor: where something in the air meets a hero who jumps."""
    return any(ground.at(x, y + down) in _GROUND for down in ALOFT)


def arrivals(layout: Layout) -> tuple[Mark, ...]:
    """Where the hero is all at once: the start, checkpoints, and behind doors."""
    return tuple(mark for mark in (*layout.marks, *layout.doors) if mark.what in "@+|")


def calm_places(layout: Layout, reach: Reach) -> tuple[tuple[int, int, int], ...]:
    """(column, row, cells around it) of all places where nobody may lie in wait.

    The view shows eight cells to either side of the hero and all of the section's height, so he is blind only where a section
    opens before him at once: where he starts and comes back, behind doors, at the ends of stairs. Where he comes down stunned
    from a long fall he sees, but can do nothing.
    """
    calm = [(mark.x, mark.y, CALM) for mark in arrivals(layout)]
    ends = ((x, y) for end in (FOOT, TOP) for x, y, _ in stair_ends(layout, end))
    stunned = ((x, y, FALL_CALM) for x, y in sorted(reach.hard_landings()))
    return (*calm, *calm_around(layout.machines), *((x, y, STAIR_CALM) for x, y in ends), *stunned)


def is_calm(mark: Mark, calm: tuple[tuple[int, int, int], ...]) -> bool:
    """Whether a place is one of those where nobody may lie in wait; calm: what calm_places gives."""
    column, row = mark.x, mark.y  # this is asked of every place for every foe
    return any(-around < column - x < around and -around < row - y < around for x, y, around in calm)


def apart(one: Mark, other: Mark) -> int:
    """Cells between two marks, in the wider direction."""
    return max(abs(one.x - other.x), abs(one.y - other.y))
