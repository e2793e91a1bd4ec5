"""Remembering moves: a search that looks up what it has played before sees the very graph of one that plays every move."""

from __future__ import annotations

from dataclasses import replace

import pytest

from game.sim.level import Level, Thing
from game.sim.world import Rules, World
from levels import recall, waiting
from levels.build import shipped_path
from levels.load import load_map
from levels.moves import PLAYED, Died
from levels.recall import Known, Memory
from levels.search import Graph, explore
from levels.stages import STAGES, Stage
from tests.level_text import ground, level_of

FLAT = ("@" + "." * 62 + "X", "#" * 64)
GROUNDS = {
    "flat": ground(*FLAT),
    "pits and steps": ground("@....................#.....#...X", "####..####..####..##############"),
    "pits of two depths": ground("@" + "." * 30 + "X", *["####..####..####" + "#" * 16] * 2),
    "water and spikes": ground("@....^......~~......^......~~..X", "#" * 32),
    "blocks": ground("....B.........B.........B.......", "@...B.........B.........B......X", "#" * 32),
    "low ceilings": ground("...###......###......###........", "." * 32, "@" + "." * 30 + "X", "#" * 32),
}


def seen(graph: Graph) -> tuple[object, ...]:
    """All that a search found out, with the worlds it ended in, but for clocks that only the hero's picture goes by."""
    visits = [(place, v.parent, v.buttons, v.frames) for place, v in graph.visits.items()]
    return visits, [_state(v.world) for v in graph.visits.values()], graph.onward, graph.deadly, graph.steps


def _state(w: World) -> tuple[object, ...]:
    h = w.hero
    hero = h.x, h.y, h.facing, h.held, h.state, h.section, h.checkpoint, h.health
    return hero, w.frame, w.timer, w.status, w.terrain.flags, w.cracks, w.pressed, w.broken, w.camera


def assert_same(level: Level) -> None:
    assert seen(explore(level, everywhere=True)) == seen(explore(level, everywhere=True, acts=PLAYED))


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name)
def test_memory_changes_nothing_about_a_level(stage: Stage) -> None:
    assert_same(load_map(shipped_path(stage)).level)


@pytest.mark.parametrize("name", GROUNDS)
def test_memory_changes_nothing_where_the_same_ground_comes_again(name: str) -> None:
    assert_same(GROUNDS[name])


@pytest.mark.parametrize(
    "machine",
    [
        Thing("lift", 400, 150, span=32, dx=64, period=240),
        Thing("lift", 400, 180, span=32, dy=-64, period=240),
        Thing("crusher", 400, 128, dy=48, period=200),
        Thing("crumble", 392, 192),
        Thing("conveyor", 400, 176, facing=1, span=96),
    ],
    ids=lambda thing: f"{thing.kind} {thing.dx}",
)
def test_a_machine_is_met_though_the_ground_is_like_other_ground(machine: Thing) -> None:
    assert_same(replace(GROUNDS["flat"], things=(machine,)))


def test_a_checkpoint_counts_though_the_ground_is_like_other_ground() -> None:
    assert_same(replace(GROUNDS["flat"], checkpoints=((400, 176), (600, 176))))


def test_like_ground_is_played_once(monkeypatch: pytest.MonkeyPatch) -> None:
    frames = 0
    step = World.step

    def counted(world: World, buttons: int) -> object:
        nonlocal frames
        frames += 1
        return step(world, buttons)

    monkeypatch.setattr(World, "step", counted)
    graph = explore(GROUNDS["flat"], everywhere=True)
    assert frames < graph.steps / 8


def test_stairs_are_climbed_alike_from_wherever_one_comes_to_them() -> None:
    steps = ["." * column + "/" + "." * (31 - column) for column in (8, 7)]
    assert_same(ground("." * 9 + "/" + "#" * 6 + "." * 16, *steps, "@...../" + "." * 24 + "X", "#" * 32))


def test_stairs_too_long_to_be_climbed_from_afar_are_too_long_for_the_memory_too() -> None:
    """Thirty cells take all the frames that a climb may, so that not one is left to walk to their foot."""
    tall = ["." * (39 - row) + "/" + "#" * (8 + row) for row in range(30)]
    assert_same(level_of(["." * 48] * 4 + ["." * 44 + "X" + "." * 3] + tall[:-1] + ["@" + tall[-1][1:], *["#" * 48] * 2]))


def test_what_is_learnt_on_one_level_serves_another(monkeypatch: pytest.MonkeyPatch) -> None:
    learnt = Known()
    explore(GROUNDS["flat"], everywhere=True, acts=Memory(learnt).acts)
    played = []
    monkeypatch.setattr(recall.Known, "keep", lambda *_: played.append(1))
    explore(ground("@" + "." * 94 + "X", "#" * 96), everywhere=True, acts=Memory(learnt).acts)
    assert not played


def test_a_memory_that_is_full_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recall, "MOST", 7)
    level = GROUNDS["pits and steps"]
    graph = explore(level, everywhere=True, acts=Memory(Known()).acts)
    assert seen(graph) == seen(explore(level, everywhere=True, acts=PLAYED))


def test_time_that_passes_unplayed_is_as_if_it_were_played(monkeypatch: pytest.MonkeyPatch) -> None:
    bridge = tuple(Thing("crumble", column * 16 + 8, 192) for column in (9, 10))
    level = replace(ground("@" + "." * 30 + "X", "#" * 32), things=bridge)
    graph = explore(level, everywhere=True)
    assert any(visit.buttons and not any(visit.buttons) for visit in graph.visits.values()), "somebody waits until the bridge is whole"
    monkeypatch.setattr(waiting, "nothing_moves", lambda _: False)
    assert seen(graph) == seen(explore(level, everywhere=True))


def test_whoever_waits_where_nothing_moves_dies_when_his_time_is_up() -> None:
    bridge = tuple(Thing("crumble", column * 16 + 8, 192) for column in (9, 10))
    world = World(replace(ground("@" + "." * 30 + "X", "#" * 32), things=bridge), 0, Rules(enemies=False))
    world.cracks, world.timer = ((11 * 32 + 9, 0),), 100
    with pytest.raises(Died):
        waiting.until_whole(world)


def test_what_the_strong_have_learnt_saves_no_weak_one_from_spikes() -> None:
    acts = Memory(Known()).acts
    strong = World(ground("@^.....X", "########"), 0, Rules(enemies=False))
    weak = strong.clone()
    weak.hero.health = 1
    assert acts.walk(strong, 1) is None
    with pytest.raises(Died):
        acts.walk(weak, 1)
    assert acts.walk(strong, 1) is None
