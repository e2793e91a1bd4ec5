"""What the game asks of its sound, and a mixer that keeps silent: for headless runs and machines without a sound card."""

from __future__ import annotations

from typing import Protocol


class Mixer(Protocol):
    """Sound as the game sees it. `game.sound.Mixer` is the real one."""

    def effect(self, kind: str) -> None:
        """Play an effect, named like the event it goes with; unknown names are silent."""

    def tune(self, name: str) -> None:
        """Play a tune, over and over; the tune that is playing already goes on."""

    def stop(self) -> None:
        """End the tune."""

    def pause(self) -> None:
        """Hold everything where it is."""

    def resume(self) -> None:
        """Go on after `pause`."""

    def volumes(self, music: float, effects: float) -> None:
        """Set both volumes, 0..1."""

    def mute(self, muted: bool) -> None:
        """Silence everything, or undo that; the volumes are kept."""

    def close(self) -> None:
        """The game is over: give the sound device back."""


class SilentMixer:
    """A mixer that does nothing."""

    def effect(self, kind: str) -> None:
        """Nothing is heard."""

    def tune(self, name: str) -> None:
        """Nothing is heard."""

    def stop(self) -> None:
        """Nothing was playing."""

    def pause(self) -> None:
        """Nothing to hold."""

    def resume(self) -> None:
        """Nothing was held."""

    def volumes(self, music: float, effects: float) -> None:
        """Nothing to turn up."""

    def mute(self, muted: bool) -> None:
        """Nothing to silence."""

    def close(self) -> None:
        """Nothing to give back."""
