"""The audit's report: one HTML file with every judged tile beside its nearest training tile, the worst first."""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from generator.audit import Finding, plain_tiles, slot_names
from generator.corpus_tiles import CorpusTiles
from generator.files import replace_file
from generator.pack_model import Audit, Pack
from generator.palette import MASTER
from generator.roles import TILE, Role
from generator.tile_index import Pose, flipped, overlap

Array = np.ndarray

ZOOM = 4
_MARK = np.array((255, 0, 255), dtype=np.uint8)
"""Colour of pixels that differ: none that the palette has."""
_HEADINGS = (
    "tile",
    "dreamt",
    "nearest, turned and in its colours",
    "differing",
    "nearest as trained on",
    "pixels apart",
    "the nearest's own neighbour",
    "",
)
_STYLE = """
body { background: #181820; color: #ddd; font: 14px/1.4 sans-serif; margin: 2em; }
table { border-collapse: collapse; } td, th { padding: 6px 14px; text-align: left; border-bottom: 1px solid #333; }
img { image-rendering: pixelated; width: 64px; height: 64px; } .copy td { background: #402020; } th { color: #999; }
"""


def write_report(path: Path, pack: Pack, findings: Sequence[Finding], audit: Audit, known: CorpusTiles, packs: Sequence[str]) -> None:
    """Writes the page. packs: names of the corpus's packs. Raises UserError when it cannot be written."""
    names = slot_names(pack)
    rows = "\n".join(_row(pack, names, one, known, packs) for one in findings)
    plain = plain_tiles(pack.pattern, findings)
    title = html.escape(f"{pack.title}: {audit.tiles - audit.copies} of {audit.tiles} judged tiles are original")
    headings = "".join(f"<th>{heading}</th>" for heading in _HEADINGS)
    page = f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style></head><body>
<h1>{title}</h1>
<p>Compared with {audit.corpus} tiles of {len(packs)} packs; median distance {audit.median:.1f} of 256 pixels.
A tile is a <b>copy</b> when it is nearer to a training tile than that one's own nearest neighbour, and shows most of it;
{audit.nearer - audit.copies} more are nearer, but show little of it.
{plain} plain tiles (flat, one edge, stripes, noise) are not judged.</p>
<table><tr>{headings}</tr>
{rows}
</table></body></html>
"""
    replace_file(path, page.encode())


def _row(pack: Pack, names: list[str], one: Finding, known: CorpusTiles, packs: Sequence[str]) -> str:
    colours = MASTER.rgb[pack.colours[pack.cells[one.tile]]]
    mine = pack.pattern[one.tile]
    found = ["", "", ""]
    if one.match.index >= 0:
        theirs = known.pattern[one.match.index]
        turned, met = turned_to(theirs, one.match.pose)
        source = f"<br>{html.escape(packs[known.pack[one.match.index]])}"
        found = [
            _picture(np.where(met[..., None], colours[turned], 0)),
            _picture(_differing(colours, mine, turned, met)),
            _picture(MASTER.rgb[known.colours[one.match.index]][theirs]) + source,
        ]
    cells = "".join(f"<td>{shown}</td>" for shown in (_picture(colours[mine]), *found))
    label = f"{html.escape(names[one.tile])}<br>{Role(pack.roles[one.tile]).label}"
    verdict = "copy" if one.copy else "original"
    return f'<tr class="{verdict}"><td>{label}</td>{cells}<td>{one.match.distance:.1f}</td><td>{one.own:.1f}</td><td>{verdict}</td></tr>'


def turned_to(theirs: Array, pose: Pose) -> tuple[Array, Array]:
    """A match as it lay over the tile asked about: its pixels (16, 16) in that tile's values, and where there are any, (16, 16) bool."""
    rows, cols, own_rows, own_cols = overlap(pose.dy, pose.dx)
    turned, met = np.zeros((TILE, TILE), dtype=np.uint8), np.zeros((TILE, TILE), dtype=bool)
    turned[own_rows, own_cols] = np.argsort(pose.exchange).astype(np.uint8)[theirs[rows, cols]]
    met[own_rows, own_cols] = True
    return flipped(turned[None])[pose.flip, 0], flipped(met[None])[pose.flip, 0]


def _differing(colours: Array, mine: Array, turned: Array, met: Array) -> Array:
    return np.where(((mine != turned) & met)[..., None], _MARK, colours[mine] // 3)


def _picture(rgb: Array) -> str:
    """An <img> of (16, 16, 3) uint8, four times as large."""
    content = io.BytesIO()
    Image.fromarray(rgb.astype(np.uint8)).resize((ZOOM * TILE, ZOOM * TILE), Image.Resampling.NEAREST).save(content, "PNG")
    return f'<img alt="" src="data:image/png;base64,{base64.b64encode(content.getvalue()).decode()}">'
