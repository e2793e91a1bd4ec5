"""Which screen follows which: the one place that knows them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from game.castles import Raising, castle_run, is_built
from game.context import Context, make_context
from game.files import Folders
from game.progress import Progress, place
from game.run import Run, new_code
from game.scores import Entry
from game.screens.card import CardScreen
from game.screens.cast import CastScreen
from game.screens.castle_map import CastleMapScreen
from game.screens.credits import CreditsScreen
from game.screens.dream import DreamScreen
from game.screens.ending import EndingScreen, LoopScreen
from game.screens.over import GameOverScreen
from game.screens.pause import PauseScreen
from game.screens.play import PlayScreen
from game.screens.raising import RaisingScreen
from game.screens.scores import EntryScreen
from game.screens.tally import TallyScreen
from game.screens.time_attack import TimeAttackScreen, TimeResultScreen
from game.screens.title import TitleScreen
from game.sim.world import Carry
from game.stage import Stage
from game.times import save_ghost
from generator.errors import UserError


def open_game(folders: Folders) -> Context:
    """The game's services with the ways between its screens; no window and no sound yet."""
    context = make_context(folders)
    context.go = Flow(context)
    return context


class Flow:
    """`game.navigation.Navigation` over the screens there are."""

    def __init__(self, context: Context, start: Callable[[Run], Raising] = Raising) -> None:
        """start: what has a dreamt castle built (tests bring their own)."""
        self._context = context
        self._start = start
        self._raising: Raising | None = None

    def title(self) -> None:
        self._context.stack.reset(TitleScreen(self._context))

    def begin(self, run: Run) -> None:
        if is_built(run):
            self._context.stack.reset(CardScreen(self._context, run))
        else:
            self._context.stack.reset(RaisingScreen(self._context, run, self._raise(run)))

    def _raise(self, run: Run) -> Raising:
        """The builder at work on the run's castle; another castle's is sent home."""
        if self._raising is not None and (self._raising.code != run.code or self._raising.over):
            self._raising.cancel()
            self._raising = None
        if self._raising is None:
            self._raising = self._start(run)
        return self._raising

    def dreamt_castle(self, code: str) -> None:
        try:
            run = castle_run(self._context.folders, code)
        except UserError as error:
            self._context.messages.say(str(error))
            return
        self.begin(run.helped(self._context.settings))

    def castle_map(self, run: Run) -> None:
        self._context.stack.reset(CastleMapScreen(self._context, run))

    def castle(self) -> None:
        maps = self._context.library.castle()
        if maps:
            self.begin(Run(maps, seed=new_code()).helped(self._context.settings))
        else:
            self._context.messages.say("there are no castle maps in levels/maps")

    def continue_castle(self) -> None:
        saved = self._context.progress.run
        run = self._castle_of(saved.code) if saved is not None else None
        names = [path.stem for path in run.maps] if run is not None else []
        if run is not None and saved is not None and saved.stage in names:
            seed = saved.seed or new_code()
            run = replace(run, index=names.index(saved.stage), carry=saved.carry, seed=seed, loop=saved.loop, marked=saved.marked)
            self.begin(run.helped(self._context.settings))
        else:
            self.castle()

    def _castle_of(self, code: str) -> Run | None:
        """A run through the shipped castle, or the one of a code; None for a code that a save was given by hand."""
        try:
            return castle_run(self._context.folders, code) if code else Run(self._context.library.castle())
        except UserError:
            return None

    def play(self, run: Run, stage: Stage) -> None:
        kind = TimeAttackScreen if run.timed else PlayScreen
        self._context.stack.replace(kind(self._context, run, stage))

    def pause(self, play: PlayScreen) -> None:
        self._context.mixer.pause()  # before the effect, which would be held with the rest
        self._context.mixer.effect("pause")
        self._context.stack.push(PauseScreen(self._context, play))

    def cleared(self, play: PlayScreen) -> None:
        if play.run.castle:
            self._context.change_progress(self._reached(play.run, play.world.carry()))
        self._context.stack.push(TallyScreen(self._context, play))

    def _reached(self, run: Run, carry: Carry) -> Progress:
        """The progress after a stage of a castle; a map from elsewhere and a stage of another castle open none, whatever its name."""
        progress, following = self._context.progress, run.following(carry)
        if not run.code:
            progress = progress.with_cleared(place(run.stage, run.loop), carry.score, run.assisted)
            progress = replace(progress, loop=max(progress.loop, following.loop if following else 1))
        return replace(progress, run=following.saved if following else None) if run.kept else progress

    def lost(self, play: PlayScreen) -> None:
        stack, entry = self._context.stack, _entry(play)
        self._renew(play.run)
        stack.push(GameOverScreen(self._context, play))
        if play.run.castle and self._context.scores.rank(entry) is not None:
            stack.push(EntryScreen(self._context, entry, stack.pop))

    def _renew(self, run: Run) -> None:
        """After a game over the title continues with what CONTINUE there would: what was saved at the stage's beginning is spent.

        A saved run that stands elsewhere, or is another one, stays as it is. One of version 1 got its seed when it was continued.
        """
        progress, fresh = self._context.progress, run.continued().saved
        spent = progress.run
        if not run.kept or spent is None:
            return
        if replace(spent, carry=fresh.carry, marked=fresh.marked, seed=spent.seed or fresh.seed) == fresh:
            self._context.change_progress(replace(progress, run=fresh))

    def timed(self, play: TimeAttackScreen) -> None:
        context, replay, before = self._context, play.replay, play.best
        if before is None or len(replay.buttons) < before:
            context.change_times(context.times.with_time(play.course, replay))
            try:
                save_ghost(context.folders, play.course, replay)
            except UserError as error:
                context.messages.say(f"the ghost could not be kept: {error}")
        context.stack.push(TimeResultScreen(context, play, before))

    def onward(self, play: PlayScreen) -> None:
        run = play.run
        following = run.following(play.world.carry())
        if run.castle and run.is_last:
            self._end(play, following)
        elif following is None:
            self.title()
        elif run.castle:
            self.castle_map(following)
        else:
            self.begin(following)

    def _end(self, play: PlayScreen, following: Run | None) -> None:
        """The ending, the cast, the credits, a name for the score, and the castle again where it is dreamt again."""
        context, stack = self._context, self._context.stack
        entry = replace(_entry(play), stage=0, score=play.world.carry().score)

        def again() -> None:
            stack.reset(LoopScreen(context, following)) if following is not None else self.title()

        def enter() -> None:
            if context.scores.rank(entry) is not None:
                stack.reset(EntryScreen(context, entry, again))
            else:
                again()

        def credit() -> None:
            stack.reset(CreditsScreen(context, enter))

        def present() -> None:
            stack.reset(CastScreen(context, credit))

        stack.reset(EndingScreen(context, entry.score, play.run.loop, present))

    def dream_again(self, run: Run, stage: Stage, kept: Callable[[Stage], None], play: PlayScreen | None = None) -> None:
        if stage.can_be_dressed:
            self._context.stack.push(DreamScreen(self._context, run, stage, kept, play.world if play is not None else None))
        else:
            self._context.messages.say("this map brings its own pictures and wears no tile sets")


def _entry(play: PlayScreen) -> Entry:
    """What the table says of a run that ends here; the name is still to come."""
    run = play.run
    return Entry("", play.world.hero.score, play.world.level.stage, run.loop, run.seed, run.assisted)
