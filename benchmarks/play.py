"""What a player waits for: the start, each frame; and how fast the rules run alone."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from benchmarks.timing import Row, fresh_process, median, percentile, seconds

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pygame

    from game.context import Context
    from game.sim.world import World
    from levels.stages import Stage

FRAMES = 600
CROWD = ("shambler", "hound", "bat", "thrower", "ghost", "spear", "riser", "pillar", "flea", "knight")


def rows() -> list[Row]:
    """Start to title, the rules alone, and whole frames (rules, view and physics; no window) on the shipped stages."""
    os.environ.update(SDL_VIDEODRIVER="dummy", SDL_AUDIODRIVER="dummy")
    return [_start(), _rules(), _frames()]


def _start() -> Row:
    code = (
        "import os; os.environ.update(SDL_VIDEODRIVER='dummy', SDL_AUDIODRIVER='dummy'); import main; main.main(['play', '--frames', '1'])"
    )
    return Row("start to first title frame", f"{median(fresh_process(code, 5)):.2f} s", "median of 5 new processes, dummy video")


def _rules() -> Row:
    from game.sim.world import Carry, World
    from levels.build import shipped_path
    from levels.load import load_map
    from levels.stages import STAGES

    level = load_map(shipped_path(STAGES[1])).level
    buttons = [(128, 130, 129, 2)[frame // 17 % 4] for frame in range(FRAMES)]

    def run() -> None:
        world = World(level, 1, carry=Carry(lives=99))
        for byte in buttons:
            if world.status != "play":
                world = world.respawn() or World(level, 1)
            world.step(byte)

    rate = FRAMES / median(seconds(run, 7))
    return Row("rules alone", f"{rate:,.0f} steps/s = {rate / 60:.0f} x real time", f"stage 2 with enemies, {FRAMES} steps, median of 7")


def _frames() -> Row:
    """The six stages as their proofs walk them, each with twelve foes about the hero who can't be hurt, a wall broken each second, and
    the picture tube on: what a busy moment costs, window pixels included."""
    import pygame

    from game.files import user_folders
    from game.flow import open_game
    from game.look import Look
    from game.present import HEIGHT, WIDTH, Presenter
    from levels.stages import STAGES

    context = open_game(user_folders())
    canvas = pygame.Surface((WIDTH, HEIGHT), depth=32)
    target, presenter = pygame.Surface((WIDTH * 3, HEIGHT * 3), depth=32), Presenter()
    spans: list[float] = []
    for stage in STAGES:
        pictures = _walk(context, stage, canvas)

        def frame(pictures: Iterator[pygame.Surface] = pictures) -> None:
            presenter.show(next(pictures), target, Look(crt=True))

        spans += seconds(frame, FRAMES)
    figure = f"p50 {percentile(spans, 50) * 1e3:.1f} ms, p99 {percentile(spans, 99) * 1e3:.1f} ms"
    return Row("frame: rules, view, physics, tube at 3x", figure, f"12 foes, rubble, {len(spans)} frames; 16.7 ms is real time")


def _walk(context: Context, stage: Stage, canvas: pygame.Surface) -> Iterator[pygame.Surface]:
    """Loads a stage; gives its frames, each worked out and drawn on the canvas when it is asked for."""
    from game.run import Run
    from game.sim.events import Event
    from game.sim.world import Rules, World
    from game.stage import load_stage
    from game.view.level_view import LevelView
    from levels.build import shipped_path
    from levels.prove import load_proof, proof_path

    path = shipped_path(stage)
    loaded = load_stage(Run((path,)), context.library, context.progress)
    world = World(loaded.level_map.level, rules=Rules(damage_percent=0, no_knockback=True))
    view = LevelView(context.sprites, context.font, loaded.level_map, loaded.coat)
    buttons = load_proof(proof_path(path)).buttons[:FRAMES]

    def frames() -> Iterator[pygame.Surface]:
        for byte in buttons:
            crowd(world)
            x, y = world.hero.x >> 8, (world.hero.y >> 8) - 40
            events = world.step(byte)
            view.update(world, (*events, Event("break", x, y)) if world.frame % 60 == 0 else events)
            view.draw(canvas, world)
            yield canvas

    return frames()


def crowd(world: World) -> None:
    """Sees to it that twelve foes of all kinds are about."""
    from game.sim.actors import Actor

    for n in range(12 - len(world.actors)):
        kind = CROWD[(world.frame + n) % len(CROWD)]
        x = max(16, (world.hero.x >> 8) - 100 + 17 * n)
        world.actors.append(Actor(kind, x, world.hero.y >> 8, -1, world.numbers.body(kind)))
