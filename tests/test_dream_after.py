"""Dreaming after something: in a picture's colours and mood, between two packs; and the sheet that many dreams are shown on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from brushes import FakeBrush
from PIL import Image

from generator.cross import CrossBrush, between, cross_seed, crossed
from generator.dream import dream_with
from generator.dreams import dream_families
from generator.errors import UserError
from generator.families import FAMILIES
from generator.gallery import contact_sheet, lettered
from generator.likeness import apart, read_mood, themes_like
from generator.merit import merit
from generator.pack import Pack, load_pack, write_pack
from generator.palette import MASTER
from generator.roles import SLOT_BY_NAME
from generator.theme_choice import Plan, plan
from main import main


class HuedBrush(FakeBrush):
    """A theme for each hue of the master palette, dark, middle and light, on black."""

    def colours(self, theme: np.ndarray) -> tuple[int, np.ndarray]:
        hue = abs(int(theme[0])) % 12 + 1
        return 0x0F, np.array([(hue, 0x10 + hue, 0x20 + hue)] * 4, dtype=np.uint8)


def quiet(done: float, what: str) -> None:
    """Progress that nobody watches."""


def picture(path: Path, *colours: int, size: tuple[int, int] = (48, 64)) -> Path:
    """A picture of broad stripes of master colours."""
    stripes = np.array(colours)[np.arange(size[0]) * len(colours) // size[0]]
    Image.fromarray(MASTER.rgb[np.repeat(stripes[:, None], size[1], axis=1)]).save(path)
    return path


def between_parents(parents: tuple[Pack, Pack], way: str = "half") -> Pack:
    brush = CrossBrush(FakeBrush(), parents)
    return dream_with(brush, "child", None, quiet, lambda brush, seed: crossed(parents, brush, seed, way))


@pytest.fixture(scope="module")
def parents() -> tuple[Pack, Pack]:
    return dream_with(FakeBrush(), "moon", None, quiet), dream_with(FakeBrush(), "sun", None, quiet)


class TestLike:
    @pytest.mark.parametrize("hue", [1, 6, 10])
    def test_the_theme_has_the_pictures_hue(self, tmp_path: Path, hue: int) -> None:
        mood = read_mood(picture(tmp_path / "p.png", 0x0F, hue, 0x10 + hue, 0x20 + hue))
        best = themes_like(mood, HuedBrush(), "moon")[0]
        assert best.palettes[0].tolist() == [hue, 0x10 + hue, 0x20 + hue]

    def test_the_same_colours_are_no_distance_apart_and_neighbouring_hues_less_than_opposite_ones(self, tmp_path: Path) -> None:
        mood = read_mood(picture(tmp_path / "p.png", 0x0F, 0x01, 0x11, 0x21))
        hues = [apart(mood, 0x0F, np.array([(hue, 0x10 + hue, 0x20 + hue)] * 4, np.uint8)) for hue in (1, 2, 7)]
        assert hues[0] < 0.05 < hues[1] < hues[2]

    def test_a_large_picture_of_odd_size_will_do(self, tmp_path: Path) -> None:
        mood = read_mood(picture(tmp_path / "p.png", 0x0F, 0x16, size=(1001, 777)))
        assert mood.shares.sum() == pytest.approx(1) and 0 < mood.mean[0] < 1

    def test_a_dream_after_a_picture_is_a_whole_pack_and_the_same_again(self, tmp_path: Path) -> None:
        mood = read_mood(picture(tmp_path / "p.png", 0x0F, 0x1C, 0x2C))

        def planned(brush: object, seed: str) -> Plan:
            return plan(themes_like(mood, HuedBrush(), seed))

        first, second = (dream_with(HuedBrush(), "moon", None, quiet, planned) for _ in range(2))
        np.testing.assert_array_equal(first.indices(), second.indices())
        assert {0x0C, 0x1C, 0x2C} & set(first.indices().ravel().tolist())

    def test_what_is_no_picture_is_told_in_one_line(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (tmp_path / "p.png").write_bytes(b"not a picture")
        assert main(["dream", "--like", str(tmp_path / "p.png")]) == 2
        assert "p.png: not a PNG" in capsys.readouterr().err


class TestCross:
    def test_half_and_half_keeps_the_spread_of_the_noise(self) -> None:
        rng = np.random.default_rng(5)
        first, second = rng.normal(0, 1024, (2, 20_000)).astype(np.int64)
        assert between(first, second).std() == pytest.approx(1024, rel=0.03)

    def test_the_child_lies_between_its_parents(self, parents: tuple[Pack, Pack]) -> None:
        child = between_parents(parents)
        first, second = (np.array(pack.theme) for pack in parents)
        blends = [between(a, b, n) for n in range(1, 5) for a, b in ((first, second), (second, first))]
        assert any(np.array_equal(child.theme, blend) for blend in blends)

    def test_textures_are_the_parents_and_what_lies_between(self, parents: tuple[Pack, Pack]) -> None:
        found = CrossBrush(FakeBrush(), parents).textures("child/wall", 6)
        first, second = (np.array(pack.textures[SLOT_BY_NAME["wall.0"].id]) for pack in parents)
        np.testing.assert_array_equal(found[:3], [first, second, between(first, second)])
        np.testing.assert_array_equal(found[3:], FakeBrush().textures("child/wall", 6)[:3])

    def test_family_by_family_each_is_painted_from_one_parent_and_none_is_left_out(self, parents: tuple[Pack, Pack]) -> None:
        brush = CrossBrush(FakeBrush(), parents)
        aim = crossed(parents, brush, "child", "families")
        assert sorted(family.name for cast in aim.casts for family in cast.families) == sorted(family.name for family in FAMILIES)
        leads = {tuple(cast.latents[0].tolist()) for cast in aim.casts}
        assert leads == {parents[0].theme, parents[1].theme}
        cast = aim.casts[0]
        dreams = dream_families(brush, "child", cast.latents, aim.theme.backdrop, aim.theme.palettes, cast.families[:1])
        own = dreams[cast.families[0].name]
        assert (own.themes[own.paintings[own.own]] == cast.latents[0]).all()

    @pytest.mark.parametrize("way", ["half", "families"])
    def test_a_child_is_a_whole_pack_and_the_same_again(self, parents: tuple[Pack, Pack], way: str) -> None:
        first, second = between_parents(parents, way), between_parents(parents, way)
        np.testing.assert_array_equal(first.indices(), second.indices())
        assert all(first.slots[slot.id] >= 0 for slot in SLOT_BY_NAME.values() if not slot.variant_of)

    def test_a_drawn_pack_cannot_be_crossed(self, parents: tuple[Pack, Pack]) -> None:
        with pytest.raises(UserError, match=r"drawn: has no latents to mix; only dreamt packs can be crossed"):
            between_parents((parents[0], replace(parents[1], id="drawn", theme=())))

    def test_packs_of_another_model_cannot_be_crossed(self, parents: tuple[Pack, Pack]) -> None:
        with pytest.raises(UserError, match=r"was dreamt by the model 'old', not by 'fake'; say which with --model"):
            between_parents((replace(parents[0], model="old"), parents[1]))

    def test_without_a_seed_the_packs_names_are_it(self, parents: tuple[Pack, Pack]) -> None:
        assert cross_seed(parents) == "moon x sun"

    def test_a_pack_remembers_what_it_was_dreamt_after(self, parents: tuple[Pack, Pack], tmp_path: Path) -> None:
        child = replace(between_parents(parents), origin="half moon x sun")
        assert load_pack(write_pack(child, tmp_path / "child")).origin == "half moon x sun"


class TestGallery:
    def test_every_picture_stands_over_its_seed(self) -> None:
        pictures = [np.full((160, 320), 0x01 + n, np.uint8) for n in range(4)]
        sheet = contact_sheet(pictures, ["moon-01", "moon-02", "moon-03", "moon-04"], columns=3)
        assert sheet.shape == (2 * (160 + 12 + 8) + 8, 3 * 328 + 8, 3)
        written = (sheet[8 + 160 + 4 : 8 + 160 + 12, 8 + 328 : 8 + 328 + 56] == (216, 216, 216)).all(axis=2)
        np.testing.assert_array_equal(written, lettered("moon-02"))
        assert lettered("moon-01").any() and not np.array_equal(lettered("moon-01"), lettered("moon-02"))

    def test_what_has_no_letter_is_a_question_mark(self) -> None:
        np.testing.assert_array_equal(lettered("月"), lettered("?"))

    def test_an_unreadable_sheet_has_less_merit(self, parents: tuple[Pack, Pack]) -> None:
        pack = parents[0]
        flat = replace(pack, pattern=np.zeros_like(pack.pattern))
        swapped = list(pack.slots)
        wall, ground = SLOT_BY_NAME["wall.0"].id, SLOT_BY_NAME["terrain.14"].id
        swapped[wall], swapped[ground] = swapped[ground], swapped[wall]
        assert merit(pack) > merit(replace(pack, slots=tuple(swapped))) > merit(flat)
