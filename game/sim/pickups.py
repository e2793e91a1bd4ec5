"""What picking up an item does."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from . import spawn, weapons
from .bosses.table import BOSSES
from .foes.kinds import nature
from .items import HEARTS, MULTIPLIERS, Item
from .level import VIEW_H, VIEW_W

if TYPE_CHECKING:
    from .world import World


def pick_up(w: World, item: Item) -> None:
    """The hero touches an item."""
    if item.kind in HEARTS:
        _take_hearts(w, item)
        return
    w.emit("item", item.x, item.y)
    if item.kind in weapons.WEAPONS:
        w.hero.subweapon = item.kind
    else:
        _EFFECTS[item.kind](w, item)


def _take_hearts(w: World, item: Item) -> None:
    n = w.numbers.item
    gain = n.heart_small if item.kind == "heart_small" else n.heart_large
    w.hero.hearts = min(w.numbers.hero.max_hearts, w.hero.hearts + gain)
    w.emit("heart", item.x, item.y, gain)


def _lengthen_whip(w: World, item: Item) -> None:
    w.hero.whip_level = min(w.hero.whip_level + 1, len(w.numbers.whip.far))


def _multiply(w: World, item: Item) -> None:
    """One that is walled in or hung up may come late: it takes nothing away."""
    w.hero.multiplier = max(w.hero.multiplier, 2 + MULTIPLIERS.index(item.kind))
    w.emit("multiplier", item.x, item.y, w.hero.multiplier)


def _eat(w: World, item: Item) -> None:
    w.hero.health = min(w.numbers.hero.health, w.hero.health + w.numbers.item.meat)


def _open_bag(w: World, item: Item) -> None:
    w.score(item.value, item.x, item.y)


def _veil(w: World, item: Item) -> None:
    w.hero.veiled = w.numbers.item.veil
    w.emit("veil", item.x, item.y)


def _purge(w: World, item: Item) -> None:
    """Every lesser foe in view dies, or falls to a heap if it can't, and what they threw is gone."""
    left, top = w.camera
    for a in tuple(w.actors):
        if a.kind in BOSSES or not (left <= a.x >> 8 < left + VIEW_W and top < a.y >> 8 <= top + VIEW_H):
            continue
        if a.health and a.mode not in nature(a.kind).untouchable:
            spawn.slay(w, a)
    w.shots = [shot for shot in w.shots if shot.mine]
    w.emit("rosary", item.x, item.y)


def _gain_life(w: World, item: Item) -> None:
    w.hero.lives += 1
    w.emit("life", item.x, item.y, w.hero.lives)


def _end_stage(w: World, item: Item) -> None:
    w.emit("orb", item.x, item.y)
    w.clear()


_EFFECTS: dict[str, Callable[[World, Item], None]] = {
    "whip_up": _lengthen_whip,
    "double": _multiply,
    "triple": _multiply,
    "meat": _eat,
    "bag": _open_bag,
    "veil": _veil,
    "rosary": _purge,
    "life": _gain_life,
    "orb": _end_stage,
}
"""What each kind does that is neither heart nor weapon."""

ITEM_KINDS = (*HEARTS, *weapons.WEAPONS, *_EFFECTS)
"""All that can fall from a candle or out of a wall."""
