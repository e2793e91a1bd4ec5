"""The corpus: a folder of pictures becomes one memory-mapped file of NES-correct windows with their roles.

Two kinds of windows stand in it: *cut* ones, pieces of the pictures as they are, and, for packs that have labels,
*composed* ones, pieces of small random screens dressed with one pack's tiles (see ``compose.py``). Preparing is done
once: the result is kept in a cache whose key covers every file's name, size and time and all settings.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import tempfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from generator.compose import compose as compose_screens
from generator.errors import UserError
from generator.fitter import fit, in_order
from generator.outfit import Wardrobe
from generator.palette import shift_hue
from generator.ppu import Screen, render
from generator.roles import TILE, Role
from generator.sources import Pack, Sheet, list_packs, load_pack_sheets
from generator.windows import Window, cut, useful_places

_SWAP_CHANCE = 0.45
_SWAP_EACH_CHANCE = 0.2

_Fitted = tuple[Screen, np.ndarray]
"""A fitted window and its roles (w/16, w/16)."""

Progress = Callable[[int, int, str], None]
"""Called with (done, total, what is being done)."""

FORMAT = 5
"""Part of the cache key: raise it when preparing comes to mean something else."""
_TRIES = 3
"""Candidates looked at for each window wanted, since some turn out to be repeats."""


@dataclass(frozen=True, slots=True)
class Settings:
    """window: edge in pixels, a multiple of 16. per_pack: windows of each kind from one pack at most."""

    window: int = 64
    per_pack: int = 900
    composed: bool = True
    seed: int = 0


@dataclass(frozen=True, eq=False)
class Corpus:
    """Windows ready for training.

    windows: structured array (see ``window_dtype``), memory-mapped read-only; cut windows first, then composed ones.
    packs: names by index. composed_from: index of the first composed window. skipped: one line for each file not used.
    path: the folder it is kept in; None for a part of one (``holdout.py``).
    """

    windows: np.ndarray
    packs: tuple[str, ...]
    composed_from: int
    skipped: tuple[str, ...]
    path: Path | None

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


def window_dtype(window: int = 64) -> np.dtype:
    """One record: pattern (w, w), cells (w/16, w/16), backdrop, palettes (4, 3), roles (w/16, w/16), pack; all unsigned."""
    cells = window // TILE
    return np.dtype(
        [
            ("pattern", "u1", (window, window)),
            ("cells", "u1", (cells, cells)),
            ("backdrop", "u1"),
            ("palettes", "u1", (4, 3)),
            ("roles", "u1", (cells, cells)),
            ("pack", "<u2"),
        ]
    )


def screen_of(record: np.ndarray) -> Screen:
    """The screen in one record of a corpus."""
    return Screen(int(record["backdrop"]), record["palettes"], record["cells"], record["pattern"])


def prepare(
    folder: str | Path,
    cache: str | Path | None = None,
    *,
    window: int = 64,
    labels: str | Path | None = None,
    per_pack: int = 900,
    compose: bool = True,
    seed: int = 0,
    progress: Progress | None = None,
) -> Corpus:
    """Prepares a folder of pictures, or opens what an earlier call prepared.

    folder: pictures, in sub-folders if wanted; each sub-folder is a pack. labels: a folder of label files; by default
    ``<folder>/../labels`` and ``<folder>/labels``. cache: where prepared corpora are kept; by default the user's cache
    folder. compose: also make composed windows from packs with labels.
    Raises UserError when there is nothing usable.
    """
    if window < TILE or window % TILE:
        raise UserError(f"window {window}: must be a multiple of {TILE}")
    settings = Settings(window, per_pack, compose, seed)
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
        return Corpus(windows, tuple(about["packs"]), int(about["composed_from"]), tuple(about["skipped"]), path)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UserError(f"{path}: not a prepared corpus ({error}); delete it and prepare again") from error


def _default_cache() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("dreamkeep", appauthor=False) / "corpus"


def _key(packs: list[Pack], settings: Settings) -> str:
    digest = hashlib.sha256(f"{FORMAT} {settings}".encode())
    for pack in packs:
        for path in (*pack.files, *([pack.labels] if pack.labels else [])):
            stat = path.stat()
            digest.update(f"\n{path}\t{stat.st_size}\t{stat.st_mtime_ns}".encode())
    return digest.hexdigest()[:16]


def _build(packs: list[Pack], settings: Settings, target: Path, folder: str, progress: Progress) -> None:
    """Prepares everything in a temporary folder beside the target and puts it in place."""
    total = sum(len(pack.files) for pack in packs)
    skipped: list[str] = []
    cut_parts: list[np.ndarray] = []
    composed_parts: list[np.ndarray] = []
    done = 0
    for index, pack in enumerate(packs):
        progress(done, total, pack.name)
        sheets, problems = load_pack_sheets(pack, settings.window)
        skipped += problems
        rng = np.random.default_rng([settings.seed, zlib.crc32(pack.name.encode())])
        cut_parts.append(_records(_fitted(_cut_windows(sheets, settings, rng)), settings.per_pack, index, settings.window))
        if settings.composed and any(sheet.cells.labelled for sheet in sheets):
            wardrobe = Wardrobe.of(sheets)
            wanted = round(settings.per_pack * wardrobe.richness)
            composed_parts.append(_records(_composed(wardrobe, settings.window, rng), wanted, index, settings.window))
        done += len(pack.files)
    progress(total, total, "writing")
    cut_all = np.concatenate(cut_parts) if cut_parts else np.empty(0, window_dtype(settings.window))
    windows = np.concatenate([cut_all, *composed_parts])
    if not len(windows):
        reason = f"; {skipped[0]}" if skipped else ""
        raise UserError(f"{folder}: no usable picture (PNG, GIF, BMP, JPEG or WebP with some drawing in it){reason}")
    about = {"format": FORMAT, "packs": [pack.name for pack in packs], "composed_from": len(cut_all), "skipped": skipped}
    _write(target, windows, about)


def _cut_windows(sheets: list[Sheet], settings: Settings, rng: np.random.Generator) -> Iterator[Window]:
    """Candidate windows of one pack in random order, those with rare roles earlier."""
    places = [(number, *place) for number, sheet in enumerate(sheets) for place in useful_places(sheet.cells, settings.window).tolist()]
    if not places:
        return
    counts = sum(np.bincount(sheet.cells.roles.reshape(-1), minlength=len(Role)) for sheet in sheets)
    rarity = 1.0 / np.sqrt(np.maximum(counts, 1))
    size = settings.window // TILE
    weights = np.array([rarity[sheets[n].cells.roles[row : row + size, col : col + size]].mean() for n, row, col in places])
    # Efraimidis and Spirakis 2006: sorting by u^(1/w) draws without replacement with chances w.
    order = np.argsort(np.log(rng.random(len(places))) / weights)[::-1]
    for i in order.tolist():
        number, row, col = places[i]
        yield cut(sheets[number].cells, row, col, settings.window)


def _fitted(windows: Iterator[Window]) -> Iterator[_Fitted]:
    """Cut windows fitted each by itself; equal ones once."""
    seen: set[bytes] = set()
    for one in windows:
        raw = one.rgb.tobytes()
        if raw not in seen:
            seen.add(raw)
            yield fit(one.rgb)[0], one.roles


def _composed(wardrobe: Wardrobe, window: int, rng: np.random.Generator) -> Iterator[_Fitted]:
    """Windows of composed screens; a screen is fitted as a whole, as a game's screen has to be."""
    size = window // TILE
    for scene, places in compose_screens(wardrobe, window, rng):
        whole = _swapped(fit(scene.rgb, max_patterns=None)[0], rng)
        for row, col in places:
            cells = (slice(row, row + size), slice(col, col + size))
            pixels = tuple(slice(part.start * TILE, part.stop * TILE) for part in cells)
            yield Screen(whole.backdrop, whole.palettes, whole.cells[cells], whole.pattern[pixels]), scene.roles[cells]


def _swapped(screen: Screen, rng: np.random.Generator) -> Screen:
    """Some 45 % of the screens in other colours: all hues shifted alike, sometimes each sub-palette for itself."""
    if rng.random() >= _SWAP_CHANCE:
        return screen
    common = int(rng.integers(1, 12))
    steps = rng.integers(0, 12, size=len(screen.palettes)) if rng.random() < _SWAP_EACH_CHANCE else [common] * len(screen.palettes)
    palettes = np.stack([shift_hue(group, int(step)) for group, step in zip(screen.palettes, steps, strict=True)])
    swapped = Screen(int(shift_hue(np.array(screen.backdrop), common)), palettes, screen.cells, screen.pattern)
    return in_order(swapped)


def _records(windows: Iterator[_Fitted], wanted: int, pack: int, window: int) -> np.ndarray:
    """Collects different windows that are not flat: a structured array of at most ``wanted`` records."""
    records = np.zeros(wanted, dtype=window_dtype(window))
    seen: set[bytes] = set()
    count = 0
    for screen, roles in itertools.islice(windows, _TRIES * wanted):
        shown = render(screen)
        if shown.tobytes() in seen or _is_flat(shown):
            continue
        seen.add(shown.tobytes())
        records[count] = (screen.pattern, screen.cells, screen.backdrop, screen.palettes, roles, pack)
        count += 1
        if count == wanted:
            break
    return records[:count].copy()


def _is_flat(picture: np.ndarray) -> bool:
    """Whether fewer than a third of the cells have any drawing in them: (H, W) indices."""
    rows, cols = picture.shape[0] // TILE, picture.shape[1] // TILE
    blocks = picture.reshape(rows, TILE, cols, TILE).swapaxes(1, 2).reshape(-1, TILE * TILE)
    return bool((blocks != blocks[:, :1]).any(axis=1).mean() < 1 / 3)


def _write(target: Path, windows: np.ndarray, about: dict[str, object]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".preparing-", ignore_cleanup_errors=True) as name:
        np.save(Path(name) / "windows.npy", windows)
        (Path(name) / "corpus.json").write_text(json.dumps(about, indent=1), encoding="utf-8")
        target.mkdir(exist_ok=True)
        for part in ("windows.npy", "corpus.json"):  # the JSON last: it says that the corpus is whole
            os.replace(Path(name) / part, target / part)
