"""What the guard says to hostile and broken maps: one clear line each, before pytmx sees anything."""

from __future__ import annotations

import base64
import os
import time
import zlib
from pathlib import Path

import pytest
from tmx_files import HEIGHT, TILESET, WIDTH, csv, ground, layer, packed, sheet, write_map

from generator.errors import UserError
from levels.load import check_map, load_map


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = tmp_path / "game" / "maps"
    folder.mkdir(parents=True)
    return folder / "stage.tmx"


def refusal(path: Path) -> str:
    """The one line that loading ends in."""
    with pytest.raises(UserError) as caught:
        load_map(path)
    message = str(caught.value)
    assert "\n" not in message
    assert len(message) < 400
    assert message.startswith(path.name)
    return message


def test_the_map_that_all_others_are_made_from_is_fine(path: Path) -> None:
    assert load_map(write_map(path)).level.width == WIDTH


# --- the file as a whole


def test_no_file(path: Path) -> None:
    assert "cannot be read" in refusal(path)


def test_truncated(path: Path) -> None:
    text = write_map(path).read_text()
    path.write_text(text[: len(text) // 2])
    assert "stage.tmx:6: not well-formed" in refusal(path)


def test_not_xml_at_all(path: Path) -> None:
    path.write_bytes(bytes(range(256)))
    assert "not well-formed" in refusal(path)


def test_an_encoding_nobody_knows(path: Path) -> None:
    path.write_bytes(b'<?xml version="1.0" encoding="klingon"?><map/>')
    assert "stage.tmx" in refusal(path)


def test_empty_file(path: Path) -> None:
    path.write_bytes(b"")
    assert "not well-formed" in refusal(path)


def test_some_other_xml(path: Path) -> None:
    path.write_text("<html/>")
    assert "<html>, not <map>" in refusal(path)


def test_too_large_a_file(path: Path) -> None:
    write_map(path)
    with path.open("ab") as file:
        file.write(b" " * (9 << 20))
    assert "larger than 8 MiB" in refusal(path)


def test_doctype(path: Path) -> None:
    write_map(path, head="<!DOCTYPE map>\n")
    assert "stage.tmx:2: a DOCTYPE is not allowed" in refusal(path)


def test_entity_bomb(path: Path) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    write_map(path, head=f'<!DOCTYPE map [<!ENTITY e0 "ha">{entities}]>\n', properties="<properties>&e9;</properties>")
    started = time.process_time()
    assert "DOCTYPE" in refusal(path)
    assert time.process_time() - started < 2


def test_deeply_nested_elements(path: Path) -> None:
    write_map(path, properties="<group>" * 1000 + "</group>" * 1000)
    assert "nested more than 32 deep" in refusal(path)


def test_too_many_elements(path: Path) -> None:
    write_map(path, properties="<a/>" * 200_001)
    assert "more than 200,000 elements" in refusal(path)


# --- the kind of map


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('orientation="orthogonal"', 'orientation="isometric"', "the map is isometric; only orthogonal maps"),
        ('infinite="0"', 'infinite="1"', "the map is infinite; switch off"),
        (f'width="{WIDTH}" height="{HEIGHT}" tilewidth', f'width="0" height="{HEIGHT}" tilewidth', "must both be at least 1"),
        (f'width="{WIDTH}" height="{HEIGHT}" tilewidth', f'width="5000" height="{HEIGHT}" tilewidth', "5000 x 13 cells is too big"),
        (f'width="{WIDTH}" height="{HEIGHT}" tilewidth', 'width="1000" height="1000" tilewidth', "1000 x 1000 cells is too big"),
        (
            f'width="{WIDTH}" height="{HEIGHT}" tilewidth',
            f'width="wide" height="{HEIGHT}" tilewidth',
            "<map> has width='wide'; it should be",
        ),
        (f'width="{WIDTH}" height="{HEIGHT}" tilewidth', f'width="-3" height="{HEIGHT}" tilewidth', "<map> has width='-3'"),
        ('tilewidth="16" tileheight="16" infinite', 'tilewidth="24" tileheight="24" infinite', "tiles of 24 x 24 px; 8, 16, 32 or 64"),
        (
            'tilewidth="16" tileheight="16" infinite',
            'tilewidth="16" tileheight="32" infinite',
            "tiles of 16 x 32 px; 8, 16, 32 or 64 px square",
        ),
    ],
)
def test_kinds_of_maps_that_are_refused(path: Path, before: str, after: str, said: str) -> None:
    text = write_map(path).read_text()
    assert before in text
    path.write_text(text.replace(before, after))
    message = refusal(path)
    assert said in message
    assert message.startswith("stage.tmx:2: ")


def test_a_map_without_layers(path: Path) -> None:
    write_map(path, layers="")
    assert "has no tile layer" in refusal(path)


def test_too_many_layers(path: Path) -> None:
    write_map(path, layers=layer(csv(ground())) * 25)
    assert "more than 24 layers" in refusal(path)


# --- the numbers in a layer


def test_too_few_numbers(path: Path) -> None:
    write_map(path, layers=layer(csv(ground()[1:])))
    assert "layer 'ground' has 259 numbers where its width x height needs 260" in refusal(path)


def test_a_layer_of_another_size(path: Path) -> None:
    write_map(path, layers=layer(csv([1] * 10), attributes='width="5" height="2"'))
    assert "layer 'ground' is 5 x 2 cells; the map is 20 x 13" in refusal(path)


def test_letters_among_the_numbers(path: Path) -> None:
    write_map(path, layers=layer('<data encoding="csv">\n1,2,\n3,x,</data>'))
    assert "has 'x' in its CSV (row 2)" in refusal(path)


@pytest.mark.parametrize("number", ["", "4294967296", "9" * 5000])
def test_numbers_that_are_no_gids(path: Path, number: str) -> None:
    numbers = [str(gid) for gid in ground()]
    numbers[7] = number
    write_map(path, layers=layer(f'<data encoding="csv">{",".join(numbers)}</data>'))
    assert "as number 8; a gid is a number from 0" in refusal(path)


def test_a_gid_past_the_end_of_the_tileset(path: Path) -> None:
    gids = ground()
    gids[25] = gids[26] = 5
    write_map(path, layers=layer(csv(gids)))
    assert "no tile has gid 5 at column 5, row 1 (and 1 more); the tile sets have 1..4" in refusal(path)


def test_a_flipped_gid_is_no_gid_out_of_range(path: Path) -> None:
    write_map(path, layers=layer(csv([0] * 240 + [0xE0000002] * 20)))
    assert load_map(path).level.width == WIDTH


@pytest.mark.parametrize("compression", ["zlib", "gzip"])
def test_a_decompression_bomb_goes_off_no_further_than_its_map_is_large(path: Path, compression: str) -> None:
    bomb = zlib.compressobj(9, wbits=31 if compression == "gzip" else 15)
    data = b"".join(bomb.compress(bytes(1 << 20)) for _ in range(100)) + bomb.flush()
    text = f'<data encoding="base64" compression="{compression}">{base64.b64encode(data).decode()}</data>'
    write_map(path, layers=layer(text))
    started = time.process_time()
    assert "unpacks to more than the 1,040 bytes" in refusal(path)
    assert time.process_time() - started < 1


def test_packed_data_that_is_cut_off(path: Path) -> None:
    whole = zlib.compress(os.urandom(WIDTH * HEIGHT * 4))
    text = base64.b64encode(whole[:-20]).decode()
    write_map(path, layers=layer(f'<data encoding="base64" compression="zlib">{text}</data>'))
    assert "is cut off" in refusal(path)


def test_packed_data_of_another_kind(path: Path) -> None:
    write_map(path, layers=layer('<data encoding="base64" compression="zlib">aGVsbG8=</data>'))
    assert "cannot be unpacked" in refusal(path)


def test_too_little_packed_data(path: Path) -> None:
    write_map(path, layers=layer(packed(ground()[:-1], "zlib")))
    assert "has 1,036 bytes where its width x height needs 1,040" in refusal(path)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ('<data encoding="base64" compression="zstd">KLUv</data>', "is compressed with zstd, which cannot be read here; choose CSV"),
        ('<data encoding="base64" compression="rar">AAAA</data>', "has the unknown compression 'rar'"),
        ('<data encoding="base64">***</data>', "is not base64"),
        ('<data encoding="hex">00</data>', "has the unknown encoding 'hex'"),
        ('<data encoding="csv"><chunk x="0" y="0" width="16" height="16">1</chunk></data>', "is stored in chunks, as infinite maps are"),
        ('<data><tile gid="1"/></data>', "has 1 <tile> elements where its width x height needs 260"),
    ],
)
def test_layer_data_that_is_refused(path: Path, data: str, said: str) -> None:
    write_map(path, layers=layer(data))
    message = refusal(path)
    assert said in message
    assert message.startswith("stage.tmx:6: ")


def test_a_layer_without_data(path: Path) -> None:
    write_map(path, layers=layer(""))
    assert "layer 'ground' has no <data>" in refusal(path)


# --- files that a map names


def external(source: str) -> str:
    return f'<tileset firstgid="1" source="{source}"/>'


def write_tsx(path: Path, image: str = "set.png", inside: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'<tileset name="set" tilewidth="16" tileheight="16">\n<image source="{image}"/>\n{inside}</tileset>')
    return path


def test_missing_image(path: Path) -> None:
    write_map(path, tilesets=TILESET.replace("set.png", "gone.png"))
    assert "image: 'gone.png' does not exist" in refusal(path)


def test_missing_tileset(path: Path) -> None:
    write_map(path, tilesets=external("gone.tsx"))
    assert "tile set: 'gone.tsx' does not exist" in refusal(path)


def test_tilesets_may_lie_beside_the_folder_of_maps(path: Path) -> None:
    write_tsx(path.parent.parent / "sets" / "set.tsx")
    sheet(path.parent.parent / "sets" / "set.png")
    assert load_map(write_map(path, tilesets=external("../sets/set.tsx"))).level.width == WIDTH


@pytest.mark.parametrize("reference", ["../../outside.png", "../../../../../../../../etc/passwd", "sub/../../../outside.png"])
def test_an_image_outside_of_the_allowed_folder(path: Path, reference: str) -> None:
    sheet(path.parent.parent.parent / "outside.png")
    write_map(path, tilesets=TILESET.replace("set.png", reference))
    assert "leads out of the allowed folder" in refusal(path)


@pytest.mark.parametrize("reference", ["/etc/passwd", "C:\\windows\\set.png", "\\\\server\\share\\set.png", "C:set.png"])
def test_absolute_paths(path: Path, reference: str) -> None:
    write_map(path, tilesets=TILESET.replace("set.png", reference))
    assert "is an absolute path" in refusal(path)


def test_a_link_that_leads_outside(path: Path) -> None:
    sheet(path.parent.parent.parent / "outside.png")
    write_map(path)
    (path.parent / "set.png").unlink()
    (path.parent / "set.png").symlink_to(path.parent.parent.parent / "outside.png")
    assert "leads out of the allowed folder" in refusal(path)


def test_a_tileset_outside_of_the_allowed_folder(path: Path) -> None:
    write_tsx(path.parent.parent.parent / "outside.tsx")
    write_map(path, tilesets=external("../../outside.tsx"))
    assert "leads out of the allowed folder" in refusal(path)


def test_an_image_outside_named_by_a_tileset_inside(path: Path) -> None:
    sheet(path.parent.parent.parent / "outside.png")
    write_tsx(path.parent / "set.tsx", image="../../outside.png")
    write_map(path, tilesets=external("set.tsx"))
    with pytest.raises(UserError, match=r"^set.tsx:2: image: '../../outside.png' leads out"):
        load_map(path)


@pytest.mark.parametrize("reference", ["", "a\x0b", "http://example.org/x.png", "x" * 5000, "dir"])
def test_references_that_are_no_files(path: Path, reference: str) -> None:
    (path.parent / "dir").mkdir()
    write_map(path, tilesets=TILESET.replace("set.png", reference.replace("\x0b", "&#9;")))
    refusal(path)


def test_a_picture_that_is_none(path: Path) -> None:
    write_map(path)
    (path.parent / "set.png").write_bytes(b"\x89PNG\r\n\x1a\n but no more")
    assert "image: 'set.png' is not a readable picture" in refusal(path)


def test_a_picture_that_breaks_off_behind_its_header(path: Path) -> None:
    write_map(path)
    data = (path.parent / "set.png").read_bytes()
    (path.parent / "set.png").write_bytes(data[:50])
    assert "set.png" in refusal(path)


def test_a_picture_too_large_to_open(path: Path) -> None:
    write_map(path)
    data = bytearray((path.parent / "set.png").read_bytes())
    data[16:24] = (60_000).to_bytes(4, "big") * 2
    data[29:33] = zlib.crc32(data[12:29]).to_bytes(4, "big")
    (path.parent / "set.png").write_bytes(data)
    assert "60000 x 60000" in refusal(path) or "not a readable picture" in refusal(path)


def test_json_tilesets(path: Path) -> None:
    (path.parent / "set.tsj").write_text("{}")
    write_map(path, tilesets=external("set.tsj"))
    assert "'set.tsj' is a JSON tile set, which cannot be read here; save it as .tsx" in refusal(path)


def test_a_tileset_that_is_a_map(path: Path) -> None:
    (path.parent / "set.tsx").write_text("<map/>")
    write_map(path, tilesets=external("set.tsx"))
    assert "set.tsx:1 holds <map>, not <tileset>" in refusal(path)


def test_a_doctype_in_a_tileset(path: Path) -> None:
    (path.parent / "set.tsx").write_text('<!DOCTYPE tileset SYSTEM "file:///etc/passwd"><tileset/>')
    write_map(path, tilesets=external("set.tsx"))
    assert "set.tsx:1: a DOCTYPE is not allowed" in refusal(path)


def test_a_template_outside_of_the_allowed_folder(path: Path) -> None:
    (path.parent.parent.parent / "t.tx").write_text("<template><object/></template>")
    write_map(path, objects='<objectgroup name="o"><object template="../../t.tx" x="1" y="1"/></objectgroup>')
    assert "template: '../../t.tx' leads out" in refusal(path)


# --- tile sets


@pytest.mark.parametrize("firstgid", ["0", "-1", "x", "99999999999"])
def test_firstgids_that_make_no_sense(path: Path, firstgid: str) -> None:
    write_map(path, tilesets=TILESET.replace('firstgid="1"', f'firstgid="{firstgid}"'))
    assert "tile set with firstgid" in refusal(path)


def test_overlapping_tilesets(path: Path) -> None:
    write_map(path, tilesets=TILESET + TILESET.replace('firstgid="1"', 'firstgid="3"'))
    assert "the gids of tile sets 'set' and 'set' overlap; 3..6 and 1..4" in refusal(path)


def test_tiles_larger_than_their_picture(path: Path) -> None:
    write_map(path, tilesets=TILESET.replace('tilewidth="16" tileheight="16"', 'tilewidth="99" tileheight="99"'))
    assert "tile set 'set' has 0 tiles; no whole tile fits its image" in refusal(path)


def test_tiles_of_no_size(path: Path) -> None:
    write_map(path, tilesets=TILESET.replace('tilewidth="16" tileheight="16"', 'tilewidth="0" tileheight="16"'))
    assert "has tiles of 0 x 16 px" in refusal(path)


def test_tiles_of_another_size_than_the_map(path: Path) -> None:
    write_map(path, tilesets=TILESET.replace('tilewidth="16" tileheight="16"', 'tilewidth="8" tileheight="8"'))
    assert "tiles of 8 x 8 px in a map of 16 px" in refusal(path)


def test_the_true_size_of_an_image_counts(path: Path) -> None:
    write_map(path, tilesets=TILESET.replace('width="64" height="16"', 'width="99999999" height="99999999"'))
    assert load_map(path).level.width == WIDTH
    assert any("its true size is used" in problem.hint and not problem.fatal for problem in check_map(path))


# --- attributes and properties that pytmx would choke on


@pytest.mark.parametrize("attribute", ['parent="y"', 'properties="z"', 'layers="1"', 'parse_xml="0"', '__class__="0"'])
@pytest.mark.parametrize("tag", ["<map ", "<tileset ", "<layer ", "<image ", "<object "])
def test_attributes_that_would_overwrite_pytmx_are_left_out(path: Path, tag: str, attribute: str) -> None:
    text = write_map(path, objects='<objectgroup name="o"><object x="1" y="1"/></objectgroup>').read_text()
    path.write_text(text.replace(tag, f"{tag}{attribute} "))
    load_map(path)
    name = attribute.partition("=")[0]
    assert any(f"unknown attribute {name!r}" in problem.what for problem in check_map(path))


@pytest.mark.parametrize("name", ["width", "name", "parent", "layers", "properties", "__class__", "id", "points", "class", "type"])
def test_properties_may_be_named_like_attributes(path: Path, name: str) -> None:
    properties = f'<properties><property name="{name}" value="x"/></properties>'
    objects = f'<objectgroup name="o">{properties}<object x="1" y="1">{properties}</object></objectgroup>'
    write_map(path, properties=properties, layers=layer(csv(ground()), inside=properties), objects=objects)
    assert load_map(path).level.width == WIDTH


@pytest.mark.parametrize(
    ("attributes", "said"),
    [
        ('name="n" type="int" value="many"', "property 'n' has value 'many'; it should be a whole number"),
        ('name="n" type="bool" value="perhaps"', "property 'n' has value 'perhaps'; it should be 0 or 1"),
        ('type="int" value="1"', "a property without a name"),
    ],
)
def test_properties_with_wrong_values(path: Path, attributes: str, said: str) -> None:
    write_map(path, properties=f"<properties>\n<property {attributes}/></properties>")
    message = refusal(path)
    assert said in message
    assert message.startswith("stage.tmx:4: ")


@pytest.mark.parametrize("kind", ["class", "color", "nonsense"])
def test_properties_of_other_types_do_no_harm(path: Path, kind: str) -> None:
    write_map(path, properties=f'<properties><property name="n" type="{kind}" propertytype="P" value="#ff000000"/></properties>')
    assert load_map(path).level.width == WIDTH


@pytest.mark.parametrize(
    "shape",
    ['<polygon points="0,0 x,1"/>', '<polyline points=""/>', '<polygon points="1e999,0"/>', f'<polygon points="{"9" * 500},0"/>'],
)
def test_shapes_with_wrong_points(path: Path, shape: str) -> None:
    write_map(path, objects=f'<objectgroup name="o"><object x="1" y="1">{shape}</object></objectgroup>')
    assert "whose points are" in refusal(path)


@pytest.mark.parametrize("number", ["nan", "inf", "-inf", "1e400", "", "0x10", "1,5"])
def test_coordinates_that_are_no_numbers(path: Path, number: str) -> None:
    write_map(path, objects=f'<objectgroup name="o"><object x="{number}" y="1"/></objectgroup>')
    assert f"<object> has x={number!r}; it should be a number" in refusal(path)


def test_all_faults_are_told_by_check_and_the_first_by_load(path: Path) -> None:
    write_map(path, tilesets=TILESET.replace("set.png", "gone.png"), layers=layer(csv([1]), "a") + layer(csv([2]), "b"))
    assert [problem.what.split(" has")[0] for problem in check_map(path)] == ["image: 'gone.png' does not exist", "layer 'a'", "layer 'b'"]
    assert "(and 2 more: see `check`)" in refusal(path)
