"""Packages that are each the best for some weights: what a partner is asked to choose between."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from kans_model.computing.progress import Cancelled, Progress, Waiting, paced
from kans_model.dialogue.partners import Partner, subjects
from kans_model.dialogue.preferences import preference
from kans_model.optimum.formulation import formulate
from kans_model.optimum.question import Question
from kans_model.optimum.utility import Reach, best_quantity, reach
from kans_model.study.study import Study

N_WEIGHTS = 24
"""Weights of which the best package is on the menu."""
HEAVY = 0.9
"""Weight of one subject in the packages at the ends of the menu. [-]"""
ALIKE = 0.005
"""Packages that bring all subjects alike to this are one. [-]"""


@dataclass(frozen=True, eq=False)
class Menu:
    """Packages on the exact front of what one partner weighs, under one budget.

    Attributes
    ----------
    study : Study
    partner : str
        Id of whom it is for.
    budget_eur : float
    reach : Reach
    quantity : array, shape (package, measure, area)
    brings : array, shape (package, subject)
        Of the most that the money can bring of every subject; of money what it takes. [-]
    """

    study: Study
    partner: str
    budget_eur: float
    reach: Reach
    quantity: np.ndarray
    brings: np.ndarray


def menu(
    study: Study,
    partner: Partner,
    budget_eur: float,
    horizon: str = "2050",
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Menu:
    """The packages between which a partner is asked to choose.

    Each is the best under the budget and the limits of the study for some weights over the subjects that he
    weighs: nearly all weight on one of them in turn, then weights spread evenly over all proportions.

    Parameters
    ----------
    study : Study
    partner : Partner
        With weights: those above 0 say which subjects count for him.
    budget_eur : float
    horizon : str

    Raises
    ------
    KansError
        When nothing meets the limits.
    """
    question = Question.of(
        study.ambition, budget_eur=budget_eur, horizon=horizon, thresholds=study.thresholds(horizon)
    ).but(
        goal="weighted",
        weights={"avoided": 1.0, "synergy": 1.0},
        whole=False,
        least_project_eur=0.0,
        exclusions=(),
    )
    waiting = Waiting(None, cancelled)
    formulation = formulate(study, question)
    reachable = reach(formulation, budget_eur, waiting)
    flat = preference(replace(partner, answers=()), reachable.silent)
    quantities = []
    for place, weights in enumerate(_weights(flat.guesses)):
        paced(0.1 + 0.9 * place / N_WEIGHTS, progress, cancelled)
        asked = replace(partner, weights=dict(zip(flat.subjects, map(float, weights), strict=True)))
        quantities.append(best_quantity(formulation, reachable.of_partner(asked), waiting)[0])
    brings = np.stack([reachable.shares(quantity) for quantity in quantities])
    kept = _apart(brings[:, [subjects().index(name) for name in flat.subjects]])
    return Menu(study, partner.id, budget_eur, reachable, np.stack(quantities)[kept], brings[kept])


def _weights(guesses: np.ndarray) -> np.ndarray:
    """The ends first, then as many guesses as there is room for, shape (weights, subject). [-]"""
    n = guesses.shape[1]
    ends = np.full((n, n), (1 - HEAVY) / max(n - 1, 1))
    np.fill_diagonal(ends, HEAVY)
    return np.concatenate([ends, guesses])[: max(N_WEIGHTS, n)]


def _apart(brings: np.ndarray) -> list[int]:
    """Places of packages that differ from those before them, and from doing nothing."""
    kept: list[int] = []
    for place, row in enumerate(brings):
        others = [np.zeros(len(row)), *brings[kept]]
        if min(np.abs(row - other).max() for other in others) > ALIKE:
            kept.append(place)
    return kept
