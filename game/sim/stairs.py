"""Stairs: finding them, and climbing them step by step, whatever is solid around.

The hero's feet follow the run's line exactly (`terrain.Stairs`). A step is 8 px on both axes and takes 16 frames;
once begun it is finished. At both ends he is back on his feet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import whip
from .buttons import Button
from .collide import carried, slide
from .hero import Hero, State

if TYPE_CHECKING:
    from .world import World

_UP, _DOWN, _LEFT, _RIGHT = int(Button.UP), int(Button.DOWN), int(Button.LEFT), int(Button.RIGHT)


def seek(w: World, hero: Hero, pad: int) -> bool:
    """On the ground with UP or DOWN held: walk to the nearest end of stairs within reach and step on. True if that is going on."""
    up = bool(pad & _UP)
    n = w.numbers.stairs
    reach = (n.pull_up if up else n.pull_down) << 8
    best, goal = -1, 0
    for i, run in enumerate(w.terrain.stairs):
        x, y, is_open = (run.x0, run.y0, run.foot_open) if up else (run.x1, run.y1, run.top_open)
        if y << 8 == hero.y and is_open and abs((x << 8) - hero.x) <= reach:
            best, goal = i, x << 8
            reach = abs(goal - hero.x) - 1
    if best < 0:
        return False
    return _step_on(w, hero, best, up) if goal == hero.x else _approach(w, hero, goal)


def _approach(w: World, hero: Hero, goal: int) -> bool:
    """Walk towards the end of the stairs, never off a ledge or into a wall."""
    n = w.numbers.hero
    dx = max(-n.walk, min(n.walk, goal - hero.x))
    x = slide(w.terrain, hero.x, hero.y, dx, n.half_width, n.height)
    if x == hero.x or not carried(w.terrain, x, hero.y, n.half_width):
        return False
    hero.x, hero.facing, hero.crouching = x, (1 if dx > 0 else -1), False
    hero.walked += 1
    return True


def _step_on(w: World, hero: Hero, run: int, up: bool) -> bool:
    hero.run = run
    hero.step = 0 if up else w.terrain.stairs[run].steps
    hero.enter(State.STAIRS)
    hero.walked, hero.crouching, hero.step_frame = 0, False, 0
    climb(w, hero, _UP if up else _DOWN)
    return True


def climb(w: World, hero: Hero, pad: int) -> None:
    """A frame on the stairs."""
    if hero.frozen:
        hero.frozen -= 1
        return
    if hero.act:
        return
    run = w.terrain.stairs[hero.run]
    if hero.step_frame:
        hero.act_buffer += 1 if hero.act_buffer else 0  # a press waits for the end of the step
    else:
        if hero.act_buffer:
            whip.begin(w, hero, w.numbers.whip.lock_ground)
            return
        way = _way(pad, run.right)
        goal = hero.step + way
        if not way or (goal == 0 and not run.foot_open) or (goal == run.steps and not run.top_open):
            return
        hero.step_dir = way
        hero.facing = run.right * way
    n = w.numbers.stairs
    hero.step_frame += 1
    hero.x += run.right * hero.step_dir * n.speed
    hero.y -= hero.step_dir * n.speed
    if hero.step_frame == n.step:
        hero.step_frame, hero.timer = 0, 0
        hero.step += hero.step_dir
        w.emit("step", hero.x, hero.y)
        if hero.step in (0, run.steps):
            hero.run = -1
            hero.enter(State.GROUND)


def _way(pad: int, right: int) -> int:
    """+1 up, -1 down, 0 stay; UP and DOWN come before the sides."""
    if pad & (_UP | _DOWN):
        return (1 if pad & _UP else 0) - (1 if pad & _DOWN else 0)
    return right * ((1 if pad & _RIGHT else 0) - (1 if pad & _LEFT else 0))
