"""The rows of a schedule as a mixed-integer program: one function per kind of limit.

Variables are one per project and start year that is open to it, in the order of `Places`; a shortfall follows
per limit of risk that may be missed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kans_model.programme.limits import Limits
from kans_model.solver.rows import Rows

EURO = 1e-3
"""Amounts stand in thousands of euro: the solver's tolerances are for numbers of about that size."""


@dataclass(frozen=True, eq=False)
class Places:
    """Which variable is which project in which start year.

    Attributes
    ----------
    can_start : array of bool, shape (project, start year)
    """

    can_start: np.ndarray

    @cached_property
    def project(self) -> np.ndarray:
        """Project of each variable."""
        return np.nonzero(self.can_start)[0]

    @cached_property
    def start(self) -> np.ndarray:
        """Start year of each variable."""
        return np.nonzero(self.can_start)[1]

    def __len__(self) -> int:
        return len(self.project)

    def of(self, project: int, before: int | None = None) -> np.ndarray:
        """Variables of a project, of start years before one if it is given."""
        mine = self.project == project
        return np.flatnonzero(mine if before is None else mine & (self.start < before))


def one_start(rows: Rows, places: Places) -> None:
    """Every project starts once, or not at all."""
    projects = len(places.can_start)
    ends = np.full(projects, -np.inf), np.ones(projects)
    rows.many(places.project, np.arange(len(places)), np.ones(len(places)), *ends)


def budgets(rows: Rows, places: Places, limits: Limits) -> list[tuple[int, int, int]]:
    """What payers spend in a year stays within their budget; returns (row, payer, year) of each row."""
    building = limits.building[places.project, places.start]  # variable, year
    named = []
    for payer, year in np.argwhere(np.isfinite(limits.budget_eur)):
        cost = building[:, year] * limits.bill_eur[places.project, year, payer]
        at = np.flatnonzero(cost)
        row = rows.add(at, EURO * cost[at], high=EURO * limits.budget_eur[payer, year])
        named.append((row, int(payer), int(year)))
    return named


def capacity(rows: Rows, places: Places, limits: Limits) -> None:
    """What an owner builds in a year, in euro and in projects at a time, stays within what it can."""
    spend = limits.spend_eur[places.project, places.start]
    busy = (limits.building[places.project, places.start] > 0).astype(float)
    kinds = (EURO * spend, EURO * limits.capacity_eur), (busy, limits.capacity_projects)
    for load, most in kinds:
        for owner in np.flatnonzero(np.isfinite(most)):
            mine = np.flatnonzero(limits.owner[places.project] == owner)
            for year in range(load.shape[1]):
                at = mine[load[mine, year] > 0]
                if len(at):
                    rows.add(at, load[at, year], high=float(most[owner]))


def order(rows: Rows, places: Places, limits: Limits) -> None:
    """A project starts once the one before it is ready."""
    n_years = places.can_start.shape[1]
    for project, first in limits.after:
        for year in range(n_years):
            late = places.of(project, year + 1)
            early = places.of(first, year + 1 - int(limits.duration[first]))
            if len(late):
                index = np.concatenate([late, early])
                rows.add(index, np.concatenate([np.ones(len(late)), -np.ones(len(early))]), high=0.0)


def exclusion(rows: Rows, places: Places, limits: Limits) -> None:
    """Of two projects that exclude one another one is built at most."""
    for project, other in limits.excludes:
        index = np.concatenate([places.of(project), places.of(other)])
        rows.add(index, np.ones(len(index)), high=1.0)


def reductions(rows: Rows, places: Places, limits: Limits, years: np.ndarray) -> None:
    """Damage that must be avoided by a year; what may be missed has a shortfall behind the projects."""
    shortfall = len(places)
    for limit in limits.reductions:
        ready = years[places.start] + limits.duration[places.project] <= limit.year
        at = np.flatnonzero(ready & (limit.by_project_eur[places.project] > 0))
        index, value = at, EURO * limit.by_project_eur[places.project[at]]
        if not limit.hard:
            index, value = np.append(at, shortfall), np.append(value, 1.0)
            shortfall += 1
        rows.add(index, value, low=EURO * limit.least_eur)
