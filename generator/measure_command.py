"""``measure --model M --data DIR``: the table of figures, for people and as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.corpus import Corpus, prepare
from generator.errors import UserError
from generator.files import replace_file
from generator.holdout import choose_packs, without_packs
from generator.measure import Measured, Yardstick, measure
from generator.painter import Painter
from generator.reference import load_reference, train_reference

HELD_OUT = "4"
"""Packs held out when neither the model nor the user says which."""

_SHARED = 0.15
"""Share of copies among held-out tiles; between packs by different hands it is a few in a hundred, since simple drawings are alike."""

ROWS = (
    ("violations", "violations", ".0f"),
    ("swd_64", "patches (SWD), 64 px", ".1f"),
    ("swd_32", "... 32 px", ".1f"),
    ("swd_16", "... 16 px", ".1f"),
    ("swd", "... mean", ".1f"),
    ("grams", "3x3 patterns, bits apart", ".3f"),
    ("missing", "... missing", ".3f"),
    ("invented", "... invented", ".3f"),
    ("density", "density", ".2f"),
    ("coverage", "coverage", ".2f"),
    ("legible", "roles read", ".0%"),
    ("legible_strict", "... by a stranger", ".0%"),
    ("original", "tiles, no copies", ".1%"),
    ("rate", "images/s, painting", ".1f"),
    ("minutes", "minutes of training", ".0f"),
    ("images", "images seen in training", ",.0f"),
)
"""Key, text and format of each row of the table."""

Tell = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class MeasureConfig:
    """What ``measure`` is asked to do.

    held_out: packs, or how many; empty for those that the model names. reference: a reference's file, if any; train_minutes: train
    it first, for so long. windows: pictures of each kind. reading: also train role classifiers and read roles.
    """

    model: Path
    data: Path
    held_out: str = ""
    json: Path | None = None
    reference: Path | None = None
    train_minutes: float | None = None
    windows: int = 512
    reading: bool = True
    cache: Path | None = None


@dataclass(frozen=True, eq=False)
class Table:
    """measured: all figures. held_out: the packs measured against. warnings: what makes the figures worth less."""

    measured: Measured
    held_out: tuple[str, ...]
    warnings: tuple[str, ...]

    def rows(self) -> list[tuple[str, ...]]:
        """Text, dreams, reference, real; ``-`` where there is no such figure."""
        columns = (self.measured.dreams, self.measured.reference or {}, self.measured.real)
        shown = [(text, *(_shown(column.get(key), how) for column in columns)) for key, text, how in ROWS]
        return [row for row in shown if any(cell != "-" for cell in row[1:])]

    def to_json(self) -> str:
        figures = {"dreams": self.measured.dreams, "reference": self.measured.reference, "real": self.measured.real}
        return json.dumps({"held_out": self.held_out, "warnings": self.warnings, **figures}, indent=1) + "\n"


def run(config: MeasureConfig, tell: Tell) -> Table:
    """Measures, training a reference first if asked; writes the JSON. Raises UserError."""
    if config.train_minutes and config.reference and config.reference.exists():
        raise UserError(f"{config.reference}: exists; measure with it by leaving --train-reference out, or name another file")
    painter = Painter.load(config.model)
    reference, how = load_reference(config.reference) if config.reference and not config.train_minutes else (None, {})
    corpus = prepare(config.data, config.cache, progress=lambda done, total, what: tell(done / max(1, total), what))
    held_out = _held_out(config, painter.about, corpus)
    tell(0.0, "reading held-out packs")
    yardstick = Yardstick(corpus, held_out, config.windows, config.reading)  # before hours of training: it may have to refuse
    if config.reference and config.train_minutes:
        windows = without_packs(corpus, held_out).windows
        reference, how = train_reference(windows, config.reference, config.train_minutes, held_out, tell)
    found = measure(painter, reference, yardstick, tell)
    found.dreams.update(_training(painter.about))
    if found.reference is not None:
        found.reference.update(_training(how))
    warnings = (
        _shared(found.real)
        + _trained_on("the model", painter.about, held_out)
        + (_trained_on("the reference", how, held_out) if reference else ())
    )
    table = Table(found, held_out, warnings)
    if config.json:
        replace_file(config.json, table.to_json().encode())
    return table


def _held_out(config: MeasureConfig, about: dict[str, Any], corpus: Corpus) -> tuple[str, ...]:
    named = ",".join(name for name in _unseen_by(about) if name in corpus.packs)
    held_out = choose_packs(corpus.packs, config.held_out or named or HELD_OUT)
    if not held_out:
        raise UserError("no pack is held out: name some, or how many, with --held-out")
    return held_out


def _trained_on(who: str, about: dict[str, Any], held_out: tuple[str, ...]) -> tuple[str, ...]:
    """A warning where something has seen the packs that it is measured against."""
    seen = [name for name in held_out if name not in _unseen_by(about)]
    return (f"{who} was trained on {', '.join(seen)}: its figures flatter it; see train --hold-out",) if seen else ()


def _unseen_by(about: dict[str, Any]) -> tuple[str, ...]:
    """The packs that were held out of a training, by its own account, which may come from a stranger."""
    named = about.get("held_out")
    return tuple(name for name in named if isinstance(name, str)) if isinstance(named, list) else ()


def _shared(real: dict[str, float]) -> tuple[str, ...]:
    """A warning where the held-out packs are not strangers."""
    copies = 1 - real["original"]
    return (f"{copies:.0%} of the held-out packs' tiles stand in other packs, too: better hold out others",) if copies > _SHARED else ()


def _training(about: dict[str, Any]) -> dict[str, float]:
    """How long something was trained, as far as it says so in numbers that may be true."""
    told = {name: value for name in ("seconds", "step", "batch") if isinstance(value := about.get(name), int | float) and 0 <= value < 1e12}
    found = {}
    if "seconds" in told:
        found["minutes"] = told["seconds"] / 60
    if "step" in told and "batch" in told:
        found["images"] = float(told["step"] * told["batch"])
    return found


def _shown(value: float | None, how: str) -> str:
    return "-" if value is None else f"{value:{how}}"
