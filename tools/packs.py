"""The six packs that ship, one for each stage, and how their seeds are chosen.

python -m tools.packs                           dreams them anew with the shipped model, from the seeds that their pack.toml remember
python -m tools.packs --rank 60 --out DIR       dreams 60 seeds, ranks them for each stage's mood, and lays out the best six of each
python -m tools.packs --rank 60 --out DIR --take     ... and makes the best of each stage its pack

A seed's rank for a stage is how readable its sheet is (``generator.merit``; what the stage shows much of counts more), less how
far its colours are from the stage's mood. A seed serves one stage only.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from generator.dream import dream
from generator.gallery import write_gallery
from generator.merit import merits
from generator.pack import Pack, load_pack, write_pack
from generator.palette import MASTER
from generator.roles import SLOT_BY_NAME

TILESETS = Path(__file__).resolve().parent.parent / "assets" / "tilesets"
_SHOWN = 6
_TINT_WEIGHT = 12.0
"""What a unit of OKLab distance from a stage's tint counts beside a sheet's merit."""
_SKY_WEIGHT = 0.5
_SEEN_WEIGHT = 0.15
"""What the merit of a family that a stage shows much of counts again."""


@dataclass(frozen=True, slots=True)
class Stage:
    """id: the pack's folder and the name that maps call it by. tint: OKLab a and b that wall and ground have in the mean.

    dusk: whether the sky is to have a colour. seen: the families of slots that the stage shows much of.
    """

    id: str
    title: str
    tint: tuple[float, float]
    dusk: bool
    seen: tuple[str, ...]


STAGES = (
    Stage("gate", "Gate and garden", (-0.03, -0.02), True, ("sky", "foliage", "fence", "liquid")),
    Stage("hall", "The great hall", (0.05, 0.03), False, ("column", "window", "platform", "stairs")),
    Stage("chapel", "Chapel and clock", (0.04, -0.08), False, ("window", "column", "stairs", "door")),
    Stage("crypt", "The drowned crypt", (-0.05, 0.0), False, ("liquid", "spikes", "platform")),
    Stage("laboratory", "The laboratory", (-0.02, 0.05), False, ("breakable", "decor", "spikes", "platform")),
    Stage("keep", "The keep under the moon", (0.0, -0.09), True, ("sky", "window", "stairs", "door")),
)


def fitness(pack: Pack, stage: Stage) -> float:
    """How well a pack serves a stage; higher is better."""
    found = merits(pack)
    shown = MASTER.oklab[pack.indices()]
    tint = np.mean([shown[SLOT_BY_NAME[name].id, ..., 1:].mean(axis=(0, 1)) for name in ("wall.0", "terrain.14", "terrain.15")], axis=0)
    apart = float(np.hypot(*(tint - stage.tint)))
    dusk = pack.backdrop % 16 in range(1, 13)
    seen = sum(found[family] for family in stage.seen)
    return float(np.mean(list(found.values()))) + _SEEN_WEIGHT * seen - _TINT_WEIGHT * apart - _SKY_WEIGHT * (dusk != stage.dusk)


def ranked(packs: Sequence[Pack], stage: Stage) -> list[Pack]:
    """Packs in the order in which they serve a stage, the best first."""
    return sorted(packs, key=lambda pack: (-fitness(pack, stage), pack.id))


def chosen(packs: Sequence[Pack]) -> dict[str, Pack]:
    """A pack for each stage, no seed twice: where two stages want one, the stage gets it that would lose more by its next best."""
    left, open_ = list(packs), list(STAGES)
    found: dict[str, Pack] = {}
    while open_ and left:
        orders = {stage: ranked(left, stage) for stage in open_}
        loss = {stage: fitness(order[0], stage) - fitness(order[min(1, len(order) - 1)], stage) for stage, order in orders.items()}
        stage = max(open_, key=lambda one: (loss[one], -STAGES.index(one)))
        found[stage.id] = orders[stage][0]
        open_.remove(stage)
        left.remove(orders[stage][0])
    return found


def _remake(model: Path | None) -> None:
    for stage in STAGES:
        seed = load_pack(TILESETS / stage.id).seed
        _write(dream(seed, model), stage)


def _write(pack: Pack, stage: Stage) -> None:
    folder = write_pack(replace(pack, id=stage.id, title=stage.title), TILESETS / stage.id)
    print(f"wrote {folder.name}: seed {pack.seed!r}, fitness {fitness(pack, stage):.2f}, {pack.originality}")


def _rank(count: int, stem: str, out: Path, model: Path | None, take: bool) -> None:
    packs = []
    for n in range(1, count + 1):
        packs.append(dream(f"{stem}-{n:03}", model))
        print(f"\rdreamt {n} of {count}", end="", flush=True)
    print()
    for stage in STAGES:
        best = ranked(packs, stage)[:_SHOWN]
        write_gallery(best, out / f"{stage.id}.png", scale=2)
        print(f"{stage.id}: " + ", ".join(f"{pack.seed} {fitness(pack, stage):.2f}" for pack in best))
    picks = chosen(packs)
    write_gallery([picks[stage.id] for stage in STAGES if stage.id in picks], out / "chosen.png", scale=2)
    print("chosen: " + ", ".join(f"{stage} {pack.seed}" for stage, pack in picks.items()))
    if take:
        for stage in STAGES:
            _write(picks[stage.id], stage)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tools.packs", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rank", type=int, metavar="N", help="dream and rank N seeds (at least 6)")
    parser.add_argument("--stem", default="keep", help="the seeds are STEM-001 and so on (default: %(default)s)")
    parser.add_argument(
        "--out", type=Path, default=Path("dreams/ranked"), metavar="DIR", help="where the contact sheets go (default: %(default)s)"
    )
    parser.add_argument("--take", action="store_true", help="make the best of each stage its pack")
    parser.add_argument("--model", type=Path, metavar="FILE", help="default: the model that comes with the game")
    options = parser.parse_args(arguments)
    if options.rank is None:
        _remake(options.model)
    elif options.rank < len(STAGES):
        parser.error(f"six stages want at least six seeds, not {options.rank}")
    else:
        _rank(options.rank, options.stem, options.out, options.model, options.take)


if __name__ == "__main__":
    main()
