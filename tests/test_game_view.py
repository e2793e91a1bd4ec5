"""The picture: the HUD to the pixel, every shipped level, and physics that never touches the rules."""

from __future__ import annotations

import gc
import math
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pygame
import pytest
from game_kit import FLOOR, level_map

from game.files import ROOT
from game.look import Comfort
from game.sim.actors import Actor
from game.sim.bosses.hall import roof
from game.sim.buttons import Button
from game.sim.events import Event
from game.sim.level import Cell, Section, Thing
from game.sim.shots import Shot
from game.sim.world import World
from game.view.bodies import draw_actors
from game.view.chains import find_anchors
from game.view.colours import WHITE
from game.view.contrast import HERO
from game.view.debris import PIECE_STEPS, SEGMENT, Debris
from game.view.dissolve import DISSOLVE_STEPS, Dissolve
from game.view.fixtures import door_picture, near_leaf
from game.view.font import Font, wrap
from game.view.hud import BARS, LINES, HudState, bars, draw_hud, hud_state
from game.view.level_view import LevelView, whip_box
from game.view.pen import Pen
from game.view.sprites import Sprites, outlined
from game.view.tiles import TilesView, coat_of, surface
from generator.pack import load_pack
from levels.load import load_map
from levels.model import ForeignArt, LevelMap

MAPS = sorted((ROOT / "levels" / "maps").glob("*.tmx"))
BASE = load_pack(ROOT / "assets" / "tilesets" / "base")


@pytest.fixture(scope="module")
def sprites() -> Sprites:
    return Sprites(ROOT / "assets" / "sprites")


@pytest.fixture(scope="module")
def font() -> Font:
    return Font(ROOT / "assets" / "fonts" / "dreamkeep.txt")


@pytest.fixture
def canvas() -> pygame.Surface:
    return pygame.Surface((256, 240), depth=32)


def pixels(canvas: pygame.Surface) -> np.ndarray:
    return pygame.surfarray.array3d(canvas).swapaxes(0, 1)


def state(**changes: int | str) -> HudState:
    fields = {"score": 12345, "time": 298, "stage": 3, "player": 16, "enemy": 16, "hearts": 5, "lives": 3, "subweapon": ""} | changes
    return HudState(**fields)  # type: ignore[arg-type]


def test_the_first_line_reads_score_time_and_stage(canvas: pygame.Surface, font: Font, sprites: Sprites) -> None:
    draw_hud(canvas, font, sprites, state())
    line = pixels(canvas)[LINES[0] : LINES[0] + 8]
    wanted = pygame.Surface((256, 240), depth=32)
    font.draw(wanted, "SCORE-012345 TIME 0298 STAGE 03", 4, LINES[0], WHITE)
    assert np.array_equal(line, pixels(wanted)[LINES[0] : LINES[0] + 8])


@pytest.mark.parametrize("player", [0, 1, 9, 16])
def test_as_many_bars_are_full_as_the_hero_has(canvas: pygame.Surface, font: Font, sprites: Sprites, player: int) -> None:
    draw_hud(canvas, font, sprites, state(player=0))
    empty = pixels(canvas).copy()
    draw_hud(canvas, font, sprites, state(player=player))
    changed = np.nonzero((pixels(canvas) != empty).any(axis=(0, 2)))[0]
    assert len({(x - 60) // 4 for x in changed}) == player
    assert BARS == 16


def test_hud_numbers_stay_inside_their_places(canvas: pygame.Surface, font: Font, sprites: Sprites) -> None:
    draw_hud(canvas, font, sprites, state(score=9_999_999, hearts=99, lives=99, subweapon="dagger"))
    assert not pixels(canvas)[32:].any()
    assert not pixels(canvas)[:, 252:].any()


def test_a_living_boss_shows_at_least_one_bar() -> None:
    assert [bars(health, 20) for health in (20, 11, 1, 0)] == [16, 9, 1, 0]


def test_the_hud_reads_the_rules() -> None:
    world = World(level_map(stage=4).level)
    shown = hud_state(world)
    assert (shown.stage, shown.player, shown.lives, shown.hearts, shown.time, shown.enemy) == (4, 16, 3, 5, 300, 16)
    boss = Actor("boss_bat", 200, 100, -1, world.numbers.bodies["boss_bat"]) if hasattr(world.numbers, "bodies") else None
    if boss is not None:
        boss.health = boss.max_health // 2
        world.actors.append(boss)
        assert hud_state(world).enemy == 8


def test_the_enemys_bars_stay_empty_once_the_boss_has_fallen() -> None:
    world = World(level_map(things=[Thing("boss_bat", 300, 80)]).level)
    assert hud_state(world).enemy == 16
    world.slain = world.bosses
    assert hud_state(world).enemy == 0


def kinds_of_rules() -> list[str]:
    """Every sprite that the rules can ask for."""
    hero = "idle walk jump fall crouch land whip whip_crouch whip_air whip_stairs stairs_up stairs_down stairs_idle throw hurt dead"
    names = [f"hero.{pose}" for pose in hero.split()]
    names += [f"whip.{level}" for level in (1, 2, 3)]
    names += [f"item.{kind}" for kind in ["heart_small", "heart_large", "whip_up", "dagger", "meat", "bag", "orb"]]
    names += [f"shot.{kind}" for kind in ["dagger", "bone", "fire"]]
    names += [f"{kind}.move" for kind in ["shambler", "hound", "bat", "thrower", "boss_bat"]]
    return [*names, "candle", "fx.hit", "fx.flame", "fx.splash", "fx.link", "fx.chandelier", "hud.heart", "hud.life", "title"]


@pytest.mark.parametrize("name", kinds_of_rules())
def test_everything_the_rules_can_show_has_been_drawn(sprites: Sprites, name: str) -> None:
    assert sprites.has(name)


def test_what_nobody_has_drawn_is_a_box_and_no_crash(sprites: Sprites, canvas: pygame.Surface) -> None:
    sprites.draw(canvas, "dragon.sneeze", 100, 100)
    assert pixels(canvas).any()
    assert not sprites.has("dragon.sneeze")


def test_a_missing_pose_is_stood_in_for_by_the_same_body(sprites: Sprites) -> None:
    assert sprites.cut("hero.yawn") is sprites.cut("hero.idle")


def test_facing_left_mirrors_about_the_anchor(sprites: Sprites, canvas: pygame.Surface) -> None:
    sprites.draw(canvas, "hero.walk", 128, 100, 1)
    right = pixels(canvas).copy()
    canvas.fill(0)
    sprites.draw(canvas, "hero.walk", 128, 100, -1)
    assert np.array_equal(pixels(canvas)[:, 64:192], right[:, 64:192][:, ::-1])


@pytest.mark.parametrize("path", MAPS, ids=lambda path: path.stem)
def test_every_shipped_level_can_be_drawn_from_end_to_end(path: Path, sprites: Sprites, font: Font, canvas: pygame.Surface) -> None:
    level_map = load_map(path)
    view, world = LevelView(sprites, font, level_map, coat_of(BASE)), World(level_map.level)
    for section in level_map.level.sections:
        for x in range(section.x * 16, (section.x + section.w - 16) * 16 + 1, 192):
            world.camera = (x, section.y * 16)
            view.update(world, ())
            view.draw(canvas, world)
            assert len(np.unique(pygame.surfarray.array2d(canvas)[:, 32:])) > 3


def busy_hall() -> LevelMap:
    things = (Thing("bat", 200, 100), Thing("shambler", 150, FLOOR), Thing("candle", 90, 150), Thing("thrower", 260, FLOOR))
    return level_map(60, exit_x=50, things=things)


def test_watching_never_changes_what_happens(sprites: Sprites, font: Font, canvas: pygame.Surface) -> None:
    watched, alone = World(busy_hall().level, 3), World(busy_hall().level, 3)
    view = LevelView(sprites, font, busy_hall(), coat_of(BASE))
    for frame in range(300):
        buttons = int(Button.RIGHT) | (int(Button.B) if frame % 40 < 3 else 0)
        view.update(watched, watched.step(buttons))
        alone.step(buttons)
        view.draw(canvas, watched)
    assert watched.digest() == alone.digest()


def test_a_coat_can_be_changed_in_the_middle_of_play(sprites: Sprites, font: Font, canvas: pygame.Surface) -> None:
    view, world = LevelView(sprites, font, busy_hall(), coat_of(BASE)), World(busy_hall().level)
    view.draw(canvas, world)
    before = pixels(canvas).copy()
    view.wear(coat_of(None))
    view.draw(canvas, world)
    assert not np.array_equal(pixels(canvas)[32:], before[32:])
    assert np.array_equal(pixels(canvas)[:32], before[:32])


def test_a_broken_block_shows_what_is_behind_it() -> None:
    hall = level_map()
    assert hall.slots is not None
    slots = hall.slots.copy()
    slots[9, 5] = 25
    tiles = TilesView(LevelMap(hall.level, slots), coat_of(BASE))
    view = pygame.Surface((256, 208), depth=32)
    tiles.draw(view, (0, 0), (), 0)
    whole = pixels(view).copy()
    tiles.draw(view, (0, 0), {9 * hall.level.width + 5}, 0)
    place = (slice(144, 160), slice(80, 96))
    assert not np.array_equal(pixels(view)[place], whole[place])
    assert np.array_equal(pixels(view)[place], pixels(view)[144:160, 96:112])


def test_liquid_moves() -> None:
    hall = level_map()
    assert hall.slots is not None
    slots = hall.slots.copy()
    slots[11] = next(slot for slot, moving in coat_of(BASE).moving.items())
    tiles = TilesView(LevelMap(hall.level, slots), coat_of(BASE))
    shown = set()
    for tick in range(0, 120, 4):
        view = pygame.Surface((256, 208), depth=32)
        tiles.draw(view, (0, 0), (), tick)
        shown.add(view.get_view("2").raw)
    assert len(shown) > 1


def test_a_foreign_map_is_drawn_with_its_own_pictures_back_to_front() -> None:
    hall = level_map(16)
    art_tiles = np.zeros((2, 16, 16, 4), np.uint8)
    art_tiles[0] = (255, 0, 0, 255)
    art_tiles[1, :8] = (0, 255, 0, 255)
    back, front = np.zeros((13, 16), np.int32), np.full((13, 16), -1, np.int32)
    front[0, 1] = 1
    tiles = TilesView(LevelMap(hall.level, None, ForeignArt(art_tiles, (back, front))), coat_of(None))
    view = pygame.Surface((256, 208), depth=32)
    tiles.draw(view, (0, 0), (), 0)
    assert view.get_at((0, 0))[:3] == (255, 0, 0)
    assert (view.get_at((16, 0))[:3], view.get_at((16, 12))[:3]) == ((0, 255, 0), (255, 0, 0))


def test_the_lash_is_where_the_rules_have_it() -> None:
    world = World(level_map().level)
    boxes = []
    for _ in range(23):
        world.step(Button.B)
        boxes.append(whip_box(world))
    out = [n for n, box in enumerate(boxes, 1) if box is not None]
    assert (out[0], out[-1]) == (world.numbers.whip.out_from, world.numbers.whip.out_to)
    assert boxes[out[0]] == pygame.Rect(24 + 8, FLOOR - 24, 32, 12)


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
        "from test_game_view import *\n"
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


def test_events_leave_effects_that_end(sprites: Sprites, font: Font, canvas: pygame.Surface) -> None:
    view, world = LevelView(sprites, font, level_map(), coat_of(BASE)), World(level_map().level)
    view.draw(canvas, world)
    plain = pixels(canvas).copy()
    view.update(world, (Event("hit", 100, 100), Event("kill", 60, 150, 100), Event("points", 200, 90, 700), Event("boss_dead", 150, 90)))
    view.draw(canvas, world)
    assert not np.array_equal(pixels(canvas), plain)
    for _ in range(120):
        view.update(world, ())
    gc.collect()


def test_a_dissolve_mixes_whole_pixels_of_two_pictures() -> None:
    canvas = pygame.Surface((32, 24), depth=32)
    red, blue = (surface(np.full((24, 32, 3), colour, np.uint8)) for colour in ((255, 0, 0), (0, 0, 255)))
    dissolve = Dissolve()
    dissolve.show(red)
    dissolve.show(blue)
    shares = []
    for _ in range(DISSOLVE_STEPS + 1):
        dissolve.update()
        dissolve.draw(canvas)
        seen = pixels(canvas).reshape(-1, 3)
        assert set(map(tuple, np.unique(seen, axis=0).tolist())) <= {(255, 0, 0), (0, 0, 255)}
        shares.append(float((seen[:, 2] == 255).mean()))
    assert shares == sorted(shares) and shares[-1] == 1.0 and 0.4 < shares[7] < 0.6


def test_long_text_is_wrapped_and_cut() -> None:
    assert wrap("one two three", 7) == ["one two", "three"]
    assert wrap("one two three four", 7, 2) == ["one two", "three..."] or wrap("one two three four", 7, 2)[-1].endswith("...")


def scene(**changes: object) -> tuple[LevelMap, World]:
    made = level_map(**changes)  # type: ignore[arg-type]
    return made, World(made.level)


def drawn(sprites: Sprites, font: Font, world: World, made: LevelMap, comfort: Comfort, steps: int = 1) -> np.ndarray:
    view = LevelView(sprites, font, made, coat_of(BASE), comfort)
    for _ in range(steps):
        view.update(world, ())
    canvas = pygame.Surface((256, 240), depth=32)
    view.draw(canvas, world)
    return pixels(canvas)


def test_nothing_hangs_in_the_air_once_the_stage_is_cleared(sprites: Sprites, font: Font) -> None:
    def pictures(status: str) -> list[np.ndarray]:
        made, world = scene()
        for _ in range(world.numbers.whip.out_from):
            world.step(Button.B)
        bare, long, thrown = world, world.clone(), world.clone()
        assert whip_box(bare) is not None
        long.hero.whip_level = 3
        thrown.shots.append(Shot("axe", world.hero.x, world.hero.y - (64 << 8), 256, 0, mine=True))
        for one in (bare, long, thrown):
            one.status = status
        return [drawn(sprites, font, one, made, Comfort()) for one in (bare, long, thrown)]

    bare, long, thrown = pictures("play")
    assert not np.array_equal(bare, long) and not np.array_equal(bare, thrown)
    bare, long, thrown = pictures("cleared")
    assert np.array_equal(bare, long) and np.array_equal(bare, thrown)


def test_high_contrast_draws_a_line_round_a_shape_and_changes_nothing_in_it(sprites: Sprites) -> None:
    cut = sprites.cut("hero.idle")
    lined = outlined(cut, HERO)
    inner = pygame.surfarray.array_alpha(cut.right) > 0
    outer = pygame.surfarray.array_alpha(lined.right) > 0
    assert (outer[1:-1, 1:-1] | ~inner).all()
    assert np.array_equal(pygame.surfarray.array3d(lined.right)[1:-1, 1:-1][inner], pygame.surfarray.array3d(cut.right)[inner])
    grown = np.zeros_like(outer)
    for dx, dy in ((0, 1), (2, 1), (1, 0), (1, 2), (1, 1)):
        grown[dx : dx + inner.shape[0], dy : dy + inner.shape[1]] |= inner
    assert np.array_equal(outer, grown)
    assert (lined.ox, lined.oy) == (cut.ox + 1, cut.oy + 1)


def test_where_flashing_is_reduced_nothing_differs_from_step_to_step(sprites: Sprites, font: Font) -> None:
    made, world = scene()
    world.hero.invulnerable = 60
    seen = {
        flashing: [drawn(sprites, font, world, made, Comfort(reduced_flashing=not flashing), n).tobytes() for n in (1, 2, 3, 4)]
        for flashing in (True, False)
    }
    assert len(set(seen[True])) == 2
    assert len(set(seen[False])) == 1


def test_a_veiled_hero_is_seen_faintly(sprites: Sprites, font: Font) -> None:
    made, world = scene()
    plain = drawn(sprites, font, world, made, Comfort())
    world.hero.veiled = 60
    veiled = drawn(sprites, font, world, made, Comfort())
    world.hero.x = -500 << 8
    gone = drawn(sprites, font, world, made, Comfort())
    changed = (plain != gone).any(2)
    assert (veiled[changed] != gone[changed]).any()
    assert (veiled[changed] != plain[changed]).any()


def test_the_rosary_flashes_and_where_flashing_is_reduced_only_glows(sprites: Sprites, font: Font) -> None:
    made, world = scene()
    brightest = {}
    for reduced in (False, True):
        view = LevelView(sprites, font, made, coat_of(BASE), Comfort(reduced_flashing=reduced))
        canvas = pygame.Surface((256, 240), depth=32)
        view.update(world, (Event("rosary", 40, 40),))
        shares = []
        for _ in range(26):
            view.draw(canvas, world)
            shares.append(pixels(canvas)[32:].mean())
            view.update(world, ())
        brightest[reduced] = shares
    jumps = {reduced: max(abs(a - b) for a, b in pairwise(shares)) for reduced, shares in brightest.items()}
    assert jumps[False] > 100
    assert jumps[True] < 12
    assert brightest[True][0] > brightest[True][-1]


def test_a_door_opens_before_the_hero_walks_and_is_shut_when_he_is_through() -> None:
    made = level_map(width=40, exit_x=30)
    level = replace(made.level, sections=(Section(0, 0, 20), Section(20, 0, 20)), start=(280, FLOOR, 1))
    world = World(level)
    pushed = []
    while not world.passage:
        pushed.append(near_leaf(world, 312, 328))
        world.step(int(Button.RIGHT))
    assert sorted(set(pushed)) == [0, 1, 2] and pushed == sorted(pushed)
    n, seen, leaves = world.numbers.passage, [], []
    while world.passage:
        seen.append(door_picture(world, 320))
        leaves.append(near_leaf(world, 312, 320))
        world.step(0)
    assert leaves == sorted(leaves, reverse=True) and (leaves[0], leaves[-1]) == (2, 0)
    assert seen[0] == 0
    assert set(seen[n.glide : n.glide + 8]) == {2}
    assert sorted(set(seen)) == [0, 1, 2]
    assert door_picture(world, 328) == 0
    assert door_picture(world, 900) == 0
    while world.hero.x >> 8 > 334:
        world.step(int(Button.LEFT))
    assert door_picture(world, 328) == 2


def test_every_fixture_is_drawn_where_it_is(sprites: Sprites, font: Font) -> None:
    things = [
        Thing("lift", 60, 100, span=48, dx=40, period=200),
        Thing("crusher", 150, 80, dy=60, period=180),
        Thing("conveyor", 200, FLOOR, span=32, facing=1),
        Thing("door", 100, FLOOR, facing=1),
    ]
    made = level_map(things=things)
    bare = drawn(sprites, font, World(level_map().level), level_map(), Comfort())
    full = drawn(sprites, font, World(made.level), made, Comfort())
    changed = (full != bare).any(2)[32:]
    for box in (
        (36, 100, 84, 104),
        (140, 60, 160, 80),
        (184, FLOOR, 216, FLOOR + 4),
        (94, FLOOR - 40, 106, FLOOR - 4),
        (78, FLOOR - 40, 90, FLOOR - 4),
    ):
        left, top, right, bottom = box
        assert changed[top:bottom, left:right].any(), box


@pytest.mark.parametrize(("pose", "strands"), [("drop", 1), ("move", 0), ("idle", 0)])
def test_the_weaver_drops_by_a_thread_from_the_roof(sprites: Sprites, pose: str, strands: int) -> None:
    world = World(level_map().level)
    body = world.numbers.body("boss_weaver")
    weaver = Actor("boss_weaver", 120, 160, 1, body)
    weaver.look(pose)
    world.actors = [weaver]
    view = pygame.Surface((256, 208), depth=32)
    draw_actors(Pen(view, sprites, world.camera), world, Comfort())
    column = pixels(view)[:100, 120 - world.camera[0]]
    above = roof(world, weaver.x) >> 8
    assert (column[above + 8 : 96].any(axis=-1)).mean() == strands
