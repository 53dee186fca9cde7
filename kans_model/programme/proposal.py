"""Years that a schedule proposes for a programme, beside those by the rule of thumb."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kans_model.programme.limits import Limits
from kans_model.programme.plan import Plan
from kans_model.programme.rule_of_thumb import by_benefit_per_euro
from kans_model.programme.schedule import scheduled

LEAST_MARGIN = 1e-4
"""A euro that brings less than this brings nothing. [EUR per EUR]"""


@dataclass(frozen=True)
class Proposal:
    """The best years, and what they gain.

    Attributes
    ----------
    starts : dict
        Project id → start year, or none.
    gap : float
        How much better a schedule can be at most, by proof. [-]
    gain_eur : float
        What they bring above the rule of thumb. [EUR, present value]
    best_euro : tuple of (payer, year, EUR per EUR), or None
        Where one more euro of budget would bring most.
    """

    starts: dict[str, int | None]
    gap: float
    gain_eur: float
    best_euro: tuple[str, int, float] | None

    @property
    def n_built(self) -> int:
        """How many projects have a year."""
        return sum(start is not None for start in self.starts.values())


def proposal(plan: Plan, limits: Limits) -> Proposal:
    """The best years for a programme within its limits.

    Raises
    ------
    KansError
        When nothing keeps all limits.
    """
    values = plan.values
    best = scheduled(values.worth_eur, limits, values.years)
    thumb = by_benefit_per_euro(values.worth_eur, values.capex_eur, limits)
    gain = best.worth_eur - _worth_eur(values.worth_eur, thumb)
    return Proposal(
        _starts(plan, best.start), best.gap, gain, _best_euro(limits, best.marginal, values.years)
    )


def rule_of_thumb(plan: Plan, limits: Limits) -> dict[str, int | None]:
    """Start years by benefit per euro, project by project."""
    values = plan.values
    return _starts(plan, by_benefit_per_euro(values.worth_eur, values.capex_eur, limits))


def _worth_eur(worth_eur: np.ndarray, start: np.ndarray) -> float:
    built = np.flatnonzero(start >= 0)
    return float(worth_eur[built, start[built]].sum())


def _starts(plan: Plan, start: np.ndarray) -> dict[str, int | None]:
    years = plan.values.years
    return {
        project.id: int(years[place]) if place >= 0 else None
        for project, place in zip(plan.programme.projects, start, strict=True)
    }


def _best_euro(limits: Limits, marginal: np.ndarray, years: np.ndarray) -> tuple[str, int, float] | None:
    if not marginal.size or marginal.max() < LEAST_MARGIN:
        return None
    payer, year = np.unravel_index(int(marginal.argmax()), marginal.shape)
    return limits.payers[payer], int(years[year]), float(marginal[payer, year])
