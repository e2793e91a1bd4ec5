"""Looking ahead: trials in twins of the world, best first, until one is good enough."""

from __future__ import annotations

import heapq
from dataclasses import dataclass

from game.bot.goal import Goal, goal_of
from game.bot.macros import macros
from game.bot.policy import follow
from game.bot.score import score
from game.bot.take import Take
from game.bot.way import Way
from game.sim.world import World

HORIZON = 96
"""Frames that every trial lasts."""
LANDING = 90
"""Frames more that it may last until the hero is on his feet: in the air no place can be told."""
DEPTH = 72
"""Frames after which a trial is no longer branched."""
LOYALTY = 24
"""Frames that a new plan must save to take the place of the old one: else whatever costs time is put off for ever."""
EXPANSIONS = 10
"""Branchings at most, when trouble is ahead."""
TREATS = 2
"""Branchings when all there is ahead is something worth having."""


@dataclass(frozen=True, slots=True)
class Plan:
    """buttons: a byte a frame. value: what the state at their end is worth. harmless: no health is lost on the way."""

    buttons: bytes
    value: int
    harmless: bool


class Planner:
    """Thinks about one level. steps: frames simulated so far."""

    def __init__(self, way: Way) -> None:
        self.way = way
        self.steps = 0

    def plan(self, world: World, before: bytes = b"") -> Plan:
        """The best found from here. before: what was planned earlier and not yet played; it takes a clear gain to drop it."""
        goal = goal_of(world, self.way)
        best = self._finish(world, Take(world, HORIZON), goal)
        if before:
            take = Take(world, HORIZON)
            for byte in before:
                take.press(byte)
            kept = self._finish(world, take, goal)
            if kept.value + LOYALTY >= best.value:
                best = kept
        if self._good_enough(world, best, goal):
            return best
        found = self._search(world, goal, best)
        return found if found.value > best.value + (LOYALTY if before else 0) else best

    def _finish(self, start: World, take: Take, goal: Goal) -> Plan:
        """Play a trial to the horizon by reflexes, and judge it."""
        had = len(take.buttons)
        follow(take, self.way, goal)
        take.land(HORIZON + LANDING)
        self.steps += len(take.buttons) - had
        end = take.world
        return Plan(
            bytes(take.buttons),
            score(start, end, goal, self.way),
            end.hero.health >= start.hero.health and end.status in ("play", "cleared"),
        )

    def _good_enough(self, world: World, plan: Plan, goal: Goal) -> bool:
        return self._no_loss(world, plan, goal) and not tempting(world)

    def _no_loss(self, world: World, plan: Plan, goal: Goal) -> bool:
        """No health lost and hardly any time; in a fight there must be some gain."""
        gain = plan.value + goal.left(world, self.way)
        return plan.harmless and gain > (40 if goal.fight else -HORIZON // 3)

    def _search(self, world: World, goal: Goal, best: Plan) -> Plan:
        """Best first: the trial that promises most is branched next, at the end of its macro."""
        order = 0
        queue: list[tuple[int, int, Take]] = [(-best.value, 0, Take(world, HORIZON))]
        for tried in range(EXPANSIONS):
            if not queue or (best.harmless and tried >= TREATS and self._no_loss(world, best, goal)):
                break
            _, _, node = heapq.heappop(queue)
            for macro in macros(node.world):
                branch = Take(node.world, HORIZON, bytes(node.buttons))
                macro(branch)
                self.steps += len(branch.buttons) - len(node.buttons)
                if len(branch.buttons) == len(node.buttons):
                    continue
                plan = self._finish(world, Take(branch.world, HORIZON, bytes(branch.buttons)), goal)
                if plan.value > best.value:
                    best = plan
                if branch.going and len(branch.buttons) < DEPTH:
                    order += 1
                    heapq.heappush(queue, (-plan.value, order, branch))
            if self._good_enough(world, best, goal):
                break
        return best


def tempting(world: World) -> bool:
    """Something lies or burns close by."""
    hero = world.hero
    return any(abs(c.x - (hero.x >> 8)) < 72 and abs(c.y - (hero.y >> 8)) < 56 for c in world.candles) or any(
        abs(i.x - hero.x) >> 8 < 72 and abs(i.y - hero.y) >> 8 < 56 for i in world.items if i.kind != "orb"
    )
