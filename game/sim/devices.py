"""What the castle's machines do to the hero and the ground: lifts carry, conveyors push, crumbling cells fall, crushers kill.

They are functions of World.frame alone, but for crumbling, which begins when the hero steps on (`World.cracks`). In a frame
they move first: a lift takes along who stands on it (his middle over it, or no ground under him) as far as walls, ceilings
and floors allow, and lifts the feet of whoever it meets from below. The hero's own move follows, among machines that stand
still. Only the hero rides and is pushed; foes and items know the ground, so a gap or a lowered crusher is one for all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import items
from .collide import carried, ceiling_above, fits, floor_between, slide
from .hero import Hero, State
from .level import CELL, VIEW_H, VIEW_W
from .machinery import Crusher, Lift, Machinery
from .terrain import CARRY, SOLID

if TYPE_CHECKING:
    from .world import World

_ON_FEET = (State.GROUND, State.LAND)


@dataclass(frozen=True, slots=True)
class Device:
    """A machine as the view sees it. x, y: its point now, 1/256 px: of a lift or conveyor the middle of the top edge, of a crusher
    the middle of the lower edge, of a crumbling cell that of its lower edge. span: width in px. home_y: of a crusher the y of its
    lower edge when it is up, where its chain comes from. state: of a crusher up warn fall down rise; of a crumbling cell
    whole tremble gone; of a conveyor left right; of a lift empty. age: of a cell frames since it was stepped on.
    """

    kind: str
    x: int
    y: int
    span: int
    state: str = ""
    home_y: int = 0
    age: int = 0


def turn(w: World, m: Machinery) -> None:
    """The ground as this frame finds it: cells fall and come back, crushers become walls and give the way free."""
    if w.cracks:
        _crumble(w, m)
    if m.crushers:
        rows = tuple([crusher.rows(w.frame) for crusher in m.crushers])
        if rows != w.pressed:
            _press(w, m, rows)


def _press(w: World, m: Machinery, rows: tuple[int, ...]) -> None:
    changes = []
    for crusher, before, now in zip(m.crushers, w.pressed, rows, strict=True):
        for row in range(min(before, now), max(before, now)):
            for column in crusher.columns:
                index = (crusher.y // CELL + row) * w.level.width + column
                if index < len(m.flags):
                    bare = _bare(w, m, index)
                    changes.append((index, bare | SOLID if now > before else bare))
    w.pressed = rows
    w.terrain = w.terrain.changed(changes)


def _bare(w: World, m: Machinery, index: int) -> int:
    """The flags of a cell without machines: what the level has there, unless the hero has broken it."""
    return 0 if index in w.broken else m.flags[index]


def _crumble(w: World, m: Machinery) -> None:
    n = w.numbers.crumble
    staying = []
    for index, since in w.cracks:
        age = w.frame - since
        if age == n.tremble:
            w.terrain = w.terrain.changed([(index, 0)])
            _let_go(w, index)
        elif age >= n.tremble + n.gone and not _in_the_way(w, index, _bare(w, m, index)):
            w.terrain = w.terrain.changed([(index, _bare(w, m, index))])
            continue
        staying.append((index, since))
    w.cracks = tuple(staying)


def _let_go(w: World, index: int) -> None:
    """A cell falls, and what lies on it."""
    row, column = divmod(index, w.level.width)
    w.emit("crumble", (column * CELL + CELL // 2) << 8, (row + 1) * CELL << 8)
    items.loosen(w, column, row)


def _in_the_way(w: World, index: int, flags: int) -> bool:
    """A body is where a solid cell would come back. What only carries comes back through anybody."""
    if not flags & SOLID:
        return False
    row, column = divmod(index, w.level.width)
    n = w.numbers.hero
    bodies = [(w.hero.x, w.hero.y, n.half_width, n.height)]
    for actor in w.actors:
        body = w.numbers.body(actor.kind)
        bodies.append((actor.x, actor.y, body.half_width, body.height))
    return any(
        abs((x >> 8) - column * CELL - CELL // 2) < half + CELL // 2 and row * CELL < y >> 8 < (row + 1) * CELL + tall
        for x, y, half, tall in bodies
    )


def carry(w: World, m: Machinery) -> bool:
    """Move the hero with what he stands on. True if a lift has come up under his feet while he was in the air."""
    hero = w.hero
    if hero.state == State.STAIRS or (hero.state == State.DEAD and hero.vy):
        return False
    for lift in m.lifts:
        if lift.near(hero.x, hero.y, CELL):
            was, now = lift.at(w.frame - 1), lift.at(w.frame)
            if hero.y == was[1] and _rides(w, hero, lift, was[0]):
                _take_along(w, hero, now[0] - was[0], now[1] - was[1])
                return False
            if now[1] < hero.y <= was[1] and _has_room(w, hero, now[1]) and lift.under(hero.x, now[0], w.numbers.hero.half_width):
                hero.y = now[1]
                return hero.state in (State.AIR, State.HURT)
    if m.belts and hero.state in _ON_FEET:
        _convey(w, m, hero)
    return False


def _rides(w: World, hero: Hero, lift: Lift, lift_x: int) -> bool:
    """He stands on a lift at his feet's height: his middle is over it, or nothing else carries him."""
    if hero.state not in _ON_FEET and hero.state != State.DEAD:
        return False
    half = w.numbers.hero.half_width
    if not lift.under(hero.x, lift_x, half):
        return False
    return lift.under(hero.x, lift_x, 0) or not carried(w.terrain, hero.x, hero.y, half)


def _has_room(w: World, hero: Hero, y: int) -> bool:
    n = w.numbers.hero
    return ceiling_above(w.terrain, hero.x, y, n.half_width, n.height) is None


def _take_along(w: World, hero: Hero, dx: int, dy: int) -> None:
    """Up as long as his head has room (the lift goes through him then), down to the first floor, sideways to the first wall."""
    n = w.numbers.hero
    if dy < 0:
        if not _has_room(w, hero, hero.y + dy):
            return
        hero.y += dy
    elif dy > 0:
        edge = floor_between(w.terrain, hero.x, hero.y, dy, n.half_width)
        if edge is not None:
            hero.y = edge
            return
        hero.y += dy
    if dx:
        hero.x = slide(w.terrain, hero.x, hero.y, dx, n.half_width, n.height)


def _convey(w: World, m: Machinery, hero: Hero) -> None:
    """Whose middle is over a belt is pushed, and who hangs over its end with his heels on it."""
    n = w.numbers.hero
    half = n.half_width << 8
    for belt in m.belts:
        if hero.y != belt.y or not belt.left - half < hero.x < belt.right + half:
            continue
        if belt.left <= hero.x < belt.right or not w.terrain.at(hero.x >> 12, hero.y >> 12) & CARRY:
            hero.x = slide(w.terrain, hero.x, hero.y, belt.push, n.half_width, n.height)
            return


def borne(w: World, m: Machinery) -> bool:
    """Where no ground carries the hero a lift does; one a few px higher or lower is stepped on."""
    hero = w.hero
    lift = lift_at(w, m, hero.x, hero.y, w.numbers.lift.step)
    if lift is None:
        return False
    y = lift.at(w.frame)[1]
    if y < hero.y and not _has_room(w, hero, y):
        return False
    hero.y = y
    return True


def lift_at(w: World, m: Machinery, x: int, y: int, give: int = 0) -> Lift | None:
    """The lift that feet at x, y stand on, give or take so much in height (all 1/256 px)."""
    for lift in m.lifts:
        if lift.near(x, y, CELL):
            lift_x, lift_y = lift.at(w.frame)
            if abs(y - lift_y) <= give and lift.under(x, lift_x, w.numbers.hero.half_width):
                return lift
    return None


def landing(w: World, m: Machinery, dy: int) -> int | None:
    """The y of the highest lift that the hero's feet meet when they fall by dy, None if they meet none."""
    hero, half = w.hero, w.numbers.hero.half_width
    met = [
        y
        for lift in m.lifts
        if lift.near(hero.x, hero.y, CELL)
        for x, y in (lift.at(w.frame),)
        if hero.y <= y <= hero.y + dy and lift.under(hero.x, x, half)
    ]
    return min(met, default=None)


def act(w: World, m: Machinery) -> None:
    """After the hero's move: cells crack under him, crushers that fall on him kill."""
    if m.crumbles and w.hero.state in _ON_FEET:
        _tread(w, m, w.hero)
    for crusher in m.crushers:
        reach = crusher.reach(w.frame)
        if reach:
            if crusher.at(w.frame + 1)[1] != crusher.at(w.frame)[1]:
                _thud(w, crusher, reach)
            if w.status == "play":  # nobody dies under two at once
                _crush(w, crusher, reach)


def _tread(w: World, m: Machinery, hero: Hero) -> None:
    if hero.y & 0xFFF:
        return
    px, half, row = hero.x >> 8, w.numbers.hero.half_width, (hero.y >> 12) * w.level.width
    for column in range((px - half) >> 4, ((px + half - 1) >> 4) + 1):
        index = row + column
        if index in m.crumbles and w.terrain.flags[index] & CARRY and all(index != cracked for cracked, _ in w.cracks):
            w.cracks = (*w.cracks, (index, w.frame))


def _crush(w: World, crusher: Crusher, reach: int) -> None:
    """What hangs over the hero by a hair pushes him aside; more of it, and he is dead."""
    hero, n, k = w.hero, w.numbers.hero, w.numbers.crusher
    px, py = hero.x >> 8, hero.y >> 8
    deep = k.half_width + n.half_width - abs(px - crusher.x)
    if deep <= 0 or py <= crusher.y or py - n.height >= crusher.y + reach:
        return
    aside = (px + (deep if px > crusher.x else -deep)) << 8
    if deep <= k.graze and fits(w.terrain, aside, hero.y, n.half_width, n.height):
        hero.x = aside
    else:
        w.die(0)


def _thud(w: World, crusher: Crusher, reach: int) -> None:
    x, y = w.camera
    if x - CELL <= crusher.x <= x + VIEW_W + CELL and y <= crusher.y + reach <= y + VIEW_H:
        w.emit("crush", crusher.x << 8, (crusher.y + reach) << 8)


def crumbled(w: World) -> frozenset[int]:
    """The cells that have fallen and are not back."""
    return frozenset(index for index, since in w.cracks if w.frame - since >= w.numbers.crumble.tremble)


def shown(w: World, m: Machinery) -> tuple[Device, ...]:
    """All machines as they are now."""
    found = [Device("lift", *lift.at(w.frame), 2 * lift.half) for lift in m.lifts]
    for crusher in m.crushers:
        depth, state = crusher.at(w.frame)
        y = crusher.y << 8
        found.append(Device("crusher", crusher.x << 8, y + depth, 2 * w.numbers.crusher.half_width, state, y))
    for belt in m.belts:
        found.append(
            Device("conveyor", (belt.left + belt.right) // 2, belt.y, (belt.right - belt.left) >> 8, "left" if belt.push < 0 else "right")
        )
    ages = {index: w.frame - since for index, since in w.cracks}
    for index in sorted(m.crumbles):
        row, column = divmod(index, w.level.width)
        age = ages.get(index, -1)
        state = "whole" if age < 0 else "tremble" if age < w.numbers.crumble.tremble else "gone"
        found.append(Device("crumble", (column * CELL + CELL // 2) << 8, (row + 1) * CELL << 8, CELL, state, age=max(0, age)))
    return tuple(found)
