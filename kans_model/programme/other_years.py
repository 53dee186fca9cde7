"""Why a project has its year: its best other year while the rest stays, and what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kans_model.programme.breaches import Breach, breaches
from kans_model.programme.limits import Limits
from kans_model.programme.plan import Plan

LEAST_EUR = 1.0
"""A difference below this is none. [EUR]"""


@dataclass(frozen=True)
class OtherYear:
    """A year in which a project could start instead.

    Attributes
    ----------
    year : int
    gain_eur : float
        What the project is worth more then; below zero what it loses. [EUR, present value]
    breach : Breach or None
        The first limit that it would break.
    """

    year: int
    gain_eur: float
    breach: Breach | None = None


def other_years(plan: Plan, limits: Limits, place: int) -> list[OtherYear]:
    """Every other year of a project that has one, the best first; the other projects stay where they are.

    Parameters
    ----------
    plan : Plan
    limits : Limits
    place : int
        Of the project; one without a year is compared with not being built.
    """
    worth, years, start = plan.values.worth_eur[place], plan.values.years, plan.start
    now = worth[start[place]] if start[place] >= 0 else 0.0
    broken = _sizes(breaches(limits, start, years))
    found = []
    for year in np.flatnonzero(plan.values.building[place].any(axis=-1)):
        if year != start[place]:
            moved = start.copy()
            moved[place] = year
            new = (
                own for own in breaches(limits, moved, years) if own.over > broken.get(_name(own), -1) + 0.01
            )
            found.append(OtherYear(int(years[year]), float(worth[year] - now), next(new, None)))
    return sorted(found, key=lambda other: -other.gain_eur)


def _name(breach: Breach) -> tuple[str, str, int | None, tuple[int, ...]]:
    return breach.kind, breach.who, breach.year, breach.projects


def _sizes(found: list[Breach]) -> dict[tuple[str, str, int | None, tuple[int, ...]], float]:
    return {_name(own): own.over for own in found}


def best_other(plan: Plan, limits: Limits, place: int) -> tuple[OtherYear | None, OtherYear | None]:
    """The best other year that breaks nothing, and a better one that a limit stops; None for none."""
    found = other_years(plan, limits, place)
    free = next((own for own in found if own.breach is None), None)
    stopped = (own for own in found if own.breach is not None and own.gain_eur > LEAST_EUR)
    return free, next(stopped, None)
