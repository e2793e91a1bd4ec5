"""Looking ahead: trials in twins of the world, best first, until one is good enough."""

from __future__ import annotations

import heapq
from dataclasses import dataclass

from game.bot.goal import Goal, bosses, goal_of
from game.bot.macros import macros
from game.bot.policy import follow
from game.bot.score import score
from game.bot.take import Take
from game.bot.way import FAR, Edge, Way
from game.sim.hero import State
from game.sim.world import World

LANDING = 90
"""Frames that a trial may last longer until the hero is on his feet: in the air no place can be told."""
LOYALTY = 24
"""Frames that a new plan must save to take the place of the old one: else whatever costs time is put off for ever."""
TREATS = 2
"""Branchings when all there is ahead is something worth having."""
GAIN = 40
"""What a plan in a fight must gain to be good enough."""
WAITS = 3
"""Moves that wait for a machine to be tried at most."""
IDLE = 90
"""Frames without getting nearer after which one thinks harder, and more and more wants to get on."""
IN_VAIN = 240
"""Frames without hurting the boss after which the hero tries it from elsewhere."""
DESPAIR, MOST_URGE = 400, 1500


@dataclass(frozen=True, slots=True)
class Effort:
    """horizon: frames that every trial lasts. depth: frames after which it is no longer branched. branchings: how many at most.

    commit: frames of the plan to be played before the next one is made. After long idling that is most of it, for whoever
    thinks again every moment can put off for ever what he has planned.
    """

    horizon: int
    depth: int
    branchings: int
    commit: int


CALM = Effort(96, 72, 10, 24)
HARD = Effort(150, 120, 24, 72)
DESPERATE = Effort(150, 120, 24, 120)
FIGHT = Effort(96, 72, 6, 24)
HARD_FIGHT = Effort(150, 110, 8, 40)


@dataclass(frozen=True, slots=True)
class Plan:
    """buttons: a byte a frame. value: what the state at their end is worth. harmless: no health is lost on the way.

    commit: how many of the buttons to play before thinking again.
    """

    buttons: bytes
    value: int
    harmless: bool
    commit: int


class Planner:
    """Thinks about one attempt at a level. steps: frames simulated so far."""

    def __init__(self, way: Way) -> None:
        self.way = way
        self.steps = 0
        self._nearest = FAR
        self._since = 0

    def plan(self, world: World, before: bytes = b"") -> Plan:
        """The best found from here. before: what was planned earlier and not yet played; it takes a clear gain to drop it."""
        idle = self._idle(world)
        goal = goal_of(world, self.way, idle // IN_VAIN)
        urge = min(MOST_URGE, 100 + 100 * (idle // (IN_VAIN if goal.fight else IDLE)))
        thought = _Thought(self.way, world, goal, urge)
        best = thought.best(before)
        self.steps += thought.steps
        return best

    def _idle(self, world: World) -> int:
        """Frames since the hero got nearer to his goal or hurt the boss."""
        goal = goal_of(world, self.way)
        if goal.fight:
            left = sum(boss.health for boss in bosses(world)) - FAR
        elif world.hero.state in (State.GROUND, State.STAIRS) and not world.passage:
            left = goal.left(world, self.way)
        else:
            left = self._nearest
        if left < self._nearest or (goal.fight and left != self._nearest):
            self._nearest, self._since = left, world.frame
        return world.frame - self._since


class _Thought:
    """One decision."""

    def __init__(self, way: Way, world: World, goal: Goal, urge: int) -> None:
        self.way, self.world, self.goal, self.urge = way, world, goal, urge
        self.left = goal.left(world, way)
        self.effort = _effort(goal, urge, self.left)
        self.loyalty = LOYALTY * urge // 100
        self.tempted = tempting(world)
        self.steps = 0

    def best(self, before: bytes) -> Plan:
        best = self._finish(self._take(self.world, b""))
        for edge in self._timed():
            waited = self._played(edge.buttons)
            best = waited if waited.value > best.value else best
        if before:
            kept = self._played(before)
            if kept.value + self.loyalty >= best.value:
                best = kept
        if self._without_loss(best) and not self.tempted:
            return best
        found = self._search(best)
        return found if found.value > best.value + (self.loyalty if before else 0) else best

    def _timed(self) -> list[Edge]:
        """The moves that wait for a machine, where the hero stands free to make one."""
        hero = self.world.hero
        if self.goal.fight or hero.state != State.GROUND or hero.act or self.world.passage:
            return []
        return self.way.now(self.world, self.goal.field)[:WAITS]

    def _played(self, buttons: bytes) -> Plan:
        """These buttons first, however long they are, then as ever."""
        take = Take(self.world, max(self.effort.horizon, len(buttons)))
        for byte in buttons:
            take.press(byte)
        return self._finish(take)

    def _take(self, world: World, buttons: bytes) -> Take:
        return Take(world, self.effort.horizon, buttons)

    def _finish(self, take: Take) -> Plan:
        """Play a trial to the horizon by reflexes, and judge it."""
        had = len(take.buttons)
        follow(take, self.way, self.goal)
        take.land(take.limit + LANDING)
        self.steps += len(take.buttons) - had
        end = take.world
        value = score(self.world, end, self.goal, self.way, self.urge)
        harmless = end.hero.health >= self.world.hero.health and end.status in ("play", "cleared")
        return Plan(bytes(take.buttons), value, harmless, self.effort.commit)

    def _without_loss(self, plan: Plan) -> bool:
        """No health lost and hardly any time; in a fight there must be some gain."""
        gain = plan.value + self.left * (100 if self.goal.fight else self.urge) // 100
        return plan.harmless and gain > (GAIN if self.goal.fight else -self.effort.horizon // 3)

    def _search(self, best: Plan) -> Plan:
        """Best first: the trial that promises most is branched next, at the end of its macro."""
        queue: list[tuple[int, int, Take]] = [(0, 0, self._take(self.world, b""))]
        known: set[tuple[int, int]] = set()
        for tried in range(self.effort.branchings):
            if not queue or (self._without_loss(best) and (tried >= TREATS or not self.tempted)):
                break
            _, _, node = heapq.heappop(queue)
            for branch in self._branches(node):
                plan = self._finish(self._take(branch.world, bytes(branch.buttons)))
                best = plan if plan.value > best.value else best
                key = (plan.value, len(branch.buttons))
                if branch.going and len(branch.buttons) < self.effort.depth and key not in known:
                    known.add(key)
                    heapq.heappush(queue, (-plan.value, len(known), branch))
        return best

    def _branches(self, node: Take) -> list[Take]:
        """The node with each macro played on."""
        found = []
        for macro in macros(node.world):
            branch = self._take(node.world, bytes(node.buttons))
            macro(branch)
            self.steps += len(branch.buttons) - len(node.buttons)
            if len(branch.buttons) > len(node.buttons):
                found.append(branch)
        return found


def _effort(goal: Goal, urge: int, left: int) -> Effort:
    if goal.fight:
        return FIGHT if urge == 100 else HARD_FIGHT
    if urge == 100 or left >= FAR:
        return CALM
    return HARD if urge < DESPAIR else DESPERATE


def tempting(world: World) -> bool:
    """Something worth having lies or burns close by."""
    x, y = world.hero.x >> 8, world.hero.y >> 8
    spots = [(c.x, c.y) for c in world.candles] + [(i.x >> 8, i.y >> 8) for i in world.items if i.kind != "orb"]
    return any(abs(cx - x) < 72 and abs(cy - y) < 56 for cx, cy in spots)
