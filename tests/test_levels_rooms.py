"""The stock of rooms: drawn rightly, and each can be crossed the ways it says, with no place to be stuck in."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest

from game.sim.level import CELL, Level, Section, Thing
from game.sim.world import Rules, World
from levels.lot import Lot
from levels.machines import things
from levels.search import ON_LIFT, Graph, Place, explore
from levels.stages import STAGES
from levels.templates import FLOOR_ROW, SCREEN_H, Room, TemplateError, parse, stock
from tests.level_text import CELLS

FLAT = ["." * 16] * 11 + ["#" * 16] * 2
LOBBY = 4  # cells of plain floor put before and behind a room that is tried


def text_of(rows: list[str], *header: str) -> str:
    lines = ["room trial", "kind passage", "stages 1", "left low", "right low", *header, "map", *rows, ""]
    return "\n".join(lines)


def test_the_stock_is_large_enough_for_six_stages() -> None:
    kinds = Counter((room.kind, stage) for room in stock() for stage in room.stages)
    assert len(stock()) >= 24
    for stage in range(1, 7):
        assert kinds["start", stage] >= 1
        assert kinds["arena", stage] >= 1
        assert kinds["stairs", stage] >= 3
        assert kinds["passage", stage] >= 10


def test_most_rooms_have_random_parts() -> None:
    passages = [room for room in stock() if room.kind == "passage"]
    assert sum(bool(room.parts) for room in passages) > 0.9 * len(passages)


def test_a_mirrored_room_leans_the_other_way_and_back() -> None:
    for room in stock():
        twin = room.mirrored()
        assert (twin.left, twin.right) == (room.right, room.left)
        assert "".join(twin.grid).count("/") == "".join(room.grid).count("\\")
        assert twin.mirrored() == room


def test_a_random_part_is_decided_once_for_all_its_cells() -> None:
    rows = FLAT.copy()
    rows[8] = "..11....11......"
    room = parse(text_of(rows, "part 1 50 - ."), "test")[0]
    drawn = {room.draw(Lot(f"{n}"))[8] for n in range(40)}
    assert drawn == {"................", "..--....--......"}


@pytest.mark.parametrize(
    ("rows", "header", "reason"),
    [
        (FLAT[1:], (), "12 rows"),
        ([row + "." for row in FLAT], (), "17"),
        ([*FLAT[:5], "......?.........", *FLAT[6:]], (), r"unknown characters \['\?'\]"),
        ([*FLAT[:5], "......1.........", *FLAT[6:]], (), r"digits \['1'\]"),
        (FLAT, ("part 2 50 c .",), r"\['2'\] explained"),
        ([*FLAT[:9], "#...............", *FLAT[10:]], (), "left edge is not low"),
        ([*FLAT[:12], "###############."], (), "right edge is not low"),
        (FLAT, ("kind arena",), "no .* in the screen"),
        (FLAT, ("kind door",), "two screens wide"),
        ([row * 2 for row in FLAT], ("kind door",), "checkpoint is not behind"),
        ([*(row * 2 for row in FLAT[:9]), "#" * 32, *(row * 2 for row in FLAT[10:])], ("kind door",), "cannot be walked through"),
        (FLAT, ("roof yes",), "unknown line 'roof'"),
        (FLAT, ("left deep",), "'deep', not wall or one of"),
        (FLAT, ("place inside",), "place 'inside', not in or out or any"),
        (FLAT, ("turn",), "turn '', not yes or no"),
        (FLAT, ("hard very yes",), "hard 'very yes', not yes or no"),
        (FLAT, ("beat mad",), "beat 'mad', not calm or gauntlet"),
        (FLAT, ("stages one",), "stages 'one', not what it takes"),
        (FLAT, ("part 1 60 c",), "part 1 60 c: not `part DIGIT PERCENT YES NO`"),
        (FLAT, ("part 1 160 c .",), "part 1 160 c .: not"),
        ([], (), "0 rows"),
    ],
)
def test_a_room_drawn_wrongly_is_told_by_name(rows: list[str], header: tuple[str, ...], reason: str) -> None:
    with pytest.raises(TemplateError, match=rf"test: trial.*{reason}"):
        parse(text_of(rows, *header), "test")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("room trial\nkind passage\nmap\n" + "\n".join(FLAT), "trial: no line stages or left or right"),
        ("room trial\nkind passage\nstages 1\nleft low\nright low\n\nroom next\n", "trial: 0 rows"),
        ("kind passage\nstages 1\nleft low\nright low\nmap\n" + "\n".join(FLAT), "a room without a name"),
    ],
)
def test_a_room_that_lacks_something_is_told(text: str, reason: str) -> None:
    with pytest.raises(TemplateError, match=rf"test: {reason}"):
        parse(text, "test")


UPPER = ["#" + "." * 30 + "#"] * 10 + ["#...+" + "." * 26 + "#"]
BORDER = ["##\\--######################--/##", "###\\..####################../###", "####\\..##################../####"]
LOWER = ["." * (5 + i) + "\\" + "." * (20 - 2 * i) + "/" + "." * (5 + i) for i in range(10)] + ["#" * 32] * 2
FORK = UPPER + BORDER + LOWER
HEADER = ("kind fork", "side up")


def test_a_fork_is_read() -> None:
    room = parse(text_of(FORK, *HEADER), "test")[0]
    assert (room.kind, room.side, room.storeys, room.screens, room.walk, room.leave) == ("fork", "up", 2, 2, 1, 1)


@pytest.mark.parametrize(
    ("row", "drawn", "header", "reason"),
    [
        (0, "." * 32, HEADER, "storey at row 0 is no section of its own"),
        (10, UPPER[0], HEADER, "checkpoint is not in the side storey"),
        (23, LOWER[9].replace("..", "+.", 1), HEADER, "checkpoint is not in the side storey"),
        (11, BORDER[0].replace("--", ".."), HEADER, "fall through row 12 at column 4"),
        (13, "####" + "#" * 3 + BORDER[2][7:], HEADER, r"stairs at columns \[28\] only"),
        (0, UPPER[0], ("kind fork",), "has `side up` or `side down`"),
        (0, UPPER[0], ("kind fork", "side left"), "has `side up` or `side down`"),
        (24, LOWER[9], HEADER, "left edge is not low"),
    ],
)
def test_a_fork_drawn_wrongly_is_told(row: int, drawn: str, header: tuple[str, ...], reason: str) -> None:
    rows = [*FORK[:row], drawn, *FORK[row + 1 :]]
    with pytest.raises(TemplateError, match=rf"test: trial.*{reason}"):
        parse(text_of(rows, *header), "test")


def test_forks_and_stairs_have_their_sizes() -> None:
    with pytest.raises(TemplateError, match=r"13 rows .* not 26 of"):
        parse(text_of([row * 2 for row in FLAT], *HEADER), "test")
    with pytest.raises(TemplateError, match="5 screens wide; a room of kind fork has 2 or 3 or 4"):
        parse(text_of([row * 5 for row in FLAT * 2], *HEADER), "test")
    with pytest.raises(TemplateError, match=r"52 rows .* not 26 or 39 of"):
        parse(text_of(FLAT * 4, "kind stairs"), "test")
    with pytest.raises(TemplateError, match="kind 'passage' with side 'up'"):
        parse(text_of(FLAT, "side up"), "test")


@pytest.mark.parametrize("room", stock(), ids=lambda room: room.name)
def test_who_stands_in_a_room_stands_on_something(room: Room) -> None:
    for yes in (True, False):
        grid = drawn(room, yes)
        for y, row in enumerate(grid):
            for x, c in enumerate(row):
                if c in "egp@+":
                    assert grid[y + 1][x] in "#-", (x, y, yes)
                if c in "@+":
                    assert grid[y - 1][x] not in "#-b/\\", (x, y, yes)
                if c in "ecv":
                    assert grid[y - 1][x] not in "#b", (x, y, yes)


def drawn(room: Room, yes: bool) -> list[str]:
    """The room with all its random parts there, or none."""
    return ["".join((room.parts[c].yes if yes else room.parts[c].no) if c in room.parts else c for c in row) for row in room.grid]


@pytest.mark.parametrize("room", [room for room in stock() if room.kind == "arena"], ids=lambda room: room.name)
def test_a_boss_without_wings_stands_in_its_arena_with_room_over_its_head(room: Room) -> None:
    grid = drawn(room, yes=True)
    x, y = next((row.index("M"), y) for y, row in enumerate(grid) if "M" in row)
    winged = {STAGES[number - 1].boss for number in room.stages} & {"boss_bat", "boss_weaver"}
    assert grid[y - 1][x] not in "#-b"
    assert (grid[y + 1][x] in "#-") != bool(winged)


@pytest.mark.parametrize("room", stock(), ids=lambda room: room.name)
def test_a_ceiling_leaves_headroom_over_boards(room: Room) -> None:
    """Who jumps up through boards that are too high would be caught between them and the slab that the stage puts in.

    Into a gap over rock he does not get in the first place.
    """
    for ceiling in ceilings(room):
        assert under_the_slab(room, ceiling) == [], ceiling


def ceilings(room: Room) -> set[int]:
    """How thick the slab over a room can be, cells: as the looks of its stages have it where the room can be."""
    places = [STAGES[number - 1].looks for number in room.stages]
    looks = {look for before, behind, arena in places for look in (arena if room.kind == "arena" else before + behind)}
    if room.kind in ("passage", "fork"):
        looks = {look for look in looks if room.place == "any" or (room.place == "in") == bool(look.ceiling)}
    return {look.ceiling for look in looks}


def under_the_slab(room: Room, ceiling: int) -> list[tuple[int, int]]:
    """Boards with air over them, of which the slab leaves less than the two cells that the hero is high."""
    found = set()
    for yes in (True, False):
        grid = drawn(room, yes)
        for y, row in enumerate(grid[: ceiling + 2]):
            for x, c in enumerate(row):
                if c in "-%" and (y < 2 or (grid[y - 1][x] not in "#b" and grid[y - 2][x] == ".")):
                    found.add((x, y))
    return sorted(found)


def lobby(edge: str, row: int) -> str:
    return ("#" if edge == "wall" or row >= FLOOR_ROW[edge] else ".") * LOBBY


def tried(room: Room, yes: bool, back: bool) -> Level:
    """The room with a lobby on either side; to be crossed as drawn, or back."""
    grid = drawn(room, yes)
    enter, leave_at = room.walk * SCREEN_H, room.leave * SCREEN_H
    rows = []
    for y, row in enumerate(grid):
        before = lobby(room.left if 0 <= y - enter < SCREEN_H else "wall", y - enter)
        behind = lobby(room.right if 0 <= y - leave_at < SCREEN_H else "wall", y - leave_at)
        if room.exit_left:
            before, behind = (behind, lobby("wall", y)) if y < enter else (before, lobby("wall", y))
        rows.append(before + row + behind)
    width, height = len(rows[0]), len(rows)
    entry = 24, FLOOR_ROW.get(room.left, 11) * CELL + enter * CELL
    leave = (24 if room.exit_left else width * CELL - 24), FLOOR_ROW.get(room.right, 11) * CELL + leave_at * CELL
    if room.kind == "start":
        entry = next(((x + LOBBY) * CELL + 8, (y + 1) * CELL) for y, row in enumerate(room.grid) for x, c in enumerate(row) if c == "@")
    if room.kind == "arena":
        leave = next(((x + LOBBY) * CELL + 16, (y + 2) * CELL) for y, row in enumerate(room.grid) for x, c in enumerate(row) if c == "D")
    start, goal = (leave, entry) if back else (entry, leave)
    return Level(
        width=width,
        height=height,
        cells=bytes(CELLS.get(c, 0) for row in rows for c in row),
        start=(*start, 1),
        exit=(goal[0] - 8, goal[1] - CELL, CELL, CELL),
        sections=tuple(Section(0, y, width) for y in range(0, height, SCREEN_H)),
        things=tuple(things(rows, room.machines)),
    )


HOISTS = [room for room in stock() if [(machine.kind, machine.dx) for machine in room.machines.values()] == [("lift", 0)]]


@pytest.mark.parametrize("room", HOISTS, ids=lambda room: room.name)
def test_wherever_a_hoist_is_when_one_comes_to_it_it_takes_one_up(room: Room) -> None:
    """Who steps on at the last moment is carried against the wall before he has come to rest, and leaves from there."""
    level = tried(room, yes=True, back=False)
    for phase in range(8, 224, 24):
        assert explore(replace(level, things=tuple(replace(thing, phase=phase) for thing in level.things))).goal, phase


@pytest.mark.parametrize("room", stock(), ids=lambda room: room.name)
def test_a_room_can_be_crossed_and_holds_nobody_for_ever(room: Room) -> None:
    ways = [(True, False)]
    if tried(room, yes=False, back=False) != tried(room, yes=True, back=False):  # where its random parts are more than candles
        ways.append((False, False))
    if room.turn or room.kind == "stairs":
        ways.append((True, True))
    for yes, back in ways:
        graph = explore(tried(room, yes, back), everywhere=True)
        assert graph.goal, (yes, back)
        assert graph.stuck() == []
        assert [place for place in replace(graph, deadly=set()).stuck() if on_firm_ground(place)] == []
        if room.kind == "fork":
            assert stairs_not_taken(graph) == []
            assert explore(tried(without_side(room), yes, back)).goal, ("the walk alone", yes, back)
        if yes and not back:
            assert candles_out_of_reach(room, graph) == []
            assert boards_out_of_reach(room, graph) == []


@pytest.mark.parametrize(
    "room", [room for room in stock() if room.kind != "fork" and "+" in "".join(room.grid)], ids=lambda room: room.name
)
def test_whoever_takes_the_straight_way_through_a_room_passes_its_checkpoints(room: Room) -> None:
    for back in (False, True) if room.turn or room.kind == "stairs" else (False,):
        level = tried(room, yes=True, back=back)
        buttons = explore(level).buttons()
        for x, y in ((x, y) for y, row in enumerate(room.grid) for x, c in enumerate(row) if c == "+"):
            world = World(replace(level, checkpoints=(((x + LOBBY) * CELL + CELL // 2, (y + 1) * CELL),)), 0, Rules(enemies=False))
            for pad in buttons:
                world.step(pad)
            assert (world.status, world.hero.checkpoint) == ("cleared", 0), (x, y, back)


def on_firm_ground(place: Place) -> bool:
    """Time makes no difference here: nothing crumbles, nothing comes down."""
    return all(isinstance(what, int) or what == ON_LIFT for what in place[2])


def without_side(fork: Room) -> Room:
    """A fork whose side storey is all rock."""
    rock = ("#" * len(fork.grid[0]),) * SCREEN_H
    return replace(fork, grid=(*rock, *fork.storey(1)) if fork.side == "up" else (*fork.storey(0), *rock))


def stairs_not_taken(graph: Graph) -> list[tuple[int, int]]:
    """The feet of staircases of which not both ends are stood at."""
    stood = {(visit.world.hero.x >> 8, visit.world.hero.y >> 8) for visit in graph.visits.values()}
    runs = next(iter(graph.visits.values())).world.terrain.stairs
    return [(run.x0, run.y0) for run in runs if not {(run.x0, run.y0), (run.x1, run.y1)} <= stood]


def boards_out_of_reach(room: Room, graph: Graph) -> list[tuple[int, int]]:
    """The left ends of platforms that the hero cannot stand on."""
    feet = {(visit.world.hero.x >> 8, visit.world.hero.y >> 8) for visit in graph.visits.values()}
    found = []
    for y, row in enumerate(drawn(room, yes=True)):
        for run in re.finditer("-+", row):
            left, right = (run.start() + LOBBY) * CELL, (run.end() + LOBBY) * CELL
            if not any(fy == y * CELL and left - 6 < fx < right + 6 for fx, fy in feet):
                found.append((run.start(), y))
    return found


def candles_out_of_reach(room: Room, graph: Graph) -> list[tuple[int, int]]:
    """Candles that the shortest whip (8..40 px ahead, 12..24 above the feet) hits from no place, not even with a jump."""
    feet = [(visit.world.hero.x >> 8, visit.world.hero.y >> 8) for visit in graph.visits.values()]
    candles = [(x, y) for y, row in enumerate(drawn(room, yes=True)) for x, c in enumerate(row) if c == "c"]

    def hit(cx: int, cy: int) -> bool:
        middle, bottom = (cx + LOBBY) * CELL + 8, (cy + 1) * CELL
        return any(abs(middle - x) <= 40 and bottom - 14 <= y - 12 and y - 24 - 36 <= bottom for x, y in feet)

    return [(x, y) for x, y in candles if not hit(x, y)]


# ---- machines

HALL = ["." * 16] * 8 + ["." * 16, "." * 16, "." * 16, "#" * 16, "#" * 16]


def with_machines(*header: str, **rows: str) -> Room:
    """A flat room with some rows (r3="...") drawn otherwise."""
    grid = [rows.get(f"r{y}", row) for y, row in enumerate(HALL)]
    return parse(text_of(grid, *header), "test")[0]


PRESS = {"r2": "#" * 16, "r3": "....qq.........."}


def test_a_room_draws_its_machines() -> None:
    room = with_machines(
        "lift l 6 -2 240 30", "crusher q 8 300", r2="#" * 16, r3=PRESS["r3"], r11="##lll%%..>>>..##", r12="##...........###"
    )
    assert room.moving == {"lift", "crusher", "crumble", "conveyor"}
    assert things(room.grid, room.machines) == [
        Thing("crusher", 80, 48, dy=128, period=300),
        Thing("lift", 56, 176, span=48, dx=96, dy=-32, period=240, phase=30),
        Thing("crumble", 88, 192),
        Thing("crumble", 104, 192),
        Thing("conveyor", 168, 176, 1, span=48),
    ]


def test_in_a_mirror_lifts_and_conveyors_run_the_other_way() -> None:
    room = with_machines("lift l 6 -2 240 30", r11="##lll....>>>..##", r12="##...........###")
    there = {thing.kind: thing for thing in things(room.grid, room.machines)}
    back = {thing.kind: thing for thing in things(room.mirrored().grid, room.mirrored().machines)}
    assert back["lift"] == replace(there["lift"], x=256 - there["lift"].x, dx=-96)
    assert back["conveyor"] == replace(there["conveyor"], x=256 - there["conveyor"].x, facing=-1)
    assert room.mirrored().mirrored() == room


@pytest.mark.parametrize(
    ("header", "rows", "reason"),
    [
        (("lift l 6 0 240",), {}, r"machines \[\] drawn, \['l'\] explained"),
        ((), {"r9": "......ll........"}, r"machines \['l'\] drawn"),
        (("lift l 6 0 240",), {"r9": "......llll......"}, "4 cells wide"),
        (("lift l 6 0",), {"r9": "......ll........"}, "not `lift LETTER"),
        (("lift l six 0 240",), {"r9": "......ll........"}, "six"),
        (("lift # 6 0 240",), {}, "not `lift LETTER"),
        (("crusher q 8 300",), {"r3": PRESS["r3"]}, "not 2 cells under rock"),
        (("crusher q 8 300",), PRESS | {"r3": "....qqq........."}, "not 2 cells under rock"),
    ],
)
def test_machines_drawn_wrongly_are_told(header: tuple[str, ...], rows: dict[str, str], reason: str) -> None:
    with pytest.raises(TemplateError, match=rf"test: trial.*{reason}"):
        with_machines(*header, **rows)
