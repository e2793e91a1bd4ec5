"""Dreams the six packs that ship, one for each stage, from seeds that were chosen by looking at many.

python -m tools.packs            writes assets/tilesets/<id> with the shipped model
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from generator.dream import dream
from generator.pack import write_pack

TILESETS = Path(__file__).resolve().parent.parent / "assets" / "tilesets"


@dataclass(frozen=True, slots=True)
class Shipped:
    """id: the pack's folder and the name that maps call it by."""

    id: str
    title: str
    seed: str


SHIPPED = (
    Shipped("gate", "Gate and garden", "garden-14"),
    Shipped("hall", "The great hall", "night-14"),
    Shipped("chapel", "Chapel and clock", "night-09"),
    Shipped("crypt", "The drowned crypt", "castle-13"),
    Shipped("laboratory", "The laboratory", "night-20"),
    Shipped("keep", "The keep under the moon", "castle-04"),
)


def main() -> None:
    for one in SHIPPED:
        pack = replace(dream(one.seed), id=one.id, title=one.title)
        print(f"wrote {write_pack(pack, TILESETS / one.id)}: seed {one.seed!r}, {pack.originality}")


if __name__ == "__main__":
    main()
