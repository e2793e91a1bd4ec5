"""What the command line asks for: the castle, one level, or a replay. All files it names are read before a window opens."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from game.context import Context
from game.demos import level_of
from game.replay import Playback, read_replay
from game.run import Run, new_code
from game.stack import Screen
from game.stage import Stage, load_stage
from generator.errors import UserError


def requested_run(context: Context, args: Namespace) -> Run | None:
    """The run that --level, --replay, --pack and --seed ask for; None when they name no level. Raises UserError."""
    level = args.level
    if level is None and args.replay is not None:
        level = level_of(read_replay(args.replay), args.replay, context)
    if level is not None:
        return Run((Path(level),), seed=args.seed, castle=False, pack=args.pack, record=args.record)
    if args.pack is None and args.record is None and not args.seed:
        return None
    maps = context.library.castle()
    if not maps:
        raise UserError("there are no castle maps in levels/maps; name one with --level")
    return Run(maps, seed=args.seed, pack=args.pack, record=args.record)


def requested_stage(context: Context, args: Namespace) -> tuple[Run, Stage, Playback | None] | None:
    """The run with its first stage read, and the replay to watch. None when no level is named. Raises UserError."""
    run = requested_run(context, args)
    if run is None:
        return None
    stage = load_stage(run, context.library, context.progress)
    playback = Playback(read_replay(args.replay), stage.level_map.level) if args.replay is not None else None
    return run, stage, playback


def first_screen(context: Context, args: Namespace) -> Callable[[], Screen]:
    """Reads what was asked for, and returns what makes the first screen once there is a window.

    A player gets chances and helps of his own; a replay has its own already.
    """
    requested = requested_stage(context, args)
    if requested is not None and requested[2] is None:
        run, stage, _ = requested
        requested = replace(run, seed=run.seed or new_code()).helped(context.settings), stage, None

    def make() -> Screen:
        from game.screens.card import CardScreen
        from game.screens.title import TitleScreen
        from game.screens.watch import ReplayScreen

        if requested is None:
            return TitleScreen(context)
        run, stage, playback = requested
        return CardScreen(context, run) if playback is None else ReplayScreen(context, run, stage, playback)

    return make
