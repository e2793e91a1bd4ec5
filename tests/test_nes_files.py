"""What `export` writes: read back, the files are the same picture, pixel by pixel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nes_screens import MAPS, PACKS, cartridge_of, random_stretch, shown, stretches
from tmx_files import csv, ground, layer, write_map

import main
from generator.errors import UserError
from generator.pack import load_pack, write_pack
from generator.palette import BLACK, FORBIDDEN, MASTER, USABLE
from generator.ppu import Screen, render
from generator.roles import SLOT_BY_NAME
from levels.cartridge import export_file, under_plates
from levels.fields import Field, level_fields, pack_field, wear
from levels.load import load_map
from levels.sandbox import SHIPPED_TILESETS
from nes.cartridge import CHR_BYTES, CODE_START, HEADER, PRG_BYTES, VECTORS, make_rom
from nes.chr import decode_patterns, encode_patterns
from nes.files import export_files
from nes.plate import load_glyphs, make_plate
from nes.screens import decode, encode_attributes
from nes.show import Stretch
from nes.table import PatternTable

BASE = load_pack(SHIPPED_TILESETS / "base")


def differing(stretch: Stretch, number: int, files: Mapping[str, bytes], name: str) -> int:
    """Pixels in which the screens read back from the files differ from our render, now and half a cycle later."""
    count = 0
    for screen in range(-(-stretch.field.cols // 16)):
        wanted = [shown(stretch, 256 * screen, later=later) for later in (False, True)]
        for table in range(len(files[f"{name}.chr"]) // 4096):
            parts = files[f"{name}.chr"], files[f"{name}-{number}-{screen + 1:02}.nam"], files[f"{name}.pal"]
            found = render(decode(*parts, table=table))
            count += int((found != wanted[table]).sum())
    return count


# --- the formats


def test_a_pattern_is_eight_bytes_of_low_bits_and_eight_of_high_ones() -> None:
    pattern = np.zeros((1, 8, 8), dtype=np.uint8)
    pattern[0, 0] = (1, 2, 3, 0, 0, 0, 0, 1)
    pattern[0, 7, 0] = 2
    assert encode_patterns(pattern) == bytes([0b10100001, 0, 0, 0, 0, 0, 0, 0, 0b01100000, 0, 0, 0, 0, 0, 0, 0b10000000])


@given(st.integers(0, 256), st.integers(0, 2**32 - 1))
def test_patterns_come_back_as_they_went(count: int, seed: int) -> None:
    patterns = np.random.default_rng(seed).integers(0, 4, (count, 8, 8), dtype=np.uint8)
    assert np.array_equal(decode_patterns(encode_patterns(patterns)), patterns)


def test_an_attribute_holds_the_top_left_cell_in_its_low_bits() -> None:
    cells = np.zeros((2, 16), dtype=np.uint8)
    cells[0, :2], cells[1, :2], cells[1, 15] = (1, 2), (3, 0), 2
    assert encode_attributes(cells) == bytes([0b00111001, 0, 0, 0, 0, 0, 0, 0b10000000])


@settings(max_examples=40, deadline=None)
@given(stretches())
def test_any_legal_stretch_comes_back_pixel_by_pixel(stretch: Stretch) -> None:
    files = export_files([stretch], "noise")
    assert differing(stretch, 1, files, "noise") == 0
    assert (files["noise.pal"][0::4]) == bytes([stretch.field.backdrop] * 4)


def test_a_pattern_that_moves_is_told_from_one_that_looks_the_same_and_rests() -> None:
    rest, other = np.zeros((8, 16), dtype=np.uint8), np.zeros((8, 16), dtype=np.uint8)
    rest[:, :] = 1
    other[:, :8], other[:, 8:] = 1, 2
    table = PatternTable([(rest, other)])
    assert (len(table), table.moves, len(table.encoded())) == (3, True, 8192)
    assert table.numbers((rest, other)).tolist() == [[1, 2]]


# --- packs and levels


@pytest.mark.parametrize("path", MAPS, ids=lambda path: path.stem)
def test_every_screen_of_the_shipped_levels_is_in_the_files(path: Path) -> None:
    parts = cartridge_of(path)
    files = export_files(parts, "level")
    assert [differing(part, number, files, "level") for number, part in enumerate(parts, 1)] == [0] * len(parts)
    sections = load_map(path).level.sections
    assert [part.field.cols for part in parts] == [section.w for section in sections]


@pytest.mark.parametrize("folder", PACKS, ids=lambda path: path.name)
def test_a_pack_shows_its_scene_and_all_of_its_tiles(folder: Path) -> None:
    pack = load_pack(folder, BASE)
    field = pack_field(pack)
    picture = render(field.screen)
    cells = {picture[y : y + 16, x : x + 16].tobytes() for y in range(0, 208, 16) for x in range(320, picture.shape[1], 16)}
    assert cells >= {tile.tobytes() for tile in pack.indices()}
    (stretch,) = under_plates([field], pack.title)
    assert differing(stretch, 1, export_files([stretch], "pack"), "pack") == 0


def test_the_colours_are_master_indices_and_black_is_0F() -> None:
    backdrops = {folder.name: load_pack(folder, BASE).backdrop for folder in PACKS}
    for path in MAPS:
        colours = export_files(cartridge_of(path)[:1], "level")["level.pal"]
        assert len(colours) == 16 and set(colours) <= set(USABLE) and FORBIDDEN not in colours
        assert colours[0] == backdrops[load_map(path).pack]
        assert all(index == BLACK for index in colours if not MASTER.rgb[index].any())


def test_water_has_another_look_in_the_second_table() -> None:
    liquid, ground = SLOT_BY_NAME["liquid.body"].id, SLOT_BY_NAME["terrain.15"].id
    slots = np.full((13, 16), ground)
    slots[12, 3:5] = liquid
    still, moving = wear(BASE, np.full((13, 16), ground)), wear(BASE, slots)
    changed = np.argwhere(moving.later != moving.screen.pattern) // 16
    assert {tuple(place) for place in changed.tolist()} == {(12, 3), (12, 4)}
    assert [len(export_files(under_plates([field], ""), "x")["x.chr"]) for field in (still, moving)] == [4096, 8192]


def crowded(patterns: int) -> Stretch:
    """A field of so many opaque patterns, the blank one not among them, with a title of eight letters over it."""
    number = np.arange(26 * 32).reshape(26, 32) % patterns
    tiles = 1 + (number[:, :, None, None] >> np.arange(8)[:, None] & 1).repeat(8, axis=3).astype(np.uint8)
    plane = tiles.swapaxes(1, 2).reshape(208, 256)
    colours = random_stretch(16, 1, 1).field
    field = Field(Screen(colours.backdrop, colours.palettes, np.zeros((13, 16), dtype=np.uint8), plane), plane)
    return under_plates([field], "ABCDEFGH")[0]


@pytest.mark.parametrize(("patterns", "text"), [(246, True), (247, False), (254, False)])
def test_a_crowded_pattern_table_costs_the_title_and_not_the_export(patterns: int, text: bool) -> None:
    """Room is needed for the blank pattern, the rule, and each letter."""
    plate = crowded(patterns).plate.pattern
    assert (bool(plate[:24].any()), bool(plate[25].all())) == (text, True)
    make_rom([crowded(patterns)])


def test_without_room_for_a_rule_the_plate_is_blank_and_one_pattern_more_is_too_many() -> None:
    assert not crowded(255).plate.pattern.any()
    make_rom([crowded(255)])
    with pytest.raises(UserError, match="257 different 8x8 patterns are needed, an NES pattern table holds 256"):
        make_rom([crowded(256)])


def test_water_rests_where_its_other_look_needs_too_many_patterns() -> None:
    field = Field(crowded(200).field, crowded(200).field.pattern ^ 1)
    mixed = np.where(np.arange(256) < 128, field.screen.pattern, field.later).astype(np.uint8)
    (stretch,) = under_plates([replace(field, later=mixed)], "AB")
    assert np.array_equal(stretch.later, stretch.field.pattern) and stretch.plate.pattern.any()


def test_a_title_too_long_is_cut_before_the_number_and_a_strange_letter_is_a_question_mark() -> None:
    glyphs, colours = load_glyphs(), random_stretch(16, 1, 1).field.colours
    plate = make_plate(colours, "X" * 40, "2/3", glyphs)
    cut = make_plate(colours, "X" * 24, "2/3", glyphs)
    assert np.array_equal(plate.pattern, cut.pattern)
    assert not plate.pattern[:24, :16].any() and not plate.pattern[:24, -16:].any()
    assert np.array_equal(make_plate(colours, "a\u4e00b", "", glyphs).pattern, make_plate(colours, "a?b", "", glyphs).pattern)


def test_the_plate_is_drawn_in_the_colour_that_stands_out_most() -> None:
    for backdrop, clearest in ((0x0F, 0x30), (0x30, 0x0F)):
        colours = np.full((4, 4), backdrop, dtype=np.uint8)
        colours[2] = (backdrop, 0x00, 0x12, clearest)
        assert set(np.unique(render(make_plate(colours, "A", "", load_glyphs())))) == {backdrop, clearest}


# --- the cartridge


@pytest.fixture(scope="module")
def rom() -> bytes:
    return make_rom(cartridge_of(MAPS[0]))


def test_the_cartridge_is_an_ines_file_of_mapper_0(rom: bytes) -> None:
    assert rom[:16] == HEADER == b"NES\x1a\x02\x01\x01" + bytes(9)
    assert len(rom) == 16 + PRG_BYTES + CHR_BYTES == 40976


def test_its_vectors_lead_into_the_code(rom: bytes) -> None:
    program = rom[16 : 16 + PRG_BYTES]
    nmi, reset, irq = (int.from_bytes(program[at : at + 2], "little") for at in range(PRG_BYTES - 6, PRG_BYTES, 2))
    assert reset == CODE_START and program[reset - 0x8000 : reset - 0x8000 + 2] == bytes([0x78, 0xD8])  # sei, cld
    assert CODE_START < nmi < VECTORS and program[nmi - 0x8000] == 0x48  # pha
    assert program[irq - 0x8000] == 0x40  # rti


def test_its_second_pattern_table_is_the_file_s(rom: bytes) -> None:
    files = export_files(cartridge_of(MAPS[0]), "level")
    assert files["level.nes"] == rom
    assert rom[16 + PRG_BYTES :] == files["level.chr"].ljust(CHR_BYTES, b"\0")


def test_a_level_of_a_hundred_screens_fits_and_one_of_two_hundred_is_told_so() -> None:
    assert len(make_rom([random_stretch(1600, 20, 1)])) == 40976
    with pytest.raises(UserError, match="1 sections with 3200 columns of blocks do not fit into the 32 KiB"):
        make_rom([random_stretch(3200, 20, 1)])


def test_more_than_256_different_blocks_are_told_in_a_line() -> None:
    crowd = random_stretch(40, 30, 1)
    names = np.random.default_rng(1).integers(0, 30, (26, 80))
    pool = crowd.field.pattern[:8, :240].reshape(8, 30, 8).swapaxes(0, 1)
    plane = pool[names].swapaxes(1, 2).reshape(208, 640)
    field = Screen(crowd.field.backdrop, crowd.field.palettes, crowd.field.cells, plane)
    with pytest.raises(UserError, match=r"\d\d\d different 16x16 blocks are needed, 256 fit"):
        make_rom([Stretch(crowd.plate, field, plane)])


def test_stretches_of_unlike_colours_do_not_share_a_cartridge() -> None:
    with pytest.raises(ValueError, match="different colours"):
        make_rom([random_stretch(16, 3, 1), random_stretch(16, 3, 2)])


# --- the verb


def test_export_writes_the_files_and_says_what_to_press(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["export", str(MAPS[3]), "--nes", str(tmp_path / "out")]) == 0
    names = {path.name for path in (tmp_path / "out").iterdir()}
    stem = MAPS[3].stem
    assert {f"{stem}.nes", f"{stem}.chr", f"{stem}.pal", f"{stem}-1-01.nam"} <= names
    said = capsys.readouterr().out
    assert f"{stem}.nes" in said and "left and right scroll" in said and "up and down" in said


def test_one_section_may_be_exported_alone_and_in_another_pack(tmp_path: Path) -> None:
    export_file(MAPS[0], tmp_path, pack=SHIPPED_TILESETS / "crypt", section=2)
    crypt = load_pack(SHIPPED_TILESETS / "crypt", BASE)
    stem = f"{MAPS[0].stem}-section-2"
    assert (tmp_path / f"{stem}.pal").read_bytes() == crypt.colours.tobytes()
    assert {path.name.rsplit("-", 2)[1] for path in tmp_path.glob("*.nam")} == {"1"}


def test_a_dream_of_one_s_own_is_exported_like_any_pack(tmp_path: Path) -> None:
    write_pack(load_pack(SHIPPED_TILESETS / "gate"), tmp_path / "mine")
    export_file(tmp_path / "mine", tmp_path / "out")
    assert (tmp_path / "out" / "gate.nes").stat().st_size == 40976


def foreign(tmp_path: Path, height: int = 13) -> Path:
    """A map of 20 columns made for another game: nothing, over a floor."""
    (tmp_path / "game" / "maps").mkdir(parents=True)
    size = f'width="20" height="{height}"'
    return write_map(tmp_path / "game" / "maps" / "stage.tmx", height=height, layers=layer(csv(ground(20, height)), attributes=size))


def test_a_map_from_elsewhere_is_fitted_to_what_an_nes_can_show(tmp_path: Path) -> None:
    lines = export_file(foreign(tmp_path), tmp_path / "out")
    assert "fitted" in lines[-1]
    assert {found.suffix for found in (tmp_path / "out").iterdir()} == {".nes", ".chr", ".pal", ".nam"}


def test_a_section_higher_than_the_screen_is_cut_into_bands_the_last_of_which_is_its_bottom(tmp_path: Path) -> None:
    level_map = load_map(foreign(tmp_path, height=30))
    fields = list(level_fields(level_map, BASE))
    pictures = [render(field.screen) for field in fields]
    assert [picture.shape for picture in pictures] == [(208, 320)] * 3
    floor = pictures[2][-16:]
    assert (floor != pictures[2][0, 0]).all() and (pictures[0] == pictures[1]).all()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("no/such.tmx",), "such.tmx: cannot be read"),
        ((str(MAPS[0]), "--section", "99"), "there is no section 99"),
        ((str(PACKS[0]), "--section", "1"), "this is a pack"),
        ((str(MAPS[0]), "--pack", "no/such"), "such"),
    ],
)
def test_a_mistake_is_one_line(arguments: tuple[str, ...], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["export", *arguments, "--nes", str(tmp_path / "out")]) == 2
    told = capsys.readouterr().err
    assert says in told and told.count("\n") == 1
    assert not (tmp_path / "out").exists()
