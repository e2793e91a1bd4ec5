"""``measure``: how good are a model's dreams? Each figure beside the same one for a plain DCGAN and for real pictures.

All are measured against windows of *held-out* packs. The real pictures beside them are windows of the other packs, those
that the models learnt from: what a perfect pupil would come to, since packs differ. Dreams are painted to the role maps of
the held-out windows, one theme each, without any choosing; the reference knows no roles and its pictures are fitted.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from generator.audit import judge
from generator.classifier import RoleClassifier
from generator.corpus import Corpus
from generator.corpus_tiles import CorpusTiles, corpus_tiles, singular
from generator.coverage import NEIGHBOURS, density_coverage
from generator.errors import UserError
from generator.figures import divergence, gram_counts, parts
from generator.fitter import fit
from generator.legibility import legibility, reader
from generator.originality import drawn
from generator.painter import Painter
from generator.ppu import Screen, violations
from generator.reference import Reference
from generator.roles import TILE
from generator.swd import swd
from generator.views import View, view, view_screens

Array = np.ndarray
Tell = Callable[[float, str], None]

CELLS = 2000
"""Different cells whose features are compared."""
JUDGED = 1000
"""Different tiles that are audited."""


@dataclass(frozen=True, eq=False)
class Painted:
    """pictures: what was painted. faults: how much of it no NES could show. rate: pictures a second, fitter included."""

    pictures: View
    faults: int
    rate: float


@dataclass(frozen=True, eq=False)
class Measured:
    """Figures by name for ``dreams``, ``reference`` (where there is one) and ``real``."""

    dreams: dict[str, float]
    reference: dict[str, float] | None
    real: dict[str, float]


class Yardstick:
    """What everything is measured with: held-out windows, windows of the other packs, and what was learnt from either.

    held_out: names of packs of the corpus. count: windows of each kind. Raises UserError where there is too little to measure with.
    """

    def __init__(self, corpus: Corpus, held_out: tuple[str, ...], count: int, reading: bool = True) -> None:
        others = tuple(name for name in corpus.packs if name not in held_out)
        self.held, self.others = (view(sample(corpus, names, count)) for names in (held_out, others))
        self._known = corpus_tiles(corpus).only(np.array([corpus.packs.index(name) for name in others]))
        self._classifier = RoleClassifier.load()
        self._features = features(self._classifier, self.held)
        if len(self._features) <= NEIGHBOURS:
            raise UserError(f"{', '.join(held_out)}: only {len(self._features)} different drawn cells to go by; hold out more packs")
        self._grams = gram_counts(self.held.pattern)
        self._reader = reader(corpus, others) if reading else None
        self._stranger = reader(corpus, held_out) if reading else None

    def measure(self, pictures: View) -> dict[str, float]:
        """All figures of pictures that were painted, or drawn, by others than the held-out packs' artists."""
        return {**self._shapes(pictures), "original": originality(pictures, self._known)}

    def real(self) -> dict[str, float]:
        """The same for real pictures: of the other packs, but where only the held-out ones say something."""
        figures = {**self._shapes(self.others), "original": originality(self.held, self._known)}
        return {**figures, **self._read(self._reader, self.held, "legible"), **self._read(self._stranger, self.others, "legible_strict")}

    def legible(self, dreams: View) -> dict[str, float]:
        """How well the roles of dreams are read."""
        return {**self._read(self._reader, dreams, "legible"), **self._read(self._stranger, dreams, "legible_strict")}

    def _read(self, classifier: RoleClassifier | None, pictures: View, name: str) -> dict[str, float]:
        return {name: legibility(classifier, pictures)} if classifier else {}

    def _shapes(self, pictures: View) -> dict[str, float]:
        distance = swd(pictures.rgb, self.held.rgb)
        grams = gram_counts(pictures.pattern)
        missing, invented = parts(self._grams, grams)
        cells = features(self._classifier, pictures)
        density, coverage = density_coverage(self._features, cells[np.resize(np.arange(len(cells)), len(self._features))])
        return {
            **{f"swd_{edge}": value for edge, value in distance.items()},
            "swd": float(np.mean(list(distance.values()))),
            "grams": divergence(self._grams, grams),
            "missing": missing,
            "invented": invented,
            "density": density,
            "coverage": coverage,
        }


def sample(corpus: Corpus, names: tuple[str, ...], count: int) -> Array:
    """count windows of some packs, as many of each as there are, or with repeats where there are too few altogether.

    Raises UserError where there are none.
    """
    rng = np.random.default_rng(0)
    of = [rng.permutation(np.flatnonzero(corpus.pack == corpus.packs.index(name))) for name in names]
    turns = [(place, pack) for pack, own in enumerate(of) for place in range(len(own))]
    order = [of[pack][place] for place, pack in sorted(turns)]
    if not order:
        raise UserError(f"{', '.join(names)}: no usable picture to measure with; hold out other packs")
    return np.array(corpus.windows[np.sort(np.resize(np.array(order), count))])


def features(classifier: RoleClassifier, pictures: View) -> Array:
    """What the role classifier makes of different drawn cells, at most CELLS of them: (m, 96); of blank ones if none is drawn."""
    tiles = pictures.tiles()
    different = np.unique(tiles.reshape(len(tiles), -1), axis=0, return_index=True)[1]
    shown = different[drawn(tiles[different])]
    judged = np.random.default_rng(0).permutation(shown if len(shown) else different)[:CELLS]
    around = pictures.around(judged)
    return np.concatenate([classifier.hidden(around[start : start + 256]) for start in range(0, len(around), 256)])


def originality(pictures: View, known: CorpusTiles) -> float:
    """The share of at most JUDGED different tiles, plain ones aside, that are no copies."""
    tiles = pictures.tiles()
    different = np.unique(tiles.reshape(len(tiles), TILE * TILE), axis=0).reshape(-1, TILE, TILE)
    chosen = np.random.default_rng(0).permutation(different[singular(different)])[:JUDGED]
    findings = judge(chosen, known)
    return float(np.mean([not one.copy for one in findings])) if findings else 1.0


def paint_dreams(painter: Painter, roles: Array, tell: Tell) -> Painted:
    """A dream for each role map (n, rows, cols), each of its own seed."""
    screens: list[Screen] = []
    began = time.perf_counter()
    for number, own in enumerate(roles):
        tell(number / len(roles), "painting dreams")
        screens.append(painter.paint(own, *painter.latents(f"measure {number}", *own.shape)))
    rate = len(roles) / (time.perf_counter() - began)
    return Painted(view_screens(screens, roles), sum(len(violations(screen)) for screen in screens), rate)


def paint_reference(reference: Reference, count: int, tell: Tell) -> Painted:
    """As many pictures of the reference, fitted."""
    began = time.perf_counter()
    screens: list[Screen] = []
    for number, picture in enumerate(reference.paint(count)):
        tell(number / count, "fitting the reference's pictures")
        screens.append(fit(picture)[0])
    rate = count / (time.perf_counter() - began)
    return Painted(view_screens(screens), sum(len(violations(screen)) for screen in screens), rate)


def measure(painter: Painter, reference: Reference | None, yardstick: Yardstick, tell: Tell) -> Measured:
    """Paints with both and measures all."""
    dreamt = paint_dreams(painter, yardstick.held.roles, tell)
    tell(0.0, "measuring dreams")
    dreams = {**_facts(dreamt), **yardstick.measure(dreamt.pictures), **yardstick.legible(dreamt.pictures)}
    plain = None
    if reference is not None:
        fitted = paint_reference(reference, len(yardstick.held), tell)
        tell(0.4, "measuring the reference")
        plain = {**_facts(fitted), **yardstick.measure(fitted.pictures)}
    tell(0.7, "measuring real pictures")
    return Measured(dreams, plain, yardstick.real())


def _facts(painted: Painted) -> dict[str, float]:
    return {"violations": float(painted.faults), "rate": painted.rate}
