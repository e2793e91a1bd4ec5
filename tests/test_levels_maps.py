"""The six levels that ship: each loads, is what its seed builds, and is finished by its proof."""

from __future__ import annotations

import re

import numpy as np
import pytest

from levels.build import build_proved, shipped_path
from levels.load import check_map, load_map
from levels.prove import load_proof, proof_path, replay
from levels.save import tmx_text
from levels.stages import STAGES, Stage
from tools.maps import SEEDS

EACH = pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name)


@EACH
def test_the_proof_reaches_the_exit(stage: Stage) -> None:
    path = shipped_path(stage)
    assert replay(load_map(path).level, load_proof(proof_path(path)))


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
