"""What each of the six stages is made of: its name, its way through the grid of screens, its look, its inhabitants."""

from __future__ import annotations

from dataclasses import dataclass

UP, DOWN, DOOR = "up", "down", "door"
"""What joins the walks of a stage: a staircase, or a door that shuts behind the hero."""
SHELF, STONE = 4, 5
"""Variants of the slot `decor`, as the base pack draws them."""


@dataclass(frozen=True, slots=True)
class Look:
    """How the backdrop of a section is filled in.

    ceiling: thickness in cells of the slab on top, 0 outdoors. bay: cells from column to column, more and less by the section's rhythm.
    windows: (row, cells high) of each row of windows, counted in the section. paired: windows come in twos where a bay is broad.
    fills: what one bay after the other has, a letter each: w windows, n a dark niche, c a chain, b banners, s a shield, . nothing.
    cornice: the moulding under the ceiling: "line", "dentils" or none. shelf: the decor variant that a drawn `d` means.
    skyline: what stands far behind outdoors: "towers", "hedges" or nothing.
    """

    ceiling: int
    bay: int = 8
    windows: tuple[tuple[int, int], ...] = ()
    paired: bool = False
    fills: str = "."
    cornice: str = ""
    shelf: int = SHELF
    skyline: str = ""


GARDEN = Look(ceiling=0, skyline="hedges")
PARK = Look(ceiling=0, skyline="towers")
GATEHOUSE = Look(ceiling=2, windows=((4, 1),), fills="wsn", cornice="dentils")
GUARDROOM = Look(ceiling=2, bay=6, windows=((5, 1),), fills="w.c", cornice="line")
ARMOURY = Look(ceiling=2, bay=12, windows=((4, 1),), fills="ns", cornice="dentils")
HALL = Look(ceiling=2, windows=((5, 2),), paired=True, fills="wwb", cornice="dentils")
GALLERY = Look(ceiling=3, bay=10, windows=((5, 1),), fills="nsw", cornice="line")
BANQUET = Look(ceiling=2, bay=12, windows=((4, 2),), paired=True, fills="wb", cornice="line")
PASSAGE = Look(ceiling=3, bay=6, fills="n.c", cornice="dentils")
CHAPEL = Look(ceiling=1, windows=((3, 2), (6, 2)), paired=True, fills="wwn", cornice="line")
CHOIR = Look(ceiling=1, bay=10, windows=((3, 2), (6, 1)), fills="wnb", cornice="dentils")
CLOCK = Look(ceiling=1, bay=6, windows=((4, 1),), fills="cw", cornice="line")
BELFRY = Look(ceiling=1, bay=10, windows=((4, 2),), paired=True, fills="wcn", cornice="dentils")
CRYPT = Look(ceiling=3, bay=6, fills="nc", shelf=STONE)
CISTERN = Look(ceiling=2, bay=10, fills="n", shelf=STONE, cornice="line")
VAULT = Look(ceiling=3, bay=8, fills="nnc", shelf=STONE, cornice="dentils")
CULVERT = Look(ceiling=2, bay=12, fills=".cn", shelf=STONE, cornice="line")
LABORATORY = Look(ceiling=2, bay=12, windows=((4, 1),), fills="wn", cornice="line")
STORE = Look(ceiling=2, bay=8, windows=((4, 1),), fills="nw.", cornice="dentils")
FURNACE = Look(ceiling=3, bay=6, fills="c.n", cornice="dentils")
FOUNDRY = Look(ceiling=3, bay=10, fills="nc", cornice="line")
KEEP = Look(ceiling=2, windows=((4, 2),), fills="wbn", cornice="dentils")
SOLAR = Look(ceiling=2, bay=10, windows=((4, 2),), paired=True, fills="wns", cornice="line")
RAMPART = Look(ceiling=0, skyline="towers")


@dataclass(frozen=True, slots=True)
class Dweller:
    """A kind that lives in a stage.

    at: the places it takes, letters of levels.spots. since: the part of the way, in percent, from which it is met.
    weight: how common it is. most: at most so many (graves and spawners count as one).
    """

    kind: str
    at: str
    since: int = 0
    weight: int = 3
    most: int = 12


@dataclass(frozen=True, slots=True)
class Finds:
    """What is to be found. arms: sub-weapons in candles, in this order. treats: what late candles hold. walls: what is walled in."""

    arms: tuple[str, ...]
    treats: tuple[str, ...]
    walls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the castle.

    pack: the tile set it wears. routes: the ways through the grid to choose from: what comes between its walks.
    looks: to choose from before the door, behind it, and in the arena; those of a place all have a roof, or none. screens: fewest and
    most, but for forks. threat: foes a screen, first and last.
    dwellers: who lives here. boss: the kind that its arena is drawn for. forks: the most choices of ways.
    """

    number: int
    name: str
    title: str
    routes: tuple[tuple[str, ...], ...]
    looks: tuple[tuple[Look, ...], tuple[Look, ...], tuple[Look, ...]]
    screens: tuple[int, int]
    threat: tuple[float, float]
    dwellers: tuple[Dweller, ...]
    finds: Finds
    boss: str
    forks: int = 1

    @property
    def pack(self) -> str:
        """The id of its tile set, which is its name."""
        return self.name

    @property
    def file_stem(self) -> str:
        """What its maps, proofs and replays are called, before the ending."""
        return f"{self.number:02}-{self.name}"

    def looks_of(self, doors: int, *, arena: bool) -> tuple[Look, ...]:
        """What a section behind so many doors may look like, or the arena."""
        return self.looks[2] if arena else self.looks[min(doors, 1)]


STAGES = (
    Stage(
        number=1,
        name="gate",
        title="The Gate in the Hedge",
        routes=((DOOR, UP), (UP, DOOR), (DOOR, UP, DOWN), (DOOR, DOWN, UP), (UP, DOOR, UP), (UP, DOOR, DOWN), (DOOR, UP, UP)),
        looks=((GARDEN, PARK), (GATEHOUSE, GUARDROOM, ARMOURY), (GATEHOUSE, ARMOURY)),
        screens=(13, 15),
        threat=(1.1, 2.1),
        dwellers=(
            Dweller("shambler", "e", weight=4),
            Dweller("hound", "e"),
            Dweller("bat", "vr"),
            Dweller("flea", "e", since=70, weight=2, most=2),
        ),
        finds=Finds(("dagger", "axe"), (), ("meat",)),
        boss="boss_bat",
    ),
    Stage(
        number=2,
        name="hall",
        title="The Hall of Held Breath",
        routes=((UP, DOOR), (DOOR, UP), (UP, DOOR, DOWN), (DOWN, DOOR, UP), (DOOR, UP, DOWN), (DOWN, UP, DOOR), (UP, UP, DOOR)),
        looks=((HALL, BANQUET), (GALLERY, PASSAGE, BANQUET), (HALL, BANQUET)),
        screens=(13, 15),
        threat=(1.5, 2.8),
        dwellers=(
            Dweller("shambler", "e"),
            Dweller("spear", "g", since=15),
            Dweller("bat", "vr"),
            Dweller("pillar", "p", since=30, weight=2, most=2),
            Dweller("ghost", "v", since=60, weight=2, most=2),
        ),
        finds=Finds(("axe", "flask"), ("rosary",), ("meat", "bag")),
        boss="boss_weaver",
        forks=2,
    ),
    Stage(
        number=3,
        name="chapel",
        title="Chapel of the Slow Clock",
        routes=((UP, DOOR, UP), (DOOR, UP, UP), (UP, UP, DOOR), (UP, DOOR), (DOWN, DOOR, UP, UP)),
        looks=((CHAPEL, CHOIR), (CLOCK, BELFRY), (CLOCK, BELFRY)),
        screens=(15, 17),
        threat=(1.7, 3.2),
        dwellers=(
            Dweller("thrower", "e"),
            Dweller("spear", "g"),
            Dweller("flea", "e", since=25),
            Dweller("head", "v", since=40, weight=3, most=4),
        ),
        finds=Finds(("crescent", "dagger"), ("veil",), ("meat", "life")),
        boss="boss_bell",
    ),
    Stage(
        number=4,
        name="crypt",
        title="The Drowned Crypt",
        routes=((DOWN, DOOR), (DOOR, DOWN), (DOWN, DOOR, DOWN), (DOWN, DOWN, DOOR), (DOOR, DOWN, DOWN), (DOWN, DOOR, UP)),
        looks=((CRYPT, VAULT), (CISTERN, CULVERT), (CISTERN,)),
        screens=(14, 16),
        threat=(1.8, 3.3),
        dwellers=(
            Dweller("fishman", "w", weight=4),
            Dweller("bat", "vr"),
            Dweller("riser", "eg", since=15, weight=4),
            Dweller("shambler", "e", since=30, most=4),
            Dweller("ghost", "v", since=40, weight=2, most=3),
        ),
        finds=Finds(("flask", "watch"), ("rosary",), ("meat", "bag")),
        boss="boss_eel",
    ),
    Stage(
        number=5,
        name="laboratory",
        title="A Laboratory of Small Hours",
        routes=((UP, DOOR, UP), (UP, DOOR, DOWN), (DOWN, DOOR, UP), (UP, UP, DOOR), (DOOR, UP, DOWN), (DOOR, DOWN, UP), (DOOR, UP, UP)),
        looks=((LABORATORY, STORE), (FURNACE, FOUNDRY), (LABORATORY, FOUNDRY)),
        screens=(15, 16),
        threat=(1.7, 3.5),
        dwellers=(
            Dweller("hound", "e"),
            Dweller("thrower", "e"),
            Dweller("flea", "e", weight=4),
            Dweller("bat", "vr", weight=2, most=7),
            Dweller("riser", "eg", since=20),
            Dweller("pillar", "p", since=25, weight=2, most=3),
            Dweller("knight", "g", since=55, weight=2, most=3),
        ),
        finds=Finds(("watch", "crescent"), ("veil",), ("meat", "heart_large")),
        boss="boss_golem",
    ),
    Stage(
        number=6,
        name="keep",
        title="The Waking Keep",
        routes=((UP, DOOR, UP), (UP, UP, DOOR), (UP, DOOR, DOWN), (UP, UP, DOOR, UP), (DOWN, UP, DOOR)),
        looks=((KEEP, SOLAR), (RAMPART,), (RAMPART,)),
        screens=(16, 17),
        threat=(1.4, 3.8),
        dwellers=(
            Dweller("hound", "e"),
            Dweller("spear", "g"),
            Dweller("thrower", "e"),
            Dweller("bat", "r", weight=2, most=3),
            Dweller("pillar", "p", weight=2, most=2),
            Dweller("ghost", "v", since=20, weight=2, most=6),
            Dweller("head", "v", since=45, most=4),
            Dweller("knight", "g", since=30, most=4),
        ),
        finds=Finds(("axe", "crescent"), ("rosary", "veil"), ("meat", "life")),
        boss="boss_dreamer",
        forks=2,
    ),
)
"""The castle, from its gate to its keep. `STAGES[n - 1]` is stage n."""
