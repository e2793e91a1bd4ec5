"""Moves that wait for a machine: onto a lift, along it, off it again, past a crusher, until a bridge is whole.

On firm ground and on a lift one can wait as long as one likes, so places there need no clock: each move waits for its own
moment. That moment has SPARE_FRAMES to spare: setting off as much earlier or later must lead to the same footing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from game.sim.buttons import Button
from game.sim.hero import State
from game.sim.machinery import Lift, Machinery
from game.sim.world import World
from levels.moves import MAX_FRAMES, SIDE, SPARE, STRIDE, Acts, Died, Move, Moved, Take, is_free, jump, moves, walk
from levels.timing import (
    SPARE_FRAMES,
    TICK,
    Footing,
    aside,
    footing,
    hurried,
    lift_index,
    meetings,
    near_crusher,
    nothing_moves,
    on_belt,
    on_cracking,
    strides_aside,
    until_free,
    without_lifts,
)

_ACTS: tuple[tuple[Move, int], ...] = (
    *((partial(jump, way=way), int(Button.A) | SIDE[way]) for way in (1, -1, 0)),
    *((partial(walk, way=way), SIDE[way]) for way in (1, -1)),
)
"""What may lead onto a lift, and the buttons that begin it."""
JUMP_REACH = 48
"""Px that a jump or a fall off a ledge may carry sideways, and some."""
CRUSHER_REACH = 2
"""Cells from a crusher's middle to one who stands right beside its way."""


def waits(world: World, m: Machinery) -> Iterator[Move]:
    """All the moves of waiting that are worth trying from here."""
    index = lift_index(world)
    if index is not None:
        yield from _on_lift(world, index, m.lifts[index])
        return
    if hurried(world, m):
        if on_cracking(world, m):
            yield sink
        return
    if on_belt(world, m):
        return
    if world.cracks:
        yield until_whole
    if (world.hero.x >> 8) % STRIDE == 0:
        yield from _onto_lifts(world, m)
        yield from _past_crushers(world, m)


def hasty(world: World, way: int, acts: Acts | None = None) -> Iterator[Move]:
    """Where there is no time: on, and by a jump only where no step leads on."""
    step = _tried(partial(walk, way=way), world)
    if step is not None:
        yield partial(_same, moved=step)
    else:
        yield from moves(world, (way,), acts)


def _onto_lifts(world: World, m: Machinery) -> Iterator[Move]:
    near = [lift for lift in m.lifts if lift.near(world.hero.x, world.hero.y, JUMP_REACH)]
    near += [lift for lift in m.lifts if lift not in near and _below(world, lift)]
    if not near:
        return
    found = []
    for act, button in _ACTS:
        first, path = _flight(world, button)
        for lift in near if path else ():
            onto = "lift", m.lifts.index(lift)
            found += [(wait, act, onto) for wait in meetings(world, lift, path, first, SPARE)]
    stay = Stay(world, {moment for wait, _, _ in found for moment in _asked(wait)})
    for wait, act, onto in found:
        yield partial(_after, stay=stay, wait=wait, act=act, onto=onto)


def _below(world: World, lift: Lift) -> bool:
    """A lift far down, that a fall could end on."""
    x, y = world.hero.x >> 8, world.hero.y >> 8
    return lift.left - JUMP_REACH <= x <= lift.right + JUMP_REACH and y < lift.bottom


def _flight(world: World, button: int) -> tuple[int, list[tuple[int, int]]]:
    """Where a jump or a walk off an edge leads through the air if it meets no lift.

    The number of its first frame in the air (the first of the move is 1), and the places from the frame before that on.
    """
    ghost = without_lifts(world)
    path = [(ghost.hero.x, ghost.hero.y)]
    first = 0
    while first < STRIDE and ghost.hero.state == State.GROUND:
        path[0] = (ghost.hero.x, ghost.hero.y)
        first += 1
        ghost.step(button)
    while ghost.status == "play" and ghost.hero.state == State.AIR and len(path) < MAX_FRAMES:
        path.append((ghost.hero.x, ghost.hero.y))
        ghost.step(0)
    return first, path if len(path) > 1 else []


def _past_crushers(world: World, m: Machinery) -> Iterator[Move]:
    """Wait until a crusher is out of the way, and set off at once."""
    for crusher in m.crushers:
        if not near_crusher(world, crusher, CRUSHER_REACH):
            continue
        wait = until_free(world, crusher)
        if wait is None:
            continue
        way = 1 if crusher.x > world.hero.x >> 8 else -1
        walked = _tried(partial(after, wait=wait, act=partial(walk, way=way)), world)
        yield partial(_same, moved=walked) if walked else partial(after, wait=wait, act=partial(jump, way=way))


class Stay:
    """Hands off from now on: the worlds at certain moments, and what comes of acting in them, each played once.

    moments: frames from now, at which there may be questions.
    """

    def __init__(self, world: World, moments: Iterable[int]) -> None:
        self.begun = footing(world)
        self._take = Take(world)
        self._moments = frozenset(moments)
        self._worlds: dict[int, World] = {0: world}
        self._acted: dict[tuple[int, Move], Moved | None] = {}

    def _at(self, wait: int) -> World:
        take = self._take
        while len(take.pressed) < wait:
            take.press(0)
            if len(take.pressed) in self._moments:
                self._worlds[len(take.pressed)] = take.world.clone()
        if take.world.status == "dying" and wait not in self._worlds:
            raise Died
        return self._worlds[wait]

    def lasts(self, wait: int) -> bool:
        """He lives so many frames. All other questions raise Died where he does not."""
        try:
            self._at(wait)
        except Died:
            return False
        return True

    def is_free(self, wait: int) -> bool:
        """After so many frames he may act."""
        return is_free(self._at(wait))

    def goes_on(self, wait: int) -> bool:
        """After so many frames he may act, and the same carries him."""
        world = self._at(wait)
        return is_free(world) and footing(world) == self.begun

    def acted(self, wait: int, act: Move) -> Moved | None:
        """What comes of acting after so many frames; None if nothing."""
        if (wait, act) not in self._acted:
            self._acted[wait, act] = _tried(act, self._at(wait))
        return self._acted[wait, act]


def after(world: World, wait: int, act: Move, onto: Footing | None = None) -> Moved | None:
    """Stand for `wait` frames, at least SPARE_FRAMES, and then act; on time, early and late it must end on the same footing.

    onto: the footing that it must be, if it matters.
    """
    return _after(world, Stay(world, _asked(wait)), wait, act, onto)


def _asked(wait: int) -> range:
    """The moments that the question is about whether one may act then, a little earlier, or later."""
    return range(wait - SPARE_FRAMES, wait + 3 * SPARE_FRAMES, SPARE_FRAMES)


def _after(world: World, stay: Stay, wait: int, act: Move, onto: Footing | None) -> Moved | None:
    """As `after`, in a stay that begins in this world."""
    early, on_time, late, past = _asked(wait)
    outcomes = []
    for moment in (early, on_time, late):
        if not stay.goes_on(moment):
            return None
        outcomes.append(stay.acted(moment, act))
    return _in_time(wait, outcomes, onto) if stay.is_free(past) else None


def _in_time(wait: int, outcomes: Sequence[Moved | None], onto: Footing | None) -> Moved | None:
    """The middle one of what comes of acting early, on time after so many frames, and late, if all three end on the same footing."""
    ends = {footing(moved.world) if moved else None for moved in outcomes}
    moved = outcomes[1]
    if moved is None or len(ends) > 1 or (onto is not None and ends != {onto}):
        return None
    return Moved(moved.world, bytes(wait) + moved.buttons, moved.jumps)


def _tried(act: Move, world: World) -> Moved | None:
    try:
        return act(world)
    except Died:
        return None


def sink(world: World) -> Moved | None:
    """Stay on ground that gives way until it does."""
    take = Take(world)
    while take.rest(1):
        if len(take.pressed) > world.numbers.crumble.tremble:
            return None
    return take.done() if take.settle() else None


def until_whole(world: World) -> Moved | None:
    """Wait until all ground that has crumbled is back."""
    take = Take(world)
    in_time = world.timer > 2 * MAX_FRAMES
    x, wait = world.hero.x, take.stand if in_time and nothing_moves(world) else take.rest
    while take.world.cracks:
        if len(take.pressed) >= 2 * MAX_FRAMES or not wait(TICK) or take.world.hero.x != x:
            return None
    return take.done()


def _on_lift(world: World, index: int, lift: Lift) -> Iterator[Move]:
    off = aside(world, lift)
    ridden = False
    for way in (1, -1):
        strolled = _tried(partial(stroll, lift=lift, way=way), world) if off * way < lift.half else None
        if strolled is not None and strides_aside(strolled.world, lift, STRIDE) != strides_aside(world, lift, STRIDE):
            yield partial(_same, moved=strolled)
            continue  # what leaves the lift is asked for at its end; where he stands at the wall already, that is here
        if not ridden:
            yield partial(ride, lift=lift)
        ridden = True
        yield from _leave(world, index, lift, way)


def ride(world: World, lift: Lift) -> Moved | None:
    """Stay until the lift puts the hero down somewhere; None if it never does, and if it leaves him in the air."""
    take = Take(world)
    begun = footing(world)
    for _ in lift.track:
        if not take.rest(1):
            return None
        if footing(take.world) != begun:
            return take.done() if take.free else None
    return None


def stroll(world: World, lift: Lift, way: int) -> Moved | None:
    """Along a lift until the middle is over its end, or there is a wall; None if that is so already."""
    take = Take(world)
    begun = footing(world)
    while aside(take.world, lift) * way < lift.half:
        before = _along(take.world, lift)
        take.press(SIDE[way])
        if footing(take.world) != begun or not take.free:
            return None
        if (_along(take.world, lift) - before) * way <= 0:
            return take.done() if len(take.pressed) > 1 else None
    return take.done()


def _along(world: World, lift: Lift) -> int:
    """How far along a lift the hero stands, 1/256 px."""
    return world.hero.x - lift.at(world.frame)[0]


def _same(world: World, moved: Moved) -> Moved:
    """A move that has been played already."""
    return moved


def _leave(world: World, index: int, lift: Lift, way: int) -> Iterator[Move]:
    """From the end of a lift: all the different footings that a jump or a step at some moment of its way leads to."""
    acts: tuple[Move, ...] = (partial(walk, way=way), partial(jump, way=way))
    moments = range(SPARE_FRAMES, SPARE_FRAMES + len(lift.track), TICK)
    stay = Stay(world, range(0, moments[-1] + 3 * SPARE_FRAMES, SPARE_FRAMES))
    runs: dict[tuple[int, Footing], list[int]] = {}
    for wait in moments:
        if not stay.lasts(wait) or not stay.is_free(wait) or (wait > SPARE_FRAMES and not stay.goes_on(wait)):
            break
        for number, act in enumerate(acts):
            moved = stay.acted(wait, act)
            if moved is not None and footing(moved.world) != stay.begun:
                runs.setdefault((number, footing(moved.world)), []).append(wait)
    for (number, onto), found in runs.items():
        for wait in _middles(found):
            yield partial(_after, stay=stay, wait=wait, act=acts[number], onto=onto)


def _middles(moments: list[int]) -> Iterator[int]:
    """The middle of each stretch of moments that follow one another."""
    stretch: list[int] = []
    for moment in moments:
        if stretch and moment != stretch[-1] + TICK:
            yield stretch[len(stretch) // 2]
            stretch = []
        stretch.append(moment)
    if stretch:
        yield stretch[len(stretch) // 2]
