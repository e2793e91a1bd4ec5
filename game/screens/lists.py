"""Lists of what there is: stages, maps and tile sets. What is broken stands in the list too, with its problem."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pygame

from game.context import Context
from game.input import Frame
from game.intents import Intent
from game.library import Entry
from game.progress import place
from game.run import Run, new_code
from game.screens.menu import Item, ListScreen
from game.screens.previews import Previews

_ALL = "ALL LEVELS"


def stage_label(name: str) -> str:
    """What a castle map is called in lists: ``01-gate`` is ``01 GATE``."""
    number, _, word = name.partition("-")
    return f"{number} {word.replace('-', ' ').upper()}"


def choose_stage(
    context: Context,
    heading: str,
    chosen: Callable[[Run], None],
    *,
    every: bool = False,
    value: Callable[[str], str] | None = None,
    foot: Sequence[str] = (),
) -> None:
    """Ask for one of the castle's stages: those cleared and the next one, or `every`. value: what stands beside a stage's name."""
    context.stack.push(StagesScreen(context, heading, stage_items(context, chosen, 1, every=every, value=value), foot))


def stage_items(
    context: Context, chosen: Callable[[Run], None], loop: int, *, every: bool = False, value: Callable[[str], str] | None = None
) -> list[Item]:
    """A line for each stage of the castle as it stands in a loop; by default with the best score."""
    maps, progress = context.library.castle(), context.progress
    names = [path.stem for path in maps]

    def best(stage: str) -> str:
        score = progress.best.get(place(stage, loop))
        star = " *" if place(stage, loop) in progress.helped else ""
        return f"{score % 1000000:06}{star}" if score is not None else ""

    show = value or best
    items = []
    for index, name in enumerate(names):
        run = Run(maps, index, seed=new_code(), kept=False, loop=loop)
        if every or progress.is_open(names, index, loop):
            items.append(Item(stage_label(name), lambda run=run: chosen(run), value=lambda name=name: show(name)))  # type: ignore[misc]
        else:
            items.append(Item(f"{name[:2]} ......"))
    return items or [Item("there are no castle maps")]


class StagesScreen(ListScreen):
    """Stages of the castle; below them how the one under the hand looks."""

    def __init__(self, context: Context, heading: str, items: Sequence[Item], foot: Sequence[str] = ()) -> None:
        super().__init__(context, heading, items, foot)
        self._previews = Previews(context)
        self._maps = context.library.castle()

    def draw(self, canvas: pygame.Surface) -> None:
        """The list, and a look at the stage where it stands open."""
        super().draw(canvas)
        chosen = self.menu.chosen
        if chosen is None or not chosen.alive or self.menu.index >= len(self._maps):
            return
        stage = self._maps[self.menu.index].stem
        coat = self.context.progress.coat(stage, stage.partition("-")[2])
        self._previews.draw(canvas, self.context.library.folder_of(coat))


class StageSelectScreen(StagesScreen):
    """The stages that stand open; once the castle was dreamt twice, left and right change the loop."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "STAGE SELECT", [])
        self.loop = 1
        self._list()

    def _list(self) -> None:
        self.menu.items = stage_items(self.context, self._play, self.loop)
        if self.context.progress.loop > 1:
            self.heading = f"STAGE SELECT < LOOP {self.loop} >"
            self.foot = ["left and right: the loop"]

    def _play(self, run: Run) -> None:
        self.context.go.begin(run.helped(self.context.settings))

    def update(self, frame: Frame) -> None:
        """Choose, or turn to another loop."""
        step = (Intent.RIGHT in frame.menu) - (Intent.LEFT in frame.menu)
        if step and self.context.progress.loop > 1:
            self.loop = (self.loop - 1 + step) % self.context.progress.loop + 1
            self.context.mixer.effect("select")
            self._list()
        super().update(frame)


class MapsScreen(ListScreen):
    """Maps besides the castle's: those in levels/maps and in the player's folder. A map is read when it is chosen."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "MAPS", [], rows=11)

    def enter(self) -> None:
        """Look again: files may have come or gone."""
        entries = self.context.library.maps()
        self.menu.items = [Item(entry.title.upper(), self._player(entry)) for entry in entries]
        self.menu.index = min(self.menu.index, max(0, len(entries) - 1))
        folder = str(self.context.library.map_folders[1])
        hint = "Drop .tmx maps into" if entries else "No maps yet. Drop .tmx into"
        self.foot = [hint, *_chunks(folder, 29)]

    def _player(self, entry: Entry) -> Callable[[], None]:
        return lambda: self.context.go.begin(Run((entry.path,), seed=new_code(), castle=False).helped(self.context.settings))


class PacksScreen(ListScreen):
    """Tile sets with their previews; choosing one asks which levels shall wear it."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "TILE SETS", [], rows=6)
        self._entries: list[Entry] = []
        self._previews = Previews(context)

    def enter(self) -> None:
        """Look again: packs may have come or gone, and choices been made."""
        self._entries = self.context.library.packs()
        everywhere = self.context.progress.coat_for_all
        where = f"Yours lie in {self.context.library.pack_folders[1]}"
        self.menu.items = [Item("EACH LEVEL ITS OWN", self._undress, value=lambda: "" if self._chosen() else "worn", hint=where)]
        for entry in self._entries:
            if entry.problem:
                self.menu.items.append(Item(entry.problem, problem=entry.problem))
                continue
            worn = entry.name == everywhere or entry.name in self.context.progress.coats.values()
            mark = "worn" if worn else "yours" if entry.own else ""
            self.menu.items.append(Item(entry.title, self._asker(entry), value=lambda mark=mark: mark))  # type: ignore[misc]
        self.menu.index = min(self.menu.index, len(self.menu.items) - 1)
        self.foot = ["choose one to wear it"]

    def _chosen(self) -> bool:
        return bool(self.context.progress.coat_for_all or self.context.progress.coats)

    def _undress(self) -> None:
        self.context.change_progress(replace(self.context.progress, coats={}, coat_for_all=""))
        self.enter()

    def _asker(self, entry: Entry) -> Callable[[], None]:
        return lambda: self.context.stack.push(WearScreen(self.context, entry))

    def draw(self, canvas: pygame.Surface) -> None:
        """The list, with the preview of the pack under the hand."""
        super().draw(canvas)
        index = self.menu.index - 1
        if not 0 <= index < len(self._entries) or self._entries[index].problem:
            return
        self._previews.draw(canvas, self._entries[index].path)


class WearScreen(ListScreen):
    """Which levels shall wear a tile set?"""

    def __init__(self, context: Context, entry: Entry) -> None:
        items = [Item(_ALL, lambda: self._wear(""), value=lambda: _worn(context.progress.coat_for_all == entry.name))]
        for path in context.library.castle():
            items.append(
                Item(
                    stage_label(path.stem),
                    lambda stage=path.stem: self._wear(stage),  # type: ignore[misc]
                    value=lambda stage=path.stem: _worn(context.progress.coats.get(stage) == entry.name),  # type: ignore[misc]
                )
            )
        super().__init__(context, entry.title.upper()[:30], items, ("who shall wear it?",))
        self.entry = entry

    def _wear(self, stage: str) -> None:
        """Put it on, or take it off where it was worn already."""
        progress, name = self.context.progress, self.entry.name
        if not stage:
            self.context.change_progress(replace(progress, coat_for_all="" if progress.coat_for_all == name else name))
        else:
            self.context.change_progress(progress.with_coat(stage, "" if progress.coats.get(stage) == name else name))


def _worn(worn: bool) -> str:
    return "worn" if worn else ""


def _chunks(text: str, width: int) -> list[str]:
    """A path broken where the line ends, which may be in the middle of a word."""
    return [text[start : start + width] for start in range(0, len(text), width)]
