"""Twenty maps that somebody edited, and what `prove` says of each: `python -m tools.edits` writes them into docs/editing.md."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from game.sim.level import Cell
from generator.files import write_whole
from generator.roles import SLOT_BY_NAME
from levels.commands import prove_file
from levels.model import LevelMap
from levels.save import save_map
from tools.drawn import ground

PAGE = Path(__file__).parent.parent / "docs" / "editing.md"
BEGIN, END = "<!-- python -m tools.edits writes what follows -->\n", "<!-- up to here -->\n"
SLOT_OF = {
    Cell.EMPTY: "wall.0",
    Cell.SOLID: "terrain.15",
    Cell.PLATFORM: "platform.mid",
    Cell.STAIRS_UP: "stairs.up",
    Cell.STAIRS_DOWN: "stairs.down",
    Cell.LIQUID: "liquid.top",
    Cell.SPIKES: "spikes.0",
    Cell.BREAKABLE: "breakable.0",
}
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Edit:
    """what was done. rows: the map's last ones, as tools.drawn.ground has them."""

    what: str
    rows: tuple[str, ...]


AIR, FLAT = "." * 24, "#" * 24
WAY = "@......................X"
GATE = "..........##............"
EDITS = (
    Edit("nothing", (WAY, FLAT)),
    Edit("a gap of two cells", (WAY, "########..##############")),
    Edit("a gap of three", (WAY, "########...#############")),
    Edit("a gap of five", (WAY, "########.....###########")),
    Edit("a gap of three over water", (WAY, "########~~~#############")),
    Edit("two gaps of three", (WAY, "######...#####...#######")),
    Edit("a gap of five with an island", (WAY, "#######..#..############")),
    Edit("a bridge over a gap", (WAY, "########---#############")),
    Edit("a step of two cells", (".......................X", "..........##############", "@.........##############", FLAT)),
    Edit(
        "a step of three",
        (".......................X", "..........##############", "..........##############", "@.........##############", FLAT),
    ),
    Edit(
        "a ledge before the step",
        (*[".......................X"], "..........##############", "........-.##############", "@.........##############", FLAT),
    ),
    Edit(
        "stairs up to it",
        (
            ".......................X",
            "........./##############",
            "......../.##############",
            "......./..##############",
            "@...../...##############",
            FLAT,
        ),
    ),
    Edit(
        "stairs without their foot",
        (
            ".......................X",
            "........./##############",
            "......../.##############",
            "......./..##############",
            "@.........##############",
            FLAT,
        ),
    ),
    Edit("a wall", (*[GATE] * 10, "@.........##...........X", FLAT)),
    Edit("a crawlway", (*[GATE] * 9, GATE, WAY, FLAT)),
    Edit("a door of two cells", (*[GATE] * 9, AIR, WAY, FLAT)),
    Edit("a wall of blocks", (*[GATE] * 9, "..........bb............", "@.........bb...........X", FLAT)),
    Edit("a bed of spikes under a roof", (*[FLAT] * 8, AIR, AIR, "@.......^^^^...........X", FLAT)),
    Edit("a low ceiling over a gap", (*[FLAT] * 9, AIR, WAY, "########..##############")),
    Edit("an exit in the air", ("...........X............", AIR, AIR, AIR, "@.......................", FLAT)),
)


def save_edit(edit: Edit, path: Path) -> None:
    """The map as a file, as an editor would leave it."""
    level = ground(*edit.rows)
    cells = np.frombuffer(level.cells, np.uint8).reshape(level.height, level.width)
    slot = np.array([SLOT_BY_NAME[SLOT_OF[cell]].id for cell in Cell], np.uint8)
    save_map(LevelMap(level, slot[cells]), path)


def answers() -> Iterator[tuple[Edit, str]]:
    """Each edit, saved as a map and given to `prove`: yes, or no and why."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "edit.tmx"
        for edit in EDITS:
            save_edit(edit, path)
            answer = prove_file(path)
            yield edit, "yes" if answer.finished else f"no: {answer.lines[1]}"


def table() -> str:
    """The edits as a page shows them: what was done, the last rows of the drawing, the answer."""
    lines = ["| | edit | drawn | `prove` says |", "|-|-|-|-|"]
    for number, (edit, answer) in enumerate(answers(), 1):
        drawn = "<br>".join(edit.rows[-_SHOWN:])
        lines.append(f"| {number} | {edit.what} | <pre>{drawn}</pre> | {answer} |")
    return "\n".join(lines) + "\n"


def parts(page: str) -> tuple[str, str, str]:
    """What stands before the table, the table, and what comes after it."""
    before, rest = page.split(BEGIN)
    inside, after = rest.split(END)
    return before + BEGIN, inside, END + after


def main() -> None:
    before, _, after = parts(PAGE.read_text("utf-8"))
    write_whole(PAGE, (before + table() + after).encode())


if __name__ == "__main__":
    main()
