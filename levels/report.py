"""Collects what a check finds, in the order it finds it."""

from __future__ import annotations

from dataclasses import dataclass, field

from generator.errors import Problem, UserError

MAX_PROBLEMS = 50
"""A file with more faults than this is told about no further: nobody reads on, and a hostile file must not fill the memory."""


@dataclass(slots=True)
class Report:
    problems: list[Problem] = field(default_factory=list)

    def fatal(self, where: str, what: str, hint: str = "") -> None:
        """Note a fault that makes the file unusable."""
        self._add(Problem(where, what, hint))

    def warn(self, where: str, what: str, hint: str = "") -> None:
        """Note something that is put right or left out when the file is used."""
        self._add(Problem(where, what, hint, fatal=False))

    def _add(self, problem: Problem) -> None:
        if len(self.problems) < MAX_PROBLEMS or (problem.fatal and not self.broken):
            self.problems.append(problem)

    @property
    def broken(self) -> bool:
        """Whether anything fatal was found."""
        return any(problem.fatal for problem in self.problems)

    def raise_if_broken(self) -> None:
        """Raise UserError with the first fatal problem, and say how many more there are."""
        faults = [problem for problem in self.problems if problem.fatal]
        if faults:
            more = f" (and {len(faults) - 1} more: see `check`)" if len(faults) > 1 else ""
            raise UserError(f"{faults[0]}{more}")
