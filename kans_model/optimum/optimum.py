"""The best package for a question, with its proof: from question to answer.

1. A question (`question`) becomes a formulation (`formulation`): its variables (`variables`), and a row for
   everything that must hold (`constraints`, `damage_limits`, `finance_costs`, `finance_constraints`,
   `grant_constraints`). What packages avoid (`benefit`) stands in the linear program (`linear_program`) as
   tangents (`tangents`).
2. What is maximised is its objective (`objective`).
3. A search finds the best answer (`search`, `answer`), with whole projects where they are asked
   (`whole_search`, `whole_constraints`, `whole_projects`), and the most that any could be worth (`bound`).
   `solution` puts these together.
4. Where nothing meets the limits, `conflicts` says which of them cannot hold together.

More is asked of the same search by `front`, `alternatives`, `same_budget`, `least_regret` and `region`;
`reasons` says what decided, and `findings` gathers it all for a page.
"""

import time
from dataclasses import dataclass
from typing import Any

import numpy as np

from kans_model.computing.progress import Cancelled, Progress, Waiting
from kans_model.finance.split import FinancingSplit
from kans_model.measures.portfolio import Portfolio
from kans_model.optimum.answer import Answer, package
from kans_model.optimum.concave import FLOOR
from kans_model.optimum.conflicts import conflicts_named
from kans_model.optimum.formulation import Formulation, formulate
from kans_model.optimum.objective import Objective, goal_of
from kans_model.optimum.question import Question
from kans_model.optimum.search import Search
from kans_model.optimum.solution import Solution, solution
from kans_model.study.study import Study

SMALLEST_EUR = 1.0
"""A bound that lies less above an answer says nothing more. [EUR], [EUR/yr]"""
PRICED = ("budget", "budget_year", "pin", "threshold", "equity", "reach", "party")
"""Limits whose price means something to a reader."""


@dataclass(frozen=True, eq=False)
class Optimum:
    """A package with the proof of how good it is.

    Attributes
    ----------
    question : Question
    portfolio : Portfolio
        Quantities by hand, so that it opens as any other package.
    value, bound : float
        What the goal is worth at this package by the exact model, and the most any package could reach.
        In the unit of the goal; of `cheapest`, the investment and the least it could be.
    gap : float
        ``bound / value − 1``, all errors included; infinite where nothing was proved. [-]
    solver_gap : float
        The solver's own, for whole projects; NaN where it knew none. [-]
    linearisation_error : float
        How far the program's own value lies from the exact model's. [-]
    capex_eur, capex_public_eur, avoided_eur_per_year : float
        Of the exact model: of all parties, of municipality and water board; avoided at the horizon asked.
    shortfall_eur : dict
        Threshold → damage that remains above it. [EUR/yr]
    seconds : float
    formulation : Formulation
    objective : Objective
    answer : Answer
        Of its program.
    prices : dict
        What one more unit of each limit would bring: row → value of the goal; money in millions.
    split : FinancingSplit or None
        The way to finance it holds under, chosen along where that was asked.
    """

    question: Question
    portfolio: Portfolio
    quantity: np.ndarray
    value: float
    bound: float
    solver_gap: float
    linearisation_error: float
    capex_eur: float
    capex_public_eur: float
    avoided_eur_per_year: float
    shortfall_eur: dict[Any, float]
    seconds: float
    formulation: Formulation
    objective: Objective
    answer: Answer
    prices: dict[Any, float]
    split: FinancingSplit | None = None

    @property
    def capex_private_eur(self) -> float:
        """Investment of owners on their own ground. [EUR]"""
        return self.capex_eur - self.capex_public_eur

    @property
    def budgeted_eur(self) -> float:
        """Investment that the budget of the question pays for. [EUR]"""
        return self.capex_eur if self.question.budget_of == "all" else self.capex_public_eur

    @property
    def gap(self) -> float:
        if not np.isfinite(self.bound):
            return float(np.inf)
        if self.question.goal == "cheapest":
            if self.value - self.bound <= SMALLEST_EUR:
                return 0.0
            return self.value / self.bound - 1 if self.bound > FLOOR else float(np.inf)
        if self.bound - self.value <= SMALLEST_EUR:
            return 0.0
        return float(np.inf) if self.value <= 0 < self.bound else (self.bound - self.value) / abs(self.value)


def optimum(
    study: Study,
    question: Question,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Optimum:
    """The best package for a question.

    Parameters
    ----------
    study : Study
    question : Question
    progress : callable, optional
        Called with a share from 0 to 1.
    cancelled : callable, optional
        Whether to stop; raises `CancelledError` then.

    Returns
    -------
    Optimum

    Raises
    ------
    KansError
        When the question cannot be, or nothing meets its limits; then it says which of them conflict.
    """
    waiting = Waiting(progress, cancelled)
    formulation = formulate(study, question)
    search = Search(formulation, goal_of(formulation), waiting)
    began = time.perf_counter()
    waiting.tell(0.0)
    with conflicts_named():
        solved = solution(search)
    return _in_units_of_the_goal(solved, question, began)


def _in_units_of_the_goal(solved: Solution, question: Question, began: float) -> Optimum:
    """The optimum of a solution, by the exact model; `began` is when the search did. [s]"""
    answer, objective, formulation = solved.answer, solved.search.objective, solved.search.formulation
    program, scale, columns = formulation.program, formulation.scale, solved.answer.columns
    quantity = formulation.tidied(program.quantity(columns))
    portfolio = package(formulation.base, quantity, question=question.to_dict())
    result = formulation.study.evaluate(portfolio)
    capex = float(result["capex_eur"].sum())
    # whole numbers may have brought more columns since, worth nothing themselves
    promised = float(program.objective[: len(columns)] @ columns) * scale
    bound = solved.bound * scale
    if question.goal == "cheapest":
        value, bound, promised = capex, -bound, -promised
    elif question.goal == "npv" and not question.expected:
        value = float(result["npv_eur"])
    else:
        value = objective.worth(quantity) * scale
    return Optimum(
        question=question,
        portfolio=portfolio,
        quantity=quantity,
        value=value,
        bound=bound,
        solver_gap=answer.solver_gap,
        linearisation_error=abs(promised - value) / max(abs(value), 1.0),
        capex_eur=capex,
        capex_public_eur=float(result["capex_public_eur"]),
        avoided_eur_per_year=float(result["avoided_total_eur"].sel(horizon=question.horizon)),
        shortfall_eur=formulation.damage.remaining_above(quantity) if question.thresholds else {},
        seconds=time.perf_counter() - began,
        formulation=formulation,
        objective=objective,
        answer=answer,
        prices={
            name: price * scale
            for name, price in answer.prices.items()
            if (name[0] if isinstance(name, tuple) else name) in PRICED
        },
        split=solved.split,
    )
