"""How dense the foes are along the way: calm where one arrives, rising, a breath after each fight, a gauntlet before the boss's door."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from game.sim.level import CELL
from levels.layout import Layout, section_at
from levels.lot import Lot
from levels.stages import Stage
from levels.templates import SCREEN_H, SCREEN_W

QUIET_ROOMS = frozenset({"calm", "start", "door", "ante", "arena"})
"""Kinds of rooms in which there is nobody."""
WAVE = (60, 100, 150)
"""Percent of what is due, room by room, from an arrival to a fight; some seeds leave out the middle."""
GAUNTLET = 170
"""The same for the last rooms before the boss's door."""
GAUNTLET_SCREENS = 2
"""So many screens of them, or one or two more, as rooms are."""
BREATHER = 1
"""Foes at most in a room to draw breath in; stairs are such rooms by themselves."""
DENSEST = 500
"""Hundredths of foes a screen that are ever asked for: there is hardly room for more."""
RICH, POOR = 170, 40
"""Percent of what is due in the two ways of a fork."""
RICH_GAUNTLET, POOR_GAUNTLET = 200, 120
"""The same for a fork among the last rooms."""
PARTS = 3
"""The way is so many parts, each with its share of the foes: where doors and stairs take much of one, its other rooms are fuller for it."""
RISEN = (0, 40, 100)
"""How much of the rise from the first threat to the last is behind the hero in each part, in percent."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A room, or one storey of a fork: which room in the order they are met, its kind, its cells.

    side: the storey that one need not walk through. rich: the more dangerous and rewarding way of a fork.
    """

    order: int
    kind: str
    x: int
    y: int
    w: int
    h: int
    side: bool = False
    rich: bool = False

    @property
    def screens(self) -> int:
        return (self.w // SCREEN_W) * (self.h // SCREEN_H)

    def holds(self, x: int, y: int) -> bool:
        """Whether a cell lies in it."""
        return self.x <= x < self.x + self.w and self.y <= y < self.y + self.h


@dataclass(frozen=True, slots=True)
class Beat:
    """A stretch in which foes live.

    due: so many hundredths of foes the first time. part: 0 to PARTS - 1, the part of the way it lies in. breather: at most BREATHER foes.
    """

    stretch: Stretch
    due: int
    breather: bool = False
    gauntlet: bool = False
    part: int = 0

    @property
    def late(self) -> bool:
        """It lies in the last part of the way."""
        return self.part == PARTS - 1


def stretches(layout: Layout) -> tuple[Stretch, ...]:
    """All rooms as they are met; of a fork first the storey one walks through, then the other."""
    found: list[Stretch] = []
    for order, (kind, (x, y, w, h)) in enumerate(zip(layout.kinds, layout.rooms, strict=True)):
        if kind != "fork":
            found.append(Stretch(order, kind, x, y, w, h))
            continue
        storeys = [(layout.sections[section_at(layout.sections, x, top)].w == w, top) for top in (y, y + SCREEN_H)]
        found += _fork(layout, order, x, w, sorted(storeys))
    return tuple(found)


def _fork(layout: Layout, order: int, x: int, w: int, storeys: list[tuple[bool, int]]) -> Iterator[Stretch]:
    """The way with more drawn to be found is the rich one, the side storey if they are equal."""
    ways = [Stretch(order, "fork", x, top, w, SCREEN_H, side=side) for side, top in storeys]
    places = [(mark.x, mark.y) for mark in layout.marks if mark.what == "c"] + [(bx, by) for bx, by, _ in layout.blocks]
    worth = [sum(way.holds(*place) for place in places) for way in ways]
    side_is_rich = worth[1] >= worth[0]
    for way in ways:
        yield replace(way, rich=way.side == side_is_rich)


def beats(lot: Lot, stage: Stage, layout: Layout) -> tuple[Beat, ...]:
    """The curve of a stage. All in all about as many foes as an even rise from `stage.threat`'s first to its last would bring."""
    every = stretches(layout)
    drawn = _drawn(lot, every)
    first, last = _threat(stage)
    even = [beat.stretch.screens * (first + (last - first) * step // max(1, len(drawn) - 1)) for step, beat in enumerate(drawn)]
    rests = [min(due // 2, 100 * BREATHER) for due in even]
    weights = [due * beat.due // (200 if _moves(layout, beat.stretch) else 100) for beat, due in zip(drawn, even, strict=True)]
    on_the_way = [i for i, beat in enumerate(drawn) if not beat.stretch.side]
    shares = _shares(every, stage, sum(even[i] for i in on_the_way if not drawn[i].breather))
    rested = [sum(rests[i] for i in on_the_way if drawn[i].breather and drawn[i].part == part) for part in range(PARTS)]
    weighed = [max(1, sum(weights[i] for i in on_the_way if drawn[i].part == part)) for part in range(PARTS)]
    dues = [
        min(beat.stretch.screens * DENSEST, weight * max(0, shares[beat.part] - rested[beat.part]) // weighed[beat.part])
        for beat, weight in zip(drawn, weights, strict=True)
    ]
    return tuple(replace(beat, due=rest if beat.breather else due) for beat, rest, due in zip(drawn, rests, dues, strict=True))


def _threat(stage: Stage) -> tuple[int, int]:
    """Foes a screen in hundredths, at first and at last."""
    first, last = stage.threat
    return round(100 * first), round(100 * last)


def _shares(every: tuple[Stretch, ...], stage: Stage, foes: int) -> list[int]:
    """Deals out foes (hundredths) to the parts of the way: what all their screens, quiet ones too, would have in an even rise."""
    first, last = _threat(stage)
    screens = [
        sum(one.screens for one, part in zip(every, _parts(every), strict=True) if part == at and _counts(one)) for at in range(PARTS)
    ]
    rise = [size * (first + (last - first) * risen // 100) for size, risen in zip(screens, RISEN, strict=True)]
    return [foes * one // max(1, sum(rise)) for one in rise]


def _counts(stretch: Stretch) -> bool:
    return not stretch.side and stretch.kind not in ("ante", "arena")


def _parts(every: tuple[Stretch, ...]) -> list[int]:
    """In which part of the way each stretch lies, by its middle; the side storey of a fork where the other one does."""
    whole = max(1, sum(one.screens for one in every if _counts(one)))
    found: list[int] = []
    gone = 0
    for one in every:
        middle = 2 * gone + one.screens
        found.append(found[-1] if one.side else min(PARTS - 1, middle * PARTS // (2 * whole)))
        gone += one.screens if _counts(one) else 0
    return found


def _moves(layout: Layout, stretch: Stretch) -> bool:
    """There is a machine in it, which is a foe of its own."""
    return any(stretch.holds(thing.x // CELL, thing.y // CELL) for thing in layout.machines)


def _drawn(lot: Lot, every: tuple[Stretch, ...]) -> list[Beat]:
    """The stretches with foes; `due` is the percent of what an even rise would bring there."""
    wave = WAVE if lot.percent(50) else (WAVE[0], WAVE[-1])
    gauntlet = _gauntlet(every)
    found: list[Beat] = []
    step = 0
    for at, (stretch, part) in enumerate(zip(every, _parts(every), strict=True)):
        if stretch.kind in QUIET_ROOMS:
            step = 0
        elif at in gauntlet:
            found.append(Beat(stretch, _rush(stretch), gauntlet=True, part=part))
        elif stretch.kind == "fork":
            found.append(Beat(stretch, RICH if stretch.rich else POOR, part=part))
        elif stretch.kind == "stairs" or (stretch.screens == 1 and (step == len(wave) or at + 1 in gauntlet)):
            found.append(Beat(stretch, 0, breather=True, part=part))
            step = 0
        else:
            step = 0 if at + 1 in gauntlet or step == len(wave) else step
            found.append(Beat(stretch, wave[step], part=part))
            step += 1
    return found


def _rush(stretch: Stretch) -> int:
    """What is due in a room of the gauntlet, in percent."""
    if stretch.kind != "fork":
        return GAUNTLET
    return RICH_GAUNTLET if stretch.rich else POOR_GAUNTLET


def _gauntlet(every: tuple[Stretch, ...]) -> frozenset[int]:
    """The last passages before the ante, as many as make GAUNTLET_SCREENS, within one walk."""
    found: list[int] = []
    screens = 0
    at = max(i for i, stretch in enumerate(every) if stretch.kind == "ante") - 1
    while at >= 0 and screens < GAUNTLET_SCREENS and every[at].kind in ("passage", "fork"):
        screens += 0 if every[at].side else every[at].screens
        found.append(at)
        at -= 1
    return frozenset(found)
