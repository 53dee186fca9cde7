"""Limits that a plan breaks: whose budget, in which year, by how much."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kans_model.programme.limits import Limits
from kans_model.tables.vocabulary import LANDOWNERS

CENT = 0.01
"""What is over by less is rounding. [EUR]"""


@dataclass(frozen=True)
class Breach:
    """One limit that a plan breaks.

    Attributes
    ----------
    kind : {"budget", "capacity_eur", "capacity_projects", "window", "order", "exclusion", "reduction"}
    who : str
        Payer, owner, or id of a limit of the dialogue; empty for what a project breaks.
    year : int or None
    over : float
        By how much. [EUR, projects or EUR/yr]
    projects : tuple of int
        Places of the projects that it is about.
    """

    kind: str
    who: str = ""
    year: int | None = None
    over: float = 0.0
    projects: tuple[int, ...] = ()


def breaches(limits: Limits, start: np.ndarray, years: np.ndarray) -> list[Breach]:
    """Every limit that these years break.

    Parameters
    ----------
    limits : Limits
    start : array of int, shape (project,)
        Place of the start year; −1 for a project that is not built.
    years : array of int, shape (year,)
    """
    return [
        *_of_money(limits, start, years),
        *_of_projects(limits, start, years),
        *_of_risk(limits, start, years),
    ]


def _of_money(limits: Limits, start: np.ndarray, years: np.ndarray) -> Iterator[Breach]:
    loads = (
        ("budget", limits.payers, limits.spent_eur(start), limits.budget_eur),
        ("capacity_eur", LANDOWNERS, limits.owner_eur(start), limits.capacity_eur[:, None]),
        ("capacity_projects", LANDOWNERS, limits.owner_projects(start), limits.capacity_projects[:, None]),
    )
    for kind, names, load, most in loads:
        over = load - most
        for row, year in np.argwhere(over > CENT):
            yield Breach(kind, names[row], int(years[year]), float(over[row, year]))


def _of_projects(limits: Limits, start: np.ndarray, years: np.ndarray) -> Iterator[Breach]:
    built = start >= 0
    for project in np.flatnonzero(built):
        if not limits.can_start[project, start[project]]:
            yield Breach("window", year=int(years[start[project]]), projects=(int(project),))
    for project, first in limits.after:
        ready = start[first] + limits.duration[first]
        if built[project] and (not built[first] or ready > start[project]):
            yield Breach("order", year=int(years[start[project]]), projects=(int(project), int(first)))
    for project, other in limits.excludes:
        if built[project] and built[other]:
            yield Breach("exclusion", projects=(int(project), int(other)))


def _of_risk(limits: Limits, start: np.ndarray, years: np.ndarray) -> Iterator[Breach]:
    ready = np.where(start >= 0, years[np.maximum(start, 0)] + limits.duration, np.inf)
    for limit in limits.reductions:
        lacks = limit.least_eur - limit.by_project_eur[ready <= limit.year].sum()
        if lacks > CENT:
            yield Breach("reduction", limit.criterion, limit.year, float(lacks))
