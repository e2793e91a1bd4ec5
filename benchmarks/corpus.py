"""Preparing a folder of screenshots: time and memory, on pictures made on the spot, and what 10,000 of them would take."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.timing import ROOT, Row

PICTURES = 400
_WORK = """
import json, resource, sys, time
from generator.corpus import prepare
def spent(who):
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
before = time.perf_counter()
corpus = prepare(sys.argv[1], sys.argv[2])
wall, mine, others = time.perf_counter() - before, spent(resource.RUSAGE_SELF), spent(resource.RUSAGE_CHILDREN)
before = time.perf_counter()
prepare(sys.argv[1], sys.argv[2])
print(json.dumps([len(corpus), wall, mine[0] + others[0], mine[1], others[1], time.perf_counter() - before]))
"""


def rows() -> list[Row]:
    """One run over unlabelled screenshots in a fresh process, cold and from the cache."""
    from generator.pool import MOST, processors

    with tempfile.TemporaryDirectory() as name:
        screenshots(Path(name) / "shots", PICTURES)
        call = [sys.executable, "-c", _WORK, str(Path(name) / "shots"), str(Path(name) / "cache")]
        done = subprocess.run(call, cwd=ROOT, check=True, capture_output=True, text=True)
    windows, wall, work, own, largest, again = json.loads(done.stdout)
    count = min(MOST, processors())
    many = work / PICTURES * 10_000 / count / 60
    how = f"{PICTURES} of 256x240, {windows} windows; {work / PICTURES * 1000:.0f} ms of processor time each"
    return [
        Row("prepare screenshots", f"{wall:.0f} s, again {again:.2f} s", how),
        Row("prepare 10,000 of them", f"{many:.1f} min", f"by that, on {count} free processors"),
        Row("memory for it", f"{own + count * largest:.0f} MB", f"{own:.0f} MB and {count} processes of {largest:.0f} MB at their peaks"),
    ]


def screenshots(folder: Path, count: int) -> None:
    """Screenshots of nowhere: tiles of the shipped packs, scrolled by a few pixels, with things standing before them."""
    from generator.pack import find_packs

    folder.mkdir(parents=True)
    rng = np.random.default_rng(1)
    sheets = [pack.images() for pack in find_packs([ROOT / "assets" / "tilesets"])[0]]
    for number in range(count):
        tiles = sheets[rng.integers(len(sheets))]
        cells = rng.integers(0, len(tiles), (4, 4)).repeat(4, 0).repeat(4, 1)[:15]
        cells = np.where(rng.random(cells.shape) < 0.15, rng.integers(0, len(tiles), cells.shape), cells)
        picture = np.roll(tiles[cells].swapaxes(1, 2).reshape(240, 256, 3), int(rng.integers(16)), axis=1)
        for y, x in rng.integers(0, 216, (6, 2)).tolist():
            picture[y : y + 24, x : x + 16] = rng.integers(0, 255, (6, 4, 3)).repeat(4, 0).repeat(4, 1)
        Image.fromarray(picture).save(folder / f"{number:05}.png")
