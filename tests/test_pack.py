"""Tile-set packs: what is written is read back, what is missing is filled, what is wrong is told in one line each."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from generator.errors import UserError
from generator.pack import MISSING, Originality, Pack, check_pack, complete, find_packs, load_pack, write_pack
from generator.palette import MASTER
from generator.ppu import Screen, distinct_patterns, violations
from generator.roles import SLOT_BY_NAME, SLOTS, Role

ROOT = Path(__file__).parent.parent
BASE = ROOT / "assets" / "tilesets" / "base"
PALETTES = np.array([[0x0C, 0x1C, 0x3C], [0x06, 0x17, 0x27], [0x07, 0x00, 0x10], [0x0B, 0x1A, 0x29]], dtype=np.uint8)


def slot(name: str) -> int:
    return SLOT_BY_NAME[name].id


def make_pack(names: list[str] | None = None, **changes: object) -> Pack:
    """A pack whose tile n is random noise of its own; ``names`` are the slots it fills (all by default)."""
    filled = [s.name for s in SLOTS] if names is None else names
    rng = np.random.default_rng(5)
    n = len(filled)
    fields: dict[str, object] = {
        "id": "noise",
        "title": 'A "noisy" castle',
        "version": "1.2",
        "author": "Née Test",
        "license": "CC0-1.0",
        "backdrop": 0x0F,
        "palettes": PALETTES,
        "pattern": rng.integers(0, 4, (n, 16, 16), dtype=np.uint8),
        "cells": rng.integers(0, 4, n, dtype=np.uint8),
        "roles": np.array([SLOT_BY_NAME[name].role for name in filled], dtype=np.uint8),
        "slots": tuple(filled.index(s.name) if s.name in filled else MISSING for s in SLOTS),
    }
    return Pack(**{**fields, **changes})  # type: ignore[arg-type]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_pack(make_pack(), tmp_path / "noise")


def lines(folder: Path) -> list[str]:
    return [str(problem) for problem in check_pack(folder)]


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


class TestRoundTrip:
    def test_memory_comes_back_bit_for_bit(self, folder: Path) -> None:
        written, read = make_pack(), load_pack(folder)
        assert read.backdrop == written.backdrop
        np.testing.assert_array_equal(read.palettes, written.palettes)
        np.testing.assert_array_equal(read.pattern, written.pattern)
        np.testing.assert_array_equal(read.cells, written.cells)
        assert read.slots == written.slots
        assert read.roles.tolist() == [s.role for s in SLOTS]

    def test_two_sub_palettes_with_a_common_colour_are_told_apart(self, tmp_path: Path) -> None:
        same = np.array([[0x0C, 0x1C, 0x3C]] * 4, dtype=np.uint8)
        read = load_pack(write_pack(make_pack(palettes=same), tmp_path / "p"))
        np.testing.assert_array_equal(read.cells, make_pack().cells)

    def test_texts_latents_and_originality_come_back(self, tmp_path: Path) -> None:
        told = make_pack(
            seed="moon-7", model="dreamer", theme=(3, -4), textures={slot("wall.0"): (1, -2)}, originality=Originality(70, 0.95, 0.325, 3)
        )
        read = load_pack(write_pack(told, tmp_path / "noise"))
        for field in ("id", "title", "version", "author", "license", "seed", "model", "theme", "textures", "originality"):
            assert getattr(read, field) == getattr(told, field)

    def test_animations_come_back(self, tmp_path: Path) -> None:
        frames = tuple((slot(f"liquid.top{end}"), 200) for end in ("", ".1", ".2", ".3"))
        read = load_pack(write_pack(make_pack(animations={frames[0][0]: frames}), tmp_path / "p"))
        assert read.animations == {frames[0][0]: frames}

    def test_the_same_pack_gives_the_same_bytes(self, folder: Path, tmp_path: Path) -> None:
        again = write_pack(make_pack(), tmp_path / "again")
        for path in folder.iterdir():
            assert path.read_bytes() == (again / path.name).read_bytes()

    def test_a_good_pack_has_no_problems(self, folder: Path) -> None:
        assert lines(folder) == []

    def test_writing_replaces_a_pack_but_nothing_else(self, folder: Path, tmp_path: Path) -> None:
        write_pack(make_pack(title="Second"), folder)
        assert load_pack(folder).title == "Second"
        assert [path.name for path in tmp_path.iterdir()] == ["noise"]
        (folder / "notes.txt").write_text("mine")
        with pytest.raises(UserError, match="not a tile-set pack"):
            write_pack(make_pack(), folder)

    def test_the_sheet_is_an_indexed_picture_of_the_packs_colours(self, folder: Path) -> None:
        with Image.open(folder / "tiles.png") as image:
            assert image.mode == "P" and image.size == (256, 80)
            table = np.array(image.getpalette("RGB")).reshape(-1, 3)
        np.testing.assert_array_equal(table, MASTER.rgb[make_pack().colours].reshape(16, 3))


class TestSlots:
    def test_images_show_each_slot_in_its_colours(self) -> None:
        pack = make_pack()
        images = pack.images()
        assert images.shape == (len(SLOTS), 16, 16, 3)
        wall = slot("wall.3")
        np.testing.assert_array_equal(images[wall], MASTER.rgb[pack.colours[pack.cells[wall]][pack.pattern[wall]]])

    def test_a_missing_variant_shows_its_main_slot(self) -> None:
        pack = make_pack([s.name for s in SLOTS if not s.variant_of])
        assert pack.resolved[slot("wall.5")] == pack.slots[slot("wall.0")]

    def test_a_missing_part_shows_a_relative(self) -> None:
        pack = make_pack(["column.mid", "terrain.15", "terrain.14"])
        assert pack.resolved[slot("column.top")] == 0
        assert pack.resolved[slot("terrain.5")] == 1, "closed above: like inner ground"
        assert pack.resolved[slot("terrain.6")] == 2, "open above: like a floor"
        assert pack.resolved[slot("wall.0")] == MISSING

    def test_the_base_pack_fills_the_rest_in_the_packs_own_colours(self) -> None:
        other = np.array([[0x01, 0x11, 0x21], [0x05, 0x15, 0x25], [0x08, 0x18, 0x28], [0x00, 0x10, 0x30]], dtype=np.uint8)
        whole = complete(make_pack(["terrain.15"], palettes=other), load_pack(BASE))
        assert MISSING not in whole.resolved
        used = {int(colour) for colour in np.unique(whole.indices())}
        assert used <= {0x0F, *other.reshape(-1).tolist()}
        assert whole.resolved[slot("terrain.14")] == 0, "its own relative comes before the base pack"

    def test_borrowed_liquid_still_moves(self) -> None:
        whole = complete(make_pack(["terrain.15"]), load_pack(BASE))
        frames = whole.animations[whole.resolved[slot("liquid.top")]]
        assert [tile for tile, _ in frames] == [whole.resolved[slot(f"liquid.top{end}")] for end in ("", ".1", ".2", ".3")]


class TestModders:
    def test_a_plain_rgb_sheet_with_classes_is_fitted(self, tmp_path: Path) -> None:
        tiles = np.zeros((16, 48, 3), dtype=np.uint8)
        tiles[:, :16] = (150, 80, 10)
        tiles[:8, 16:32] = (240, 240, 240)
        tiles[:, 32:] = (0, 40, 100)
        Image.fromarray(tiles).save(tmp_path / "mine.png")
        (tmp_path / "mine.tsx").write_text(
            '<tileset name="m" tilewidth="16" tileheight="16" tilecount="3" columns="3"><image source="mine.png"/>'
            '<tile id="0" type="solid"/><tile id="1" class="surface"/><tile id="2" type="wall"/></tileset>'
        )
        pack = load_pack(tmp_path)
        assert check_pack(tmp_path) == []
        assert [pack.slots[slot(name)] for name in ("terrain.15", "terrain.14", "wall.0")] == [0, 1, 2]
        assert pack.id == tmp_path.name
        shown = pack.images()[slot("terrain.14")]
        assert shown[0, 0].min() > 200 and shown[12, 0].max() == 0

    def test_terrain_masks_are_read_off_an_edge_wang_set(self, tmp_path: Path) -> None:
        Image.fromarray(np.random.default_rng(1).integers(0, 255, (16, 32, 3), dtype=np.uint8)).save(tmp_path / "t.png")
        (tmp_path / "t.tsx").write_text(
            '<tileset tilewidth="16" tileheight="16" tilecount="2" columns="2"><image source="t.png"/><wangsets>'
            '<wangset name="g" type="edge"><wangcolor name="g"/><wangtile tileid="0" wangid="1,0,1,0,0,0,0,0"/>'
            '<wangtile tileid="1" wangid="0,0,1,0,1,0,1,0"/></wangset></wangsets></tileset>'
        )
        pack = load_pack(tmp_path)
        assert pack.slots[slot("terrain.3")] == 0 and pack.slots[slot("terrain.14")] == 1

    def test_margin_and_spacing_are_skipped(self, tmp_path: Path) -> None:
        picture = np.full((18, 35, 3), 255, dtype=np.uint8)
        picture[1:17, 1:17] = picture[1:17, 18:34] = 0
        Image.fromarray(picture).save(tmp_path / "t.png")
        (tmp_path / "t.tsx").write_text(
            '<tileset tilewidth="16" tileheight="16" tilecount="2" columns="2" margin="1" spacing="1"><image source="t.png"/>'
            '<tile id="1" type="wall"/></tileset>'
        )
        assert load_pack(tmp_path).images()[slot("wall.0")].max() == 0


class TestProblems:
    def test_an_unknown_role_is_told_with_its_place_and_a_guess(self, folder: Path) -> None:
        edit(folder / "tiles.tsx", '<tile id="12" type="surface">', '<tile id="12" type="soild">')
        assert lines(folder) == ['tiles.tsx:40 tile 12: unknown role "soild"; did you mean "solid"?']
        assert load_pack(folder).slots[12] == 12, "its slot still says what it is"

    def test_all_problems_are_told_at_once(self, folder: Path) -> None:
        edit(folder / "tiles.tsx", '<tile id="12" type="surface">', '<tile id="12" type="soild">')
        edit(folder / "tiles.tsx", 'value="wall.0"', 'value="wal.0"')
        edit(folder / "pack.toml", "title =", "titel =")
        found = lines(folder)
        assert len(found) == 4
        assert 'pack.toml: unknown key "titel"; did you mean "title"?' in found
        assert 'pack.toml title: is missing; write title = "..."' in found
        assert any('unknown slot "wal.0"; did you mean "wall.0"?' in line for line in found)

    def test_no_name_in_a_file_breaks_the_line_that_tells_of_it_or_steers_the_terminal(self, folder: Path) -> None:
        edit(folder / "pack.toml", "title =", '"ti\\ntle\\u001b[2J" =')
        assert 'pack.toml: unknown key "ti tle [2J"; did you mean "title"?' in lines(folder)
        edit(folder / "tiles.tsx", 'source="tiles.png"', 'source="no&#10;where.png"')
        with pytest.raises(UserError, match=r'"no where\.png" does not exist'):
            load_pack(folder)

    @pytest.mark.parametrize(
        ("old", "new", "message"),
        [
            ('source="tiles.png"', 'source="../tiles.png"', "leads out of the folder"),
            ('source="tiles.png"', 'source="/etc/passwd"', "absolute path"),
            ('source="tiles.png"', 'source="C:\\x.png"', "absolute path"),
            ('source="tiles.png"', 'source="nowhere.png"', "does not exist"),
            ('source="tiles.png"', f'source="{"x" * 5000}.png"', "is no file name that can be opened"),
            ('source="tiles.png"', 'source="pack.toml"', "not a PNG"),
            ('tilewidth="16"', 'tilewidth="8"', "tilewidth is 8; tiles are 16x16 pixels"),
            ('tilecount="80"', 'tilecount="999999"', "too many"),
            ('tilecount="80"', 'tilecount="90"', "tilecount is 90; tiles.png holds 80 tiles"),
            ('tilecount="80"', 'tilecount="10"', "lies past the tileset's end"),
            ('columns="16"', 'columns="40"', "too narrow for 40 columns"),
            ('<tile id="3"', '<tile id="x3"', 'tile has id="x3"'),
            ("</tileset>", "", "not well-formed XML"),
            ("<tileset", "<!DOCTYPE x [<!ENTITY a 'b'>]><tileset", "DOCTYPE"),
            ("<tileset", "<map", "not well-formed XML"),
        ],
    )
    def test_a_hopeless_tileset_is_refused_with_one_line(self, folder: Path, old: str, new: str, message: str) -> None:
        edit(folder / "tiles.tsx", old, new)
        assert any(message in line for line in lines(folder)), lines(folder)
        with pytest.raises(UserError) as caught:
            load_pack(folder)
        assert "\n" not in str(caught.value) and str(caught.value).startswith("noise/")

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("format = 99", "format 99 is newer than this program reads; it reads format 1"),
            ('format = "one"', "is no format number"),
            ("id = 'x", "not TOML"),
            (f"format = {'9' * 5000}", "not TOML"),
        ],
    )
    def test_a_hopeless_manifest_is_refused(self, folder: Path, text: str, message: str) -> None:
        (folder / "pack.toml").write_text(text)
        assert any(message in line for line in lines(folder))
        with pytest.raises(UserError):
            load_pack(folder)

    def test_the_old_pack_stays_where_the_new_one_cannot_take_its_place(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        rename = Path.rename

        def refuse(self: Path, target: Path) -> Path:
            if self.name == "new":
                raise OSError("no")
            return rename(self, target)

        monkeypatch.setattr(Path, "rename", refuse)
        with pytest.raises(UserError):
            write_pack(make_pack(), folder)
        assert load_pack(folder)

    @pytest.mark.parametrize("side", ["\u00b2", "9" * 5000, "-1", "x"])
    def test_a_wang_tile_that_cannot_be_read_is_told(self, folder: Path, side: str) -> None:
        edit(folder / "tiles.tsx", 'wangid="0,', f'wangid="{side},')
        assert any("eight-part wangid" in line for line in lines(folder))
        assert load_pack(folder)

    @pytest.mark.parametrize("figure", ["nan", "inf", "-1", "9" * 400])
    def test_an_originality_that_cannot_be_is_left_out(self, folder: Path, figure: str) -> None:
        with (folder / "pack.toml").open("a") as file:
            file.write(f"\n[originality]\ntiles = {figure}\nshare = 1.0\nmedian = 0.3\ndropped = 0\n")
        assert load_pack(folder).originality is None

    @pytest.mark.parametrize("number", ["32768", "-32768", "9" * 30, "true", "1.0"])
    def test_latents_that_nobody_dreamt_are_left_out(self, folder: Path, number: str) -> None:
        text = re.sub(r"^theme = .*\n", "", (folder / "pack.toml").read_text(), flags=re.MULTILINE).partition("\n[textures]")[0]
        (folder / "pack.toml").write_text(f'theme = [1, {number}]\n{text}\n[textures]\n"wall.0" = [{number}]\n"sky.0" = [-32767]\n')
        assert "pack.toml theme: not a list of whole numbers from -32767 to 32767" in lines(folder)
        loaded = load_pack(folder)
        assert (loaded.theme, loaded.textures) == ((), {SLOT_BY_NAME["sky.0"].id: (-32767,)})

    def test_a_loop_of_links_is_refused(self, folder: Path) -> None:
        (folder / "tiles.png").unlink()
        (folder / "tiles.png").symlink_to(folder / "tiles.png")
        with pytest.raises(UserError):
            load_pack(folder)

    def test_a_link_out_of_the_folder_is_refused(self, folder: Path, tmp_path: Path) -> None:
        (folder / "tiles.png").rename(tmp_path / "outside.png")
        (folder / "tiles.png").symlink_to(tmp_path / "outside.png")
        assert any("leads out of the folder" in line for line in lines(folder))

    def test_a_truncated_picture_is_refused(self, folder: Path) -> None:
        data = (folder / "tiles.png").read_bytes()
        (folder / "tiles.png").write_bytes(data[: len(data) // 2])
        assert any(line.startswith("tiles.png: broken") for line in lines(folder))

    def test_a_tile_of_two_sub_palettes_is_told_and_fitted(self, folder: Path) -> None:
        with Image.open(folder / "tiles.png") as image:
            codes, table = np.array(image), image.getpalette("RGB")
        codes[:8, :16] = 1
        codes[8:16, :16] = 5
        changed = Image.fromarray(codes, mode="P")
        changed.putpalette(table)
        changed.save(folder / "tiles.png")
        assert any("tile 0: uses sub-palettes 0 and 1" in line for line in lines(folder))
        assert load_pack(folder).palettes.shape == (4, 3)

    def test_nested_xml_is_cut_off(self, folder: Path) -> None:
        (folder / "tiles.tsx").write_text("<a>" * 5000 + "</a>" * 5000)
        assert any("nested" in line for line in lines(folder))


class TestFind:
    def test_bad_packs_are_problems_and_good_ones_are_found(self, tmp_path: Path) -> None:
        write_pack(make_pack(["terrain.15"], id="thin"), tmp_path / "thin")
        write_pack(make_pack(id="broken"), tmp_path / "broken")
        (tmp_path / "broken" / "tiles.png").write_bytes(b"")
        (tmp_path / "empty").mkdir()
        (tmp_path / "stray.txt").write_text("")
        packs, problems = find_packs([BASE.parent, tmp_path, tmp_path / "nowhere"])
        assert {"base", "thin"} <= {pack.id for pack in packs}
        assert MISSING not in next(pack for pack in packs if pack.id == "thin").resolved
        places = [problem.where.split("/")[0] for problem in problems]
        assert "broken" in places and "empty" in places

    def test_a_players_pack_replaces_a_shipped_one(self, tmp_path: Path) -> None:
        write_pack(make_pack(id="hall", title="old"), tmp_path / "a" / "hall")
        write_pack(make_pack(id="hall", title="new"), tmp_path / "b" / "hall")
        packs, problems = find_packs([tmp_path / "a", tmp_path / "b"])
        assert [pack.title for pack in packs] == ["new"] and problems == []


class TestShipped:
    def test_the_base_pack_fills_every_slot_and_is_legal(self) -> None:
        base = load_pack(BASE)
        assert check_pack(BASE) == []
        assert MISSING not in base.slots
        assert distinct_patterns(base.pattern) <= 256
        assert [Role(role) for role in base.roles] == [s.role for s in SLOTS]

    @pytest.mark.parametrize("name", ["gate", "hall", "chapel", "crypt", "laboratory", "keep"])
    def test_a_dreamt_pack_for_each_stage_is_legal_complete_and_original(self, name: str) -> None:
        folder = BASE.parent / name
        pack = load_pack(folder)
        assert check_pack(folder) == []
        assert pack.id == name and pack.seed and pack.model
        assert violations(Screen(pack.backdrop, pack.palettes, pack.cells[:, None], pack.pattern.reshape(-1, 16))) == []
        assert [s.name for s in SLOTS if not s.variant_of and pack.slots[s.id] == MISSING] == []
        assert pack.originality is not None and pack.originality.share == 1.0
        with Image.open(folder / "preview.png") as image:
            assert image.size == (320, 160)


class TestHostile:
    @pytest.mark.parametrize("name", ["tiles.tsx", "tiles.png", "pack.toml"])
    def test_damaged_files_are_problems_and_never_crashes(self, folder: Path, name: str) -> None:
        data = (folder / name).read_bytes()
        rng = np.random.default_rng(11)
        for _ in range(40):
            damaged = bytearray(data[: rng.integers(1, len(data) + 1)])
            for place in rng.integers(0, len(damaged), rng.integers(0, 6)):
                damaged[place] = rng.integers(0, 256)
            (folder / name).write_bytes(damaged)
            if any(problem.fatal for problem in check_pack(folder)):
                with pytest.raises(UserError):
                    load_pack(folder)
            else:
                load_pack(folder).images()

    @pytest.mark.parametrize("value", ["-1", "99999999999999999999", "1e3", "", "16.0", "0x10", "\u0661\u0666"])
    @pytest.mark.parametrize("attribute", ["tilewidth", "tilecount", "columns", "margin"])
    def test_odd_numbers_are_told_or_read_as_numbers(self, folder: Path, attribute: str, value: str) -> None:
        text = (folder / "tiles.tsx").read_text(encoding="utf-8")
        text = text.replace("<tileset ", f'<tileset {attribute}="{value}" ', 1) if attribute == "margin" else text
        start = text.index(f'{attribute}="') + len(attribute) + 2
        (folder / "tiles.tsx").write_text(text[:start] + value + text[text.index('"', start) :], encoding="utf-8")
        assert all("\n" not in line for line in lines(folder))

    def test_a_huge_picture_is_refused_before_it_is_decoded(self, folder: Path) -> None:
        Image.new("1", (5000, 4000)).save(folder / "tiles.png")
        assert any("million pixels" in line for line in lines(folder))

    def test_a_folder_in_place_of_a_file_is_told(self, folder: Path) -> None:
        (folder / "tiles.png").unlink()
        (folder / "tiles.png").mkdir()
        assert any("does not exist" in line for line in lines(folder))

    def test_deeply_nested_toml_is_refused(self, folder: Path) -> None:
        (folder / "pack.toml").write_text("x = " + "[" * 5000 + "]" * 5000)
        assert any("not TOML" in line for line in lines(folder))

    def test_a_manifest_cannot_smuggle_line_breaks_into_messages(self, folder: Path) -> None:
        edit(folder / "pack.toml", 'title = "', 'title = "\\n\\u001b[31m')
        assert any("unprintable" in line for line in lines(folder))
        assert "\n" not in load_pack(folder).title
