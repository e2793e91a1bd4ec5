"""The door between two sections that lie side by side: the view glides on, the door opens, the hero walks through, the door shuts.

While it lasts the rules stand still and buttons do nothing. Sections are listed in the order in which they are met, and a
door leads from an earlier one into a later one only: behind the hero it is a wall.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .level import CELL, VIEW_W

if TYPE_CHECKING:
    from .world import World


def begin(w: World, there: int) -> None:
    """The hero stands on the border and goes on into the section `there`. Whatever lived behind him is forgotten."""
    hero = w.hero
    old = w.terrain.sections[hero.section]
    right, left = ((old.x + old.w) * CELL) << 8, ((old.x * CELL) << 8) - 1
    hero.facing = 1 if hero.x >= right else -1
    hero.x = right if hero.facing > 0 else left
    hero.section = there
    hero.crouching = False
    hero.walked = hero.act = 0
    w.actors, w.shots, w.items, w.out = [], [], [], frozenset()
    w.passage = w.numbers.passage.frames
    w.emit("door", hero.x, hero.y, there)


def go_on(w: World) -> None:
    """A frame of it: half of the view's way before the hero walks, half after."""
    n, hero = w.numbers.passage, w.hero
    gone = n.frames - w.passage
    w.passage -= 1
    hero.timer += 1
    hero.walked = 0
    if n.glide <= gone < n.glide + n.walk:
        hero.walked = gone - n.glide + 1
        hero.x += hero.facing * w.numbers.hero.walk
    w.camera = (_camera_x(w, gone + 1), w.camera[1])


def _camera_x(w: World, gone: int) -> int:
    """Both glides together take the view from one side of the border to the other."""
    n = w.numbers.passage
    s = w.terrain.sections[w.hero.section]
    forward = w.hero.facing > 0
    goal = s.x * CELL if forward else (s.x + s.w) * CELL - VIEW_W
    left = VIEW_W - (min(gone, n.glide) + max(0, gone - n.glide - n.walk)) * VIEW_W // (2 * n.glide)
    return goal - left if forward else goal + left
