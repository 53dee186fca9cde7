"""What an optimum maximises: as coefficients of its program, and by the exact model."""

from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from kans_model.evaluation.co_benefits import PROPERTY
from kans_model.optimum.formulation import Formulation
from kans_model.optimum.variables import reach_pct_per_unit
from kans_model.tables.vocabulary import HAZARDS


class Objective(Protocol):
    """What is maximised. [unit of the program]"""

    def coefficients(self) -> np.ndarray:
        """What a unit of each column of the program adds, shape (column,)."""

    def worth(self, quantity: np.ndarray) -> float:
        """What these quantities, shape (measure, area), are worth by the exact model."""


@dataclass(frozen=True, eq=False)
class Goal:
    """Avoided damage for its weight, what variables add by themselves, less what targets are missed by.

    Attributes
    ----------
    formulation : Formulation
    avoided_weight : float
        Of avoided damage; 0 where it is not aimed at. [-]
    per_variable : array, shape (variable,)
        What all that fits of a variable adds by itself. [unit of the program]
    beside : array, shape (variable,), or None
        What it adds of co-benefits besides, the higher value of dwellings apart, at most; their true value
        counts where a package is valued. None where they are not aimed at. [unit of the program]
    """

    formulation: Formulation
    avoided_weight: float
    per_variable: np.ndarray
    beside: np.ndarray | None = None

    def coefficients(self) -> np.ndarray:
        """What a unit of each column of the program adds, shape (column,)."""
        formulation = self.formulation
        aim = np.zeros(formulation.program.n_columns)
        if self.avoided_weight:
            index, value = formulation.block.expression()
            np.add.at(aim, index, self.avoided_weight * value)
        aim[: len(self.per_variable)] += self.per_variable
        if self.beside is not None:
            aim[: len(self.beside)] += self.beside
        for above in formulation.damage.shortfalls.values():
            aim[above] -= 1.0
        return aim

    def worth(self, quantity: np.ndarray) -> float:
        """What these quantities are worth, without tangents or boxes. [unit of the program]"""
        formulation, value = self.formulation, 0.0
        if self.avoided_weight:
            avoided = float(formulation.benefit.avoided_eur(quantity)[0][: len(HAZARDS)].sum())
            value = self.avoided_weight * avoided / formulation.scale
        value += float(self.per_variable @ formulation.variables.shares(quantity))
        if self.beside is not None:
            value += float(formulation.base.co_benefits.counted_eur(quantity).sum()) / formulation.scale
        for above in formulation.damage.shortfall(quantity).values():
            value -= above
        return value

    def priced(self, price: float) -> "Goal":
        """The same, where every euro of investment costs its price, in the unit of the goal per euro."""
        cost = price * self.formulation.variables.capex_eur / self.formulation.scale
        return replace(self, per_variable=self.per_variable - cost)


def goal_of(formulation: Formulation) -> Goal:
    """The goal of a question."""
    goal = formulation.question.goal
    if goal == "cheapest":
        return least_investment(formulation)
    if goal == "npv":
        return balance_for_society(formulation)
    if goal == "weighted":
        return weighted_sum(formulation)
    return avoided_damage(formulation)


def avoided_damage(formulation: Formulation) -> Goal:
    """Damage avoided in a year at the horizon. [EUR/yr]"""
    return Goal(formulation, 1.0, np.zeros(len(formulation.variables)))


def least_investment(formulation: Formulation) -> Goal:
    """The least it costs to build. [EUR]"""
    return Goal(formulation, 0.0, -formulation.variables.capex_eur / formulation.scale)


def balance_for_society(formulation: Formulation) -> Goal:
    """Present value of damage avoided and co-benefits over the period, less that of all cost. [EUR]"""
    base, variables = formulation.base, formulation.variables
    per_unit = base.co_benefits.first_unit_eur(but=PROPERTY)
    beside = per_unit[variables.measure, variables.area] * variables.most
    return Goal(formulation, 1.0, -variables.cost_eur / formulation.scale, beside / formulation.scale)


def weighted_sum(formulation: Formulation) -> Goal:
    """Avoided damage, synergy and co-benefits for their weights, in what a euro of avoided damage is.

    Each counts as part of what *alles wat past* reaches.
    """
    question, base, variables = formulation.question, formulation.base, formulation.variables
    everything = formulation.study.evaluate("alles")
    total = sum(question.weights.values())
    avoided_eur = float(everything["avoided_total_eur"].sel(horizon=question.horizon))
    points = avoided_eur / formulation.scale
    adds = np.zeros(len(variables))
    most = float(everything["reach_pct"].mean())
    if question.weight("synergy") and most > 0:
        reach = reach_pct_per_unit(base)[variables.measure] * variables.most / most
        adds += question.weight("synergy") / total * points * reach
    beside = base.co_benefits.first_unit_eur()[variables.measure, variables.area] * variables.most
    most = float(everything["present_value_co_benefit_eur"].sum())
    if question.weight("co_benefit") and most > 0:
        adds += question.weight("co_benefit") / total * points * beside / most
    return Goal(formulation, question.weight("avoided") / total, adds)
