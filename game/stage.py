"""A stage ready to be played: its map, and the coat it wears."""

from __future__ import annotations

from dataclasses import dataclass, replace

from game.library import Library
from game.progress import Progress
from game.run import Run
from game.view.tiles import Coat, coat_of
from generator.errors import UserError
from generator.pack_model import BASE_ID, Pack
from levels.model import LevelMap


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """pack: the tile set worn, None for the plain coat or a foreign map. notes: what went wrong on the way, for the player."""

    level_map: LevelMap
    pack: Pack | None
    coat: Coat
    notes: tuple[str, ...] = ()

    @property
    def can_be_dressed(self) -> bool:
        """Whether it wears tile sets at all: foreign maps bring their own pictures."""
        return self.level_map.slots is not None


def load_stage(run: Run, library: Library, progress: Progress) -> Stage:
    """Read the run's present map and its coat.

    A coat that cannot be read gives way to the map's own, then to the base pack, with a note; but one that was named on
    the command line must be good. Raises UserError for that one and for the map.
    """
    level_map = library.load_map(run.path)
    if level_map.slots is None:
        return Stage(level_map, None, coat_of(None))
    if run.pack is not None:
        pack = library.load_pack(run.pack)
        return Stage(level_map, pack, coat_of(pack))
    notes: list[str] = []
    for name in dict.fromkeys((progress.coat(run.stage, level_map.pack), level_map.pack, BASE_ID)):
        try:
            pack = library.pack(name)
            return Stage(level_map, pack, coat_of(pack), tuple(notes))
        except UserError as error:
            notes.append(str(error))
    return Stage(level_map, None, coat_of(None), tuple(notes))


def reload_coat(stage: Stage, library: Library) -> Stage:
    """The same stage with its tile set read again from its folder. Raises UserError when it is broken now."""
    if stage.pack is None or stage.pack.root is None:
        return stage
    pack = library.load_pack(stage.pack.root)
    return replace(stage, pack=pack, coat=coat_of(pack), notes=())
