"""The corpus: a folder of pictures becomes one memory-mapped file of NES-correct windows with their roles.

Two kinds of windows stand in it: *cut* ones, pieces of the pictures as they are, and, for packs that have labels,
*composed* ones, pieces of small random screens dressed with one pack's tiles (see ``compose.py``). Preparing is done
once: the result is kept in a cache whose key covers every file's name, size and time and all settings.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from generator.classifier import default_weights
from generator.cutting import Settings, digests, do, jobs_of
from generator.errors import UserError
from generator.files import writing
from generator.pool import in_processes
from generator.records import window_dtype
from generator.roles import TILE, Role
from generator.sources import Pack, list_packs

Progress = Callable[[int, int, str], None]
"""Called with (done, total, what is being done)."""

FORMAT = 5
"""Part of the cache key: raise it when preparing comes to mean something else."""
UNLABELLED = 1
"""The same for what is done with packs without labels."""


@dataclass(frozen=True, eq=False)
class Corpus:
    """Windows ready for training.

    windows: structured array (see ``window_dtype``), memory-mapped read-only; cut windows first, then composed ones.
    packs: names by index. composed_from: index of the first composed window. skipped: one line for each file not used.
    guessed: how many packs have no labels, so that their roles were read off the pictures.
    path: the folder it is kept in; None for a part of one (``holdout.py``).
    """

    windows: np.ndarray
    packs: tuple[str, ...]
    composed_from: int
    skipped: tuple[str, ...]
    path: Path | None
    guessed: int = 0

    def __len__(self) -> int:
        return len(self.windows)

    @property
    def pack(self) -> np.ndarray:
        """(n,) uint16: each window's pack, an index into ``packs``. Hold data out by pack: finer splits leak recolours."""
        return self.windows["pack"]

    @property
    def labelled(self) -> bool:
        """Whether any cell has a role."""
        return bool((self.windows["roles"] != Role.UNKNOWN).any())


def prepare(
    folder: str | Path,
    cache: str | Path | None = None,
    *,
    window: int = 64,
    labels: str | Path | None = None,
    per_pack: int = 900,
    compose: bool = True,
    seed: int = 0,
    guess: bool = True,
    progress: Progress | None = None,
) -> Corpus:
    """Prepares a folder of pictures, or opens what an earlier call prepared.

    folder: pictures, in sub-folders if wanted; each sub-folder is a pack. labels: a folder of label files; by default
    ``<folder>/../labels`` and ``<folder>/labels``. cache: where prepared corpora are kept; by default the user's cache
    folder. compose: also make composed windows from packs with labels. guess: packs without labels get
    their roles from the shipped classifier; otherwise they are UNKNOWN.
    Raises UserError when there is nothing usable, and when the cache cannot be written.
    """
    if window < TILE or window % TILE:
        raise UserError(f"window {window}: must be a multiple of {TILE}")
    settings = Settings(window, per_pack, compose, seed, guess)
    packs = list_packs(Path(folder), Path(labels) if labels is not None else None)
    target = (Path(cache) if cache is not None else _default_cache()) / _key(packs, settings)
    if not (target / "corpus.json").is_file():
        _build(packs, settings, target, str(folder), progress or (lambda done, total, text: None))
    return open_corpus(target)


def open_corpus(path: Path) -> Corpus:
    """Opens a prepared corpus folder. Raises UserError when it is not one."""
    try:
        about = json.loads((path / "corpus.json").read_text(encoding="utf-8"))
        windows = np.load(path / "windows.npy", mmap_mode="r", allow_pickle=False)
        return Corpus(
            windows, tuple(about["packs"]), int(about["composed_from"]), tuple(about["skipped"]), path, int(about.get("guessed", 0))
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UserError(f"{path}: not a prepared corpus ({error}); delete it and prepare again") from error


def _default_cache() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("dreamkeep", appauthor=False) / "corpus"


def _key(packs: list[Pack], settings: Settings) -> str:
    digest = hashlib.sha256(f"{FORMAT} {settings}".encode())
    if not all(pack.labels for pack in packs):
        digest.update(f"{UNLABELLED} {settings.guess}".encode() + (default_weights().read_bytes() if settings.guess else b""))
    for pack in packs:
        for path in (*pack.files, *([pack.labels] if pack.labels else [])):
            stat = path.stat()
            digest.update(f"\n{path}\t{stat.st_size}\t{stat.st_mtime_ns}".encode())
    return digest.hexdigest()[:16]


def _build(packs: list[Pack], settings: Settings, target: Path, folder: str, progress: Progress) -> None:
    """Prepares everything in a temporary folder beside the target and puts it in place."""
    total = sum(len(pack.files) for pack in packs)
    progress(0, total, "looking through")
    jobs = [job for number, pack in enumerate(packs) for job in jobs_of(pack, number, settings)]
    skipped: list[str] = []
    cut_parts, composed_parts = [np.empty(0, window_dtype(settings.window))], []
    seen: dict[int, set[bytes]] = defaultdict(set)
    done = 0
    for job, made in zip(jobs, in_processes(do, jobs, sum(job.pixels for job in jobs)), strict=True):
        skipped += made.skipped
        cut_parts.append(_unseen(made.cut, seen[job.number]))
        composed_parts.append(made.composed)
        done += len(job.pack.files)
        progress(done, total, job.pack.name)
    progress(total, total, "writing")
    composed_from = sum(map(len, cut_parts))
    windows = np.concatenate([*cut_parts, *composed_parts])
    if not len(windows):
        reason = f"; {skipped[0]}" if skipped else ""
        raise UserError(f"{folder}: no usable picture (PNG, GIF, BMP, JPEG or WebP with some drawing in it){reason}")
    guessed = settings.guess * sum(not pack.labels for pack in packs)
    names = [pack.name for pack in packs]
    with writing(target):
        _write(target, windows, {"format": FORMAT, "packs": names, "composed_from": composed_from, "skipped": skipped, "guessed": guessed})


def _unseen(records: np.ndarray, seen: set[bytes]) -> np.ndarray:
    """The records whose pictures no earlier job of the pack has had."""
    fresh = []
    for digest in digests(records):
        fresh.append(digest not in seen)
        seen.add(digest)
    return records[np.array(fresh, dtype=bool)]


def _write(target: Path, windows: np.ndarray, about: dict[str, object]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".preparing-", ignore_cleanup_errors=True) as name:
        np.save(Path(name) / "windows.npy", windows)
        (Path(name) / "corpus.json").write_text(json.dumps(about, indent=1), encoding="utf-8")
        target.mkdir(exist_ok=True)
        for part in ("windows.npy", "corpus.json"):  # the JSON last: it says that the corpus is whole
            os.replace(Path(name) / part, target / part)
