"""Wish and frame: the programme that fits the budgets beside the one that is wished, and how they differ."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from kans_model.programme.limits import Limits
from kans_model.programme.plan import Plan
from kans_model.programme.schedule import GAP, scheduled

LONGEST_S = 1.0
"""How long the search for what fits may take: it answers a click. [s]"""


@dataclass(frozen=True)
class Difference:
    """What becomes of one project in the frame.

    Attributes
    ----------
    project : str
        Its id.
    wish, frame : int or None
        Start year; None for one that is not built.
    spend_eur : float
        Its investment in the frame less that in the wish. [EUR]
    damage_eur : float
        Damage it avoids in the frame less that in the wish. [EUR, present value]
    """

    project: str
    wish: int | None
    frame: int | None
    spend_eur: float
    damage_eur: float


@dataclass(frozen=True, eq=False)
class Frame:
    """The programme that fits.

    Attributes
    ----------
    starts : dict
        Project id → start year, or none.
    differences : tuple of Difference
        All of them, the largest loss first.
    gap : float
        How much better a programme that fits can be at most, by proof. [-]
    lost_eur : float
        What it is worth less than the wish. [EUR, present value]
    """

    starts: dict[str, int | None]
    differences: tuple[Difference, ...]
    gap: float
    lost_eur: float


def frame(plan: Plan, limits: Limits, gap: float = GAP) -> Frame:
    """The best programme within all limits in which nothing is built sooner than it is wished.

    A project that is being built stays; a pin is a wish. One without a year stays without. A wish that breaks
    nothing is its own frame.

    Raises
    ------
    KansError
        When nothing fits, such as when what is being built exceeds the budgets already.
    """
    wish, years, worth = plan.start, plan.values.years, plan.values.worth_eur
    start, proven = wish, 0.0
    if plan.breaches(limits):
        found = scheduled(worth, replace(limits, can_start=_not_sooner(plan, limits)), years, gap, LONGEST_S)
        start, proven = found.start, found.gap
    projects = plan.programme.projects
    starts = {own.id: _year(years, place) for own, place in zip(projects, start, strict=True)}
    spend = replace(plan, programme=plan.programme.with_starts(starts)).spend_eur
    more = spend.sum(axis=1) - plan.spend_eur.sum(axis=1)
    benefit = plan.values.benefit_eur
    damage = _at(benefit, start) - _at(benefit, wish)
    differences = [
        Difference(
            projects[row].id,
            _year(years, wish[row]),
            _year(years, start[row]),
            float(more[row]),
            float(damage[row]),
        )
        for row in np.flatnonzero(start != wish)
    ]
    return Frame(
        starts=starts,
        differences=tuple(sorted(differences, key=lambda own: own.damage_eur)),
        gap=proven,
        lost_eur=float((_at(worth, wish) - _at(worth, start)).sum()),
    )


def _not_sooner(plan: Plan, limits: Limits) -> np.ndarray:
    """Start years at or after the wished one, mask (project, start year)."""
    place = np.arange(len(plan.values.years))
    later = (place[None, :] >= plan.start[:, None]) & (plan.start >= 0)[:, None]
    projects = plan.programme.projects
    years, ready = plan.values.years, plan.values.building.any(axis=-1)
    first = np.array([own.earliest or years[0] for own in projects])[:, None]
    last = np.array([own.latest or years[-1] for own in projects])[:, None]
    begun = np.array([own.status in ("running", "done") for own in projects], dtype=bool)
    return np.where(begun[:, None], limits.can_start, later & ready & (years >= first) & (years <= last))


def _at(by_start: np.ndarray, start: np.ndarray) -> np.ndarray:
    """Of (project, start year) what these starts make of it, nothing where not built, shape (project,)."""
    return np.where(start >= 0, by_start[np.arange(len(start)), np.maximum(start, 0)], 0.0)


def _year(years: np.ndarray, place: int) -> int | None:
    return int(years[place]) if place >= 0 else None
