"""The six levels that ship: each loads, is what its seed builds, and is finished by its proof."""

from __future__ import annotations

import hashlib
import re

import numpy as np
import pytest

from game.sim.buttons import Button
from game.sim.hero import State
from game.sim.world import Rules, World
from game.version import VERSION
from levels.build import build_proved, shipped_path
from levels.load import check_map, load_map
from levels.measure import landing
from levels.moves import SPARE
from levels.prove import load_proof, proof_path, replay
from levels.save import tmx_text
from levels.stages import STAGES, Stage
from levels.timing import GROUND, Footing, footing
from tools.maps import SEEDS

MAPS = {"0.2.0": "9fdcf6f455da807884ae8abb51da8adf1a00ae5dd5b8ab44841ca4fd43a8af32"}
"""For this version, SHA-256 of the maps that ship, one after the other."""

EACH = pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name)


@EACH
def test_the_proof_reaches_the_exit(stage: Stage) -> None:
    path = shipped_path(stage)
    assert replay(load_map(path).level, load_proof(proof_path(path)))


@EACH
def test_every_jump_of_the_proof_has_four_pixels_to_spare_either_way(stage: Stage) -> None:
    """Taken off 4 px too early or too late it still comes down where it should, or on the way there, or at worst where it began."""
    path = shipped_path(stage)
    world = World(load_map(path).level, 0, Rules(enemies=False))
    jumps = 0
    for buttons in load_proof(proof_path(path)).buttons:
        if buttons & Button.A and world.hero.state == State.GROUND:
            jumps += 1
            aim, begun = landing(world, buttons, 0), footing(world)
            for aside in (-SPARE, SPARE):
                found = landing(world, buttons, aside)
                assert found in (aim, begun) or between(begun, found, aim), (world.hero.x >> 8, world.hero.y >> 8)
        world.step(buttons)
    assert jumps >= 3


def between(begun: Footing, found: Footing | None, aim: Footing | None) -> bool:
    """Ground on the way down."""
    return found is not None and aim is not None and found[0] == aim[0] == GROUND and begun[1] <= found[1] <= aim[1]


@EACH
def test_the_file_is_in_order(stage: Stage) -> None:
    assert check_map(shipped_path(stage)) == []


@EACH
def test_the_seed_builds_the_same_level_on_this_machine(stage: Stage) -> None:
    found = load_map(shipped_path(stage))
    built = build_proved(SEEDS[stage.number - 1], stage.number)
    assert found.level == built.level_map.level
    assert found.slots is not None and built.level_map.slots is not None
    assert np.array_equal(found.slots, built.level_map.slots)
    assert (found.pack, found.seed) == (stage.pack, SEEDS[stage.number - 1])
    text = shipped_path(stage).read_text("utf-8")
    source = re.search(r'<tileset firstgid="1" source="(.*)"/>', text)
    assert source is not None
    assert text == tmx_text(built.level_map, source[1])


def test_a_version_builds_the_same_maps_for_ever() -> None:
    """Castles are kept by version and code, and a day's castle is the same for all who have one version."""
    digest = hashlib.sha256("".join(shipped_path(stage).read_text("utf-8") for stage in STAGES).encode()).hexdigest()
    assert MAPS.get(VERSION) == digest, "seeds give other levels: raise the version (game/version.py, pyproject.toml) and write it here"
