"""Packages by three rules of fairness under one budget, and the study's own, in the eyes of every partner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from kans_model.comparison.verdicts import MET, verdicts
from kans_model.computing.progress import Cancelled, Progress
from kans_model.dialogue.ambition import Threshold
from kans_model.measures.portfolio import Portfolio
from kans_model.optimum.answer import package
from kans_model.optimum.consensus import Consensus, consensus
from kans_model.optimum.own_shares import Loser, OwnShares, own_shares
from kans_model.optimum.question import Question, held_limits
from kans_model.study.study import Study

FIRST_BUDGET_EUR = 30e6
"""The budget that stands there before anybody names one. [EUR]"""
SAME_MONEY = 1e-6
"""Of a budget: what a solver may go beyond it. [-]"""
RULES = ("maximin", "mean", "equal_shares")
"""The least satisfied as high as possible, the highest average, and an equal part of the money for each."""


@dataclass(frozen=True, eq=False)
class Agreement:
    """What was worked out, and for which study.

    Attributes
    ----------
    study : Study
    budget_eur : float
    agreed : Consensus
    shares : OwnShares
        What equal shares buy, and who lost.
    satisfaction : dict
        Rule, or id of an own package → of every partner, shape (partner,). [-]
    portfolios : dict
        Rule → its package.
    capex_eur : dict
        Rule, or id of an own package → investment. [EUR]
    limits_met : dict
        The same → how many limits are met with it, and how many there are.
    """

    study: Study
    budget_eur: float
    agreed: Consensus
    shares: OwnShares
    satisfaction: dict[str, np.ndarray]
    portfolios: dict[str, Portfolio]
    capex_eur: dict[str, float]
    limits_met: dict[str, tuple[int, int]]

    def holds_for(self, study: Study, horizon: str = "2050") -> bool:
        """Whether a study has the climate, prices, partners and limits that it rests on."""
        then = self.study
        return (
            study.outlook_key == then.outlook_key
            and study.dialogue.partners == then.dialogue.partners
            and study.thresholds(horizon) == then.thresholds(horizon)
            and held_limits(study, horizon) == held_limits(then, horizon)
        )

    def knows_packages_of(self, study: Study) -> bool:
        """Whether what it says of the study's own packages is of these as they are now."""
        return self._own_packages(study) == self._own_packages(self.study)

    def _own_packages(self, study: Study) -> list[tuple[Any, ...]]:
        """What the packages of a study are made of, but for those of the rules that were put in it since."""
        found = [package.choices for package in self.portfolios.values()]
        return [(own.id, own.choices, own.explicit) for own in study.portfolios if own.choices not in found]

    def is_above_budget(self, name: str) -> bool:
        """Whether a package costs more than there is: it may then please a partner more than his own best."""
        return self.capex_eur[name] > self.budget_eur * (1 + SAME_MONEY)

    @property
    def losers(self) -> list[Loser]:
        """Measures that equal shares left out, those first that lacked the smallest part of their cost."""
        return sorted(self.shares.losers, key=lambda loser: loser.lacked_share)


def known_thresholds(study: Study, horizon: str) -> tuple[Threshold, ...]:
    """Limits of damage that a search can hold: none on a theme without data, whose verdict says unknown."""
    known = study.baseline.hazards_included
    return tuple(limit for limit in study.thresholds(horizon) if limit.hazard in known)


def agreement(
    study: Study,
    budget_eur: float,
    horizon: str = "2050",
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Agreement:
    """Packages of the three rules, and what every partner thinks of them and of the study's own.

    Parameters
    ----------
    study : Study
        With partners; its limits hold for every package.
    budget_eur : float
    horizon : str

    Raises
    ------
    KansError
        As `consensus`.
    """
    question = Question.of(
        study.ambition,
        budget_eur=budget_eur,
        horizon=horizon,
        thresholds=known_thresholds(study, horizon),
        limits=held_limits(study, horizon)[0],
    )
    agreed = consensus(study, study.dialogue.partners, question, progress, cancelled)
    formulation = agreed.reach.formulation
    shares = own_shares(formulation, agreed.reach, agreed.satisfactions, budget_eur)
    own = {portfolio.id: portfolio for portfolio in study.portfolios}
    portfolios = {
        "maximin": agreed.maximin.portfolio,
        "mean": agreed.mean.portfolio,
        "equal_shares": package(formulation.base, shares.quantity, question=agreed.question.to_dict()),
    }
    every = portfolios | own
    return Agreement(
        study=study,
        budget_eur=budget_eur,
        agreed=agreed,
        shares=shares,
        satisfaction={
            "maximin": agreed.maximin.satisfaction,
            "mean": agreed.mean.satisfaction,
            "equal_shares": agreed.satisfaction(shares.quantity),
            **{
                name: agreed.satisfaction(study.evaluate(portfolio)["quantity"].to_numpy())
                for name, portfolio in own.items()
            },
        },
        portfolios=portfolios,
        capex_eur={
            name: float(study.evaluate(portfolio)["capex_eur"].sum()) for name, portfolio in every.items()
        },
        limits_met={name: _limits_met(study, portfolio) for name, portfolio in every.items()},
    )


def _limits_met(study: Study, portfolio: Portfolio) -> tuple[int, int]:
    """How many limits are met with a package, each at its own moment, and how many there are."""
    read = [
        verdict
        for verdict in verdicts(study.baseline, study.evaluate(portfolio), study.criteria, study.city.areas)
        if verdict.when == "after" and verdict.moment == verdict.criterion.moment
    ]
    return sum(verdict.verdict == MET for verdict in read), len(read)
