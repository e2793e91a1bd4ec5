"""Which slots are dreamt together, and how they are to fit each other.

Slots of one family (all edges of the ground, the four quarters of a door) share texture latents, so that they come
out of one stone. A family is dreamt several times. Its anchors are chosen together, as one dream; the other parts are
then chosen to go with their anchor, and variants are the runners-up that sit well beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from generator import cuts, scores
from generator.brush import Tiles
from generator.retouch import COLOURS, EVEN, OPEN, RECEDING, Retouch
from generator.roles import EAST, NORTH, SOUTH, WEST
from generator.scores import Score

Pairs = tuple[tuple[str, str], ...]
"""Pairs of part names."""


@dataclass(frozen=True, slots=True)
class Family:
    """parts: slot names dreamt together; those not in ``kin`` are its anchors. tries: how many times. score: of one tile.
    borrowed: how many times from each of the other themes that lend their drawings. ways: in which all its parts may be shown.

    right, below: pairs of parts that stand side by side or one above the other. kin: (part, the anchor it goes with).
    variants: slots filled from the runners-up of a part. mirrors: ways to dream the family with some parts replaced by
    another part's tile, mirrored left to right: sets of (replaced, source). cut: for all its parts or none, how its
    shape is cut out of stone. on_wall: it may be drawn upon the wall's tile. even: its variants are strewn among the main
    tile and must not stand out. one_stuff: its anchors should have one colour.
    """

    name: str
    parts: tuple[str, ...]
    tries: int
    score: Score
    right: Pairs = ()
    below: Pairs = ()
    kin: Pairs = ()
    variants: tuple[tuple[str, tuple[str, ...]], ...] = ()
    mirrors: tuple[Pairs, ...] = ()
    borrowed: int = 0
    ways: tuple[Retouch, ...] = COLOURS
    cut: tuple[tuple[str, Callable[[Tiles], Tiles]], ...] = ()
    on_wall: bool = False
    even: bool = False
    one_stuff: bool = False

    @property
    def anchors(self) -> tuple[str, ...]:
        lesser = {part for part, _ in self.kin}
        return tuple(part for part in self.parts if part not in lesser)


def _names(stem: str, first: int, last: int) -> tuple[str, ...]:
    return tuple(f"{stem}.{n}" for n in range(first, last + 1))


def _run(stem: str) -> tuple[Pairs, tuple[Pairs, ...]]:
    """What stands side by side in a run, and its two ends, either of which may be the other one mirrored."""
    left, mid, right = (f"{stem}.{part}" for part in ("left", "mid", "right"))
    return ((left, mid), (mid, mid), (mid, right)), (((right, left),), ((left, right),))


def _ground(mask: int) -> str:
    return f"terrain.{mask}"


def _deep(mask: int) -> str:
    """The plain ground most like a mask: floor where it is open above, else the inside."""
    return _ground(15 if mask & NORTH else 14)


def _terrain() -> Family:
    """All sixteen masks, each beside the plain ground on the sides where it goes on."""
    mirrored = tuple((_ground(mask), _ground(_swapped(mask))) for mask in range(16) if _swapped(mask) != mask)
    return Family(
        "terrain",
        tuple(_ground(mask) for mask in range(16)),
        3,
        scores.ground,
        right=tuple(
            pair
            for mask in range(16)
            for pair in (((_ground(mask), _deep(mask)),) if mask & EAST else ())
            + (((_deep(mask), _ground(mask)),) if mask & WEST and mask < 14 else ())
        ),
        below=tuple((_ground(mask), _ground(15)) for mask in range(16) if mask & SOUTH),
        kin=tuple((_ground(mask), _deep(mask)) for mask in range(14)),
        variants=(("terrain.15", ("terrain.15.v1", "terrain.15.v2", "terrain.15.v3")), ("terrain.14", ("terrain.14.v1", "terrain.14.v2"))),
        mirrors=(mirrored,),
        even=True,
    )


def _swapped(mask: int) -> int:
    """The mask of a tile mirrored left to right."""
    return mask & (NORTH | SOUTH) | (EAST if mask & WEST else 0) | (WEST if mask & EAST else 0)


_PLATFORM_RIGHT, _PLATFORM_MIRRORS = _run("platform")
_FENCE_RIGHT, _FENCE_MIRRORS = _run("fence")

FAMILIES: tuple[Family, ...] = (
    Family(
        "wall",
        ("wall.0",),
        6,
        scores.calm,
        right=(("wall.0", "wall.0"),),
        below=(("wall.0", "wall.0"),),
        variants=(("wall.0", _names("wall", 1, 7)),),
        even=True,
        borrowed=1,
        ways=RECEDING,
    ),
    Family(
        "sky",
        ("sky.0",),
        3,
        scores.sky,
        right=(("sky.0", "sky.0"),),
        below=(("sky.0", "sky.0"),),
        variants=(("sky.0", _names("sky", 1, 3)),),
        even=True,
        ways=OPEN,
    ),
    _terrain(),
    Family(
        "platform",
        ("platform.left", "platform.mid", "platform.right", "platform.single"),
        2,
        scores.platform,
        right=_PLATFORM_RIGHT,
        kin=(("platform.left", "platform.mid"), ("platform.right", "platform.mid"), ("platform.single", "platform.mid")),
        mirrors=_PLATFORM_MIRRORS,
        borrowed=1,
    ),
    Family("breakable", ("breakable.0",), 2, scores.breakable, variants=(("breakable.0", ("breakable.1",)),), borrowed=1, ways=EVEN),
    Family(
        "spikes",
        ("spikes.0",),
        3,
        scores.spikes,
        right=(("spikes.0", "spikes.0"),),
        variants=(("spikes.0", ("spikes.1",)),),
        cut=(("spikes.0", cuts.spikes),),
        on_wall=True,
        borrowed=1,
        ways=EVEN,
    ),
    Family(
        "stairs",
        ("stairs.up", "stairs.down"),
        2,
        scores.stairs,
        mirrors=((("stairs.down", "stairs.up"),), (("stairs.up", "stairs.down"),)),
        cut=(("stairs.up", cuts.stairs_up), ("stairs.down", cuts.stairs_down)),
        one_stuff=True,
        on_wall=True,
        borrowed=1,
    ),
    Family(
        "window",
        ("window.top", "window.bottom", "window.single"),
        2,
        scores.window,
        below=(("window.top", "window.bottom"),),
        kin=(("window.single", "window.top"),),
        one_stuff=True,
        on_wall=True,
        borrowed=1,
        ways=EVEN,
    ),
    Family(
        "column",
        ("column.top", "column.mid", "column.bottom"),
        2,
        scores.column,
        below=(("column.top", "column.mid"), ("column.mid", "column.mid"), ("column.mid", "column.bottom")),
        kin=(("column.top", "column.mid"), ("column.bottom", "column.mid")),
        on_wall=True,
        borrowed=1,
        ways=EVEN,
    ),
    Family(
        "door",
        ("door.nw", "door.ne", "door.sw", "door.se"),
        2,
        scores.door,
        right=(("door.nw", "door.ne"), ("door.sw", "door.se")),
        below=(("door.nw", "door.sw"), ("door.ne", "door.se")),
        mirrors=((("door.ne", "door.nw"), ("door.se", "door.sw")), (("door.nw", "door.ne"), ("door.sw", "door.se"))),
        one_stuff=True,
        ways=COLOURS[1:],
        on_wall=True,
        borrowed=1,
    ),
    Family(
        "liquid",
        ("liquid.top", "liquid.body"),
        2,
        scores.liquid,
        right=(("liquid.top", "liquid.top"), ("liquid.body", "liquid.body")),
        below=(("liquid.top", "liquid.body"), ("liquid.body", "liquid.body")),
        cut=(("liquid.top", cuts.liquid_top), ("liquid.body", cuts.liquid_body)),
        one_stuff=True,
        borrowed=1,
        ways=RECEDING,
    ),
    Family(
        "foliage",
        _names("foliage", 0, 3),
        2,
        scores.outdoor,
        right=(("foliage.1", "foliage.1"),),
        below=(("foliage.1", "foliage.1"),),
        kin=(("foliage.2", "foliage.0"), ("foliage.3", "foliage.0")),
        borrowed=1,
        ways=EVEN,
    ),
    Family(
        "fence",
        ("fence.left", "fence.mid", "fence.right"),
        2,
        scores.fence,
        right=_FENCE_RIGHT,
        kin=(("fence.left", "fence.mid"), ("fence.right", "fence.mid")),
        mirrors=_FENCE_MIRRORS,
        borrowed=1,
        ways=EVEN,
    ),
    Family("decor", ("decor.0",), 4, scores.decor, variants=(("decor.0", _names("decor", 1, 5)),), borrowed=1, on_wall=True, ways=EVEN),
)
