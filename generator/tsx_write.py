"""``tiles.tsx``: the pack as a Tiled tileset (Tiled >= 1.10), with classes, slot names, a terrain brush and animations."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from generator.pack_model import MISSING, Pack, terrain_mask
from generator.roles import EAST, NORTH, SHEET_COLUMNS, SLOTS, SOUTH, TILE, WEST, Slot

SHEET_TILES = -(-len(SLOTS) // SHEET_COLUMNS) * SHEET_COLUMNS
TERRAIN_COLOUR = "#c0a040"


def tileset(pack: Pack) -> str:
    """The whole file. Tile ids are slot ids; slots that the pack does not fill have no entry."""
    rows = -(-len(SLOTS) // SHEET_COLUMNS)
    filled = [slot for slot in SLOTS if pack.slots[slot.id] != MISSING]
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<tileset version="1.10" tiledversion="1.10.2" name={quoteattr(pack.id)} tilewidth="{TILE}" tileheight="{TILE}"'
            f' tilecount="{SHEET_TILES}" columns="{SHEET_COLUMNS}">',
            f' <image source="tiles.png" width="{SHEET_COLUMNS * TILE}" height="{rows * TILE}"/>',
            *(line for slot in filled for line in _tile(pack, slot)),
            *_wang_sets([slot for slot in filled if slot.name.startswith("terrain.")]),
            "</tileset>",
            "",
        ]
    )


def _tile(pack: Pack, slot: Slot) -> list[str]:
    return [
        f' <tile id="{slot.id}" type="{slot.role.label}">',
        f'  <properties><property name="slot" value="{slot.name}"/></properties>',
        *_animation(pack, slot),
        " </tile>",
    ]


def _animation(pack: Pack, slot: Slot) -> list[str]:
    """The frames, told in slot ids: the first slot that shows a frame's tile."""
    frames = pack.animations.get(pack.slots[slot.id], ())
    slot_of = {tile: i for i, tile in reversed(list(enumerate(pack.slots)))}
    shown = [(slot_of[tile], time) for tile, time in frames if tile in slot_of]
    if len(shown) < 2 or shown[0][0] != slot.id:
        return []
    return ["  <animation>", *(f'   <frame tileid="{frame}" duration="{time}"/>' for frame, time in shown), "  </animation>"]


def _wang_sets(terrain: list[Slot]) -> list[str]:
    """An edge set: a side is coloured where the ground goes on, so that the terrain brush picks the right mask.

    Variants stand in it too: Tiled then draws among tiles of equal edges by chance. ``terrain.0`` has no coloured edge
    and so cannot be part of the set.
    """
    if not terrain:
        return []
    tiles = [f'   <wangtile tileid="{slot.id}" wangid="{_wang_id(terrain_mask(slot))}"/>' for slot in terrain if terrain_mask(slot)]
    return [
        " <wangsets>",
        f'  <wangset name="terrain" type="edge" tile="{terrain[0].id}">',
        f'   <wangcolor name="ground" color="{TERRAIN_COLOUR}" tile="{terrain[0].id}" probability="1"/>',
        *tiles,
        "  </wangset>",
        " </wangsets>",
    ]


def _wang_id(mask: int) -> str:
    """Tiled's order is top, top right, right, bottom right, bottom, bottom left, left, top left."""
    return ",".join(str(int(bool(mask & side))) + ",0" for side in (NORTH, EAST, SOUTH, WEST))
