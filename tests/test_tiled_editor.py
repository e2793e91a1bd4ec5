"""Our maps in Tiled: it opens them without a word, draws them as we do, paints with their wang set. Skipped where there is none."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest
from tiled_editor import MISSING, draw_layer, export

from generator.pack import load_pack
from generator.pack_model import terrain_mask
from generator.roles import SLOTS
from levels.build import shipped_path
from levels.load import load_map
from levels.own import TILES_LAYER
from levels.picture import draw
from levels.prove import level_hash
from levels.sandbox import SHIPPED_TILESETS
from levels.save import save_map
from levels.stages import STAGES, Stage

pytestmark = pytest.mark.skipif(bool(MISSING), reason=MISSING)

EACH_STAGE = pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name)
EACH_PACK = pytest.mark.parametrize("pack", sorted(path.name for path in SHIPPED_TILESETS.iterdir()))


@EACH_STAGE
def test_tiled_draws_a_shipped_level_as_we_do(stage: Stage, tmp_path: Path) -> None:
    level_map = load_map(shipped_path(stage))
    theirs, said = draw_layer(shipped_path(stage), TILES_LAYER, tmp_path)
    ours = np.asarray(draw(level_map, load_pack(SHIPPED_TILESETS / level_map.pack).images(), things=False))
    assert theirs.shape == ours.shape
    assert np.count_nonzero((theirs != ours).any(axis=2)) == 0
    assert said == ""


@EACH_PACK
def test_tiled_draws_every_slot_of_a_pack_as_we_do(pack: str, tmp_path: Path) -> None:
    """Also those that a pack leaves to its other tiles: to whoever paints with them they are no holes."""
    level_map = load_map(shipped_path(STAGES[0]))
    assert level_map.slots is not None
    level_map.slots[0, : len(SLOTS)] = range(len(SLOTS))
    path = tmp_path / "all.tmx"
    save_map(level_map, path)
    path.write_text(re.sub(r'source="[^"]*"', f'source="{SHIPPED_TILESETS / pack}/tiles.tsx"', path.read_text("utf-8")), "utf-8")
    theirs, _ = draw_layer(path, TILES_LAYER, tmp_path)
    assert np.array_equal(theirs, np.asarray(draw(level_map, load_pack(SHIPPED_TILESETS / pack).images(), things=False)))


@EACH_STAGE
def test_a_map_that_tiled_has_saved_is_still_the_same_level(stage: Stage, tmp_path: Path) -> None:
    saved = tmp_path / "saved.tmx"
    assert export("map", "tmx", shipped_path(stage), saved) == ""
    before, after = load_map(shipped_path(stage)), load_map(saved)
    assert level_hash(after.level) == level_hash(before.level)
    assert before.slots is not None and after.slots is not None
    assert np.array_equal(after.slots, before.slots)
    assert (after.pack, after.seed) == (before.pack, before.seed)


@EACH_PACK
def test_tiled_reads_the_wang_set_to_paint_ground_with(pack: str, tmp_path: Path) -> None:
    read = tmp_path / "tiles.json"
    assert export("tileset", "json", SHIPPED_TILESETS / pack / "tiles.tsx", read) == ""
    found = json.loads(read.read_text("utf-8"))
    (wang_set,) = found["wangsets"]
    assert wang_set["type"] == "edge"
    assert [colour["name"] for colour in wang_set["colors"]] == ["ground"]
    masks = {tile["tileid"]: sum(1 << i for i, side in enumerate(tile["wangid"][::2]) if side) for tile in wang_set["wangtiles"]}
    assert set(masks.values()) == set(range(1, 16))
    assert all(terrain_mask(SLOTS[tile]) == mask for tile, mask in masks.items())
