"""An optimum beside another package that costs the same, and how sure it is that it is the better one."""

from dataclasses import dataclass, replace

import numpy as np
import xarray as xr

from kans_model.optimiser import Optimum, Task
from kans_model.problems import KansError

SAME = 2e-3
"""Investments that differ by less are the same money. [-]"""


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
        Share of the draws in which the best is worth more, by the goal of the question. [-]
    """

    rival: object
    best: Optimum
    rival_result: xr.Dataset
    best_result: xr.Dataset
    chance: float


def same_money(optimum, rival, draws, progress=None, cancelled=None):
    """The best package for what a rival costs, beside that rival, over the same draws.

    Where the optimum costs something else, the question is asked once more with the rival's money.

    Parameters
    ----------
    optimum : Optimum
    rival : Portfolio
    draws : Draws

    Returns
    -------
    SameMoney or None
        None where the rival costs nothing, or no package of its money meets the other limits.
    """
    study = optimum.task.study
    rival_result = study.evaluate(rival)
    capex = float(rival_result["capex_eur"].sum())
    if capex <= 0:
        return None
    best = optimum
    if abs(optimum.capex_eur / capex - 1) > SAME:
        goal = "avoided" if optimum.question.goal == "cheapest" else optimum.question.goal
        question = replace(optimum.question, goal=goal, budget_eur=capex)
        try:
            best = Task(study, question, progress, cancelled).optimum()
        except KansError:
            return None
    mine, other = (study.evaluate(one, draws) for one in (best.portfolio, rival))
    chance = float(np.mean(_worth(best, mine) > _worth(best, other)))
    return SameMoney(rival, best, rival_result, study.evaluate(best.portfolio), chance)


def _worth(optimum, ranges):
    """What the goal is worth in each draw, shape (draw,)."""
    if optimum.question.goal == "npv":
        return ranges["npv_eur"].values
    return ranges["avoided_total_eur"].sel(horizon=optimum.question.horizon).values
