"""All that is worked out for one question before anything of it is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
import xarray as xr

from dashboards.parts.bands import drawn
from kans_model.optimiser import Optimum, Task
from kans_model.portfolio import Portfolio
from kans_model.question import Question
from kans_model.reasons import counted_years, reasons
from kans_model.samemoney import SameMoney, same_money
from kans_model.study import Study

SLOWER = 0.85
"""What each step leaves of the way to go: how many there are is only known at the end."""


@dataclass(frozen=True, eq=False)
class Found:
    """An optimum with its ranges, reasons and what it is held against.

    Attributes
    ----------
    study : Study
        The one it was asked of.
    result, ranges : xarray.Dataset
        Mid values, and the same over the draws.
    why : pandas.DataFrame
        From `reasons`.
    years : float
        What a euro a year counts for over the period. [yr]
    beside : SameMoney or None
    """

    study: Study
    best: Optimum
    result: xr.Dataset
    ranges: xr.Dataset
    why: pd.DataFrame
    years: float
    beside: SameMoney | None


def creeping(progress: Callable[[float], None], start: float, end: float) -> Callable[[float], None]:
    """Progress of work that does not know how long it takes: every step part of what is left."""
    left = [1.0]

    def step(_share: float) -> None:
        left[0] *= SLOWER
        progress(end - (end - start) * left[0])

    return step


def found(
    study: Study,
    question: Question,
    rival: Portfolio,
    progress: Callable[[float], None],
    cancelled: Callable[[], bool],
) -> Found:
    """The best package, its ranges, and the same money beside a rival.

    Raises
    ------
    KansError
        When the question cannot be, or its limits conflict.
    """
    best = Task(study, question, creeping(progress, 0.0, 0.6), cancelled).optimum()
    progress(0.6)
    draws = drawn(study)
    ranges = study.evaluate(best.portfolio, draws)
    beside = same_money(best, rival, draws, creeping(progress, 0.65, 0.95), cancelled)
    return Found(
        study=study,
        best=best,
        result=study.evaluate(best.portfolio),
        ranges=ranges,
        why=reasons(best),
        years=counted_years(best),
        beside=beside,
    )
