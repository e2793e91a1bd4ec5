"""From pictures to records: what is done with the pictures of one job, a pack with labels or a bundle of pictures without.

A job needs nothing but its files, and its result depends on nothing else: jobs can be done in any order, by any process.
"""

from __future__ import annotations

import hashlib
import itertools
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from generator.classifier import RoleClassifier, neighbourhoods
from generator.compose import compose as compose_screens
from generator.exact import blocks
from generator.fitter import fit, in_order
from generator.outfit import Wardrobe
from generator.palette import shift_hue
from generator.pictures import picture_pixels
from generator.ppu import Screen, render
from generator.records import screen_of, window_dtype
from generator.roles import TILE, Role
from generator.sources import Pack, Sheet, load_pack_sheets
from generator.windows import Window, cut, useful_places

_SWAP_CHANCE = 0.45
_SWAP_EACH_CHANCE = 0.2
_TRIES = 3
"""Candidates looked at for each window wanted, since some turn out to be repeats."""
BUNDLE = 4_000_000
"""Pixels of unlabelled pictures that are opened together: some 100 MB, and 65 screenshots of 256x240."""
PER_PICTURE = 2
"""Windows for each unlabelled picture, where that is more than the pack's share."""
MOST = 30_000
"""Windows of an unlabelled pack at most: 124 MB."""
CERTAIN = 0.35
"""A role is guessed only when the classifier gives it at least this chance."""

_Fitted = tuple[Screen, np.ndarray]
"""A fitted window and its roles (w/16, w/16)."""


@dataclass(frozen=True, slots=True)
class Settings:
    """window: edge in pixels, a multiple of 16. per_pack: windows of each kind from one pack. guess: read roles off unlabelled pictures."""

    window: int = 64
    per_pack: int = 900
    composed: bool = True
    seed: int = 0
    guess: bool = field(default=True, repr=False)


@dataclass(frozen=True, slots=True)
class Job:
    """Some pictures of one pack. number: the pack's. part: which job of it. wanted: cut windows at most. pixels: how much work."""

    pack: Pack
    number: int
    part: int
    wanted: int
    pixels: int
    settings: Settings


@dataclass(frozen=True, eq=False)
class Cuttings:
    """What a job gives: cut and composed windows (records), and one line for each file not used."""

    cut: np.ndarray
    composed: np.ndarray
    skipped: list[str]


def jobs_of(pack: Pack, number: int, settings: Settings) -> list[Job]:
    """The jobs of a pack: one if it has labels, else one for each bundle of pictures, which share the windows by their pixels."""
    sizes = [picture_pixels(path) for path in pack.files]
    if pack.labels:
        return [Job(pack, number, 0, settings.per_pack, sum(sizes), settings)]
    wanted = max(settings.per_pack, min(MOST, PER_PICTURE * len(pack.files)))
    until = np.cumsum([0, *sizes])
    bundle = until[:-1] // BUNDLE
    jobs = []
    for part, one in enumerate(np.unique(bundle)):
        first, last = int(np.searchsorted(bundle, one)), int(np.searchsorted(bundle, one, side="right"))
        share = round(wanted * until[last] / until[-1]) - round(wanted * until[first] / until[-1])
        files = replace(pack, files=pack.files[first:last])
        jobs.append(Job(files, number, part, max(1, share), int(until[last] - until[first]), settings))
    return jobs


def do(job: Job) -> Cuttings:
    """Opens a job's pictures and makes its windows."""
    settings, name = job.settings, zlib.crc32(job.pack.name.encode())
    sheets, skipped = load_pack_sheets(job.pack, settings.window)
    rng = np.random.default_rng([settings.seed, name] + [job.part] * (job.part > 0))
    found = _records(_fitted(_cut_windows(sheets, settings, rng)), job.wanted, job.number, settings.window)
    composed = np.empty(0, window_dtype(settings.window))
    if settings.composed and any(sheet.cells.labelled for sheet in sheets):
        wardrobe = Wardrobe.of(sheets)
        wanted = round(settings.per_pack * wardrobe.richness)
        composed = _records(_composed(wardrobe, settings.window, rng), wanted, job.number, settings.window)
    if settings.guess and not job.pack.labels:
        guess_roles(found)
    return Cuttings(found, composed, skipped)


def guess_roles(records: np.ndarray) -> None:
    """Writes into records the roles that the shipped classifier reads off their pictures; UNKNOWN where it is not certain enough."""
    classifier = RoleClassifier.load()
    for record in records:
        roles, confidence = classifier.predict(neighbourhoods(render(screen_of(record))))
        record["roles"] = np.where(confidence >= CERTAIN, roles, Role.UNKNOWN).reshape(record["roles"].shape)


def digests(records: np.ndarray) -> list[bytes]:
    """For each record a digest of the picture that it shows."""
    return [hashlib.blake2b(render(screen_of(record)).tobytes(), digest_size=16).digest() for record in records]


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
    cells = blocks(picture)
    return bool((cells != cells[:, :1]).any(axis=1).mean() < 1 / 3)
