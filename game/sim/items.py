"""What candles and broken blocks let fall, and how it falls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .collide import floor_between
from .level import CELL, VIEW_H
from .records import Record

if TYPE_CHECKING:
    from .world import World

HEARTS = ("heart_small", "heart_large")
MULTIPLIERS = ("double", "triple")


class Item(Record):
    """x, y: the middle of its bottom edge, 1/256 px. age: frames since it fell out. value: points of a bag. resting: on the ground."""

    __slots__ = ("age", "kind", "resting", "value", "x", "y")

    def __init__(self, kind: str, x: int, y: int, value: int = 0) -> None:
        self.kind, self.x, self.y, self.value = kind, x, y, value
        self.age, self.resting = 0, False


def drop_of(w: World, holds: str) -> str:
    """What a candle gives: what it holds, or a draw; in the place of hearts whatever the hero has earned by now."""
    hero = w.hero
    kind = holds or w.rng.weighted(w.numbers.candle.drops)
    if kind == hero.subweapon and not holds:
        kind = "heart_small"
    if kind in HEARTS:
        return _earned(w) or kind
    if kind == "whip_up" and hero.whip_level > len(w.numbers.candle.whip_up_at):
        return "heart_large"
    return kind


def _earned(w: World) -> str:
    """The whip's next level once there are hearts enough, the next multiplier after hits enough; each is offered once at a time."""
    hero, n = w.hero, w.numbers
    about = {item.kind for item in w.items}
    level, times = hero.whip_level, hero.multiplier
    if level <= len(n.candle.whip_up_at) and hero.hearts >= n.candle.whip_up_at[level - 1] and "whip_up" not in about:
        return "whip_up"
    if times <= len(n.item.multiplier_at) and hero.weapon_hits >= n.item.multiplier_at[times - 1] and not about & set(MULTIPLIERS):
        return MULTIPLIERS[times - 1]
    return ""


def let_fall(w: World, kind: str, x: int, y: int) -> None:
    """Put an item at a place in px."""
    value = 0
    if kind == "bag":
        bags = w.numbers.item.bag
        value = bags[w.rng.below(len(bags))]
    w.items.append(Item(kind, x << 8, y << 8, value))


def settle(w: World) -> None:
    """Items fall, lie, and vanish after a while; the orb stays."""
    n = w.numbers.item
    expired = False
    for item in w.items:
        item.age += 1
        if not item.resting:
            _sink(w, item)
        expired = expired or item.age >= n.lifetime
    if expired:
        w.items = [item for item in w.items if item.age < n.lifetime or item.kind == "orb"]


def loosen(w: World, column: int, row: int) -> None:
    """The ground is gone from a cell: what lies on it falls."""
    for item in w.items:
        if item.y == row * CELL << 8 and abs((item.x >> 8) - column * CELL - CELL // 2) < CELL:
            item.resting = False


def _sink(w: World, item: Item) -> None:
    n = w.numbers.item
    light = item.kind == "heart_small"
    dy = n.sway_fall if light else n.fall
    edge = floor_between(w.terrain, item.x, item.y, dy, n.half_width)
    if edge is not None:
        item.y, item.resting = edge, True
        return
    item.y += dy
    if item.kind == "orb" and item.y >> 8 > w.camera[1] + VIEW_H:  # lost in a pit: it comes down on the hero instead
        item.x, item.y = w.hero.x, w.camera[1] << 8
    if light:
        item.x += n.sway if (item.age // n.sway_half_period) % 2 else -n.sway
