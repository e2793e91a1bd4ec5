"""What a state is worth, in frames: one point is a frame of the hero's time."""

from __future__ import annotations

from game.bot.goal import Goal, bosses
from game.bot.way import Way
from game.sim.world import World

CLEARED = 1_000_000
DEATH = 40_000
BAR = 90
"""A bar of health."""
HIT = 80
"""And for being hit at all: it throws the hero about."""
BOSS_BAR = 220
WHIP = 500
SUBWEAPON = 120
HEART = 6
CANDLE = 30
POINTS = 12
"""Points of score that are worth a frame."""
LIFE = 2_000


def score(start: World, end: World, goal: Goal, way: Way, urge: int = 100) -> int:
    """How well off the hero is at the end, with what he won and lost since the start. urge: percent by which
    the way left, or a boss's health, counts."""
    passed = end.frame - start.frame
    if end.status == "cleared":
        return CLEARED - passed - _harm(start, end)
    if end.status != "play":
        return passed - DEATH  # late rather than early
    fight = _fight(start, end) * (urge if goal.fight else 100) // 100
    left = goal.left(end, way) * (100 if goal.fight else urge) // 100
    return _gains(start, end) + fight - left - passed - _harm(start, end)


def _harm(start: World, end: World) -> int:
    lost = start.hero.health - end.hero.health
    return lost * BAR + (HIT if lost > 0 else 0)


def _gains(start: World, end: World) -> int:
    a, b = start.hero, end.hero
    return (
        WHIP * (b.whip_level - a.whip_level)
        + HEART * (b.hearts - a.hearts)
        + (SUBWEAPON if b.subweapon and not a.subweapon else 0)
        + CANDLE * (len(start.candles) - len(end.candles))
        + (b.score - a.score) // POINTS
        + LIFE * (b.lives - a.lives)
    )


def _fight(start: World, end: World) -> int:
    """For the bars that the bosses lost who were there at the start; one that has only woken since is no loss."""
    known = {(a.home, a.kind): a.health for a in bosses(start)}
    still = sum(a.health for a in bosses(end) if (a.home, a.kind) in known)
    return BOSS_BAR * (sum(known.values()) - still)
