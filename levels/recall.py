"""Remembers what walks and jumps lead to, so that the same bit of ground is played once and then looked up.

What a move does hangs on nothing but the cells that the rules ask about while it lasts, as long as nothing else is near: so
those cells, in the order in which they were asked about, are the path through a tree to the outcome. Ground that answers the
same questions the same way has the same outcome. Where a machine, the exit or the edge of a section may have its part in it,
the move is played. Stairs lead far, so climbs are remembered by their place in one level, and not by their ground.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from game.sim.buttons import Button
from game.sim.events import Event
from game.sim.hero import Hero, State
from game.sim.level import CELL
from game.sim.terrain import CARRY, SOLID, Terrain
from game.sim.world import World
from levels import moves
from levels.moves import MAX_CLIMB, STRIDE, Act, Acts, Died, Moved, Take
from levels.nearby import Box, Nearby, Path, box_of

_OUTSIDE = SOLID | CARRY
_STRIDE_MASK = (STRIDE << 8) - 1
MOST = 20_000
"""Outcomes that are kept at a time: some tens of MB; then it begins anew."""
_PRESSES = int(Button.A) | int(Button.B)

Key = tuple[Act, int, int, int, int]
"""The move, its way, where in its cell the hero stands (1/256 px), and how many rows lie between it and the edge of his section below."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a move came to. buttons: one byte a frame, empty for a move that was refused or ended in death. dx, dy: 1/256 px.

    path: the feet on all frames, from the one before the move on; box: around it. top, bottom: the highest and lowest feet on frames
    when he was not in the air. All in px, counted from the corner of the cell that the move began in.
    """

    died: bool
    buttons: bytes
    jumps: int
    dx: int
    dy: int
    path: Path
    box: Box
    top: int
    bottom: int


StairsKey = tuple[int, int, int, int, frozenset[int]]
"""x, y (1/256 px) and section of the hero, the button held, and the blocks that are broken."""


@dataclass(frozen=True, slots=True)
class _Ride:
    """To some stairs and along them: the feet (px) before the move and on each frame, the box around them, the hero after it."""

    path: Path
    box: Box
    x: int
    y: int
    facing: int
    section: int


class _Noted(Take):
    """A take that notes where the hero's feet are before it and on each frame (px), and as long as they are on the ground exactly."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.path = [(world.hero.x >> 8, world.hero.y >> 8)]
        self.starts = [(world.hero.x, world.hero.y)]
        self.section = world.hero.section

    def press(self, buttons: int) -> None:
        super().press(buttons)
        hero = self.world.hero
        self.path.append((hero.x >> 8, hero.y >> 8))
        if hero.state == State.GROUND and len(self.starts) == len(self.path) - 1:
            self.starts.append((hero.x, hero.y))


@dataclass(slots=True)
class Question:
    """A cell, counted from the one that the move began in, and what follows from each answer."""

    dx: int
    dy: int
    ways: dict[int, Question | Outcome] = field(default_factory=dict)


class _Watched(Terrain):
    """Terrain that notes the cells that are asked about, with the answers."""

    __slots__ = ("seen",)
    seen: dict[tuple[int, int], int]

    def at(self, cx: int, cy: int) -> int:
        found = Terrain.at(self, cx, cy)
        self.seen.setdefault((cx, cy), found)
        return found


@dataclass(slots=True)
class _Trail:
    """Where the feet of a move's hero came by (px), in which state; and the world that the move is played in."""

    path: list[tuple[int, int, int]]
    world: World


class _Ghost(World):
    """A world without machines whose clones leave a trail."""

    __slots__ = ("trail",)
    trail: _Trail

    def step(self, buttons: int) -> tuple[Event, ...]:
        events = World.step(self, buttons)
        hero = self.hero
        self.trail.path.append((hero.x >> 8, hero.y >> 8, hero.state))
        return events

    def clone(self) -> World:
        twin = World.clone(self)
        assert isinstance(twin, _Ghost)
        twin.trail = self.trail
        twin.trail.world = twin
        return twin


class Known:
    """What walks and jumps lead to on all the ground played so far, in whatever level, with no enemies and no ease in the rules."""

    def __init__(self) -> None:
        self._roots: dict[Key, Question | Outcome] = {}
        self._paths: dict[Path, Path] = {}
        self._outcomes = 0

    def _forget(self) -> None:
        self._roots.clear()
        self._paths.clear()
        self._outcomes = 0

    def recall(self, key: Key, world: World) -> Outcome | None:
        """The outcome on the ground around the hero, if it is known."""
        node = self._roots.get(key)
        t, cx, cy = world.terrain, world.hero.x >> 12, world.hero.y >> 12
        width, height, flags = t.width, t.height, t.flags
        while isinstance(node, Question):
            x, y = cx + node.dx, cy + node.dy
            answer = (flags[y * width + x] if 0 <= y < height else 0) if 0 <= x < width else _OUTSIDE
            node = node.ways.get(answer)
        return node

    def keep(self, key: Key, answers: list[tuple[int, int, int]], outcome: Outcome) -> None:
        """answers: cells, counted from the hero's, with what is there, in the order in which the move asked about them."""
        if self._outcomes >= MOST:
            self._forget()
        ways: dict[Any, Question | Outcome] = self._roots
        at: Any = key
        for dx, dy, answer in answers:
            node = ways.setdefault(at, Question(dx, dy))
            assert isinstance(node, Question) and (node.dx, node.dy) == (dx, dy), "the same ground led two ways"
            ways, at = node.ways, answer
        path = self._paths.setdefault(outcome.path, outcome.path)  # most ground leads along one of a few paths
        ways[at] = replace(outcome, path=path)
        self._outcomes += 1


@cache
def known() -> Known:
    """What this process has learnt."""
    return Known()


class Memory:
    """The moves in one level, remembered: they give what those of levels.moves give.

    learnt: what is known already; by default what this process knows. It grows.
    The world after a move that was looked up is as if it had been played, but for what only a body in the air or its picture goes by.
    """

    def __init__(self, learnt: Known | None = None) -> None:
        self._known = learnt or known()
        self._rides: dict[StairsKey, _Ride] = {}
        self._nearby: Nearby | None = None
        self.acts = Acts(self.walk, self.jump, self.climb)

    def walk(self, world: World, way: int) -> Moved | None:
        """See levels.moves.walk."""
        return self._move(moves.walk, world, way)

    def jump(self, world: World, way: int) -> Moved | None:
        """See levels.moves.jump."""
        return self._move(moves.jump, world, way)

    def climb(self, world: World, button: int) -> Moved | None:
        """See levels.moves.climb."""
        if not _at_rest(world):
            return moves.climb(world, button)
        ride = self._rides.get(_stairs_key(world, button))
        if ride is None:
            return self._climbed(world, button)
        around = self._around(world)
        return moves.climb(world, button) if around.meddles(ride.path, ride.box) else _ridden(ride, world, button, around)

    def _climbed(self, world: World, button: int) -> Moved | None:
        """Climbs, from the first place on that somebody has climbed from already by looking it up, and keeps that."""
        take, ride = _Noted(world), None
        while ride is None and take.world.hero.state != State.STAIRS:
            if not moves.approach(take, button):
                return None
            ride = self._rides.get(_stairs_key(take.world, button)) if _at_rest(take.world) else None
        if ride is None:
            moved = take.done() if moves.ride(take, button) else None
        elif take.narrow or len(take.path) + len(ride.path) > MAX_CLIMB + 2 or self._around(world).meddles(ride.path, ride.box):
            return moves.climb(world, button)
        else:
            moved = _ridden(ride, take.world, button, self._around(world))
            moved = Moved(moved.world, bytes(take.pressed) + moved.buttons)
            take.path += ride.path[1:]
        if moved is not None and _at_rest(moved.world):
            self._keep_climb(take, moved.world.hero, button)
        return moved

    def _keep_climb(self, take: _Noted, after: Hero, button: int) -> None:
        """For all who begin on the way to the stairs."""
        for begun, (x, y) in enumerate(take.starts):
            if begun == 0 or not x & _STRIDE_MASK:
                path = tuple(take.path[begun:])
                key = x, y, take.section, button, take.world.broken
                self._rides[key] = _Ride(path, box_of(path), after.x, after.y, after.facing, after.section)

    def _around(self, world: World) -> Nearby:
        if self._nearby is None:
            self._nearby = Nearby(world)
        return self._nearby

    def _move(self, act: Act, world: World, way: int) -> Moved | None:
        if not _at_rest(world):
            return act(world, way)
        key = _key(act, world, way)
        outcome = self._known.recall(key, world) or self._learnt(key, act, world, way)
        x, y = world.hero.x >> 12 << 4, world.hero.y >> 12 << 4
        if outcome is None or not _inside(outcome, world) or self._around(world).meddles(outcome.path, outcome.box, x, y):
            return act(world, way)
        if outcome.died:
            raise Died
        return _carried_out(outcome, world, way, self._around(world)) if outcome.buttons else None

    def _learnt(self, key: Key, act: Act, world: World, way: int) -> Outcome | None:
        """Plays the move where there are no machines, and keeps what comes of it; None if its surroundings have their part in it.

        Only of one in full health, whom no spikes kill: what hurts is not kept, so what is kept is true of all others too.
        """
        if world.hero.health < world.numbers.hero.health:
            return None
        ghost, terrain = _ghost(world)
        died, moved = False, None
        try:
            moved = act(ghost, way)
        except Died:
            died = True
        outcome = _outcome(world, ghost, moved, died)
        if outcome is None or not _inside(outcome, world):
            return None
        cx, cy = world.hero.x >> 12, world.hero.y >> 12
        self._known.keep(key, [(x - cx, y - cy, answer) for (x, y), answer in terrain.seen.items()], outcome)
        return outcome


def _idle(world: World) -> bool:
    """Nothing is left over from what he did before, and there is time."""
    hero = world.hero
    over = hero.act or hero.act_buffer or hero.jump_buffer or hero.invulnerable or hero.veiled or hero.frozen or hero.crouching
    busy = over or hero.held & _PRESSES or world.passage or world.status != "play"
    return not busy and world.timer > MAX_CLIMB


def _at_rest(world: World) -> bool:
    """He stands there, idle."""
    return world.hero.state == State.GROUND and _idle(world)


def _key(act: Act, world: World, way: int) -> Key:
    hero, s = world.hero, world.terrain.sections[world.hero.section]
    return act, way, hero.x & 0xFFF, hero.y & 0xFFF, (s.y + s.h) - (hero.y >> 12)


def _ghost(world: World) -> tuple[_Ghost, _Watched]:
    t = world.terrain
    ghost = _Ghost.__new__(_Ghost)
    for name in World.__slots__:
        setattr(ghost, name, getattr(world, name))
    terrain = _Watched(t.width, t.height, t.flags, t.stairs, t.sections)
    object.__setattr__(terrain, "seen", {})  # a terrain is frozen
    ghost.terrain, ghost.machinery = terrain, None
    ghost.trail = _Trail([(world.hero.x >> 8, world.hero.y >> 8, world.hero.state)], ghost)
    return ghost, terrain


def _outcome(world: World, ghost: _Ghost, moved: Moved | None, died: bool) -> Outcome | None:
    """None if it hangs on more than the ground: if it goes through a door or the exit, or hurts."""
    hero, last, path = world.hero, ghost.trail.world, ghost.trail.path
    after = last.hero
    if not died and (last.status != "play" or last.passage or after.section != hero.section or after.health != hero.health):
        return None
    x, y = hero.x >> 12 << 4, hero.y >> 12 << 4
    feet = tuple((px - x, py - y) for px, py, _ in path)
    floors = [py - y for _, py, state in path if state in (State.GROUND, State.LAND)]
    return Outcome(
        died,
        moved.buttons if moved else b"",
        moved.jumps if moved else 0,
        after.x - hero.x,
        after.y - hero.y,
        feet,
        box_of(feet),
        min(floors),
        max(floors),
    )


def _inside(outcome: Outcome, world: World) -> bool:
    """All of it happens in his section, away from its edges."""
    s, x, y = world.terrain.sections[world.hero.section], world.hero.x >> 12 << 4, world.hero.y >> 12 << 4
    left, _, right, _ = outcome.box
    aside = s.x * CELL + STRIDE <= left + x and right + x < (s.x + s.w) * CELL - STRIDE
    middle = y - world.numbers.hero.height // 2
    return aside and s.y * CELL <= outcome.top + middle and outcome.bottom + middle < (s.y + s.h) * CELL


def _carried_out(outcome: Outcome, world: World, way: int, nearby: Nearby) -> Moved:
    twin = world.clone()
    x, y, hero = world.hero.x >> 12 << 4, world.hero.y >> 12 << 4, twin.hero
    hero.x += outcome.dx
    hero.y += outcome.dy
    hero.facing = way or hero.facing
    hero.held = outcome.buttons[-1]
    nearby.pass_time(twin, len(outcome.buttons))
    nearby.pass_checkpoints(twin, outcome.path, outcome.box, x, y)
    return Moved(twin, outcome.buttons, outcome.jumps)


def _stairs_key(world: World, button: int) -> StairsKey:
    hero = world.hero
    return hero.x, hero.y, hero.section, button, world.broken


def _ridden(ride: _Ride, world: World, button: int, nearby: Nearby) -> Moved:
    twin, frames = world.clone(), len(ride.path) - 1
    hero = twin.hero
    hero.x, hero.y, hero.facing, hero.section, hero.held = ride.x, ride.y, ride.facing, ride.section, button
    nearby.pass_time(twin, frames)
    nearby.pass_checkpoints(twin, ride.path, ride.box)
    return Moved(twin, bytes([button]) * frames)
