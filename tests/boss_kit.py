"""Halls for the bosses, and what can be done to them there, for the tests of the rules."""

from __future__ import annotations

from collections.abc import Iterator

from sim_levels import draw, until

from game.sim.actors import Actor
from game.sim.bosses.life import about, is_boss
from game.sim.bosses.table import untouchable
from game.sim.buttons import Button
from game.sim.hero import Act, State
from game.sim.level import Level, Section, Thing
from game.sim.world import Carry, Rules, World

A, B, DOWN, LEFT, RIGHT = Button.A, Button.B, Button.DOWN, Button.LEFT, Button.RIGHT
FLOOR, HALL = 176, 256
"""y of the floor and x of the hall's left edge, px."""
STAGES = {"boss_bat": 1, "boss_weaver": 2, "boss_bell": 3, "boss_eel": 4, "boss_golem": 5, "boss_dreamer": 6}
KINDS = (*STAGES, "boss_nightmare")
SAFE = Rules(damage_percent=0, no_knockback=True)


def hall_of(kind: str) -> Level:
    """A corridor, and a hall of one screen as the castle's are: a wall with a doorway, two ledges, a floor two cells deep."""
    rows = ["." * 16 + "#" + "." * 15] * 6 + ["." * 32] * 3 + ["." * 16 + "...---....---..."] + ["." * 32] + ["#" * 32] * 2
    return draw(
        rows,
        x=200,
        y=FLOOR,
        things=[Thing(kind, HALL + 176, 96)],
        sections=(Section(0, 0, 16), Section(16, 0, 16)),
        exit=(HALL + 240, FLOOR - 32, 16, 32),
        boss=kind,
        stage=STAGES.get(kind, 6),
        seconds=999,
    )


LEVELS = {kind: hall_of(kind) for kind in KINDS}


def fight(kind: str, *, seed: int = 0, rules: Rules = SAFE, whip_level: int = 1) -> World:
    """The moment after the hall was shut."""
    world = World(LEVELS[kind], seed, rules, Carry(whip_level=whip_level))
    until(world, RIGHT, lambda w: w.arena >= 0)
    return world


def bosses(world: World) -> list[Actor]:
    """Without their limbs."""
    return [a for a in world.actors if is_boss(a.kind) and a.max_health]


def wound(world: World) -> None:
    for boss in bosses(world):
        boss.health = boss.max_health // 2


def strike_down(world: World, kind: str) -> int:
    """Put the hero beside every boss of a kind in turn with his lash out, unhurt, until none is left; the blows that took."""
    blows, hero = 0, world.hero
    for _ in range(20000):
        targets = [a for a in about(world) if a.kind == kind]
        if not targets:
            return blows
        hero.invulnerable, hero.vx = 10, 0
        target = targets[0]
        if not untouchable(target) and not target.mercy and target.y >> 8 <= FLOOR:
            hero.facing = 1 if target.x >> 8 > HALL + 60 else -1
            hero.x, hero.y, hero.left_y = target.x - hero.facing * (30 << 8), target.y + (6 << 8), target.y
            hero.state, hero.act, hero.act_frame, hero.act_lock = int(State.GROUND), int(Act.WHIP), 12, 22
        blows += sum(event.kind == "boss_hit" for event in world.step(0))
    raise AssertionError("it would not fall")


def stays(world: World, frames: int) -> Iterator[tuple[Actor, int, int]]:
    """(boss, mode, frames) for each time one of the bosses has left a mode that was seen whole, while the hero only stands there."""
    modes: dict[int, tuple[int, int]] = {}
    whole: set[int] = set()
    for frame in range(frames):
        world.timer = 10**6
        world.step(0)
        for boss in bosses(world):
            mode, since = modes.setdefault(id(boss), (boss.mode, frame))
            if mode != boss.mode:
                if id(boss) in whole:
                    yield boss, mode, frame - since
                whole.add(id(boss))
                modes[id(boss)] = boss.mode, frame
