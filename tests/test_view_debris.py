"""Chains and rubble: physics that nobody asks and that can be thrown away at any moment."""

from __future__ import annotations

import math
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise

import pygame
from game_kit import FLOOR, level_map

from game.files import ROOT
from game.sim.level import Cell
from game.view.chains import find_anchors
from game.view.debris import PIECE_STEPS, SEGMENT, Debris
from game.view.sprites import Sprites
from levels.model import LevelMap


def chain_level() -> LevelMap:
    return level_map(120)


def test_chains_hang_at_the_same_places_every_time() -> None:
    anchors = find_anchors(chain_level())
    assert anchors == find_anchors(chain_level())
    assert len(anchors) >= 4 and any(anchor.lamp for anchor in anchors)
    assert all(anchor.y == 32 and anchor.y + anchor.length < FLOOR - 28 for anchor in anchors)


def swung(sprites: Sprites, box: pygame.Rect, speed: float, whip: pygame.Rect | None) -> float:
    """How far the first chain gets from the vertical when a box has been at its end for a few frames. It may not stretch."""
    level = chain_level()
    debris = Debris(level, sprites)
    anchor = find_anchors(level)[0]
    furthest = 0.0
    for frame in range(40):
        passing = frame < 6
        debris.update((anchor.x - 128, 0), box if passing else pygame.Rect(0, 0, 1, 1), speed, whip if passing else None, 1)
        chain = debris.chains[0]
        furthest = max(furthest, *(abs(x - anchor.x) for x, _ in chain))
        assert all(math.dist(one, two) < 1.25 * SEGMENT for one, two in pairwise(chain))
    return furthest


def test_chains_swing_when_somebody_passes_or_strikes_and_else_hang_still(sprites: Sprites) -> None:
    anchor = find_anchors(chain_level())[0]
    end = pygame.Rect(anchor.x - 6, anchor.y + anchor.length - 28, 12, 28)
    away = pygame.Rect(0, 0, 1, 1)
    assert swung(sprites, away, 1.0, None) < 0.5
    assert swung(sprites, end, 1.0, None) > 2
    assert swung(sprites, away, 0.0, end) > swung(sprites, end, 1.0, None)


def test_rubble_falls_to_the_floor_and_goes(sprites: Sprites) -> None:
    debris = Debris(chain_level(), sprites)
    debris.rubble(160, FLOOR - 16, pygame.Surface((16, 16)))
    debris.bones(300, FLOOR)
    assert debris.pieces > 4
    for _ in range(PIECE_STEPS + 40):
        debris.update((100, 0), pygame.Rect(0, 0, 1, 1), 0.0, None, 1)
        assert all(y < FLOOR + 8 for y in debris.heights)
    assert debris.pieces == 0


def test_rubble_of_a_bridge_that_has_crumbled_does_not_lie_in_the_air(sprites: Sprites) -> None:
    made = level_map(width=40)
    cells, bridge = bytearray(made.level.cells), [6 * 40 + x for x in (10, 11, 12)]
    for index in bridge:
        cells[index] = Cell.SOLID
    made = replace(made, level=replace(made.level, cells=bytes(cells)))
    debris = Debris(made, sprites)
    for n, index in enumerate(bridge, 1):
        debris.open(frozenset(bridge[:n]))
        debris.rubble(index % 40 * 16, 6 * 16, pygame.Surface((16, 16)))
        for _ in range(10):
            debris.update((0, 0), pygame.Rect(0, 0, 1, 1), 0.0, None, 1)
    for _ in range(80):
        debris.update((0, 0), pygame.Rect(0, 0, 1, 1), 0.0, None, 1)
    assert debris.pieces == 12
    assert min(debris.heights) > 8 * 16


def test_physics_can_be_thrown_away_at_any_moment() -> None:
    """pymunk 7.3 aborts the whole process when a space is collected in the wrong order: ours empties it first."""
    script = (
        "import gc, sys; sys.path.insert(0, 'tests')\n"
        "from test_view_debris import *\n"
        "sprites = Sprites(ROOT / 'assets' / 'sprites')\n"
        "class Knot: pass\n"
        "for n in range(12):\n"
        "    knot = Knot(); knot.self, knot.debris = knot, Debris(chain_level(), sprites)\n"
        "    knot.debris.update((100, 0), pygame.Rect(0, 0, 1, 1), 0.0, None, 1)\n"
        "    knot.debris.bones(200, FLOOR)\n"
        "    knot = None; gc.collect()\n"
        "print('alive')"
    )
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.stdout.endswith("alive\n"), run.stderr[-500:]
