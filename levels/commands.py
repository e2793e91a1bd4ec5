"""What the verbs `build` and `prove` do: files in, files out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from game.sim.level import Level
from generator.files import writing
from generator.pack import load_pack
from generator.pack_model import Pack
from levels.build import Built, build_proved
from levels.gap import Gap, find_gap
from levels.load import load_map
from levels.measure import as_played, measure
from levels.model import LevelMap
from levels.picture import draw, draw_reach, mark_gap, save_picture
from levels.picture_notes import LEGEND, LEGEND_OF_REACH, with_legend
from levels.prove import NoProof, Proof, footprints, proof_path, prove, save_proof
from levels.sandbox import SHIPPED_TILESETS
from levels.save import save_map

FALLBACK_PACK = "base"
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a verb. lines: what to print. finished: whether the level can be."""

    lines: tuple[str, ...]
    finished: bool


def build_file(
    seed: str, out: Path, *, stage: int = 1, pack: Path | None = None, picture: Path | None = None, tell: Tell | None = None
) -> Answer:
    """Build the level of a seed, write it to `out` and its proof beside it, and draw it if a picture is asked for.

    Raises UserError for a stage or a pack that cannot be used, and for files that cannot be written.
    """
    coat = _coat(pack) if pack else None
    built = build_proved(seed, stage, pack=coat.id if coat else "", progress=tell)
    log = proof_path(out)
    with writing(out):
        save_map(built.level_map, out)
    with writing(log):
        save_proof(built.proof, log)
    if picture:
        with writing(picture):
            _draw_built(built, coat or shipped_coat(built.level_map.pack), picture)
    level = built.level_map.level
    seconds = built.proof.frames / 60
    lines = (
        f"wrote {out}: {level.title}, {sum(s.w for s in level.sections) // 16} screens",
        f"wrote {log}: the exit is reached in {seconds:.0f} s",
        *_to_spare(level, built.proof),
    )
    return Answer((*lines, f"wrote {picture}") if picture else lines, True)


def prove_file(path: Path, *, out: Path | None = None, picture: Path | None = None) -> Answer:
    """Look for a way through a map. A proof is written to `out`; the picture shows the way, or how far the hero gets.

    Raises UserError for a map that cannot be loaded and for files that cannot be written.
    """
    level_map = load_map(path)
    answer = prove(level_map.level)
    log = out or proof_path(path)
    gap = find_gap(level_map.level, answer.reached) if isinstance(answer, NoProof) and not answer.gave_up else None
    if picture:
        with writing(picture):
            _draw_answer(level_map, answer, gap, picture)
    drawn = (f"wrote {picture}",) if picture else ()
    if isinstance(answer, NoProof):
        return Answer((f"{path}: no: {answer}", *((str(gap),) if gap else ()), *drawn), False)
    with writing(log):
        save_proof(answer, log)
    yes = f"{path}: yes: the exit is reached in {answer.frames / 60:.0f} s"
    return Answer((yes, *_to_spare(level_map.level, answer), f"wrote {log}", *drawn), True)


def _to_spare(level: Level, proof: Proof) -> Iterator[str]:
    """A line on the jumps of a proof, if there are any from ground to ground."""
    played, tried = as_played(level, proof), measure(level, proof).spare
    if played:
        yield f"its {len(played)} jumps have {min(played)} px and more to spare as played, {min(tried)} with a second try from nearer by"


def _coat(folder: Path) -> Pack:
    return load_pack(folder, load_pack(SHIPPED_TILESETS / FALLBACK_PACK))


def shipped_coat(pack: str) -> Pack:
    """The tile set of this name that comes with the game, or the plain one."""
    folder = SHIPPED_TILESETS / pack
    return _coat(folder if folder.is_dir() else SHIPPED_TILESETS / FALLBACK_PACK)


def _draw_built(built: Built, coat: Pack, path: Path) -> None:
    picture = draw(built.level_map, coat.images(), path=footprints(built.level_map.level, built.proof))
    save_picture(with_legend(picture, LEGEND), path)


def _draw_answer(level_map: LevelMap, answer: Proof | NoProof, gap: Gap | None, path: Path) -> None:
    images = shipped_coat(level_map.pack).images()
    if isinstance(answer, Proof):
        save_picture(with_legend(draw(level_map, images, path=footprints(level_map.level, answer)), LEGEND), path)
    else:
        picture = draw_reach(level_map, images, answer.reached, answer.furthest)
        if gap:
            mark_gap(picture, gap.here, gap.there, f"{gap.wide} x {gap.high} px")
        save_picture(with_legend(picture, LEGEND_OF_REACH), path)
