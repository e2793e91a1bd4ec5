"""What each of the six stages is made of: its name, its way through the grid of screens, its look, its inhabitants."""

from __future__ import annotations

from dataclasses import dataclass

UP, DOWN = "up", "down"


@dataclass(frozen=True, slots=True)
class Look:
    """How the backdrop of a section is filled in.

    ceiling: thickness in cells of the slab on top, 0 outdoors. bay: columns stand `bay` cells apart.
    windows: (row, cells high) of each row of windows, counted in the section. paired: windows come in twos.
    decor: (row, variant, every) hung in the middle of every so many bays. shelf: the decor variant that a drawn `d` means.
    skyline: outdoors, a parapet and towers stand far behind.
    """

    ceiling: int
    bay: int = 8
    windows: tuple[tuple[int, int], ...] = ()
    paired: bool = False
    decor: tuple[tuple[int, int, int], ...] = ()
    shelf: int = 4
    skyline: bool = False


BANNER, SHIELD, CHAIN, SHELF, STONE = 0, 2, 3, 4, 5
"""Variants of the slot `decor`, as the base pack draws them."""

GARDEN = Look(ceiling=0)
GATEHOUSE = Look(ceiling=2, windows=((4, 1),), decor=((4, SHIELD, 2),))
HALL = Look(ceiling=2, windows=((4, 2),), paired=True, decor=((4, BANNER, 3),))
CHAPEL = Look(ceiling=1, windows=((2, 2), (5, 2)), paired=True)
CRYPT = Look(ceiling=3, bay=5, decor=((3, CHAIN, 2), (4, CHAIN, 2)), shelf=STONE)
LABORATORY = Look(ceiling=2, bay=12, windows=((3, 1),), decor=((2, CHAIN, 1),), shelf=SHELF)
KEEP = Look(ceiling=2, windows=((3, 2),), decor=((3, BANNER, 2),))
RAMPART = Look(ceiling=0, skyline=True)


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the castle.

    pack: the tile set it wears. climbs: the ways through the grid to choose from, each a run of UP and DOWN.
    looks: by section, the last one for the arena. screens: fewest and most. boss: its kind, or empty.
    ground, air: what lives here. threat: enemies a screen, early and late in the stage.
    """

    number: int
    name: str
    title: str
    climbs: tuple[tuple[str, ...], ...]
    looks: tuple[Look, ...]
    screens: tuple[int, int]
    threat: tuple[float, float]
    ground: tuple[str, ...]
    air: tuple[str, ...] = ("bat",)
    boss: str = ""

    @property
    def pack(self) -> str:
        """The id of its tile set, which is its name."""
        return self.name

    def look(self, section: int, sections: int) -> Look:
        """The look of a section; the arena, which is the last, takes the last look."""
        return self.looks[-1] if section == sections - 1 else self.looks[min(section, len(self.looks) - 2)]


STAGES = (
    Stage(1, "gate", "The Gate in the Hedge", ((UP,),), (GARDEN, GATEHOUSE, GATEHOUSE), (7, 8), (0.8, 1.3), ("shambler", "hound")),
    Stage(2, "hall", "The Hall of Held Breath", ((UP,),), (HALL, HALL, HALL), (8, 9), (0.9, 1.5), ("shambler", "hound")),
    Stage(3, "chapel", "Chapel of the Slow Clock", ((UP, UP),), (CHAPEL, CHAPEL, CHAPEL), (9, 10), (1.0, 1.7), ("shambler", "thrower")),
    Stage(4, "crypt", "The Drowned Crypt", ((DOWN,), (DOWN, DOWN)), (CRYPT, CRYPT, CRYPT), (8, 10), (1.1, 1.8), ("shambler", "thrower")),
    Stage(
        5,
        "laboratory",
        "A Laboratory of Small Hours",
        ((UP,), (DOWN,), (UP, UP)),
        (LABORATORY, LABORATORY, LABORATORY),
        (8, 10),
        (1.2, 2.0),
        ("shambler", "hound", "thrower"),
    ),
    Stage(
        6,
        "keep",
        "The Waking Keep",
        ((UP, UP),),
        (KEEP, RAMPART, RAMPART),
        (10, 11),
        (1.2, 2.2),
        ("hound", "thrower"),
        boss="boss_bat",
    ),
)
"""The castle, from its gate to its keep. `STAGES[n - 1]` is stage n."""
