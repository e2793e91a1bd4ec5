"""What a training run says: a progress bar with speed, losses and time left, a log file, and one line at its end."""

from __future__ import annotations

import shlex
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn

from generator.corpus import Corpus
from generator.figures import Figures
from generator.files import replace_file
from generator.train_config import Place, TrainConfig

_RECENT = 50
"""Steps over which speed and losses are averaged for the bar."""
_COLUMNS = "step\tseconds\tflat\tedges\tgrams\tvariety\tjudge\tpainter\n"


class Report:
    """Speaks for one run. out: the model file; the log lies beside it. silent: for all processes of a crew but one."""

    def __init__(self, out: Path, *, silent: bool = False) -> None:
        self._console = Console(stderr=True, quiet=silent)
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
        if corpus.labelled and corpus.guessed:
            roles += f" (in {corpus.guessed} of them guessed by the shipped classifier)"
        self._console.print(f"{len(corpus)} windows from {len(corpus.packs)} packs, {roles}", highlight=False)
        if held_out:
            self._console.print(f"held out: {', '.join(held_out)}", highlight=False, markup=False, soft_wrap=True)

    @contextmanager
    def training(self, config: TrainConfig, place: Place) -> Iterator[Callable[[Place, dict[str, float]], None]]:
        """A bar for the run; gives the function to call after each step."""
        columns = (BarColumn(), TaskProgressColumn(), TextColumn("{task.description}"), TimeRemainingColumn(elapsed_when_finished=True))
        with Progress(*columns, console=self._console) as bar:
            task = bar.add_task("", total=1.0)
            bar.update(task, completed=config.part(place))

            def tell(place: Place, losses: dict[str, float]) -> None:
                self._recent.append((place.seconds, losses))
                bar.update(task, completed=config.part(place), description=self._status(config, place))

            yield tell

    def looked(self, place: Place, figures: Figures) -> None:
        """A line in the log for each look at the samples."""
        means = [self._mean("judge"), self._mean("painter")]
        line = [
            place.step,
            round(place.seconds),
            *(round(x, 4) for x in (figures.flat, figures.edges, figures.grams, figures.variety, *means)),
        ]
        fresh = place.step == 0 or not self._log.exists()
        text = _COLUMNS if fresh else _until(self._log.read_text(encoding="utf-8", errors="replace"), place.step)
        replace_file(self._log, (text + "\t".join(map(str, line)) + "\n").encode())
        shapes = f"{figures.flat:.0%} of the cells flat, edges {figures.edges:.3f}, variety {figures.variety:.3f}"
        self._console.print(f"step {place.step}: {figures.grams:.3f} bits from real patches, {shapes}", highlight=False)

    def done(self, config: TrainConfig, place: Place, *, stopped: bool) -> None:
        """The last line of a run that ended well."""
        if stopped and place.step == 0:
            self._console.print("stopped before the first step; nothing was written", highlight=False, soft_wrap=True)
            return
        end = f"stopped at step {place.step}; go on with the same command and --resume" if stopped else f"done, {place.step} steps"
        dream = f"dream with it: python main.py dream --seed nightfall --model {shlex.quote(str(config.out))}"
        self._console.print(f"{end}\nwrote {config.out}\n{dream}", highlight=False, markup=False, soft_wrap=True)

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


def _until(log: str, step: int) -> str:
    """The lines of a log from before a step: a run that was killed may have logged what it did not get to save."""

    def before(line: str) -> bool:
        number = line.split("\t")[0]
        return not number.isdigit() or int(number) < step

    return "".join(line for line in log.splitlines(keepends=True) if before(line))
