"""Robust: a programme when budgets fall, works slip, or both; and which order bears that best."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from kans_model.finance.ledger import Ledger
from kans_model.programme.limits import Limits
from kans_model.programme.plan import Plan
from kans_model.programme.rule_of_thumb import by_benefit_per_euro, in_order
from kans_model.programme.schedule import GAP, scheduled
from kans_model.programme.start_values import StartValues
from kans_model.programme.works import Work, opened

FUTURES = ("expected", "less_budget", "late_works", "both")
LONGEST_S = 5.0
"""How long the best years of one future may be sought. [s]"""


@dataclass(frozen=True, eq=False)
class Robustness:
    """Orders of projects held against what may come.

    Attributes
    ----------
    orders : tuple of str
        The best years of each of `FUTURES`, ``rule_of_thumb`` and, where projects have years, ``by_hand``.
    worth_eur : array, shape (order, future)
        What an order comes to: each project in its year, or the first one after it that holds it. [EUR]
    built : array of bool, shape (order, future, project)
    gap : array, shape (future,)
        Of the best years of each. [-]
    """

    orders: tuple[str, ...]
    worth_eur: np.ndarray
    built: np.ndarray
    gap: np.ndarray

    @property
    def regret_eur(self) -> np.ndarray:
        """What each order is worth less than the best one of that future, shape (order, future). [EUR]"""
        return self.worth_eur.max(axis=0) - self.worth_eur

    @property
    def most_regret_eur(self) -> np.ndarray:
        """The greatest regret of each order, shape (order,). [EUR]"""
        return self.regret_eur.max(axis=1)

    @property
    def most_robust(self) -> int:
        """Place of the order with the least greatest regret."""
        return int(self.most_regret_eur.argmin())

    @property
    def survives(self) -> np.ndarray:
        """Which projects that order builds in every future, mask (project,)."""
        return self.built[self.most_robust].all(axis=0)

    @property
    def falls(self) -> list[int]:
        """Places of the projects that it does not build in some future."""
        return np.flatnonzero(~self.survives).tolist()


def robustness(
    plan: Plan,
    works: Sequence[Work],
    ledger: Ledger,
    progress: Callable[[float], None] = lambda _share: None,
) -> Robustness:
    """The orders of a programme in every future."""
    worlds = [_future(plan, works, ledger, name) for name in FUTURES]
    starts, gaps = {}, []
    for place, (name, (values, limits)) in enumerate(zip(FUTURES, worlds, strict=True)):
        found = scheduled(values.worth_eur, limits, values.years, GAP, LONGEST_S)
        starts[name] = found.start
        gaps.append(found.gap)
        progress((place + 1) / len(FUTURES))
    expected_values, expected = worlds[0]
    starts["rule_of_thumb"] = by_benefit_per_euro(
        expected_values.worth_eur, expected_values.capex_eur, expected
    )
    if (plan.start >= 0).any():
        starts["by_hand"] = plan.start
    worth = np.zeros((len(starts), len(worlds)))
    built = np.zeros((*worth.shape, len(plan.start)), dtype=bool)
    for row, start in enumerate(starts.values()):
        for column, (values, limits) in enumerate(worlds):
            reached = held_to(start, limits)
            built[row, column] = reached >= 0
            worth[row, column] = values.worth_eur[built[row, column], reached[built[row, column]]].sum()
    return Robustness(tuple(starts), worth, built, np.array(gaps))


def held_to(start: np.ndarray, limits: Limits) -> np.ndarray:
    """Years that an order comes to within limits, shape (project,): one by one in the order of their years.

    A project goes to its own year or the first after it that still holds it, and falls where none does.
    """
    place = np.arange(limits.can_start.shape[1])
    later = limits.can_start & (place[None, :] >= start[:, None]) & (start >= 0)[:, None]
    order = [int(project) for project in np.argsort(start, kind="stable") if start[project] >= 0]
    return in_order(order, replace(limits, can_start=later))


def _future(plan: Plan, works: Sequence[Work], ledger: Ledger, name: str) -> tuple[StartValues, Limits]:
    """What projects are worth and must keep to in one future."""
    scalar, programme, values = plan.values.base.scalar, plan.programme, plan.values
    if name in ("less_budget", "both"):
        part, first = 1 - scalar["future_budget_cut"], round(scalar["future_budget_cut_year"]) - 1
        cut = {
            payer: {
                year: eur * part if int(year) >= programme.first_year + first else eur
                for year, eur in by_year.items()
            }
            for payer, by_year in programme.budgets.items()
        }
        programme = replace(programme, budgets=cut)
    if name in ("late_works", "both"):
        slip = round(scalar["future_works_slip_years"])
        late = [own if own.status in ("running", "done") else own.moved(own.start + slip) for own in works]
        values = replace(values, opened=opened(late, values.base.room, values.years))
    future = Plan(programme, values, plan.quantity)
    return values, future.limits(ledger)
