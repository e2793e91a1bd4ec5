"""How fast the networks learn: falling rates, and the guard against a judge that wins."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from generator.pace import LOWEST, Guard, falling
from generator.train_config import Place, TrainConfig

CONFIG = TrainConfig(Path("pictures"), steps=300)


def test_rates_are_whole_for_two_thirds_and_then_fall_straight_to_a_tenth() -> None:
    rates = [falling(CONFIG.part(Place(step))) for step in (0, 100, 200, 225, 250, 300)]
    assert rates == pytest.approx([1, 1, 1, 0.775, 0.55, LOWEST])
    assert falling(1.5) == pytest.approx(LOWEST)


def test_rates_fall_with_minutes_where_the_budget_is_minutes() -> None:
    hours = replace(CONFIG, steps=None, minutes=120)
    assert [falling(hours.part(Place(9, seconds))) for seconds in (0, 4800, 6000)] == pytest.approx([1, 1, 0.55])


def test_a_larger_budget_raises_the_rates_again() -> None:
    place = Place(300)
    assert (
        falling(CONFIG.part(place)) < falling(replace(CONFIG, steps=400).part(place)) < falling(replace(CONFIG, steps=600).part(place)) == 1
    )


def test_a_budget_says_what_it_is_and_when_it_is_spent() -> None:
    assert CONFIG.budget == "300 steps"
    assert [CONFIG.spent(Place(step)) for step in (299, 300, 301)] == [False, True, True]
    default = replace(CONFIG, steps=None)
    assert default.budget == "60 minutes"
    assert [default.spent(Place(9, seconds)) for seconds in (3599, 3600)] == [False, True]


def test_looks_come_early_and_then_evenly() -> None:
    config = replace(CONFIG, save_every=250)
    assert [step for step in range(1, 800) if config.due(Place(step))] == [100, 200, 250, 500, 750]


def guarded(loss: float, steps: int = 500) -> Guard:
    guard = Guard()
    for _ in range(steps):
        guard.see(loss)
    return guard


def test_a_judge_that_wins_is_slowed_down_the_more_the_further_it_is_ahead() -> None:
    shares = [guarded(loss).share(2000) for loss in (8, 5.5, 4.5, 4, 3.5, 3, 1)]
    assert shares == pytest.approx([1, 1, 0.75, 0.5, 0.25, 0.1, 0.1], abs=1e-3)


def test_one_step_hardly_moves_the_guard() -> None:
    guard = guarded(6)
    guard.see(0)
    assert guard.share(2000) == 1


def test_the_guard_sleeps_while_the_painter_has_not_begun() -> None:
    assert guarded(1).share(0) == guarded(1).share(999) == 1
    assert guarded(1).share(1000) == 0.1
