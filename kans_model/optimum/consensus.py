"""The package that everyone can live with: what each partner gets at his best, and what lifts the least."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kans_model.computing.progress import Cancelled, Progress, Waiting, paced
from kans_model.dialogue.partners import Partner, subjects
from kans_model.measures.portfolio import Portfolio
from kans_model.optimum.answer import package
from kans_model.optimum.formulation import Formulation, formulate
from kans_model.optimum.question import Question
from kans_model.optimum.satisfaction import (
    EVEN,
    Satisfaction,
    SmallestSatisfaction,
    leximin,
    mean_satisfaction,
)
from kans_model.optimum.utility import POINTS, Reach, best_quantity, reach
from kans_model.study.study import Study
from kans_model.words.problems import KansError, Problem

OBJECTS = 0.01
"""Satisfaction below the level that everyone can have from which a partner objects: less nobody sees. [-]"""
IN_PARTS: dict[str, Any] = {"whole": False, "least_project_eur": 0.0, "exclusions": ()}
"""Measures come in any part, so that who gives in a little gains a little."""
LOSSES = 2
"""Subjects that an objection names."""


@dataclass(frozen=True, eq=False)
class Candidate:
    """A package in the eyes of all partners.

    Attributes
    ----------
    rule : str
        `maximin`, `mean`, `own` (of one partner) or an id of the study.
    portfolio : Portfolio
    quantity : array, shape (measure, area)
    capex_eur : float
    satisfaction : array, shape (partner,)
        [-]
    bound : float
        The most that any package could reach of what the rule maximises; NaN where it maximises nothing. [-]
    """

    rule: str
    portfolio: Portfolio
    quantity: np.ndarray
    capex_eur: float
    satisfaction: np.ndarray
    bound: float = float("nan")

    @property
    def value(self) -> float:
        """What the rule maximises. [-]"""
        return float(self.satisfaction.mean() if self.rule == "mean" else self.satisfaction.min())

    @property
    def gap(self) -> float:
        """How far the bound lies above it, as part of one. [-]"""
        return max(0.0, self.bound - self.value)


@dataclass(frozen=True, eq=False)
class Objection:
    """Why a partner would object to a package.

    Attributes
    ----------
    partner : Partner
    losses : tuple of (str, float)
        Subject → what he misses of it against his own best, in parts of his satisfaction; largest first.
    price : float
        What bringing him to the level that everyone can have costs the others, on average. [-]
    """

    partner: Partner
    losses: tuple[tuple[str, float], ...]
    price: float


@dataclass(frozen=True, eq=False)
class Consensus:
    """What partners can agree on under one budget.

    Attributes
    ----------
    question : Question
    partners : tuple of Partner
    satisfactions : tuple of Satisfaction
    reach : Reach
    own : tuple of Candidate
        The best of each partner.
    maximin, mean : Candidate
    objections : tuple of Objection
        To the package of the best mean: of those whom it leaves below the level that everyone can have.
    """

    question: Question
    partners: tuple[Partner, ...]
    satisfactions: tuple[Satisfaction, ...]
    reach: Reach
    own: tuple[Candidate, ...]
    maximin: Candidate
    mean: Candidate
    objections: tuple[Objection, ...]

    def satisfaction(self, quantity: np.ndarray) -> np.ndarray:
        """Of all partners with any package, shape (partner,). [-]"""
        return np.array([satisfaction.of(quantity) for satisfaction in self.satisfactions])


def consensus(
    study: Study,
    partners: Sequence[Partner],
    question: Question,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Consensus:
    """The best of every partner, and the packages that two rules call fair.

    `maximin` lifts the least satisfied partner as far as it can, then the next (leximin [1]_); `mean` has the
    highest satisfaction on average. Neither is the right one.

    Parameters
    ----------
    study : Study
    partners : sequence of Partner
        With weights.
    question : Question
        Its budget and limits hold for every package; its goal is not used.

    Raises
    ------
    KansError
        Without partners or a budget, or when nothing meets the limits.

    References
    ----------
    .. [1] Sen 1970, "Collective choice and social welfare".
    """
    budget_eur = _budget_eur(partners, question)
    question = question.but(goal="weighted", weights={"avoided": 1.0, "synergy": 1.0}, **IN_PARTS)
    waiting = Waiting(None, cancelled)
    formulation = formulate(study, question)
    reachable = reach(formulation, budget_eur, waiting)
    satisfactions, own = _own_best(formulation, partners, reachable, progress, cancelled)
    paced(0.7, progress, cancelled)
    least = SmallestSatisfaction(formulation, satisfactions)
    fair, fair_bound = leximin(formulation, least, own, waiting)
    least.done()
    paced(0.9, progress, cancelled)
    average = mean_satisfaction(satisfactions)
    usual, usual_bound = best_quantity(formulation, average, waiting)
    start = float(np.mean([satisfaction.start for satisfaction in satisfactions]))

    def candidate(rule: str, quantity: np.ndarray, bound: float = float("nan")) -> Candidate:
        return Candidate(
            rule=rule,
            portfolio=package(formulation.base, quantity, question=question.to_dict()),
            quantity=quantity,
            capex_eur=formulation.variables.spent_eur(quantity),
            satisfaction=np.array([satisfaction.of(quantity) for satisfaction in satisfactions]),
            bound=bound,
        )

    maximin, mean = (
        candidate("maximin", fair, fair_bound),
        candidate("mean", usual, start + usual_bound / POINTS),
    )
    return Consensus(
        question=question,
        partners=tuple(partners),
        satisfactions=tuple(satisfactions),
        reach=reachable,
        own=tuple(candidate("own", quantity) for quantity in own),
        maximin=maximin,
        mean=mean,
        objections=_objections(formulation, least, satisfactions, reachable, own, mean, maximin, waiting),
    )


def _own_best(
    formulation: Formulation,
    partners: Sequence[Partner],
    reachable: Reach,
    progress: Progress | None,
    cancelled: Cancelled | None,
) -> tuple[list[Satisfaction], list[np.ndarray]]:
    """How satisfied each partner is with any package, and the quantities of its own best."""
    satisfactions, own, waiting = [], [], Waiting(None, cancelled)
    for place, partner in enumerate(partners):
        paced(0.2 + 0.5 * place / len(partners), progress, cancelled)
        utility = reachable.of_partner(partner)
        quantity = best_quantity(formulation, utility, waiting)[0]
        satisfactions.append(Satisfaction(partner, utility, max(0.0, utility.exactly(quantity))))
        own.append(quantity)
    return satisfactions, own


def _budget_eur(partners: Sequence[Partner], question: Question) -> float:
    """The money there is; an error for all that cannot be asked. [EUR]"""
    problems = [problem for partner in partners for problem in partner.problems(partner.actors)]
    if not partners:
        problems.append(Problem("consensus_without_partners"))
    if question.budget_eur is None:
        problems.append(Problem("consensus_without_budget"))
    if problems or question.budget_eur is None:
        raise KansError(problems)
    return question.budget_eur


def _objections(
    formulation: Formulation,
    least: SmallestSatisfaction,
    satisfactions: Sequence[Satisfaction],
    reachable: Reach,
    own: Sequence[np.ndarray],
    mean: Candidate,
    maximin: Candidate,
    waiting: Waiting,
) -> tuple[Objection, ...]:
    """Who stays below the level that everyone can have, and what winning him over costs the others."""
    level, objections = maximin.value, []
    for place, satisfaction in enumerate(satisfactions):
        if mean.satisfaction[place] > level - OBJECTS:
            continue
        name, start = ("level", place), satisfaction.start
        program = formulation.program
        program.restore(name)
        program.move(name, low=POINTS * (level - start - EVEN))
        quantity = best_quantity(formulation, mean_satisfaction(satisfactions), waiting)[0]
        program.release(name)
        others = np.arange(len(satisfactions)) != place
        now = np.array([of.of(quantity) for of in satisfactions])
        price = float((mean.satisfaction - now)[others].mean()) if others.any() else 0.0
        losses = losses_of(satisfaction, reachable, own[place], mean.quantity)
        objections.append(Objection(satisfaction.partner, losses, max(0.0, price)))
    return tuple(objections)


def losses_of(
    satisfaction: Satisfaction, reachable: Reach, best: np.ndarray, quantity: np.ndarray
) -> tuple[tuple[str, float], ...]:
    """What a partner misses most against his own best, subject by subject, in parts of his satisfaction."""
    missed = reachable.shares(best) - reachable.shares(quantity)
    lost = satisfaction.scale * satisfaction.partner.shares * missed
    order = np.argsort(-lost, kind="stable")[:LOSSES]
    return tuple((subjects()[place], float(lost[place])) for place in order if lost[place] > EVEN)
