"""What can be set, as pages: sound, picture, assists, controls. Everything is kept at once."""

from __future__ import annotations

from dataclasses import replace

import pygame

from game.assists import DAMAGE, SLOW, SWITCHES, Switch
from game.context import Context
from game.screens.controls import ControlsScreen
from game.screens.howto import HowToScreen
from game.screens.menu import Item, ListScreen
from game.screens.setting_items import change, choice, on, toggle, volume
from game.settings import MAX_SCALE, MAX_VOLUME
from game.view.colours import DARK
from game.window import DEFAULT_SCALE


class OptionsScreen(ListScreen):
    """The way to the pages."""

    def __init__(self, context: Context) -> None:
        pages = (
            ("SOUND", SoundScreen),
            ("PICTURE", PictureScreen),
            ("ASSISTS", AssistsScreen),
            ("CONTROLS", ControlsScreen),
            ("HOW TO PLAY", HowToScreen),
        )
        items = [Item(label, lambda page=page: context.stack.push(page(context))) for label, page in pages]  # type: ignore[misc]
        super().__init__(context, "OPTIONS", [*items, Item("BACK", context.stack.pop)], ("F10 clip F11 full F12 picture",))


class SoundScreen(ListScreen):
    """Volumes."""

    def __init__(self, context: Context) -> None:
        items = [
            volume(context, "MUSIC", "music", MAX_VOLUME),
            volume(context, "EFFECTS", "effects", MAX_VOLUME),
            toggle(context, "MUTE", "mute", "no sound at all; the volumes are kept"),
            Item("BACK", context.stack.pop),
        ]
        super().__init__(context, "SOUND", items, ("left and right turn the volume",))


class PictureScreen(ListScreen):
    """Window, look, and what spares the eyes."""

    def __init__(self, context: Context) -> None:
        items = [
            Item("WINDOW SIZE", adjust=self._scale, value=lambda: f"x{context.settings.scale or DEFAULT_SCALE}"),
            Item("FULL SCREEN", self._fullscreen, self._fullscreen, lambda: on(context.settings.fullscreen), hint="F11 does it everywhere"),
            toggle(context, "TUBE LOOK", "crt", "the lines and the glow of an old television"),
            toggle(context, "8:7 PIXELS", "aspect87", "as wide as on an old television"),
            toggle(context, "LESS FLASHING", "reduced_flashing", "nothing flickers or flashes"),
            toggle(context, "HIGH CONTRAST", "high_contrast", "outlines round hero, foes and dangers"),
            Item("BACK", context.stack.pop),
        ]
        super().__init__(context, "PICTURE", items)

    def _scale(self, step: int) -> None:
        settings = self.context.settings
        scale = min(MAX_SCALE, max(1, (settings.scale or DEFAULT_SCALE) + step))
        self.context.change_settings(replace(settings, scale=scale, fullscreen=False))
        if self.context.window is not None:
            self.context.window.resize(scale)

    def _fullscreen(self, _: int = 0) -> None:
        window = self.context.window
        if window is not None:
            window.toggle_fullscreen()
            change(self.context, "fullscreen", window.fullscreen)


class AssistsScreen(ListScreen):
    """The helps. They hold from the next run on, and mark it."""

    def __init__(self, context: Context) -> None:
        def rule(name: str, value: object) -> None:
            change(context, "assists", replace(context.settings.assists, **{name: value}))  # type: ignore[arg-type]

        def switch(found: Switch) -> Item:
            def turn(_: int = 0) -> None:
                rule(found.name, not getattr(context.settings.assists, found.name))

            return Item(found.label, turn, turn, lambda: on(getattr(context.settings.assists, found.name)), hint=found.hint)

        damage = choice(
            "DAMAGE", DAMAGE, lambda: context.settings.assists.damage_percent, lambda v: rule("damage_percent", v), "what hits cost"
        )
        slow = choice("SPEED", SLOW, lambda: context.settings.slow, lambda v: change(context, "slow", v), "of the whole game")
        items = [*(switch(found) for found in SWITCHES), damage, slow, Item("BACK", context.stack.pop)]
        super().__init__(context, "ASSISTS", items)

    def draw(self, canvas: pygame.Surface) -> None:
        """The list, and what choosing any of them means."""
        super().draw(canvas)
        self.context.font.centre(canvas, "They count from the next run.", 164, DARK)
        self.context.font.centre(canvas, "Its score bears a star.", 176, DARK)
