"""Which screen follows which. Screens are imported when they are needed, so that none has to know all others."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING

from game.context import Context
from game.progress import SavedRun
from game.run import Run
from game.stage import Stage

if TYPE_CHECKING:
    from game.screens.play import PlayScreen

_SYLLABLES = ("ba", "de", "fi", "go", "ka", "lo", "mi", "no", "ra", "se", "ti", "vo", "za")


def new_code() -> str:
    """A fresh seed that people can tell each other: three syllables and two digits."""
    return "".join(secrets.choice(_SYLLABLES) for _ in range(3)) + f"{secrets.randbelow(100):02}"


def to_title(context: Context) -> None:
    """Back to the beginning, whatever is going on."""
    from game.screens.title import TitleScreen

    context.stack.reset(TitleScreen(context))


def begin(context: Context, run: Run) -> None:
    """Show the stage's card, then play it."""
    from game.screens.card import CardScreen

    context.stack.reset(CardScreen(context, run))


def begin_castle(context: Context, index: int = 0) -> None:
    """A new run through the castle, from one of its stages."""
    maps = context.library.castle()
    if maps:
        begin(context, Run(maps, index, seed=new_code()))
    else:
        context.messages.say("there are no castle maps in levels/maps")


def continue_castle(context: Context) -> None:
    """Go on where the last run through the castle stands."""
    saved, maps = context.progress.run, context.library.castle()
    names = [path.stem for path in maps]
    if saved is not None and saved.stage in names:
        begin(context, Run(maps, names.index(saved.stage), saved.carry, new_code()))
    else:
        begin_castle(context)


def pause(context: Context, play: PlayScreen) -> None:
    """Stop the game for a while."""
    from game.screens.pause import PauseScreen

    context.mixer.effect("tick")
    context.stack.push(PauseScreen(context, play))


def after_clear(context: Context, play: PlayScreen) -> None:
    """Keep what was reached, then count time and hearts."""
    from dataclasses import replace

    from game.screens.tally import TallyScreen

    run, carry = play.run, play.world.carry()
    progress = context.progress.with_cleared(run.stage, carry.score)
    if run.castle:
        saved = None if run.is_last else SavedRun(run.maps[run.index + 1].stem, carry)
        progress = replace(progress, run=saved)
    context.change_progress(progress)
    context.stack.push(TallyScreen(context, play))


def after_loss(context: Context, play: PlayScreen) -> None:
    """The last life is gone."""
    from game.screens.over import GameOverScreen

    context.stack.push(GameOverScreen(context, play))


def after_tally(context: Context, run: Run, play: PlayScreen) -> None:
    """On to the next stage, or to the end."""
    from game.screens.ending import EndingScreen

    if not run.is_last:
        begin(context, run.next_stage(play.world.carry()))
    elif run.castle:
        context.stack.reset(EndingScreen(context, play.world.carry().score))
    else:
        to_title(context)


def dream_again(context: Context, run: Run, stage: Stage, kept: Callable[[Stage], None], play: PlayScreen | None = None) -> None:
    """Have a stage's art dreamt anew; `kept` is called with the stage in its new coat if the player keeps it."""
    from game.screens.dream import DreamScreen

    if not stage.can_be_dressed:
        context.messages.say("this map brings its own pictures and wears no tile sets")
        return
    context.stack.push(DreamScreen(context, run, stage, kept, play.world if play is not None else None))
