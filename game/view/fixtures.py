"""What belongs to the building and moves: lifts, crushers on their chains, belts, cracking ground, the doors between sections."""

from __future__ import annotations

from game.sim.devices import Device
from game.sim.level import CELL, Cell, Level
from game.sim.world import World
from game.view.contrast import DANGER, round_it
from game.view.pen import Pen

_LINK = 8
_BLOCK = 32
"""Height of a crusher."""
_SWING = 8
"""Frames that each picture of a moving door is shown."""
_OPEN = 2
"""The last picture of a door: wide open."""
_NEAR = 3 * CELL
_PUSHED, _WIDE = 20, 12
"""So near (px) to its middle the hero pushes a leaf ajar, and open: else he would walk through shut wood."""


def draw_fixtures(pen: Pen, world: World, tick: int, *, contrast: bool) -> None:
    """Draw all of them; `tick` moves the belts."""
    for device in world.devices:
        if device.kind == "lift":
            _draw_lift(pen, device)
        elif device.kind == "crusher":
            _draw_crusher(pen, device, world.level, contrast=contrast)
        elif device.kind == "conveyor":
            _draw_belt(pen, device, tick)
        elif device.state != "gone":
            pen.draw("device.crumble" if device.state == "tremble" else "device.crumble.0", device.x >> 8, device.y >> 8, 1, device.age)
    for door in world.doors:
        near = door.x - door.facing * CELL  # the wall is two cells thick, one of each section: a leaf in each face
        pen.draw(f"device.door.{near_leaf(world, near, door.x)}", near, door.y, door.facing)
        pen.draw(f"device.door.{door_picture(world, door.x)}", door.x, door.y, door.facing)


def _draw_lift(pen: Pen, lift: Device) -> None:
    pieces = max(1, lift.span // CELL)
    left = (lift.x >> 8) - lift.span // 2 + CELL // 2
    for n in range(pieces):
        part = "" if pieces == 1 else ".left" if n == 0 else ".right" if n == pieces - 1 else ".mid"
        pen.draw(f"device.lift{part}", left + n * CELL, lift.y >> 8)


def _draw_crusher(pen: Pen, crusher: Device, level: Level, *, contrast: bool) -> None:
    x, y = crusher.x >> 8, crusher.y >> 8
    anchor = _ceiling(level, x, (crusher.home_y >> 8) - _BLOCK)
    shaken = 1 if crusher.state == "warn" and crusher.y % 2 == 0 else 0
    for link in range(anchor, y - _BLOCK, _LINK):
        pen.draw("device.chain", x, link + _LINK)
    pen.draw("device.crusher", x + shaken, y, outline=round_it(DANGER, contrast))


def _ceiling(level: Level, x: int, y: int) -> int:
    """Where a chain that goes up from (x, y) is fixed: the underside of the first solid cell, or the top of the level."""
    row = y // CELL - 1
    while row >= 0 and level.cell(x // CELL, row) != Cell.SOLID:
        row -= 1
    return (row + 1) * CELL


def _draw_belt(pen: Pen, belt: Device, tick: int) -> None:
    way = -1 if belt.state == "left" else 1
    left = (belt.x >> 8) - belt.span // 2 + CELL // 2
    for n in range(belt.span // CELL):
        pen.draw("device.conveyor", left + n * CELL, belt.y >> 8, way, tick)


def door_picture(world: World, x: int) -> int:
    """0 shut, 1 ajar, 2 open: a door opens before the hero walks through, and shuts behind him; whoever is thrown into it stands in it."""
    away = abs((world.hero.x >> 8) - x)
    if not world.passage:
        return _OPEN if away < _WIDE else 0
    if away > _NEAR:
        return 0
    n = world.numbers.passage
    gone = n.frames - world.passage
    opened = (gone - n.glide) // _SWING + _OPEN + 1
    shut = (gone - n.glide - n.walk) // _SWING
    return max(0, min(_OPEN, opened) - max(0, shut))


def near_leaf(world: World, x: int, far: int) -> int:
    """As `door_picture`, of the leaf at x that the hero comes to first: he pushes it, and it shuts with the other one at `far`."""
    away = abs((world.hero.x >> 8) - x)
    if not world.passage:
        return _OPEN if away < _WIDE else 1 if away < _PUSHED else 0
    n = world.numbers.passage
    going = n.frames - world.passage < n.glide + n.walk
    return _OPEN if going and away <= _NEAR else door_picture(world, far)
