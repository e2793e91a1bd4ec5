"""A small castle, a player with two thumbs, and dreamers that go wrong, for the tests of the game around the rules."""

from __future__ import annotations

import time
from collections.abc import Iterable
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np

from game.app import App
from game.context import Context
from game.dream_worker import Job
from game.files import Folders
from game.flow import open_game
from game.input import Press, Source
from game.intents import DEFAULT_PAD, Intent
from game.library import Library
from game.sim.level import Level, Section, Thing
from generator.errors import UserError
from generator.roles import SLOT_BY_NAME
from levels.collision import cells_from_slots
from levels.model import LevelMap

FLOOR = 176
KEYS = {
    Intent.UP: "up",
    Intent.DOWN: "down",
    Intent.LEFT: "left",
    Intent.RIGHT: "right",
    Intent.JUMP: "x",
    Intent.WHIP: "z",
    Intent.SELECT: "tab",
    Intent.START: "return",
    Intent.BACK: "escape",
}
PAD = {intent: names[0] for intent, names in ((intent, DEFAULT_PAD[intent.value]) for intent in Intent)}


def folders(tmp_path: Path) -> Folders:
    return Folders(tmp_path / "config", tmp_path / "data", tmp_path / "cache", tmp_path / "pictures")


def slot(name: str) -> int:
    return SLOT_BY_NAME[name].id


def level_map(
    width: int = 40, *, things: Iterable[Thing] = (), exit_x: int = 2, pit: Iterable[int] = (), stage: int = 1, title: str = "The test"
) -> LevelMap:
    """A hall with a floor at y 176, a ceiling, the start at x 24 and the exit `exit_x` cells right of it; pits in some columns."""
    slots = np.full((13, width), slot("wall.0"), np.uint8)
    slots[:2] = slot("terrain.15")
    slots[11:] = slot("terrain.14")
    for column in pit:
        slots[11:, column] = slot("wall.0")
    level = Level(
        width,
        13,
        cells_from_slots(slots),
        start=(24, FLOOR, 1),
        exit=(24 + 16 * exit_x, FLOOR - 32, 16, 32),
        sections=(Section(0, 0, width),),
        things=tuple(things),
        stage=stage,
        title=title,
    )
    return LevelMap(level, slots, pack="base", seed="test-seed")


class SmallCastle(Library):
    """Maps from memory in place of files; tile sets as they ship."""

    def __init__(self, library: Library, maps: dict[str, LevelMap | str]) -> None:
        self.__dict__.update(library.__dict__)
        self._maps = maps

    def castle(self) -> tuple[Path, ...]:
        return tuple(Path(f"{name}.tmx") for name in self._maps)

    def load_map(self, path: Path) -> LevelMap:
        found = self._maps[path.stem]
        if isinstance(found, str):
            raise UserError(found)
        return found


class Player:
    """Presses keys, or the buttons of a pad, and looks at what happens."""

    def __init__(self, tmp_path: Path, maps: dict[str, LevelMap | str] | None = None, source: Source = Source.KEYBOARD) -> None:
        self.source = source
        self.names = KEYS if source is Source.KEYBOARD else PAD
        self.context: Context = open_game(folders(tmp_path))
        if maps is not None:
            self.context.library = SmallCastle(self.context.library, maps)
        self.app = App(self.context)

    @property
    def screen(self) -> str:
        return type(self.context.stack.top).__name__

    def wait(self, frames: int = 1) -> None:
        for _ in range(frames):
            self.app.step()

    def hold(self, *intents: Intent) -> None:
        for intent in intents:
            self.context.controls.feed(Press(self.source, self.names[intent], True))

    def release(self, *intents: Intent) -> None:
        for intent in intents:
            self.context.controls.feed(Press(self.source, self.names[intent], False))

    def press(self, *intents: Intent) -> None:
        for intent in intents:
            self.hold(intent)
            self.wait()
            self.release(intent)
            self.wait()

    def choose(self, label: str) -> None:
        """Move the hand of the menu on screen to an entry, by keys, and choose it."""
        labels = [item.label for item in self.context.stack.top.menu.items]  # type: ignore[union-attr]
        for _ in range(len(labels)):
            if self.context.stack.top.menu.chosen.label == label:  # type: ignore[union-attr]
                self.press(Intent.JUMP)
                return
            self.press(Intent.DOWN)
        raise AssertionError(f"no {label} among {labels}")

    def until(self, screen: str, limit: int = 1200) -> None:
        for _ in range(limit):
            if self.screen == screen:
                return
            self.wait()
        raise AssertionError(f"{screen} never came; this is {self.screen}")

    def picture(self) -> bytes:
        self.app.draw()
        return self.app.canvas.get_view("2").raw


def fails(job: Job, pipe: Connection) -> None:
    """A dreamer whose model is damaged."""
    pipe.send(("step", 0.25, "opening the model"))
    pipe.send(("failed", f"the model of {job.seed} is damaged"))


def dies(job: Job, pipe: Connection) -> None:
    """A dreamer that the system kills."""
    raise SystemExit(3)


def babbles(job: Job, pipe: Connection) -> None:
    """A dreamer that sends nonsense."""
    pipe.send({"share": 2})


def sleeps(job: Job, pipe: Connection) -> None:
    """A dreamer that never wakes up."""
    pipe.send(("step", 0.5, "asleep"))
    time.sleep(600)


def dreams(job: Job, pipe: Connection) -> None:
    """A dreamer that paints nothing of its own: it recolours the base pack."""
    from dataclasses import replace

    from game.files import ROOT
    from generator.pack import load_pack, write_pack

    base = load_pack(ROOT / "assets" / "tilesets" / "base")
    pack = replace(base, id=f"dream-{job.seed}", title="A dream", seed=job.seed, palettes=base.palettes[::-1].copy())
    pipe.send(("glimpse", bytes(112 * 128 * 3), 112, 128))
    write_pack(pack, job.packs / pack.id)
    pipe.send(("done", str(job.packs / pack.id)))
