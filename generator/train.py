"""``train``: a folder of pictures becomes a model that dreams. The loop, the files it leaves and what it says on the way.

Beside the model ``OUT`` stand ``OUT.training`` (everything needed to go on), ``OUT.log.tsv`` (losses and figures), the folder
``OUT.samples`` and the fingerprints of the training tiles, by which dreams leave near copies out.
Each step draws its batch from (seed, step) alone, so going on from a checkpoint is the same as never having stopped.
"""

from __future__ import annotations

import math
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from generator import checkpoint
from generator.batches import Batches
from generator.corpus import Corpus, prepare
from generator.devices import has_bfloat16, pick_device
from generator.errors import UserError
from generator.figures import Figures
from generator.freeze import write_model
from generator.gan import Gan, Rates
from generator.holdout import choose_packs, without_packs
from generator.network import Shape
from generator.originality import make_prints, prints_beside
from generator.samples import Gallery
from generator.train_config import DEFAULT_MINUTES, Place, TrainConfig
from generator.train_report import Report

KIND = "dreamkeep training 1"
EVERY = 500
"""Steps between looks at the samples, once under way; each look also saves."""
PATIENCE = 3
"""Looks in a row at nothing but flat or equal pictures before a run counts as collapsed."""
LOOK_BATCHES = 4
_UNSEEN = 1 << 40
"""Batches from this step on serve for looking and are never trained on."""


def run(config: TrainConfig) -> int:
    """Trains, and returns the exit code: 0 when done or stopped by Ctrl-C, 1 when the run met NaN or collapsed. Raises UserError."""
    report = Report(config.out)
    saved = _read_state(config) if config.resume else None
    if saved:
        config = _as_begun(config, saved[1])
    elif state_path(config.out).exists():
        raise UserError(f"{config.out}: a run has begun there; go on with --resume, or name another --out")
    with report.preparing() as tell:
        corpus = prepare(config.data, config.cache, progress=tell)
    held_out = tuple(saved[1].get("held_out", ())) if saved else choose_packs(corpus.packs, config.hold_out)
    corpus = without_packs(corpus, held_out)
    report.corpus(corpus, held_out)
    run = Run(config, corpus, report, held_out)
    if saved:
        run.restore(*saved)
    make_prints(corpus.windows, prints_beside(config.out))
    try:
        return run.go()
    except RuntimeError as error:
        if "memory" not in str(error).lower():
            raise
        raise UserError(f"out of memory on {run.device}: try --batch {max(2, config.batch // 2)} or --width {config.width // 2}") from error


class Run:
    """One training run: networks, batches, and where it stands."""

    def __init__(self, config: TrainConfig, corpus: Corpus, report: Report, held_out: tuple[str, ...] = ()) -> None:
        self.config, self.report, self.held_out, self.place = config, report, held_out, Place()
        self.device = pick_device(config.device)
        shape = Shape(width=config.width, judge=-(-config.width // 48) * 48)
        self.styles = len(corpus.packs)
        self.batches = Batches(corpus.windows, config.batch, shape.theme, shape.texture, config.seed, self.styles)
        self.gan = Gan(shape, Rates(), self.styles, config.seed, self.device, has_bfloat16(self.device))
        unseen = [self.batches.at(_UNSEEN + n) for n in range(LOOK_BATCHES)]
        self.gallery = Gallery(unseen, self.styles, config.out.with_name(f"{config.out.name}.samples"))
        self.known = frozenset(np.unique(corpus.windows["roles"]).tolist())
        self._bad_looks = 0

    def restore(self, tensors: dict[str, torch.Tensor], about: dict[str, Any]) -> None:
        """Goes back to where a checkpoint was taken. Raises UserError when it belongs to other data."""
        if about["styles"] != self.styles:
            raise UserError(
                f"{self.config.data}: holds {self.styles} packs, but the run was begun with {about['styles']}; use the same --data"
            )
        self.gan.restore(tensors)
        self.place = Place(about["step"], about["seconds"])

    def go(self) -> int:
        """Trains until the budget is spent, Ctrl-C, or the run breaks; saves and says how it ended."""
        if self._spent(self.place):
            raise UserError(f"{self.config.out}: this run has had its {self._budget()}; give it more to go on")
        if self.place.step == 0:
            self.gallery.show_reals()
            self._look()
        with interruptible() as stop, self.report.training(self.config, self.place) as tell:
            began = time.monotonic() - self.place.seconds
            while not stop.is_set() and not self._spent(self.place):
                losses = self.gan.step(self.batches.at(self.place.step), self.place.step)
                if not all(math.isfinite(value) for value in losses.values()):
                    return self.report.broken(f"NaN at step {self.place.step}", self.config)
                self.place = Place(self.place.step + 1, time.monotonic() - began)
                tell(self.place, losses)
                if due(self.place.step) and not self._healthy(self._look()):
                    return self.report.broken(f"it has collapsed by step {self.place.step}", self.config)
        if not due(self.place.step):
            self._look()
        self.report.done(self.config, self.place, stopped=stop.is_set())
        return 0

    def _spent(self, place: Place) -> bool:
        if self.config.steps is not None:
            return place.step >= self.config.steps
        return place.seconds >= 60 * (self.config.minutes or DEFAULT_MINUTES)

    def _budget(self) -> str:
        return f"{self.config.steps} steps" if self.config.steps is not None else f"{self.config.minutes or DEFAULT_MINUTES:g} minutes"

    def _healthy(self, figures: Figures) -> bool:
        self._bad_looks = self._bad_looks + 1 if figures.collapsed and self.place.step >= EVERY else 0
        return self._bad_looks < PATIENCE

    def _look(self) -> Figures:
        """Paints samples, measures, and saves everything unless the pictures have gone bad."""
        figures = self.gallery.look(self.gan.average, self.place.step)
        self.report.looked(self.place, figures)
        if self.place.step and (not figures.collapsed or self.place.step < EVERY):
            self._save(figures)
        return figures

    def _save(self, figures: Figures) -> None:
        account = {"step": self.place.step, "seconds": round(self.place.seconds, 3), "styles": self.styles, "figures": asdict(figures)}
        account |= {"held_out": list(self.held_out), "batch": self.config.batch}
        begun = {name: getattr(self.config, name) for name in ("width", "seed")}
        checkpoint.save(state_path(self.config.out), KIND, self.gan.tensors(), {**account, **begun})
        write_model(self.config.out, self.gan.average, account, self.known)


def state_path(out: Path) -> Path:
    """Where the state of the run that writes this model is kept."""
    return out.with_name(f"{out.name}.training")


def due(step: int) -> bool:
    """Whether to look at the samples after this step: at 100, 200, and then at each multiple of EVERY."""
    return step in (100, 200) or step % EVERY == 0


def _read_state(config: TrainConfig) -> tuple[dict[str, torch.Tensor], dict[str, Any]]:
    path = state_path(config.out)
    if not path.is_file():
        raise UserError(f"{path}: nothing to resume; leave --resume out to begin")
    tensors, about = checkpoint.load(path, KIND)
    missing = {"step", "seconds", "styles", "batch", "width", "seed"} - about.keys()
    if missing:
        raise UserError(f"{path}: is damaged (it lacks {', '.join(sorted(missing))})")
    return tensors, about


def _as_begun(config: TrainConfig, about: dict[str, Any]) -> TrainConfig:
    """The configuration with what can't change in the middle of a run taken from its checkpoint."""
    return replace(config, batch=about["batch"], width=about["width"], seed=about["seed"])


@contextmanager
def interruptible() -> Iterator[threading.Event]:
    """An event that the first Ctrl-C sets; the second one interrupts as usual. Does nothing outside the main thread."""
    stop = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return

    def ask(number: int, frame: object) -> None:
        stop.set()
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)
