"""A package as partners buy it with equal shares of the budget, and what those who lose are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kans_model.dialogue.equal_shares import EqualShares, equal_shares
from kans_model.dialogue.partners import MONEY, subjects
from kans_model.optimum.formulation import Formulation
from kans_model.optimum.satisfaction import Satisfaction
from kans_model.optimum.utility import Reach
from kans_model.optimum.variables import Variables
from kans_model.tables.vocabulary import HAZARDS


@dataclass(frozen=True, eq=False)
class Loser:
    """A measure of which nothing is bought.

    Attributes
    ----------
    measure : str
    supporters : tuple of int
        Places of the partners to whom it is worth something.
    lost_to_eur : dict
        Measure that won → what its supporters paid for that; largest first. [EUR]
    lacked_share : float
        Of its project that came nearest, the part of the cost that its supporters had no more. [-]
    """

    measure: str
    supporters: tuple[int, ...]
    lost_to_eur: dict[str, float]
    lacked_share: float


@dataclass(frozen=True, eq=False)
class OwnShares:
    """What equal shares buy: a project is a measure in one buurt, all that fits of it.

    Attributes
    ----------
    chosen : EqualShares
    measure, area : array of int, shape (project,)
    quantity : array, shape (measure, area)
        Of all projects that won, cut to what fits together.
    losers : tuple of Loser
        Every measure that somebody wanted and nobody got.
    """

    chosen: EqualShares
    measure: np.ndarray
    area: np.ndarray
    quantity: np.ndarray
    losers: tuple[Loser, ...]


def own_shares(
    formulation: Formulation, reach: Reach, satisfactions: Sequence[Satisfaction], budget_eur: float
) -> OwnShares:
    """Everyone has an equal part of the budget, and pays for what is worth it in his own weights.

    Projects are worth what each does alone: two that hold the same rain count twice here, which the exact
    model takes back afterwards. Money kept weighs nothing: who wants to keep it does not spend his part.
    """
    places = _single(formulation.variables)
    projects = _of(formulation.variables, places)
    worth = _worth(formulation, reach, satisfactions, projects)
    chosen = equal_shares(projects.capex_eur, worth, budget_eur)
    bought = np.zeros(formulation.program.shape)
    won = chosen.won
    np.add.at(bought, (projects.measure[won], projects.area[won]), projects.most[won])
    quantity = formulation.base.room.fitted(np.minimum(bought, formulation.fits))
    losers = tuple(_losers(formulation, chosen, projects))
    return OwnShares(chosen, projects.measure, projects.area, quantity, losers)


def _single(variables: Variables) -> np.ndarray:
    """Places of what costs something, at the price without works in the street."""
    return np.flatnonzero(~variables.joint & (variables.capex_eur > 0))


def _of(variables: Variables, places: np.ndarray) -> Variables:
    return Variables(
        variables.measure[places],
        variables.area[places],
        variables.joint[places],
        variables.most[places],
        variables.capex_eur[places],
        variables.cost_eur[places],
    )


def _worth(
    formulation: Formulation, reach: Reach, satisfactions: Sequence[Satisfaction], projects: Variables
) -> np.ndarray:
    """What each project alone is worth to each partner, shape (partner, project). [-]"""
    n = len(projects)
    quantity = np.zeros((formulation.program.shape[0], n))
    quantity[projects.measure, np.arange(n)] = projects.most
    benefit, avoided = formulation.benefit, np.zeros((len(HAZARDS), n))
    value = {name: piece.at(quantity, projects.area)[0] for name, piece in benefit.pieces.items()}
    for term in benefit.terms:
        avoided[HAZARDS.index(term.hazard)] += term.avoided_eur(value, projects.area)
    places, per_subject = _single(formulation.variables), []
    for subject in subjects():
        utility = reach.of_subject(subject)
        by_hazard = (utility.per_eur[:, projects.area] * avoided).sum(axis=0)
        per_subject.append(by_hazard + utility.per_variable[places] * (subject != MONEY))
    weights = np.stack([satisfaction.partner.shares for satisfaction in satisfactions])
    return weights @ np.stack(per_subject)


def _losers(formulation: Formulation, chosen: EqualShares, projects: Variables) -> list[Loser]:
    names, won = formulation.base.room.measures, chosen.won
    paid_by_measure = np.zeros((len(chosen.left_eur), len(names)))
    np.add.at(paid_by_measure.T, projects.measure, chosen.paid_eur.T)
    lacked = chosen.lacked_eur() / projects.capex_eur
    losers = []
    for measure in np.unique(projects.measure):
        mine = projects.measure == measure
        supports = (chosen.utility[:, mine] > 0).any(axis=1)
        if won[mine].any() or not supports.any():
            continue
        paid = supports.astype(float) @ paid_by_measure
        order = [place for place in np.argsort(-paid, kind="stable") if paid[place] > 0]
        wanted = mine & (chosen.utility > 0).any(axis=0)
        losers.append(
            Loser(
                measure=str(names[measure]),
                supporters=tuple(int(place) for place in np.flatnonzero(supports)),
                lost_to_eur={str(names[place]): float(paid[place]) for place in order},
                lacked_share=float(lacked[wanted].min()),
            )
        )
    return losers
