"""``audit PACK --corpus DIR``: how original are a pack's tiles?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generator.audit import Finding, judge, plain_tiles, slot_names, summary, write_summary
from generator.audit_report import write_report
from generator.corpus import Corpus, Progress, prepare
from generator.corpus_tiles import CorpusTiles, corpus_tiles
from generator.pack import load_pack
from generator.pack_model import Audit

_SHOWN = 8


@dataclass(frozen=True, eq=False)
class Audited:
    """audit: the numbers. rows: of the tiles nearest to training tiles, as texts: tile, pixels apart, whose that one is, its own
    neighbour's distance, verdict. plain: tiles that were not judged. report: the page written. kept: whether pack.toml holds the numbers.
    """

    audit: Audit
    rows: list[tuple[str, str, str, str, str]]
    plain: int
    report: Path
    kept: bool


def audit_pack(
    folder: Path, pictures: Path, out: Path | None = None, cache: Path | None = None, progress: Progress | None = None
) -> Audited:
    """Audits the pack in a folder against a folder of training pictures; writes the page and pack.toml. Raises UserError."""
    pack = load_pack(folder)
    corpus = prepare(pictures, cache, progress=progress)
    known = corpus_tiles(corpus)
    findings = judge(pack.pattern, known)
    numbers = summary(findings, known)
    report = out or Path("dreams") / f"audit-{pack.id}.html"
    write_report(report, pack, findings, numbers, known, corpus.packs)
    kept = write_summary(folder, numbers)
    names = slot_names(pack)
    rows = [_row(names, one, known, corpus) for one in findings[:_SHOWN]]
    return Audited(numbers, rows, plain_tiles(pack.pattern, findings), report, kept)


def _row(names: list[str], one: Finding, known: CorpusTiles, corpus: Corpus) -> tuple[str, str, str, str, str]:
    where = corpus.packs[known.pack[one.match.index]] if one.match.index >= 0 else "-"
    return names[one.tile], f"{one.match.distance:.1f}", where, f"{one.own:.1f}", "copy" if one.copy else "original"
