"""What a training run says: a progress bar with speed, losses and time left, a log file, and one line at its end."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn

from generator.corpus import Corpus
from generator.errors import UserError
from generator.figures import Figures
from generator.train_config import DEFAULT_MINUTES, Place, TrainConfig

_RECENT = 50
"""Steps over which speed and losses are averaged for the bar."""
_COLUMNS = "step\tseconds\tflat\tedges\tgrams\tvariety\tjudge\tpainter\n"


class Report:
    """Speaks for one run. out: the model file; the log lies beside it."""

    def __init__(self, out: Path) -> None:
        self._console = Console(stderr=True)
        self._log = out.with_name(f"{out.name}.log.tsv")
        self._recent: deque[tuple[float, dict[str, float]]] = deque(maxlen=_RECENT)

    @contextmanager
    def preparing(self) -> Iterator[Callable[[int, int, str], None]]:
        """A bar for the corpus; gives what corpus.prepare() wants to tell."""
        with Progress(SpinnerColumn(), BarColumn(), TaskProgressColumn(), TextColumn("{task.description}"), console=self._console) as bar:
            task = bar.add_task("pictures", total=None)
            yield lambda done, total, text: bar.update(task, completed=done, total=total, description=text)

    def corpus(self, corpus: Corpus, held_out: tuple[str, ...] = ()) -> None:
        """Says what there is to learn from, and what was left out."""
        for line in corpus.skipped[:20]:
            self._console.print(f"skipped {line}", style="dim", highlight=False, markup=False)
        if len(corpus.skipped) > 20:
            self._console.print(f"... and {len(corpus.skipped) - 20} more", style="dim")
        roles = "with roles" if corpus.labelled else "without roles: the dreamer won't know walls from floors"
        self._console.print(f"{len(corpus)} windows from {len(corpus.packs)} packs, {roles}", highlight=False)
        if held_out:
            self._console.print(f"held out: {', '.join(held_out)}", highlight=False, markup=False, soft_wrap=True)

    @contextmanager
    def training(self, config: TrainConfig, place: Place) -> Iterator[Callable[[Place, dict[str, float]], None]]:
        """A bar for the run; gives the function to call after each step."""
        columns = (BarColumn(), TaskProgressColumn(), TextColumn("{task.description}"), TimeRemainingColumn(elapsed_when_finished=True))
        with Progress(*columns, console=self._console) as bar:
            task = bar.add_task("", total=self._whole(config))
            bar.update(task, completed=self._part(config, place))

            def tell(place: Place, losses: dict[str, float]) -> None:
                self._recent.append((place.seconds, losses))
                bar.update(task, completed=self._part(config, place), description=self._status(config, place))

            yield tell

    def looked(self, place: Place, figures: Figures) -> None:
        """A line in the log for each look at the samples."""
        means = [self._mean("judge"), self._mean("painter")]
        line = [
            place.step,
            round(place.seconds),
            *(round(x, 4) for x in (figures.flat, figures.edges, figures.grams, figures.variety, *means)),
        ]
        try:
            self._log.parent.mkdir(parents=True, exist_ok=True)
            fresh = not self._log.exists() or place.step == 0
            with self._log.open("w" if fresh else "a", encoding="utf-8") as file:
                file.write((_COLUMNS if fresh else "") + "\t".join(map(str, line)) + "\n")
        except OSError as error:
            raise UserError(f"{self._log}: can't be written ({error.strerror or error})") from error
        shapes = f"{figures.flat:.0%} of the cells flat, edges {figures.edges:.3f}, variety {figures.variety:.3f}"
        self._console.print(f"step {place.step}: {figures.grams:.3f} bits from real patches, {shapes}", highlight=False)

    def done(self, config: TrainConfig, place: Place, *, stopped: bool) -> None:
        """The last line of a run that ended well."""
        if stopped and place.step == 0:
            self._console.print("stopped before the first step; nothing was written", highlight=False, soft_wrap=True)
            return
        end = f"stopped at step {place.step}; go on with the same command and --resume" if stopped else f"done, {place.step} steps"
        self._console.print(f"{end}\nwrote {config.out}", highlight=False, markup=False, soft_wrap=True)

    def broken(self, what: str, config: TrainConfig) -> int:
        """The last line of a run that went wrong; returns the exit code."""
        kept = (
            f"the last good state is kept; --resume goes on from it, or try another --seed: {config.out}"
            if config.out.exists()
            else "no state was saved yet"
        )
        self._console.print(f"training stopped: {what}; {kept}", style="bold", highlight=False, markup=False, soft_wrap=True)
        return 1

    def _status(self, config: TrainConfig, place: Place) -> str:
        span = self._recent[-1][0] - self._recent[0][0]
        speed = (len(self._recent) - 1) * config.batch / span if span > 0 else 0.0
        return f"step {place.step} | {speed:.0f} images/s | judge {self._mean('judge'):.2f} | painter {self._mean('painter'):.2f}"

    def _mean(self, name: str) -> float:
        return sum(losses[name] for _, losses in self._recent) / max(1, len(self._recent))

    @staticmethod
    def _whole(config: TrainConfig) -> float:
        return config.steps if config.steps is not None else 60 * (config.minutes or DEFAULT_MINUTES)

    @staticmethod
    def _part(config: TrainConfig, place: Place) -> float:
        return place.step if config.steps is not None else place.seconds
