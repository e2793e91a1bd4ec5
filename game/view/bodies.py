"""The hero with his whip, foes, and what both throw."""

from __future__ import annotations

import pygame

from game.look import Comfort
from game.sim.actors import Actor
from game.sim.bosses.hall import floor, roof
from game.sim.level import VIEW_W
from game.sim.world import World
from game.view.contrast import FOE, HERO, round_it
from game.view.pen import Pen

WHIP_POSES = ("whip", "whip_crouch", "whip_air", "whip_stairs")
_MARGIN = 64
_BACK, _STRAND = 32, 8
"""Height of the weaver's back above its feet, and length of one picture of its thread, in px."""
_VEIL = 96
"""How much of 255 is left of a veiled hero."""
_HURT = 144
"""And of one who can't be hurt, where nothing may flicker."""


def draw_actors(pen: Pen, world: World, comfort: Comfort) -> None:
    """Foes and bosses."""
    outline = round_it(FOE, comfort.high_contrast)
    for actor in world.actors:
        if actor.pose == "hidden":
            continue
        if (actor.kind, actor.pose) == ("boss_weaver", "drop"):
            _draw_thread(pen, world, actor)
        if actor.kind == "boss_eel":
            pen.view.set_clip((0, 0, VIEW_W, (floor(world, actor.x) >> 8) - world.camera[1]))  # the rest of it is in the ground
        pen.draw(f"{actor.kind}.{actor.pose}", actor.x >> 8, actor.y >> 8, actor.facing, actor.pose_frame, outline)
        pen.view.set_clip(None)


def _draw_thread(pen: Pen, world: World, actor: Actor) -> None:
    """What the weaver drops and climbs by: from the roof to its back."""
    for y in range((actor.y >> 8) - _BACK, roof(world, actor.x) >> 8, -_STRAND):
        pen.draw("boss_weaver.thread", actor.x >> 8, y)


def draw_shots(pen: Pen, world: World, tick: int, comfort: Comfort) -> None:
    """What flies; once the stage is cleared nothing does, for it would hang in the air."""
    for shot in world.shots if world.status != "cleared" else ():
        outline = round_it(HERO if shot.mine else FOE, comfort.high_contrast)
        pen.draw(f"shot.{shot.kind}", shot.x >> 8, shot.y >> 8, shot.facing, tick, outline)


def draw_hero(pen: Pen, world: World, tick: int, comfort: Comfort) -> None:
    """The hero: flickering while he can't be hurt, thin as air under the veil; neither flickers where flashing is reduced."""
    hero = world.hero
    mercy = hero.invulnerable and hero.pose != "hurt" and world.status == "play"
    if hero.veiled:
        _draw_faint(pen, world, comfort, _VEIL if comfort.reduced_flashing or tick % 4 < 2 else _HURT)
    elif mercy and comfort.reduced_flashing:
        _draw_faint(pen, world, comfort, _HURT)
    elif not mercy or tick % 4 >= 2:
        _draw_body(pen, world, comfort)


def _draw_body(pen: Pen, world: World, comfort: Comfort) -> None:
    hero = world.hero
    x, y, pose = hero.x >> 8, hero.y >> 8, hero.pose
    tick = hero.pose_frame + (pose in WHIP_POSES)  # the rules count a lash's frames from 1, and so do its pictures
    outline = round_it(HERO, comfort.high_contrast)
    pen.draw(f"hero.{pose}", x, y, hero.facing, tick, outline)
    if pose in WHIP_POSES and world.status != "cleared":
        lower = world.numbers.whip.crouch_lower if pose == "whip_crouch" else 0
        pen.draw(f"whip.{hero.whip_level}", x, y + lower, hero.facing, tick, outline)


def _draw_faint(pen: Pen, world: World, comfort: Comfort, alpha: int) -> None:
    """The same through a veil: drawn aside on a copy of what is behind, which is then laid over it thinly."""
    x, y = (world.hero.x >> 8) - pen.camera[0] - _MARGIN, (world.hero.y >> 8) - pen.camera[1] - _MARGIN
    where = pygame.Rect(x, y, 2 * _MARGIN, 2 * _MARGIN).clip(pen.view.get_rect())
    if not where:
        return
    aside = pen.view.subsurface(where).copy()
    _draw_body(Pen(aside, pen.sprites, (pen.camera[0] + where.x, pen.camera[1] + where.y)), world, comfort)
    aside.set_alpha(alpha)
    pen.view.blit(aside, where)
