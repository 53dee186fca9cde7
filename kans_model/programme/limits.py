"""What a schedule must keep to, as arrays: start years, budgets, capacity, order, limits of risk."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kans_model.programme.programme import Programme
from kans_model.programme.start_values import StartValues
from kans_model.tables.vocabulary import LANDOWNERS


@dataclass(frozen=True, eq=False)
class Reduction:
    """Yearly damage that must be avoided by a year: a limit of the dialogue.

    Attributes
    ----------
    criterion : str
        Its id.
    by_project_eur : array, shape (project,)
        What each project avoids of it. [EUR/yr]
    least_eur : float
        What all must avoid together. [EUR/yr]
    year : int
        From which it must hold.
    hard : bool
        False: what is lacking counts against the schedule, and is allowed.
    """

    criterion: str
    by_project_eur: np.ndarray
    least_eur: float
    year: int
    hard: bool = True


@dataclass(frozen=True, eq=False)
class Limits:
    """What a schedule keeps to.

    Attributes
    ----------
    can_start : array of bool, shape (project, start year)
    spend_eur : array, shape (project, start year, year)
        [EUR]
    bill_eur : array, shape (project, year, payer)
        What each payer pays, VAT included, for a project that is built whole in a year. [EUR]
    payers : tuple of str
    budget_eur : array, shape (payer, year)
        Without end where there is none. [EUR]
    owner : array of int, shape (project,)
        Place in `LANDOWNERS`.
    capacity_eur, capacity_projects : array, shape (owner,)
    building : array, shape (project, start year, year)
        Part of a project built in each year. [-]
    duration : array of int, shape (project,)
        [yr]
    after, excludes : array of int, shape (pair, 2)
        A project and the one before it; two that never stand beside each other.
    reductions : tuple of Reduction
    """

    can_start: np.ndarray
    spend_eur: np.ndarray
    bill_eur: np.ndarray
    payers: tuple[str, ...]
    budget_eur: np.ndarray
    owner: np.ndarray
    capacity_eur: np.ndarray
    capacity_projects: np.ndarray
    building: np.ndarray
    duration: np.ndarray
    after: np.ndarray
    excludes: np.ndarray
    reductions: tuple[Reduction, ...] = ()

    def spent_eur(self, start: np.ndarray) -> np.ndarray:
        """What each payer spends in each year, shape (payer, year). [EUR]

        Parameters
        ----------
        start : array of int, shape (project,)
            Place of the start year; −1 for a project that is not built.
        """
        return np.einsum("py,pyk->ky", self._chosen(self.building, start), self.bill_eur)

    def given_eur(self, during: np.ndarray) -> float | None:
        """What all payers can spend in the years of a mask; None where nobody gave a budget. [EUR]"""
        budget = self.budget_eur[:, during]
        given = budget[np.isfinite(budget)]
        return float(given.sum()) if given.size else None

    @property
    def with_a_bill(self) -> list[int]:
        """Places of the payers that some project costs something."""
        return np.flatnonzero(self.bill_eur.sum(axis=(0, 1)) > 0).tolist()

    def owner_eur(self, start: np.ndarray) -> np.ndarray:
        """What each owner builds in each year, shape (owner, year). [EUR]"""
        by_project = self._chosen(self.spend_eur, start)
        return np.stack([by_project[self.owner == place].sum(axis=0) for place in range(len(LANDOWNERS))])

    def owner_projects(self, start: np.ndarray) -> np.ndarray:
        """How many projects each owner builds at in each year, shape (owner, year). [-]"""
        busy = self._chosen(self.building, start) > 0
        return np.stack([busy[self.owner == place].sum(axis=0) for place in range(len(LANDOWNERS))])

    def shortfall_eur(self, start: np.ndarray, years: np.ndarray) -> np.ndarray:
        """What each limit of risk that may be missed lacks, in their order. [EUR/yr]"""
        ready = np.where(start >= 0, years[np.maximum(start, 0)] + self.duration, np.inf)
        lacks = (
            limit.least_eur - limit.by_project_eur[ready <= limit.year].sum()
            for limit in self.reductions
            if not limit.hard
        )
        return np.array([max(0.0, float(eur)) for eur in lacks])

    @staticmethod
    def _chosen(by_start: np.ndarray, start: np.ndarray) -> np.ndarray:
        """Of (project, start year, year) what these starts make of it, shape (project, year)."""
        rows = np.arange(len(start))
        return np.where((start >= 0)[:, None], by_start[rows, np.maximum(start, 0)], 0.0)


def limits(
    programme: Programme,
    values: StartValues,
    bill_eur: np.ndarray,
    payers: tuple[str, ...],
    reductions: tuple[Reduction, ...] = (),
) -> Limits:
    """The limits of a programme.

    Parameters
    ----------
    programme : Programme
    values : StartValues
        Of its projects, in its years.
    bill_eur : array, shape (project, year, payer)
        From `payers.bills_eur`. [EUR]
    payers : tuple of str
        Their ids.
    """
    years, projects = values.years, programme.projects
    place = {project.id: row for row, project in enumerate(projects)}
    pairs = {
        name: np.array(
            [
                (row, place[key])
                for row, own in enumerate(projects)
                for key in getattr(own, name)
                if key in place
            ],
            dtype=int,
        ).reshape(-1, 2)
        for name in ("after", "excludes")
    }
    budget = [[programme.budget_eur(payer, int(year)) for year in years] for payer in payers]
    no_end = float("inf")
    return Limits(
        can_start=_can_start(programme, values),
        spend_eur=values.spend_eur,
        bill_eur=bill_eur,
        payers=payers,
        budget_eur=np.array(budget, dtype=float).reshape(len(payers), len(years)),
        owner=np.array([LANDOWNERS.index(project.owner) for project in projects], dtype=int),
        capacity_eur=np.array([programme.capacity_eur.get(owner, no_end) for owner in LANDOWNERS]),
        capacity_projects=np.array([programme.capacity_projects.get(owner, no_end) for owner in LANDOWNERS]),
        building=values.building,
        duration=values.duration,
        after=pairs["after"],
        excludes=pairs["excludes"],
        reductions=reductions,
    )


def _can_start(programme: Programme, values: StartValues) -> np.ndarray:
    """Which start years each project may have, mask (project, start year)."""
    years = values.years
    ready = years[None, :] + values.duration[:, None] - 1 <= years[-1]
    first = np.array([project.earliest or years[0] for project in programme.projects])
    last = np.array([project.latest or years[-1] for project in programme.projects])
    fixed = np.array([project.start if project.is_fixed else -1 for project in programme.projects])
    within = (years >= first[:, None]) & (years <= last[:, None]) & ready
    return np.where(fixed[:, None] >= 0, years == fixed[:, None], within)
