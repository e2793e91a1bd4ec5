"""New art never changes a level: ten tile sets, the shipped seven and three that do their worst, and always the same ground."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from game_kit import folders

from game.files import ROOT
from game.library import Library
from game.progress import Progress
from game.run import Run
from game.stage import load_stage
from generator.pack import load_pack, write_pack
from generator.roles import SLOTS, Role
from levels.build import build_proved, shipped_path
from levels.load import load_map
from levels.prove import level_hash
from levels.sandbox import SHIPPED_TILESETS
from levels.save import save_map
from levels.stages import STAGES

SHIPPED = sorted(path.name for path in SHIPPED_TILESETS.iterdir())
MADE = ("liar", "miser", "jumble")
HASHES = {stage.name: level_hash(load_map(shipped_path(stage)).level) for stage in STAGES}


def make(name: str, packs: Path) -> Path:
    """liar: shows each tile as another, and calls it spikes. miser: has three tiles. jumble: noise, in a sheet of another order."""
    base = load_pack(SHIPPED_TILESETS / "base")
    folder = packs / name
    if name == "miser":
        slots = tuple(tile if SLOTS[slot].name in ("wall.0", "sky.0", "liquid.top.0") else -1 for slot, tile in enumerate(base.slots))
        write_pack(replace(base, id=name, slots=slots, animations={}), folder)
        return folder
    noise = np.random.default_rng(1).permutation(base.pattern.reshape(-1)).reshape(base.pattern.shape)
    write_pack(replace(base, id=name, pattern=noise if name == "jumble" else base.pattern[::-1], animations={}), folder)
    tileset = folder / "tiles.tsx"
    text = tileset.read_text("utf-8")
    if name == "liar":
        text = re.sub(r'(<tile id="\d+" type=)"\w+"', rf'\1"{Role.SPIKES.label}"', text)
    else:
        text = re.sub(r'<tile id="(\d+)"', lambda found: f'<tile id="{len(SLOTS) - 1 - int(found[1])}"', text)
        text = re.sub(r" <wangsets>.*</wangsets>\n", "", text, flags=re.DOTALL)
    tileset.write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def player(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A player's library with the three among the packs."""
    home = folders(tmp_path_factory.mktemp("home"))
    for name in MADE:
        make(name, home.packs)
    return Library(ROOT, home)


@pytest.mark.parametrize("name", [*SHIPPED, *MADE])
def test_a_stage_is_the_same_in_every_coat(name: str, player: Library) -> None:
    run = Run(player.castle())
    for index, stage in enumerate(STAGES):
        dressed = load_stage(replace(run, index=index), player, Progress(coat_for_all=name))
        assert dressed.pack is not None and dressed.pack.id == name and not dressed.notes
        assert level_hash(dressed.level_map.level) == HASHES[stage.name]


def test_the_coats_do_look_different(player: Library) -> None:
    pictures = {player.pack(name).images().tobytes() for name in (*SHIPPED, *MADE)}
    assert len(pictures) == len(SHIPPED) + len(MADE)


@pytest.mark.parametrize("name", [*SHIPPED, "liar", "miser"])
def test_a_map_drawn_with_the_tile_set_of_a_pack_has_the_same_cells(name: str, player: Library) -> None:
    """What a tile set calls its tiles changes nothing about ground that is told in slots."""
    folder = player.folder_of(name)
    assert folder is not None
    path = player.map_folders[1] / f"{name}.tmx"
    save_map(replace(load_map(shipped_path(STAGES[3])), pack=name), path)
    source = os.path.relpath(folder / "tiles.tsx", path.parent)
    path.write_text(re.sub(r'(<tileset firstgid="1" source=)"[^"]*"', rf'\1"{source}"', path.read_text("utf-8")), "utf-8")
    loaded = load_map(path, path.parents[1])
    assert level_hash(loaded.level) == HASHES["crypt"]
    assert loaded.pack == name


def test_a_seed_builds_the_same_whatever_it_shall_wear() -> None:
    plain = build_proved("coats", 2)
    for name in ("base", "liar"):
        other = build_proved("coats", 2, pack=name)
        assert other.level_map.pack == name
        assert level_hash(other.level_map.level) == level_hash(plain.level_map.level)
        assert other.proof == plain.proof
        assert other.level_map.slots is not None and np.array_equal(other.level_map.slots, plain.level_map.slots)
