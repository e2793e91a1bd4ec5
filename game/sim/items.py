"""What candles and broken blocks let fall, and what picking it up does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .collide import floor_between
from .level import VIEW_H
from .records import Record

if TYPE_CHECKING:
    from .world import World

_HEARTS = ("heart_small", "heart_large")


class Item(Record):
    """x, y: the middle of its bottom edge, 1/256 px. age: frames since it fell out. value: points of a bag. resting: on the ground."""

    __slots__ = ("age", "kind", "resting", "value", "x", "y")

    def __init__(self, kind: str, x: int, y: int, value: int = 0) -> None:
        self.kind, self.x, self.y, self.value = kind, x, y, value
        self.age, self.resting = 0, False


def drop_of(w: World, holds: str) -> str:
    """What a candle gives: what it holds, or a draw; the whip's next level in the place of hearts once the hero has enough of them."""
    hero, n = w.hero, w.numbers.candle
    kind = holds or w.rng.weighted(n.drops)
    if kind == "dagger" and not holds and hero.subweapon == "dagger":
        kind = "heart_small"
    offered = any(item.kind == "whip_up" for item in w.items)
    upgrade = hero.whip_level <= len(n.whip_up_at) and hero.hearts >= n.whip_up_at[hero.whip_level - 1]
    if kind in _HEARTS and upgrade and not offered:
        return "whip_up"
    if kind == "whip_up" and hero.whip_level > len(n.whip_up_at):
        return "heart_large"
    return kind


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


def pick_up(w: World, item: Item) -> None:
    """The hero touches an item."""
    hero, n = w.hero, w.numbers.item
    kind = item.kind
    if kind in _HEARTS:
        gain = n.heart_small if kind == "heart_small" else n.heart_large
        hero.hearts = min(w.numbers.hero.max_hearts, hero.hearts + gain)
        w.emit("heart", item.x, item.y, gain)
        return
    w.emit("item", item.x, item.y)
    if kind == "whip_up":
        hero.whip_level = min(hero.whip_level + 1, len(w.numbers.whip.far))
    elif kind == "dagger":
        hero.subweapon = kind
    elif kind == "meat":
        hero.health = min(w.numbers.hero.health, hero.health + n.meat)
    elif kind == "bag":
        w.score(item.value, item.x, item.y)
    elif kind == "orb":
        w.emit("orb", item.x, item.y)
        w.clear()
