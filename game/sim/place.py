"""Where the hero is, and what follows: his section and its edges, the shut hall, pits and spikes, checkpoints, exit, camera."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import passage
from .hero import State
from .level import CELL, VIEW_H, VIEW_W
from .terrain import LIQUID, SPIKES

if TYPE_CHECKING:
    from .world import World


def keep_in_section(w: World, before: int) -> None:
    """Follow the hero into the section he has climbed to, or through the door to one beside his; where there is none, its edge is a wall.

    He changes sections only with something under his feet: whoever falls over a border is still in the old one, and a leap at a door
    ends at it.
    """
    hero = w.hero
    if w.arena >= 0 and hero.state != State.STAIRS:
        _keep_in_arena(w, before)
    s = w.terrain.sections[hero.section]
    left, right, top, bottom = s.x * CELL, (s.x + s.w) * CELL, s.y * CELL, (s.y + s.h) * CELL
    px, middle = hero.x >> 8, (hero.y >> 8) - w.numbers.hero.height // 2
    if hero.state in (State.AIR, State.HURT):
        middle = max(top, min(bottom - 1, middle))
    if left <= px < right and top <= middle < bottom:
        return
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
    low, high = (w.arena + half) << 8, (w.arena + VIEW_W - half) << 8
    hero.x = min(max(hero.x, min(low, before)), max(high, before))


def suffer_ground(w: World) -> None:
    """Pits, liquids and spikes."""
    hero, n = w.hero, w.numbers.hero
    px, py = hero.x >> 8, hero.y >> 8
    s = w.terrain.sections[hero.section]
    if hero.state == State.STAIRS:
        return
    if py >= (s.y + s.h) * CELL and hero.state in (State.AIR, State.HURT):
        w.die(n.fall)
    elif w.terrain.at(px >> 4, (py - n.liquid_depth) >> 4) & LIQUID:
        w.emit("splash", hero.x, hero.y)
        w.die(n.sinking)
    elif not hero.invulnerable and not hero.veiled and any(w.terrain.at(px >> 4, y >> 4) & SPIKES for y in (py - 1, py - n.height)):
        w.hurt(n.spikes_damage, -hero.facing)


def pass_checkpoints(w: World) -> None:
    """Remember the furthest checkpoint that the hero has come by."""
    hero, n = w.hero, w.numbers.hero
    px, py = hero.x >> 8, hero.y >> 8
    for i in range(hero.checkpoint + 1, len(w.level.checkpoints)):
        x, y = w.level.checkpoints[i]
        if abs(px - x) <= n.checkpoint_half_width and y - n.checkpoint_height < py <= y:
            hero.checkpoint = i


def at_exit(w: World) -> bool:
    """The hero touches the exit, and no boss bars it."""
    if w.bosses - w.slain:
        return False
    hero, n = w.hero, w.numbers.hero
    x, y, width, height = w.level.exit
    px, py = hero.x >> 8, hero.y >> 8
    return px + n.half_width > x and px - n.half_width < x + width and py > y and py - n.height < y + height


def aim(w: World) -> tuple[int, int]:
    """The view's place: the hero in the middle, as far as his section allows."""
    s = w.terrain.sections[w.hero.section]
    left, top = s.x * CELL, s.y * CELL
    x = w.arena if w.arena >= 0 else (w.hero.x >> 8) - VIEW_W // 2
    y = (w.hero.y >> 8) - VIEW_H // 2
    return max(left, min(left + s.w * CELL - VIEW_W, x)), max(top, min(top + s.h * CELL - VIEW_H, y))
