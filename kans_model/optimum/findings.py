"""All that is worked out for one question before anything of it is shown."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import xarray as xr

from kans_model.city.city import City
from kans_model.computing.cache import MEGABYTE, Cache
from kans_model.evaluation.baseline import Baseline
from kans_model.measures.portfolio import Portfolio
from kans_model.optimum.optimum import Optimum, optimum
from kans_model.optimum.question import Question
from kans_model.optimum.reasons import counted_years, reasons
from kans_model.optimum.same_budget import SameMoney, same_money
from kans_model.study.study import Study
from kans_model.tables.reading import table
from kans_model.uncertainty.bands import drawn
from kans_model.words.problems import KansError

SAME_PACKAGE, SAME_ANSWER = 1e-6, 1e-3
"""Packages whose cost and effect differ by less are one package; an answer by less is the same answer. [-]"""
TELLING_SHARE = 0.1
"""A measure colours the evidence of a headline from this share of it. [-]"""
SLOWER = 0.85
"""What each step leaves of the way to go: how many there are is only known at the end."""


@dataclass(frozen=True, eq=False)
class Balance:
    """The package with the best balance for society: investment, net present value, chance that it pays."""

    capex_eur: float
    npv_eur: float
    chance: float


@dataclass(frozen=True, eq=False)
class Findings:
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
    balance : Balance or None
        Where this package costs society more than it brings: the one with the best balance within the same
        demands.
    """

    study: Study
    best: Optimum
    result: xr.Dataset
    ranges: xr.Dataset
    why: pd.DataFrame
    years: float
    beside: SameMoney | None
    balance: Balance | None = None

    @property
    def avoided_draws(self) -> np.ndarray:
        """What the package avoids at the horizon of the question, per draw. [EUR/yr]"""
        return self.ranges["avoided_total_eur"].sel(horizon=self.best.question.horizon).values

    @property
    def rival_beside(self) -> SameMoney | None:
        """What it is held against; nothing where that is the answer itself, kept earlier."""
        if self.beside is None:
            return None
        horizon = {"horizon": self.best.question.horizon}
        pairs = [
            (float(result["capex_eur"].sum()), float(result["avoided_total_eur"].sel(horizon)))
            for result in (self.beside.best_result, self.beside.rival_result)
        ]
        return None if np.allclose(pairs[0], pairs[1], rtol=SAME_PACKAGE) else self.beside

    @property
    def is_best_beside(self) -> bool:
        """Whether the best package for the rival's money is the answer itself, where money is left over."""
        if self.beside is None:
            return False
        mine, other = ((best.capex_eur, best.avoided_eur_per_year) for best in (self.best, self.beside.best))
        return bool(np.allclose(mine, other, rtol=SAME_ANSWER))

    def telling_evidence(self, column: str, amount: str) -> list[str]:
        """Evidence classes of the measures that make up a tenth or more of an amount.

        Parameters
        ----------
        column : `evidence` of the price, or `evidence_effect`.
        amount : variable of the result per measure, such as `capex_eur`.
        """
        amounts = self.result[amount].values
        total = amounts.sum()
        telling = amounts >= TELLING_SHARE * total if total > 0 else np.zeros(len(amounts), bool)
        return list(table("measures")[column][telling])


class Answers:
    """The last answers of this process, so that a page that is loaded again has not to wait for its own."""

    def __init__(self, most_bytes: int):
        self._kept = Cache(most_bytes, others=(Study, Baseline, City))

    @staticmethod
    def _key(study: Study, question: Question, rival: Portfolio) -> str:
        splits, actors = [split.to_dict() for split in study.splits], study.actors.to_dict()
        asked = [study.outlook_key, study.seed, splits, actors, rival.to_dict(), question.to_dict()]
        return json.dumps(asked, sort_keys=True)

    def known(self, study: Study, question: Question, rival: Portfolio) -> Findings | None:
        """The answer to this question, if it was found not long ago."""
        return self._kept.known(self._key(study, question, rival))

    def keep(self, findings: Findings, question: Question, rival: Portfolio) -> None:
        self._kept.keep(self._key(findings.study, question, rival), findings)


answers = Answers(64 * MEGABYTE)


def creeping(progress: Callable[[float], None], start: float, end: float) -> Callable[[float], None]:
    """Progress of work that does not know how long it takes: every step part of what is left."""
    left = [1.0]

    def step(_share: float) -> None:
        left[0] *= SLOWER
        progress(end - (end - start) * left[0])

    return step


def findings(
    study: Study,
    question: Question,
    rival: Portfolio,
    progress: Callable[[float], None],
    cancelled: Callable[[], bool],
) -> Findings:
    """The best package, its ranges, and the same money beside a rival.

    Raises
    ------
    KansError
        When the question cannot be, or its limits conflict.
    """
    best = optimum(study, question, creeping(progress, 0.0, 0.6), cancelled)
    progress(0.6)
    draws = drawn(study)
    ranges = study.evaluate(best.portfolio, draws)
    beside = same_money(best, rival, draws, creeping(progress, 0.65, 0.85), cancelled)
    result = study.evaluate(best.portfolio)
    balance = None
    if question.goal in ("avoided", "weighted") and float(result["npv_eur"]) < 0:
        balance = _balance(study, question, creeping(progress, 0.85, 0.99), cancelled)
    complete = Findings(
        study=study,
        best=best,
        result=result,
        ranges=ranges,
        why=reasons(best),
        years=counted_years(best),
        beside=beside,
        balance=balance,
    )
    answers.keep(complete, question, rival)
    return complete


def _balance(
    study: Study, question: Question, progress: Callable[[float], None], cancelled: Callable[[], bool]
) -> Balance | None:
    """The best balance within the same demands; None where it cannot be found."""
    try:
        best = optimum(study, question.but(goal="npv"), progress, cancelled)
    except KansError:
        return None
    npv = study.evaluate(best.portfolio, drawn(study))["npv_eur"].values
    return Balance(best.capex_eur, float(study.evaluate(best.portfolio)["npv_eur"]), float(np.mean(npv > 0)))
