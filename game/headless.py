"""The game without window, sound and player: for checks, pictures and machines without a display."""

from __future__ import annotations

from argparse import Namespace

from game.app import App
from game.files import user_folders
from game.flow import open_game
from game.picture_file import save_picture
from game.replay import Divergence, Playback, Recorder, write_replay
from game.request import requested_stage
from game.run import Run
from game.sim.world import World
from game.stage import Stage
from game.view.level_view import LevelView
from generator.errors import UserError


def run_headless(args: Namespace) -> int:
    """Run `args.frames` frames (default: as long as the replay) and print how it stands. Returns 1 when the replay diverges."""
    if args.frames is None and args.replay is None:
        raise UserError("--headless needs to know when to stop: give --frames N or --replay FILE")
    app = App(open_game(user_folders()))
    requested = requested_stage(app.context, args)
    if requested is None:
        _run_title(app, args.frames)
        code = 0
    else:
        code = _run_stage(app, args, *requested)
    if args.screenshot:
        save_picture(app.canvas, args.screenshot)
        print(f"wrote {args.screenshot}")
    return code


def _run_title(app: App, frames: int) -> None:
    """No level was named: the title, as a player who does nothing would see it."""
    from game.screens.title import TitleScreen

    app.context.stack.push(TitleScreen(app.context))
    app.context.stack.settle()
    for _ in range(frames):
        app.step()
    app.draw()


def _run_stage(app: App, args: Namespace, run: Run, stage: Stage, playback: Playback | None) -> int:
    world = playback.world if playback else World(stage.level_map.level, run.world_seed, run.rules, run.carry)
    view = LevelView(app.context.sprites, app.context.font, stage.level_map, stage.coat)
    recorder = Recorder(world, run.stage)
    code = 0
    for _ in range(args.frames if args.frames is not None else len(playback.replay.buttons) if playback else 0):
        if world.status in ("cleared", "lost"):
            break
        buttons = playback.next_buttons() if playback else 0
        view.update(world, world.step(buttons))
        recorder.note(buttons)
        try:
            if playback:
                playback.verify()
        except Divergence as error:
            print(error)
            code = 1
            break
    view.draw(app.canvas, world)
    if args.record:
        write_replay(recorder.replay(), args.record)
        print(f"wrote {args.record}")
    hero = world.hero
    place = f"hero at {hero.x >> 8},{hero.y >> 8}"
    print(f"{run.stage}: {world.frame} frames, {world.status}, {place}, score {hero.score}, state {world.digest():016x}")
    return code
