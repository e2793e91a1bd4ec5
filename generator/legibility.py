"""Can a cell's role be read off the picture? Asked of a classifier that was trained on other packs than those that it reads."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

import numpy as np

from generator.classifier import RoleClassifier
from generator.classifier_train import collect, save, to_classifier
from generator.classifier_train import train as train_classifier
from generator.corpus import Corpus
from generator.errors import UserError
from generator.holdout import only_packs
from generator.roles import Role
from generator.views import View

STEPS = 1500
MOST = 3000
"""Cells read at most."""


def reader(corpus: Corpus, packs: Collection[str], steps: int = STEPS) -> RoleClassifier | None:
    """A classifier that has seen these packs and no other; kept beside the corpus. None where they have no labels."""
    kept = _kept(corpus, packs, steps)
    if kept is not None and kept.is_file():
        try:
            return RoleClassifier.load(kept)
        except UserError:  # damaged: made anew
            pass
    part = only_packs(corpus, packs)
    if not part.labelled:
        return None
    net = train_classifier(collect(part), steps)
    if kept is not None:
        with suppress(OSError):  # a cache that cannot be written only costs time
            save(net, kept, {"packs": " ".join(sorted(packs)), "steps": str(steps)})
    return to_classifier(net)


def _kept(corpus: Corpus, packs: Collection[str], steps: int) -> Path | None:
    digest = hashlib.sha256("\n".join([str(steps), *sorted(packs)]).encode()).hexdigest()[:16]
    return corpus.path / f"reader-{digest}.safetensors" if corpus.path else None


def legibility(classifier: RoleClassifier, pictures: View) -> float:
    """The share of cells that are read as what they were meant to be: the mean over the roles there are, 0..1."""
    roles = pictures.roles.reshape(-1)
    cells = np.random.default_rng(0).permutation(np.flatnonzero(roles != Role.UNKNOWN))[:MOST]
    right = classifier.predict(pictures.around(cells))[0] == roles[cells]
    return float(np.mean([right[roles[cells] == role].mean() for role in np.unique(roles[cells])])) if len(cells) else 0.0
