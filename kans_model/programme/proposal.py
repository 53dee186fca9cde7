"""Years that a schedule proposes for a programme, beside those by the rule of thumb."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from kans_model.programme.limits import Limits
from kans_model.programme.movable_works import is_movable, placed
from kans_model.programme.plan import Plan
from kans_model.programme.programme import Programme
from kans_model.programme.rule_of_thumb import by_benefit_per_euro
from kans_model.programme.schedule import Schedule, scheduled
from kans_model.programme.works import Work

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
    work_starts : dict
        Id of works that move within their window → the year in which they start.
    """

    starts: dict[str, int | None]
    gap: float
    gain_eur: float
    best_euro: tuple[str, int, float] | None
    work_starts: Mapping[str, int] = field(default_factory=dict)

    @property
    def n_built(self) -> int:
        """How many projects have a year."""
        return sum(start is not None for start in self.starts.values())

    def taken_by(self, programme: Programme) -> Programme:
        """The programme with these years, and with the works in theirs."""
        return programme.with_starts(self.starts).with_work_starts(self.work_starts)


def proposal(plan: Plan, limits: Limits) -> Proposal:
    """The best years for a programme within its limits, beside works that stay where they are.

    Raises
    ------
    KansError
        When nothing keeps all limits.
    """
    return _proposal(plan, limits, scheduled(plan.values.worth_eur, limits, plan.values.years))


def proposal_with_works(plan: Plan, works: Sequence[Work], limits_of: Callable[[Plan], Limits]) -> Proposal:
    """The best years for a programme and for the works that may move within a window.

    Parameters
    ----------
    plan : Plan
    works : sequence of Work
    limits_of : function
        The limits of a plan beside other works.

    Raises
    ------
    KansError
        When nothing keeps all limits.
    """
    if not any(is_movable(work) for work in works):
        return proposal(plan, limits_of(plan))
    found = placed(plan, works, limits_of)
    moved = {new.id: new.start for old, new in zip(works, found.works, strict=True) if new.start != old.start}
    return replace(_proposal(found.plan, found.limits, found.schedule), work_starts=moved)


def _proposal(plan: Plan, limits: Limits, best: Schedule) -> Proposal:
    values = plan.values
    thumb = by_benefit_per_euro(values.worth_eur, values.capex_eur, limits)
    return Proposal(
        starts=_starts(plan, best.start),
        gap=best.gap,
        gain_eur=best.worth_eur - _worth_eur(values.worth_eur, thumb),
        best_euro=_best_euro(limits, best.marginal, values.years),
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
