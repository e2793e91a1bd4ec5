"""Maps made for other games: their pictures as they are, their ground as far as can be told, a start and an exit."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tmx_files import HEIGHT, TILESET, WIDTH, csv, ground, layer, packed, sheet, write_map

from game.sim.buttons import Button
from game.sim.level import Level
from game.sim.world import Rules, World
from generator.errors import UserError
from levels.foreign_art import flip, to_cell
from levels.load import check_map, load_map
from levels.model import LevelMap
from levels.tiled import FLIP_DIAGONAL, FLIP_X, FLIP_Y
from levels.walk import Walk


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "game" / "maps").mkdir(parents=True)
    return tmp_path / "game" / "maps" / "stage.tmx"


def grid(level: Level) -> list[str]:
    """Rows of a level as text."""
    rows = np.frombuffer(level.cells, np.uint8).reshape(level.height, level.width)
    return ["".join(" #=/\\~^%"[cell] for cell in row) for row in rows]


def colour(found: LevelMap, column: int, row: int, layer: int = 0) -> tuple[int, ...]:
    """The colour in the middle of a cell."""
    assert found.art is not None
    return tuple(int(c) for c in found.art.tiles[found.art.layers[layer][row, column], 8, 8, :3])


def tileset_with(tiles: str, image: str = '<image source="set.png"/>', size: int = 16, extra: str = "") -> str:
    return f'<tileset firstgid="1" name="set" tilewidth="{size}" tileheight="{size}" {extra}>{image}{tiles}</tileset>'


def tile_property(number: int, name: str, value: str, kind: str = "bool") -> str:
    return f'<tile id="{number}"><properties><property name="{name}" type="{kind}" value="{value}"/></properties></tile>'


def row_of(gids: list[int]) -> str:
    """A layer whose row 6 holds these gids, over a floor of gid 2."""
    cells = ground()
    cells[6 * WIDTH : 6 * WIDTH + len(gids)] = gids
    return layer(csv(cells))


# --- forms of data


@pytest.mark.parametrize("compression", ["", "zlib", "gzip"])
def test_base64_gives_the_same_as_csv(path: Path, compression: str) -> None:
    plain = load_map(write_map(path))
    other = load_map(write_map(path, layers=layer(packed(ground(), compression))))
    assert other.level == plain.level
    assert other.art is not None and plain.art is not None
    assert (other.art.tiles == plain.art.tiles).all()
    assert (other.art.layers[0] == plain.art.layers[0]).all()


def test_tile_elements_are_read_too(path: Path) -> None:
    tiles = "".join(f'<tile gid="{gid}"/>' if gid else "<tile/>" for gid in ground())
    assert load_map(write_map(path, layers=layer(f"<data>{tiles}</data>"))).level == load_map(write_map(path)).level


@pytest.mark.parametrize("suffix", ["bmp", "png", "gif"])
def test_kinds_of_pictures(path: Path, suffix: str) -> None:
    sheet(path.parent / f"set.{suffix}")
    found = load_map(write_map(path, tilesets=TILESET.replace("set.png", f"set.{suffix}")))
    assert colour(found, 0, 12) == (0x88, 0x44, 0x44)


@pytest.mark.parametrize("size", [8, 16, 32, 64])
def test_every_tile_becomes_one_cell_whatever_its_size(path: Path, size: int) -> None:
    sheet(path.parent / "big.png", tile=size)
    found = load_map(write_map(path, tile=size, tilesets=tileset_with("", '<image source="big.png"/>', size)))
    assert (found.level.width, found.level.height) == (WIDTH, HEIGHT)
    assert found.art is not None and found.art.tiles.shape[1:] == (16, 16, 4)
    assert colour(found, 3, 12) == (0x88, 0x44, 0x44)


def test_margin_and_spacing(path: Path) -> None:
    sheet(path.parent / "wide.png", margin=3, spacing=2)
    tileset = tileset_with("", '<image source="wide.png"/>', extra='margin="3" spacing="2"')
    found = load_map(write_map(path, tilesets=tileset, layers=row_of([1, 2, 3, 4])))
    assert [colour(found, x, 6) for x in range(4)] == [(0, 0, 0), (0x88, 0x44, 0x44), (0x44, 0x88, 0x44), (0x44, 0x44, 0x88)]


def test_a_collection_of_single_pictures(path: Path) -> None:
    sheet(path.parent / "a.png", ["#123"])
    sheet(path.parent / "b.png", ["#456"])
    images = '<tile id="3"><image source="a.png"/></tile><tile id="9"><image source="b.png"/></tile>'
    found = load_map(write_map(path, tilesets=tileset_with(images, image=""), layers=layer(csv([0] * 240 + [4, 10] * 10))))
    assert [colour(found, x, 12) for x in (0, 1)] == [(0x11, 0x22, 0x33), (0x44, 0x55, 0x66)]


def test_a_gap_in_a_collection_is_no_tile(path: Path) -> None:
    sheet(path.parent / "a.png", ["#123"])
    write_map(path, tilesets=tileset_with('<tile id="3"><image source="a.png"/></tile>', image=""))
    with pytest.raises(UserError, match="no tile has gid 2"):
        load_map(path)


def test_the_transparent_colour(path: Path) -> None:
    tileset = tileset_with("", '<image source="set.png" trans="#884444"/>')
    found = load_map(write_map(path, tilesets=tileset, layers=row_of([1, 2])))
    assert found.art is not None
    assert [int(found.art.tiles[found.art.layers[0][6, x], 8, 8, 3]) for x in (0, 1)] == [255, 0]


def test_flips_turn_the_picture(path: Path) -> None:
    picture = Image.new("RGB", (16, 16), "#000")
    picture.putpixel((15, 2), (255, 255, 255))
    picture.save(path.parent / "dot.png")
    codes = [1 | bits << 29 for bits in range(8)]
    found = load_map(
        write_map(path, tilesets=tileset_with("", '<image source="dot.png"/>'), layers=layer(csv([0] * 240 + [1, *codes] * 2 + [1, 1])))
    )
    assert found.art is not None
    dots = [tuple(np.argwhere(found.art.tiles[found.art.layers[0][12, x], :, :, 0])[0]) for x in range(1, 9)]
    # bits: 1 diagonal, 2 vertical, 4 horizontal; places as (row, column)
    assert dots == [(2, 15), (15, 2), (13, 15), (0, 2), (2, 0), (15, 13), (13, 0), (0, 13)]


def test_flipping_all_three_ways_twice_is_no_flip() -> None:
    picture = np.arange(1024, dtype=np.uint32).astype(np.uint8).reshape(16, 16, 4)
    for bits in (FLIP_X, FLIP_Y, FLIP_DIAGONAL, FLIP_X | FLIP_Y):
        assert (flip(flip(picture, bits), bits) == picture).all()


def test_pictures_are_scaled_by_nearest_pixels() -> None:
    small = np.arange(8 * 8 * 4, dtype=np.uint8).reshape(8, 8, 4)
    assert (to_cell(small) == small.repeat(2, 0).repeat(2, 1)).all()
    assert (to_cell(small.repeat(8, 0).repeat(8, 1)) == to_cell(small)).all()


# --- layers


def test_layers_keep_their_order_also_through_groups(path: Path) -> None:
    full = [[gid] * 260 for gid in (1, 2, 3)]
    layers = layer(csv(full[0]), "back") + f"<group>{layer(csv(full[1]), 'mid')}<group>{layer(csv(full[2]), 'top')}</group></group>"
    found = load_map(write_map(path, layers=layers + layer(csv(ground()), "ground")))
    assert [colour(found, 0, 0, n) for n in range(3)] == [(0, 0, 0), (0x88, 0x44, 0x44), (0x44, 0x88, 0x44)]


def test_layers_in_a_hidden_group_are_hidden(path: Path) -> None:
    layers = layer(csv(ground())) + f'<group visible="0">{layer(csv([1] * 260), "curtain")}</group>'
    found = load_map(write_map(path, layers=layers))
    assert found.art is not None and len(found.art.layers) == 1


def test_a_hidden_layer_called_collision_still_collides(path: Path) -> None:
    layers = layer(csv([1] * 260), "picture") + layer(csv(ground()), "collision", f'width="{WIDTH}" height="{HEIGHT}" visible="0"')
    found = load_map(write_map(path, layers=layers))
    assert grid(found.level) == [" " * WIDTH] * 12 + ["#" * WIDTH]
    assert found.art is not None and len(found.art.layers) == 1


def test_layers_of_signs_for_monsters_are_left_out(path: Path) -> None:
    layers = layer(csv(ground())) + layer(csv([0] * 100 + [3] + [0] * 159), "monster layer")
    found = load_map(write_map(path, layers=layers))
    assert found.art is not None and len(found.art.layers) == 1
    assert any("'monster layer' looks like signs" in str(problem) for problem in check_map(path))


# --- what collides


def test_a_true_property_is_solid_and_a_false_one_is_not(path: Path) -> None:
    tiles = tile_property(1, "collides", "true") + tile_property(2, "collides", "false")
    found = load_map(write_map(path, tilesets=tileset_with(tiles), layers=row_of([0, 1, 2, 3, 4])))
    assert grid(found.level)[6][:6] == "  #   "
    assert not check_map(path)


@pytest.mark.parametrize(
    ("name", "value", "kind", "cell"),
    [
        ("solid", "true", "bool", "#"),
        ("Solid", "1", "int", "#"),
        ("collision", "solid", "string", "#"),
        ("collision", "one-way", "string", "="),
        ("oneWay", "true", "bool", "="),
        ("isSpike", "true", "bool", "^"),
        ("isLethal", "true", "bool", "^"),
        ("water", "true", "bool", "~"),
        ("breakable", "yes", "string", "%"),
        ("collides", "no", "string", " "),
    ],
)
def test_words_that_are_understood(path: Path, name: str, value: str, kind: str, cell: str) -> None:
    tiles = tile_property(1, "solid", "true") + tile_property(2, name, value, kind)
    found = load_map(write_map(path, tilesets=tileset_with(tiles), layers=row_of([0, 0, 0, 3])))
    assert grid(found.level)[6][3] == cell


def test_a_spike_that_also_collides_is_a_spike(path: Path) -> None:
    both = '<property name="collides" type="bool" value="true"/><property name="isSpike" type="bool" value="true"/>'
    tiles = tile_property(1, "collides", "true") + f'<tile id="2"><properties>{both}</properties></tile>'
    assert grid(load_map(write_map(path, tilesets=tileset_with(tiles), layers=row_of([0, 3]))).level)[6][1] == "^"


@pytest.mark.parametrize("attribute", ["type", "class"])
def test_the_class_of_a_tile_counts(path: Path, attribute: str) -> None:
    tiles = f'<tile id="1" {attribute}="wall"/><tile id="2" {attribute}="platform"/>'
    assert grid(load_map(write_map(path, tilesets=tileset_with(tiles), layers=row_of([0, 3]))).level)[6][1] == "="


@pytest.mark.parametrize(
    ("shape", "cell"),
    [
        ('<object x="0" y="0" width="16" height="16"/>', "#"),
        ('<object x="0" y="0" width="16" height="5"/>', "="),
        ('<object x="6" y="6" width="3" height="3"/>', " "),
        ('<object x="0" y="0"><polygon points="0,0 16,0 16,16 0,16"/></object>', "#"),
        ('<object x="16" y="16"><polygon points="0,0 -16,0 -16,-16 0,-16"/></object>', "#"),
    ],
)
def test_colliders_of_tiles(path: Path, shape: str, cell: str) -> None:
    tiles = f'<tile id="1" type="solid"/><tile id="2"><objectgroup>{shape}</objectgroup></tile>'
    found = load_map(write_map(path, tilesets=tileset_with(tiles), layers=row_of([0, 3])))
    assert grid(found.level)[6][1] == cell
    assert not any("objects are left out" in str(problem) for problem in check_map(path))


def test_a_layer_called_lava_is_deadly_even_where_tiles_speak_for_themselves(path: Path) -> None:
    lava = layer(csv([0] * 125 + [3] + [0] * 134), "Lava")
    found = load_map(write_map(path, tilesets=tileset_with(tile_property(1, "collides", "true")), layers=layer(csv(ground())) + lava))
    assert grid(found.level)[6][5] == "~"


def test_names_of_layers_count_where_no_tile_says_anything(path: Path) -> None:
    layers = layer(csv([1] * 260), "background") + layer(csv(ground()), "Walls") + layer(csv([0] * 125 + [1] + [0] * 134), "spikes")
    found = load_map(write_map(path, layers=layers))
    assert grid(found.level)[12] == "#" * WIDTH
    assert grid(found.level)[6][5] == "^"
    assert "the layers 'Walls', 'spikes' are taken at their names" in str(check_map(path)[0])


def test_pictures_count_where_nothing_says_anything(path: Path) -> None:
    strip = Image.new("RGBA", (64, 16))
    strip.paste((0, 0, 0, 255), (0, 0, 16, 16))  # full
    strip.paste((0, 0, 0, 255), (16, 0, 32, 6))  # a slab
    strip.paste((0, 0, 0, 255), (36, 8, 44, 16))  # a flower
    strip.save(path.parent / "shapes.png")
    tileset = tileset_with("", '<image source="shapes.png"/>')
    cells = [0] * 240 + [1] * 20
    cells[125:128] = [1, 2, 3]
    found = load_map(write_map(path, tilesets=tileset, layers=layer(csv(cells), "Tile Layer 1")))
    assert grid(found.level)[6][5:8] == "#= "
    assert "nothing says what is solid; guessed from the pictures" in str(check_map(path)[0])


def test_the_backdrop_of_a_layer_without_holes_is_air(path: Path) -> None:
    layers = layer(csv([1] * 240 + [2] * 20), "Tile Layer 1")
    assert grid(load_map(write_map(path, layers=layers)).level)[11:] == [" " * WIDTH, "#" * WIDTH]


def test_only_tiles_of_a_terrain_brush_are_ground_where_there_is_one(path: Path) -> None:
    wang = '<wangsets><wangset name="w" type="edge" tile="1"><wangtile tileid="1" wangid="1,0,1,0,1,0,1,0"/></wangset></wangsets>'
    layers = layer(csv([0] * 120 + [3] * 4 + [0] * 116 + [2] * 20), "Tile Layer 1")
    found = load_map(write_map(path, tilesets=tileset_with(wang), layers=layers))
    assert grid(found.level)[6][:4] == "    "
    assert grid(found.level)[12] == "#" * WIDTH


# --- start, exit, size


def test_start_and_exit_at_the_far_ends_of_the_ground(path: Path) -> None:
    level = load_map(write_map(path)).level
    assert level.start == (8, 192, 1)
    assert level.exit == (19 * 16, 160, 16, 32)


def test_start_and_exit_where_the_map_says(path: Path) -> None:
    objects = '<object name="Spawn Point" x="100" y="50"/><object type="goal" x="160" y="176" width="32" height="16"/>'
    level = load_map(write_map(path, objects=f'<objectgroup name="o">{objects}</objectgroup>')).level
    assert level.start == (6 * 16 + 8, 192, 1)
    assert level.exit == (160, 176, 32, 16)


def test_objects_in_a_map_of_larger_tiles_are_scaled_with_it(path: Path) -> None:
    sheet(path.parent / "big.png", tile=64)
    objects = '<objectgroup name="o"><object type="PlayerStart" x="640" y="600"/></objectgroup>'
    tileset = tileset_with("", '<image source="big.png"/>', 64)
    assert load_map(write_map(path, tile=64, tilesets=tileset, objects=objects)).level.start == (168, 192, 1)


def test_an_exit_that_cannot_be_reached_is_not_used(path: Path) -> None:
    objects = '<objectgroup name="o"><object type="exit" x="160" y="0" width="16" height="16"/></objectgroup>'
    assert load_map(write_map(path, objects=objects)).level.exit == (19 * 16, 160, 16, 32)


def test_other_objects_are_left_out_with_a_word(path: Path) -> None:
    objects = '<objectgroup name="o"><object type="Bat" x="1" y="1"/><object type="Coin" x="1" y="1"/></objectgroup>'
    write_map(path, objects=objects)
    assert load_map(path).level.things == ()
    assert any("2 objects are left out" in str(problem) for problem in check_map(path))


def test_small_maps_are_filled_up_to_the_view(path: Path) -> None:
    body = layer(csv([0] * 40 + [2] * 10), attributes='width="10" height="5"')
    found = load_map(write_map(path, width=10, height=5, layers=body))
    assert grid(found.level) == [" " * 10 + "######"] * 12 + ["#" * 16]
    assert found.art is not None and found.art.layers[0].shape == (13, 16)


def test_a_map_without_ground_is_refused(path: Path) -> None:
    write_map(path, layers=layer(csv([0] * 100 + [2] + [0] * 159)))
    with pytest.raises(UserError, match="no piece of ground has 4 places to stand; the hero could not walk in it"):
        load_map(path)


def test_a_map_without_tiles_is_refused(path: Path) -> None:
    write_map(path, layers=layer(csv([0] * 260)))
    with pytest.raises(UserError, match="no visible tile layer has a tile on it"):
        load_map(path)


def test_the_hero_can_walk_from_start_to_exit_in_the_real_rules(path: Path) -> None:
    world = World(load_map(write_map(path)).level, 0, Rules(enemies=False))
    for _ in range(600):
        world.step(Button.RIGHT)
    assert world.status == "cleared"


# --- the coarse model of walking


def reach(picture: str, start: tuple[int, int]) -> set[tuple[int, int]]:
    rows = picture.strip("\n").split("\n")
    cells = np.array([[" #=/\\~^%".index(c) for c in row] for row in rows], np.uint8)
    return set(Walk(cells).reach(start))


def test_two_steps_up_can_be_jumped_and_three_cannot() -> None:
    up = "    \n    \n    \n  ##\n  ##\n####"
    assert (2, 2) in reach(up, (0, 4))
    assert (2, 1) not in reach("    \n    \n  ##\n  ##\n  ##\n####", (0, 4))


def test_a_gap_of_two_can_be_jumped_and_of_four_cannot() -> None:
    roof = "        \n" * 4
    assert (4, 3) in reach(roof + "##  ####", (0, 3))
    assert (6, 3) not in reach(roof + "##    ##", (0, 3))


def test_low_passages_stop_the_hero() -> None:
    assert reach("  # \n    \n####", (0, 1)) == {(0, 1), (1, 1)}


def test_water_is_no_way() -> None:
    assert reach("    \n    \n    \n    \n#~~~", (0, 3)) == {(0, 3)}


def test_on_a_tiny_ledge_the_exit_is_put_elsewhere_with_a_warning(path: Path) -> None:
    cells = [0] * 260
    cells[160:164] = [2, 2, 2, 2]
    cells[176:179] = [2, 2, 2]
    write_map(path, layers=layer(csv(cells)))
    assert load_map(path).level.exit[0] == 18 * 16
    assert any("may be out of his reach" in str(problem) and not problem.fatal for problem in check_map(path))


def test_a_huge_map_is_looked_through_soon(path: Path) -> None:
    rows = ([2] * 500 + [0] * 1500) * 128
    body = layer(csv(rows), attributes='width="500" height="512"')
    write_map(path, width=500, height=512, layers=body)
    started = time.process_time()
    load_map(path)
    assert time.process_time() - started < 5
