"""Dreaming: from a seed to a whole, legal, readable sheet that is always the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from brushes import THEMES, FakeBrush

from generator import cuts
from generator.brush import Tiles
from generator.budget import DROP_ORDER, fit_patterns
from generator.choose import choose
from generator.dream import dream, dream_with, pack_id
from generator.dreams import Dreams, dream_families
from generator.errors import UserError
from generator.extras import Choice, with_extras
from generator.families import FAMILIES
from generator.looks import rising
from generator.originality import Judge, make_prints
from generator.pack import Pack, check_pack, load_pack, write_pack
from generator.palette import MASTER
from generator.ppu import Screen, distinct_patterns, violations
from generator.retouch import Retouch
from generator.roles import SLOT_BY_NAME, SLOTS, Role
from generator.theme_choice import at_dusk, clash, colour_score, ranked_themes


def quiet(done: float, what: str) -> None:
    """Progress that nobody watches."""


def slot(name: str) -> int:
    return SLOT_BY_NAME[name].id


@pytest.fixture(scope="module")
def pack() -> Pack:
    return dream_with(FakeBrush(), "moon", None, quiet)


class TestSheet:
    def test_every_slot_that_a_level_needs_is_filled(self, pack: Pack) -> None:
        assert [s.name for s in SLOTS if not s.variant_of and pack.slots[s.id] < 0] == []

    def test_the_whole_sheet_is_what_an_nes_can_show(self, pack: Pack) -> None:
        screen = Screen(pack.backdrop, pack.palettes, pack.cells[:, None], pack.pattern.reshape(-1, 16))
        assert violations(screen) == []

    def test_roles_are_those_of_the_slots(self, pack: Pack) -> None:
        assert all(pack.roles[tile] == SLOTS[slot].role for slot, tile in enumerate(pack.slots) if tile >= 0)

    def test_one_seed_gives_the_same_bytes_again(self, pack: Pack, tmp_path: Path) -> None:
        first = write_pack(pack, tmp_path / "a")
        second = write_pack(dream_with(FakeBrush(), "moon", None, quiet), tmp_path / "b")
        for path in first.iterdir():
            assert path.read_bytes() == (second / path.name).read_bytes(), path.name

    def test_another_seed_gives_another_sheet(self, pack: Pack) -> None:
        other = dream_with(FakeBrush(), "sun", None, quiet)
        assert other.pattern.shape != pack.pattern.shape or (other.pattern != pack.pattern).any()

    def test_what_is_written_is_a_pack_without_problems_that_remembers_its_dream(self, pack: Pack, tmp_path: Path) -> None:
        folder = write_pack(pack, tmp_path / pack.id)
        read = load_pack(folder)
        assert check_pack(folder) == []
        assert (read.seed, read.model, read.theme, read.textures) == (pack.seed, "fake", pack.theme, pack.textures)
        np.testing.assert_array_equal(read.indices(), pack.indices())

    def test_liquid_moves_in_a_loop_of_four_different_frames(self, pack: Pack) -> None:
        frames = [tile for tile, _ in pack.animations[pack.slots[slot("liquid.top")]]]
        assert [pack.slots[slot(f"liquid.top{end}")] for end in ("", ".1", ".2", ".3")] == frames
        shown = [pack.pattern[frame].tobytes() for frame in frames]
        assert len(set(shown)) == 4

    def test_stairs_down_are_stairs_up_mirrored_when_the_net_paints_only_one_way(self, pack: Pack) -> None:
        up, down = (pack.indices()[slot(name)] for name in ("stairs.up", "stairs.down"))
        lightness = MASTER.oklab[up][..., 0]
        assert lightness[rising()].mean() > lightness[~rising()].mean() + 0.2
        np.testing.assert_array_equal(down, up[:, ::-1])

    def test_variants_are_no_repeats(self, pack: Pack) -> None:
        walls = [pack.pattern[pack.slots[s.id]].tobytes() for s in SLOTS if s.name.startswith("wall.") and pack.slots[s.id] >= 0]
        assert len(set(walls)) == len(walls) > 2

    def test_few_cells_are_painted(self) -> None:
        brush = FakeBrush()
        dream_with(brush, "moon", None, quiet)
        assert brush.painted < 420, "a dream is to take about a second"

    def test_progress_runs_from_nothing_to_all(self) -> None:
        told: list[float] = []
        dream_with(FakeBrush(), "moon", None, lambda done, what: told.append(done))
        assert told == sorted(told) and told[-1] == 1.0


class TestSeeds:
    def test_any_text_is_a_seed_but_not_none_at_all(self) -> None:
        assert pack_id("Moon over Ælfrík!") == "dream-moon-over-lfr-k"
        assert pack_id("月") == "dream-e69c88"
        with pytest.raises(UserError, match="seed is empty"):
            dream_with(FakeBrush(), "  ", None, quiet)
        with pytest.raises(UserError, match="no UTF-8"):
            dream_with(FakeBrush(), "moon\udcff", None, quiet)

    def test_a_missing_model_is_told(self, tmp_path: Path) -> None:
        with pytest.raises(UserError, match=r"nowhere\.safetensors"):
            dream("moon", tmp_path / "nowhere.safetensors")


class TestThemes:
    def test_the_readable_theme_wins(self) -> None:
        assert ranked_themes(FakeBrush(), "moon")[0].backdrop == 0x0F
        assert ranked_themes(FakeBrush(good=1), "moon")[0].backdrop == 0x0F

    def test_colours_of_large_areas_go_together_if_grey_or_alike_and_clash_at_a_quarter_turn(self) -> None:
        grey, blue, teal, green, brown = (MASTER.oklab[index] for index in (0x00, 0x11, 0x1C, 0x1A, 0x17))
        assert clash(grey, blue) < 0.001 and clash(blue, blue) == clash(np.zeros(3), green) == 0
        assert clash(blue, teal) < 0.5 < clash(blue, green)
        assert clash(blue, brown) == clash(brown, blue) < 1

    def test_stone_promises_more_than_the_same_colours_without_any(self) -> None:
        bright = np.array([[0x0C, 0x1C, 0x2C], [0x07, 0x17, 0x27], [0x04, 0x14, 0x24], [0x0B, 0x1A, 0x2A]])
        stone = bright.copy()
        stone[2] = 0x00, 0x10, 0x30
        assert colour_score(0x0F, stone) > colour_score(0x0F, bright)

    def test_no_sky_is_green_or_brown(self) -> None:
        theme = ranked_themes(FakeBrush(), "moon")[0]
        assert at_dusk(theme, 0x21).backdrop == 0x01 and at_dusk(theme, 0x16).backdrop == 0x06
        for sky in (0x2B, 0x2A, 0x18, 0x27, 0x0F, 0x10):
            assert at_dusk(theme, sky) is theme

    def test_dark_and_varied_colours_promise_more_than_shrill_ones(self) -> None:
        varied = np.array([[0x0C, 0x1C, 0x2C], [0x07, 0x17, 0x27], [0x00, 0x10, 0x30], [0x0B, 0x1A, 0x2A]])
        shrill = np.array([[0x14, 0x15, 0x16], [0x14, 0x15, 0x16], [0x24, 0x14, 0x15], [0x14, 0x15, 0x16]])
        assert colour_score(0x0F, varied) > colour_score(0x24, shrill) + 1


class TestOriginals:
    def test_a_near_copy_of_a_training_tile_is_never_on_the_sheet(self, pack: Pack, tmp_path: Path) -> None:
        known = pack.pattern[pack.slots[slot("terrain.14")]]
        windows = np.zeros(1, dtype=[("pattern", "u1", (64, 64))])
        windows["pattern"][0] = np.tile((3 - known)[:, ::-1], (4, 4))
        prints = make_prints(windows, tmp_path / "p.npz")
        fresh = dream_with(FakeBrush(), "moon", prints, quiet)
        assert fresh.originality is not None
        assert fresh.originality.share == 1.0 and fresh.originality.dropped > 0
        assert not (fresh.pattern == known).all(axis=(1, 2)).any()

    def test_without_prints_nothing_is_claimed(self, pack: Pack) -> None:
        assert pack.originality is None


class TestChoice:
    def test_a_choice_names_the_texture_that_paints_it_again(self) -> None:
        brush = FakeBrush()
        best = ranked_themes(brush, "moon")[0]
        theme = best.latent
        choices = choose(dream_families(brush, "moon", [theme], best.backdrop, best.palettes), best.backdrop, best.palettes, Judge(None))
        for name in ("terrain.14", "wall.0", "wall.1", "terrain.15"):
            one = choices[slot(name)]
            np.testing.assert_array_equal(brush.tiles(one.patch[None], theme, one.texture[None]).pattern[0], one.pattern)


class TestBudget:
    def test_variants_are_dropped_in_order_until_the_rest_fits(self) -> None:
        rng = np.random.default_rng(3)
        noise = {s.id: rng.integers(0, 4, (16, 16), dtype=np.uint8) for s in SLOTS}
        kept = fit_patterns(noise)
        assert distinct_patterns(np.stack(list(kept.values()))) == 256
        dropped = set(noise) - set(kept)
        assert dropped == {slot(name) for name in DROP_ORDER[: len(dropped)]}

    def test_a_sheet_that_fits_keeps_everything(self) -> None:
        flat = {s.id: np.full((16, 16), s.id % 4, dtype=np.uint8) for s in SLOTS}
        assert fit_patterns(flat).keys() == flat.keys()

    def test_only_variants_can_be_dropped_and_the_rest_always_fits(self) -> None:
        assert all(SLOT_BY_NAME[name].variant_of for name in DROP_ORDER)
        assert 4 * (len(SLOTS) - len(DROP_ORDER)) <= 256


def before_and_after_extras(name: str, chosen: str) -> tuple[Dreams, Dreams]:
    """A family's dreams, and the same with what a slot that was chosen before, all of value 1 in the last sub-palette, adds to them."""
    brush = FakeBrush()
    best = ranked_themes(brush, "moon")[0]
    family = next(family for family in FAMILIES if family.name == name)
    dreams = dream_families(brush, "moon", [best.latent], best.backdrop, best.palettes, [family])[name]
    choice = Choice(np.full((16, 16), 1, np.uint8), 3, np.zeros((5, 5), np.uint8), np.zeros(4), best.latent, True)
    return dreams, with_extras(dreams, {slot(chosen): choice}, best.backdrop, best.palettes)


class TestRetouching:
    def test_a_shade_down_keeps_the_drawing_and_its_order(self) -> None:
        pattern = np.arange(256, dtype=np.uint8).reshape(1, 16, 16) % 4
        darker = Retouch(cell=2, shade=1).of(Tiles(pattern, np.zeros(1, np.uint8)))
        np.testing.assert_array_equal(darker.pattern, np.maximum(pattern.astype(int) - 1, 0))
        assert darker.cells.tolist() == [2]

    @pytest.mark.parametrize(("half", "shown"), [("left", slice(0, 8)), ("right", slice(8, 16))])
    def test_a_half_is_shown_on_both_sides(self, half: str, shown: slice) -> None:
        pattern = np.random.default_rng(1).integers(0, 4, (3, 16, 16), dtype=np.uint8)
        even = Retouch(half=half).of(Tiles(pattern, np.zeros(3, np.uint8))).pattern
        np.testing.assert_array_equal(even, even[:, :, ::-1])
        np.testing.assert_array_equal(even[:, :, shown], pattern[:, :, shown])

    def test_what_a_tile_shows_most_of_becomes_the_backdrop(self) -> None:
        pattern = np.full((1, 16, 16), 2, np.uint8)
        pattern[0, 3, 3:6] = 0, 1, 3
        cleared = Retouch(cleared=True).of(Tiles(pattern, np.zeros(1, np.uint8))).pattern
        assert cleared[0, 3, 2:7].tolist() == [0, 2, 1, 3, 0]

    def test_stairs_cut_from_stone_rise_by_the_steps_that_the_hero_takes(self) -> None:
        stone = Tiles(np.full((1, 16, 16), 2, np.uint8), np.ones(1, np.uint8))
        up, down = cuts.stairs_up(stone).pattern[0], cuts.stairs_down(stone).pattern[0]
        heights = (up > 0).sum(axis=0)
        assert heights.tolist() == [8] * 8 + [16] * 8
        np.testing.assert_array_equal(down, up[:, ::-1])

    def test_spikes_cut_from_stone_have_points_above_and_no_gap_at_the_foot(self) -> None:
        stone = Tiles(np.zeros((1, 16, 16), np.uint8), np.zeros(1, np.uint8))
        filled = (cuts.spikes(stone).pattern[0] > 0).sum(axis=1)
        assert filled[0] == 0 and filled[-1] == 16 and (np.diff(filled) >= 0).all()

    def test_a_liquid_in_a_sheets_colours_swells_at_its_surface_and_joins_itself_without_a_seam(self) -> None:
        colours = Tiles(np.zeros((4, 16, 16), np.uint8), np.arange(4, dtype=np.uint8))
        top, body = cuts.liquid_top(colours), cuts.liquid_body(colours)
        assert top.cells.tolist() == body.cells.tolist() == [0, 1, 2, 3]
        surface = (top.pattern[0] > 0).argmax(axis=0)
        assert (np.abs(np.diff(surface, append=surface[0])) <= 1).all() and len(set(surface.tolist())) > 2
        assert (np.take_along_axis(top.pattern[0], surface[None], axis=0) == cuts.LIGHT).all()
        np.testing.assert_array_equal(top.pattern[:, 8:], body.pattern[:, 8:])
        assert body.pattern.min() > 0

    def test_things_in_the_walls_colours_are_also_tried_upon_its_tile(self) -> None:
        columns, more = before_and_after_extras("column", "wall.0")
        upon = {part: tiles.pattern[len(columns.paintings) :] for part, tiles in more.tiles.items()}
        assert all(len(pattern) and (pattern > 0).all() for pattern in upon.values())
        assert len(more.looks["column.mid"]) == len(more.paintings) == len(more.own) == len(more.plain)

    def test_shapes_are_cut_in_every_sub_palette_and_claim_no_texture(self) -> None:
        dreams, more = before_and_after_extras("liquid", "terrain.15")
        assert more.tiles["liquid.top"].cells[len(dreams.paintings) :].tolist() == [0, 1, 2, 3]
        assert not more.own[len(dreams.paintings) :].any()
        assert more.plain[len(dreams.paintings) :].tolist() == [False, False, False, True]


class TestHours:
    def test_half_of_the_seeds_have_a_coloured_sky_where_themes_paint_one(self) -> None:
        hues = [ranked_themes(BlueSky(), f"night {n}")[0].backdrop for n in range(24)]
        assert set(hues) == {0x0F, 0x01} and 6 < hues.count(0x01) < 18

    def test_black_skies_stay_black(self) -> None:
        assert {ranked_themes(FakeBrush(), f"night {n}")[0].backdrop for n in range(8)} == {0x0F}


class BlueSky(FakeBrush):
    """Paints its skies in a light blue."""

    def colours(self, theme: np.ndarray) -> tuple[int, np.ndarray]:
        return 0x0F, np.array(((0x0C, 0x1C, 0x21), *THEMES[0][1][1:]), dtype=np.uint8)

    def _tile(self, patch: np.ndarray, texture: np.ndarray) -> np.ndarray:
        return np.full((16, 16), 3, np.uint8) if patch[2, 2] == Role.SKY else super()._tile(patch, texture)


class TestReadable:
    """What a player must see: measured on the sheet that the choosing makes of a brush's blots."""

    def test_ground_is_lighter_than_the_wall_and_stands_out_from_it(self, pack: Pack) -> None:
        lab = MASTER.oklab[pack.indices()]
        ground, wall = (lab[slot(name)].mean(axis=(0, 1)) for name in ("terrain.14", "wall.0"))
        assert ground[0] > wall[0] + 0.1

    def test_what_is_built_evenly_is_even(self, pack: Pack) -> None:
        shown = pack.indices()
        for name in ("window.top", "column.mid"):
            assert (shown[slot(name)] != shown[slot(name)][:, ::-1]).mean() < 0.03

    def test_variants_of_the_wall_have_its_colours(self, pack: Pack) -> None:
        cells = {int(pack.cells[pack.slots[s.id]]) for s in SLOTS if s.name.startswith("wall.") and pack.slots[s.id] >= 0}
        assert len(cells) == 1
