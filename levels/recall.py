"""Remembers what walks and jumps lead to, so that the same bit of ground is played once and then looked up.

What a move does hangs on nothing but the cells that the rules ask about while it lasts, as long as nothing else is near: so
those cells, in the order in which they were asked about, are the path through a tree to the outcome. Ground that answers the
same questions the same way has the same outcome. Where a machine, the exit, a checkpoint or the edge of a section may
have its part in it, the move is played.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from game.sim import devices, place
from game.sim.buttons import Button
from game.sim.events import Event
from game.sim.hero import State
from game.sim.level import CELL
from game.sim.terrain import CARRY, SOLID, Terrain
from game.sim.world import World
from levels import moves
from levels.moves import MAX_FRAMES, STRIDE, Act, Acts, Died, Moved

_OUTSIDE = SOLID | CARRY
_PRESSES = int(Button.A) | int(Button.B)
_ALWAYS = 1 << 30

Key = tuple[Act, int, int, int, int]
"""The move, its way, where in its cell the hero stands (1/256 px), and how far above the edge that it is death to fall below (px)."""
Box = tuple[int, int, int, int]
"""left, top, right, bottom in px, all included; of feet."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a move came to. buttons: one byte a frame, empty for a move that was refused or ended in death. dx, dy: 1/256 px.

    air: the box of the feet on all frames; top, bottom: the highest and lowest on those when he was not in the air. All in px,
    counted from the corner of the cell that the move began in.
    """

    died: bool
    buttons: bytes
    jumps: int
    dx: int
    dy: int
    air: Box
    top: int
    bottom: int


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


class Memory:
    """The walks and jumps of one level, remembered: they give what those of levels.moves give.

    The world after a move that was looked up is as if it had been played, but for what only a body in the air or its picture goes by.
    """

    def __init__(self) -> None:
        self._roots: dict[Key, Question | Outcome] = {}
        self._busy: tuple[_Busy, ...] | None = None
        self.acts = Acts(self.walk, self.jump)

    def walk(self, world: World, way: int) -> Moved | None:
        """See levels.moves.walk."""
        return self._move(moves.walk, world, way)

    def jump(self, world: World, way: int) -> Moved | None:
        """See levels.moves.jump."""
        return self._move(moves.jump, world, way)

    def _move(self, act: Act, world: World, way: int) -> Moved | None:
        if not _at_rest(world):
            return act(world, way)
        key = _key(act, world, way)
        outcome = self._recalled(key, world) or self._learnt(key, act, world, way)
        if outcome is None or not _inside(outcome, world) or self._meddled(outcome, world):
            return act(world, way)
        if outcome.died:
            raise Died
        return _carried_out(outcome, world, way) if outcome.buttons else None

    def _recalled(self, key: Key, world: World) -> Outcome | None:
        node = self._roots.get(key)
        t, cx, cy = world.terrain, world.hero.x >> 12, world.hero.y >> 12
        width, height, flags = t.width, t.height, t.flags
        while isinstance(node, Question):
            x, y = cx + node.dx, cy + node.dy
            answer = (flags[y * width + x] if 0 <= y < height else 0) if 0 <= x < width else _OUTSIDE
            node = node.ways.get(answer)
        return node

    def _learnt(self, key: Key, act: Act, world: World, way: int) -> Outcome | None:
        """Plays the move where there are no machines, and keeps what comes of it; None if its surroundings have their part in it."""
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
        self._keep(key, [(x - cx, y - cy, answer) for (x, y), answer in terrain.seen.items()], outcome)
        return outcome

    def _keep(self, key: Key, answers: list[tuple[int, int, int]], outcome: Outcome) -> None:
        ways: dict[Any, Question | Outcome] = self._roots
        at: Any = key
        for dx, dy, answer in answers:
            node = ways.setdefault(at, Question(dx, dy))
            assert isinstance(node, Question) and (node.dx, node.dy) == (dx, dy), "the same ground led two ways"
            ways, at = node.ways, answer
        ways[at] = outcome

    def _meddled(self, outcome: Outcome, world: World) -> bool:
        """The exit, a machine or a checkpoint that he has not passed may have its part in it."""
        if self._busy is None:
            self._busy = tuple(_busy(world))
        x, y, passed = world.hero.x >> 12 << 4, world.hero.y >> 12 << 4, world.hero.checkpoint
        left, top, right, bottom = outcome.air
        left, top, right, bottom = left + x, top + y, right + x, bottom + y
        return any(
            left <= its_right and its_left <= right and top <= its_bottom and its_top <= bottom and number > passed
            for its_left, its_top, its_right, its_bottom, number in self._busy
        )


def _at_rest(world: World) -> bool:
    """He stands there with nothing left over from what he did before, on ground that is whole, and has time."""
    hero = world.hero
    over = hero.act or hero.act_buffer or hero.jump_buffer or hero.invulnerable or hero.veiled or hero.frozen or hero.crouching
    whole = hero.health == world.numbers.hero.health
    busy = over or hero.held & _PRESSES or world.cracks or world.passage or world.status != "play"
    return hero.state == State.GROUND and not busy and whole and world.timer > 2 * MAX_FRAMES


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
    xs, ys = [px - x for px, _, _ in path], [py - y for _, py, _ in path]
    floors = [py - y for _, py, state in path if state in (State.GROUND, State.LAND)]
    return Outcome(
        died,
        moved.buttons if moved else b"",
        moved.jumps if moved else 0,
        after.x - hero.x,
        after.y - hero.y,
        (min(xs), min(ys), max(xs), max(ys)),
        min(floors),
        max(floors),
    )


def _inside(outcome: Outcome, world: World) -> bool:
    """All of it happens in his section, away from its edges."""
    s, x, y = world.terrain.sections[world.hero.section], world.hero.x >> 12 << 4, world.hero.y >> 12 << 4
    left, _, right, _ = outcome.air
    aside = s.x * CELL + STRIDE <= left + x and right + x < (s.x + s.w) * CELL - STRIDE
    middle = y - world.numbers.hero.height // 2
    return aside and s.y * CELL <= outcome.top + middle and outcome.bottom + middle < (s.y + s.h) * CELL


def _carried_out(outcome: Outcome, world: World, way: int) -> Moved:
    twin, frames = world.clone(), len(outcome.buttons)
    twin.frame += frames
    twin.timer -= 0 if twin.rules.endless_time else frames
    hero = twin.hero
    hero.x += outcome.dx
    hero.y += outcome.dy
    hero.facing = way or hero.facing
    hero.held = outcome.buttons[-1]
    twin.camera = place.aim(twin)
    if twin.machinery is not None and twin.machinery.alters:
        devices.turn(twin, twin.machinery)
    return Moved(twin, outcome.buttons, outcome.jumps)


_Busy = tuple[int, int, int, int, int]
"""left, top, right, bottom in px, all included, of feet that something else than the ground may meet; the number of the checkpoint
that it is, or _ALWAYS."""


def _busy(world: World) -> Iterator[_Busy]:
    """All such places of a level."""
    n = world.numbers.hero
    x, y, w, h = world.level.exit
    yield x - n.half_width, y, x + w + n.half_width, y + h + n.height, _ALWAYS
    for number, (x, y) in enumerate(world.level.checkpoints):
        yield x - n.checkpoint_half_width, y - n.checkpoint_height, x + n.checkpoint_half_width, y, number
    m = world.machinery
    if m is None:
        return
    for lift in m.lifts:
        yield lift.left - CELL, lift.top - CELL, lift.right + CELL, lift.bottom + CELL, _ALWAYS
    for belt in m.belts:
        yield (belt.left >> 8) - n.half_width, belt.y >> 8, (belt.right >> 8) + n.half_width, belt.y >> 8, _ALWAYS
    for index in m.crumbles:
        cy, cx = divmod(index, world.level.width)
        yield cx * CELL - n.half_width, cy * CELL, cx * CELL + CELL + n.half_width, cy * CELL, _ALWAYS
    for c in m.crushers:  # his body beside it or under it, and what he asks about a cell farther off
        yield c.columns.start * CELL - CELL, c.y - CELL, c.columns.stop * CELL + CELL, c.lowest + n.height + CELL, _ALWAYS
