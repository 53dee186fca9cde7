"""An optimum beside another package that costs the same, and how sure it is that it is the better one."""

from dataclasses import dataclass

import numpy as np
import xarray as xr

from kans_model.computing.progress import Cancelled, Progress
from kans_model.measures.portfolio import Portfolio
from kans_model.optimum.optimum import Optimum, optimum
from kans_model.study.study import Study
from kans_model.uncertainty.draws import Draws
from kans_model.words.problems import KansError

SAME = 2e-3
"""Investments that differ by less are the same money. [-]"""
SAME_COST = 0.01
"""Investments that differ by less are called the same money on screen. [-]"""


@dataclass(frozen=True, eq=False)
class SameMoney:
    """Another package and the best one for what that costs.

    Attributes
    ----------
    rival : Portfolio
    best : Optimum
    rival_result, best_result : xarray.Dataset
        Mid values of both.
    chance : float
        Share of the draws in which the best avoids more damage at the horizon of the question. [-]
    npv_chance : float
        Share of the draws in which it has the better net present value. [-]
    """

    rival: Portfolio
    best: Optimum
    rival_result: xr.Dataset
    best_result: xr.Dataset
    chance: float
    npv_chance: float

    @property
    def capex_eur(self) -> tuple[float, float]:
        """Investment of the best package and of its rival, from the budget they share. [EUR]"""
        budget_of = self.best.question.budget_of
        return invested_eur(self.best_result, budget_of), invested_eur(self.rival_result, budget_of)

    @property
    def costs_the_same(self) -> bool:
        """Whether both investments may be called the same money."""
        best, rival = self.capex_eur
        return abs(best / rival - 1) < SAME_COST


def invested_eur(result: xr.Dataset, budget_of: str = "all") -> float:
    """Investment of a package, of those whom a budget limits (of `question.BUDGETS_OF`). [EUR]"""
    return float(result["capex_eur" if budget_of == "all" else "capex_public_eur"].sum())


def usual_rival(study: Study, own: Portfolio) -> Portfolio:
    """What an optimum is held against: *alleen meekoppelen*, or without planned works the own package."""
    joint = study.portfolio("meekoppelen")
    return joint if invested_eur(study.evaluate(joint)) > 0 else own


def first_budget_eur(study: Study, own: Portfolio) -> float | None:
    """The money that is asked about first; None where nothing says any. [EUR]

    The budget of the own package; else what *alleen meekoppelen* costs; else what the own package costs.
    """
    amounts = (
        own.budget_eur or 0.0,
        invested_eur(study.evaluate("meekoppelen")),
        invested_eur(study.evaluate(own)),
    )
    return next((eur for eur in amounts if eur > 0), None)


def same_money(
    best: Optimum,
    rival: Portfolio,
    draws: Draws,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> SameMoney | None:
    """The best package for what a rival costs, beside that rival, over the same draws.

    Where the optimum costs something else, the question is asked once more with the rival's money.

    Parameters
    ----------
    best : Optimum
    rival : Portfolio
    draws : Draws

    Returns
    -------
    SameMoney or None
        None where the rival costs nothing, or no package of its money meets the other limits.
    """
    study, question = best.formulation.study, best.question
    rival_result = study.evaluate(rival)
    of_all = question.budget_of == "all"
    capex = float(rival_result["capex_eur"].sum() if of_all else rival_result["capex_public_eur"])
    if capex <= 0:
        return None
    if abs(best.budgeted_eur / capex - 1) > SAME:
        goal = "avoided" if question.goal == "cheapest" else question.goal
        question = question.but(goal=goal, budget_eur=capex)
        try:
            best = optimum(study, question, progress, cancelled)
        except KansError:
            return None
    mine, other = (study.evaluate(package, draws) for package in (best.portfolio, rival))
    at = {"horizon": question.horizon}
    return SameMoney(
        rival=rival,
        best=best,
        rival_result=rival_result,
        best_result=study.evaluate(best.portfolio),
        chance=_more(mine["avoided_total_eur"].sel(at), other["avoided_total_eur"].sel(at)),
        npv_chance=_more(mine["npv_eur"], other["npv_eur"]),
    )


def _more(mine: xr.DataArray, other: xr.DataArray) -> float:
    """Share of the draws in which one is more than the other. [-]"""
    return float(np.mean(mine.values > other.values))
