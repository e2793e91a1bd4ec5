"""From tiles and what they are to a Pack: the last step of reading, whatever the tiles came from."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from generator.manifest import Manifest
from generator.pack_model import MISSING, Pack
from generator.roles import SLOT_BY_NAME, SLOTS, Role
from generator.sheet import Memory
from generator.tsx_read import TileEntry

_FIRST_CHOICES = {
    Role.SOLID: ("terrain.15", "terrain.15.v1", "terrain.15.v2", "terrain.15.v3"),
    Role.SURFACE: ("terrain.14", "terrain.14.v1", "terrain.14.v2"),
    Role.PLATFORM: ("platform.mid", "platform.left", "platform.right", "platform.single"),
    Role.WINDOW: ("window.single", "window.top", "window.bottom"),
    Role.COLUMN: ("column.mid", "column.top", "column.bottom"),
    Role.FENCE: ("fence.mid", "fence.left", "fence.right"),
}
"""Which slots tiles of a role fill when they name none, in their order in the sheet; other roles go by slot id."""


def role_slots(role: Role) -> tuple[int, ...]:
    """The slots that tiles of a role fill when they name none, the first choice first."""
    first = tuple(SLOT_BY_NAME[name].id for name in _FIRST_CHOICES.get(role, ()))
    if role in (Role.SOLID, Role.SURFACE):
        return first
    mains = [slot.id for slot in SLOTS if slot.role == role and not slot.variant_of]
    rest = [slot.id for slot in SLOTS if slot.role == role]
    return tuple(dict.fromkeys([*first, *mains, *rest]))


def assemble(
    folder: Path, described: Manifest, memory: Memory, used: list[int], slots: dict[int, int], tiles: dict[int, TileEntry]
) -> Pack:
    """The pack of the tiles in ``used`` (their numbers in the sheet), with texts that are missing filled in."""
    place = {tile: n for n, tile in enumerate(used)}
    slot_of = {tile: slot for slot, tile in sorted(slots.items(), reverse=True)}
    texts = {"id": folder.name, "title": folder.name, "version": "0", "author": "unknown", "license": "unknown"} | described.texts
    frames = {tile: tiles[tile].frames for tile in used if tile in tiles and tiles[tile].frames}
    return Pack(
        **texts,
        backdrop=memory.backdrop,
        palettes=memory.palettes,
        pattern=memory.pattern,
        cells=memory.cells,
        roles=np.array([SLOTS[slot_of[tile]].role if tile in slot_of else Role.UNKNOWN for tile in used], dtype=np.uint8),
        slots=tuple(place[slots[slot.id]] if slot.id in slots else MISSING for slot in SLOTS),
        animations={place[tile]: tuple((place[frame], time) for frame, time in moving) for tile, moving in frames.items()},
        root=folder,
        theme=described.theme,
        textures=described.textures,
        originality=described.originality,
        audit=described.audit,
    )
