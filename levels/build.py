"""A seed becomes a level that can be finished: drawn, dressed, furnished, and then played to the end before anyone sees it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from game.sim.level import CELL, Level
from generator.errors import UserError
from levels.collision import cells_from_slots
from levels.dress import dress
from levels.finds import wall_in
from levels.layout import lay_out
from levels.load import load_map
from levels.lot import Lot
from levels.model import LevelMap
from levels.place import place
from levels.plan import NoPlan, Plan, draw_plan
from levels.prove import NoProof, Proof, conclude, load_proof, proof_path
from levels.search import explore
from levels.stages import STAGES, Stage
from levels.templates import SCREEN_H, SCREEN_W

DRAWS = 24
"""Draws before a shipped level is taken instead; the stock is such that the first one does almost always."""
STEPS = 400_000
"""Frames a search may simulate: more than twice what a stage needs, whose every place is looked at."""
SECONDS_BESIDES, SECONDS_A_SCREEN = 120, 35
"""The timer: an unhurried walk takes about 8 s a screen; the rest is for fights, side ways and looking around."""

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Built:
    """A level with its proof. draws: how many it took; 0 if a shipped one had to step in. rooms: their names as they are met."""

    level_map: LevelMap
    proof: Proof
    draws: int
    rooms: tuple[str, ...] = ()


def build(seed: str, stage: int = 1, progress: Progress | None = None) -> LevelMap:
    """The level of a seed: the same seed and stage (1..6) give the same level. progress: told in words what is going on."""
    return build_proved(seed, stage, progress=progress).level_map


def build_proved(seed: str, stage: int = 1, *, pack: str = "", progress: Progress | None = None) -> Built:
    """Like build, with the proof. pack: the tile set to wear, the stage's own if empty.

    Raises UserError for an unknown stage and for a seed with control characters, which XML has no way to write.
    """
    if not 1 <= stage <= len(STAGES):
        raise UserError(f"there is no stage {stage}; the castle has 1 to {len(STAGES)}")
    if not seed.isprintable():
        raise UserError(f"the seed {seed!r} has characters that no map file can hold; any word will do")
    tell = progress or (lambda _: None)
    for draw in range(DRAWS):
        try:
            level_map, plan = _draw(Lot(f"{seed}/{stage}/{draw}"), seed, STAGES[stage - 1], pack)
        except NoPlan as reason:
            tell(f"draw {draw + 1}: {reason}")
            continue
        graph = explore(level_map.level, everywhere=True, max_steps=STEPS)
        proof = conclude(level_map.level, graph, STEPS)
        if isinstance(proof, NoProof):
            tell(f"draw {draw + 1}: {_room_at(plan, *proof.furthest)}: {proof}")
        elif stuck := graph.stuck():
            hero = graph.visits[stuck[0]].world.hero
            x, y = hero.x >> 8, hero.y >> 8
            tell(f"draw {draw + 1}: {_room_at(plan, x, y)}: there are places that cannot be left (one at {x}, {y} px)")
        else:
            return Built(level_map, proof, draw + 1, tuple(placed.room.name for placed in plan.rooms))
    tell(f"no luck in {DRAWS} draws; taking the shipped stage {stage}")
    return _shipped(STAGES[stage - 1], pack)


def _draw(lot: Lot, seed: str, stage: Stage, pack: str) -> tuple[LevelMap, Plan]:
    plan = draw_plan(lot, stage)
    layout = wall_in(lot, stage, lay_out(lot, stage, plan))
    slots = dress(layout, seed)
    contents = place(lot, stage, layout)
    screens = sum(section.w for section in layout.sections) // SCREEN_W
    level = Level(
        width=layout.width,
        height=layout.height,
        cells=cells_from_slots(slots),
        start=contents.start,
        exit=contents.exit,
        sections=layout.sections,
        things=contents.things,
        checkpoints=contents.checkpoints,
        seconds=SECONDS_BESIDES + SECONDS_A_SCREEN * screens,
        stage=stage.number,
        title=stage.title,
        boss=stage.boss,
    )
    return LevelMap(level, slots, pack=pack or stage.pack, seed=seed), plan


def _room_at(plan: Plan, x: int, y: int) -> str:
    """The name of the room that feet at x, y (px) stand in; for the log."""
    column, row = x // CELL // SCREEN_W, (y - 1) // CELL // SCREEN_H
    here = (p.room for p in plan.rooms if p.x <= column < p.x + p.room.screens and p.y <= row < p.y + p.room.storeys)
    return next((room.name for room in here), "outside of all rooms")


def shipped_path(stage: Stage) -> Path:
    """Where the level that ships for a stage lies."""
    return Path(__file__).parent / "maps" / f"{stage.file_stem}.tmx"


def _shipped(stage: Stage, pack: str) -> Built:
    path = shipped_path(stage)
    return Built(replace(load_map(path), pack=pack or stage.pack), load_proof(proof_path(path)), 0)
