"""Where the hero is, and what follows: his section and its edges, the shut hall, pits and spikes, checkpoints, exit, camera."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import passage
from .hero import State
from .level import CELL, VIEW_H, VIEW_W
from .terrain import LIQUID, SPIKES

if TYPE_CHECKING:
    from .world import World

_AIR, _HURT, _STAIRS = int(State.AIR), int(State.HURT), int(State.STAIRS)


def keep_in_section(w: World, before: int) -> None:
    """Follow the hero into the section he has climbed to, or through the door to one beside his; where there is none, its edge is a wall.

    He changes sections only with something under his feet: whoever falls over a border is still in the old one, and a leap at a door
    ends at it.
    """
    hero = w.hero
    if w.arena >= 0 and hero.state != State.STAIRS:
        _keep_in_arena(w, before)
    s = w.terrain.sections[hero.section]
    left, top = s.x * CELL, s.y * CELL
    right, bottom = left + s.w * CELL, top + s.h * CELL
    px, middle = hero.x >> 8, (hero.y >> 8) - w.numbers.hero.height // 2
    falling = hero.state == _AIR or hero.state == _HURT
    if left <= px < right and (falling or top <= middle < bottom):
        return
    if falling:
        middle = max(top, min(bottom - 1, middle))
    there = w.terrain.section_at(px, middle)
    aside = not left <= px < right
    if aside and there > hero.section and hero.state == State.GROUND:
        passage.begin(w, there)
    elif there >= 0 and (not aside or hero.state == State.STAIRS):
        hero.section = there
        w.emit("door", hero.x, hero.y, there)
    elif aside:
        hero.x = before


def _keep_in_arena(w: World, before: int) -> None:
    """The hall is shut: its sides are walls, though whoever stands in the door is not thrown about."""
    hero, half = w.hero, w.numbers.hero.half_width
    left, right = _sides_of_arena(w)
    low, high = (left + half) << 8, (right - half) << 8
    hero.x = min(max(hero.x, min(low, before)), max(high, before))


def _sides_of_arena(w: World) -> tuple[int, int]:
    """The px between which the hero can be in the shut hall: inside the leaf of its door, which is a cell thick, else inside the view."""
    left, right, top = w.arena, w.arena + VIEW_W, w.camera[1]
    for door in w.doors:
        if left <= door.x < right and top < door.y <= top + VIEW_H:
            if door.facing > 0 and door.x < left + CELL:
                left = door.x + CELL // 2
            elif door.facing < 0 and door.x >= right - CELL:
                right = door.x - CELL // 2
    return left, right


def suffer_ground(w: World) -> None:
    """Pits, liquids and spikes."""
    hero, n, t = w.hero, w.numbers.hero, w.terrain
    if hero.state == _STAIRS:
        return
    column, py, s = hero.x >> 12, hero.y >> 8, t.sections[hero.section]
    if py >= (s.y + s.h) * CELL and (hero.state == _AIR or hero.state == _HURT):
        w.die(n.fall)
    elif t.at(column, (py - n.liquid_depth) >> 4) & LIQUID:
        w.emit("splash", hero.x, hero.y)
        w.die(n.sinking)
    elif (t.at(column, (py - 1) >> 4) | t.at(column, (py - n.height) >> 4)) & SPIKES and not hero.invulnerable and not hero.veiled:
        w.hurt(n.spikes_damage, -hero.facing)


def pass_checkpoints(w: World) -> None:
    """Remember the furthest checkpoint that the hero has come by."""
    hero, n = w.hero, w.numbers.hero
    px, py, aside, up = hero.x >> 8, hero.y >> 8, n.checkpoint_half_width, n.checkpoint_height
    first = hero.checkpoint + 1
    for i, (x, y) in enumerate(w.level.checkpoints[first:], first):
        if -aside <= px - x <= aside and y - up < py <= y:
            hero.checkpoint = i


def at_exit(w: World) -> bool:
    """The hero touches the exit, and no boss bars it."""
    if w.bosses and w.bosses - w.slain:
        return False
    hero, n = w.hero, w.numbers.hero
    x, y, width, height = w.level.exit
    px, py = hero.x >> 8, hero.y >> 8
    return px + n.half_width > x and px - n.half_width < x + width and py > y and py - n.height < y + height


def aim(w: World) -> tuple[int, int]:
    """The view's place: the hero in the middle, as far as his section allows."""
    hero = w.hero
    s = w.terrain.sections[hero.section]
    left, top = s.x * CELL, s.y * CELL
    right, bottom = left + s.w * CELL - VIEW_W, top + s.h * CELL - VIEW_H
    x = w.arena if w.arena >= 0 else (hero.x >> 8) - VIEW_W // 2
    y = (hero.y >> 8) - VIEW_H // 2
    if x > right:  # no min and max: this runs on every frame
        x = right
    if y > bottom:
        y = bottom
    return x if x > left else left, y if y > top else top
