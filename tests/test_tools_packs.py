"""Choosing a seed for each stage by figures, so that nobody has to look at hundreds of dreams."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from brushes import FakeBrush

from generator.dream import dream, dream_with
from generator.pack import Pack, load_pack
from tools.packs import STAGES, TILESETS, chosen, fitness, main, ranked


@pytest.fixture(scope="module")
def pack() -> Pack:
    return dream_with(FakeBrush(), "moon", None, lambda done, what: None)


def in_hue(pack: Pack, hue: int, name: str, backdrop: int = 0x0F) -> Pack:
    """The same drawings in shades of one hue."""
    return replace(pack, id=name, backdrop=backdrop, palettes=np.array([(hue, 0x10 + hue, 0x20 + hue)] * 4, dtype=np.uint8))


def stage(name: str) -> int:
    return [one.id for one in STAGES].index(name)


def test_a_stage_prefers_its_mood(pack: Pack) -> None:
    blue, brown, teal = in_hue(pack, 2, "blue"), in_hue(pack, 7, "brown"), in_hue(pack, 0xB, "teal")
    assert ranked([brown, blue, teal], STAGES[stage("chapel")])[0] is blue
    assert ranked([blue, teal, brown], STAGES[stage("hall")])[0] is brown
    assert ranked([blue, brown, teal], STAGES[stage("crypt")])[0] is teal


def test_out_of_doors_wants_a_coloured_sky_and_indoors_a_black_one(pack: Pack) -> None:
    night, dusk = pack, replace(pack, backdrop=0x01)
    gate, hall = STAGES[stage("gate")], STAGES[stage("hall")]
    gain = fitness(dusk, gate) - fitness(night, gate)
    assert gain - (fitness(dusk, hall) - fitness(night, hall)) > 0.5


def test_every_stage_gets_a_pack_of_its_own(pack: Pack) -> None:
    packs = [in_hue(pack, hue, f"hue-{hue}") for hue in range(1, 13)]
    found = chosen(packs)
    assert sorted(found) == sorted(one.id for one in STAGES)
    assert len({one.id for one in found.values()}) == len(STAGES)


def test_the_shipped_packs_remember_the_seeds_that_they_are_made_anew_from() -> None:
    assert all(load_pack(TILESETS / one.id).seed for one in STAGES)


@pytest.mark.parametrize("name", [one.id for one in STAGES])
def test_a_shipped_pack_is_what_its_seed_dreams_today(name: str) -> None:
    shipped = load_pack(TILESETS / name)
    fresh = dream(shipped.seed)
    assert (fresh.backdrop, fresh.theme, fresh.slots) == (shipped.backdrop, shipped.theme, shipped.slots)
    for part in ("palettes", "pattern", "cells"):
        np.testing.assert_array_equal(getattr(fresh, part), getattr(shipped, part))


@pytest.mark.parametrize("name", [one.id for one in STAGES])
def test_of_the_tiles_of_a_shipped_pack_the_audit_found_next_to_no_copies(name: str) -> None:
    audit = load_pack(TILESETS / name).audit
    assert audit is not None and audit.corpus > 10_000 and audit.copies <= 0.05 * audit.tiles


def test_six_stages_want_six_seeds(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--rank", "5"])
    assert "at least six seeds, not 5" in capsys.readouterr().err
