"""``train``: a folder of pictures becomes a model that dreams. The loop, the files it leaves and what it says on the way.

Beside the model ``OUT`` stand ``OUT.training`` (everything needed to go on), ``OUT.log.tsv`` (losses and figures), the folder
``OUT.samples`` and the fingerprints of the training tiles, by which dreams leave near copies out.
Each step draws its batch from (seed, step) alone, so going on from a checkpoint is the same as never having stopped
(learning rates fall with the budget: the same budget, in steps, gives the same rates). Under torchrun all processes run this
loop in step; the first one writes and prints.
"""

from __future__ import annotations

import math
import os
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
from generator.crew import Crew, Dismissed, assembled
from generator.devices import has_bfloat16, pick_device
from generator.errors import UserError
from generator.figures import Figures
from generator.freeze import write_model
from generator.gan import Gan, Rates
from generator.holdout import choose_packs, without_packs
from generator.network import Shape
from generator.originality import make_prints, prints_beside
from generator.pace import falling
from generator.painter import Painter
from generator.samples import Gallery
from generator.train_config import Place, TrainConfig
from generator.train_report import Report

KIND = "dreamkeep training 1"
EVERY = 500
"""Steps from which on pictures must be more than flat."""
PATIENCE = 3
"""Looks in a row at nothing but flat or equal pictures before a run counts as collapsed."""
_ACCOUNT = {
    "step": (int, 1, 2**40),
    "seconds": (float, 0.0, 1e12),
    "styles": (int, 1, 65536),
    "batch": (int, 2, 4096),
    "width": (int, 4, 1024),
    "seed": (int, 0, 2**31 - 1),
}
"""What a checkpoint must say of its run: type and range."""
LOOK_BATCHES = 4
_UNSEEN = 1 << 40
"""Batches from this step on serve for looking and are never trained on."""


def run(config: TrainConfig) -> int:
    """Trains, and returns the exit code: 0 when done or stopped by Ctrl-C, 1 when the run met NaN or collapsed. Raises UserError.

    In a process that torchrun started it does its share, and returns 2 when another process can't go on.
    """
    device = pick_device(config.device, int(os.environ.get("LOCAL_RANK", "0")))
    with assembled(device) as crew:
        try:
            return _run(config, device, crew)
        except Dismissed:
            return 2
        except UserError:
            if crew.local == 0:
                raise
            return 2  # the first process of this machine says it


def _run(config: TrainConfig, device: torch.device, crew: Crew) -> int:
    report = Report(config.out, silent=not crew.leads)
    saved = _read_state(config) if config.resume else None
    if saved:
        config = _as_begun(config, saved[1])
    elif state_path(config.out).exists():
        raise UserError(f"{config.out}: a run has begun there; go on with --resume, or name another --out")
    crew.check(config.batch)
    with report.preparing() as tell:
        corpus = crew.in_turn(lambda: prepare(config.data, config.cache, progress=tell))
    held_out = saved[1]["held_out"] if saved else choose_packs(corpus.packs, config.hold_out)
    corpus = without_packs(corpus, held_out)
    report.corpus(corpus, held_out)
    with _memory_told(config, device):
        run = Run(config, corpus, report, device, held_out, crew)
        if saved:
            run.restore(*saved)
        if crew.leads:
            make_prints(corpus.windows, prints_beside(config.out))
        return run.go()


@contextmanager
def _memory_told(config: TrainConfig, device: torch.device) -> Iterator[None]:
    """Turns running out of memory into advice."""
    try:
        yield
    except (RuntimeError, MemoryError) as error:
        if isinstance(error, RuntimeError) and "memory" not in str(error).lower():
            raise
        raise UserError(f"out of memory on {device}: try --batch {max(2, config.batch // 2)} or --width {config.width // 2}") from error


class Run:
    """One training run: networks, batches, and where it stands. crew: the processes that share it."""

    def __init__(
        self,
        config: TrainConfig,
        corpus: Corpus,
        report: Report,
        device: torch.device,
        held_out: tuple[str, ...] = (),
        crew: Crew | None = None,
    ) -> None:
        self.config, self.report, self.held_out, self.place = config, report, held_out, Place()
        self.crew = crew or Crew()
        shape = Shape(width=config.width, judge=-(-config.width // 48) * 48)
        self.styles = len(corpus.packs)
        self.batches = Batches(corpus.windows, config.batch, shape.theme, shape.texture, config.seed, self.styles)
        self.gan = Gan(shape, Rates(), self.styles, config.seed, device, has_bfloat16(device), self.crew)
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
        if self.config.spent(self.place):
            return self._finish()
        if self.place.step == 0 and self.crew.leads:
            self.gallery.show_reals()
        if self.place.step == 0:
            self._look()
        with interruptible() as stop, self.report.training(self.config, self.place) as tell:
            began, stopped = time.monotonic() - self.place.seconds, self.crew.most(stop.is_set())[0]
            while not stopped and not self.config.spent(self.place):
                losses = self.gan.step(self.batches.at(self.place.step), self.place.step, falling(self.config.part(self.place)))
                if not all(math.isfinite(value) for value in losses.values()):
                    return self.report.broken(f"NaN at step {self.place.step}", self.config)
                stopped, seconds = self.crew.most(stop.is_set(), time.monotonic() - began)
                self.place = Place(self.place.step + 1, seconds)
                tell(self.place, losses)
                if self.config.due(self.place) and not self._look():
                    return self.report.broken(f"it has collapsed by step {self.place.step}", self.config)
        if self.place.step and not self.config.due(self.place):
            self._look()
        self.report.done(self.config, self.place, stopped=bool(stopped))
        return 0

    def _finish(self) -> int:
        """The budget is spent already. That is a mistake, unless the run was killed between writing its last state and its model."""
        if _step_of(self.config.out) == self.place.step:
            raise UserError(f"{self.config.out}: this run has had its {self.config.budget}; give it more to go on")
        self._look()
        self.report.done(self.config, self.place, stopped=False)
        return 0

    def _look(self) -> bool:
        """The first process paints samples, measures, and saves unless the pictures have gone bad. Returns whether to go on."""
        self.crew.align(self.gan.tensors().values())
        healthy = True
        if self.crew.leads:
            figures = self.gallery.look(self.gan.average, self.place.step)
            self.report.looked(self.place, figures)
            early = self.place.step < EVERY
            self._bad_looks = self._bad_looks + 1 if figures.collapsed and not early else 0
            healthy = self._bad_looks < PATIENCE
            if self.place.step and (early or not figures.collapsed):
                self._save(figures)
        return self.crew.most(not healthy)[0] == 0

    def _save(self, figures: Figures) -> None:
        account = {"step": self.place.step, "seconds": round(self.place.seconds, 3), "styles": self.styles, "figures": asdict(figures)}
        account |= {"held_out": list(self.held_out), "batch": self.config.batch}
        begun = {name: getattr(self.config, name) for name in ("width", "seed")}
        checkpoint.save(state_path(self.config.out), KIND, self.gan.tensors(), {**account, **begun})
        write_model(self.config.out, self.gan.average, account, self.known)


def state_path(out: Path) -> Path:
    """Where the state of the run that writes this model is kept."""
    return out.with_name(f"{out.name}.training")


def _read_state(config: TrainConfig) -> tuple[dict[str, torch.Tensor], dict[str, Any]]:
    path = state_path(config.out)
    if not path.is_file():
        raise UserError(f"{path}: nothing to resume; leave --resume out to begin")
    tensors, about = checkpoint.load(path, KIND)
    wrong = [name for name, (kind, least, most) in _ACCOUNT.items() if not _is_number(about.get(name), kind, least, most)]
    held_out = about.get("held_out", [])
    if not isinstance(held_out, list) or not all(isinstance(name, str) for name in held_out):
        wrong.append("held_out")
    if wrong:
        raise UserError(f"{path}: is damaged ({', '.join(wrong)}: missing or out of range)")
    return tensors, {**about, "held_out": tuple(held_out)}


def _is_number(value: object, kind: type, least: float, most: float) -> bool:
    right = isinstance(value, int) if kind is int else isinstance(value, int | float)
    return right and not isinstance(value, bool) and least <= value <= most  # type: ignore[operator]


def _step_of(model: Path) -> int | None:
    """The step at which a model was written; None where there is none."""
    try:
        step = Painter.load(model).about.get("step")
    except UserError:
        return None
    return step if isinstance(step, int) else None


def _as_begun(config: TrainConfig, about: dict[str, Any]) -> TrainConfig:
    """The configuration with what can't change in the middle of a run taken from its checkpoint."""
    return replace(config, batch=about["batch"], width=about["width"], seed=about["seed"])


@contextmanager
def interruptible() -> Iterator[threading.Event]:
    """An event that the first Ctrl-C (or SIGTERM) sets; the second one ends as usual. Does nothing outside the main thread."""
    stop = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return

    def ask(number: int, frame: object) -> None:
        stop.set()
        for one, handler in before.items():
            signal.signal(one, handler)

    before = {one: signal.signal(one, ask) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
