"""Time attack: one stage against the clock and against the ghost of one's best run."""

from __future__ import annotations

import pygame

from game.assists import assisted
from game.context import Context
from game.ghost import Ghost, make_ghost
from game.input import Frame
from game.intents import Intent
from game.replay import Playback, Replay
from game.run import Run
from game.screens.lists import choose_stage
from game.screens.menu import Item, Menu
from game.screens.panel import panel
from game.screens.play import CLEAR_FRAMES, PlayScreen
from game.screens.watch import ReplayScreen
from game.sim.level import VIEW_H, VIEW_W
from game.sim.world import World
from game.stack import Screen
from game.stage import Stage
from game.times import clock, course, difference, load_ghost
from game.view.colours import BLACK, GOLD, GREY, RED, WHITE
from game.view.ghost import draw_ghost
from game.view.hud import HUD_HEIGHT
from levels.prove import level_hash

_CLOCK = pygame.Rect(180, HUD_HEIGHT + 4, 72, 12)
_BEST = _CLOCK.move(0, 11)
_BOX = pygame.Rect(28, 62, 200, 148)


def choose_course(context: Context) -> None:
    """Ask which stage to run: all that stand open, each with its best time."""
    helped = assisted(context.settings.assists, context.settings.slow)

    def best(stage: str) -> str:
        frames = context.times.frames(course(stage, helped))
        return (clock(frames) if frames is not None else "--:--.--") + (" *" if helped else "")

    def chosen(run: Run) -> None:
        context.go.begin(Run((run.path,), castle=False, kept=False, timed=True).helped(context.settings))

    foot = ("* with assists: kept apart",) if helped else ("One stage, one clock.",)
    choose_stage(context, "TIME ATTACK", chosen, value=best, foot=foot)


class TimeAttackScreen(PlayScreen):
    """A death or SELECT begins the attempt anew; lives and score count for nothing."""

    def __init__(self, context: Context, run: Run, stage: Stage) -> None:
        self.course = course(run.stage, run.assisted)
        self._level = level_hash(stage.level_map.level)
        self.ghost: Ghost | None = None
        super().__init__(context, run, stage)

    def _begin(self, world: World) -> None:
        super()._begin(world)
        self.ghost = make_ghost(self.best_replay, world.level)

    def _keep_replay(self) -> None:
        """Only the best run is kept, beside its time; so beginning anew costs no writing."""

    @property
    def best(self) -> int | None:
        """The best time so far, in frames."""
        return self.context.times.frames(self.course, self._level)

    @property
    def best_replay(self) -> Replay | None:
        """The best run on this version of the level, where one is kept."""
        return load_ghost(self.context.folders, self.course, self._level)

    @property
    def replay(self) -> Replay:
        """The attempt as it was played."""
        return self._recorder.replay()

    def update(self, frame: Frame) -> None:
        """As in play; SELECT begins anew."""
        if Intent.SELECT in frame.menu and self.world.status in ("play", "dying"):
            self.restart()
        else:
            super().update(frame)

    def _step(self, buttons: int) -> None:
        super()._step(buttons)
        if self.ghost is not None:
            self.ghost.step()

    def _ended(self) -> None:
        if self.world.status == "lost":
            self.restart()
        elif self._wait >= CLEAR_FRAMES:
            self.context.go.timed(self)

    def draw(self, canvas: pygame.Surface) -> None:
        """The level, the ghost, the clock."""
        super().draw(canvas)
        ghost = self.ghost.world if self.ghost is not None else None
        if ghost is not None and self.world.status == "play":
            view = canvas.subsurface((0, HUD_HEIGHT, VIEW_W, VIEW_H))
            draw_ghost(view, self.context.sprites, ghost, self.world.camera)
        best = self.best
        late = best is not None and self.world.frame > best
        canvas.fill(BLACK, _CLOCK if best is None else _CLOCK.union(_BEST))
        self.context.font.draw(canvas, clock(self.world.frame), _CLOCK.x + 4, _CLOCK.y + 2, RED if late else WHITE)
        if best is not None:
            self.context.font.draw(canvas, clock(best), _BEST.x + 4, _BEST.y + 2, GREY)


class TimeResultScreen(Screen):
    """How long it took. before: the best time until then."""

    covers = False

    def __init__(self, context: Context, play: TimeAttackScreen, before: int | None) -> None:
        self.context = context
        self.play = play
        self.frames = play.world.frame
        self.before = before
        self._age = 0
        self.menu = Menu(
            [
                Item("AGAIN", self._again),
                Item("WATCH THE BEST", self._watch),
                Item("ANOTHER STAGE", lambda: choose_course(context)),
                Item("BACK TO TITLE", context.go.title),
            ]
        )

    @property
    def is_best(self) -> bool:
        """Whether no run was faster."""
        return self.before is None or self.frames < self.before

    def _again(self) -> None:
        self.play.restart()
        self.context.stack.pop()

    def _watch(self) -> None:
        """The best run, as a replay."""
        play, replay = self.play, self.play.best_replay
        if replay is None:
            self.context.messages.say("the best run was not kept")
        else:
            playback = Playback(replay, play.world.level)
            self.context.stack.push(ReplayScreen(self.context, play.run, play.stage, playback))

    def update(self, frame: Frame) -> None:
        """Choose; SELECT begins anew as in play, back is the title."""
        self._age += 1
        if Intent.BACK in frame.menu:
            self.context.go.title()
        elif Intent.SELECT in frame.menu:
            self._again()
        else:
            self.menu.update(frame, self.context)

    def draw(self, canvas: pygame.Surface) -> None:
        """The time, the best, what lies between them."""
        panel(canvas, _BOX)
        font, x, y = self.context.font, _BOX.x + 24, _BOX.y + 14
        star = " *" if self.play.run.assisted else ""
        font.centre(canvas, f"TIME ATTACK{star}", y, GOLD)
        rows = [("TIME", clock(self.frames), WHITE)]
        if self.before is not None:
            rows.append(("BEST", clock(self.before), GREY))
            rows.append(("", difference(self.frames, self.before), GOLD if self.is_best else RED))
        for n, (label, value, colour) in enumerate(rows):
            font.draw(canvas, f"{label:<8}{value:>11}", x, y + 20 + 13 * n, colour)
        if self.is_best and self.context.blinks(self._age, 32, 22):
            font.centre(canvas, "NEW BEST TIME" if self.before is not None else "FIRST TIME", y + 62, GOLD)
        self.menu.draw(canvas, self.context, x + 24, y + 80, 18)
