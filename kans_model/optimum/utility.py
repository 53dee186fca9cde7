"""What partners hold a package for: their weights as an aim of the program, and by the exact model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from kans_model.computing.progress import Waiting
from kans_model.dialogue.partners import FAIRNESS, MONEY, Partner, subjects
from kans_model.optimum.conflicts import conflicts_named
from kans_model.optimum.formulation import Formulation
from kans_model.optimum.search import Search
from kans_model.optimum.solution import best_answer
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import HAZARDS

POINTS = 1000.0
"""Of a utility in the program, where one is all in reach: its tolerances suit thousands."""
NOTHING = 1e-9


@dataclass(frozen=True, eq=False)
class Utility:
    """A sum over subjects of what a package brings of each. 0 for doing nothing.

    Attributes
    ----------
    formulation : Formulation
    per_eur : array, shape (hazard, area)
        Of a euro avoided per year. [yr/EUR]
    per_variable : array, shape (variable,)
        What all that fits of a variable adds by itself. [-]
    """

    formulation: Formulation
    per_eur: np.ndarray
    per_variable: np.ndarray

    def __add__(self, other: Utility) -> Utility:
        return Utility(self.formulation, self.per_eur + other.per_eur, self.per_variable + other.per_variable)

    def times(self, factor: float) -> Utility:
        return Utility(self.formulation, factor * self.per_eur, factor * self.per_variable)

    def coefficients(self) -> np.ndarray:
        """What a unit of each column of the program adds, shape (column,). [1/1000]"""
        program, block = self.formulation.program, self.formulation.block
        aim = np.zeros(program.n_columns)
        for hazard, weight in zip(HAZARDS, self.per_eur, strict=True):
            if weight.any():
                index, value = block.expression(weight * block.scale, hazard)
                np.add.at(aim, index, value)
        aim[: len(self.per_variable)] += self.per_variable
        return POINTS * aim

    def worth(self, quantity: np.ndarray) -> float:
        """What these quantities, shape (measure, area), are worth by the exact model. [1/1000]"""
        return POINTS * self.exactly(quantity)

    def exactly(self, quantity: np.ndarray) -> float:
        """The same as a part of one. [-]"""
        avoided = self.formulation.benefit.avoided_eur(quantity)[0][: len(HAZARDS)]
        shares = self.formulation.variables.shares(quantity)
        return float((self.per_eur * avoided).sum() + self.per_variable @ shares)


@dataclass(frozen=True, eq=False)
class Reach:
    """What the money at stake can bring of each subject at most: where its share is one.

    Attributes
    ----------
    formulation : Formulation
        Searches for subjects and partners share its program and its tangents.
    most : dict
        Subject → EUR/yr avoided, points of an opgave, or the budget in EUR; 0 where nothing can be known
        or reached.
    """

    formulation: Formulation
    most: Mapping[str, float]

    @property
    def silent(self) -> tuple[str, ...]:
        """Subjects that cannot weigh here: unknown in this city, or out of reach."""
        return tuple(subject for subject in subjects() if self.most[subject] <= NOTHING)

    def of_subject(self, subject: str) -> Utility:
        """The part of the reachable that a package brings of one subject."""
        raw, most = _raw(self.formulation, subject), self.most[subject]
        return raw.times(1.0 / most) if most > NOTHING else raw.times(0.0)

    def of_partner(self, partner: Partner) -> Utility:
        """A partner's weighted sum over subjects."""
        parts = [
            self.of_subject(subject).times(share)
            for subject, share in zip(subjects(), partner.shares, strict=True)
            if share
        ]
        total = parts[0]
        for part in parts[1:]:
            total = total + part
        return total

    def shares(self, quantity: np.ndarray) -> np.ndarray:
        """What a package brings of every subject, in their order; of money what it takes. [-]"""
        avoided = self.formulation.benefit.avoided_eur(quantity)[0][: len(HAZARDS)]
        taken = self.formulation.variables.shares(quantity)
        per_eur, per_variable = self._matrices
        return np.tensordot(per_eur, avoided, axes=2) + per_variable @ taken

    @cached_property
    def _matrices(self) -> tuple[np.ndarray, np.ndarray]:
        """Of every subject what a euro avoided is worth, and what a variable adds."""
        utilities = [self.of_subject(subject) for subject in subjects()]
        return (
            np.stack([utility.per_eur for utility in utilities]),
            np.stack([utility.per_variable for utility in utilities]),
        )


def reach(formulation: Formulation, budget_eur: float, waiting: Waiting | None = None) -> Reach:
    """The most of each subject under the limits of a question.

    Parameters
    ----------
    formulation : Formulation
    budget_eur : float
        The money at stake. [EUR]
    """
    most = {}
    for subject in subjects():
        if subject == MONEY:
            most[subject] = budget_eur
            continue
        raw = _raw(formulation, subject)
        if not (raw.per_eur.any() or (raw.per_variable > 0).any()):
            most[subject] = 0.0
            continue
        size = _size(raw)
        quantity = best_quantity(formulation, raw.times(1 / size), waiting)[0]
        most[subject] = max(0.0, raw.exactly(quantity))
    return Reach(formulation, most)


def best_quantity(
    formulation: Formulation, utility: Any, waiting: Waiting | None = None
) -> tuple[np.ndarray, float]:
    """Quantities worth most to an objective, and the most that any could be worth. [unit of the program]

    Raises
    ------
    KansError
        When nothing meets the limits of the question.
    """
    search = Search(formulation, utility, waiting)
    with conflicts_named():
        answer, bound = best_answer(search)
    return formulation.tidied(formulation.program.quantity(answer.columns)), bound


def _raw(formulation: Formulation, subject: str) -> Utility:
    """A subject in its own unit: EUR/yr avoided, points of an opgave, EUR that is not spent."""
    base, variables = formulation.base, formulation.variables
    per_eur = np.zeros((len(HAZARDS), base.n_areas))
    per_variable = np.zeros(len(variables))
    if subject == MONEY:
        per_variable = -np.where(formulation.limited, variables.capex_eur, 0.0)
    elif subject == FAIRNESS:
        per_eur[:] = formulation.question.vulnerable_areas(formulation.study.city).astype(float)
    elif subject in HAZARDS:
        per_eur[HAZARDS.index(subject)] = 1.0
    else:
        place = table("opgaven").index.get_loc(subject)
        per_unit = base.synergy_reach.scores[place] * base.synergy_reach.surface_per_unit_m2
        per_variable = per_unit[variables.measure] * variables.most
    return Utility(formulation, per_eur * base.counted[:, None], per_variable)


def _size(raw: Utility) -> float:
    """About what all of it could be, so that a program in thousands meets numbers near one."""
    damage = float((raw.per_eur * np.nan_to_num(raw.formulation.benefit.before_eur[: len(HAZARDS)])).sum())
    return max(damage, float(np.maximum(raw.per_variable, 0.0).sum()), 1.0)
