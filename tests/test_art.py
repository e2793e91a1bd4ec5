"""Drawings, the sheets made from them, and the loader that the game reads them with."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from game.sim.numbers import numbers
from game.view.sheet import Anim, Sheet, load_sheet, load_sheets, parse_sheet, surfaces
from generator.errors import UserError
from generator.palette import MASTER, USABLE
from generator.ppu import render, violations
from tools.draw import DRAWINGS, PAINTED, ROOT, font_files, read_glyphs, sheet_files, targets
from tools.pixelgrid import parse_source

SPRITES = ROOT / "assets" / "sprites"
FONT = ROOT / "assets" / "fonts" / "dreamkeep.txt"

WHIPS = ("whip", "whip_crouch", "whip_air", "whip_stairs")
THROWS = ("throw", "throw_crouch", "throw_air", "throw_stairs")
STAIRS = ("stairs_up", "stairs_down", "stairs_idle")
HERO = ("idle", "walk", "jump", "fall", "crouch", "land", *WHIPS, *THROWS, *STAIRS, "hurt", "dead")
NEEDED = [
    *(f"hero.{pose}" for pose in HERO),
    *(f"whip.{level}.{phase}" for level in (1, 2, 3) for phase in (0, 1, 2)),
    *(f"{kind}.move" for kind in ("shambler", "hound", "bat", "thrower", "boss_bat")),
    *("hound.idle", "hound.attack", "bat.idle", "thrower.attack"),
    *(f"item.{kind}" for kind in ("heart_small", "heart_large", "whip_up", "dagger", "meat", "bag", "orb")),
    *(f"item.{kind}" for kind in ("axe", "flask", "crescent", "watch", "double", "triple", "veil", "rosary", "life")),
    *(f"shot.{kind}" for kind in ("axe", "flask", "flame", "crescent", "web", "wave", "gear", "spit", "vial", "blaze", "sickle")),
    *("shot.dagger", "shot.bone", "shot.fire", "candle", "fx.hit", "fx.flame", "fx.splash", "hud.heart", "hud.life"),
]

BOSS = ("idle", "move", "attack", "hurt", "dead")
BOSSES = {
    "boss_bat": BOSS,
    "boss_weaver": (*BOSS, "drop"),
    "boss_bell": (*BOSS, "slam"),
    "boss_eel": (*BOSS, "rise", "dive", "body", "tail"),
    "boss_golem": (*BOSS, "slam", "open"),
    "boss_dreamer": (*BOSS, "appear", "cast"),
    "boss_nightmare": (*BOSS, "leap", "breath"),
}
"""What the view asks for by kind and pose; a helper has its one gait."""
NEEDED += [f"{kind}.{pose}" for kind, poses in BOSSES.items() for pose in poses]
NEEDED += ["spiderling.move", "homunculus.move", "portrait.hob", *(f"portrait.{kind}" for kind in BOSSES)]


@pytest.fixture(scope="module")
def sheets() -> dict[str, Sheet]:
    return load_sheets(SPRITES)


# ---- the sheet format


def test_a_sheet_names_rectangles_with_anchors_and_animations_of_them() -> None:
    frames, anims = parse_sheet("# a bat\nframe up 0 0 8 6 4 6\nframe down 9 0 8 6 4 5  # low\nanim fly 5 up down*2\n", "bat.txt")
    assert (frames["down"].x, frames["down"].w, frames["down"].oy) == (9, 8, 5)
    assert anims["fly"].frames == ("up", "down", "down") and anims["fly"].length == 15


def test_a_looping_animation_starts_over_and_the_other_kind_stays_on_its_last_frame() -> None:
    looping, once = Anim("a", 4, True, ("x", "y")), Anim("a", 4, False, ("x", "y"))
    assert [looping.at(tick) for tick in (-1, 0, 3, 4, 8)] == ["x", "x", "x", "y", "x"]
    assert [once.at(tick) for tick in (0, 4, 8, 999)] == ["x", "y", "y", "y"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("frame up 0 0 8", "bat.txt:1: a frame reads"),
        ("\nframe up 0 0 eight 6 4 6", "bat.txt:2: a frame reads"),
        ("frame up 0 0 0 6 4 6", "bat.txt:1: frame up has no size"),
        ("frame up 0 0 8 6 4 6\nframe up 0 0 8 6 4 6", "bat.txt:2: frame up is there twice"),
        ("anim fly 5 up", "bat.txt:1: animation fly names frame up, which is not in this sheet"),
        ("anim fly five up", "bat.txt:1: an animation reads"),
        ("anim fly 5 up*0", "bat.txt:1: an animation reads"),
        ("anim fly 5", "bat.txt:1: animation fly needs"),
        ("sprite up", "bat.txt:1: 'sprite' is none of"),
    ],
)
def test_a_wrong_line_is_named_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(UserError) as caught:
        parse_sheet(text, "bat.txt")
    assert str(caught.value).startswith(reason)


def _sheet_on_disk(folder: Path, text: str, size: tuple[int, int] = (8, 8)) -> tuple[Path, Path]:
    Image.new("RGBA", size, (255, 0, 0, 255)).save(folder / "s.png")
    (folder / "s.txt").write_text(text)
    return folder / "s.png", folder / "s.txt"


def test_a_frame_that_reaches_out_of_the_picture_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"^s\.txt:2: frame b reaches out of s\.png, which is 8x8$"):
        load_sheet(*_sheet_on_disk(tmp_path, "frame a 0 0 8 8 0 0\nframe b 4 0 5 8 0 0\n"))


@pytest.mark.parametrize("damage", [b"", b"not a picture", b"\x89PNG\r\n\x1a\n\x00\x00"])
def test_a_broken_picture_is_one_line(tmp_path: Path, damage: bytes) -> None:
    png, txt = _sheet_on_disk(tmp_path, "frame a 0 0 8 8 0 0\n")
    png.write_bytes(damage)
    with pytest.raises(UserError, match=r"^s\.png: not a readable picture: [^\n]+$"):
        load_sheet(png, txt)


def test_a_missing_text_is_told_by_name(tmp_path: Path) -> None:
    png, txt = _sheet_on_disk(tmp_path, "")
    txt.unlink()
    with pytest.raises(UserError, match=r"^s\.txt: cannot be read"):
        load_sheet(png, txt)


def test_surfaces_need_no_display_and_keep_the_pixels(tmp_path: Path) -> None:
    sheet = load_sheet(*_sheet_on_disk(tmp_path, "frame a 1 2 3 4 0 0\n"))
    picture = surfaces(sheet)["a"]
    assert picture.get_size() == (3, 4) and tuple(picture.get_at((2, 3))) == (255, 0, 0, 255)


# ---- drawings

GRID = """palette cloth #=0F b=11 B=21
part dot
.#.
#bB

part hole
_

"""


def test_parts_are_placed_from_the_anchor_and_the_frame_is_cut_to_what_is_drawn() -> None:
    source = parse_source(GRID + "frame two dot@-3,-2 ~dot@0,-2\n", "t.txt")
    picture = source.pictures[0]
    assert picture.pixels.tolist() == [[0, 1, 0, 0, 1, 0], [1, 2, 3, 3, 2, 1]]
    assert (picture.ox, picture.oy) == (3, 2)
    assert source.colours == (0, 0x0F, 0x11, 0x21)


def test_an_underscore_erases_and_a_caret_turns_upside_down() -> None:
    source = parse_source(GRID + "frame cut dot@0,0 hole@1,1\nframe turned ^dot@0,0\n", "t.txt")
    assert source.pictures[0].pixels.tolist() == [[0, 1, 0], [1, 0, 3]]
    assert source.pictures[1].pixels.tolist() == [[1, 2, 3], [0, 1, 0]]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("palette four a=01 b=02 c=03 d=04", "t.txt:9: a sprite palette has one to three colours"),
        ("palette black a=0D", "t.txt:9: a sprite palette has one to three colours"),
        ("palette other b=12", "t.txt: palette other: 'b' already stands for another colour"),
        ("frame lost head@0,0", "t.txt:9: 'head@0,0' is not a part in a place"),
        ("frame empty", "t.txt:9: frame empty has no parts"),
        ("draw it", "t.txt:9: 'draw' is none of"),
        ("part bad\n#?", "t.txt part bad row 1 column 2: '?' is in no palette"),
    ],
)
def test_a_mistake_in_a_drawing_is_named(line: str, reason: str) -> None:
    with pytest.raises(UserError) as caught:
        parse_source(GRID + line + "\n", "t.txt")
    assert str(caught.value).startswith(reason)


def test_a_glyph_row_of_the_wrong_length_is_named() -> None:
    with pytest.raises(UserError, match=r"^f\.txt:3: 2 cells of up to 7 pixels expected$"):
        read_glyphs("glyphs AB\n#. .#\n#.\n", "f.txt")


# ---- the art itself


@pytest.mark.parametrize("path", [*sorted(DRAWINGS.glob("*.txt")), *(DRAWINGS / name for name in PAINTED)], ids=lambda path: path.stem)
def test_the_sheets_are_what_the_drawings_say(path: Path, tmp_path: Path) -> None:
    for target, content in targets(path).items():
        if target.suffix == ".txt":
            assert target.read_bytes() == content
        else:
            (tmp_path / "fresh.png").write_bytes(content)
            with Image.open(tmp_path / "fresh.png") as fresh, Image.open(target) as kept:
                assert np.array_equal(np.asarray(fresh.convert("RGBA")), np.asarray(kept.convert("RGBA"))), "run: python -m tools.draw"


def test_the_same_drawing_gives_the_same_bytes() -> None:
    assert sheet_files(DRAWINGS / "hero.txt") == sheet_files(DRAWINGS / "hero.txt")
    assert font_files(DRAWINGS / "font.txt") == font_files(DRAWINGS / "font.txt")


def test_every_pose_thing_and_effect_of_the_rules_is_drawn(sheets: dict[str, Sheet]) -> None:
    drawn = {name for sheet in sheets.values() for name in (*sheet.frames, *sheet.anims)}
    assert [name for name in NEEDED if name not in drawn] == []


def test_no_two_sheets_use_one_name(sheets: dict[str, Sheet]) -> None:
    names = [name for sheet in sheets.values() for name in {*sheet.frames, *sheet.anims}]
    assert sorted(names) == sorted(set(names))


def test_every_pixel_has_a_colour_of_the_master_palette(sheets: dict[str, Sheet]) -> None:
    known = {tuple(MASTER.rgb[index]) for index in USABLE}
    for name, sheet in sheets.items():
        opaque = sheet.pixels[sheet.pixels[..., 3] > 0][:, :3]
        assert {tuple(colour) for colour in np.unique(opaque, axis=0)} <= known, name


def test_the_whip_is_out_from_step_13_to_22_as_in_the_rules(sheets: dict[str, Sheet]) -> None:
    anim = sheets["hero"].anims["hero.whip"]
    phases = [anim.at(tick)[-1] for tick in range(23)]
    assert phases == ["0"] * 6 + ["1"] * 7 + ["2"] * 10


@pytest.mark.parametrize(("level", "reach"), [(1, 40), (2, 44), (3, 60)])
def test_the_drawn_lash_ends_where_the_rules_stop_hitting(sheets: dict[str, Sheet], level: int, reach: int) -> None:
    frame = sheets["whip"].frames[f"whip.{level}.2"]
    assert reach - 2 <= frame.w - frame.ox <= reach
    assert frame.oy - frame.h >= 10 and frame.oy <= 26, "heights above the feet"


def test_the_lash_begins_in_the_fist(sheets: dict[str, Sheet]) -> None:
    fist, lash = sheets["hero"].frames["hero.whip.2"], sheets["whip"].frames["whip.1.2"]
    assert -1 <= -lash.ox - (fist.w - fist.ox) <= 1


@pytest.mark.parametrize("pose", ["idle", "walk", "crouch", "land", "whip", "whip_crouch", "throw", "throw_crouch", "dead"])
def test_on_the_ground_the_hero_stands_on_his_anchor(sheets: dict[str, Sheet], pose: str) -> None:
    hero = sheets["hero"]
    names = hero.anims[f"hero.{pose}"].frames if f"hero.{pose}" in hero.anims else (f"hero.{pose}",)
    for name in set(names):
        frame = hero.frames[name]
        assert frame.h == frame.oy, name
        assert frame.h <= 33, name


def test_every_item_fits_the_frame_above_the_picture(sheets: dict[str, Sheet]) -> None:
    """Its inside is 28x17; what the hero holds is shown in it."""
    frames = [frame for name, frame in sheets["items"].frames.items() if name.startswith("item.") and "orb" not in name]
    assert [frame.name for frame in frames if frame.w > 28 or frame.h > 17] == []


@pytest.mark.parametrize("kind", ["axe", "flask", "crescent", "gear", "vial", "sickle"])
def test_what_spins_in_the_air_has_four_pictures(sheets: dict[str, Sheet], kind: str) -> None:
    sheet = sheets["items"]
    assert len({sheet.image(name).tobytes() for name in sheet.anims[f"shot.{kind}"].frames}) == 4


SIZES = numbers().shot.sizes


@pytest.mark.parametrize("kind", SIZES)
def test_what_flies_is_drawn_where_it_hits(sheets: dict[str, Sheet], kind: str) -> None:
    """The middle of each picture lies over the middle of its box, which stands on the anchor."""
    sheet = next(sheet for sheet in sheets.values() if f"shot.{kind}" in {*sheet.anims, *sheet.frames})
    names = sheet.anims[f"shot.{kind}"].frames if f"shot.{kind}" in sheet.anims else (f"shot.{kind}",)
    middles = [(frame.w / 2 - frame.ox, frame.h / 2 - frame.oy) for frame in map(sheet.frames.__getitem__, names)]
    assert max(abs(x) for x, _ in middles) <= 3
    assert max(abs(y + SIZES[kind][1] / 2) for _, y in middles) <= 3


def test_faces_lie_within_48_pixels(sheets: dict[str, Sheet]) -> None:
    frames = sheets["portrait"].frames.values()
    assert [f.name for f in frames if not (f.ox <= 0 and f.oy <= 0 and f.w - f.ox <= 48 and f.h - f.oy <= 48)] == []


@pytest.mark.parametrize("kind", BOSSES)
def test_a_boss_looks_different_in_every_pose(sheets: dict[str, Sheet], kind: str) -> None:
    sheet = sheets[kind]
    poses = [f"{kind}.{pose}" for pose in BOSSES[kind]]
    first = [sheet.anims[pose].at(0) if pose in sheet.anims else pose for pose in poses]
    assert len({sheet.image(name).tobytes() for name in first}) == len(poses)


def test_the_hero_walks_in_four_different_pictures(sheets: dict[str, Sheet]) -> None:
    hero = sheets["hero"]
    assert len({hero.image(name).tobytes() for name in hero.anims["hero.walk"].frames}) == 4


def test_the_font_has_all_95_characters_and_none_twice() -> None:
    glyphs = read_glyphs((DRAWINGS / "font.txt").read_text("utf-8"), "font.txt")
    assert sorted(map(ord, glyphs)) == list(range(32, 127))
    assert len({glyph.tobytes() for glyph in glyphs.values()}) == 95
    sheet = load_sheet(FONT.with_suffix(".png"), FONT)
    assert set(sheet.frames) == {str(code) for code in range(32, 127)}
    assert sheet.image("65")[..., 3].any() and not sheet.image("32")[..., 3].any()


@pytest.mark.parametrize("name", PAINTED)
def test_a_painted_picture_is_one_an_nes_could_show(name: str) -> None:
    screens = [painter() for painter in PAINTED[name].painters]
    assert {render(screen).shape for screen in screens} == {(128 if name == "ending" else 240, 256)}
    assert [violations(screen, max_patterns=None) for screen in screens] == [[]] * len(screens)


def test_less_of_the_keep_is_left_with_every_hour(sheets: dict[str, Sheet]) -> None:
    names = sheets["ending"].anims["ending"].frames
    black = [int((sheets["ending"].image(name)[:104, 100:, :3] == 0).all(-1).sum()) for name in names]
    assert len(names) == 4 and black[0] > 4000 > 100 > max(black[2:])
