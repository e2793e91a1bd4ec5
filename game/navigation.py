"""The ways between the screens, as screens see them. `game.flow` walks them: a screen names where to go and imports no other for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from game.run import Run
    from game.screens.play import PlayScreen
    from game.screens.time_attack import TimeAttackScreen
    from game.stage import Stage


class Navigation(Protocol):
    """Every method asks the stack for a change that happens after the frame."""

    def title(self) -> None:
        """Back to the beginning, whatever is going on."""

    def begin(self, run: Run) -> None:
        """Show the stage's card, then play it."""

    def castle_map(self, run: Run) -> None:
        """Show the way to the stage, then its card."""

    def castle(self) -> None:
        """A new run through the castle."""

    def continue_castle(self) -> None:
        """Go on where the last run through the castle stands."""

    def dreamt_castle(self, code: str) -> None:
        """A new run through the castle of a code, which is built as it is walked through."""

    def play(self, run: Run, stage: Stage) -> None:
        """Play a stage that has been read, against the clock where the run is timed."""

    def pause(self, play: PlayScreen) -> None:
        """Stop the game for a while."""

    def cleared(self, play: PlayScreen) -> None:
        """Keep what was reached in the castle, then count time and hearts."""

    def lost(self, play: PlayScreen) -> None:
        """The last life is gone; a score that ranks may be given a name."""

    def timed(self, play: TimeAttackScreen) -> None:
        """A stage was run against the clock: keep a best time and its ghost, and show the difference."""

    def onward(self, play: PlayScreen) -> None:
        """After the tally: the next stage, or the end."""

    def dream_again(self, run: Run, stage: Stage, kept: Callable[[Stage], None], play: PlayScreen | None = None) -> None:
        """Have a stage's art dreamt anew; `kept` is called with the stage in its new coat if the player keeps it."""
