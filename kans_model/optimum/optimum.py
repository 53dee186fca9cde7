"""The best package for a question, with its proof: from question to answer."""

from dataclasses import dataclass

import numpy as np

from kans_model.measures.portfolio import Portfolio
from kans_model.optimum.benefit import FLOOR
from kans_model.optimum.question import Question

TOLD_EUR = 1.0
"""A bound that lies less above an answer says nothing more. [EUR], [EUR/yr]"""
TOLD = ("budget", "budget_year", "pin", "threshold", "equity", "reach", "party")
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
        ``bound / value − 1``, all errors included. [-]
    solver_gap : float
        The solver's own, for whole projects. [-]
    linearisation_error : float
        How far the program's own value lies from the exact model's. [-]
    capex_eur, avoided_eur_per_year : float
        Of the exact model; avoided at the question's horizon.
    shortfall_eur : dict
        Threshold → damage that remains above it. [EUR/yr]
    seconds : float
    task : Task
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
    avoided_eur_per_year: float
    shortfall_eur: dict
    seconds: float
    task: object
    answer: object
    prices: dict
    split: object = None

    @property
    def gap(self):
        if self.question.goal == "cheapest":
            return self.value / self.bound - 1 if self.bound > FLOOR else 0.0
        if self.bound - self.value <= TOLD_EUR:
            return 0.0
        return float(np.inf) if self.value <= 0 < self.bound else (self.bound - self.value) / abs(self.value)
